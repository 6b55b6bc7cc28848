package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func shares(floor int, bases ...int) (out []Share) {
	for i, b := range bases {
		out = append(out, Share{Code: fmt.Sprintf("U%02d", i), Base: b, Floor: floor})
	}
	return out
}

// twelve units of a municipality with 10 300 employees.
var twelve = []int{4350, 2600, 720, 330, 310, 520, 170, 900, 240, 90, 25, 45}

func TestAllocate(t *testing.T) {
	for _, c := range []struct {
		what   string
		total  int
		shares []Share
		want   []int
	}{
		{"twelve units", 500, shares(0, twelve...), []int{211, 126, 35, 16, 15, 25, 8, 44, 12, 5, 1, 2}},
		{"the first year", 225, shares(0, twelve...), []int{95, 57, 16, 7, 7, 11, 4, 20, 5, 2, 0, 1}},
		{"the second year by itself does not add up with the first", 275, shares(0, twelve...), []int{116, 70, 19, 9, 8, 14, 5, 24, 6, 2, 1, 1}},
		{"one for everybody first", 500, shares(1, twelve...), []int{207, 124, 35, 17, 16, 26, 9, 44, 12, 5, 2, 3}},
		{"inside the first unit", 211, shares(0, 1500, 1900, 520, 230, 200), []int{73, 92, 25, 11, 10}},
		{"small", 10, shares(0, 53, 24, 23), []int{5, 3, 2}},
		{"a tie goes by code", 10, shares(0, 100, 100, 100), []int{4, 3, 3}},
		{"a tie goes to the larger base", 1, shares(0, 1, 3, 1, 3), []int{0, 1, 0, 0}},
		{"Alabama", 10, shares(0, 6, 6, 2), []int{4, 4, 2}},
		{"Alabama with one more", 11, shares(0, 6, 6, 2), []int{5, 5, 1}},
		{"less than the floors", 2, shares(1, 10, 30, 20), []int{0, 1, 1}},
		{"nobody works there", 5, shares(0, 0, 0), []int{3, 2}},
		{"nothing", 0, shares(0, 1, 2), []int{0, 0}},
		{"no shares", 5, nil, []int{}},
	} {
		if got := LargestRemainder.Allocate(c.total, c.shares); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestYearsAreDifferencesOfSums(t *testing.T) {
	whole, first := LargestRemainder.Allocate(500, shares(0, twelve...)), LargestRemainder.Allocate(225, shares(0, twelve...))
	second := make([]int, len(whole))
	for i := range whole {
		second[i] = whole[i] - first[i]
	}
	if want := []int{116, 69, 19, 9, 8, 14, 4, 24, 7, 3, 1, 1}; !slices.Equal(second, want) {
		t.Errorf("the second year is %v, want %v", second, want)
	}
}

func drawShares(t *rapid.T) []Share {
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Share {
		return Share{Code: rapid.StringMatching(`[A-Z]{1,3}`).Draw(t, "code"), Base: rapid.IntRange(0, 5000).Draw(t, "base"), Floor: rapid.IntRange(0, 3).Draw(t, "floor")}
	}), 1, 20, func(s Share) string { return s.Code }).Draw(t, "shares")
}

func TestAllocateAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares, total := drawShares(t), rapid.IntRange(0, 3000).Draw(t, "total")
		got := LargestRemainder.Allocate(total, shares)
		if sum(got) != total {
			t.Fatalf("%v adds up to %d", got, sum(got))
		}
		floors := 0
		for _, s := range shares {
			floors += s.Floor
		}
		given := map[string]int{}
		for i, s := range shares {
			given[s.Code] = got[i]
			if floors <= total && got[i] < s.Floor {
				t.Fatalf("%s gets %d, below its floor %d", s.Code, got[i], s.Floor)
			}
			for j, o := range shares { // who is larger, with the same floor, never gets less
				if s.Floor == o.Floor && s.Base > o.Base && got[i] < got[j] && floors <= total {
					t.Fatalf("%s with %d gets %d, %s with %d gets %d", s.Code, s.Base, got[i], o.Code, o.Base, got[j])
				}
			}
		}
		rand.New(rand.NewPCG(1, uint64(total))).Shuffle(len(shares), func(i, j int) { shares[i], shares[j] = shares[j], shares[i] })
		for i, n := range LargestRemainder.Allocate(total, shares) {
			if given[shares[i].Code] != n {
				t.Fatalf("in another order %s gets %d, not %d", shares[i].Code, n, given[shares[i].Code])
			}
		}
	})
}

func TestAllocateTree(t *testing.T) {
	tree := newWorld(t).register().Tree
	got := tree.divide("K", 100, division{rule: LargestRemainder, on: "2019-01-01"})
	want := map[string]int{"K": 100, "S": 59, "S-1": 49, "S-1-1": 29, "S-1-2": 20, "S-2": 10, "S-2-1": 10, "V": 39, "V-1": 39, "V-1-1": 23, "V-1-2": 16, "B": 2, "B-1": 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("in 2019 (-want +got):\n%s", d)
	}
	later := tree.divide("K", 100, division{rule: LargestRemainder, on: "2020-01-01"}) // a unit has closed, and its staff with it
	if later["V-1-2"] != 0 || later["V-1"] != later["V-1-1"] || later["V"] >= got["V"] {
		t.Errorf("in 2020: %v", later)
	}
	small := tree.divide("K", 4, division{rule: LargestRemainder, on: "2019-01-01"})
	for _, c := range []string{"S-1", "S-2", "V-1", "B-1"} { // every verksamhet is to offer one
		if small[c] != 1 {
			t.Errorf("of 4, %s gets %d", c, small[c])
		}
	}
}

