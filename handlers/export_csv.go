package handlers

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"handslag/store"
)

// figuresCSV writes every figure as a row: its table, what it is of, which figure, and how much.
func (x *exporting) figuresCSV(w io.Writer) error {
	return x.csv(w, func(out *csv.Writer) error {
		rows := [][]string{x.row([]any{x.head("table"), x.head("of"), x.head("figure"), x.head("value")})}
		for _, s := range x.sheets() {
			if s.id == "summary" {
				for _, row := range s.rows {
					rows = append(rows, x.row([]any{x.label("export.sheet_"+s.id, nil), "", row[0], row[1]}))
				}
				continue
			}
			for _, row := range s.rows {
				for i, h := range s.heads {
					if i > 0 {
						rows = append(rows, x.row([]any{x.label("export.sheet_"+s.id, nil), row[0], x.head(h.id), row[i]}))
					}
				}
			}
		}
		return out.WriteAll(rows)
	})
}

// slotsCSV writes every slot as a row.
func (x *exporting) slotsCSV(w io.Writer) error {
	return x.csv(w, func(out *csv.Writer) error {
		heads := make([]string, len(slotHeads))
		for i, h := range slotHeads {
			heads[i] = x.head(h.id)
		}
		if err := out.Write(heads); err != nil {
			return err
		}
		return x.eachSlot(func(values []any) error { return out.Write(x.row(values)) })
	})
}

func (x *exporting) head(id string) string { return x.label("export.head_"+id, nil) }

// csv writes as Excel opens it in the language: with a mark that says UTF-8, and in Swedish a semicolon between the fields.
func (x *exporting) csv(w io.Writer, write func(*csv.Writer) error) error {
	b := bufio.NewWriter(w)
	if _, err := b.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(b)
	out.UseCRLF = true
	if x.lang == "sv" {
		out.Comma = ';'
	}
	if err := write(out); err != nil {
		return err
	}
	out.Flush()
	return firstOf(out.Error(), b.Flush())
}

func (x *exporting) row(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = x.field(v)
	}
	return out
}

// field is a value as CSV: days as 2020-06-25, shares as parts of 1, decimals with the language's sign.
func (x *exporting) field(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case share:
		return x.decimal(v.value(), 6) // so that who rounds it does so once
	case float64:
		return x.decimal(v, 2)
	case store.Shade:
		return x.masked(0, v)
	case store.Date:
		return string(v)
	}
	return ""
}

// decimal writes a number with at most so many decimals.
func (v voice) decimal(f float64, decimals int) string {
	s := strconv.FormatFloat(f, 'f', decimals, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if v.lang == "sv" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}
