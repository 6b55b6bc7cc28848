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
	m := t.measured(root)
	t.measure(root, d, m)
	out := make(map[string]int, t.size[root])
	out[root] = total
	var down func(parent string)
	down = func(parent string) {
		children := t.counted(parent, d.on)
		if len(children) == 0 {
			return
		}
		shares := make([]Share, 0, len(children))
		rest := out[parent]
		for _, c := range children {
			if n, fixed := d.fixed[c]; fixed {
				out[c] = n
				rest -= n
			} else {
				shares = append(shares, Share{Code: c, Base: m.bases[c], Floor: m.floors[c]})
			}
		}
		a := d.share(rest, shares, m, out)
		d.say(parent, children, a, out, m)
		for _, c := range children {
			down(c)
		}
	}
	down(root)
	return out
}

// remainder is what a share had over, and whether others had the same claim to the last one.
type remainder struct {
	over float64
	tied bool
}

// share divides rest by the rule. Where something is fixed, whoever would get less than it needs gets that, and the others share again.
func (d *division) share(rest int, shares []Share, m measured, out map[string]int) map[string]remainder {
	for {
		a, short := d.rule.allot(max(0, rest), shares), false
		var others []Share
		for i, s := range shares {
			if need := m.needs[s.Code]; a.given[i] < need && len(d.fixed) > 0 {
				out[s.Code], short = need, true
				rest -= need
				continue
			}
			others = append(others, s)
		}
		if short {
			shares = others
			continue
		}
		had := make([]int, len(shares))
		for i, s := range shares {
			had[i] = d.least[s.Code]
		}
		settle(a.given, had, shares)
		told := make(map[string]remainder, len(shares))
		for i, s := range shares {
			out[s.Code] = a.given[i]
			told[s.Code] = remainder{a.remains[i], slices.Contains(a.tied, i)}
		}
		return told
	}
}

// propose divides a sum over root's branch and gives every unit's part, root first and parents before their children.
func (t *Tree) propose(root string, total int, d division) []Proposed {
	out := append(make([]Proposed, 0, t.size[root]), Proposed{Unit: root, Base: t.HeadcountOn(root, d.on), Exact: float64(total), Sum: total})
	d.tell = func(p Proposed) { out = append(out, p) }
	t.divide(root, total, d)
	return out
}

// say tells of a parent's children, in the order of their codes.
func (d *division) say(parent string, children []string, told map[string]remainder, out map[string]int, m measured) {
	if d.tell == nil {
		return
	}
	whole := 0
	for _, c := range children {
		whole += m.bases[c]
	}
	for _, c := range children {
		p := Proposed{Unit: c, Base: m.bases[c], Floor: m.floors[c], Sum: out[c], Remainder: told[c].over, Tied: told[c].tied}
		if whole > 0 {
			p.Exact = float64(out[parent]) * float64(m.bases[c]) / float64(whole)
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

// Floor is the least that a branch is to have: one for every verksamhet in it.
func (t *Tree) Floor(code string, on Date) int {
	m := t.measured(code)
	t.measure(code, division{on: on}, m)
	return m.floors[code]
}

// measured is of each unit of a branch: the least that the rule gives it, the least that it can have with what is fixed, and its headcount with all below it.
type measured struct{ floors, needs, bases map[string]int }

func (t *Tree) measure(code string, d division, m measured) {
	base, floor, need := t.units[code].Headcount, 0, 0
	for _, c := range t.counted(code, d.on) {
		t.measure(c, d, m)
		floor += m.floors[c]
		need += m.needs[c]
		base += m.bases[c]
	}
	if t.units[code].Kind == "verksamhet" {
		floor = max(1, floor)
	}
	need = max(need, floor, d.least[code])
	if n, fixed := d.fixed[code]; fixed {
		need = n
	}
	m.bases[code], m.floors[code], m.needs[code] = base, floor, need
}

// measured has room for a branch.
func (t *Tree) measured(root string) measured {
	n := t.size[root]
	return measured{make(map[string]int, n), make(map[string]int, n), make(map[string]int, n)}
}

// counted gives the children that have a share in what is allocated on a day.
func (t *Tree) counted(parent string, on Date) []string {
	children := t.children[parent]
	if t.steady[parent] <= on { // all of them, without looking at each
		return children
	}
	return slices.DeleteFunc(slices.Clone(children), func(c string) bool { return !t.counts(c, on) })
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
