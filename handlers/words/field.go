package words

import "strings"

// Span reads a form field that holds a day or a span of days: first and last are ISO days, the same for a day. past says
// that it has been, as it decides the year of a date without one. What can be read in two ways gives the days that it may
// be, and false; so does a text that holds more than a time.
func (v *Vocabulary) Span(text string, c Context, past bool) (first, last string, either []string, ok bool) {
	s := &scan{room: &buffers{}, v: v, lex: v.lex, c: c, ts: tokens(oneLine(text), nil)}
	if len(s.ts) > maxTokens {
		return "", "", nil, false
	}
	s.lang = v.languageOf(s.ts, c)
	s.know()
	s.readDates()
	if len(s.dates) != 1 || !s.understoodFrom(0) {
		return "", "", nil, false
	}
	w, today := &s.dates[0], dateOf(c.Now)
	if w.asked != nil || w.none {
		return "", "", s.readings(w, today, past), false
	}
	from, to := w.span(today, past)
	switch {
	case w.role == roleTo && !w.isRange:
		from = to
	case w.role == roleBefore:
		day := s.dayBefore(w, from, to)
		return day, day, nil, true
	case w.class == turn: // the night between two periods is the first day of the second
		to = from
	}
	return iso(from), iso(to), nil, true
}

// Date reads a form field that holds a day, "nästa måndag", "v 34", "1/9", "Sept 1" or "2026-09-01"; of a longer time it is
// the first day.
func (v *Vocabulary) Date(text string, c Context, past bool) (day string, either []string, ok bool) {
	day, _, either, ok = v.Span(text, c, past)
	return day, either, ok
}

// AnyChannel stands for a channel of which only that it is one was said.
const AnyChannel = "?"

// Channel is the ID of the first channel that a text links to, "<#C…|name>", or that it is; "" where there is none.
func Channel(text string) string {
	if _, link, ok := strings.Cut(text, "<#"); ok {
		id, _, _ := strings.Cut(link, ">")
		id, _, _ = strings.Cut(id, "|")
		return id
	}
	if text = strings.TrimSpace(text); len(text) > 5 && (text[0] == 'C' || text[0] == 'G') && text == strings.ToUpper(text) && !strings.ContainsAny(text, " -") {
		return text
	}
	return ""
}
