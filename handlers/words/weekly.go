package words

import (
	"fmt"
	"strings"
)

var dayNames = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Weekly reads when something goes out each week: "tue 09:00" of "tisdagar kl 9", "tue" or "09:00" where no more is said, "" where nothing is.
func Weekly(text string) string {
	day, clock := "", ""
	r := dateReader{lex: theLexicon(), ts: tokens(text, nil)}
	for i := range r.ts {
		if n, ok := r.eachWeekday(i); ok && day == "" {
			day = dayNames[n]
		}
		if clock == "" {
			clock = r.clockAt(i)
		}
	}
	return strings.TrimSpace(day + " " + clock)
}

// eachWeekday reads a weekday, of one week or of each: "tisdag", "tisdagarna", "Tuesdays".
func (r *dateReader) eachWeekday(i int) (int, bool) {
	if n, ok := r.intWord(i, "weekday"); ok {
		return n, true
	}
	for _, ending := range []string{"ar", "arna", "s"} {
		if one, ok := strings.CutSuffix(r.tok(i).fold, ending); ok {
			if w, known := r.lex.dates[one]; known && w.class == "weekday" {
				return int(w.value[0] - '0'), true
			}
		}
	}
	return 0, false
}

// clockAt reads a time of day at token i: with its minutes, after the word for it or a weekday, or alone.
func (r *dateReader) clockAt(i int) string {
	hour, ok := r.num(i)
	if !ok || hour > 23 || len(r.tok(i).text) > 2 {
		return ""
	}
	if s := r.tok(i + 1).text; (s == ":" || s == ".") && r.gluedMark(i+1, s) && len(r.tok(i+2).text) == 2 {
		if minute, ok := r.num(i + 2); ok && minute < 60 {
			return fmt.Sprintf("%02d:%02d", hour, minute)
		}
	}
	before := i - 1
	if r.is(before, ".") {
		before--
	}
	_, said := r.word(before, "clock")
	_, after := r.word(i+1, "clock")
	_, ofDay := r.eachWeekday(before)
	if said || after && r.tok(i+2).kind != number || ofDay || r.does(before, smallPlace|smallTo) || len(r.ts) == 1 {
		return fmt.Sprintf("%02d:00", hour)
	}
	return ""
}

// Months reads a length of time in months: "18", "arton månader", "två år".
func Months(text string) (int, bool) {
	if n, ok := Number(text); ok {
		return n, true
	}
	s := scan{lex: theLexicon(), ts: tokens(text, nil)}
	s.readLengths()
	if len(s.lengths) != 1 {
		return 0, false
	}
	switch l := s.lengths[0]; l.unit {
	case "month":
		return l.n, true
	case "year":
		return 12 * l.n, true
	}
	return 0, false
}
