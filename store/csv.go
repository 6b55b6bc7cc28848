package store

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// column is one that a file may have.
type column struct {
	name     string
	required bool
}

// table is a CSV file being read: comma or semicolon, with or without a byte order mark, its columns in any order. Columns are asked for by
// their place in the list that it was opened with. What is wrong goes to errs.
type table struct {
	csv     *csv.Reader
	columns []column
	place   []int // of each column in the file; -1 where the file has not got it
	width   int   // of the header
	row     []string
	line    int
	bad     bool // something was wrong with this row
	errs    *errorList
}

var (
	utf8Mark   = []byte{0xEF, 0xBB, 0xBF}
	utf16Marks = [][]byte{{0xFF, 0xFE}, {0xFE, 0xFF}}
)

// openTable reads the header. A table whose header is wrong is nil, and errs says why.
func openTable(r io.Reader, columns []column, errs *errorList) (*table, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	start, err := in.Peek(1 << 12)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if slices.ContainsFunc(utf16Marks, func(mark []byte) bool { return bytes.HasPrefix(start, mark) }) {
		errs.add(ImportError{Line: 1, Column: 1, Reason: "encoding"})
		return nil, nil
	}
	if bytes.HasPrefix(start, utf8Mark) {
		start = start[len(utf8Mark):]
		if _, err := in.Discard(len(utf8Mark)); err != nil {
			return nil, err
		}
	}
	t := &table{csv: csv.NewReader(in), columns: columns, errs: errs}
	t.csv.Comma = separator(start)
	t.csv.ReuseRecord = true
	t.csv.FieldsPerRecord = -1
	t.csv.TrimLeadingSpace = true
	header, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		errs.add(ImportError{Line: 1, Column: 1, Reason: "empty", Facts: Facts{"Columns": t.names()}})
		return nil, nil
	}
	if err != nil {
		return nil, t.broken(err)
	}
	if !t.header(header) {
		return nil, nil
	}
	return t, nil
}

// separator is what there is most of in the first line, outside quotes.
func separator(start []byte) rune {
	commas, semicolons, quoted := 0, 0, false
	for _, b := range start {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',':
			commas++
		case b == ';':
			semicolons++
		}
		if b == '\n' && !quoted && commas+semicolons > 0 {
			break
		}
	}
	if semicolons > commas {
		return ';'
	}
	return ','
}

func (t *table) names() []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.name
	}
	return out
}

func (t *table) header(cells []string) bool {
	line, _ := t.csv.FieldPos(0)
	t.width = len(cells)
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" { // separators that a spreadsheet leaves at the end
		cells = cells[:len(cells)-1]
	}
	t.place = slices.Repeat([]int{-1}, len(t.columns))
	names, good := t.names(), true
	wrong := func(at int, field, reason string, facts Facts) {
		whole := ""
		if at <= len(cells) {
			whole = cells[at-1]
		}
		t.errs.add(ImportError{Line: line, Column: at, Field: field, Reason: reason, Facts: facts}, whole)
		good = false
	}
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		at := slices.Index(names, name)
		switch {
		case !utf8.ValidString(cell):
			wrong(i+1, "", "encoding", nil)
		case at < 0:
			wrong(i+1, brief(name), "header_unknown", Facts{"Value": brief(name), "Nearest": nearest(name, names), "Columns": names})
		case t.place[at] >= 0:
			wrong(i+1, name, "header_twice", Facts{"Value": name, "First": t.place[at] + 1})
		default:
			t.place[at] = i
		}
	}
	for i, c := range t.columns {
		if c.required && t.place[i] < 0 {
			wrong(t.width+1, c.name, "header_missing", Facts{"Value": c.name, "Columns": names})
		}
	}
	return good
}

