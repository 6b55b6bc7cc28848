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
	x.Public = true
	page, err := template.New("report").Parse(reportPage)
	if err != nil {
		return err
	}
	s := x.figures
	return page.Execute(w, map[string]any{
		"Lang": x.Lang, "Title": x.label("export.file_report", x.about()), "Head": x.label("export.about", x.about()), "Lines": x.findings(),
		"Figures": []reportFigure{
			{x.label("export.figure_net", nil), x.whole(s.Net), x.label("export.of_target", Facts{"Target": x.whole(s.Target), "Percent": x.percent(s.Net, s.Target)})},
			{x.label("export.figure_filled", nil), x.whole(s.Filled), ""}, {x.label("export.figure_vacant", nil), x.whole(s.Vacant), ""},
			{x.label("export.figure_persons", nil), x.whole(s.Persons), ""}},
		"Share":   min(100, s.Net*100/max(1, s.Target)),
		"Tables":  []reportTable{x.table(x.periods(), "period", "planned", "target", "created", "share", "filled", "vacant"), x.table(x.units(), "unit", "quota", "created", "share", "filled", "vacant"), x.table(x.types(), "kind", "created", "filled", "vacant")},
		"Summary": x.label("export.sheet_summary", nil), "Terms": x.label("export.sheet_definitions", nil),
		"Definitions": x.definitions().rows,
		"Made":        x.label("export.made", Facts{"Date": x.long(x.tx.Today())}),
	})
}

// findings say in words what the figures come to; none of them tells of a small group.
func (x *exporting) findings() []string {
	var out []string
	for _, p := range x.figures.Periods {
		if p.Start <= x.At {
			line := x.say("summary.period", Facts{"Period": p.Name, "Created": p.Created, "Target": p.Target})
			if p.Over > 0 {
				line += x.say("summary.over", Facts{"Over": p.Over})
			} else {
				line += x.carried(x.figures.Periods, p.Name)
			}
			out = append(out, html.UnescapeString(line))
		}
	}
	if f := x.figures.Forecast; f != nil {
		out = append(out, html.UnescapeString(x.forecastLine(f, x.figures)))
	}
	if w := x.figures.UnitsWithout; w.Of > 0 {
		out = append(out, x.label("export.figure_without", nil)+": "+x.whole(w.Count)+" "+x.label("export.of_target", Facts{"Target": x.whole(w.Of), "Percent": x.percent(w.Count, w.Of)}))
	}
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
		return x.percent(int(float64(v)*10000+0.5), 10000)
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
