package handlers

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// charts are Excel's own: they follow the cells.
func (b *book) charts() error {
	return firstOf(b.growthChart(), b.unitsChart())
}

// column gives cells of a sheet below its headings, as a chart refers to them.
func column(sheet, letter string, rows int) string {
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, letter, headRow+1, letter, headRow+rows)
}

func heading(sheet, letter string) string { return fmt.Sprintf("'%s'!$%s$%d", sheet, letter, headRow) }

// axisFont is dark enough to be read: what is there without it is not.
var axisFont = excelize.Font{Color: "3D4F58", Size: 9}

// growthChart is a line for what is created, one that goes on with what is expected, and one for the plan.
func (b *book) growthChart() error {
	n, name := len(b.growth().rows), b.name("growth")
	if n == 0 {
		return nil
	}
	line := func(letter, color string, dash excelize.LineDashType, width float64) excelize.ChartSeries {
		return excelize.ChartSeries{Name: heading(name, letter), Categories: column(name, "E", n), Values: column(name, letter, n), Fill: solid(color),
			Line: excelize.LineOptions{Width: width, Dash: dash, Fill: solid(color)}, Marker: excelize.ChartMarker{Symbol: "none"}}
	}
	return b.file.AddChart(name, "G4", &excelize.Chart{
		Type:         excelize.Line,
		Series:       []excelize.ChartSeries{line("D", "8A9BA3", excelize.LineDashSolid, 1.5), line("B", "1F4E5F", excelize.LineDashSolid, 2.75), line("C", "1F4E5F", excelize.LineDashSysDash, 2.25)},
		Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.label("chart.growth_title", Facts{"Date": b.long(b.At)})}}},
		Format:       excelize.GraphicOptions{AltText: b.label("export.chart_growth", nil)},
		Legend:       excelize.ChartLegend{Position: "top"},
		XAxis:        excelize.ChartAxis{Font: axisFont},
		YAxis:        excelize.ChartAxis{Font: axisFont, MajorGridLines: true},
		ShowBlanksAs: "gap",
		Dimension:    excelize.ChartDimension{Width: 760, Height: 420},
	})
}

// unitsChart is of the first parts, which have created most; not of those that are masked, which come last.
func (b *book) unitsChart() error {
	name, n := b.name("units"), 0
	rows := b.units().rows
	for _, row := range rows {
		if _, told := row[3].(int); told && n < 20 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return b.file.AddChart(name, fmt.Sprintf("A%d", headRow+len(rows)+3), &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{
			{Name: heading(name, "C"), Categories: column(name, "B", n), Values: column(name, "C", n), Fill: solid("B8C7CE")},
			{Name: heading(name, "D"), Categories: column(name, "B", n), Values: column(name, "D", n), Fill: solid("1F4E5F")}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.label("chart.units_title", nil)}}},
		Format:    excelize.GraphicOptions{AltText: b.label("export.chart_units", nil)},
		Legend:    excelize.ChartLegend{Position: "top"},
		XAxis:     excelize.ChartAxis{Font: axisFont, ReverseOrder: true},
		YAxis:     excelize.ChartAxis{Font: axisFont, MajorGridLines: true},
		Dimension: excelize.ChartDimension{Width: 900, Height: uint(160 + 34*n)},
	})
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}
