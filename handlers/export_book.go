package handlers

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"handslag/store"
)

// maxRows is how many rows of slots stand on one sheet: Excel takes 1 048 576 with the headings
// (support.microsoft.com/office/excel-specifications-and-limits).
const maxRows = 1_000_000

// book is the workbook being made.
type book struct {
	*exporting
	file   *excelize.File
	styles map[string]int
	first  bool // the sheet that every new workbook has is still to be named
}

// book writes the workbook: a sheet for every table, with Excel's own charts, and one for the slots.
func (x *exporting) book(w io.Writer) (err error) {
	b := &book{exporting: x, file: excelize.NewFile(excelize.Options{TmpDir: x.dir}), styles: map[string]int{}, first: true}
	defer func() {
		if closing := b.file.Close(); err == nil {
			err = closing
		}
	}()
	if err := b.setStyles(); err != nil {
		return err
	}
	for _, s := range x.sheets() {
		if err := b.sheet(s); err != nil {
			return err
		}
	}
	if !x.Public {
		if err := b.slots(); err != nil {
			return err
		}
	}
	if err := b.sheet(x.definitions()); err != nil {
		return err
	}
	if err := b.charts(); err != nil {
		return err
	}
	properties := &excelize.DocProperties{Title: x.label("export.file_figures", x.about()), Language: x.Lang, Creator: "Handslag"}
	if err := b.file.SetDocProps(properties); err != nil {
		return err
	}
	b.file.SetActiveSheet(0)
	_, err = b.file.WriteTo(w)
	return err
}

// about are the facts that the name of every file has.
func (x *exporting) about() Facts {
	return Facts{"Programme": x.programme.Name(x.lang), "Unit": x.voice.about(x.figures), "Date": x.long(x.At)}
}

// Number formats by what a cell holds. Excel writes decimals and thousands as its user does; the order of a day it leaves to the format: as in
// Swedish figures, or as in British.
var numberFormats = map[string]map[string]string{
	"sv": {"count": "#,##0", "number": "#,##0.0", "share": "0.0%", "day": "yyyy-mm-dd", "name": "0"},
	"en": {"count": "#,##0", "number": "#,##0.0", "share": "0.0%", "day": "[$-809]d mmm yyyy", "name": "0"},
}

func (b *book) setStyles() (err error) {
	font := &excelize.Font{Family: "Calibri", Size: 11}
	made := map[string]*excelize.Style{
		"text":  {Font: font, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}},
		"line":  {Font: font},
		"shade": {Font: &excelize.Font{Family: "Calibri", Size: 11, Italic: true}, Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1, Vertical: "top"}},
		"right": {Font: font, Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1, Vertical: "top"}},
		"title": {Font: &excelize.Font{Family: "Calibri", Size: 16, Bold: true}},
		"headRight": {Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E5F"}},
			Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1, Vertical: "center", WrapText: true}},
		"head": {Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E5F"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}},
	}
	for name, format := range numberFormats[b.Lang] {
		made[name] = &excelize.Style{Font: font, CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1, Vertical: "top"}}
	}
	for name, style := range made {
		if b.styles[name], err = b.file.NewStyle(style); err != nil {
			return err
		}
	}
	return nil
}

// name is what a sheet is called.
func (b *book) name(id string) string { return b.label("export.sheet_"+id, nil) }

// add makes a sheet, and has it print on the width of a page with its headings on each.
func (b *book) add(name string, headRow int) (err error) {
	if b.first {
		b.first, err = false, b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	landscape, a4, wide, tall, fit := "landscape", 9, 1, 0, true
	return firstOf(err,
		b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &tall}),
		b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}),
		b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, headRow, headRow), Scope: name}))
}

// headRow is where a sheet's headings stand, below what it is about.
const headRow = 4

func (b *book) sheet(s sheet) error {
	name := b.name(s.id)
	if err := b.add(name, headRow); err != nil {
		return err
	}
	if err := b.heads(name, s); err != nil {
		return err
	}
	for i, row := range s.rows {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, headRow+1+i)
			if err != nil {
				return err
			}
			c := b.cell(value)
			if said, ok := value.(string); ok && headStyle(s, j) == "headRight" && len(said) < int(s.heads[j].width) {
				c.StyleID = b.styles["right"] // a word among figures
			}
			if err := firstOf(b.tall(name, headRow+1+i, value, s.heads[j].width), b.file.SetCellValue(name, cell, c.Value), b.file.SetCellStyle(name, cell, cell, c.StyleID)); err != nil {
				return err
			}
		}
	}
	return b.file.SetPanes(name, frozen(headRow))
}

// lineHeight is that of a line of text, in points.
const lineHeight = 15.0

