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

// share is a part of a whole, which is not 0. It is rounded once, when it is written: 117 of 4 417 is 2.6 %, and 2.65 % on the way would make it 2.7 %.
type share struct{ part, whole int }

func (s share) value() float64 { return float64(s.part) / float64(s.whole) }

// sheets are the tables of figures. The slots, which may be many, and the definitions are not among them.
func (x *exporting) sheets() []sheet {
	out := []sheet{x.headline(), x.periods(), x.growth(), x.units(), x.types()}
	if len(x.figures.Categories) > 0 {
		out = append(out, x.categories())
	}
	if len(x.figures.Events) > 0 {
		out = append(out, x.events())
	}
	return out
}

// periods tell of each period. Where one's created is masked, the targets after it are too: what is carried over gives it away.
func (x *exporting) periods() sheet {
	out := sheet{id: "periods", heads: []head{{"period", 16}, {"start", 13}, {"end", 13}, {"planned", 12}, {"target", 12}, {"created", 12}, {"share", 12},
		{"over", 12}, {"remaining", 12}, {"filled", 12}, {"vacant", 12}}}
	if x.guard.Periods.None {
		return out
	}
	for i, p := range x.figures.Periods {
		row := []any{p.Name, p.Start, p.End, p.Planned, p.Target, p.Created, of(p.Created, p.Target), p.Over, p.Remaining, p.Filled, p.Vacant}
		m := x.guard.Periods
		row[9], row[10] = told(m.Cells[i][0], p.Filled), told(m.Cells[i][1], p.Vacant)
		if !x.periodTold(i) {
			row[5], row[6], row[7], row[8] = told(m.Totals[i], p.Created), store.Hidden, store.Hidden, store.Hidden
			if i > 0 && !x.periodTold(i-1) {
				row[4] = store.Hidden
			}
		}
		out.rows = append(out.rows, row)
	}
	return out
}

// periodTold tells whether what is created in a period is told, and in those before it.
func (x *exporting) periodTold(i int) bool {
	for ; i >= 0; i-- {
		if x.guard.Periods.Totals[i] != store.Shown {
			return false
		}
	}
	return !x.guard.Periods.None
}

// growth is how what is created has grown and is expected to, against the plan: the very points of the chart.
func (x *exporting) growth() sheet {
	out := sheet{id: "growth", heads: []head{{"day", 16}, {"created", 12}, {"expected", 12}, {"plan", 12}, {"label", 16}}}
	if x.guard.Counted != store.Shown || !x.guard.Pace {
		return out
	}
	for i, p := range x.curve {
		row := []any{p.On, nil, nil, p.Plan, x.pointName(x.curve, i, x.figures.Events)}
		switch {
		case !p.Known:
			row[2] = p.Created
		case x.Public:
			row[1] = told(x.guardCurve[i], p.Created)
		default:
			row[1] = p.Created
		}
		if p.On == x.At && x.figures.Forecast != nil {
			row[2] = row[1] // where the line of what is expected begins
		}
		out.rows = append(out.rows, row)
	}
	return out
}

// units are the parts of the scope; those of which something is masked come last, since their place would tell how many they have.
func (x *exporting) units() sheet {
	out := sheet{id: "units", heads: []head{{"code", 14}, {"unit", 46}, {"quota", 11}, {"created", 11}, {"share", 11}, {"remaining", 11}, {"filled", 11},
		{"vacant", 11}, {"headcount", 12}, {"per_hundred", 14}}}
	if !x.Public {
		out.heads = append(out.heads, head{"rank", 9}, head{"week", 14}, head{"closed", 13})
	}
	masked := x.guardUnits
	if masked.None {
		return out
	}
	var last [][]any
	for i, u := range x.figures.Units {
		if !x.counting(x.figures, u) {
			continue
		}
		row := []any{u.Code, u.Name, u.Quota, u.Counted, of(u.Counted, u.Quota), max(0, u.Quota-u.Counted), u.Filled, u.Vacant, u.Headcount, perHundred(u)}
		if !x.Public {
			row = append(row, u.Rank, u.Week, u.Closed)
		}
		if !x.Public || masked.Whole(i) {
			out.rows = append(out.rows, row)
			continue
		}
		row[3], row[6], row[7] = told(masked.Totals[i], u.Counted), told(masked.Cells[i][0], u.Filled), told(masked.Cells[i][1], u.Vacant)
		if masked.Totals[i] != store.Shown {
			row[4], row[5], row[9] = store.Hidden, store.Hidden, store.Hidden
		}
		last = append(last, row)
	}
	sortByText(last, 1)
	out.rows = append(out.rows, last...)
	if own := x.figures.Direct(); !x.Public && (own.Counted != 0 || own.Filled != 0) {
		name := x.label("summary.direct", Facts{"Unit": x.reg.Tree.Name(x.figures.Scope)})
		out.rows = append(out.rows, []any{"", name, nil, own.Counted, nil, nil, own.Filled, own.Vacant, nil, nil, nil, nil, nil})
	}
	return out
}

func (x *exporting) types() sheet {
	out := sheet{id: "types", heads: []head{{"kind", 40}, {"created", 12}, {"filled", 12}, {"vacant", 12}}}
	masked := x.guardTypes
	if masked.None {
		return out
	}
	var last [][]any
	for i, k := range x.figures.Types {
		row := []any{x.kind(k.Kind), k.Counted, k.Filled, k.Vacant}
		if !x.Public || masked.Whole(i) {
			out.rows = append(out.rows, row)
			continue
		}
		last = append(last, []any{row[0], told(masked.Totals[i], k.Counted), told(masked.Cells[i][0], k.Filled), told(masked.Cells[i][1], k.Vacant)})
	}
	sortByText(last, 0)
	out.rows = append(out.rows, last...)
	return out
}

// definitions say what the words mean.
func (x *exporting) definitions() sheet {
	out := x.terms("net", "gross", "filled", "vacant", "persons", "target", "remaining", "status", "verdict", "low", "without")
	out.rows = append(out.rows, []any{x.label("export.data", nil), x.label("summary.quality", Facts{"Date": x.long(x.At)}) + " " + x.label("export.made", Facts{"Date": x.long(x.tx.Today())})})
	return out
}

// terms say what some words mean, which kinds count, and how small groups are told.
func (x *exporting) terms(terms ...string) sheet {
	out := sheet{id: "definitions", heads: []head{{"term", 24}, {"meaning", 100}}}
	for _, term := range terms {
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
	return share{part, whole}
}

func perHundred(u store.UnitStands) any {
	if u.Headcount == 0 {
		return nil
	}
	return float64(u.Counted) * 100 / float64(u.Headcount)
}

// told is a number, or how it is masked.
func told(shade store.Shade, n int) any {
	if shade == store.Shown {
		return n
	}
	return shade
}
