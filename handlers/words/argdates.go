package words

import (
	"strconv"
	"time"
)

// planned are the commands whose dates are to come; the dates of the others have been.
var planned = map[string]bool{
	"claim": true, "trainee": true, "match": true, "publish": true, "extend": true, "correct": true, "pause": true, "remind": true, "ending": true, "assign": true,
	"target": true, "transfer": true,
}

// starting are the commands in which a week or a month alone is when something begins.
var starting = map[string]bool{"claim": true, "trainee": true, "match": true, "publish": true}

// fillDates gives every date its place by its preposition and by what the command does with time.
func (s *scan) fillDates(r *Reading) {
	defer s.dropDates(&r.Args)
	today := dateOf(s.c.Now)
	past := s.aboutPast()
	for i := range s.dates {
		w := &s.dates[i]
		if w.asked != nil || w.none {
			if s.takesDates() {
				s.ask(r, "date", s.readings(w, today, past))
			}
			continue
		}
		s.place(r, w, today, past)
	}
	if starting[s.command] {
		s.lasts(&r.Args)
	}
	if s.command == "extend" && r.Args.To == "" {
		r.Args.Longer = s.longer()
	}
	if s.command == "pause" && r.Args.To == "" {
		for _, l := range s.lengths {
			d := dateReader{today: today}
			r.Args.To = iso(d.moved(l.unit, l.n))
		}
	}
	if s.value("comparing") == "same" && s.takes("compare") {
		if at, err := time.Parse(time.DateOnly, r.Args.At); err == nil {
			today = at
		}
		r.Args.Compare = iso(addMonths(today, -12))
		r.Args.From, r.Args.To = "", ""
	}
}

// longer is by how much an extension is to be, in days or months; "" where nothing or several things are said.
func (s *scan) longer() string {
	all := s.lengths
	for _, w := range s.dates {
		if w.n > 0 && w.role == roleWithin {
			all = append(all, length{w.n, w.unit})
		}
	}
	if len(all) != 1 || all[0].n < 1 {
		return ""
	}
	n, months := all[0].n, map[string]int{"month": 1, "quarter": 3, "tertial": 4, "half": 6, "year": 12}[all[0].unit]
	if months > 0 {
		return strconv.Itoa(n*months) + "m"
	}
	return strconv.Itoa(n*int(daysIn[all[0].unit])) + "d"
}

// lasts counts the length of time that the text says from the start that it says: "från 1 september i tre månader". The
// last day is the one before the same day of the month.
func (s *scan) lasts(a *Args) {
	var all []length
	for _, l := range s.lengths {
		if l.unit != "day" { // "tre dagar i veckan"
			all = append(all, l)
		}
	}
	for _, w := range s.dates {
		if w.n > 0 && w.role == roleWithin {
			all = append(all, length{w.n, w.unit})
		}
	}
	if a.From == "" || len(all) != 1 || a.To != "" {
		return
	}
	start, err := time.Parse(time.DateOnly, a.From)
	if err != nil {
		return
	}
	d := dateReader{today: start}
	a.To = iso(d.moved(all[0].unit, all[0].n).AddDate(0, 0, -1))
}

// dropDates clears what the command does not take.
func (s *scan) dropDates(a *Args) {
	for _, d := range [...]struct {
		name string
		to   *string
	}{{"from", &a.From}, {"to", &a.To}, {"at", &a.At}, {"date", &a.Date}, {"compare", &a.Compare}} {
		if !s.takes(d.name) {
			*d.to = ""
		}
	}
}

func (s *scan) takesDates() bool {
	return s.takes("from") || s.takes("to") || s.takes("at") || s.takes("date")
}

func (s *scan) aboutPast() bool {
	if s.command == "" {
		return s.value("tense") == "past"
	}
	return !planned[s.command] || s.value("tense") == "past"
}

// readings are the days that an ambiguous date may be.
func (s *scan) readings(w *when, today time.Time, past bool) []string {
	var out []string
	if w.none {
		return nil
	}
	for _, t := range w.asked {
		if !t.IsZero() {
			out = append(out, iso(t))
		}
	}
	if len(out) > 0 || w.class != dayMonth {
		return out
	}
	for _, md := range [][2]int{{w.m, w.d}, {w.d, w.m}} {
		x := when{class: dayMonth, d: md[1], m: md[0], y: w.y}
		if t, _ := x.span(today, past); x.m <= 12 {
			out = appendOnce(out, iso(t))
		}
	}
	return out
}

