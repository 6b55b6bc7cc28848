package handlers

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"io"

	"handslag/store"
)

//go:embed export_report.html
var reportPage string

// mostParts are shown in a report, so that it has room on a page.
const mostParts = 14

// reportTable is a table as the page has it.
type reportTable struct {
	Caption string
	Heads   []string
	Rows    [][]string // the first cell of a row is its heading
	More    string     // what is not shown
}

// report writes a page to print, as it stands in interim accounts. Whoever reads those may be anybody: small groups are masked.
func (x *exporting) report(w io.Writer) error {
	page, err := template.New("report").Parse(reportPage)
	if err != nil {
		return err
	}
	var categories *reportTable
	if s := x.categories(); len(s.rows) > 0 {
		t := x.table(s, "category", "created", "share", "filled", "vacant")
		categories = &t
		if len(s.rows) == len(x.figures.Categories) {
			t.More = x.rounded(x.figures)
		}
	}
	return page.Execute(w, map[string]any{
		"Lang": x.Lang, "Title": x.label("export.file_report", x.about()), "Head": x.label("export.about", x.about()), "Lines": x.findings(),
		"Figures": x.reportFigures(),
		"Share":   x.reached(),
		"Curve":   x.drawing(),
		"Tables": []reportTable{x.table(x.periods(), "period", "planned", "target", "created", "share", "filled", "vacant"),
			x.table(x.units(), "unit", "quota", "created", "share", "filled", "vacant")},
		"Types":      x.table(x.types(), "kind", "created", "filled", "vacant"),
		"Categories": categories,
		"Summary":    x.label("export.sheet_summary", nil), "Terms": x.label("export.sheet_definitions", nil),
		"Definitions": x.terms("net", "filled", "vacant", "persons").rows,
		"Made":        x.label("export.made", Facts{"Date": x.long(x.tx.Today())}),
	})
}

func (x *exporting) reportFigures() []reportFigure {
	s, g := x.figures, x.guard
	share := ""
	if s.Target > 0 {
		share = x.label("subscribe.of", Facts{"Target": x.whole(s.Target)})
		if g.Counted == store.Shown {
			share = x.label("export.of_target", Facts{"Target": x.whole(s.Target), "Percent": x.percent(s.Counted, s.Target)})
		}
	}
	filled, vacant := x.shown(told(g.Filled, s.Filled)), x.shown(told(g.Vacant, s.Vacant))
	if g.Filled == store.Shown && g.Vacant == store.Shown && s.AtLeast() != s.Filled {
		facts := x.filled(s.Filled, s.AtLeast(), s.Vacant)
		filled, vacant = x.plain(facts["Filled"]), x.plain(facts["Vacant"])
	}
	return []reportFigure{{x.label("export.figure_net", nil), x.shown(told(g.Counted, s.Counted)), share},
		{x.label("export.figure_filled", nil), filled, ""}, {x.label("export.figure_vacant", nil), vacant, ""},
		{x.label("export.figure_persons", nil), x.shown(told(g.Persons, s.Persons)), ""}}
}

// reached is how much of the target is, of a hundred.
func (x *exporting) reached() int {
	if x.guard.Counted != store.Shown {
		return 0
	}
	return min(100, x.figures.Counted*100/max(1, x.figures.Target))
}

// findings say in words what the figures come to; none of them tells of a small group.
func (x *exporting) findings() []string {
	s := x.figures
	var out []string
	add := func(line string) {
		if line != "" {
			out = append(out, html.UnescapeString(line))
		}
	}
	for i, p := range s.Periods {
		if p.Start <= x.At && x.periodTold(i) {
			line := x.say("summary.period", Facts{"Period": p.Name, "Created": p.Created, "Target": p.Target})
			if p.Over > 0 {
				line += x.say("summary.over", Facts{"Over": p.Over})
			} else {
				line += x.carried(s.Periods, p.Name)
			}
			add(line)
		}
	}
	if x.paced() || s.Forecast != nil && (s.Forecast.Status == "reached" || s.Forecast.Status == "missed") {
		add(x.forecastLine(s.Forecast, s))
	}
	add(x.eventsNow(s))
	add(x.verdictLine(s))
	add(x.withoutAny(s)) // how many managers have not answered is nobody else's business
	return out
}

type reportFigure struct{ Name, Value, Beside string }

// table picks columns of a sheet.
func (x *exporting) table(s sheet, columns ...string) reportTable {
	out := reportTable{Caption: x.label("export.sheet_"+s.id, nil)}
	var picked []int
	for _, column := range columns {
		for i, h := range s.heads {
			if h.id == column {
				picked, out.Heads = append(picked, i), append(out.Heads, x.head(column))
			}
		}
	}
	for n, row := range s.rows {
		if n == mostParts {
			out.More = x.label("export.more", Facts{"N": len(s.rows) - n})
			break
		}
		cells := make([]string, len(picked))
		for i, at := range picked {
			cells[i] = x.shown(row[at])
		}
		out.Rows = append(out.Rows, cells)
	}
	if len(s.rows) == 0 {
		out.More = x.label("mask.none", nil)
	}
	return out
}

// shown is a value as people read it.
func (x *exporting) shown(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return x.whole(v)
	case share:
		return x.percent(v.part, v.whole)
	case float64:
		return x.number(v)
	case store.Date:
		return x.long(v)
	case store.Shade:
		return x.masked(0, v)
	}
	return "–"
}

// whole writes a count with its thousands apart, "12 345" or "12,345".
func (v voice) whole(n int) string {
	if n < 0 {
		return "−" + v.whole(-n)
	}
	if n < 10_000 && v.lang == "sv" || n < 1000 {
		return fmt.Sprint(n)
	}
	apart := ","
	if v.lang == "sv" {
		apart = "\u00a0"
	}
	if n >= 1_000_000 {
		return v.whole(n/1000) + apart + fmt.Sprintf("%03d", n%1000)
	}
	return fmt.Sprint(n/1000) + apart + fmt.Sprintf("%03d", n%1000)
}
