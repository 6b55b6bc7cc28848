package handlers

import (
	"strings"

	"handslag/store"
)

// sheet is a table of an export. Every format is made of the same.
type sheet struct {
	id    string // its name is export.sheet_<id>
	heads []head
	rows  [][]any // texts, whole numbers, numbers, shares, days, and store.Shade where a number is not told; nil where there is none
}

// head is a column's: its text is export.head_<id>.
type head struct {
	id    string
	width float64 // in characters
}

// share is a part of 1.
type share float64

// sheets are the tables of figures. The slots, which may be many, and the definitions are not among them.
func (x *exporting) sheets() []sheet {
	return []sheet{x.headline(), x.periods(), x.units(), x.types()}
}

// headline is the figures of the whole scope, each with what it means.
func (x *exporting) headline() sheet {
	s := x.figures
	out := sheet{id: "summary", heads: []head{{"figure", 34}, {"value", 16}, {"meaning", 80}}}
	add := func(id string, value any) {
		out.rows = append(out.rows, []any{x.label("export.figure_"+id, nil), value, x.label("export.meaning_"+id, nil)})
	}
	add("as_of", s.AsOf)
	add("target", s.Target)
	add("net", s.Net)
	if s.Target > 0 {
		add("share", share(float64(s.Net)/float64(s.Target)))
	}
	add("gross", s.Gross)
	add("remaining", s.Remaining)
	add("filled", s.Filled)
	add("vacant", s.Vacant)
	add("persons", s.Persons)
	if f := s.Forecast; f != nil {
		add("status", x.label("export.status_"+f.Status, nil))
		add("needed", f.NeededPerWeek)
		add("pace", f.PacePerWeek)
		add("expected", f.ExpectedAtEnd)
		if f.ReachedOn != "" {
			add("reached_on", f.ReachedOn)
		}
	}
	if w := s.UnitsWithout; w.Of > 0 {
		add("without", w.Count)
		add("without_of", w.Of)
	}
	return out
}

func (x *exporting) periods() sheet {
	out := sheet{id: "periods", heads: []head{{"period", 16}, {"start", 13}, {"end", 13}, {"planned", 12}, {"target", 12}, {"created", 12}, {"share", 12},
		{"over", 12}, {"remaining", 12}, {"filled", 12}, {"vacant", 12}}}
	for _, p := range x.figures.Periods {
		out.rows = append(out.rows, []any{p.Name, p.Start, p.End, p.Planned, p.Target, p.Created, of(p.Created, p.Target), p.Over, p.Remaining, p.Filled, p.Vacant})
	}
	return out
}

// units are the parts of the scope; those of which something is masked come last, since their place would tell how many they have.
func (x *exporting) units() sheet {
	out := sheet{id: "units", heads: []head{{"code", 14}, {"unit", 46}, {"quota", 11}, {"created", 11}, {"share", 11}, {"remaining", 11}, {"filled", 11},
		{"vacant", 11}, {"headcount", 12}, {"per_hundred", 14}}}
	masked := store.Masked{}
	if x.Public {
		masked = x.figures.MaskUnits()
	}
	if masked.None {
		return out
	}
	var last [][]any
	for i, u := range x.figures.Units {
		row := []any{u.Code, u.Name, u.Quota, u.Created, of(u.Created, u.Quota), max(0, u.Quota-u.Created), u.Filled, u.Created - u.Filled, u.Headcount, perHundred(u)}
		if !x.Public || masked.Whole(i) {
			out.rows = append(out.rows, row)
			continue
		}
		row[3], row[6], row[7] = told(masked.Totals[i], u.Created), told(masked.Cells[i][0], u.Filled), told(masked.Cells[i][1], u.Created-u.Filled)
		if masked.Totals[i] != store.Shown {
			row[4], row[5], row[9] = store.Hidden, store.Hidden, store.Hidden
		}
		last = append(last, row)
	}
	sortByText(last, 1)
	out.rows = append(out.rows, last...)
	return out
}

func (x *exporting) types() sheet {
	out := sheet{id: "types", heads: []head{{"kind", 40}, {"created", 12}, {"filled", 12}, {"vacant", 12}}}
	masked := store.Masked{}
	if x.Public {
		masked = x.figures.MaskTypes(func(string) bool { return true })
	}
	if masked.None {
		return out
	}
	var last [][]any
	for i, k := range x.figures.Types {
		row := []any{x.kind(k.Kind), k.Created, k.Filled, k.Created - k.Filled}
		if !x.Public || masked.Whole(i) {
			out.rows = append(out.rows, row)
			continue
		}
		last = append(last, []any{row[0], told(masked.Totals[i], k.Created), told(masked.Cells[i][0], k.Filled), told(masked.Cells[i][1], k.Created-k.Filled)})
	}
	sortByText(last, 0)
	out.rows = append(out.rows, last...)
	return out
}

// definitions say what the words mean.
func (x *exporting) definitions() sheet {
	out := sheet{id: "definitions", heads: []head{{"term", 24}, {"meaning", 100}}}
	for _, term := range []string{"net", "gross", "filled", "vacant", "persons", "target", "remaining", "status", "without"} {
		out.rows = append(out.rows, []any{x.label("export.figure_"+term, nil), x.label("export.meaning_"+term, nil)})
	}
	kinds := make([]string, len(x.programme.Kinds))
	for i, k := range x.programme.Kinds {
		kinds[i] = x.kind(k)
	}
	out.rows = append(out.rows, []any{x.label("export.counts", nil), strings.Join(kinds, ", ")})
	if x.Public {
		out.rows = append(out.rows, []any{x.label("mask.small", nil), x.label("mask.note", nil)})
	}
	return out
}

// of is a part of a whole as a share; nil where there is no whole.
func of(part, whole int) any {
	if whole == 0 {
		return nil
	}
	return share(float64(part) / float64(whole))
}

func perHundred(u store.UnitStands) any {
	if u.Headcount == 0 {
		return nil
	}
	return float64(u.Created) * 100 / float64(u.Headcount)
}

// told is a number, or how it is masked.
func told(shade store.Shade, n int) any {
	if shade == store.Shown {
		return n
	}
	return shade
}
