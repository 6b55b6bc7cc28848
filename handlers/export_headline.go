package handlers

import (
	"slices"

	"handslag/store"
)

// guards say what is not told in what anybody may read; without Public everything is.
type guards struct {
	guard                  store.Headline
	guardUnits, guardTypes store.Masked
	guardCurve             []store.Shade // of the points
}

func (x *exporting) setGuards() error {
	s := x.figures
	if x.Public {
		x.guards = guards{s.MaskHeadline(), s.MaskUnits(), s.MaskTypes(x.reg.Sensitive, true), s.MaskCurve(x.curve)}
		return x.guardAbove()
	}
	x.guards = guards{guard: store.Headline{Pace: true, Periods: allTold(len(s.Periods), 3)}, guardUnits: allTold(len(s.Units), 2), guardTypes: allTold(len(s.Types), 2)}
	return nil
}

// guardAbove masks of a part what is masked of it where it stands among the others, up to the whole programme: told in a file of its own it would give
// a small group beside it away.
func (x *exporting) guardAbove() error {
	path := x.reg.Tree.Path(x.figures.Scope)
	for i := 0; i+1 < len(path) && path[i] != x.programme.Scope; i++ {
		s, err := x.tx.Stand(x.programme, store.Question{Unit: path[i+1], At: x.At, Today: x.Today})
		if err != nil {
			return err
		}
		if err := x.guardTypesAmong(s); err != nil {
			return err
		}
		mask := s.MaskUnits()
		row := slices.IndexFunc(s.Units, func(u store.UnitStands) bool { return u.Code == path[i] })
		if row < 0 || !mask.None && mask.Whole(row) {
			continue
		}
		g := &x.guards
		g.guard.Filled, g.guard.Vacant, g.guard.Persons = store.Hidden, store.Hidden, store.Hidden
		g.guardUnits.None, g.guardTypes.None, g.guard.Periods.None, g.guard.Pace = true, true, true, false
		if mask.None || mask.Totals[row] != store.Shown {
			for _, shade := range []*store.Shade{&g.guard.Net, &g.guard.Gross, &g.guard.Counted} {
				if *shade == store.Shown {
					*shade = store.Hidden
				}
			}
		}
	}
	return nil
}

// guardTypesAmong tells nothing of the kinds of a part where one of the parts beside it has few of a kind: they would add up to the kinds of the whole.
func (x *exporting) guardTypesAmong(above *store.Standing) error {
	for _, k := range above.Types {
		q := above.Question
		q.Kind = k.Kind
		s, err := x.tx.Stand(x.programme, q)
		if err != nil {
			return err
		}
		mask := s.MaskUnits()
		for row := range s.Units {
			x.guardTypes.None = x.guardTypes.None || mask.None || !mask.Whole(row)
		}
	}
	return nil
}

// allTold is a table of which everything is told.
func allTold(rows, columns int) store.Masked {
	m := store.Masked{Cells: make([][]store.Shade, rows), Totals: make([]store.Shade, rows)}
	for i := range m.Cells {
		m.Cells[i] = make([]store.Shade, columns)
	}
	return m
}

// headline is the figures of the whole scope, each with what it means.
func (x *exporting) headline() sheet {
	h := &headline{exporting: x, sheet: sheet{id: "summary", heads: []head{{"figure", 50}, {"value", 24}, {"meaning", 100}}}}
	h.counts()
	h.outlook()
	h.changes()
	h.flow()
	h.spread()
	h.estimates()
	h.quality()
	return h.sheet
}

type headline struct {
	*exporting
	sheet sheet
}

func (h *headline) add(id string, value any) { h.with(id, nil, value) }

// on is a figure that has to do with another day.
func (h *headline) on(id string, day store.Date, value any) {
	h.with(id, Facts{"Date": h.long(day)}, value)
}

func (h *headline) with(id string, facts Facts, value any) {
	h.sheet.rows = append(h.sheet.rows, []any{h.label("export.figure_"+id, facts), value, h.label("export.meaning_"+id, facts)})
}

