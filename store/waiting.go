package store

import (
	"database/sql"
	"encoding/json"
	"slices"
)

// Tasks gives what a unit's own slots have to be done about: the trainees whose planned time is over by a day, who leaves first first, and the
// slots that have nobody in them and nobody to come, the oldest first, at most most of them; and how many slots that is. One pass over the slots finds both.
func (tx *Tx) Tasks(unit string, by Date, most int) (ending []Trainee, vacant []Slot, n int, err error) {
	var references, numbers string
	if err := tx.get([]any{&references, &numbers}, `SELECT json_group_array(reference) FILTER (WHERE reference IS NOT NULL),
			json_group_array(number) FILTER (WHERE reference IS NULL)
		FROM (SELECT s.number, t.reference FROM slots s LEFT JOIN trainees t ON t.slot = s.number AND (t.ended_on IS NULL OR t.ended_on > ?1)
			WHERE s.unit = ?2 AND s.created_on <= ?1
			  AND (t.slot IS NULL AND s.discontinued_on IS NULL OR t.ends_on <= ?3 AND t.restricted_on IS NULL) ORDER BY s.created_on)`,
		tx.Today(), unit, by); err != nil {
		return nil, nil, 0, err
	}
	if references != "[]" {
		ending, err = all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM json_each(?) v JOIN trainees t ON t.reference = v.value JOIN slots s ON s.number = t.slot
			ORDER BY t.ends_on, t.reference`, references)
	}
	var empty []int64
	if err := firstError(err, json.Unmarshal([]byte(numbers), &empty)); err != nil {
		return nil, nil, 0, err
	}
	n = len(empty)
	for _, number := range empty[:min(most, n)] {
		s, err := tx.Slot(number)
		if err != nil {
			return nil, nil, 0, err
		}
		vacant = append(vacant, *s)
	}
	return ending, vacant, n, nil
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
