package store

import (
	"slices"
	"strings"
)

// Rule is how a whole number of slots is divided in proportion to headcount.
type Rule string

// The rules there are. Largest remainder (Hamilton) keeps everybody within one of the exact share, but one more to divide may take one from
// somebody (the Alabama paradox). Sainte-Laguë never does that (Balinski & Young, Fair Representation, 2001).
const (
	LargestRemainder Rule = "largest_remainder"
	SainteLague      Rule = "sainte_lague"
)

// Share is one part of an allocation.
type Share struct {
	Code  string
	Base  int // headcount
	Floor int // the least it gets
}

// allotment is what a rule gave.
type allotment struct {
	given   []int     // in the order of the shares
	remains []float64 // largest remainder: what was over when the whole ones had been given
	tied    []int     // shares of the same claim to the last slot, of which some got one and some did not
}

// Allocate divides total by the rule: each gets its floor, and what is left is divided in proportion to the bases. Ties go to the larger base,
// then to the lower code. Where total does not reach all the floors it is divided in proportion to them. The result is in the order of shares
// and adds up to total, except that nothing can be given where there are no shares.
func (rule Rule) Allocate(total int, shares []Share) []int { return rule.allot(total, shares).given }

func (rule Rule) allot(total int, shares []Share) allotment {
	a := allotment{given: make([]int, len(shares)), remains: make([]float64, len(shares))}
	weights := weigh(total, shares, a.given)
	if rest := total - sum(a.given); rest > 0 && len(shares) > 0 {
		if rule == SainteLague {
			a.quotients(rest, weights, shares)
		} else {
			a.remainders(rest, weights, shares)
		}
	}
	return a
}

// weigh gives the floors, where total reaches them, and tells what the rest is divided by.
func weigh(total int, shares []Share, given []int) (weights []int) {
	weights = make([]int, len(shares))
	floors := 0
	for _, s := range shares {
		floors += s.Floor
	}
	for i, s := range shares {
		if floors > total {
			weights[i] = s.Floor
			continue
		}
		weights[i], given[i] = s.Base, s.Floor
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
	return weights
}

// remainders gives rest by largest remainder.
func (a *allotment) remainders(rest int, weights []int, shares []Share) {
	whole, left := sum(weights), rest
	over := make([]int, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		order[i], over[i] = i, rest*w%whole
		a.given[i] += rest * w / whole
		a.remains[i] = float64(over[i]) / float64(whole)
		left -= rest * w / whole
	}
	slices.SortFunc(order, func(i, j int) int {
		if over[i] != over[j] {
			return over[j] - over[i]
		}
		return first(shares[i], shares[j])
	})
	for _, i := range order[:left] {
		a.given[i]++
	}
	if left > 0 && left < len(order) && over[order[left-1]] == over[order[left]] {
		at := over[order[left]]
		a.tied = slices.DeleteFunc(order, func(i int) bool { return over[i] != at })
	}
}

// quotients gives rest one by one to the largest weight / (2 × what it has + 1).
func (a *allotment) quotients(rest int, weights []int, shares []Share) {
	began, last := slices.Clone(a.given), 0
	for range rest - a.jump(rest, weights) {
		last = 0
		for i := range weights {
			claim := weights[last]*(2*a.given[i]+1) - weights[i]*(2*a.given[last]+1) // negative: i has the larger
			if claim < 0 || claim == 0 && first(shares[i], shares[last]) < 0 {
				last = i
			}
		}
		a.given[last]++
	}
	won := a.given[last] - 1 // what it had when it got the last one
	equal := func(i, had int) bool { return weights[i]*(2*won+1) == weights[last]*(2*had+1) }
	lost := false
	for i, n := range a.given {
		without := equal(i, n)
		lost = lost || without
		if without || n > began[i] && equal(i, n-1) {
			a.tied = append(a.tied, i)
		}
	}
	if !lost {
		a.tied = nil
	}
}

// jump gives at once all but the last of what Sainte-Laguë would give one by one, and how many that were: at the divisor that would share out
// fewer by as many as there are shares, no rounding reaches rest.
func (a *allotment) jump(rest int, weights []int) (gone int) {
	whole, ahead := sum(weights), 2*(rest-len(weights))
	for i, w := range weights {
		if over := 2*w*ahead - 2*whole; over > 0 {
			n := max(a.given[i], (over+4*whole-1)/(4*whole))
			gone += n - a.given[i]
			a.given[i] = n
		}
	}
	return gone
}

// first orders those whose claims are equal.
func first(a, b Share) int {
	if a.Base != b.Base {
		return b.Base - a.Base
	}
	return strings.Compare(a.Code, b.Code)
}

func sum(n []int) int {
	total := 0
	for _, v := range n {
		total += v
	}
	return total
}