// drawTree is a municipality of up to four levels.
func drawTree(t *rapid.T) *Tree {
	units := []Unit{{Code: "K", Kind: "kommun", ValidFrom: "2018-01-01"}}
	kinds := []string{"förvaltning", "verksamhet", "enhet"}
	for above, level := []string{"K"}, 0; level < len(kinds); level++ {
		var next []string
		for _, parent := range above {
			for i := range rapid.IntRange(1, 4).Draw(t, "children") {
				u := Unit{Code: fmt.Sprintf("%s-%d", parent, i), Parent: parent, Kind: kinds[level], ValidFrom: "2018-01-01"}
				if level == len(kinds)-1 {
					u.Headcount = rapid.IntRange(0, 200).Draw(t, "headcount")
				}
				units, next = append(units, u), append(next, u.Code)
			}
		}
		above = next
	}
	return newTree(units)
}

func TestAllocateTreeAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree, first := drawTree(t), rapid.IntRange(0, 300).Draw(t, "first")
		total := first + rapid.IntRange(0, 300).Draw(t, "more")
		before := tree.divide("K", first, division{rule: LargestRemainder, on: start})
		whole := tree.divide("K", total, division{rule: LargestRemainder, on: start, least: before})
		for _, given := range []map[string]int{before, whole} {
			for _, parent := range tree.Codes() {
				children := 0
				for _, c := range tree.Children(parent) {
					children += given[c]
				}
				if len(tree.Children(parent)) > 0 && children != given[parent] {
					t.Fatalf("%s has %d, its children %d", parent, given[parent], children)
				}
			}
		}
		verksamheter := 0
		for _, c := range tree.Codes() {
			if whole[c] < before[c] {
				t.Fatalf("%s had %d of %d and has %d of %d", c, before[c], first, whole[c], total)
			}
			if tree.Unit(c).Kind == "verksamhet" {
				verksamheter++
			}
		}
		for _, c := range tree.Codes() {
			if tree.Unit(c).Kind == "verksamhet" && total >= verksamheter && whole[c] < 1 {
				t.Fatalf("%s gets nothing of %d", c, total)
			}
		}
		if again := tree.divide("K", total, division{rule: LargestRemainder, on: start, least: before}); !maps.Equal(whole, again) {
			t.Fatalf("once %v, then %v", whole, again)
		}
	})
}

func TestALaterSumTakesNothingBack(t *testing.T) {
	tree := newTree([]Unit{{Code: "K", Kind: "kommun"}, {Code: "A", Parent: "K", Headcount: 6}, {Code: "B", Parent: "K", Headcount: 6}, {Code: "C", Parent: "K", Headcount: 2}})
	ten := tree.divide("K", 10, division{rule: LargestRemainder, on: start})
	eleven := tree.divide("K", 11, division{rule: LargestRemainder, on: start, least: ten})
	if ten["C"] != 2 || eleven["C"] != 2 || eleven["A"]+eleven["B"] != 9 {
		t.Errorf("of 10 %v, of 11 %v", ten, eleven)
	}
}

func TestWorkOutQuotas(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO quotas (programme, period, unit, target, decided) VALUES ('hundra', '2020', 'B-1', 7, 1)`)
		return firstError(err, tx.WorkOutQuotas(), tx.WorkOutQuotas())
	})
	p := w.register().Programme("hundra")
	quota := func(unit string) []int { return w.register().Quota(p, unit) }
	for unit, want := range map[string][]int{"K": {45, 55}, "B-1": {2, 7}, "P": {0, 0}, "V-1-2": {7, 0}} {
		if got := quota(unit); !slices.Equal(got, want) {
			t.Errorf("%s is to create %v, want %v", unit, got, want)
		}
	}
	for i := range p.Periods {
		if sum := quota("S")[i] + quota("V")[i] + quota("B")[i]; sum != quota("K")[i] {
			t.Errorf("%s: the parts are %d together, want %d", p.Periods[i].Name, sum, quota("K")[i])
		}
	}
}

func TestQuotasAcrossAReorganisation(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return tx.script(`UPDATE programmes SET target = 90, ends = '2021-12-31';
UPDATE periods SET target = 30;
INSERT INTO periods (programme, name, starts, ends, target) VALUES ('hundra', '2021', '2021-01-01', '2021-12-31', 30);
`)
	})
	w.write(func(tx *Tx) error { return tx.WorkOutQuotas() })
	p := w.register().Programme("hundra")
	for _, unit := range w.register().Tree.Codes() {
		if q := w.register().Quota(p, unit); unit == "K" && !slices.Equal(q, []int{30, 30, 30}) || slices.Min(q) < 0 {
			t.Errorf("%s is to create %v", unit, q)
		}
	}
}
