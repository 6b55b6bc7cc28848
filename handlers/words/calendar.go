package words

import "time"

// A when is one expression of time. What has no year of its own (bare) is settled by whether it is about what is planned
// or about what has happened.
type when struct {
	class      whenClass
	from, to   time.Time // of a fixed one
	fixed      bool
	d, m, y, w int // day of the month or of the week, month (or number of a quarter, tertial, half, season), year, ISO week
	role       role
	roleAt     int // token where the words of its role begin
	start, end int // tokens, end exclusive
	isRange    bool
	edge       string // its "begin", "middle" or "end" is meant
	until      *when  // the end of a range; the rest is its beginning
	n          int    // of a length of time, with its unit: two, "week"
	unit       string
	byVerb     bool        // its role comes from "börjar" or "slutar" rather than from a preposition
	forward    bool        // always the coming one, whatever is said about it ("i höst", "om två veckor")
	backward   bool        // always the last one ("i fredags", "i våras")
	asked      []time.Time // the readings of one that must be asked about
	offset     int         // units of time from it: "två dagar före 1 september" is -2
	none       bool        // there is no such time
	feast      func(year int) time.Time
}

type whenClass uint8

const (
	fixedSpan whenClass = iota
	dayMonth
	weekDay
	monthDay // "den 24:e", of the month that is nearest
	isoWeek
	month
	quarter
	tertial
	half
	season
	year
	turn // between two periods: from is the first day after it, to is the last day before
)

type role uint8

const (
	noRole role = iota
	roleFrom
	roleTo
	roleAt
	roleBefore
	roleAfter
	roleSince
	roleCompare
	roleWithin
	roleLast // "senaste fyra veckorna"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func iso(t time.Time) string { return t.Format(time.DateOnly) }

func dateOf(t time.Time) time.Time { return day(t.Date()) }

// validDay is the day, ok only where the month has it.
func validDay(y, m, d int) (time.Time, bool) {
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return time.Time{}, false
	}
	t := day(y, time.Month(m), d)
	return t, t.Day() == d
}

// monday is the first day of an ISO week; ok only where the year has the week.
func monday(y, w int) (time.Time, bool) {
	jan4 := day(y, time.January, 4)
	t := jan4.AddDate(0, 0, -weekdayOf(jan4)+7*(w-1))
	gotY, gotW := t.ISOWeek()
	return t, gotY == y && gotW == w
}

