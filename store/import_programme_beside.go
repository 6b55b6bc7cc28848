package store

import (
	"cmp"
	"slices"
)

// beside reads what figures are split by and read with: categories, events and estimates. What a file says nothing of at all stays as it is.
func (im *programmeImport) beside(top tomlTable) {
	for _, t := range top.tables("category") {
		im.category(t)
	}
	for _, t := range top.tables("event") {
		im.event(t)
	}
	for _, t := range top.tables("estimate") {
		im.estimate(t)
	}
	slices.SortStableFunc(im.p.Events, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.NameSV, b.NameSV)) })
	slices.SortStableFunc(im.p.Estimates, func(a, b Estimate) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Unit, b.Unit))
	})
}

func (im *programmeImport) category(t tomlTable) {
	t.only("name", "units")
	var c Category
	c.NameSV, c.NameEN = t.names("name")
	if t.values["units"] != nil {
		c.Units = t.texts("units")
	}
	for _, other := range im.p.Categories {
		if other.NameSV == c.NameSV {
			t.fail("name", "category_twice", Facts{"Value": c.NameSV})
		}
		if len(c.Units)+len(other.Units) == 0 {
			t.fail("units", "category_rest", Facts{"Value": other.NameSV})
		}
		for _, unit := range c.Units {
			if slices.Contains(other.Units, unit) {
				t.fail("units", "category_unit", Facts{"Value": brief(unit), "Other": other.NameSV})
			}
		}
	}
	slices.Sort(c.Units)
	if len(slices.Compact(slices.Clone(c.Units))) < len(c.Units) {
		t.fail("units", "category_unit", Facts{"Value": brief(c.Units[0]), "Other": c.NameSV})
	}
	im.p.Categories = append(im.p.Categories, c)
}

func (im *programmeImport) event(t tomlTable) {
	t.only("name", "start", "end")
	e := Event{Starts: t.day("start")}
	e.NameSV, e.NameEN = t.names("name")
	if t.values["end"] != nil {
		e.Ends = t.day("end")
	}
	t.inOrder("start", "end", e.Starts, e.Ends)
	for _, other := range im.p.Events {
		if other.NameSV == e.NameSV && other.Starts == e.Starts {
			t.fail("name", "event_twice", Facts{"Value": e.NameSV})
		}
	}
	im.p.Events = append(im.p.Events, e)
}

func (im *programmeImport) estimate(t tomlTable) {
	t.only("period", "unit", "on", "low", "high")
	e := Estimate{Period: t.text("period", true), Unit: t.text("unit", false), On: t.day("on")}
	if e.Unit == "" {
		e.Unit = im.p.Scope
	}
	if !slices.ContainsFunc(im.p.Periods, func(d Period) bool { return d.Name == e.Period }) && e.Period != "" {
		t.fail("period", "estimate_period", Facts{"Value": brief(e.Period)})
	}
	low, high := t.number("low"), t.number("high")
	if t.missing("low") || t.missing("high") || low == nil || high == nil {
		return
	}
	if e.Low, e.High = *low, *high; e.High < e.Low {
		t.fail("high", "estimate_order", Facts{"Value": e.High, "Low": e.Low})
	}
	for _, other := range im.p.Estimates {
		if other.Period == e.Period && other.Unit == e.Unit && other.On == e.On {
			t.fail("on", "estimate_twice", Facts{"Value": e.On, "Period": e.Period})
		}
	}
	im.p.Estimates = append(im.p.Estimates, e)
}

// checkBeside says which units there are none of.
func (im *programmeImport) checkBeside(tree *Tree) {
	unknown := func(t tomlTable, key, unit string) {
		if unit != "" && tree.Unit(unit) == nil {
			t.fail(key, "unit_unknown", Facts{"Value": brief(unit), "Nearest": nearest(unit, tree.Codes())})
		}
	}
	top := im.file.top()
	for i, t := range top.tables("category") {
		for _, unit := range im.p.Categories[i].Units {
			unknown(t, "units", unit)
		}
	}
	for _, t := range top.tables("estimate") {
		unit, _ := t.values["unit"].(string)
		unknown(t, "unit", unit)
	}
}

// keepBeside leaves what the file says nothing of.
func (im *programmeImport) keepBeside(old *Programme) {
	values := im.file.values
	if values["category"] == nil {
		im.p.Categories = old.Categories
	}
	if values["event"] == nil {
		im.p.Events = old.Events
	}
	if values["estimate"] == nil {
		im.p.Estimates = slices.DeleteFunc(slices.Clone(old.Estimates), func(e Estimate) bool { return im.p.Place(e.Period) < 0 })
	}
}