func (h *headline) counts() {
	s, g := h.figures, h.guard
	h.add("as_of", s.AsOf)
	h.add("target", s.Target)
	h.add("net", told(g.Net, s.Net))
	if s.Target > 0 {
		h.add("share", toldOf(g.Counted, of(s.Counted, s.Target)))
	}
	h.add("gross", told(g.Gross, s.Gross))
	h.add("remaining", toldOf(g.Counted, s.Remaining))
	h.add("filled", told(g.Filled, s.Filled))
	h.add("vacant", told(g.Vacant, s.Vacant))
	h.add("persons", told(g.Persons, s.Persons))
}

// outlook is the forecast, the verdict, and what the programme leader says.
func (h *headline) outlook() {
	s := h.figures
	if f := s.Forecast; f != nil {
		h.add("status", h.label("export.status_"+f.Status, nil))
		h.add("verdict", h.label("statement."+s.Verdict, nil))
		if h.paced() {
			h.paces(f)
		}
	}
	if said := s.Statement; said != nil {
		h.add("said_on", said.On)
		h.add("said", h.label("statement."+said.Verdict, nil))
		h.add("said_text", said.Text)
		h.add("agrees", h.yes(said.Agrees))
	}
}

// paced tells whether the pace and what it leads to is told.
func (x *exporting) paced() bool { return x.guard.Pace && x.guard.Counted == store.Shown }

func (h *headline) paces(f *store.Forecast) {
	h.add("needed", f.NeededPerWeek)
	h.add("pace", f.PacePerWeek)
	h.add("expected", f.ExpectedAtEnd)
	if l := f.Likely; l != nil {
		h.add("low", l.Low)
		h.add("high", l.High)
	}
	if f.ReachedOn != "" {
		h.add("reached_on", f.ReachedOn)
	}
	if l := f.Likely; l != nil && l.From != "" {
		h.add("reached_from", l.From)
		if l.To != "" {
			h.add("reached_to", l.To)
		}
	}
	h.add("workdays", f.WorkdaysLeft)
}

// changes are small as a rule, so that nobody but who may see everything is told them.
func (h *headline) changes() {
	if h.Public {
		return
	}
	h.since("week", h.figures.Week)
	h.since("report", h.figures.Report)
}

func (h *headline) since(id string, since *store.Since) {
	if since != nil {
		h.on(id+"_created", since.On, since.Created)
		h.on(id+"_filled", since.On, since.Taken)
		h.on(id+"_vacant", since.On, since.Free)
	}
}

func (h *headline) flow() {
	if f := h.figures.Flow; !h.Public {
		h.on("starts", f.Until, f.Starts)
		h.on("ends", f.Until, f.Ends)
		h.add("overdue", f.Overdue)
		h.add("long_vacant", f.LongVacant)
	}
}

// spread is how what is created is spread over the organisation.
func (h *headline) spread() {
	s := h.figures
	if w := s.UnitsWithout; w.Of > 0 {
		id := "without"
		if w.Level != "verksamhet" {
			id += "_parts"
		}
		h.add(id, w.Count)
		h.add(id+"_of", w.Of)
	}
	c := s.Concentration
	if c == nil {
		return
	}
	for i := range c.Parts {
		if h.guardUnits.None || !h.guardUnits.Whole(i) {
			return
		}
	}
	h.with("largest", Facts{"N": c.Parts}, c.Created)
	h.with("largest_share", Facts{"N": c.Parts}, of(c.Created, s.Counted))
}

func (h *headline) quality() {
	if q := h.figures.Quality; !h.Public {
		h.add("outside_periods", q.OutsidePeriods)
		h.add("outside_programme", q.OutsideProgramme)
	}
}

func (x *exporting) yes(is bool) string {
	if is {
		return x.label("export.yes", nil)
	}
	return x.label("export.no", nil)
}

// toldOf is a value that would give away a count; nothing where that is masked.
func toldOf(shade store.Shade, value any) any {
	if shade == store.Shown {
		return value
	}
	return store.Hidden
}