// weekdayOf counts from Monday, 0.
func weekdayOf(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

func weekOf(t time.Time) time.Time { return t.AddDate(0, 0, -weekdayOf(t)) }

func monthsFrom(y, m, n int) (time.Time, time.Time) {
	from := day(y, time.Month(m), 1)
	return from, from.AddDate(0, n, -1)
}

// addMonths keeps the day of the month where there is one, else the month's last.
func addMonths(t time.Time, n int) time.Time {
	first := day(t.Year(), t.Month(), 1).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// in is the span in one year; ok only where that year has it.
func (w *when) in(y int) (from, to time.Time, ok bool) {
	switch w.class {
	case dayMonth:
		if w.feast != nil {
			t := w.feast(y)
			return t, t, true
		}
		t, ok := validDay(y, w.m, w.d)
		return t, t, ok
	case isoWeek:
		t, ok := monday(y, w.w)
		if w.d >= 0 {
			t = t.AddDate(0, 0, w.d)
			return t, t, ok
		}
		return t, t.AddDate(0, 0, 6), ok
	case month:
		from, to = monthsFrom(y, w.m, 1)
	case quarter:
		from, to = monthsFrom(y, 3*w.m-2, 3)
	case tertial:
		from, to = monthsFrom(y, 4*w.m-3, 4)
	case half:
		from, to = monthsFrom(y, 6*w.m-5, 6)
	case season:
		from, to = seasonIn(y, w.m)
	case year:
		from, to = monthsFrom(y, 1, 12)
	case turn:
		to = day(y, time.Month(w.m), 1).AddDate(0, 1, -1)
		from = to.AddDate(0, 0, 1)
	}
	return from, to, true
}

// Seasons: spring and autumn are the school terms, as they are in municipal planning.
const (
	spring = iota
	summer
	autumn
	winter
)

func seasonIn(y, s int) (from, to time.Time) {
	switch s {
	case spring:
		return monthsFrom(y, 1, 6)
	case summer:
		return monthsFrom(y, 6, 3)
	case autumn:
		return monthsFrom(y, 8, 5)
	}
	return monthsFrom(y, 12, 3)
}

// comes reports a season whose next one has not begun.
func (w *when) comes(today time.Time) bool {
	next := *w
	next.forward = false
	from, _ := next.span(today, false)
	return from.After(today)
}

// span is the first and the last day. past says that it is about what has happened.
func (w *when) span(today time.Time, past bool) (from, to time.Time) {
	if w.offset != 0 {
		plain := *w
		plain.offset = 0
		from, to = plain.span(today, past)
		if w.offset > 0 {
			from = to
		}
		d := (&dateReader{today: from}).moved(w.unit, w.offset)
		return d, d
	}
	if w.edge != "" && w.until == nil {
		whole := *w
		whole.edge = ""
		from, to = whole.span(today, past)
		return atEdge(from, to, w.edge)
	}
	if w.until != nil {
		return w.rangeSpan(today, past)
	}
	switch {
	case w.fixed:
		return w.from, w.to
	case w.class == weekDay:
		t := nextWeekday(today, w.d)
		if w.backward || past && !w.forward {
			t = lastWeekday(today, w.d)
		}
		return t, t
	case w.class == monthDay:
		t := w.inNearestMonth(today, past)
		return t, t
	case w.y != 0:
		from, to, _ = w.in(w.y)
		return from, to
	}
	if w.backward {
		past = true
	}
	if w.forward && !(past && w.class == season && w.comes(today)) { // "hur många skapades i vår" is the spring that was
		past = false
	}
	from, to = w.nearestYear(today, past)
	if w.backward && w.class == season && today.Sub(from) < to.Sub(today) { // "i höstas" in August
		from, to, _ = w.in(from.Year() - 1)
	}
	return from, to
}

// atEdge is the first, the middle or the last day.
func atEdge(from, to time.Time, edge string) (time.Time, time.Time) {
	switch edge {
	case "begin":
		return from, from
	case "middle":
		if from.Day() == 1 && from.Month() == to.Month() && from.Year() == to.Year() {
			d := from.AddDate(0, 0, 14)
			return d, d
		}
		d := from.AddDate(0, 0, int(to.Sub(from).Hours()/48))
		return d, d
	}
	return to, to
}

// rangeSpan settles both ends so that the second is not before the first.
func (w *when) rangeSpan(today time.Time, past bool) (from, to time.Time) {
	first := *w
	first.until = nil
	if w.until.y != 0 && first.y == 0 && !first.fixed && first.class != weekDay {
		first.y = w.until.y
		_, to = w.until.span(today, past)
		if from, _ = first.span(today, past); from.After(to) {
			first.y--
			from, _ = first.span(today, past)
		}
		return from, to
	}
	if past {
		_, to = w.until.span(today, true)
		from, _ = first.span(to, true)
		return from, to
	}
	if first.class == isoWeek || first.class == month || first.class == dayMonth {
		// a range that has begun is still the coming one; one of days only where it has just begun
		end, _ := w.until.span(today, false)
		if f, _, ok := first.in(end.Year()); ok && first.y == 0 && !f.After(end) && (first.class != dayMonth || today.Sub(f) <= 31*24*time.Hour) {
			first.y = end.Year()
		}
	}
	from, _ = first.span(today, false)
	_, to = w.until.span(from, false)
	return from, to
}

// inNearestMonth is the coming day of that number, or the last one that was.
func (w *when) inNearestMonth(today time.Time, past bool) time.Time {
	step := 1
	if past {
		step = -1
	}
	for n := 0; ; n += step {
		first := day(today.Year(), today.Month(), 1).AddDate(0, n, 0)
		t, ok := validDay(first.Year(), int(first.Month()), w.d)
		if ok && !(past && t.After(today)) && !(!past && t.Before(today)) {
			return t
		}
	}
}

func (w *when) nearestYear(today time.Time, past bool) (from, to time.Time) {
	y := today.Year()
	if past {
		for n := y + 1; n > y-12; n-- {
			if from, to, ok := w.in(n); ok && !from.After(today) && (w.class != turn || !to.After(today)) {
				return from, to
			}
		}
	}
	for n := y - 1; n < y+12; n++ {
		if from, to, ok := w.in(n); ok && !to.Before(today) {
			return from, to
		}
	}
	return today, today
}

// nextWeekday is the coming one, never today; lastWeekday the one before, never today.
func nextWeekday(today time.Time, wd int) time.Time {
	n := (wd - weekdayOf(today) + 7) % 7
	if n == 0 {
		n = 7
	}
	return today.AddDate(0, 0, n)
}

func lastWeekday(today time.Time, wd int) time.Time {
	n := (weekdayOf(today) - wd + 7) % 7
	if n == 0 {
		n = 7
	}
	return today.AddDate(0, 0, -n)
}

// midsummer is Midsummer Day, the Saturday between 20 and 26 June (lag 1989:253 §2).
func midsummer(y int) time.Time {
	t := day(y, time.June, 20)
	return t.AddDate(0, 0, (5-weekdayOf(t)+7)%7)
}

// easter is Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	mon := (h + l - 7*m + 90) / 25
	return day(y, time.Month(mon), (h+l-7*m+33*mon+19)%32)
}
