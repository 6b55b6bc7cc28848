package store

import (
	"math"
	"slices"
)

// Shade is how a cell of a table is told.
type Shade int8

// The shades.
const (
	Shown  Shade = iota
	Small        // 1 to 4
	Hidden       // 5 or more: a Small one could be worked out of it
)

// smallest is the least count of a group that is told where small groups are not, as is usual in Swedish public statistics.
const smallest = 5

// Masked says how each cell of a table and each row's total is told.
type Masked struct {
	Cells  [][]Shade
	Totals []Shade
	None   bool // nothing of the table is told: the totals of the columns give it away however much is masked
}

// Mask says which cells of a table of counts are not told, so that nobody can work out a small one. A row's cells add up to its total, and the
// totals of the columns are told. In a protected row 1 to 4 is Small; what would give it away, there or in other rows, is masked too. Rows are of one length. That there
// is nothing is told. Who reads the table knows all this: every masked cell can still be at least two numbers.
func Mask(rows [][]int, protected []bool) Masked {
	return maskUntold(rows, protected, make([]bool, len(rows)))
}

// maskUntold is Mask where of some rows nothing is told at all, however much there is; nor what it could be worked out of.
func maskUntold(rows [][]int, protected, untold []bool) Masked {
	m := Masked{Cells: make([][]Shade, len(rows)), Totals: make([]Shade, len(rows))}
	for i, row := range rows {
		m.Cells[i] = make([]Shade, len(row))
		if untold[i] || protected[i] && (few(sum(row)) || anyFew(row)) {
			m.maskRow(rows, i)
		}
	}
	for m.givenAway(rows, untold) {
		next := m.leastShown(rows)
		if next < 0 {
			m.None = true
			return m
		}
		m.maskRow(rows, next)
	}
	m.showTotals(rows, untold)
	m.showFixed(rows, untold)
	return m
}

// showTotals tells the totals that give no secret away: what a part has created stands, though not how much of it is filled.
func (m *Masked) showTotals(rows [][]int, untold []bool) {
	for i := range rows {
		if m.Totals[i] != Hidden || untold[i] {
			continue
		}
		if m.Totals[i] = Shown; m.givenAway(rows, untold) {
			m.Totals[i] = Hidden
		}
	}
}

func few(n int) bool { return n > 0 && n < smallest }

func anyFew(row []int) bool {
	for _, n := range row {
		if few(n) {
			return true
		}
	}
	return false
}

func (m *Masked) maskRow(rows [][]int, i int) {
	for j, n := range rows[i] {
		m.Cells[i][j] = shadeOf(n)
	}
	m.Totals[i] = shadeOf(sum(rows[i]))
}

func shadeOf(n int) Shade {
	switch {
	case n >= smallest:
		return Hidden
	case few(n):
		return Small
	}
	return Shown
}

// leastShown is the row with the least in it that is told whole; -1 where there is none.
func (m *Masked) leastShown(rows [][]int) int {
	least := -1
	for i, row := range rows {
		if n := sum(row); m.Totals[i] == Shown && n > 0 && (least < 0 || n < sum(rows[least])) {
			least = i
		}
	}
	return least
}

// stretch is what a reader knows of a cell: from where to where in the table's sums it stands, and what it can be.
type stretch struct {
	from, to           int // nodes: 0 the table, then the rows, then the columns
	count, least, most int
}

// givenAway tells whether some small cell can be one number only, or one of a row that is not told.
func (m *Masked) givenAway(rows [][]int, untold []bool) bool {
	stretches := m.stretches(rows)
	for i, s := range stretches {
		secret := s.most == smallest-1 || s.large() && untold[rowOf(rows, i)]
		if secret && s.fixed(stretches, i) {
			return true
		}
	}
	return false
}

// large tells whether it is a cell of a table that is Hidden.
func (s stretch) large() bool { return s.least == smallest && s.most == math.MaxInt }

// rowOf is the row that a stretch of the cells and totals is in.
func rowOf(rows [][]int, number int) int { return number / (len(rows[0]) + 1) }

