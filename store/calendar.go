package store

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"
)

// Calendar tells working days from free ones in Sweden: weekends, the holidays of lag 1989:253, the eves that are free in practice, and what the
// municipality adds.
type Calendar struct {
	Bridges bool   // a working day between two free ones (sv klämdag) is free too
	Own     []Span // the municipality's own free days
}

// Span is days, both inclusive.
type Span struct{ From, To Date }

func (s Span) has(d Date) bool { return s.From <= d && d <= s.To }

// holidays are the days by what they are called in the messages. The eves are not in the law: agreements make them free.
var holidays = []struct {
	code string
	day  *cal.Holiday
}{
	{"new_year", se.Nyarsdagen}, {"epiphany", se.TrettondedagJul}, {"good_friday", se.Langfredagen}, {"easter_eve", easterEve},
	{"easter", se.Paskdagen}, {"easter_monday", se.AnnandagPask}, {"may_day", se.ForstaMaj}, {"ascension", se.KristiHimmelfardsdag},
	{"whit_sunday", se.Pingstdagen}, {"national_day", se.Nationaldagen}, {"midsummer_eve", se.Midsommarafton}, {"midsummer", se.Midsommardagen},
	{"all_saints", se.AllaHelgonsDag}, {"christmas_eve", se.Julafton}, {"christmas", se.Juldagen}, {"boxing_day", se.AnnandagJul},
	{"new_years_eve", se.Nyarsafton},
}

var easterEve = &cal.Holiday{Offset: -1, Func: cal.CalcEasterOffset}

var holidaysOf sync.Map // map[Date]string by year

// holiday gives the code of the holiday or eve that a day is; "" where it is none.
func holiday(d Date) string {
	year := d.Year()
	if known, there := holidaysOf.Load(year); there {
		return known.(map[Date]string)[d]
	}
	days := make(map[Date]string, len(holidays))
	for _, h := range holidays {
		at, _ := h.day.Calc(year)
		if _, taken := days[DateOf(at)]; !taken {
			days[DateOf(at)] = h.code
		}
	}
	holidaysOf.Store(year, days)
	return days[d]
}

// Free says why a day is free: a holiday's code, own, weekend or bridge; "" of a working day.
func (c *Calendar) Free(d Date) string {
	if why := c.off(d); why != "" || !c.Bridges {
		return why
	}
	if c.off(d.AddDays(-1)) != "" && c.off(d.AddDays(1)) != "" {
		return "bridge"
	}
	return ""
}

func (c *Calendar) off(d Date) string {
	if code := holiday(d); code != "" {
		return code
	}
	for _, s := range c.Own {
		if s.has(d) {
			return "own"
		}
	}
	if w := d.Time().Weekday(); w == time.Saturday || w == time.Sunday {
		return "weekend"
	}
	return ""
}

// Workdays counts the working days from one day to another, both included.
func (c *Calendar) Workdays(from, to Date) (n int) {
	for d := from; d <= to; d = d.AddDays(1) {
		if c.Free(d) == "" {
			n++
		}
	}
	return n
}

// Workday gives the day itself, or the first working day after it. A municipality that is free for a year gets the day itself.
func (c *Calendar) Workday(d Date) Date {
	for i := range 366 {
		if next := d.AddDays(i); c.Free(next) == "" {
			return next
		}
	}
	return d
}

// Week is an ISO 8601 week, which begins on a Monday and belongs to the year of its Thursday.
type Week struct{ Year, Number int }

// WeekOf gives the week that a day lies in.
func WeekOf(d Date) Week {
	y, n := d.Time().ISOWeek()
	return Week{y, n}
}

// Monday that the week begins with. 4 January is always in week 1.
func (w Week) Monday() Date {
	fourth := time.Date(w.Year, time.January, 4, 0, 0, 0, 0, time.UTC)
	return DateOf(fourth.AddDate(0, 0, 7*(w.Number-1)-(int(fourth.Weekday())+6)%7))
}

// Day gives a day of the week; Sunday is its last.
func (w Week) Day(day time.Weekday) Date { return w.Monday().AddDays((int(day) + 6) % 7) }

// Add gives the week n weeks later.
func (w Week) Add(n int) Week { return WeekOf(w.Monday().AddDays(7 * n)) }

// String is as the ledger has it, "2026-W15"; it sorts as time does.
func (w Week) String() string { return fmt.Sprintf("%04d-W%02d", w.Year, w.Number) }

// ParseWeek reads what String writes.
func ParseWeek(s string) (Week, bool) {
	year, number, _ := strings.Cut(s, "-W")
	y, err1 := strconv.Atoi(year)
	n, err2 := strconv.Atoi(number)
	w := Week{y, n}
	return w, firstError(err1, err2) == nil && WeekOf(w.Monday()) == w
}
