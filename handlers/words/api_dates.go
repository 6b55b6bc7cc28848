package words

// Date reads one day of a form field, "nästa måndag", "v 34", "1/9", "Sept 1" or "2026-09-01"; of a longer time it is the
// first day, or the last where it is about what has happened (past). Where the text has several readings they are the
// candidates and ok is false.
func (v *Vocabulary) Date(text string, c Context, past bool) (day string, candidates []string, ok bool) {
	s := &scan{v: v, lex: v.lex, c: c, ts: v.tokens(text)}
	if len(s.ts) > maxTokens {
		return "", nil, false
	}
	s.lang = v.languageOf(s.ts, c)
	s.know()
	s.readDates()
	if len(s.dates) != 1 {
		return "", nil, false
	}
	for i := range s.ts {
		if t := &s.ts[i]; t.kind != mark && t.use == free && !s.lex.filler[t.fold] {
			return "", nil, false
		}
	}
	w, today := &s.dates[0], dateOf(c.Now)
	if w.asked != nil {
		return "", s.readings(w, today, past), false
	}
	from, to := w.span(today, past)
	switch {
	case w.role == roleTo || past && w.role == noRole && w.class != turn:
		return iso(to), nil, true
	case w.role == roleBefore:
		return s.dayBefore(w, from, to), nil, true
	}
	return iso(from), nil, true
}
