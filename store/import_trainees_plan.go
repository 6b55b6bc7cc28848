package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strconv"
)

func (im *traineeImport) plan(tx *Tx) error {
	if im.table == nil {
		return nil
	}
	im.report.LeftOut = im.left
	if err := im.checkBroken(tx); err != nil || len(im.rows) == 0 {
		return err
	}
	if err := im.compare(tx); err != nil {
		return err
	}
	bySlot := im.bySlot()
	if err := im.checkSlots(tx, bySlot); err != nil {
		return err
	}
	return im.checkOverlaps(tx, bySlot)
}

// checkBroken looks up the slots of rows that cannot be read whole.
func (im *traineeImport) checkBroken(tx *Tx) error {
	for i := range im.broken {
		row := &im.broken[i]
		var known bool
		if err := tx.get([]any{&known}, `SELECT EXISTS (SELECT 1 FROM slots WHERE number = ?)`, int64(row.slot)); err != nil {
			return err
		}
		if row.slot != 0 && !known {
			im.wrong(row, traineeSlot, "slot_unknown", Facts{"Value": int64(row.slot)})
		}
	}
	return nil
}

// bySlot gives the rows' places in the order of slot and time.
func (im *traineeImport) bySlot() []uint32 {
	order := make([]uint32, len(im.rows))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := &im.rows[a], &im.rows[b]
		return cmp.Or(cmp.Compare(x.slot, y.slot), cmp.Compare(x.start, y.start), cmp.Compare(forever(x.ended()), forever(y.ended())), cmp.Compare(x.line, y.line))
	})
	return order
}

// forever is a day after all others where there is none.
func forever(d day) day {
	if d == 0 {
		return lastDay + 1
	}
	return d
}

func (im *traineeImport) wrong(row *traineeRow, c int, reason string, facts Facts) {
	im.errs.add(im.table.wrong(int(row.line), c, reason, facts))
}

// checkSlots goes through the rows and the slots side by side: the slot must be there, be claimed, and live as long as the trainee is in it.
func (im *traineeImport) checkSlots(tx *Tx, bySlot []uint32) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	next := 0
	unknownBefore := func(number int64) {
		for next < len(bySlot) && int64(im.rows[bySlot[next]].slot) < number {
			row := &im.rows[bySlot[next]]
			im.wrong(row, traineeSlot, "slot_unknown", Facts{"Value": int64(row.slot)})
			next++
		}
	}
	err = each(tx, func(r *sql.Rows) error {
		var s storedSlot
		if err := r.Scan(&s.number, &s.kind, &s.created, &s.gone); err != nil {
			return err
		}
		unknownBefore(s.number)
		for ; next < len(bySlot) && int64(im.rows[bySlot[next]].slot) == s.number; next++ {
			im.checkLife(reg, &im.rows[bySlot[next]], &s)
		}
		return nil
	}, `SELECT number, kind, coalesce(created_on, ''), coalesce(discontinued_on, '') FROM slots WHERE number BETWEEN ? AND ? ORDER BY number`,
		int64(im.rows[bySlot[0]].slot), int64(im.rows[bySlot[len(bySlot)-1]].slot))
	unknownBefore(mostSlotNumber + 1)
	return err
}

func (im *traineeImport) checkLife(reg *Register, row *traineeRow, s *storedSlot) {
	if row.planned == 0 {
		row.planned = row.end
	}
	if kind, _ := reg.Kind(s.kind, row.start.Date()); row.planned == 0 && kind != nil {
		row.planned = dayOf(kind.UsualEnd(row.start.Date()))
	}
	created, gone, ended := dayOf(s.created), dayOf(s.gone), row.ended()
	facts := Facts{"Slot": s.number, "Created": s.created, "Discontinued": s.gone}
	switch {
	case created == 0:
		im.wrong(row, traineeSlot, "slot_open", facts)
	case row.start < created:
		im.wrong(row, traineeStart, "start_before_slot", facts)
	case gone != 0 && ended == 0:
		im.wrong(row, traineeSlot, "slot_gone", facts)
	case gone != 0 && ended > gone:
		im.wrong(row, traineeEnd, "end_after_slot", facts)
	}
}

// compare goes through the rows and the trainees that are there side by side, both by reference.
func (im *traineeImport) compare(tx *Tx) error {
	for i := range im.rows {
		im.rows[i].state, im.rows[i].planned = rowAdded, 0
	}
	im.moved = nil
	i := 0
	err := each(tx, func(r *sql.Rows) error {
		var t Trainee
		if err := r.Scan(&t.Reference, &t.Slot, &t.StartsOn, &t.EndsOn, &t.EndedOn, &t.Result, &t.Outcome, &t.Restricted); err != nil {
			return err
		}
		for i < len(im.rows) && im.rows[i].reference < t.Reference {
			i++
		}
		if i == len(im.rows) || im.rows[i].reference != t.Reference {
			return nil
		}
		row := &im.rows[i]
		im.complete(row, &t)
		row.state = rowSame
		if im.differ(row, &t) {
			row.state = rowChanged
			if t.Restricted != "" {
				im.wrong(row, traineeReference, "trainee_restricted", Facts{"Value": t.Reference})
			}
		}
		if t.Slot != int64(row.slot) {
			im.moved = append(im.moved, t.Slot)
		}
		return nil
	}, `SELECT reference, slot, starts_on, ends_on, coalesce(ended_on, ''), coalesce(result, ''), coalesce(outcome, ''), coalesce(restricted_on, '')
	    FROM trainees WHERE reference BETWEEN ? AND ? ORDER BY reference`, im.rows[0].reference, im.rows[len(im.rows)-1].reference)
	im.count()
	return err
}

func (im *traineeImport) count() {
	for i := range im.rows {
		switch row := &im.rows[i]; row.state {
		case rowSame:
			im.report.Same++
		case rowChanged:
			im.report.Changed++
		case rowAdded:
			im.report.added(int(row.line), row.reference)
		}
	}
}

// complete keeps what the file has no column for, and what was planned where the row says how it ended.
func (im *traineeImport) complete(row *traineeRow, t *Trainee) {
	if !im.table.has(traineeResult) {
		row.result = uint8(max(0, slices.Index(traineeResults, t.Result)))
	}
	if !im.table.has(traineeOutcome) && row.result != 0 {
		row.outcome = uint8(max(0, slices.Index(traineeOutcomes, t.Outcome)))
	}
	if row.end == 0 || row.result != 0 {
		row.planned = dayOf(t.EndsOn)
	}
	if row.planned < row.start {
		row.planned = row.end
	}
}

func (im *traineeImport) differ(row *traineeRow, t *Trainee) bool {
	differs := false
	compare := func(c int, was, is string) {
		if was != is {
			differs = true
			im.report.show(ImportChange{int(row.line), row.reference, traineeImportColumns[c].name, was, is})
		}
	}
	was, is := t.EndsOn, row.end.Date() // of a row, the one end that it has
	if t.EndedOn != "" {
		was = t.EndedOn
	}
	if is == "" {
		is = row.planned.Date()
	}
	compare(traineeSlot, strconv.FormatInt(t.Slot, 10), strconv.Itoa(int(row.slot)))
	compare(traineeStart, string(t.StartsOn), string(row.start.Date()))
	compare(traineeEnd, string(was), string(is))
	compare(traineeResult, t.Result, traineeResults[row.result])
	compare(traineeOutcome, t.Outcome, traineeOutcomes[row.outcome])
	return differs
}
