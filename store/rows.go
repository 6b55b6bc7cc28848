package store

import (
	"database/sql"
	"slices"
	"strings"
)

// Row is a slot behind a figure, or behind the persons somebody's start in one. Nothing of it says who is there.
type Row struct {
	Number       int64
	Unit         string
	Kind         string
	Created      Date
	Discontinued Date // "": not by the day
	Since        Date // vacant since; "": somebody is there, or it is discontinued
	Started      Date // of one of the persons
}

// Figures are those whose slots Rows gives.
var Figures = []string{"created", "gross", "discontinued", "filled", "vacant", "long_vacant", "persons", outsidePeriod, outsideProgramme}

// The figures of what lies beside those that count.
const (
	outsidePeriod    = "outside_periods"
	outsideProgramme = "outside_programme"
)

// figureOf is the figure in a tally; before is the tally LongVacant days earlier.
func figureOf(figure string, t, before Tally) int {
	switch figure {
	case "gross":
		return t.Created
	case "discontinued":
		return t.Discontinued
	case "persons":
		return t.Started
	case "filled":
		return t.Filled()
	case "vacant":
		return t.Vacant()
	case "long_vacant":
		return longVacant(before, t)
	}
	return t.Net()
}

// whichRows are the conditions on a slot, each with the day once for every question mark.
var whichRows = map[string]string{
	"gross":        ` AND s.created_on <= ?`,
	"discontinued": ` AND s.discontinued_on <= ?`,
	"persons":      ` AND s.created_on <= ? AND p.starts_on <= ?`,
	"created":      ` AND s.created_on <= ?` + notGone,
	"filled":       ` AND s.created_on <= ? AND EXISTS` + presentIn,
	"vacant":       ` AND s.created_on <= ?` + notGone + ` AND NOT EXISTS` + presentIn,
	"long_vacant":  ` AND s.created_on <= ?` + notGone + ` AND NOT EXISTS` + presentIn,
}

const (
	notGone   = ` AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)`
	presentIn = ` (SELECT 1 FROM trainees t WHERE t.slot = s.number AND t.starts_on <= ? AND (t.ended_on IS NULL OR t.ended_on > ?))`
)

// Rows gives a page of the slots behind a figure, unit by unit as they stand in the tree, and how many there are in all. It looks only into the
// units that the page lies in: the tallies tell how many each branch has.
func (tx *Tx) Rows(p *Programme, q Question, figure string, from, most int) ([]Row, int, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, 0, err
	}
	if q.Unit == "" {
		q.Unit = p.Scope
	}
	if q.At == "" {
		q.At = tx.Today()
	}
	reg = reg.On(tx.organisedOn(q))
	programme := p.Key
	switch {
	case figure == outsideProgramme: // told of the unit as a whole
		programme, figure, q = "", "created", Question{Unit: q.Unit, At: q.At, Today: q.Today}
	case q.Scope == "partner":
		programme = ""
	}
	w := &rowWalk{tx: tx, reg: reg, p: p, q: q, figure: figure, skip: from, left: most, programme: programme}
	roots := []string{q.Unit}
	if q.Scope != "" {
		roots = slices.DeleteFunc(slices.Clone(reg.Tree.Children(q.Unit)), func(code string) bool { return !q.inScope(reg.Tree.Unit(code)) })
	}
	counts, err := w.counts(roots)
	if err != nil {
		return nil, 0, err
	}
	total := 0
	if q.Scope == "kommun" { // whose own slots are not the companies'
		if total, err = w.direct(q.Unit); err != nil {
			return nil, 0, err
		}
	}
	for _, code := range roots {
		total += counts[code]
		if err := w.into(code, counts[code]); err != nil {
			return nil, 0, err
		}
	}
	return w.out, total, nil
}

// rowWalk goes through the tree until the page is full.
type rowWalk struct {
	tx         *Tx
	reg        *Register
	p          *Programme
	programme  string
	q          Question
	figure     string
	skip, left int
	out        []Row
}

func (w *rowWalk) counts(units []string) (map[string]int, error) {
	now, err := w.tx.talliesWith(w.reg.Tree, w.programme, units, until(w.q.At), w.q)
	if err != nil {
		return nil, err
	}
	before := map[string]Tally{}
	if w.figure == "long_vacant" {
		if before, err = w.tx.talliesWith(w.reg.Tree, w.programme, units, until(w.q.At.AddDays(-LongVacant)), w.q); err != nil {
			return nil, err
		}
	}
	out := make(map[string]int, len(units))
	for _, code := range units {
		out[code] = figureOf(w.p.counted(w.figure), now[code], before[code])
	}
	if w.figure == outsidePeriod {
		return out, w.lessPeriods(units, out)
	}
	return out, nil
}

// lessPeriods takes away what the periods have.
func (w *rowWalk) lessPeriods(units []string, out map[string]int) error {
	for _, d := range w.p.Periods {
		q := w.q
		q.Period = d.Name
		in, err := w.tx.talliesWith(w.reg.Tree, w.programme, units, until(q.At), q)
		if err != nil {
			return err
		}
		for _, code := range units {
			out[code] -= figureOf(w.p.counted(w.figure), in[code], Tally{})
		}
	}
	return nil
}

