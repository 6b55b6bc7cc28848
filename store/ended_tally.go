package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// FollowUps are after how many days it is asked whether who left for work is still there, and Answers what may be said to it.
var (
	FollowUps = []int{30, 90, 365}
	Answers   = []string{"working", "left"}
)

// forWork are the outcomes that are asked about. A job in the municipality's own labour market measures is not counted as work, as in the
// statistics of the municipalities and regions (Kolada).
var forWork = []string{"employed", "subsidised"}

// hows are all that the table of endings counts, by number: how a time ended, then what was said after so many days.
var hows = func() (out []string) {
	for _, result := range Results {
		for _, outcome := range append([]string{""}, Outcomes...) {
			out = append(out, strings.TrimSpace(result+" "+outcome))
		}
	}
	for _, days := range FollowUps {
		for _, answer := range Answers {
			out = append(out, howAfter(days, answer))
		}
	}
	return out
}()

func howAfter(days int, answer string) string { return strconv.Itoa(days) + " " + answer }

// fate is how a trainee's time ended and what has been said since, as one small number: the places of the result, the outcome and each answer,
// 0 for what is not said. 0 as a whole: it goes on.
type fate uint16

// fateColumns are the columns that make up a fate, what they may hold, and the bits that each takes.
var fateColumns = []struct {
	name  string
	words []string
	bits  int
}{{"result", Results, 2}, {"outcome", Outcomes, 3}, {"after_30", Answers, 2}, {"after_90", Answers, 2}, {"after_365", Answers, 2}}

// selectFate is a fate in SQL, of a table of trainees called t.
var selectFate = func() string {
	sum, shift := "0", 0
	for _, c := range fateColumns {
		sum += " + " + strconv.Itoa(1<<shift) + " * CASE t." + c.name
		for i, word := range c.words {
			sum += fmt.Sprintf(" WHEN '%s' THEN %d", word, i+1)
		}
		sum += " ELSE 0 END"
		shift += c.bits
	}
	return sum
}()

func fateOf(t *Trainee) (f fate) {
	shift := 0
	for i, word := range append([]string{t.Result, t.Outcome}, t.After[:]...) {
		f |= fate(slices.Index(fateColumns[i].words, word)+1) << shift
		shift += fateColumns[i].bits
	}
	return f
}

// hows calls do with the number of each of the hows that a fate is counted under.
func (f fate) hows(do func(how int)) {
	result := int(f & 3)
	if result == 0 {
		return
	}
	outcome := int(f >> 2 & 7)
	do((result-1)*(len(Outcomes)+1) + outcome)
	if outcome == 0 || !slices.Contains(forWork, Outcomes[outcome-1]) {
		return
	}
	for i := range FollowUps {
		if said := int(f >> (5 + 2*i) & 3); said > 0 {
			do(len(Results)*(len(Outcomes)+1) + i*len(Answers) + said - 1)
		}
	}
}

// wideBranch is how many units a branch has at most that is counted from its slots. The view ended_counted has the same number.
const wideBranch = 20

// wide tells whether how a branch's trainees fared stands in the table.
func (t *Tree) wide(code string) bool { return t.size[code] > wideBranch }

// endings are changes to the table.
type endings map[endingCell]int

type endingCell struct {
	unit string
	how  int
	day  Date
	kind string
}

// count adds those who have been in a slot, as they fared; times -1 takes them away.
func (e endings) count(tree *Tree, s *Slot, stays []stay, times int) {
	if s.Unit == "" {
		return
	}
	for _, t := range stays {
		t.fate.hows(func(how int) {
			for _, unit := range tree.Path(s.Unit) {
				if tree.wide(unit) {
					e[endingCell{unit, how, t.ended, s.Kind}] += times
				}
			}
		})
	}
}

// tallyEnded writes what has become of those who have been in a slot, in place of what it was.
func (tx *Tx) tallyEnded(was, is *Slot, before, after []stay) error {
	if len(before)+len(after) == 0 {
		return nil
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	changes := endings{}
	changes.count(reg.Tree, was, before, -1)
	changes.count(reg.Tree, is, after, 1)
	for cell, n := range changes {
		if n == 0 {
			continue
		}
		if _, err := tx.exec(`INSERT INTO ended (unit, how, day, kind, n) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (unit, how, day, kind) DO UPDATE SET n = ended.n + excluded.n`, cell.unit, hows[cell.how], cell.day, cell.kind, n); err != nil {
			return err
		}
	}
	return nil
}

// A packed ending is the places of the unit, the how and the kind, with the day as days since 1900 between them, in the order of the table.
const (
	endedKindBits = 12
	endedHowBits  = 6
)

// ended counts one of those that RebuildTallies reads.
func (c *tallyCount) ended(s *Slot, t stay) {
	if t.fate == 0 {
		return
	}
	day, kind := c.dayNumber(t.ended), uint64(c.words.id(s.Kind))
	for _, unit := range c.widePath(s.Unit) {
		t.fate.hows(func(how int) {
			c.endings = append(c.endings, (uint64(unit)<<endedHowBits|uint64(how))<<(dayBits+endedKindBits)|day<<endedKindBits|kind)
		})
	}
}

// widePath gives the wide units that a unit lies in, by their places among all codes.
func (c *tallyCount) widePath(unit string) []int {
	path, known := c.paths[unit]
	if !known {
		for _, code := range c.reg.Tree.Path(unit) {
			if c.reg.Tree.wide(code) {
				at, _ := slices.BinarySearch(c.reg.Tree.codes, code)
				path = append(path, at)
			}
		}
		c.paths[strings.Clone(unit)] = path
	}
	return path
}

// rebuildEnded makes the table of endings anew from what has been counted.
func (tx *Tx) rebuildEnded(c *tallyCount, date func(day uint32) Date) error {
	if _, err := tx.exec(`DELETE FROM ended`); err != nil {
		return err
	}
	slices.Sort(c.endings)
	rows := tx.batch(insertion(`INSERT INTO ended (unit, how, day, kind, n)`, 5), 5)
	for i := 0; i < len(c.endings); {
		e, n := c.endings[i], 0
		for ; i < len(c.endings) && c.endings[i] == e; i++ {
			n++
		}
		day, how := uint32(e>>endedKindBits&(1<<dayBits-1)), e>>(dayBits+endedKindBits)&(1<<endedHowBits-1)
		if err := rows.put(c.reg.Tree.codes[e>>(dayBits+endedKindBits+endedHowBits)], hows[how], string(date(day)), c.words.list[e&(1<<endedKindBits-1)], int64(n)); err != nil {
			return err
		}
	}
	c.endings = nil
	return rows.flush()
}

// checkEndings is CheckTallies of the table of endings.
func (tx *Tx) checkEndings() error {
	const columns = `unit, how, day, kind, n`
	var differ int
	err := tx.get([]any{&differ}, `SELECT count(*) FROM (
		SELECT * FROM (SELECT `+columns+` FROM ended WHERE n <> 0 EXCEPT SELECT `+columns+` FROM ended_counted)
		UNION ALL
		SELECT * FROM (SELECT `+columns+` FROM ended_counted EXCEPT SELECT `+columns+` FROM ended))`)
	if err == nil && differ > 0 {
		err = fmt.Errorf("%d counts of endings differ from the trainees they count", differ)
	}
	return err
}
