package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
)

// span is one trainee's time in a slot, from the file or (row nil) from the database.
type span struct {
	row       *traineeRow
	reference string
	slot      uint32
	start     day
	ended     day // 0: still there
}

// checkOverlaps says which trainees would be in a slot at the same time, those who are there and not in the file included.
func (im *traineeImport) checkOverlaps(tx *Tx, bySlot []uint32) error {
	stored, err := im.stored(tx, bySlot)
	if err != nil {
		return err
	}
	var spans []span
	for i := 0; i < len(bySlot); {
		slot := im.rows[bySlot[i]].slot
		spans = spans[:0]
		for ; i < len(bySlot) && im.rows[bySlot[i]].slot == slot; i++ {
			row := &im.rows[bySlot[i]]
			spans = append(spans, span{row, row.reference, slot, row.start, row.ended()})
		}
		n := len(spans)
		for ; len(stored) > 0 && stored[0].slot == slot; stored = stored[1:] {
			spans = append(spans, stored[0])
		}
		if len(spans) > n {
			slices.SortStableFunc(spans, func(a, b span) int {
				return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(forever(a.ended), forever(b.ended)))
			})
		}
		im.checkSpans(spans)
	}
	return nil
}

// checkSpans takes the spans of one slot in the order of time.
func (im *traineeImport) checkSpans(spans []span) {
	last := 0 // the one that stays longest so far
	for i := 1; i < len(spans); i++ {
		a, b := &spans[last], &spans[i]
		if b.start < forever(a.ended) && a.start < forever(b.ended) {
			im.overlap(a, b)
		}
		if forever(b.ended) > forever(a.ended) {
			last = i
		}
	}
}

func (im *traineeImport) overlap(a, b *span) {
	if b.row == nil || (a.row != nil && a.row.line > b.row.line) {
		a, b = b, a // said of the later line
	}
	if b.row == nil { // both are there already: nothing the file does
		return
	}
	facts := Facts{"Slot": int64(b.slot), "Other": a.reference, "Start": a.start.Date(), "End": a.ended.Date()}
	reason := "overlap"
	switch {
	case a.ended == 0 && b.ended == 0:
		reason = "two_present"
	case a.ended == 0:
		reason = "overlap_present"
	}
	if a.row != nil {
		facts["First"] = int(a.row.line)
	} else {
		reason += "_stored"
	}
	im.wrong(b.row, traineeSlot, reason, facts)
}

// stored gives the trainees who are in the rows' slots and not in the file, in the order of slot and time.
func (im *traineeImport) stored(tx *Tx, bySlot []uint32) ([]span, error) {
	var out []span
	next := 0
	err := each(tx, func(r *sql.Rows) error {
		var t Trainee
		if err := r.Scan(&t.Slot, &t.Reference, &t.StartsOn, &t.EndedOn); err != nil {
			return err
		}
		for next < len(bySlot) && int64(im.rows[bySlot[next]].slot) < t.Slot {
			next++
		}
		if next == len(bySlot) || int64(im.rows[bySlot[next]].slot) != t.Slot || im.holds(t.Reference) {
			return nil
		}
		out = append(out, span{nil, t.Reference, uint32(t.Slot), dayOf(t.StartsOn), dayOf(t.EndedOn)})
		return nil
	}, `SELECT slot, reference, starts_on, coalesce(ended_on, '') FROM trainees WHERE slot BETWEEN ? AND ? ORDER BY slot, starts_on`,
		int64(im.rows[bySlot[0]].slot), int64(im.rows[bySlot[len(bySlot)-1]].slot))
	return out, err
}

func (im *traineeImport) holds(reference string) bool {
	_, found := slices.BinarySearchFunc(im.rows, reference, func(row traineeRow, r string) int { return strings.Compare(row.reference, r) })
	return found
}
