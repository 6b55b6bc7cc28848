package store

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
)

const (
	// LongVacant is for how many days a slot has to stand vacant, to be told of as vacant for long.
	LongVacant = 42
	// SoonEnding is within how many days a trainee's time is about to end.
	SoonEnding = 28
)

// stay is a trainee's time in a slot.
type stay struct {
	reference              string
	starts, planned, ended Date // ended "": not yet
	fate                   fate
}

// happening is what the tallies count of a day.
type happening struct {
	day Date
	Tally
}

// happenings are everything that the tallies count of a slot and of those who have been in it. The view of the same name is the same in SQL.
func happenings(s *Slot, stays []stay) (out []happening) {
	if s.CreatedOn == "" || s.Unit == "" {
		return nil
	}
	slices.SortFunc(stays, func(a, b stay) int {
		return cmp.Or(cmp.Compare(a.starts, b.starts), cmp.Compare(cmp.Or(a.ended, "9999"), cmp.Or(b.ended, "9999")))
	})
	out = append(out, happening{s.CreatedOn, Tally{Created: 1}})
	since := s.CreatedOn // vacant; "" where somebody is there
	for _, t := range stays {
		out = append(out, happening{t.starts, Tally{Started: 1}}, happening{max(t.starts, since.AddDays(LongVacant)), Tally{Closed: 1}})
		out = append(out, t.runningOut()...)
		if since = t.ended; since != "" {
			out = append(out, happening{since, Tally{Ended: 1}})
		}
	}
	if s.DiscontinuedOn != "" {
		out = append(out, happening{s.DiscontinuedOn, Tally{Discontinued: 1}})
		if since != "" {
			out = append(out, happening{max(s.DiscontinuedOn, since.AddDays(LongVacant)), Tally{Closed: 1}})
		}
	}
	return out
}

// runningOut tells when the planned end is near, and when it has passed.
func (t stay) runningOut() (out []happening) {
	near, passed := max(t.starts, t.planned.AddDays(-SoonEnding)), t.planned.AddDays(1)
	ended := cmp.Or(t.ended, "9999")
	if ended > near {
		out = append(out, happening{near, Tally{Ending: 1}}, happening{min(ended, passed), Tally{Ending: -1}})
	}
	if ended > passed {
		out = append(out, happening{passed, Tally{Overdue: 1}})
		if t.ended != "" {
			out = append(out, happening{t.ended, Tally{Overdue: -1}})
		}
	}
	return out
}

// staysOf gives all who have been in a slot, are there or will come.
func (tx *Tx) staysOf(slot int64) ([]stay, error) {
	return all(tx, func(r *sql.Rows) (t stay, err error) {
		err = r.Scan(&t.reference, &t.starts, &t.planned, &t.ended, &t.fate)
		return t, err
	}, `SELECT reference, starts_on, ends_on, coalesce(ended_on, ''), `+selectFate+` FROM trainees t WHERE slot = ?`, slot)
}

// tallySlot counts what a slot has become, and no longer what it was.
func (tx *Tx) tallySlot(was, is *Slot) error {
	var stays []stay
	if is.Number != 0 && (was.CreatedOn != "" || is.DiscontinuedOn != "") { // nobody has been in what has just come to be
		var err error
		if stays, err = tx.staysOf(is.Number); err != nil {
			return err
		}
	}
	return tx.tallyChange(was, is, stays, stays)
}

// tallyTrainee counts what a trainee in a slot has become, and no longer what it was.
func (tx *Tx) tallyTrainee(slot *Slot, was, is *Trainee) error {
	stays, err := tx.staysOf(slot.Number)
	if err != nil {
		return err
	}
	before := slices.DeleteFunc(slices.Clone(stays), func(s stay) bool { return s.reference == is.Reference })
	if was.StartsOn != "" {
		before = append(before, stay{was.Reference, was.StartsOn, was.EndsOn, was.EndedOn, fateOf(was)})
	}
	return tx.tallyChange(slot, slot, before, stays)
}

// tallyChange counts the difference, so that a day on which nothing has changed is not written.
func (tx *Tx) tallyChange(was, is *Slot, before, after []stay) error {
	gone, come := map[Date]Tally{}, map[Date]Tally{}
	for _, h := range happenings(was, slices.Clone(before)) {
		gone[h.day] = gone[h.day].Less(h.Tally)
	}
	if was.Unit == is.Unit && was.Programme == is.Programme && was.Kind == is.Kind && was.CreatedOn == is.CreatedOn {
		gone, come = come, gone // one sum for each day
	}
	for _, h := range happenings(is, slices.Clone(after)) {
		come[h.day] = come[h.day].Plus(h.Tally)
	}
	return firstError(tx.tallyDays(was, gone), tx.tallyDays(is, come), tx.tallyEnded(was, is, before, after))
}

func (tx *Tx) tallyDays(s *Slot, days map[Date]Tally) error {
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if days[day] == (Tally{}) {
			continue
		}
		if err := tx.tally(s, day, days[day]); err != nil {
			return err
		}
	}
	return nil
}
