package store

import (
	"cmp"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The columns of trainees.csv.
const (
	traineeReference = iota
	traineeSlot
	traineeStart
	traineeEnd
	traineeResult
	traineeOutcome
)

var traineeImportColumns = []column{
	{"reference", true}, {"slot", true}, {"start", true}, {"end", true}, {"result", false}, {"outcome", false},
}

// With "" for what is not said.
var (
	traineeResults  = append([]string{""}, Results...)
	traineeOutcomes = append([]string{""}, Outcomes...)
)

// traineeRow is a line of the file, small since there may be a million.
type traineeRow struct {
	reference string
	slot      uint32
	line      uint32
	start     day
	end       day   // 0: not said, while it goes on
	planned   day   // the planned end to write, as the last plan found
	result    uint8 // in traineeResults; 0 while it goes on
	outcome   uint8 // in traineeOutcomes
	state     rowState
}

// ended is the day from which the slot is vacant again; 0 while it is not.
func (row *traineeRow) ended() day {
	if row.result == 0 {
		return 0
	}
	return row.end
}

// traineeImport takes in trainees.csv.
type traineeImport struct {
	*importJob
	table  *table
	rows   []traineeRow // by reference, once read
	broken []traineeRow // that cannot be read whole; their slots are looked up all the same
	left   int          // rows of what happened after the day that the options name
	moved  []int64      // the slots that somebody leaves for another one, as the last plan found
}

func (im *traineeImport) read(r io.Reader) (err error) {
	if im.table, err = openTable(r, traineeImportColumns, im.errs); err != nil || im.table == nil {
		return err
	}
	if im.rows, im.broken, err = readRows(im.importJob, im.table, im.row); err != nil {
		return err
	}
	im.sort()
	im.until()
	return nil
}

func (im *traineeImport) row(t *table) traineeRow {
	row := traineeRow{
		line:      uint32(t.line),
		reference: t.reference(traineeReference),
		start:     t.day(traineeStart),
		end:       t.day(traineeEnd),
		result:    t.choice(traineeResult, traineeResults),
		outcome:   t.choice(traineeOutcome, traineeOutcomes),
		slot:      uint32(t.number(traineeSlot, 1, mostSlotNumber, "number")),
	}
	t.needed(traineeSlot)
	t.needed(traineeStart)
	switch {
	case t.bad:
	case row.end == 0 && row.result != 0:
		t.fail(traineeEnd, "result_without_end", nil)
	case row.end != 0 && row.end < row.start:
		t.fail(traineeEnd, "end_before_start", Facts{"Value": row.end.Date(), "Start": row.start.Date()})
	case row.outcome != 0 && row.result == 0:
		t.fail(traineeOutcome, "outcome_without_result", Facts{"Allowed": traineeResults[1:]})
	}
	return row
}

// choice gives the place in allowed of a cell that must hold one of its words; the first of them is "".
func (t *table) choice(c int, allowed []string) uint8 {
	v := t.cell(c)
	i := slices.Index(allowed, v)
	if i < 0 {
		t.fail(c, "word", wordFacts(v, allowed[1:]))
		return 0
	}
	return uint8(i)
}

var personnummerForm = regexp.MustCompile(`^([0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}$`)

// reference gives a cell that must hold a reference. What may be a person's number or name is not repeated.
func (t *table) reference(c int) string {
	v := t.needed(c)
	switch {
	case v == "" || referenceForm.MatchString(v):
		return strings.Clone(v)
	case personnummerForm.MatchString(v) || t.errs.personal(v):
		t.fail(c, "reference_number", nil)
	case !strings.ContainsFunc(v, unicode.IsDigit):
		t.fail(c, "reference_name", nil)
	default:
		t.fail(c, "reference", nil)
	}
	return ""
}

// sort puts the rows in the order of their references, each once, and says which come twice.
func (im *traineeImport) sort() {
	slices.SortFunc(im.rows, func(a, b traineeRow) int {
		return cmp.Or(strings.Compare(a.reference, b.reference), cmp.Compare(a.line, b.line))
	})
	first := 0
	for i := 1; i < len(im.rows); i++ {
		if im.rows[i].reference != im.rows[first].reference {
			first = i
			continue
		}
		im.table.twice(int(im.rows[i].line), int(im.rows[first].line), traineeReference, im.rows[i].reference)
	}
	im.rows = slices.CompactFunc(im.rows, func(a, b traineeRow) bool { return a.reference == b.reference })
}

// until leaves out what happened after the day that the options name.
func (im *traineeImport) until() {
	if im.opt.Until == "" {
		return
	}
	until, all := dayOf(im.opt.Until), len(im.rows)
	im.rows = slices.DeleteFunc(im.rows, func(row traineeRow) bool { return row.start > until })
	for i := range im.rows {
		if row := &im.rows[i]; row.end > until {
			row.result, row.outcome = 0, 0
		}
	}
	im.left = all - len(im.rows)
}
