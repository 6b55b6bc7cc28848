package store

import (
	"database/sql"
	"slices"
)

// kept is what a trainee has beside what the file says.
type kept struct {
	hours, percent sql.NullFloat64
	supervisor     string
	after          [3]sql.NullString
}

func (im *traineeImport) apply(tx *Tx) error {
	touched := slices.Clone(im.moved)
	for i := range im.rows {
		if im.rows[i].state != rowSame {
			touched = append(touched, int64(im.rows[i].slot))
		}
	}
	slices.Sort(touched)
	return tx.recounted(slices.Compact(touched), func() error { return im.write(tx) })
}

// write takes away the rows that change before it writes any: who was first in a slot may come second now, and the table has room for one.
func (im *traineeImport) write(tx *Tx) error {
	keep, err := im.takeAway(tx)
	if err != nil {
		return err
	}
	rows := tx.batch(insertion(`INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result, outcome, hours, percent, supervisor, after_30, after_90, after_365)`, 13), 13)
	done, total := 0, im.report.Added+im.report.Changed
	for i := range im.rows {
		row := &im.rows[i]
		if row.state == rowSame {
			continue
		}
		k := keep[row.reference]
		if err := rows.put(row.reference, int64(row.slot), string(row.start.Date()), string(row.planned.Date()), null(row.ended().Date()),
			null(traineeResults[row.result]), null(traineeOutcomes[row.outcome]), k.hours, k.percent, k.supervisor, k.after[0], k.after[1], k.after[2]); err != nil {
			return err
		}
		done++
		if err := im.progress(done, total); err != nil {
			return err
		}
	}
	if err := im.useReferences(tx); err != nil {
		return err
	}
	im.rows = nil // room for the sums
	return rows.flush()
}

func (im *traineeImport) takeAway(tx *Tx) (map[string]kept, error) {
	keep := map[string]kept{}
	for i := range im.rows {
		row := &im.rows[i]
		if row.state != rowChanged {
			continue
		}
		var k kept
		if err := tx.get([]any{&k.hours, &k.percent, &k.supervisor, &k.after[0], &k.after[1], &k.after[2]}, `SELECT hours, percent, supervisor, after_30, after_90, after_365 FROM trainees WHERE reference = ?`, row.reference); err != nil {
			return nil, err
		}
		if _, err := tx.exec(`DELETE FROM trainees WHERE reference = ?`, row.reference); err != nil {
			return nil, err
		}
		if k != (kept{}) {
			keep[row.reference] = k
		}
	}
	return keep, nil
}

// useReferences keeps the next reference of each year above the file's.
func (im *traineeImport) useReferences(tx *Tx) error {
	last := map[string]int{} // by year; the row of the highest number
	for i := range im.rows {
		year, number := im.rows[i].reference[2:6], im.rows[i].reference[7:]
		n, _ := wholeNumber(number)
		if at, ok := last[year]; ok {
			if m, _ := wholeNumber(im.rows[at].reference[7:]); m >= n {
				continue
			}
		}
		last[year] = i
	}
	for _, i := range last {
		if err := tx.usedReference(im.rows[i].reference); err != nil {
			return err
		}
	}
	return nil
}