// counted is the figure that what lies outside the periods is counted by: as the target is.
func (p *Programme) counted(figure string) string {
	switch {
	case figure != outsidePeriod:
		return figure
	case p.Net:
		return "created"
	}
	return "gross"
}

// into takes what the page wants of a branch that has so many.
func (w *rowWalk) into(unit string, n int) error {
	if n == 0 || w.left == 0 {
		return nil
	}
	if w.skip >= n {
		w.skip -= n
		return nil
	}
	children := w.reg.Tree.Children(unit)
	counts, err := w.counts(children)
	if err != nil {
		return err
	}
	own := n
	for _, c := range counts {
		own -= c
	}
	if err := w.own(unit, own); err != nil {
		return err
	}
	for _, code := range children {
		if err := w.into(code, counts[code]); err != nil {
			return err
		}
	}
	return nil
}

// direct takes what the page wants of the slots that a unit has beside its children's, and tells how many there are.
func (w *rowWalk) direct(unit string) (int, error) {
	counts, err := w.counts(append([]string{unit}, w.reg.Tree.Children(unit)...))
	if err != nil {
		return 0, err
	}
	own := 2 * counts[unit]
	for _, n := range counts {
		own -= n
	}
	return own, w.own(unit, own)
}

// own takes of the unit's own.
func (w *rowWalk) own(unit string, n int) error {
	if w.skip >= n || w.left == 0 {
		w.skip -= min(w.skip, n)
		return nil
	}
	rows, err := w.tx.ownRows(w.programme, unit, w.figure, w.p, w.q)
	if err != nil {
		return err
	}
	rows = rows[min(w.skip, len(rows)):]
	rows = rows[:min(w.left, len(rows))]
	w.skip, w.left, w.out = 0, w.left-len(rows), append(w.out, rows...)
	return nil
}

func (tx *Tx) ownRows(programme, unit, figure string, p *Programme, q Question) ([]Row, error) {
	started, of, order := `''`, `slots s`, `s.number`
	if figure == "persons" {
		started, of, order = `p.starts_on`, `slots s JOIN trainees p ON p.slot = s.number`, `s.number, p.starts_on, p.reference`
	}
	query := `SELECT s.number, s.unit, s.kind, s.created_on, coalesce(s.discontinued_on, ''),
		coalesce((SELECT max(t.ended_on) FROM trainees t WHERE t.slot = s.number AND t.ended_on <= ?), s.created_on),
		EXISTS` + presentIn + `, ` + started + `
		FROM ` + of + ` WHERE s.unit = ? AND coalesce(s.programme, '') = ? AND (? = '' OR s.kind = ?)` + whichRows[p.counted(figure)]
	args := []any{q.At, q.At, q.At, unit, programme, q.Kind, q.Kind}
	for _, c := range whichRows[p.counted(figure)] {
		if c == '?' {
			args = append(args, q.At)
		}
	}
	rows, err := all(tx, func(r *sql.Rows) (row Row, err error) {
		var filled bool
		err = r.Scan(&row.Number, &row.Unit, &row.Kind, &row.Created, &row.Discontinued, &row.Since, &filled, &row.Started)
		if row.Discontinued > q.At {
			row.Discontinued = ""
		}
		if filled || row.Discontinued != "" {
			row.Since = ""
		}
		return row, err
	}, query+` ORDER BY `+order, args...)
	return slices.DeleteFunc(rows, func(row Row) bool {
		return q.Period != "" && p.period(row.Created) != q.Period || figure == outsidePeriod && p.period(row.Created) != "" || figure == "long_vacant" && row.Since > q.At.AddDays(-LongVacant)
	}), err
}

// VacantIn gives the slots of a branch that are vacant on a day, for longest first, or those that have been for LongVacant days; false where there
// are more than most.
func (tx *Tx) VacantIn(p *Programme, q Question, long bool, most int) ([]Row, bool, error) {
	figure := vacantFor(long)
	_, n, err := tx.Rows(p, q, figure, 0, 0)
	if err != nil || n > most {
		return nil, false, err
	}
	rows, _, err := tx.Rows(p, q, figure, 0, n)
	slices.SortStableFunc(rows, func(a, b Row) int { return strings.Compare(string(a.Since), string(b.Since)) })
	return rows, true, err
}

// VacantParts gives how many vacant slots there are in a branch and in each of its children, or of those that have been for LongVacant days.
func (tx *Tx) VacantParts(p *Programme, q Question, long bool) (whole int, of map[string]int, err error) {
	_, whole, err = tx.Rows(p, q, vacantFor(long), 0, 0)
	if err != nil {
		return 0, nil, err
	}
	reg, err := tx.Register()
	if err != nil {
		return 0, nil, err
	}
	reg = reg.On(tx.organisedOn(q))
	programme, _, _ := q.reach(reg, p)
	w := &rowWalk{tx: tx, reg: reg, p: p, q: q, figure: vacantFor(long), programme: programme}
	of, err = w.counts(reg.Tree.Children(q.Unit))
	return whole, of, err
}

func vacantFor(long bool) string {
	if long {
		return "long_vacant"
	}
	return "vacant"
}
