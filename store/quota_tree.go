package store

import "slices"

// division is how a sum is divided over a branch.
type division struct {
	rule  Rule
	on    Date           // among the units that exist then
	fixed map[string]int // what somebody has decided stays, and the others of the same parent share the rest
	least map[string]int // none gets less, so that a later sum never takes back what an earlier one gave (the Alabama paradox)
	tell  func(Proposed) // of each part, parents first; may be nil
}

// divide gives each unit of root's branch its part of total, top-down, so that children always add up to their parent where nothing is fixed.
// Every verksamhet gets at least 1, and a parent at least what its children must have.
func (t *Tree) divide(root string, total int, d division) map[string]int {
	floors, bases := map[string]int{}, map[string]int{}
	t.measure(root, d, floors, bases)
	out := map[string]int{root: total}
	var down func(parent string)
	down = func(parent string) {
		var shares []Share
		var had []int
		rest := out[parent]
		for _, c := range t.children[parent] {
			if n, fixed := d.fixed[c]; fixed && t.counts(c, d.on) {
				out[c] = n
				rest -= n
			} else if t.counts(c, d.on) {
				shares = append(shares, Share{Code: c, Base: bases[c], Floor: floors[c]})
				had = append(had, d.least[c])
			}
		}
		a := d.rule.allot(max(0, rest), shares)
		settle(a.given, had, shares)
		for i, n := range a.given {
			out[shares[i].Code] = n
		}
		d.say(t, parent, shares, a, out, floors, bases)
		for _, c := range t.children[parent] {
			if t.counts(c, d.on) {
				down(c)
			}
		}
	}
	down(root)
	return out
}

// propose divides a sum over root's branch and gives every unit's part, root first and parents before their children.
func (t *Tree) propose(root string, total int, d division) []Proposed {
	out := []Proposed{{Unit: root, Base: t.HeadcountOn(root, d.on), Exact: float64(total), Sum: total}}
	d.tell = func(p Proposed) { out = append(out, p) }
	t.divide(root, total, d)
	return out
}

// say tells of a parent's children, in the order of their codes.
func (d *division) say(t *Tree, parent string, shares []Share, a allotment, out, floors, bases map[string]int) {
	if d.tell == nil {
		return
	}
	place, whole := map[string]int{}, 0
	for i, share := range shares {
		place[share.Code] = i
	}
	for _, c := range t.children[parent] {
		if t.counts(c, d.on) {
			whole += bases[c]
		}
	}
	for _, c := range t.children[parent] {
		if !t.counts(c, d.on) {
			continue
		}
		p := Proposed{Unit: c, Base: bases[c], Floor: floors[c], Sum: out[c]}
		if whole > 0 {
			p.Exact = float64(out[parent]) * float64(bases[c]) / float64(whole)
		}
		if i, shared := place[c]; shared {
			p.Remainder, p.Tied = a.remains[i], slices.Contains(a.tied, i)
		}
		d.tell(p)
	}
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
func (t *Tree) measure(code string, d division, floors, bases map[string]int) {
	floors[code], bases[code] = 0, t.units[code].Headcount
	for _, c := range t.children[code] {
		if t.counts(c, d.on) {
			t.measure(c, d, floors, bases)
			floors[code] += floors[c]
			bases[code] += bases[c]
		}
	}
	if t.units[code].Kind == "verksamhet" {
		floors[code] = max(1, floors[code])
	}
	if n, fixed := d.fixed[code]; fixed {
		floors[code] = n
	}
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
