package store

import "testing"

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from          Date
		months        int
		same, lastDay Date
	}{
		{"2026-09-01", 6, "2027-03-01", "2027-02-28"}, // a probationary employment of six months
		{"2026-08-31", 6, "2027-02-28", "2027-02-28"},
		{"2026-08-29", 6, "2027-02-28", "2027-02-28"},
		{"2026-08-28", 6, "2027-02-28", "2027-02-27"},
		{"2027-08-31", 6, "2028-02-29", "2028-02-29"}, // a leap year
		{"2026-01-31", 1, "2026-02-28", "2026-02-28"},
		{"2026-01-30", 3, "2026-04-30", "2026-04-29"},
		{"2026-03-31", 3, "2026-06-30", "2026-06-30"},
		{"2026-12-01", 1, "2027-01-01", "2026-12-31"},
		{"2024-02-29", 12, "2025-02-28", "2025-02-28"},
		{"2026-01-01", 24, "2028-01-01", "2027-12-31"},
		{"2026-03-31", -1, "2026-02-28", "2026-02-28"},
	} {
		if got := c.from.AddMonths(c.months); got != c.same {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.months, got, c.same)
		}
		if got := c.from.LastDay(c.months); got != c.lastDay {
			t.Errorf("last day of %d months from %s: %s, want %s", c.months, c.from, got, c.lastDay)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		a, b Date
		days int
	}{
		{"2020-02-28", "2020-03-01", 2},
		{"2020-01-01", "2020-06-25", 176},
		{"2026-03-28", "2026-03-30", 2}, // summer time begins between them
		{"2020-06-25", "2020-06-25", 0},
		{"2021-01-01", "2020-12-31", -1},
	} {
		if got := c.a.DaysUntil(c.b); got != c.days {
			t.Errorf("from %s to %s: %d, want %d", c.a, c.b, got, c.days)
		}
		if got := c.a.AddDays(c.days); got != c.b {
			t.Errorf("%s and %d days: %s, want %s", c.a, c.days, got, c.b)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"", "2020-6-25", "2020-02-30", "2020-13-01", "25/6 2020", "2020-06-25T10:00", "20200625"} {
		if got, ok := ParseDate(s); ok {
			t.Errorf("%q is read as %s", s, got)
		}
	}
	if got, ok := ParseDate("2020-02-29"); !ok || got != "2020-02-29" || got.Year() != 2020 {
		t.Errorf("got %q, %v", got, ok)
	}
}

func TestNoDateIsNoFault(t *testing.T) {
	var none Date
	if !none.Time().IsZero() || none.month() != "" {
		t.Errorf("got %v and %q of no date", none.Time(), none.month())
	}
}
