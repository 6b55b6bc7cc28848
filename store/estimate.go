package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Estimate is how many of a period's slots were filled on a day, when all that was known is that it was between two numbers: "the greater part of
// 244, and no more than the 183 that there are" is 123 to 183. It is of people that nobody has written down, and no count is changed by it.
type Estimate struct {
	Period string
	Unit   string // with all below it
	On     Date
	Low    int
	High   int
}

// FilledEstimate is an Estimate in a Standing.
type FilledEstimate struct {
	On   Date `json:"on"`
	Low  int  `json:"low"`
	High int  `json:"high"`
}

// AtLeast is how many are filled: those that are written down, or more where it is known that there were.
func (d *PeriodStands) AtLeast() int {
	if d.Estimate != nil {
		return max(d.Filled, d.Estimate.Low)
	}
	return d.Filled
}

// AtLeast is how many are filled in all: those that are written down, and those that are known of beside them.
func (s *Standing) AtLeast() int {
	n := s.Filled
	for i := range s.Periods {
		n += s.Periods[i].AtLeast() - s.Periods[i].Filled
	}
	return n
}

// estimated gives the periods what was last told of their filled slots by the day, until each is over: of the unit itself, and of units below it
// beside what is written down of the rest. What a kind has is not told.
func (tx *Tx) estimated(reg *Register, p *Programme, q Question, s *Standing) error {
	if len(p.Estimates) == 0 || q.Kind+q.Scope != "" {
		return nil
	}
	for i := range s.Periods {
		d := &s.Periods[i]
		told := map[string]Estimate{} // the last of each unit
		for _, e := range p.Estimates {
			if e.Period == d.Name && e.On <= q.At && q.At <= max(d.End, e.On) && reg.Tree.Within(e.Unit, q.Unit) {
				told[e.Unit] = e
			}
		}
		if err := tx.estimate(reg, p, q, d, told); err != nil {
			return err
		}
	}
	return nil
}

// estimate adds up what is told of the units of a branch, each of those that do not lie in another's.
func (tx *Tx) estimate(reg *Register, p *Programme, q Question, d *PeriodStands, told map[string]Estimate) error {
	own, there := told[q.Unit]
	delete(told, q.Unit)
	var units []string
	for unit := range told {
		if !slices.ContainsFunc(reg.Tree.Path(unit)[1:], func(above string) bool { return told[above].Period != "" }) {
			units = append(units, unit)
		}
	}
	filled, err := tx.talliesWith(reg.Tree, p.Key, units, until(q.At), Question{Period: d.Name})
	low, high, on := d.Filled, d.Filled, own.On
	for _, unit := range units {
		if e, n := told[unit], filled[unit].Filled(); e.High > n {
			low, high, on = low+max(0, e.Low-n), high+e.High-n, max(on, e.On)
		}
	}
	switch {
	case there && high == d.Filled: // nothing is known of the units beside what is written down
		d.Estimate = &FilledEstimate{own.On, own.Low, own.High}
	case there:
		d.Estimate = &FilledEstimate{on, max(low, own.Low), max(low, own.High)}
	case high > d.Filled:
		d.Estimate = &FilledEstimate{on, low, high}
	}
	return err
}

func (tx *Tx) loadEstimates(p *Programme) (err error) {
	p.Estimates, err = all(tx, func(r *sql.Rows) (e Estimate, err error) {
		err = r.Scan(&e.Period, &e.Unit, &e.On, &e.Low, &e.High)
		return e, err
	}, `SELECT period, unit, told_on, low, high FROM estimates WHERE programme = ? ORDER BY told_on, period, unit`, p.Key)
	return err
}

// putEstimates writes a programme's, in the place of those that it had.
func (tx *Tx) putEstimates(p *Programme) error {
	if _, err := tx.exec(`DELETE FROM estimates WHERE programme = ?`, p.Key); err != nil {
		return err
	}
	for _, e := range p.Estimates {
		if _, err := tx.exec(`INSERT INTO estimates (programme, period, unit, told_on, low, high) VALUES (?, ?, ?, ?, ?, ?)`,
			p.Key, e.Period, e.Unit, string(e.On), e.Low, e.High); err != nil {
			return err
		}
	}
	return nil
}

// flatEstimates is how an import tells of them.
func flatEstimates(estimates []Estimate) string {
	out := make([]string, len(estimates))
	for i, e := range estimates {
		out[i] = fmt.Sprintf("%s %s %s %d–%d", e.Period, e.Unit, e.On, e.Low, e.High)
	}
	return strings.Join(out, ", ")
}
