package store

import (
	"database/sql"
	"slices"
	"strings"
)

// Share is one part of an allocation.
type Share struct {
	Code  string
	Base  int // headcount
	Floor int // the least it gets
}

// Allocate divides total by largest remainder (Hamilton): each gets its floor, and what is left is divided in proportion to the bases. Ties go
// to the larger base, then to the lower code. Where total does not reach all the floors it is divided in proportion to them. The result is in
// the order of shares and adds up to total, except that nothing can be given where there are no shares.
func Allocate(total int, shares []Share) []int {
	floors := 0
	for _, s := range shares {
		floors += s.Floor
	}
	weights := make([]int, len(shares))
	out := make([]int, len(shares))
	rest := total
	for i, s := range shares {
		if floors > total {
			weights[i] = s.Floor
			continue
		}
		weights[i], out[i] = s.Base, s.Floor
		rest -= s.Floor
	}
	if floors <= total && sum(weights) == 0 { // nobody works there: in proportion to the floors, else equally
		for i, s := range shares {
			weights[i] = s.Floor
		}
	}
	if sum(weights) == 0 {
		for i := range weights {
			weights[i] = 1
		}
	}
	remainders(rest, weights, shares, out)
	return out
}

func remainders(rest int, weights []int, shares []Share, out []int) {
	whole := sum(weights)
	if rest <= 0 || whole == 0 {
		return
	}
	left := rest
	order := make([]int, len(weights))
	for i, w := range weights {
		order[i] = i
		out[i] += rest * w / whole
		left -= rest * w / whole
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := rest*weights[b]%whole - rest*weights[a]%whole; d != 0 {
			return d
		}
		if d := shares[b].Base - shares[a].Base; d != 0 {
			return d
		}
		return strings.Compare(shares[a].Code, shares[b].Code)
	})
	for _, i := range order[:left] {
		out[i]++
	}
}

func sum(n []int) int {
	total := 0
	for _, v := range n {
		total += v
	}
	return total
}

// AllocateTree divides total over root's branch, top-down, so that children always add up to their parent. Every verksamhet gets at least 1,
// and a parent at least what its children must have. What is allocated is for units that exist on the day. None gets less than least says
// (nil: nothing), which is how a later sum never takes back what an earlier one gave (the Alabama paradox).
func (t *Tree) AllocateTree(root string, total int, on Date, least map[string]int) map[string]int {
	floors, bases := map[string]int{}, map[string]int{}
	t.measure(root, on, floors, bases)
	out := map[string]int{root: total}
	var down func(parent string)
	down = func(parent string) {
		var shares []Share
		var had []int
		for _, c := range t.children[parent] {
			if t.counts(c, on) {
				shares = append(shares, Share{Code: c, Base: bases[c], Floor: floors[c]})
				had = append(had, least[c])
			}
		}
		given := Allocate(out[parent], shares)
		settle(given, had, shares)
		for i, n := range given {
			out[shares[i].Code] = n
			down(shares[i].Code)
		}
	}
	down(root)
	return out
}

// settle lifts every part to what it had, taking one at a time from the smallest bases that have more than they had.
func settle(given, had []int, shares []Share) {
	for i := range given {
		for given[i] < had[i] {
			from := -1
			for j := range given {
				if given[j] > had[j] && (from < 0 || shares[j].Base < shares[from].Base) {
					from = j
				}
			}
			if from < 0 {
				return
			}
			given[from]--
			given[i]++
		}
	}
}

// measure finds the least that each unit of a branch gets, and its headcount on the day with all below it.
func (t *Tree) measure(code string, on Date, floors, bases map[string]int) {
	floors[code], bases[code] = 0, t.units[code].Headcount
	for _, c := range t.children[code] {
		if t.counts(c, on) {
			t.measure(c, on, floors, bases)
			floors[code] += floors[c]
			bases[code] += bases[c]
		}
	}
	if t.units[code].Kind == "verksamhet" {
		floors[code] = max(1, floors[code])
	}
}

// WorkOutQuotas writes the quotas of every programme for all units of its scope, except those that somebody has decided. The years are
// allocated as cumulative sums, and a period gets the difference, since each year rounded by itself does not add up to the whole.
func (tx *Tx) WorkOutQuotas() error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	for i := range reg.Programmes {
		if err := tx.workOut(reg, &reg.Programmes[i]); err != nil {
			return err
		}
	}
	return tx.changed()
}

func (tx *Tx) workOut(reg *Register, p *Programme) error {
	if _, err := tx.exec(`DELETE FROM quotas WHERE programme = ? AND decided = 0`, p.Key); err != nil {
		return err
	}
	if p.Target == nil || reg.Tree.Unit(p.Scope) == nil {
		return nil
	}
	cumulated, before := 0, map[string]int{}
	for i, planned := range p.Planned() {
		on := p.Periods[i].Starts
		if i > 0 && !reg.Tree.sameUnits(p.Scope, p.Periods[i-1].Starts, on) { // a reorganisation: the new tree shares what is new
			cumulated, before = 0, nil
		}
		cumulated += planned
		whole := reg.Tree.AllocateTree(p.Scope, cumulated, on, before)
		for unit, n := range whole {
			if _, err := tx.exec(`INSERT INTO quotas (programme, period, unit, target) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				p.Key, p.Periods[i].Name, unit, n-before[unit]); err != nil {
				return err
			}
		}
		before = whole
	}
	return nil
}

// sameUnits tells whether a branch has the same units on two days.
func (t *Tree) sameUnits(root string, a, b Date) bool {
	for _, c := range t.Branch(root) {
		if t.units[c].ValidOn(a) != t.units[c].ValidOn(b) {
			return false
		}
	}
	return true
}

// Quota gives a unit's quota for each of a programme's periods, in their order; 0 where it has none.
func (r *Register) Quota(p *Programme, unit string) []int {
	if q := r.quotas[quotaOf{p.Key, unit}]; q != nil {
		return q
	}
	return make([]int, len(p.Periods))
}

type quotaOf struct{ programme, unit string }

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
			if i := slices.IndexFunc(p.Periods, func(d Period) bool { return d.Name == period }); i >= 0 {
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
