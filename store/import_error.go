package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ImportError is something wrong with a file. It is said by the message import.<Reason> with its facts; a reason that ends in _near has the
// fact Nearest or ISO, what was probably meant.
type ImportError struct {
	Line   int    // from 1; of the whole file where it is 0
	Column int    // the cell's, from 1 as in a spreadsheet; in TOML and where a quote is broken, the character's; 0: the whole line
	Field  string // the column's name
	Reason string
	Facts  Facts
}

func (e ImportError) Error() string {
	return fmt.Sprintf("line %d, column %d (%s): %s", e.Line, e.Column, e.Field, e.Reason)
}

// ImportErrors are all that is wrong with a file, in the order of its lines; where there are more than mostErrors the last one is of line 0 with
// the reason "more" and the fact N, how many more.
type ImportErrors []ImportError

const mostErrors = 100

func (e ImportErrors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// errorList collects. What does not fit is counted.
type errorList struct {
	found []ImportError
	rest  int
	guard func(string) bool
}

// personal tells whether a text holds a personnummer.
func (l *errorList) personal(text string) bool { return text != "" && l.guard != nil && l.guard(text) }

// add takes what is wrong, with the cell that it is about where there is more of that than is repeated. Of a text that holds a personnummer it is only said that it does.
func (l *errorList) add(e ImportError, cell ...string) {
	if len(l.found) == mostErrors {
		l.rest++
		return
	}
	if l.personal(e.Field) {
		e.Field, e.Reason, e.Facts = "", "personnummer", nil
	}
	if e.Facts != nil && (slices.ContainsFunc(cell, l.personal) || l.personal(e.Facts.text("Value")) || l.personal(e.Facts.text("Other"))) {
		e.Reason, e.Facts = "personnummer", nil
	}
	e.Reason = e.Facts.suggestion(e.Reason)
	for k, v := range e.Facts { // as they are said: days as they are to be written, lists in one line
		switch v := v.(type) {
		case Date:
			e.Facts[k] = string(v)
		case []string:
			e.Facts[k] = strings.Join(v, ", ")
		}
	}
	l.found = append(l.found, e)
}

// text gives a fact that is text, else "".
func (f Facts) text(name string) string {
	s, _ := f[name].(string)
	return s
}

// suggestion gives the reason that is said where something is known that was probably meant.
func (f Facts) suggestion(reason string) string {
	for _, fact := range [2]string{"Nearest", "ISO"} {
		switch f[fact] {
		case nil:
		case "", Date(""):
			delete(f, fact)
		default:
			return reason + "_near"
		}
	}
	return reason
}

// full tells that nothing more is shown, so that nobody needs to look for what would have been right.
func (l *errorList) full() bool { return len(l.found) == mostErrors }

// all gives what was collected, nil where there was nothing.
func (l *errorList) all() ImportErrors {
	if len(l.found) == 0 {
		return nil
	}
	out := ImportErrors(slices.Clone(l.found))
	slices.SortStableFunc(out, func(a, b ImportError) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column, strings.Compare(a.Field, b.Field))
	})
	if l.rest > 0 {
		out = append(out, ImportError{Reason: "more", Facts: Facts{"N": l.rest}})
	}
	return out
}

func (l *errorList) err() error {
	if all := l.all(); all != nil {
		return all
	}
	return nil
}

// brief shortens what a file holds to what a message can show.
func brief(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// nearest gives the allowed word that is most like the one written, "" where none is.
func nearest(written string, allowed []string) string {
	found, least := "", 0
	for _, a := range allowed {
		most := min(3, (max(utf8.RuneCountInString(a), utf8.RuneCountInString(written))+1)/3)
		d := distance(strings.ToLower(written), strings.ToLower(a), most)
		if d <= most && (found == "" || d < least) {
			found, least = a, d
		}
	}
	return found
}

// distance is how many letters are to be put in, taken away, changed or swapped with their neighbour to make a into b (optimal string
// alignment); anything above most may come as most+1.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > most || -d > most {
		return most + 1
	}
	var before []int
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
