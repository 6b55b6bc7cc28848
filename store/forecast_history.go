package store

import (
	"database/sql"
	"strconv"
	"time"
)

// history is how busy the months have been: working days, and what was created in the whole years before the one that a day lies in.
type history struct {
	calendar Calendar
	busy     [13]float64 // of each month: its slots a working day, of those of an even year; 1 where no year is known
	years    int
}

// evenYears is how many years of even months weigh beside those that there are: one year alone, which tells little of a month, counts a third.
const evenYears = 2

// history reads the whole calendar years of the programme before the day's.
func (tx *Tx) history(reg *Register, p *Programme, q Question) (*history, error) {
	rules, err := tx.Rules()
	if err != nil {
		return nil, err
	}
	h := &history{}
	if rules != nil {
		h.calendar = rules.Calendar
	}
	for m := range h.busy {
		h.busy[m] = 1
	}
	from, to := p.Starts.Year(), q.At.Year()-1
	if p.Starts > dateIn(from, 1, 1) {
		from++
	}
	if from > to {
		return h, nil
	}
	created, whole, err := tx.createdByMonth(reg.Tree, p, q, from, to)
	if err != nil || whole == 0 {
		return h, err
	}
	h.years = to - from + 1
	var days [13]float64
	all := 0.0
	for d := dateIn(from, 1, 1); d.Year() <= to; d = d.AddDays(1) {
		if h.calendar.Free(d) == "" {
			days[d.Time().Month()]++
			all++
		}
	}
	even := float64(whole) / 12 * evenYears / float64(h.years)
	for m := time.January; m <= time.December; m++ {
		h.busy[m] = (float64(created[m]) + even) / (float64(whole)*days[m]/all + even)
	}
	return h, nil
}

func (tx *Tx) createdByMonth(tree *Tree, p *Programme, q Question, from, to int) (created [13]int, whole int, err error) {
	if err := tx.settle(); err != nil {
		return created, 0, err
	}
	for _, of := range tree.pieces(q.Unit) {
		err = firstError(err, each(tx, func(r *sql.Rows) error {
			var span string
			var n int
			if err := r.Scan(&span, &n); err != nil {
				return err
			}
			if of.less {
				n = -n
			}
			month, err := strconv.Atoi(span[len("m2020-"):])
			created[month] += n
			whole += n
			return err
		}, `SELECT span, sum(created) FROM tallies WHERE programme = ? AND unit = ? AND span BETWEEN ? AND ? GROUP BY span`,
			p.Key, of.unit, "m"+dateIn(from, 1, 1).month(), "m"+dateIn(to, 12, 1).month()))
	}
	return created, whole, err
}

// weight is what a day counts: nothing where it is free.
func (h *history) weight(d Date) float64 {
	if h.calendar.Free(d) != "" {
		return 0
	}
	return h.busy[d.Time().Month()]
}

// exposure adds up the days from one to another.
func (h *history) exposure(from, to Date) (sum float64) {
	for d := from; d <= to; d = d.AddDays(1) {
		sum += h.weight(d)
	}
	return sum
}
