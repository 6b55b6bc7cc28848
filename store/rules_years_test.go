package store

import (
	"testing"
	"time"
)

// sentIn gives when a week's reminder goes out in Stockholm, and the same in UTC.
func sentIn(t *testing.T, w Week) (local, utc string) {
	t.Helper()
	got := usualRules().Timing(w, stockholm(t))
	if got.Skipped != "" {
		t.Fatalf("%v is skipped: %s", w, got.Skipped)
	}
	due, skipped := usualRules().Due(w, stockholm(t), got.At)
	if skipped != "" || !due.Equal(got.At) {
		t.Errorf("%v at %v is due %v %s", w, got.At, due, skipped)
	}
	return got.At.Format("Mon 2006-01-02 15:04"), got.At.UTC().Format("01-02 15:04")
}

// The clocks change on the last Sundays of March and October (directive 2000/84/EC, Articles 2 and 3). Before and after them it is eight where people
// are. The days are read off a calendar; in 2027, 2032 and 2035 the Monday after is Easter Monday.
func TestEightIsEightWhenTheClocksChange(t *testing.T) {
	for _, c := range []struct {
		sunday                string // on which the clocks change
		before, beforeUTC     string // Monday of that week
		after, afterUTC, week string // the week after
	}{
		{"2025-03-30", "Mon 2025-03-24 08:00", "03-24 07:00", "Mon 2025-03-31 08:00", "03-31 06:00", "2025-W14"},
		{"2025-10-26", "Mon 2025-10-20 08:00", "10-20 06:00", "Mon 2025-10-27 08:00", "10-27 07:00", "2025-W44"},
		{"2026-03-29", "Mon 2026-03-23 08:00", "03-23 07:00", "Mon 2026-03-30 08:00", "03-30 06:00", "2026-W14"},
		{"2026-10-25", "Mon 2026-10-19 08:00", "10-19 06:00", "Mon 2026-10-26 08:00", "10-26 07:00", "2026-W44"},
		{"2027-03-28", "Mon 2027-03-22 08:00", "03-22 07:00", "Tue 2027-03-30 08:00", "03-30 06:00", "2027-W13"},
		{"2027-10-31", "Mon 2027-10-25 08:00", "10-25 06:00", "Mon 2027-11-01 08:00", "11-01 07:00", "2027-W44"},
		{"2028-03-26", "Mon 2028-03-20 08:00", "03-20 07:00", "Mon 2028-03-27 08:00", "03-27 06:00", "2028-W13"},
		{"2028-10-29", "Mon 2028-10-23 08:00", "10-23 06:00", "Mon 2028-10-30 08:00", "10-30 07:00", "2028-W44"},
		{"2029-03-25", "Mon 2029-03-19 08:00", "03-19 07:00", "Mon 2029-03-26 08:00", "03-26 06:00", "2029-W13"},
		{"2029-10-28", "Mon 2029-10-22 08:00", "10-22 06:00", "Mon 2029-10-29 08:00", "10-29 07:00", "2029-W44"},
		{"2030-03-31", "Mon 2030-03-25 08:00", "03-25 07:00", "Mon 2030-04-01 08:00", "04-01 06:00", "2030-W14"},
		{"2030-10-27", "Mon 2030-10-21 08:00", "10-21 06:00", "Mon 2030-10-28 08:00", "10-28 07:00", "2030-W44"},
		{"2031-03-30", "Mon 2031-03-24 08:00", "03-24 07:00", "Mon 2031-03-31 08:00", "03-31 06:00", "2031-W14"},
		{"2031-10-26", "Mon 2031-10-20 08:00", "10-20 06:00", "Mon 2031-10-27 08:00", "10-27 07:00", "2031-W44"},
		{"2032-03-28", "Mon 2032-03-22 08:00", "03-22 07:00", "Tue 2032-03-30 08:00", "03-30 06:00", "2032-W14"},
		{"2032-10-31", "Mon 2032-10-25 08:00", "10-25 06:00", "Mon 2032-11-01 08:00", "11-01 07:00", "2032-W45"},
		{"2033-03-27", "Mon 2033-03-21 08:00", "03-21 07:00", "Mon 2033-03-28 08:00", "03-28 06:00", "2033-W13"},
		{"2033-10-30", "Mon 2033-10-24 08:00", "10-24 06:00", "Mon 2033-10-31 08:00", "10-31 07:00", "2033-W44"},
		{"2034-03-26", "Mon 2034-03-20 08:00", "03-20 07:00", "Mon 2034-03-27 08:00", "03-27 06:00", "2034-W13"},
		{"2034-10-29", "Mon 2034-10-23 08:00", "10-23 06:00", "Mon 2034-10-30 08:00", "10-30 07:00", "2034-W44"},
		{"2035-03-25", "Mon 2035-03-19 08:00", "03-19 07:00", "Tue 2035-03-27 08:00", "03-27 06:00", "2035-W13"},
		{"2035-10-28", "Mon 2035-10-22 08:00", "10-22 06:00", "Mon 2035-10-29 08:00", "10-29 07:00", "2035-W44"},
	} {
		week, ok := ParseWeek(c.week)
		if !ok || WeekOf(Date(c.sunday)).Add(1) != week {
			t.Errorf("the week after %s is %v, want %s", c.sunday, WeekOf(Date(c.sunday)).Add(1), c.week)
		}
		if local, utc := sentIn(t, WeekOf(Date(c.sunday))); local != c.before || utc != c.beforeUTC {
			t.Errorf("before %s: %s, UTC %s; want %s, UTC %s", c.sunday, local, utc, c.before, c.beforeUTC)
		}
		if local, utc := sentIn(t, week); local != c.after || utc != c.afterUTC {
			t.Errorf("after %s: %s, UTC %s; want %s, UTC %s", c.sunday, local, utc, c.after, c.afterUTC)
		}
	}
}

