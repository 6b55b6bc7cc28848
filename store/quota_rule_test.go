package store

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSainteLague(t *testing.T) {
	for _, c := range []struct {
		what   string
		total  int
		shares []Share
		want   []int
	}{
		{"Alabama", 10, shares(0, 6, 6, 2), []int{5, 4, 1}},
		{"Alabama with one more", 11, shares(0, 6, 6, 2), []int{5, 5, 1}},
		{"small", 10, shares(0, 53, 24, 23), []int{6, 2, 2}}, // 53/11 is more than 24/5
		{"a tie goes by code", 10, shares(0, 100, 100, 100), []int{4, 3, 3}},
		{"a tie goes to the larger base", 1, shares(0, 1, 3, 1, 3), []int{0, 1, 0, 0}},
		{"one for everybody first", 6, shares(1, 1000, 1, 1), []int{4, 1, 1}},
		{"less than the floors", 2, shares(1, 10, 30, 20), []int{0, 1, 1}},
		{"nobody works there", 5, shares(0, 0, 0), []int{3, 2}},
		{"nothing", 0, shares(0, 1, 2), []int{0, 0}},
		{"no shares", 5, nil, []int{}},
	} {
		if got := SainteLague.Allocate(c.total, c.shares); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestTies(t *testing.T) {
	for _, c := range []struct {
		what   string
		rule   Rule
		total  int
		shares []Share
		want   []int
	}{
		{"three alike and one over", LargestRemainder, 10, shares(0, 100, 100, 100), []int{0, 1, 2}},
		{"three alike and one over", SainteLague, 10, shares(0, 100, 100, 100), []int{0, 1, 2}},
		{"three alike that get as many", LargestRemainder, 9, shares(0, 100, 100, 100), nil},
		{"three alike that get as many", SainteLague, 9, shares(0, 100, 100, 100), nil},
		{"no tie", LargestRemainder, 10, shares(0, 53, 24, 23), nil},
		{"no tie", SainteLague, 10, shares(0, 53, 24, 23), nil},
		{"two of three", SainteLague, 1, shares(0, 1, 3, 3), []int{1, 2}},
		{"a larger one with the same claim", SainteLague, 10, shares(0, 6, 6, 2), []int{0, 1, 2}},
	} {
		got := c.rule.allot(c.total, c.shares).tied
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s, %s: %v are tied, want %v", c.what, c.rule, got, c.want)
		}
	}
}

// TestRulesAlways holds for both rules that sums add up, floors are kept, who is larger never gets less, and the order in which shares come is nothing.
func TestRulesAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom([]Rule{LargestRemainder, SainteLague}).Draw(t, "rule")
		shares, total := drawShares(t), rapid.IntRange(0, 1000).Draw(t, "total")
		got, floors := rule.Allocate(total, shares), 0
		for _, s := range shares {
			floors += s.Floor
		}
		if sum(got) != total {
			t.Fatalf("%v adds up to %d", got, sum(got))
		}
		given := map[string]int{}
		for i, s := range shares {
			given[s.Code] = got[i]
			if floors <= total && got[i] < s.Floor {
				t.Fatalf("%s gets %d, below its floor %d", s.Code, got[i], s.Floor)
			}
			for j, o := range shares {
				if s.Floor == o.Floor && s.Base > o.Base && got[i] < got[j] && floors <= total {
					t.Fatalf("%s with %d gets %d, %s with %d gets %d", s.Code, s.Base, got[i], o.Code, o.Base, got[j])
				}
			}
		}
		rand.New(rand.NewPCG(1, uint64(total))).Shuffle(len(shares), func(i, j int) { shares[i], shares[j] = shares[j], shares[i] })
		for i, n := range rule.Allocate(total, shares) {
			if given[shares[i].Code] != n {
				t.Fatalf("in another order %s gets %d, not %d", shares[i].Code, n, given[shares[i].Code])
			}
		}
	})
}

// TestSainteLagueTakesNothingBack holds what largest remainder can't: one more to divide takes nothing from anybody, and a larger base never gets less.
func TestSainteLagueTakesNothingBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := drawShares(t)
		floors := 0
		for _, s := range shares {
			floors += s.Floor
		}
		total := floors + rapid.IntRange(0, 500).Draw(t, "more")
		before, after := SainteLague.Allocate(total, shares), SainteLague.Allocate(total+1, shares)
		for i := range shares {
			if after[i] < before[i] {
				t.Fatalf("%s has %d of %d and %d of %d", shares[i].Code, before[i], total, after[i], total+1)
			}
		}
		at := rapid.IntRange(0, len(shares)-1).Draw(t, "who")
		shares[at].Base += rapid.IntRange(1, 1000).Draw(t, "grows")
		if grown := SainteLague.Allocate(total, shares); grown[at] < before[at] && sum(before) > 0 && shares[at].Base > 0 {
			t.Fatalf("%s had %d and grew, and has %d", shares[at].Code, before[at], grown[at])
		}
	})
}

// TestSainteLagueOneByOne compares with giving one at a time, written as the rule reads.
func TestSainteLagueOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares, total := drawShares(t), rapid.IntRange(0, 500).Draw(t, "total")
		for i := range shares {
			shares[i].Base++
		}
		want, left := make([]int, len(shares)), total
		for i, s := range shares {
			want[i] = s.Floor
			left -= s.Floor
		}
		if left < 0 {
			t.Skip("the floors are not reached")
		}
		for range left {
			best := 0
			for i, s := range shares {
				mine, theirs := s.Base*(2*want[best]+1), shares[best].Base*(2*want[i]+1)
				if mine > theirs || mine == theirs && (s.Base > shares[best].Base || s.Base == shares[best].Base && s.Code < shares[best].Code) {
					best = i
				}
			}
			want[best]++
		}
		if got := SainteLague.Allocate(total, shares); !slices.Equal(got, want) {
			t.Fatalf("%v, one by one %v", got, want)
		}
	})
}

// TestDivideAroundWhatIsSet holds that what is set stays, and that the others of its parent make up for it where they can.
func TestDivideAroundWhatIsSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree, rule := drawTree(t), rapid.SampledFrom([]Rule{LargestRemainder, SainteLague}).Draw(t, "rule")
		unit := rapid.SampledFrom(tree.Codes()[1:]).Draw(t, "unit")
		n, total := rapid.IntRange(0, 30).Draw(t, "n"), rapid.IntRange(300, 600).Draw(t, "total")
		before := tree.divide("K", total/2, division{rule: rule, on: start})
		n += before[unit]
		got := tree.divide("K", total, division{rule: rule, on: start, fixed: map[string]int{unit: n}, least: before})
		if got[unit] != n {
			t.Fatalf("%s is set to %d and has %d", unit, n, got[unit])
		}
		for unit, had := range before {
			if got[unit] < had {
				t.Fatalf("%s had %d and has %d", unit, had, got[unit])
			}
		}
		for _, parent := range tree.Codes() {
			children := tree.Children(parent)
			if len(children) == 0 || len(children) == 1 && children[0] == unit {
				continue
			}
			whole := 0
			for _, c := range children {
				whole += got[c]
			}
			if whole != got[parent] {
				t.Fatalf("with %s set to %d, %s has %d and its children %d: %v", unit, n, parent, got[parent], whole, got)
			}
		}
	})
}
