package store

import (
	"database/sql"
	"fmt"
)

// Tally says how many, of a unit with all below it.
type Tally struct {
	Created      int // committed to, whatever became of them: gross
	Discontinued int
	Started      int // persons
	Ended        int
	Closed       int // vacancies that are over, from 42 days after they began
	Ending       int // trainees who are there and whose planned end is at most 28 days away
	Overdue      int // trainees whose planned end has passed and nobody has said how it went
}

// Net is what is created and not discontinued.
func (t Tally) Net() int { return t.Created - t.Discontinued }

// Filled is what has a trainee who has started and not ended.
func (t Tally) Filled() int { return t.Started - t.Ended }

// Vacant is what is created, not discontinued and not filled.
func (t Tally) Vacant() int { return t.Net() - t.Filled() }

// Plus adds two.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Created + o.Created, t.Discontinued + o.Discontinued, t.Started + o.Started, t.Ended + o.Ended,
		t.Closed + o.Closed, t.Ending + o.Ending, t.Overdue + o.Overdue}
}

// Less takes one away from another.
func (t Tally) Less(o Tally) Tally {
	return Tally{t.Created - o.Created, t.Discontinued - o.Discontinued, t.Started - o.Started, t.Ended - o.Ended,
		t.Closed - o.Closed, t.Ending - o.Ending, t.Overdue - o.Overdue}
}

// Part is the tally of one kind and one period of creation.
type Part struct {
	Kind   string
	Period string
	Tally
}

// Tallies gives a unit's counts, with all below it, as of the end of a day, by kind and by the period in which the slots were created.
// programme "" gives what counts in none.
func (tx *Tx) Tallies(programme, unit string, at Date) ([]Part, error) {
	of := tallyUnit{programme, unit}
	parts, err := tx.partsOf(of, at)
	return tx.withPending(parts, of, at), err
}

// tallyColumns are the fields of a Tally, in their order.
const (
	tallyColumns = `created, discontinued, started, ended, closed, ending, overdue`
	tallySums    = `sum(created), sum(discontinued), sum(started), sum(ended), sum(closed), sum(ending), sum(overdue)`
	tallyWidth   = 5 + 7 // columns of the table
)

// scanned are where the columns go.
func (t *Tally) scanned() []any {
	return []any{&t.Created, &t.Discontinued, &t.Started, &t.Ended, &t.Closed, &t.Ending, &t.Overdue}
}

// readParts reads a unit's parts in the table.
func (tx *Tx) readParts(of tallyUnit, at Date) ([]Part, error) {
	rows, args := "", []any(nil)
	for i, span := range until(at) {
		if i > 0 {
			rows += ` UNION ALL `
		}
		rows += `SELECT kind, period, ` + tallyColumns + ` FROM tallies WHERE programme = ? AND unit = ? AND span BETWEEN ? AND ?`
		args = append(args, of.programme, of.unit, span[0], span[1])
	}
	return all(tx, scanPart, `SELECT kind, period, `+tallySums+` FROM (`+rows+`) t GROUP BY kind, period`, args...)
}

// spans are those of the rows, each from one to another, that add up to what happened in a time.
type spans [][2]string

// until is all up to a day's end: whole months, and the days of the one that has not ended.
func until(at Date) spans {
	first := Date(at.month() + "-01")
	if next := at.AddDays(1); next.month() != at.month() { // a whole month is a row, not thirty
		return spans{{"m", "m" + at.month()}}
	}
	return spans{{"m", "m" + first.AddDays(-1).month()}, days(first, at)[0]}
}

// days are those from one to another.
func days(from, to Date) spans { return spans{{"d" + string(from), "d" + string(to)}} }

func scanPart(r *sql.Rows) (p Part, err error) {
	err = r.Scan(append([]any{&p.Kind, &p.Period}, p.scanned()...)...)
	return p, err
}

// TallyOf adds up what Tallies gives.
func TallyOf(parts []Part) Tally {
	var t Tally
	for _, p := range parts {
		t = t.Plus(p.Tally)
	}
	return t
}

// tally counts what happened to a slot on a day, for its unit and all above. The period is that of the slot's creation.
func (tx *Tx) tally(s *Slot, on Date, what Tally) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	period := ""
	if p := reg.Programme(s.Programme); p != nil {
		period = p.period(s.CreatedOn)
	}
	path := reg.Tree.Path(s.Unit)
	if len(path) == 0 {
		return fmt.Errorf("slot %d: there is no unit %q to count it for", s.Number, s.Unit)
	}
	tx.own.added = append(tx.own.added, added{s.Programme, path, tallyKey{on, s.Kind, period}, what})
	return nil
}

// addTallies is the statement that adds so many rows with all their columns.
var addTallies = insertion(`INSERT INTO tallies (programme, unit, span, kind, period, `+tallyColumns+`)`, tallyWidth, `
	ON CONFLICT (programme, unit, span, kind, period) DO UPDATE SET
		created = tallies.created + excluded.created, discontinued = tallies.discontinued + excluded.discontinued,
		started = tallies.started + excluded.started, ended = tallies.ended + excluded.ended,
		closed = tallies.closed + excluded.closed, ending = tallies.ending + excluded.ending, overdue = tallies.overdue + excluded.overdue`)

// CheckTallies compares the table with slots and trainees; an error names how many rows differ.
func (tx *Tx) CheckTallies() error {
	if err := tx.settle(); err != nil {
		return err
	}
	const key = `programme, unit, span, kind, period, `
	const some = ` WHERE created <> 0 OR discontinued <> 0 OR started <> 0 OR ended <> 0 OR closed <> 0 OR ending <> 0 OR overdue <> 0`
	var differ int
	err := tx.get([]any{&differ}, `SELECT count(*) FROM (
		SELECT * FROM (SELECT `+key+tallyColumns+` FROM tallies`+some+` EXCEPT SELECT `+key+tallyColumns+` FROM counted)
		UNION ALL
		SELECT * FROM (SELECT `+key+tallyColumns+` FROM counted`+some+` EXCEPT SELECT `+key+tallyColumns+` FROM tallies))`)
	if err != nil {
		return err
	}
	if differ > 0 {
		return fmt.Errorf("%d tallies differ from the slots and trainees they count", differ)
	}
	return tx.checkEndings()
}