// A year has 53 weeks where its first of January, or in a leap year its second, is a Thursday: 2026 and 2032 (ISO 8601). Each week has one reminder
// over the turn of the year, on the first working day from its Monday on.
func TestTheTurnOfTheYear(t *testing.T) {
	for _, c := range []struct {
		week, monday, sent string
	}{
		{"2024-W52", "2024-12-23", "Mon 2024-12-23 08:00"}, {"2025-W01", "2024-12-30", "Mon 2024-12-30 08:00"},
		{"2025-W52", "2025-12-22", "Mon 2025-12-22 08:00"}, {"2026-W01", "2025-12-29", "Mon 2025-12-29 08:00"},
		{"2026-W52", "2026-12-21", "Mon 2026-12-21 08:00"}, {"2026-W53", "2026-12-28", "Mon 2026-12-28 08:00"}, {"2027-W01", "2027-01-04", "Mon 2027-01-04 08:00"},
		{"2027-W52", "2027-12-27", "Mon 2027-12-27 08:00"}, {"2028-W01", "2028-01-03", "Mon 2028-01-03 08:00"},
		{"2028-W52", "2028-12-25", "Wed 2028-12-27 08:00"}, {"2029-W01", "2029-01-01", "Tue 2029-01-02 08:00"},
		{"2029-W52", "2029-12-24", "Thu 2029-12-27 08:00"}, {"2030-W01", "2029-12-31", "Wed 2030-01-02 08:00"},
		{"2030-W52", "2030-12-23", "Mon 2030-12-23 08:00"}, {"2031-W01", "2030-12-30", "Mon 2030-12-30 08:00"},
		{"2031-W52", "2031-12-22", "Mon 2031-12-22 08:00"}, {"2032-W01", "2031-12-29", "Mon 2031-12-29 08:00"},
		{"2032-W52", "2032-12-20", "Mon 2032-12-20 08:00"}, {"2032-W53", "2032-12-27", "Mon 2032-12-27 08:00"}, {"2033-W01", "2033-01-03", "Mon 2033-01-03 08:00"},
		{"2033-W52", "2033-12-26", "Tue 2033-12-27 08:00"}, {"2034-W01", "2034-01-02", "Mon 2034-01-02 08:00"},
		{"2034-W52", "2034-12-25", "Wed 2034-12-27 08:00"}, {"2035-W01", "2035-01-01", "Tue 2035-01-02 08:00"},
		{"2035-W52", "2035-12-24", "Thu 2035-12-27 08:00"}, {"2036-W01", "2035-12-31", "Wed 2036-01-02 08:00"},
	} {
		w := WeekOf(Date(c.monday))
		if w.String() != c.week || w.Monday() != Date(c.monday) || w.Day(time.Sunday) != Date(c.monday).AddDays(6) {
			t.Errorf("%s begins week %v, from %s to %s", c.monday, w, w.Monday(), w.Day(time.Sunday))
		}
		if parsed, ok := ParseWeek(c.week); !ok || parsed != w {
			t.Errorf("%s is read as %v", c.week, parsed)
		}
		if local, _ := sentIn(t, w); local != c.sent {
			t.Errorf("%s goes out %s, want %s", c.week, local, c.sent)
		}
	}
	for year := 2025; year <= 2035; year++ {
		_, has := ParseWeek(Week{year, 53}.String())
		if want := year == 2026 || year == 2032; has != want {
			t.Errorf("%d has a week 53: %v", year, has)
		}
		last := Week{year, 52}
		if has {
			last = Week{year, 53}
		}
		if next := last.Add(1); next != (Week{year + 1, 1}) {
			t.Errorf("after %v comes %v", last, next)
		}
	}
}
