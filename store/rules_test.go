package store

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func stockholm(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func usualRules() *Rules {
	return &Rules{Weekday: time.Monday, Clock: "08:00", Cutoff: firstCutoff, Unanswered: firstUnanswered, QuietFrom: firstQuietFrom, QuietTo: firstQuietTo}
}

func TestMovedAndSkippedWeeks(t *testing.T) {
	bridges, own, friday, wholeWeek := usualRules(), usualRules(), usualRules(), usualRules()
	bridges.Bridges = true
	own.Own = []Span{{"2026-08-17", "2026-08-18"}}
	friday.Weekday, friday.Cutoff = time.Friday, time.Friday
	wholeWeek.Own = []Span{{"2026-08-17", "2026-08-21"}}
	saturday := usualRules()
	saturday.Weekday = time.Saturday
	turn := usualRules()
	turn.QuietFrom, turn.QuietTo = 52, 1
	for _, c := range []struct {
		rules *Rules
		week  Week
		want  string
	}{
		{usualRules(), Week{2028, 52}, "2028-12-27 christmas"},
		{usualRules(), Week{2029, 52}, "2029-12-27 christmas_eve"},
		{usualRules(), Week{2030, 1}, "2030-01-02 new_years_eve"},
		{usualRules(), Week{2025, 2}, "2025-01-07 epiphany"},
		{usualRules(), Week{2028, 18}, "2028-05-02 may_day"},
		{usualRules(), Week{2033, 23}, "2033-06-07 national_day"},
		{usualRules(), Week{2026, 53}, "2026-12-28 "},
		{bridges, Week{2026, 2}, "2026-01-07 bridge"},
		{own, Week{2026, 34}, "2026-08-19 own"},
		{wholeWeek, Week{2026, 34}, "free_week"},
		{friday, Week{2026, 14}, "free_week"},
		{saturday, Week{2026, 34}, "2026-08-22 "},
		{turn, Week{2026, 53}, "quiet"}, {turn, Week{2027, 1}, "quiet"}, {turn, Week{2027, 2}, "2027-01-11 "},
	} {
		got := c.rules.Timing(c.week, stockholm(t))
		said := got.Skipped
		if said == "" {
			said = string(DateOf(got.At)) + " " + got.Moved
		}
		if said != c.want {
			t.Errorf("%v: %s, want %s", c.week, said, c.want)
		}
	}
}

// Due is due, also late, in the daytime of a working day, until the cut-off.
func TestDueAfterAnOutage(t *testing.T) {
	zone := stockholm(t)
	for now, want := range map[string]string{
		"2026-08-16 23:00": "2026-08-17 08:00", // the week's own Sunday is the week before, see below
		"2026-08-17 07:59": "2026-08-17 08:00",
		"2026-08-17 08:00": "2026-08-17 08:00",
		"2026-08-17 08:01": "2026-08-17 08:01",
		"2026-08-17 17:59": "2026-08-17 17:59",
		"2026-08-17 18:00": "2026-08-18 08:00",
		"2026-08-18 03:00": "2026-08-18 08:00",
		"2026-08-20 17:00": "2026-08-20 17:00",
		"2026-08-20 18:00": "late",
		"2026-08-23 12:00": "late",
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", now, zone)
		if err != nil {
			t.Fatal(err)
		}
		due, skipped := usualRules().Due(Week{2026, 34}, zone, at)
		got := skipped
		if got == "" {
			got = due.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("at %s it is due %s, want %s", now, got, want)
		}
	}
}

func TestSendTimesHold(t *testing.T) {
	zones := []string{"Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		r := usualRules()
		r.Weekday = time.Weekday(rapid.IntRange(1, 5).Draw(t, "weekday"))
		r.Cutoff = time.Weekday(rapid.IntRange(int(r.Weekday), 5).Draw(t, "cutoff"))
		r.Bridges = rapid.Bool().Draw(t, "bridges")
		w := Week{2025, 1}.Add(rapid.IntRange(0, 11*52).Draw(t, "week"))
		got := r.Timing(w, zone)
		if got.Skipped != "" {
			return
		}
		day := DateOf(got.At)
		if WeekOf(day) != w || r.Free(day) != "" || got.At.Format("15:04") != r.Clock || day > r.last(w) {
			t.Fatalf("%v goes out %v", w, got)
		}
		now := got.At.Add(time.Duration(rapid.Int64Range(0, int64(7*24*time.Hour)).Draw(t, "later")))
		due, skipped := r.Due(w, zone, now)
		if skipped == "" && (due.Before(now) || r.Free(DateOf(due.In(zone))) != "" || due.After(r.Until(w, zone))) {
			t.Fatalf("%v at %v is due %v", w, now, due)
		}
	})
}

func TestParseTiming(t *testing.T) {
	for text, ok := range map[string]bool{"mon 08:00": true, "fri 16:30": true, "mon 8:00": false, "monday 08:00": false, "mon 24:00": false, "": false} {
		if _, _, got := ParseTiming(text); got != ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestRulesAreSeededOnceAndChanged(t *testing.T) {
	w := newWorld(t)
	w.read(func(tx *Tx) error {
		r, err := tx.Rules()
		if r != nil {
			t.Errorf("rules before the first start: %+v", r)
		}
		return err
	})
	for _, day := range []time.Weekday{time.Tuesday, time.Friday} { // the second start finds what the first has written
		w.write(func(tx *Tx) error { return tx.SeedRules(day, "09:30") })
	}
	rules := func() (r *Rules) {
		w.read(func(tx *Tx) (err error) { r, err = tx.Rules(); return err })
		return r
	}
	if r := rules(); r.Weekday != time.Tuesday || r.Clock != "09:30" || !r.Since.Equal(w.clock()) || r.QuietFrom != 28 {
		t.Errorf("seeded %+v", r)
	}
	good := RuleFacts{time.Wednesday, "07:00", time.Friday, 5, 52, 1, true, []Span{{"2020-12-21", "2021-01-03"}}}
	w.write(as(1, "reminders", func(tx *Tx) error { return tx.SetRules(good) }))
	if got := rules(); fmt.Sprint(got.Facts()) != fmt.Sprint(good) {
		t.Errorf("set %+v, got %+v", good, got.Facts())
	}
	for reason, change := range map[string]func(*RuleFacts){
		"rule_clock":      func(f *RuleFacts) { f.Clock = "18:00" },
		"rule_cutoff":     func(f *RuleFacts) { f.Cutoff = time.Tuesday },
		"rule_unanswered": func(f *RuleFacts) { f.Unanswered = 0 },
		"rule_quiet":      func(f *RuleFacts) { f.QuietTo = 0 },
		"rule_own":        func(f *RuleFacts) { f.Own = []Span{{"2020-05-02", "2020-05-01"}} },
	} {
		f := good
		change(&f)
		w.refused(reason, func(tx *Tx) error { return tx.SetRules(f) })
	}
}

func TestTheNextSendTimes(t *testing.T) {
	zone := stockholm(t)
	now := At("2026-06-29", "08:00", zone)
	var got []string
	for _, n := range usualRules().Next(6, zone, now) {
		got = append(got, n.Week.String()+" "+n.Skipped)
	}
	if want := "[2026-W28 quiet 2026-W29 quiet 2026-W30 quiet 2026-W31 quiet 2026-W32  2026-W33  2026-W34  2026-W35  2026-W36  2026-W37 ]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}
