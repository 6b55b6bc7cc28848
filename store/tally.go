package store

import (
	"database/sql"
	"fmt"
	"strings"
)

// Tally says how many, of a unit with all below it.
type Tally struct {
	Created      int // committed to, whatever became of them: gross
	Discontinued int
	Started      int // persons
	Ended        int
}

// Net is what is created and not discontinued.
func (t Tally) Net() int { return t.Created - t.Discontinued }

// Filled is what has a trainee who has started and not ended.
func (t Tally) Filled() int { return t.Started - t.Ended }

// Vacant is what is created, not discontinued and not filled.
func (t Tally) Vacant() int { return t.Net() - t.Filled() }

// Plus adds two.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Created + o.Created, t.Discontinued + o.Discontinued, t.Started + o.Started, t.Ended + o.Ended}
}

// Part is the tally of one kind and one period of creation.
type Part struct {
	Kind   string
	Period string
	Tally
}

// Tallies gives a unit's counts, with all below it, as of the end of a day, by kind and by the period in which the slots were created.
// programme "" gives what counts in none.
func (tx *Tx) Tallies(programme, unit string, at Date) ([]Part, error) {
	of := tallyUnit{programme, unit}
	parts, err := tx.partsOf(of, at)
	return tx.withPending(parts, of, at), err
}

// readParts reads a unit's parts in the table.
func (tx *Tx) readParts(of tallyUnit, at Date) ([]Part, error) {
	month, from, to := spans(at)
	return all(tx, scanPart, `SELECT kind, period, sum(created), sum(discontinued), sum(started), sum(ended) FROM (
			SELECT kind, period, created, discontinued, started, ended FROM tallies
			WHERE programme = ? AND unit = ? AND span BETWEEN 'm' AND ?
			UNION ALL
			SELECT kind, period, created, discontinued, started, ended FROM tallies
			WHERE programme = ? AND unit = ? AND span BETWEEN ? AND ?) t
		GROUP BY kind, period`,
		of.programme, of.unit, month, of.programme, of.unit, from, to)
}

// spans gives the rows that add up to a day's end: all months to one, and the days from one to another.
func spans(at Date) (month, from, to string) {
	first := Date(at.month() + "-01")
	if next := at.AddDays(1); next.month() != at.month() { // a whole month is a row, not thirty
		return "m" + at.month(), "d" + string(next), "d" + string(at)
	}
	return "m" + first.AddDays(-1).month(), "d" + string(first), "d" + string(at)
}

// talliesOf gives the counts of several units, each with all below it.
func (tx *Tx) talliesOf(programme string, units []string, at Date) (map[string]Tally, error) {
	out := make(map[string]Tally, len(units))
	if len(units) == 0 {
		return out, nil
	}
	if err := tx.settle(); err != nil {
		return nil, err
	}
	month, from, to := spans(at)
	for _, span := range [2][2]string{{"m", month}, {from, to}} {
		args := []any{programme, span[0], span[1]}
		for _, unit := range units {
			args = append(args, unit)
		}
		found, err := all(tx, func(r *sql.Rows) (t struct {
			unit string
			Tally
		}, err error) {
			err = r.Scan(&t.unit, &t.Created, &t.Discontinued, &t.Started, &t.Ended)
			return t, err
		}, `SELECT unit, sum(created), sum(discontinued), sum(started), sum(ended) FROM tallies
			WHERE programme = ? AND span BETWEEN ? AND ? AND unit IN (?`+strings.Repeat(", ?", len(units)-1)+`) GROUP BY unit`, args...)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			out[t.unit] = out[t.unit].Plus(t.Tally)
		}
	}
	return out, nil
}

func scanPart(r *sql.Rows) (p Part, err error) {
	err = r.Scan(&p.Kind, &p.Period, &p.Created, &p.Discontinued, &p.Started, &p.Ended)
	return p, err
}

// TallyOf adds up what Tallies gives.
func TallyOf(parts []Part) Tally {
	var t Tally
	for _, p := range parts {
		t = t.Plus(p.Tally)
	}
	return t
}

// tally counts what happened to a slot on a day, for its unit and all above. The period is that of the slot's creation.
func (tx *Tx) tally(s *Slot, on Date, what Tally) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	period := ""
	if p := reg.Programme(s.Programme); p != nil {
		period = p.period(s.CreatedOn)
	}
	path := reg.Tree.Path(s.Unit)
	if len(path) == 0 {
		return fmt.Errorf("slot %d: there is no unit %q to count it for", s.Number, s.Unit)
	}
	for _, unit := range path {
		tx.added = append(tx.added, added{tallyUnit{s.Programme, unit}, tallyKey{on, s.Kind, period}, what})
	}
	return nil
}

