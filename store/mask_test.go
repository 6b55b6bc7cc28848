package store

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMask(t *testing.T) {
	for name, c := range map[string]struct {
		rows      [][]int
		protected []bool
		want      string
	}{
		"nothing small":                {[][]int{{7, 9}, {12, 5}}, []bool{true, true}, "[[0 0] [0 0]] [0 0] false"},
		"small and not protected":      {[][]int{{2, 9}, {12, 5}}, []bool{false, false}, "[[0 0] [0 0]] [0 0] false"},
		"with its complement":          {[][]int{{3, 9}, {20, 8}, {40, 30}}, []bool{true, false, false}, "[[1 2] [2 2] [0 0]] [0 0 0] false"},
		"two hide each other":          {[][]int{{3, 2}, {2, 3}, {40, 30}}, []bool{true, true, true}, "[[1 1] [1 1] [0 0]] [0 0 0] false"},
		"a total that gives it away":   {[][]int{{1, 0}, {1, 9}, {30, 20}}, []bool{true, true, true}, "[[1 0] [1 2] [2 2]] [1 0 2] false"},
		"nothing is told":              {[][]int{{0, 0}, {9, 9}}, []bool{true, true}, "[[0 0] [0 0]] [0 0] false"},
		"alone, the total gives it":    {[][]int{{3, 9}}, []bool{true}, "[[1 2]] [2] true"},
		"the limits give it away":      {[][]int{{1, 0}, {1, 0}, {30, 20}}, []bool{true, true, true}, "[[1 0] [1 0] [2 0]] [1 1 2] false"},
		"an empty table has no secret": {nil, nil, "[] [] false"},
	} {
		t.Run(name, func(t *testing.T) {
			m := Mask(c.rows, c.protected)
			if got := fmt.Sprint(m.Cells, m.Totals, m.None); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestMaskCannotBeWorkedOut tries every table that agrees with what is told: each masked cell and total is not the same in all of them.
func TestMaskCannotBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := make([][]int, rapid.IntRange(1, 4).Draw(t, "rows"))
		protected, untold := make([]bool, len(rows)), make([]bool, len(rows))
		for i := range rows {
			rows[i] = []int{rapid.IntRange(0, 9).Draw(t, "filled"), rapid.IntRange(0, 9).Draw(t, "vacant")}
			protected[i] = rapid.Bool().Draw(t, "protected")
			untold[i] = rapid.IntRange(0, 3).Draw(t, "untold") == 0
		}
		m := maskUntold(rows, protected, untold)
		for i, row := range rows {
			for j, n := range row {
				if protected[i] && few(n) && m.Cells[i][j] != Small {
					t.Fatalf("a protected %d is told", n)
				}
				if untold[i] && n > 0 && m.Cells[i][j] == Shown {
					t.Fatalf("%d of a row that is not told is told", n)
				}
			}
		}
		if m.None {
			return
		}
		r := reader{rows: rows, m: m, seen: map[string]map[int]bool{}}
		r.left = []int{0, 0}
		for _, row := range rows {
			r.left[0], r.left[1] = r.left[0]+row[0], r.left[1]+row[1]
		}
		r.try(0, nil)
		for cell, values := range r.seen {
			if len(values) == 1 {
				t.Fatalf("%s can be worked out: %v of %v is masked as %v", cell, values, rows, m)
			}
		}
	})
}

// reader is somebody who works out what the masked cells can be.
type reader struct {
	rows [][]int
	m    Masked
	left []int // of the columns' totals
	seen map[string]map[int]bool
}

func (r *reader) try(i int, table [][2]int) {
	if i == len(r.rows) {
		if r.left[0] == 0 && r.left[1] == 0 {
			for i, row := range table {
				r.note(r.m.Cells[i][0], fmt.Sprint("filled ", i), row[0])
				r.note(r.m.Cells[i][1], fmt.Sprint("vacant ", i), row[1])
				r.note(r.m.Totals[i], fmt.Sprint("created ", i), row[0]+row[1])
			}
		}
		return
	}
	for a := 0; a <= r.left[0]; a++ {
		for b := 0; b <= r.left[1]; b++ {
			if agrees(a, r.rows[i][0], r.m.Cells[i][0]) && agrees(b, r.rows[i][1], r.m.Cells[i][1]) && agrees(a+b, sum(r.rows[i]), r.m.Totals[i]) {
				r.left[0], r.left[1] = r.left[0]-a, r.left[1]-b
				r.try(i+1, append(table, [2]int{a, b}))
				r.left[0], r.left[1] = r.left[0]+a, r.left[1]+b
			}
		}
	}
}

func (r *reader) note(shade Shade, cell string, n int) {
	if shade == Shown {
		return
	}
	if r.seen[cell] == nil {
		r.seen[cell] = map[int]bool{}
	}
	r.seen[cell][n] = true
}

func agrees(n, is int, shade Shade) bool {
	switch shade {
	case Small:
		return 1 <= n && n <= 4
	case Hidden:
		return n >= 5
	}
	return n == is
}

// TestMaskHeadline masks the counts of a whole, and what they could be worked out of.
func TestMaskHeadline(t *testing.T) {
	period := func(created, filled int) PeriodStands {
		return PeriodStands{Start: "2020-01-01", End: "2020-12-31", Created: created, Filled: filled, Vacant: created - filled}
	}
	for name, c := range map[string]struct {
		s    Standing
		want string // net, gross, filled, vacant, persons, counted, pace
	}{
		"nothing small":              {Standing{Net: 20, Counted: 20, Gross: 30, Filled: 10, Vacant: 10, Persons: 40, Periods: []PeriodStands{period(20, 10)}}, "[0 0 0 0 0 0 true]"},
		"nothing at all":             {Standing{Periods: []PeriodStands{period(0, 0)}}, "[0 0 0 0 0 0 true]"},
		"few in all":                 {Standing{Net: 3, Counted: 3, Gross: 3, Filled: 3, Persons: 3, Periods: []PeriodStands{period(3, 3)}}, "[1 1 2 2 1 1 false]"},
		"few filled hide the vacant": {Standing{Net: 20, Counted: 20, Gross: 20, Filled: 2, Vacant: 18, Persons: 9, Periods: []PeriodStands{period(20, 2)}}, "[0 0 2 2 0 0 false]"},
		"few given back":             {Standing{Net: 20, Counted: 20, Gross: 22, Filled: 10, Vacant: 10, Persons: 10, Periods: []PeriodStands{period(20, 10)}}, "[0 2 0 0 0 0 true]"},
		"few have ended":             {Standing{Net: 20, Counted: 20, Gross: 20, Filled: 10, Vacant: 10, Persons: 12, Periods: []PeriodStands{period(20, 10)}}, "[0 0 0 0 2 0 true]"},
		"few outside the periods":    {Standing{Net: 20, Counted: 20, Gross: 20, Filled: 10, Vacant: 10, Persons: 10, Periods: []PeriodStands{period(17, 10)}}, "[0 0 0 0 0 0 false]"},
		"few toward a gross target":  {Standing{Net: 0, Counted: 4, Gross: 4, Persons: 9, Periods: []PeriodStands{period(4, 0)}}, "[0 1 0 0 0 1 false]"},
	} {
		c.s.AsOf = "2020-06-25"
		h := c.s.MaskHeadline()
		if got := fmt.Sprint([]any{h.Net, h.Gross, h.Filled, h.Vacant, h.Persons, h.Counted, h.Pace}); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestMaskUnitsBesideParts holds that what a scope has beside its parts can't be worked out of the whole and the parts.
func TestMaskUnitsBesideParts(t *testing.T) {
	of := func(direct int) Standing {
		return Standing{Net: 30 + direct, Counted: 30 + direct, Filled: 15, Vacant: 15 + direct,
			Units: []UnitStands{{Code: "A", Created: 20, Counted: 20, Filled: 10, Vacant: 10}, {Code: "B", Created: 10, Counted: 10, Filled: 5, Vacant: 5}}}
	}
	for direct, want := range map[int]string{0: "[[0 0 0] [0 0 0]] [0 0] false", 3: "[[0 0 0] [0 2 0]] [0 2] false", 8: "[[0 0 0] [0 0 0]] [0 0] false"} {
		s := of(direct)
		m := s.MaskUnits()
		if got := fmt.Sprint(m.Cells, m.Totals, m.None); got != want {
			t.Errorf("%d beside the parts: %s, want %s", direct, got, want)
		}
	}
}

// TestCurveHasNoSmallSteps holds that nobody can subtract their way to a small group along a curve, and that nothing is masked for no reason.
func TestCurveHasNoSmallSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []CurvePoint
		n := 0
		for range rapid.IntRange(1, 12).Draw(t, "points") {
			n = max(0, n+rapid.IntRange(-3, 12).Draw(t, "step"))
			points = append(points, CurvePoint{Created: n, Known: true})
		}
		first := rapid.IntRange(0, n).Draw(t, "created in the first period")
		s := &Standing{Counted: n, Periods: []PeriodStands{{Created: first}, {Created: n - first}}}
		told := []int{0, n, first}
		shades := s.MaskCurve(points)
		for i, p := range points {
			if shades[i] == Shown {
				told = append(told, p.Created)
			}
		}
		for i, a := range told {
			for _, b := range told[:i] {
				if i > 2 && few(max(a-b, b-a)) {
					t.Fatalf("%d and %d are both told: %v of %v", a, b, shades, points)
				}
			}
		}
		for i, p := range points {
			if shades[i] != Shown && !slices.ContainsFunc(told, func(n int) bool { return few(max(p.Created-n, n-p.Created)) }) {
				t.Fatalf("%d could be told: %v of %v", p.Created, shades, points)
			}
		}
	})
}