// showFixed tells the larger ones that can be worked out all the same.
func (m *Masked) showFixed(rows [][]int, untold []bool) {
	stretches := m.stretches(rows)
	for i, s := range stretches {
		if !s.large() || untold[rowOf(rows, i)] || !s.fixed(stretches, i) {
			continue
		}
		if row, column := rowOf(rows, i), i%(len(rows[0])+1); column == 0 {
			m.Totals[row] = Shown
		} else {
			m.Cells[row][column-1] = Shown
		}
	}
}

func (m *Masked) stretches(rows [][]int) []stretch {
	var out []stretch
	columns := 0
	for i, row := range rows {
		out = append(out, known(0, 1+i, sum(row), m.Totals[i]))
		for j, n := range row {
			out = append(out, known(1+i, 1+len(rows)+j, n, m.Cells[i][j]))
		}
		columns = max(columns, len(row))
	}
	for j := range columns {
		out = append(out, stretch{from: 1 + len(rows) + j, to: 0}) // what a column adds up to is told
	}
	return out
}

func known(from, to, count int, shade Shade) stretch {
	switch shade {
	case Small:
		return stretch{from, to, count, 1, smallest - 1}
	case Hidden:
		return stretch{from, to, count, smallest, math.MaxInt}
	}
	return stretch{from, to, count, count, count}
}

// fixed tells whether the stretch with a number can be but what it is. The sums of a table are those of a flow from the table through its rows and
// columns and back: a cell can be another number if there is a way round along which every cell can give or take one.
func (s stretch) fixed(all []stretch, number int) bool {
	return !(s.count < s.most && reaches(all, number, s.to, s.from)) && !(s.count > s.least && reaches(all, number, s.from, s.to))
}

// reaches tells whether one can be carried from a node to another by cells that can be more, or less, than they are; not by the one left out.
func reaches(stretches []stretch, leftOut, from, to int) bool {
	seen := map[int]bool{from: true}
	for todo := []int{from}; len(todo) > 0; {
		at := todo[0]
		todo = todo[1:]
		if at == to {
			return true
		}
		for i, s := range stretches {
			next := -1
			switch {
			case i == leftOut:
			case s.from == at && s.count < s.most:
				next = s.to
			case s.to == at && s.count > s.least:
				next = s.from
			}
			if next >= 0 && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}

// MaskUnits masks the filled, the vacant and the given back that count of each unit; Totals are the created that count. What the scope has beside its parts is no row of the table, but is
// what is left of the whole when they are taken away, and is masked with them.
func (s *Standing) MaskUnits() Masked {
	rows := make([][]int, 0, len(s.Units)+1)
	for _, u := range append(slices.Clone(s.Units), s.Direct()) {
		rows = append(rows, []int{u.Filled, u.Vacant, u.Counted - u.Filled - u.Vacant})
	}
	m := Mask(rows, slices.Repeat([]bool{true}, len(rows)))
	m.Cells, m.Totals = m.Cells[:len(s.Units)], m.Totals[:len(s.Units)]
	return m
}

// MaskTypes masks the filled, the vacant and the given back that count of each kind; Totals are the created that count. Of kinds that say something of a person's health nothing is told;
// small groups of the others are masked too where all are protected.
func (s *Standing) MaskTypes(sensitive func(kind string) bool, all bool) Masked {
	rows := make([][]int, len(s.Types))
	protected, untold := make([]bool, len(rows)), make([]bool, len(rows))
	for i, k := range s.Types {
		rows[i], protected[i], untold[i] = []int{k.Filled, k.Vacant, k.Counted - k.Filled - k.Vacant}, all, sensitive(k.Kind)
	}
	return maskUntold(rows, protected, untold)
}

// Sensitive tells whether a kind says something of a person's health.
func (r *Register) Sensitive(kind string) bool {
	for _, k := range r.Kinds {
		if k.Name == kind && k.Sensitive {
			return true
		}
	}
	return false
}

// Whole tells whether a row is told with nothing masked.
func (m *Masked) Whole(row int) bool {
	return m.Totals[row] == Shown && !slices.ContainsFunc(m.Cells[row], func(s Shade) bool { return s != Shown })
}