// tall gives a row the height that a long text needs: not every program finds it by itself.
func (b *book) tall(name string, row int, value any, width float64) error {
	text, _ := value.(string)
	lines := 1 + utf8.RuneCountInString(text)/int(width*1.1)
	if lines == 1 {
		return nil
	}
	now, err := b.file.GetRowHeight(name, row)
	if height := lineHeight * float64(lines); err == nil && height > now {
		err = b.file.SetRowHeight(name, row, height)
	}
	return err
}

func frozen(rows int) *excelize.Panes {
	return &excelize.Panes{Freeze: true, YSplit: rows, TopLeftCell: fmt.Sprintf("A%d", rows+1), ActivePane: "bottomLeft"}
}

func (b *book) heads(name string, s sheet) error {
	err := firstOf(b.file.SetCellValue(name, "A1", b.name(s.id)), b.file.SetCellStyle(name, "A1", "A1", b.styles["title"]),
		b.file.SetCellValue(name, "A2", harmless(b.label("export.about", b.about()))), b.file.SetRowHeight(name, headRow, 32))
	if len(s.rows) == 0 {
		err = firstOf(err, b.file.SetCellValue(name, "A3", b.label("mask.none", nil)))
	}
	for _, h := range s.heads {
		err = firstOf(err, b.tall(name, headRow, b.label("export.head_"+h.id, nil)+"  ", h.width*0.6)) // bold, and broken between words
	}
	for i, h := range s.heads {
		column, bad := excelize.ColumnNumberToName(i + 1)
		cell := fmt.Sprintf("%s%d", column, headRow)
		err = firstOf(err, bad, b.file.SetColWidth(name, column, column, h.width), b.file.SetCellValue(name, cell, b.label("export.head_"+h.id, nil)),
			b.file.SetCellStyle(name, cell, cell, b.styles[headStyle(s, i)]))
	}
	return err
}

// headStyle puts a heading over its figures.
func headStyle(s sheet, column int) string {
	if len(s.rows) > 0 {
		if _, text := s.rows[0][column].(string); !text {
			return "headRight"
		}
	}
	return "head"
}

// cell is a value as Excel takes it. A text that looks like a formula is made harmless.
func (b *book) cell(value any) excelize.Cell {
	switch v := value.(type) {
	case nil:
		return excelize.Cell{StyleID: b.styles["line"]}
	case string:
		return excelize.Cell{Value: harmless(v), StyleID: b.styles["text"]}
	case share:
		return excelize.Cell{Value: v.value(), StyleID: b.styles["share"]}
	case float64:
		return excelize.Cell{Value: v, StyleID: b.styles["number"]}
	case int64: // a slot's number is its name
		return excelize.Cell{Value: v, StyleID: b.styles["name"]}
	case store.Date:
		if v == "" {
			return b.cell(nil)
		}
		return excelize.Cell{Value: v.Time(), StyleID: b.styles["day"]}
	case store.Shade:
		return excelize.Cell{Value: b.masked(0, v), StyleID: b.styles["shade"]}
	}
	return excelize.Cell{Value: value, StyleID: b.styles["count"]}
}

// harmless is a text that no program takes for a formula when it opens the file (owasp.org/www-community/attacks/CSV_Injection).
func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

// slots writes the slots as they come: there may be a million of them.
func (b *book) slots() error {
	var out *excelize.StreamWriter
	number, row := 0, 0
	err := b.eachSlot(func(values []any) error {
		if out == nil || row > maxRows {
			number, row = number+1, 1
			var err error
			if out, err = b.slotSheet(out, number); err != nil {
				return err
			}
		}
		row++
		cells := make([]any, len(slotHeads))
		for i, v := range values {
			c := b.cell(v)
			if c.StyleID == b.styles["text"] {
				c.StyleID = b.styles["line"]
			}
			cells[i] = c
		}
		cell, err := excelize.CoordinatesToCellName(1, row)
		return firstOf(err, out.SetRow(cell, cells))
	})
	if err == nil && out == nil {
		out, err = b.slotSheet(nil, 1)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// slotSheet begins a sheet of slots, and ends the one before it.
func (b *book) slotSheet(before *excelize.StreamWriter, number int) (*excelize.StreamWriter, error) {
	if before != nil {
		if err := before.Flush(); err != nil {
			return nil, err
		}
	}
	name := b.name("slots")
	if number > 1 {
		name = fmt.Sprintf("%s %d", name, number)
	}
	if err := b.add(name, 1); err != nil {
		return nil, err
	}
	out, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	heads := make([]any, len(slotHeads))
	for i, h := range slotHeads {
		heads[i] = excelize.Cell{Value: b.label("export.head_"+h.id, nil), StyleID: b.styles["head"]}
		err = firstOf(err, out.SetColWidth(i+1, i+1, h.width))
	}
	return out, firstOf(err, out.SetPanes(frozen(1)), out.SetRow("A1", heads, excelize.RowOpts{Height: 32}))
}

// firstOf gives the first error there is.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
