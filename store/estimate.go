package store

import (
	"database/sql"
	"fmt"
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

// estimated gives the periods what was last told of their filled slots by the day, until each is over. What a kind has is not told.
func (s *Standing) estimated(p *Programme, q Question) {
	if q.Kind+q.Scope != "" {
		return
	}
	for i := range s.Periods {
		d := &s.Periods[i]
		for _, e := range p.Estimates {
			if e.Period == d.Name && e.Unit == q.Unit && e.On <= q.At && q.At <= max(d.End, e.On) {
				d.Estimate = &FilledEstimate{e.On, e.Low, e.High}
			}
		}
	}
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