func (s *scan) place(r *Reading, w *when, today time.Time, past bool) {
	a := &r.Args
	switch s.command {
	case "end":
		if w.edge != "" || w.class == dayMonth || w.class == weekDay || w.class == monthDay || w.class == turn || w.fixed && w.from.Equal(w.to) || w.class == isoWeek && w.d >= 0 {
			a.Date = s.nearestDay(w, today, s.value("tense") == "past")
		}
		return
	case "remind":
		if from, to := w.span(today, false); a.Date == "" && s.value("every") == "" {
			switch {
			case w.role == roleAfter && w.class != turn && from.Before(to):
				from = to.AddDate(0, 0, 1) // "efter helgen"
			case w.role == roleBefore && w.edge != "end" && from.After(today):
				from = from.AddDate(0, 0, -1)
			}
			a.Date = iso(from)
		}
		return
	case "outcomes", "vacant":
		if w.n > 0 && w.fixed && !(w.isRange && w.from.Before(w.to)) {
			return // a length of time, counted in days or weeks
		}
		if s.command == "vacant" && w.n > 0 {
			return
		}
	case "forecast", "quota":
		past = past && w.role != roleTo && w.role != roleBefore && (s.command == "quota" || w.class == year)
	case "trainees", "slots":
		past = past && w.role != roleTo && w.role != roleBefore && (s.value("tense") == "past" || !comesNearer(w, today))
	case "trainee":
		past = w.role != roleTo && (past && !nearToCome(w, today) || s.justBegun(w, today))
	}
	if s.command == "extend" && w.n > 0 && w.role == roleWithin {
		return // counted from the end that there is
	}
	if starting[s.command] && w.n > 0 && w.role == roleWithin && s.anotherDate(w) {
		return // a length of time, counted from the start
	}
	if w.role == roleAfter && w.until != nil { // "efter jul till påsk"
		first, last := *w, *w.until
		first.until, first.isRange, last.role = nil, false, roleTo
		from, to := first.span(today, past)
		s.put(a, &first, roleAfter, from, to)
		from, to = last.span(from, past)
		s.put(a, &last, roleTo, from, to)
		return
	}
	from, to := w.span(today, past)
	if s.value("tense") == "past" && w.unit == "weekend" && w.n == 0 && from.After(today) { // "hur många skapades i helgen"
		from, to = from.AddDate(0, 0, -7), to.AddDate(0, 0, -7)
	}
	role := w.role
	if w.byVerb && !starting[s.command] {
		role = noRole
	}
	if starting[s.command] && !past && from.Before(today) {
		switch {
		case role == roleAfter:
			to = laterOf(to, today.AddDate(0, 0, -1))
		case role != roleBefore && from.Before(to) && !to.Before(today):
			from = today // a span under way starts today
		}
	}
	if role == roleSince && !past {
		from, to = w.span(today, true)
	}
	s.put(a, w, role, from, to)
}

// anotherDate reports a time beside this one.
func (s *scan) anotherDate(w *when) bool {
	for i := range s.dates {
		if o := &s.dates[i]; o.start != w.start && !(o.n > 0 && o.role == roleWithin) {
			return true
		}
	}
	return false
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// justBegun reports a start a few weeks ago without a year: a trainee is often logged after the first day.
func (s *scan) justBegun(w *when, today time.Time) bool {
	if w.class != dayMonth || w.y != 0 || w.role == roleTo || w.until != nil {
		return false
	}
	last, _ := w.span(today, true)
	return today.Sub(last) <= 31*24*time.Hour
}

// nearToCome reports a day without a year within a month from now, which no word in the past makes one of last year.
func nearToCome(w *when, today time.Time) bool {
	if w.class != dayMonth || w.y != 0 {
		return false
	}
	next, _ := w.span(today, false)
	return next.Sub(today) <= 31*24*time.Hour
}

// comesNearer reports a time whose next one is nearer than the last: "our trainees in September", said in August.
func comesNearer(w *when, today time.Time) bool {
	_, last := w.span(today, true)
	next, _ := w.span(today, false)
	return next.Sub(today) < today.Sub(last)
}

// nearestDay is the day nearest to today that an end may mean.
func (s *scan) nearestDay(w *when, today time.Time, past bool) string {
	_, before := w.span(today, true)
	_, after := w.span(today, false)
	if past && today.Sub(before) <= 120*24*time.Hour || today.Sub(before) <= after.Sub(today) {
		return iso(before)
	}
	return iso(after)
}
