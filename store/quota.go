package store

import (
	"database/sql"
	"slices"
	"strings"
)

// Proposed is what a rule gives a unit for a period.
type Proposed struct {
	Unit      string
	Base      int     // headcount with all that lies below
	Exact     float64 // its share of its parent's, in proportion to headcount alone
	Floor     int     // the least it gets
	Remainder float64 // largest remainder: what the last ones were given by
	Sum       int     // of the periods up to this one; the rule divides these sums
	Target    int     // the period's: the sum less that of the periods before
	Now       int     // the quota as it stands
	Set       bool    // somebody has set it, so that it stays
	Tied      bool    // others had the same claim to the last slot; the larger base took it, else the lower code
}

// Proposal is what a rule gives all units of a programme, for each period in their order. The first of each is the programme's scope, and parents
// come before their children.
type Proposal struct {
	Rule    Rule
	Periods [][]Proposed
}

// Differ counts the units whose quota would be another in some period; the scope's own is the target.
func (o *Proposal) Differ() int {
	units := map[string]bool{}
	for _, period := range o.Periods {
		for _, u := range period[1:] {
			if u.Target != u.Now {
				units[u.Unit] = true
			}
		}
	}
	return len(units)
}

// ProposeQuotas works out a programme's quotas by a rule. What somebody has set stays, unless all is worked out anew. The years are divided as
// cumulative sums, and a period gets the difference, since each year rounded by itself does not add up to the whole.
func (tx *Tx) ProposeQuotas(p *Programme, rule Rule, anew bool) (*Proposal, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	o := &Proposal{Rule: rule}
	if p.Target == nil || reg.Tree.Unit(p.Scope) == nil {
		return o, nil
	}
	set := map[quotaSet]int{}
	if !anew {
		if set, err = tx.setQuotas(p); err != nil {
			return nil, err
		}
	}
	cumulated, before := 0, map[string]int{}
	for i, planned := range p.Planned() {
		on := p.Periods[i].Starts
		if i > 0 && !reg.Tree.sameUnits(p.Scope, p.Periods[i-1].Starts, on) { // a reorganisation: the new tree shares what is new
			cumulated, before = 0, map[string]int{}
		}
		cumulated += planned
		d := division{rule: rule, on: on, least: before, fixed: map[string]int{}}
		for s, n := range set {
			if s.period == p.Periods[i].Name {
				d.fixed[s.unit] = before[s.unit] + n
			}
		}
		units := reg.Tree.propose(p.Scope, cumulated, d)
		before = make(map[string]int, len(units))
		for k := range units {
			u := &units[k]
			had := d.least[u.Unit]
			u.Sum = max(u.Sum, had)
			u.Target, u.Now = u.Sum-had, reg.Quota(p, u.Unit)[i]
			_, u.Set = d.fixed[u.Unit]
			before[u.Unit] = u.Sum
		}
		units = append(units, reg.leftOver(p, i, before, set)...)
		o.Periods = append(o.Periods, units)
	}
	return o, nil
}

// leftOver gives the units that have a quota for a period and are no longer there to have one.
func (r *Register) leftOver(p *Programme, period int, there map[string]int, set map[quotaSet]int) (out []Proposed) {
	for of, q := range r.quotas {
		_, counts := there[of.unit]
		if _, stays := set[quotaSet{p.Periods[period].Name, of.unit}]; of.programme == p.Key && q[period] > 0 && !counts && !stays {
			out = append(out, Proposed{Unit: of.unit, Now: q[period]})
		}
	}
	slices.SortFunc(out, func(a, b Proposed) int { return strings.Compare(a.Unit, b.Unit) })
	return out
}

// WorkOutQuotas writes the quotas of every programme for all units of its scope, by largest remainder, except those that somebody has set. Those
// of a programme that have been decided stay as they are.
func (tx *Tx) WorkOutQuotas() error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	for i := range reg.Programmes {
		if err := tx.workOut(&reg.Programmes[i]); err != nil {
			return err
		}
	}
	return tx.changed()
}

