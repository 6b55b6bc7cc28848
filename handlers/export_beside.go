package handlers

import (
	"slices"

	"handslag/store"
)

// categories are what each category has. In what anybody may read one is told where it is a sum of parts that are told, or what is left beside such:
// it gives nothing away then.
func (x *exporting) categories() sheet {
	out := sheet{id: "categories", heads: []head{{"category", 40}, {"created", 12}, {"share", 12}, {"filled", 12}, {"vacant", 12}}}
	var untold []int
	for i, c := range x.figures.Categories {
		if x.Public && !x.sumOfParts(c) {
			untold = append(untold, i)
		}
	}
	whole := x.guard.Net == store.Shown && x.guard.Filled == store.Shown
	for i, c := range x.figures.Categories {
		if !slices.Contains(untold, i) || len(untold) == 1 && whole && x.isRest(c) {
			out.rows = append(out.rows, []any{x.category(x.programme, c), c.Counted, of(c.Counted, x.figures.Counted), c.Filled, c.Vacant})
		}
	}
	return out
}

func (x *exporting) isRest(c store.CategoryStands) bool {
	return c.Place < 0 || len(x.programme.Categories[c.Place].Units) == 0
}

// sumOfParts tells whether a category is some of the parts, and each of them is told.
func (x *exporting) sumOfParts(c store.CategoryStands) bool {
	if x.isRest(c) || x.guardUnits.None {
		return false
	}
	for _, unit := range x.programme.Categories[c.Place].Units {
		row := slices.IndexFunc(x.figures.Units, func(u store.UnitStands) bool { return u.Code == unit })
		if row < 0 || !x.guardUnits.Whole(row) {
			return false
		}
		for _, other := range x.programme.Categories {
			if slices.ContainsFunc(other.Units, func(u string) bool { return u != unit && x.reg.Tree.Within(u, unit) }) {
				return false
			}
		}
	}
	return true
}

// events are what happened outside.
func (x *exporting) events() sheet {
	out := sheet{id: "events", heads: []head{{"event", 40}, {"start", 13}, {"end", 13}}}
	for _, e := range x.figures.Events {
		var end any = e.End
		if e.End == "" {
			end = x.label("export.ongoing", nil)
		}
		out.rows = append(out.rows, []any{capital(e.Event.Name(x.lang)), e.Start, end})
	}
	return out
}

// estimates are what was told of filled slots beside those that are written down.
func (h *headline) estimates() {
	for _, d := range h.figures.Periods {
		e := d.Estimate
		if e == nil || h.Public && (store.SmallOf(e.Low) != store.Shown || store.SmallOf(e.High) != store.Shown) {
			continue
		}
		facts := Facts{"Period": d.Name, "Date": h.long(e.On)}
		h.with("estimate_low", facts, e.Low)
		h.with("estimate_high", facts, e.High)
	}
}
