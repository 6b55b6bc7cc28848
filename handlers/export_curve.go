package handlers

import (
	"fmt"
	"strings"

	"handslag/store"
)

// The drawing of a report, in its own units.
const (
	curveWidth  = 320.0
	curveHeight = 170.0
	curveLeft   = 30.0
	curveRight  = 8.0
	curveTop    = 8.0
	curveBottom = 22.0
)

// drawing is the growth as a picture; the same figures stand in a table below it.
type drawing struct {
	Title, Text               string
	Created, Expected, Plan   string // points, as SVG takes them
	Across, Along             []mark
	Events                    []mark // where one began, with how its name stands
	NameCreated, NameExpected string
	NamePlan                  string
	Table                     reportTable
}

// mark is a number or a day at the edge.
type mark struct {
	At     float64
	Text   string
	Anchor string
}

// drawing draws the growth; nil where too little may be told.
func (x *exporting) drawing() *drawing {
	var known []store.CurvePoint
	for i, row := range x.growth().rows {
		if _, masked := row[1].(store.Shade); !masked {
			known = append(known, x.curve[i])
		}
	}
	if len(known) < 2 {
		return nil
	}
	d := &drawing{Title: x.label("chart.growth_title", Facts{"Date": x.long(x.At)}), Text: x.label("export.curve_text", nil), NameCreated: x.head("created"),
		NameExpected: x.head("expected"), NamePlan: x.head("plan"), Table: x.curveTable(known)}
	first, last, top := known[0].On, known[len(known)-1].On, 1
	for _, p := range known {
		top = max(top, p.Created, p.Plan)
	}
	step := stepOf(top)
	top = (top + step - 1) / step * step
	across := func(on store.Date) float64 {
		return curveLeft + (curveWidth-curveLeft-curveRight)*float64(first.DaysUntil(on))/float64(first.DaysUntil(last))
	}
	up := func(n int) float64 {
		return curveHeight - curveBottom - (curveHeight-curveTop-curveBottom)*float64(n)/float64(top)
	}
	var created, expected, plan []string
	for i, p := range known {
		point := fmt.Sprintf("%.1f,%.1f", across(p.On), up(p.Created))
		if p.Known {
			created = append(created, point)
		} else {
			if len(expected) == 0 && i > 0 {
				expected = append(expected, created[len(created)-1])
			}
			expected = append(expected, point)
		}
		plan = append(plan, fmt.Sprintf("%.1f,%.1f", across(p.On), up(p.Plan)))
	}
	d.Created, d.Expected, d.Plan = strings.Join(created, " "), strings.Join(expected, " "), strings.Join(plan, " ")
	for n := 0; n <= top; n += step {
		d.Across = append(d.Across, mark{At: up(n), Text: x.whole(n)})
	}
	for _, p := range []store.CurvePoint{known[0], known[len(known)/2], known[len(known)-1]} {
		d.Along = append(d.Along, mark{At: across(p.On), Text: strings.TrimPrefix(x.chartDay(p), "≈ ")})
	}
	for _, e := range x.figures.Events {
		if e.Start < first || e.Start > last {
			continue
		}
		m := mark{At: across(e.Start), Text: capital(e.Event.Name(x.lang)), Anchor: "end"} // to the left the curve is low
		if m.At < curveWidth/3 {
			m.Anchor = "start"
		}
		d.Events = append(d.Events, m)
	}
	return d
}

// stepOf is a round step that divides what is to be drawn in seven at most.
func stepOf(top int) int {
	for step := 1; ; step *= 10 {
		for _, n := range []int{1, 2, 5} {
			if n*step*7 >= top {
				return n * step
			}
		}
	}
}

// curveTable has a column for each point.
func (x *exporting) curveTable(points []store.CurvePoint) reportTable {
	out := reportTable{Caption: x.label("chart.growth_title", Facts{"Date": x.long(x.At)}), Heads: []string{x.head("day")}, Rows: [][]string{{x.head("created")}, {x.head("plan")}}}
	for _, p := range points {
		out.Heads = append(out.Heads, x.chartDay(p))
		out.Rows[0] = append(out.Rows[0], x.whole(p.Created))
		out.Rows[1] = append(out.Rows[1], x.whole(p.Plan))
	}
	return out
}