func (tx *Tx) workOut(p *Programme) error {
	last, err := tx.LastRevision(p)
	if err != nil || last.Frozen {
		return err
	}
	o, err := tx.ProposeQuotas(p, LargestRemainder, false)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM quotas WHERE programme = ? AND decided = 0`, p.Key); err != nil {
		return err
	}
	rows := tx.batch(func(n int) string {
		return insertion(`INSERT INTO quotas (programme, period, unit, target)`, 4)(n) + ` ON CONFLICT DO NOTHING`
	}, 4)
	for i, units := range o.Periods {
		for _, u := range units {
			if err := rows.put(p.Key, p.Periods[i].Name, u.Unit, u.Target); err != nil {
				return err
			}
		}
	}
	return rows.flush()
}

type quotaSet struct{ period, unit string }

// setQuotas gives those that somebody has set, and that stay when others are worked out.
func (tx *Tx) setQuotas(p *Programme) (map[quotaSet]int, error) {
	out := map[quotaSet]int{}
	err := each(tx, func(r *sql.Rows) error {
		var s quotaSet
		var n int
		err := r.Scan(&s.period, &s.unit, &n)
		out[s] = n
		return err
	}, `SELECT period, unit, target FROM quotas WHERE programme = ? AND decided = 1`, p.Key)
	return out, err
}

// Quota gives a unit's quota for each of a programme's periods, in their order; 0 where it has none.
func (r *Register) Quota(p *Programme, unit string) []int {
	return r.quotaOver(p, unit, func(code string) []int { return r.quotas[quotaOf{p.Key, code}] })
}

// quotaOver adds up the quotas of what makes up a unit's branch.
func (r *Register) quotaOver(p *Programme, unit string, filed func(code string) []int) []int {
	pieces := r.Tree.pieces(unit)
	if own := filed(unit); len(pieces) == 1 && own != nil {
		return own
	}
	out := make([]int, len(p.Periods))
	for _, of := range pieces {
		for i, n := range filed(of.unit) {
			if of.less {
				n = -n
			}
			out[i] += n
		}
	}
	return out
}

// QuotaAt gives the quota that held on a day: what has been set or decided after it is left out. What is only worked out holds for all days.
func (r *Register) QuotaAt(p *Programme, unit string, at Date) []int {
	return r.quotaOver(p, unit, func(code string) []int {
		key := quotaOf{p.Key, code}
		q, own := r.quotas[key], false
		for _, was := range r.before[key] { // the latest first
			if was.until <= at || was.period >= len(p.Periods) {
				continue
			}
			if !own {
				q, own = append(make([]int, 0, len(p.Periods)), q...)[:len(p.Periods)], true
			}
			q[was.period] = was.target
		}
		return q
	})
}

type quotaOf struct{ programme, unit string }

// quotaWas is a quota until a day, on which it became another.
type quotaWas struct {
	until  Date
	period int
	target int
}

func (tx *Tx) loadQuotas(programmes []Programme) (map[quotaOf][]int, error) {
	out := map[quotaOf][]int{}
	for _, p := range programmes {
		err := each(tx, func(r *sql.Rows) error {
			var unit, period string
			var target int
			if err := r.Scan(&unit, &period, &target); err != nil {
				return err
			}
			key := quotaOf{p.Key, unit}
			if out[key] == nil {
				out[key] = make([]int, len(p.Periods))
			}
			if i := p.Place(period); i >= 0 {
				out[key][i] = target
			}
			return nil
		}, `SELECT unit, period, target FROM quotas WHERE programme = ?`, p.Key)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (tx *Tx) loadQuotasBefore(programmes []Programme) (map[quotaOf][]quotaWas, error) {
	out := map[quotaOf][]quotaWas{}
	for _, p := range programmes {
		err := each(tx, func(r *sql.Rows) error {
			var unit, period string
			var was quotaWas
			if err := r.Scan(&unit, &period, &was.target, &was.until); err != nil {
				return err
			}
			if was.period = p.Place(period); was.period >= 0 {
				key := quotaOf{p.Key, unit}
				out[key] = append(out[key], was)
			}
			return nil
		}, `SELECT c.unit, c.period, coalesce(c.before, 0), r.made_on FROM quota_changes c JOIN quota_revisions r ON r.programme = c.programme AND r.number = c.number
			WHERE c.programme = ? ORDER BY c.number DESC`, p.Key)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Place gives the place of a period, -1 where there is none of that name.
func (p *Programme) Place(period string) int {
	return slices.IndexFunc(p.Periods, func(d Period) bool { return d.Name == period })
}
