package words

// Span reads a form field that holds a day or a span of days: first and last are ISO days, the same for a day. past says that it has been,
// as it decides the year of a date without one. What can be read in two ways gives the days that it may be, and false.
func (v *Vocabulary) Span(text string, c Context, past bool) (first, last string, either []string, ok bool) {
	s := v.scan(oneLine(text), c)
	s.know()
	s.readDates()
	if len(s.dates) != 1 {
		return "", "", nil, false
	}
	w, today := &s.dates[0], dateOf(c.Now)
	if w.asked != nil {
		return "", "", s.readings(w, today, past), false
	}
	from, to := w.span(today, past)
	if from.IsZero() {
		return "", "", nil, false
	}
	return iso(from), iso(to), nil, true
}

// Date reads a form field that holds a day; of a week or a month it is the first.
func (v *Vocabulary) Date(text string, c Context, past bool) (day string, either []string, ok bool) {
	day, _, either, ok = v.Span(text, c, past)
	return day, either, ok
}
