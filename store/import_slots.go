package store

import (
	"cmp"
	"io"
	"slices"
	"strconv"
)

// The columns of slots.csv.
const (
	slotNumber = iota
	slotProgramme
	slotUnit
	slotKind
	slotCreated
	slotGone
)

var slotImportColumns = []column{
	{"slot", true}, {"programme", false}, {"unit", true}, {"type", true}, {"created", true}, {"discontinued", false},
}

const mostSlotNumber = 999_999_999

type rowState uint8

const (
	rowSame rowState = iota
	rowAdded
	rowChanged
)

// slotRow is a line of the file, small since there may be a million. Words are ids in slotImport.words.
type slotRow struct {
	number    uint32
	line      uint32
	unit      uint32
	kind      uint32
	programme uint32 // as written
	counts    uint32 // the programme it counts in, as the last plan found
	created   day
	gone      day
	state     rowState // as the last plan found
}

// slotImport takes in slots.csv.
type slotImport struct {
	*importJob
	table  *table
	rows   []slotRow // by number, once read
	broken []slotRow // that cannot be read whole; what they name is looked up all the same
	words  *names
	dates  map[day]Date
	left   int // rows of what happened after the day that the options name
}

func newSlotImport(job *importJob) *slotImport {
	return &slotImport{importJob: job, words: newNames(), dates: map[day]Date{}}
}

func (im *slotImport) read(r io.Reader) (err error) {
	if im.table, err = openTable(r, slotImportColumns, im.errs); err != nil || im.table == nil {
		return err
	}
	if im.rows, im.broken, err = readRows(im.importJob, im.table, im.row); err != nil {
		return err
	}
	im.sort()
	im.until()
	return nil
}

func (im *slotImport) row(t *table) slotRow {
	row := slotRow{
		line:      uint32(t.line),
		programme: im.words.id(t.cell(slotProgramme)),
		unit:      im.words.id(t.needed(slotUnit)),
		kind:      im.words.id(t.needed(slotKind)),
		created:   t.day(slotCreated),
		gone:      t.day(slotGone),
		number:    uint32(t.number(slotNumber, 1, mostSlotNumber, "number")),
	}
	t.needed(slotNumber)
	t.needed(slotCreated)
	if !t.bad && row.gone != 0 && row.gone < row.created {
		t.fail(slotGone, "end_before_start", Facts{"Value": row.gone.Date(), "Start": row.created.Date()})
	}
	return row
}

// sort puts the rows in the order of their numbers, each once, and says which come twice.
func (im *slotImport) sort() {
	slices.SortFunc(im.rows, func(a, b slotRow) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.line, b.line)) })
	first := 0
	for i := 1; i < len(im.rows); i++ {
		if im.rows[i].number != im.rows[first].number {
			first = i
			continue
		}
		im.table.twice(int(im.rows[i].line), int(im.rows[first].line), slotNumber, strconv.Itoa(int(im.rows[i].number)))
	}
	im.rows = slices.CompactFunc(im.rows, func(a, b slotRow) bool { return a.number == b.number })
}

// until leaves out what happened after the day that the options name.
func (im *slotImport) until() {
	if im.opt.Until == "" {
		return
	}
	until, all := dayOf(im.opt.Until), len(im.rows)
	im.rows = slices.DeleteFunc(im.rows, func(row slotRow) bool { return row.created > until })
	for i := range im.rows {
		if im.rows[i].gone > until {
			im.rows[i].gone = 0
		}
	}
	im.left = all - len(im.rows)
}

func (im *slotImport) date(d day) Date {
	text, ok := im.dates[d]
	if !ok {
		text = d.Date()
		im.dates[d] = text
	}
	return text
}

func (im *slotImport) apply(tx *Tx) error {
	touched := make([]int64, 0, im.report.Added+im.report.Changed)
	for i := range im.rows {
		if im.rows[i].state != rowSame {
			touched = append(touched, int64(im.rows[i].number))
		}
	}
	return tx.recounted(touched, func() error { return im.write(tx) })
}

func (im *slotImport) write(tx *Tx) error {
	added := tx.batch(insertion(`INSERT INTO slots (programme, kind, unit, created_on, discontinued_on, number)`, 6), 6)
	done, total := 0, im.report.Added+im.report.Changed
	for i := range im.rows {
		row := &im.rows[i]
		if row.state == rowSame {
			continue
		}
		if err := im.put(tx, added, row); err != nil {
			return err
		}
		done++
		if err := im.progress(done, total); err != nil {
			return err
		}
	}
	im.rows = nil // room for the sums
	return added.flush()
}

func (im *slotImport) put(tx *Tx, added *batch, row *slotRow) error {
	values := []any{null(im.words.list[row.counts]), im.words.list[row.kind], im.words.list[row.unit],
		string(im.date(row.created)), null(im.date(row.gone)), int64(row.number)}
	if row.state == rowAdded {
		return added.put(values...)
	}
	_, err := tx.exec(`UPDATE slots SET programme = ?, kind = ?, unit = ?, created_on = ?, discontinued_on = ? WHERE number = ?`, values...)
	return err
}