// broken turns a fault of the form into an error of the file; what is not one is given back.
func (t *table) broken(err error) error {
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		return err
	}
	wrong := ImportError{Line: fault.StartLine, Column: fault.Column, Reason: "quote"}
	if errors.Is(err, csv.ErrQuote) { // opened on this line, and where it was to be closed nobody can tell
		wrong.Column = 0
	}
	t.errs.add(wrong)
	return nil
}

// next goes to the next row that is not empty; false at the end of the file.
func (t *table) next() (bool, error) {
	for {
		row, err := t.csv.Read()
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			if err := t.broken(err); err != nil {
				return false, err
			}
			continue
		}
		if t.row = row; t.blank(0) {
			continue
		}
		t.line, _ = t.csv.FieldPos(0)
		t.bad = false
		if len(row) < t.width || !t.blank(t.width) {
			t.errs.add(ImportError{Line: t.line, Reason: "width", Facts: Facts{"N": len(row), "Want": t.width}})
			continue
		}
		return true, nil
	}
}

func (t *table) blank(from int) bool {
	for i := from; i < len(t.row); i++ {
		if strings.TrimSpace(t.row[i]) != "" {
			return false
		}
	}
	return true
}

// has tells whether the file has a column.
func (t *table) has(c int) bool { return t.place[c] >= 0 }

// cell gives a value without the space around it, "" where the file has not got the column.
func (t *table) cell(c int) string {
	if t.place[c] < 0 {
		return ""
	}
	v := strings.TrimSpace(t.row[t.place[c]])
	if !utf8.ValidString(v) {
		t.fail(c, "encoding", nil)
		return ""
	}
	return v
}

// text gives what a cell holds, to be taken in as it is written; "" where that holds a personnummer.
func (t *table) text(c int, v string) string {
	if t.errs.personal(v) {
		t.fail(c, "personnummer", nil)
		return ""
	}
	return v
}

// needed gives a value that must be there, of a column that a file must have.
func (t *table) needed(c int) string {
	v := t.cell(c)
	if strings.TrimSpace(t.row[t.place[c]]) == "" {
		t.fail(c, "value_missing", nil)
	}
	return v
}

// fail says what is wrong with a cell of this row.
func (t *table) fail(c int, reason string, facts Facts) {
	t.bad = true
	t.errs.add(t.wrong(t.line, c, reason, facts), t.row[t.place[c]])
}

// wrong is what is wrong with a cell of any row.
func (t *table) wrong(line, c int, reason string, facts Facts) ImportError {
	return ImportError{Line: line, Column: t.place[c] + 1, Field: t.columns[c].name, Reason: reason, Facts: facts}
}

// twice says that a key stands in two rows.
func (t *table) twice(line, first, c int, key string) {
	t.errs.add(t.wrong(line, c, "twice", Facts{"Value": key, "First": first}))
}

// oneOf gives a cell that must hold one of a few words, or nothing.
func (t *table) oneOf(c int, allowed []string) string {
	v := t.cell(c)
	if v != "" && !slices.Contains(allowed, v) {
		t.fail(c, "word", wordFacts(v, allowed))
		return ""
	}
	return v
}

func wordFacts(v string, allowed []string) Facts {
	return Facts{"Value": brief(v), "Nearest": nearest(v, allowed), "Allowed": allowed}
}

// day gives a cell that must hold a day, or nothing.
func (t *table) day(c int) day {
	v := t.cell(c)
	if v == "" {
		return 0
	}
	d, ok := parseDay(v)
	if !ok {
		t.fail(c, "date", dateFacts(v))
	}
	return d
}

// number gives a cell that must hold a whole number from least to most, or nothing, which is 0.
func (t *table) number(c, least, most int, reason string) int {
	v := t.cell(c)
	if v == "" {
		return 0
	}
	n, ok := wholeNumber(v)
	if !ok || n < least || n > most {
		t.fail(c, reason, Facts{"Value": brief(v)})
		return 0
	}
	return n
}

func wholeNumber(s string) (int, bool) {
	if len(s) > 10 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}
