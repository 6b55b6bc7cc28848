package store

import (
	"database/sql"
	"slices"
)

// Vacant gives the first of a unit's own slots that have nobody in them and nobody to come, oldest first, at most most, and how many there are.
func (tx *Tx) Vacant(unit string, on Date, most int) ([]Slot, int, error) {
	// in the order of the index alone, so that it stops at the last that is wanted
	const which = ` FROM slots s WHERE s.unit = ? AND s.created_on <= ? AND s.discontinued_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM trainees t WHERE t.slot = s.number AND (t.ended_on IS NULL OR t.ended_on > ?))`
	found, err := all(tx, scanSlot, `SELECT `+slotColumns+which+` ORDER BY s.created_on LIMIT ?`, on, unit, on, on, most)
	n := len(found)
	if err == nil && n == most {
		err = tx.get([]any{&n}, `SELECT count(*)`+which, unit, on, on)
	}
	return found, n, err
}

// Ending gives the trainees in a unit's own slots who have not ended and whose planned time is over by a day, who leaves first first.
func (tx *Tx) Ending(unit string, by Date) ([]Trainee, error) {
	today := tx.Today()
	return all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM trainees t JOIN slots s ON s.number = t.slot
		WHERE s.unit = ? AND s.created_on <= ? AND (t.ended_on IS NULL OR t.ended_on > ?) AND t.ends_on <= ? AND t.restricted_on IS NULL ORDER BY t.ends_on, t.reference`,
		unit, today, today, by)
}

// Vacancy is a slot without a trainee.
type Vacancy struct {
	Number int64
	Since  Date // the day on which the last one left, or on which the slot was claimed
}

// VacantSince gives the first of a unit's slots without a trainee, here or to come, on a day, the one that has been so for longest first, at most most;
// and how many there are.
func (tx *Tx) VacantSince(unit string, on Date, most int) (first []Vacancy, n int, err error) {
	first, err = all(tx, func(r *sql.Rows) (v Vacancy, err error) { return v, r.Scan(&v.Number, &v.Since, &n) },
		`SELECT s.number, coalesce((SELECT max(t.ended_on) FROM trainees t WHERE t.slot = s.number AND t.ended_on <= ?), s.created_on) AS since, count(*) OVER ()
		FROM slots s WHERE s.unit = ? AND s.created_on <= ? AND s.discontinued_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM trainees t WHERE t.slot = s.number AND (t.ended_on IS NULL OR t.ended_on > ?)) ORDER BY since, s.number LIMIT ?`,
		on, unit, on, on, most)
	return first, n, err
}

// WithoutOutcome gives who has left a unit's own slots since a day without anybody having said what came after, who left first first. Of whom nothing
// is written down nobody is asked.
func (tx *Tx) WithoutOutcome(unit string, since Date) ([]Trainee, error) {
	found, err := all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM slots s JOIN trainees t ON t.slot = s.number
		WHERE s.unit = ? AND t.ended_on BETWEEN ? AND ? AND t.outcome IS NULL AND t.restricted_on IS NULL ORDER BY t.ended_on, t.reference`, unit, since, tx.Today())
	return slices.DeleteFunc(found, func(t Trainee) bool { return Erased(t.Reference) }), err
}
