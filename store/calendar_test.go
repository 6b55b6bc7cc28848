package store

import (
	"strings"
	"testing"
)

// The moving holidays of lag 1989:253 as worked out by its §§1–2.
func TestSwedishHolidays(t *testing.T) {
	for code, days := range map[string]string{
		"good_friday":   "2025-04-18 2026-04-03 2027-03-26 2028-04-14",
		"easter_eve":    "2025-04-19 2026-04-04 2027-03-27 2028-04-15",
		"easter":        "2025-04-20 2026-04-05 2027-03-28 2028-04-16",
		"easter_monday": "2025-04-21 2026-04-06 2027-03-29 2028-04-17",
		"ascension":     "2025-05-29 2026-05-14 2027-05-06 2028-05-25",
		"whit_sunday":   "2025-06-08 2026-05-24 2027-05-16 2028-06-04",
		"midsummer_eve": "2025-06-20 2026-06-19 2027-06-25 2028-06-23",
		"midsummer":     "2025-06-21 2026-06-20 2027-06-26 2028-06-24",
		"all_saints":    "2025-11-01 2026-10-31 2027-11-06 2028-11-04",
		"new_year":      "2025-01-01", "epiphany": "2026-01-06", "may_day": "2027-05-01", "national_day": "2028-06-06",
		"christmas_eve": "2025-12-24", "christmas": "2026-12-25", "boxing_day": "2027-12-26", "new_years_eve": "2028-12-31",
		"weekend": "2026-08-15 2026-08-16",
		"":        "2026-08-14 2026-08-17 2026-05-15 2026-06-18 2025-12-23 2026-04-02",
	} {
		for _, day := range strings.Fields(days) {
			if got := (&Calendar{}).Free(Date(day)); got != code {
				t.Errorf("%s is %q, want %q", day, got, code)
			}
		}
	}
}

func TestOwnDaysAndBridges(t *testing.T) {
	c := &Calendar{Bridges: true, Own: []Span{{"2026-09-07", "2026-09-08"}}}
	for day, want := range map[Date]string{
		"2026-05-15": "bridge", // between Ascension Day and a Saturday
		"2026-01-05": "bridge", // between a Sunday and Epiphany
		"2026-09-07": "own", "2026-09-08": "own", "2026-09-09": "", "2026-05-13": "", "2026-06-18": "",
	} {
		if got := c.Free(day); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
	if got := c.Workday("2026-09-05"); got != "2026-09-09" {
		t.Errorf("the first working day is %s", got)
	}
}

func TestWorkdays(t *testing.T) {
	for _, c := range []struct {
		from, to Date
		want     int
	}{
		{"2026-03-30", "2026-04-12", 8}, // Easter takes two of the ten
		{"2026-12-21", "2027-01-03", 6}, // 21–23 and 28–30 December
		{"2026-08-15", "2026-08-16", 0},
		{"2026-08-17", "2026-08-17", 1},
		{"2026-08-17", "2026-08-16", 0},
		{"2026-01-01", "2026-12-31", 251}, // 261 weekdays, seven of them holidays and three eves
	} {
		if got := (&Calendar{}).Workdays(c.from, c.to); got != c.want {
			t.Errorf("%s to %s are %d working days, want %d", c.from, c.to, got, c.want)
		}
	}
}

// A year has 53 weeks where it begins on a Thursday, or on a Wednesday in a leap year.
func TestWeeksOfEveryYear(t *testing.T) {
	last := map[int]int{2026: 53, 2032: 53}
	first := map[int]Date{2025: "2024-12-30", 2026: "2025-12-29", 2027: "2027-01-04", 2028: "2028-01-03", 2029: "2029-01-01", 2030: "2029-12-31",
		2031: "2030-12-30", 2032: "2031-12-29", 2033: "2033-01-03", 2034: "2034-01-02", 2035: "2035-01-01"}
	for year := 2025; year <= 2035; year++ {
		n := last[year]
		if n == 0 {
			n = 52
		}
		one := Week{year, 1}
		if one.Monday() != first[year] {
			t.Errorf("%v begins on %s, want %s", one, one.Monday(), first[year])
		}
		if end := (Week{year, n}); end.Add(1) != (Week{year + 1, 1}) {
			t.Errorf("after %v comes %v", end, end.Add(1))
		}
	}
	for text, ok := range map[string]bool{"2026-W53": true, "2027-W53": false, "2026-W00": false, "2026": false, "2026-W1x": false} {
		if w, got := ParseWeek(text); got != ok || ok && w.String() != text {
			t.Errorf("%q is %v, %v", text, w, got)
		}
	}
}
