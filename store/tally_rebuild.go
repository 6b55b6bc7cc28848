package store

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"
)

// RebuildTallies makes the table anew from slots and trainees: after an import, or when CheckTallies finds a difference. It reads each of them
// once and adds up in memory, about 100 bytes an event; CheckTallies does the same sums in its own way, by a query.
func (tx *Tx) RebuildTallies() error {
	if err := tx.settle(); err != nil {
		return err
	}
	c, err := tx.tallyCount()
	if err != nil {
		return err
	}
	if err := tx.slotEvents(c); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM tallies`); err != nil {
		return err
	}
	branches := c.branches()
	w := &tallyWriter{rows: tx.batch(addTallies, tallyWidth), words: c.words.list, texts: map[uint32]Date{}}
	for _, b := range branches {
		if err := w.branch(b); err != nil {
			return err
		}
	}
	return firstError(w.rows.flush(), tx.rebuildEnded(c, w.date))
}

// tallyCell is all that a tally is of but the day.
type tallyCell struct{ programme, unit, kind, period string }

// happened are the happenings that there are, by number: the field of tallyColumns, and how many.
var happened = []struct {
	Tally
	field int
	by    int32
}{{Tally{Created: 1}, 0, 1}, {Tally{Discontinued: 1}, 1, 1}, {Tally{Started: 1}, 2, 1}, {Tally{Ended: 1}, 3, 1}, {Tally{Closed: 1}, 4, 1},
	{Tally{Ending: 1}, 5, 1}, {Tally{Ending: -1}, 5, -1}, {Tally{Overdue: 1}, 6, 1}, {Tally{Overdue: -1}, 6, -1}}

// An event is its cell, its day as days since 1900 and what it was, packed.
const (
	whatBits = 4
	dayBits  = 18
	cellAt   = whatBits + dayBits
)

// tallyCount is what happened to all slots.
type tallyCount struct {
	reg    *Register
	ids    map[tallyCell]uint32
	cells  []tallyCell
	events []uint64
	days   map[Date]uint64
	words  *names

	endings []uint64 // as packed in ended
	paths   map[string][]int
}

func (tx *Tx) tallyCount() (*tallyCount, error) {
	reg, err := tx.Register()
	return &tallyCount{reg: reg, ids: map[tallyCell]uint32{}, days: map[Date]uint64{}, words: newNames(), paths: map[string][]int{}}, err
}

var dayZero = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)

func (c *tallyCount) dayNumber(d Date) uint64 {
	day, known := c.days[d]
	if !known {
		day = min(1<<dayBits-1, uint64(max(0, d.Time().Sub(dayZero)/(24*time.Hour))))
		c.days[Date(strings.Clone(string(d)))] = day
	}
	return day
}

func (c *tallyCount) happened(cell uint32, h happening) {
	day := c.dayNumber(h.day)
	for i := range happened {
		if happened[i].Tally == h.Tally {
			c.events = append(c.events, uint64(cell)<<cellAt|day<<whatBits|uint64(i))
			return
		}
	}
}

func (c *tallyCount) cell(k tallyCell, born Date) uint32 {
	if p := c.reg.Programme(k.programme); p != nil {
		k.period = p.period(born)
	}
	id, known := c.ids[k]
	if !known {
		id = uint32(len(c.cells))
		c.ids[k] = id
		c.cells = append(c.cells, k)
	}
	return id
}

// slotEvents reads the slots with those who have been in them, in the order of the slots.
func (tx *Tx) slotEvents(c *tallyCount) error {
	var s Slot
	var stays []stay
	done := func() {
		if s.Number != 0 {
			id := c.cell(tallyCell{programme: s.Programme, unit: s.Unit, kind: s.Kind}, s.CreatedOn)
			for _, h := range happenings(&s, stays) {
				c.happened(id, h)
			}
			for _, t := range stays {
				c.ended(&s, t)
			}
		}
		stays = stays[:0]
	}
	err := each(tx, func(r *sql.Rows) error {
		var next Slot
		var t stay
		err := r.Scan(&next.Number, &next.Programme, &next.Unit, &next.Kind, &next.CreatedOn, &next.DiscontinuedOn, &t.starts, &t.planned, &t.ended, &t.fate)
		if next.Number != s.Number {
			done()
			s = next
		}
		if t.starts != "" {
			stays = append(stays, t)
		}
		return err
	}, `SELECT s.number, coalesce(s.programme, ''), s.unit, s.kind, s.created_on, coalesce(s.discontinued_on, ''),
			coalesce(t.starts_on, ''), coalesce(t.ends_on, ''), coalesce(t.ended_on, ''), `+selectFate+`
		FROM slots s LEFT JOIN trainees t ON t.slot = s.number WHERE s.unit IS NOT NULL ORDER BY s.number`)
	done()
	return err
}

// dayCount is how many of a kind and a period on one day.
type dayCount struct {
	day    uint32 // since 1900
	kind   uint16 // places in words
	period uint16
	n      [tallyWidth - 5]int32 // in the order of tallyColumns
}

// tallyBranch is a unit with all that lies below it, in one programme.
type tallyBranch struct {
	programme, unit string
	days            []dayCount
}

type branchKey struct{ programme, unit string }

// branches adds the events up: by day for the unit where they happened, and then, from below, for every unit above it.
func (c *tallyCount) branches() []*tallyBranch {
	found := map[branchKey]*tallyBranch{}
	for _, b := range c.ownDays() {
		found[branchKey{b.programme, b.unit}] = b
	}
	depth := func(code string) int { return len(c.reg.Tree.Path(code)) }
	deepest := slices.SortedStableFunc(slices.Values(c.reg.Tree.Codes()), func(a, b string) int { return depth(b) - depth(a) })
	programmes := c.programmes()
	for _, code := range deepest {
		parent := c.reg.Tree.Unit(code).Parent
		for _, programme := range programmes {
			b := found[branchKey{programme, code}]
			if b == nil {
				continue
			}
			b.days = summed(b.days)
			if parent == "" {
				continue
			}
			up := branchKey{programme, parent}
			if found[up] == nil {
				found[up] = &tallyBranch{programme: programme, unit: parent}
			}
			found[up].days = append(found[up].days, b.days...)
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *tallyBranch) int {
		return cmp.Or(strings.Compare(a.programme, b.programme), strings.Compare(a.unit, b.unit))
	})
}

func (c *tallyCount) programmes() []string {
	found := map[string]bool{}
	for _, k := range c.cells {
		found[k.programme] = true
	}
	return slices.Collect(maps.Keys(found))
}

// ownDays gives what happened in each unit itself. All share one array, so that a million events take no more room than they must.
func (c *tallyCount) ownDays() []*tallyBranch {
	c.sortEvents()
	all := make([]dayCount, 0, c.distinct())
	var out []*tallyBranch
	first := 0 // of the unit's in all
	for i, e := range c.events {
		k := c.cells[e>>cellAt]
		if i == 0 || !k.sameBranch(c.cells[c.events[i-1]>>cellAt]) {
			out = append(out, &tallyBranch{programme: k.programme, unit: k.unit})
			first = len(all)
		}
		on := dayCount{day: uint32(e >> whatBits & (1<<dayBits - 1)), kind: uint16(c.words.id(k.kind)), period: uint16(c.words.id(k.period))}
		if n := len(all); n == first || !all[n-1].same(on) {
			all = append(all, on)
		}
		what := happened[e&(1<<whatBits-1)]
		all[len(all)-1].n[what.field] += what.by
		out[len(out)-1].days = all[first:len(all):len(all)]
	}
	c.events = nil
	return out
}

func (k tallyCell) sameBranch(o tallyCell) bool {
	return k.programme == o.programme && k.unit == o.unit
}

// distinct counts the days of all cells.
func (c *tallyCount) distinct() int {
	n := 0
	for i, e := range c.events {
		if i == 0 || e>>whatBits != c.events[i-1]>>whatBits {
			n++
		}
	}
	return n
}

// sortEvents numbers the cells anew in the order of programme and unit, and puts the events in that order.
func (c *tallyCount) sortEvents() {
	order := make([]uint32, len(c.cells))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := c.cells[a], c.cells[b]
		return cmp.Or(strings.Compare(x.programme, y.programme), strings.Compare(x.unit, y.unit), strings.Compare(x.kind, y.kind), strings.Compare(x.period, y.period))
	})
	cells, place := make([]tallyCell, len(order)), make([]uint64, len(order))
	for i, old := range order {
		cells[i], place[old] = c.cells[old], uint64(i)
	}
	for i, e := range c.events {
		c.events[i] = place[e>>cellAt]<<cellAt | e&(1<<cellAt-1)
	}
	c.cells, c.ids = cells, nil
	slices.Sort(c.events)
}

func (d dayCount) same(o dayCount) bool {
	return d.day == o.day && d.kind == o.kind && d.period == o.period
}

// summed puts the days in order and each day, kind and period together, in place.
func summed(days []dayCount) []dayCount {
	slices.SortFunc(days, func(a, b dayCount) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.kind, b.kind), cmp.Compare(a.period, b.period))
	})
	out := days[:0]
	for _, d := range days {
		if n := len(out); n == 0 || !out[n-1].same(d) {
			out = append(out, d)
			continue
		}
		for i := range d.n {
			out[len(out)-1].n[i] += d.n[i]
		}
	}
	return out
}

// tallyWriter puts rows into the table.
type tallyWriter struct {
	rows  *batch
	words []string
	texts map[uint32]Date
}

// branch writes a unit's days, then its months, in the order of the table.
func (w *tallyWriter) branch(b *tallyBranch) error {
	for _, d := range b.days {
		if err := w.row(b, "d"+string(w.date(d.day)), d); err != nil {
			return err
		}
	}
	for i := range b.days { // every day of a month as its first
		n, _ := wholeNumber(string(w.date(b.days[i].day)[8:]))
		b.days[i].day -= uint32(n - 1)
	}
	for _, d := range summed(b.days) {
		if err := w.row(b, "m"+w.date(d.day).month(), d); err != nil {
			return err
		}
	}
	b.days = nil
	return nil
}

func (w *tallyWriter) date(day uint32) Date {
	text, known := w.texts[day]
	if !known {
		text = DateOf(dayZero.AddDate(0, 0, int(day)))
		w.texts[day] = text
	}
	return text
}

func (w *tallyWriter) row(b *tallyBranch, span string, d dayCount) error {
	return w.rows.put(b.programme, b.unit, span, w.words[d.kind], w.words[d.period],
		int64(d.n[0]), int64(d.n[1]), int64(d.n[2]), int64(d.n[3]), int64(d.n[4]), int64(d.n[5]), int64(d.n[6]))
}
