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
		if from, _ := w.span(today, false); a.Date == "" && s.value("every") == "" {
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
		past = past && !nearToCome(w, today) || s.justBegun(w, today)
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

func (s *scan) put(a *Args, w *when, r role, from, to time.Time) {
	was := *a
	defer func() { // "D-1 till 27/11 och D-2 till 4/12"
		s.odd.twice = s.odd.twice || was.To != "" && a.To != was.To || was.Date != "" && a.Date != was.Date
	}()
	first, last := iso(from), iso(to)
	if s.takes("compare") && (r == roleCompare || s.second(a, w, r)) {
		if first := a.At; first != "" && r != roleCompare && w.class == dayMonth && w.y == 0 { // "per 30/4 och 31/8" is the next one after the first
			if t, err := time.Parse(time.DateOnly, first); err == nil {
				_, to := w.span(t, false)
				last = iso(to)
			}
		}
		a.Compare = compareName(w, last)
		return
	}
	switch r {
	case roleFrom, roleSince:
		a.From = first
		if w.isRange || r == roleFrom && w.class == year && !planned[s.command] { // "the trainees from last year"
			a.To = last
		}
	case roleTo, roleWithin:
		if r == roleTo && w.class == season && w.y == 0 && starting[s.command] && len(s.dates) == 1 { // "till våren" is when it begins
			a.From = first
			return
		}
		a.To = last
		if s.command == "pause" && r == roleTo && first != last && !s.through(w) {
			a.To = s.dayBefore(w, from, to)
			return
		}
		if w.isRange {
			a.From = first
		} else if r == roleTo && w.class == turn {
			a.To = last
		}
	case roleBefore:
		a.To = s.dayBefore(w, from, to)
	case roleAfter:
		a.From = iso(to.AddDate(0, 0, 1))
		if w.class == turn {
			a.From = first
		}
	case roleAt:
		switch {
		case s.takes("at"):
			a.At = last
		case starting[s.command]:
			a.From = first
		case w.class == turn:
			a.From, a.To = last, last
		default:
			a.From, a.To = first, last
		}
	default:
		s.putBare(a, w, first, last)
	}
}

// through reports that the last day of a time is said to be part of it, or that it is not a month or a season, so that it can't be doubted: who pauses
// "till september" is back when it begins, and a reminder too early does less harm than a month without.
func (s *scan) through(w *when) bool {
	if w.class != month && w.class != season || w.isRange {
		return true
	}
	for i := w.roleAt; i < w.start; i++ {
		if s.does(i, smallThrough|smallWith) {
			return true
		}
	}
	return false
}

// second reports a second date after an as-of date: "per 30/4 och 31/8".
func (s *scan) second(a *Args, w *when, r role) bool {
	if s.value("comparing") != "" && (a.From != "" || a.At != "" || len(s.dates) == 1 && r == noRole && s.comparedWith(w.start)) && a.Compare == "" {
		return true
	}
	return a.At != "" && (r == noRole || r == roleAt) && a.Compare == ""
}

// comparedWith reports a "med" before token i: "jämför med läget 30 april".
func (s *scan) comparedWith(i int) bool {
	for k := range i {
		if s.does(k, smallWith) {
			return true
		}
	}
	return false
}

func compareName(w *when, last string) string {
	if w.class == year && w.until == nil {
		return strconv.Itoa(w.y)
	}
	return last
}

func (s *scan) dayBefore(w *when, from, to time.Time) string {
	switch {
	case w.class == turn, w.edge == "end": // "before the end of the year" is this year still
		return iso(to)
	case w.class == season && w.m == summer: // "innan sommaren" is before the holidays, at Midsummer
		if m := midsummer(from.Year()); !m.Before(dateOf(s.c.Now)) || w.y != 0 {
			return iso(m)
		}
		return iso(midsummer(from.Year() + 1))
	}
	if today := dateOf(s.c.Now); w.fixed && from.Before(today) && !to.Before(today) { // "innan året är slut"
		return iso(to)
	}
	return iso(from.AddDate(0, 0, -1))
}

// putBare places a date without a preposition: a day in a question is as of then, a longer time is a span; in a plan the
// first is the start and the second the end.
func (s *scan) putBare(a *Args, w *when, first, last string) {
	single := first == last
	if w.class == turn {
		single = true
		if !starting[s.command] {
			first = last
		}
	}
	switch {
	case starting[s.command]:
		if a.From == "" {
			a.From = first
			if w.isRange || s.longSpan(w) {
				a.To = last
			}
			return
		}
		a.To = last
	case s.command == "extend" || s.command == "correct" || single && s.command == "forecast" || single && (s.command == "pause" || s.command == "ending"):
		a.To = last
	case single && s.takes("at"):
		a.At = last
	default:
		a.From, a.To = first, last
	}
}

func (s *scan) longSpan(w *when) bool { return w.class == year }