// addTallies is the statement that adds so many rows with all their columns.
func addTallies(rows int) string {
	return `INSERT INTO tallies (programme, unit, span, kind, period, created, discontinued, started, ended)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)` + strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows-1) + `
		ON CONFLICT (programme, unit, span, kind, period) DO UPDATE SET
			created = tallies.created + excluded.created, discontinued = tallies.discontinued + excluded.discontinued,
			started = tallies.started + excluded.started, ended = tallies.ended + excluded.ended`
}

// tallySlot counts what a slot has become, and no longer what it was.
func (tx *Tx) tallySlot(was, is *Slot) error {
	if was.CreatedOn != is.CreatedOn {
		if err := firstError(tx.tallyDay(was, was.CreatedOn, Tally{Created: -1}), tx.tallyDay(is, is.CreatedOn, Tally{Created: 1})); err != nil {
			return err
		}
	}
	if was.CreatedOn == is.CreatedOn && was.DiscontinuedOn == is.DiscontinuedOn {
		return nil
	}
	return firstError(tx.tallyDay(was, was.DiscontinuedOn, Tally{Discontinued: -1}), tx.tallyDay(is, is.DiscontinuedOn, Tally{Discontinued: 1}))
}

// tallyTrainee counts what a trainee in a slot has become, and no longer what it was.
func (tx *Tx) tallyTrainee(slot *Slot, was, is *Trainee) error {
	if was.StartsOn != is.StartsOn {
		if err := firstError(tx.tallyDay(slot, was.StartsOn, Tally{Started: -1}), tx.tallyDay(slot, is.StartsOn, Tally{Started: 1})); err != nil {
			return err
		}
	}
	if was.EndedOn == is.EndedOn {
		return nil
	}
	return firstError(tx.tallyDay(slot, was.EndedOn, Tally{Ended: -1}), tx.tallyDay(slot, is.EndedOn, Tally{Ended: 1}))
}

// tallyDay is tally where there is a day, and a unit that has the slot.
func (tx *Tx) tallyDay(s *Slot, on Date, what Tally) error {
	if on == "" || s.Unit == "" {
		return nil
	}
	return tx.tally(s, on, what)
}

// fromRows is the tallies as the slots and trainees give them, the same in form as the table. It reads all there is.
const fromRows = `
	WITH RECURSIVE path (leaf, unit) AS (
		SELECT code, code FROM units
		UNION ALL
		SELECT path.leaf, u.parent FROM path JOIN units u ON u.code = path.unit WHERE u.parent IS NOT NULL
	), happened (programme, leaf, day, kind, born, created, discontinued, started, ended) AS (
		SELECT programme, unit, created_on, kind, created_on, 1, 0, 0, 0 FROM slots WHERE unit IS NOT NULL
		UNION ALL
		SELECT programme, unit, discontinued_on, kind, created_on, 0, 1, 0, 0 FROM slots WHERE unit IS NOT NULL AND discontinued_on IS NOT NULL
		UNION ALL
		SELECT s.programme, s.unit, t.starts_on, s.kind, s.created_on, 0, 0, 1, 0 FROM trainees t JOIN slots s ON s.number = t.slot
		UNION ALL
		SELECT s.programme, s.unit, t.ended_on, s.kind, s.created_on, 0, 0, 0, 1 FROM trainees t JOIN slots s ON s.number = t.slot WHERE t.ended_on IS NOT NULL
	), days AS (
		SELECT programme, leaf, day, kind,
		       coalesce((SELECT p.name FROM periods p WHERE p.programme = h.programme AND h.born BETWEEN p.starts AND p.ends), '') AS period,
		       sum(created) AS created, sum(discontinued) AS discontinued, sum(started) AS started, sum(ended) AS ended
		FROM happened h GROUP BY 1, 2, 3, 4, 5
	)
	SELECT coalesce(programme, ''), path.unit, span.prefix || substr(day, 1, span.length), kind, period,
	       sum(created), sum(discontinued), sum(started), sum(ended)
	FROM days JOIN path ON path.leaf = days.leaf
	     CROSS JOIN (SELECT 'm' AS prefix, 7 AS length UNION ALL SELECT 'd', 10) span
	GROUP BY 1, 2, 3, 4, 5`

// CheckTallies compares the table with slots and trainees; an error names how many rows differ.
func (tx *Tx) CheckTallies() error {
	if err := tx.settle(); err != nil {
		return err
	}
	var differ int
	err := tx.get([]any{&differ}, `SELECT count(*) FROM (
		SELECT * FROM (SELECT programme, unit, span, kind, period, created, discontinued, started, ended FROM tallies
		               WHERE created <> 0 OR discontinued <> 0 OR started <> 0 OR ended <> 0 EXCEPT SELECT * FROM (`+fromRows+`))
		UNION ALL
		SELECT * FROM (SELECT * FROM (`+fromRows+`) EXCEPT SELECT programme, unit, span, kind, period, created, discontinued, started, ended FROM tallies))`)
	if err != nil {
		return err
	}
	if differ > 0 {
		return fmt.Errorf("%d tallies differ from the slots and trainees they count", differ)
	}
	return nil
}
