package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// RebuildTallies makes the table anew from slots and trainees: after an import, or when CheckTallies finds a difference. It reads each of them
// once and adds up in memory, about 60 bytes an event; CheckTallies does the same sums in its own way, by a query.
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
	if err := tx.traineeEvents(c); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM tallies`); err != nil {
		return err
	}
	branches := c.branches()
	w := &tallyWriter{rows: tx.batch(addTallies, 9), words: c.words.list, texts: map[uint32]Date{}}
	for _, b := range branches {
		if err := w.branch(b); err != nil {
			return err
		}
	}
	return w.rows.flush()
}

// tallyCell is all that a tally is of but the day.
type tallyCell struct{ programme, unit, kind, period string }

// What may happen, in the order of Tally's fields.
const (
	happenCreated = iota
	happenDiscontinued
	happenStarted
	happenEnded
)

// tallyCount is what happened to all slots. An event is its cell, its day as days since 1900 and what it was, packed: cell<<20 | day<<2 | what.
type tallyCount struct {
	reg     *Register
	ids     map[tallyCell]uint32
	cells   []tallyCell
	numbers []int64  // of the slots, in order
	cellOf  []uint32 // of each of numbers
	events  []uint64
	days    map[string]uint64
	words   *names
}

func (tx *Tx) tallyCount() (*tallyCount, error) {
	reg, err := tx.Register()
	return &tallyCount{reg: reg, ids: map[tallyCell]uint32{}, days: map[string]uint64{}, words: newNames()}, err
}

var dayZero = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)

func (c *tallyCount) happened(cell uint32, on string, what uint64) {
	day, known := c.days[on]
	if !known {
		day = uint64(max(0, Date(on).Time().Sub(dayZero)/(24*time.Hour)))
		c.days[strings.Clone(on)] = day
	}
	c.events = append(c.events, uint64(cell)<<20|day<<2|what)
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

func (tx *Tx) slotEvents(c *tallyCount) error {
	return each(tx, func(r *sql.Rows) error {
		var number int64
		var k tallyCell
		var born, gone string
		if err := r.Scan(&number, &k.programme, &k.unit, &k.kind, &born, &gone); err != nil {
			return err
		}
		id := c.cell(k, Date(born))
		c.numbers, c.cellOf = append(c.numbers, number), append(c.cellOf, id)
		c.happened(id, born, happenCreated)
		if gone != "" {
			c.happened(id, gone, happenDiscontinued)
		}
		return nil
	}, `SELECT number, coalesce(programme, ''), unit, kind, created_on, coalesce(discontinued_on, '') FROM slots WHERE unit IS NOT NULL ORDER BY number`)
}

func (tx *Tx) traineeEvents(c *tallyCount) error {
	return each(tx, func(r *sql.Rows) error {
		var slot int64
		var start, ended string
		if err := r.Scan(&slot, &start, &ended); err != nil {
			return err
		}
		i, found := slices.BinarySearch(c.numbers, slot)
		if !found {
			return fmt.Errorf("a trainee is in slot %d, which no unit has", slot)
		}
		c.happened(c.cellOf[i], start, happenStarted)
		if ended != "" {
			c.happened(c.cellOf[i], ended, happenEnded)
		}
		return nil
	}, `SELECT slot, starts_on, coalesce(ended_on, '') FROM trainees`)
}

// dayCount is how many of a kind and a period on one day.
type dayCount struct {
	day    uint32 // since 1900
	kind   uint16 // places in words
	period uint16
	n      [4]uint32 // by what happened
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
		k := c.cells[e>>20]
		if i == 0 || !k.sameBranch(c.cells[c.events[i-1]>>20]) {
			out = append(out, &tallyBranch{programme: k.programme, unit: k.unit})
			first = len(all)
		}
		on := dayCount{day: uint32(e >> 2 & (1<<18 - 1)), kind: uint16(c.words.id(k.kind)), period: uint16(c.words.id(k.period))}
		if n := len(all); n == first || !all[n-1].same(on) {
			all = append(all, on)
		}
		all[len(all)-1].n[e&3]++
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
		if i == 0 || e>>2 != c.events[i-1]>>2 {
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
		c.events[i] = place[e>>20]<<20 | e&(1<<20-1)
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
		int64(d.n[happenCreated]), int64(d.n[happenDiscontinued]), int64(d.n[happenStarted]), int64(d.n[happenEnded]))
}
