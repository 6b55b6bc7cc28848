package words

import (
	"strconv"
	"time"
)

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
		soon := w.class == season && w.y == 0 || w.fixed && !w.isRange && from.Before(to) && from.After(dateOf(s.c.Now))
		if r == roleTo && soon && !s.saysThrough(w) && starting[s.command] && len(s.dates) == 1 { // "till våren", "till nästa vecka" is when it begins
			a.From = first
			return
		}
		if r == roleTo && s.takes("at") && a.From == "" && !w.isRange && s.does(w.roleAt, smallBy) && last <= iso(dateOf(s.c.Now)) {
			a.At = last // "created by 30 June"
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
	return s.saysThrough(w)
}

// saysThrough reports "t.o.m." or "till och med" before a time.
func (s *scan) saysThrough(w *when) bool {
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

// longSpan reports a time that a slot is meant to last: a year, "hela oktober".
func (s *scan) longSpan(w *when) bool {
	return w.class == year || w.class == month && s.does(w.start-1, smallWhole)
}
