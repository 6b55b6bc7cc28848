package store

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newsItem is the 500-uppdrag as the news told it on 25 June 2020: 256 created in 2019, 183 in 2020 of which 150 are filled.
func newsItem(t testing.TB) *world {
	w := newWorld(t)
	w.set("2020-06-25")
	w.write(func(tx *Tx) error {
		if err := tx.script(`UPDATE programmes SET target = 500; UPDATE periods SET target = 225 WHERE name = '2019';
`); err != nil {
			return err
		}
		insert := func(n int, unit string, from Date, days int) error {
			for i := range n {
				if _, err := tx.exec(`INSERT INTO slots (programme, kind, unit, created_on) VALUES ('hundra', ?, ?, ?)`,
					[]string{"praktik", "arbetsträning", "språkpraktik"}[i%3], unit, from.AddDays(i%days)); err != nil {
					return err
				}
			}
			return nil
		}
		if err := firstError(insert(144, "S-1-1", "2019-02-01", 300), insert(112, "V-1-1", "2019-02-01", 300), insert(183, "S-2-1", "2020-01-07", 150)); err != nil {
			return err
		}
		_, err := tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on)
			SELECT 'D-2020-' || (1000 + number), number, '2020-06-10', '2020-09-09' FROM slots WHERE unit = 'S-2-1' ORDER BY number LIMIT 150`)
		return firstError(err, tx.RebuildTallies(), tx.WorkOutQuotas())
	})
	w.tallied()
	return w
}

func TestTheNewsItem(t *testing.T) {
	w := newsItem(t)
	got := w.standing("K", "2020-06-25")
	want := &Standing{Programme: "hundra", AsOf: "2020-06-25", Scope: "K", Target: 500, Gross: 439, Net: 439, Remaining: 61, Filled: 150, Vacant: 289, Persons: 150,
		Periods: []PeriodStands{
			{Name: "2019", Start: "2019-01-01", End: "2019-12-31", Target: 225, Planned: 225, Created: 256, Over: 31, Vacant: 256},
			{Name: "2020", Start: "2020-01-01", End: "2020-12-31", Target: 244, Planned: 275, Created: 183, Remaining: 61, Filled: 150, Vacant: 33}},
		Forecast: &Forecast{Status: "on_track", NeededPerWeek: 2.26, PacePerWeek: 7.24, ReachedOn: "2020-08-23", ExpectedAtEnd: 634,
			Likely: got.Forecast.Likely, WorkdaysLeft: 132, Enough: 0.312},
		Units: []UnitStands{{Code: "S", Name: "Skola", Quota: got.Units[0].Quota, Created: 327, Counted: 327, Filled: 150, Headcount: 590, Vacant: 177, Rank: 1},
			{Code: "V", Name: "Vård", Quota: got.Units[1].Quota, Created: 112, Counted: 112, Headcount: 240, Vacant: 112, Rank: 2},
			{Code: "B", Name: "Energi AB", Quota: got.Units[2].Quota, Headcount: 10, Rank: 3},
			{Code: "P", Name: "Kaféet", Headcount: 70, Rank: 3}},
		Types:        []KindStands{{"praktik", 48 + 38 + 61, 48 + 38 + 61, 50, 97}, {"arbetsträning", 48 + 37 + 61, 48 + 37 + 61, 50, 96}, {"språkpraktik", 48 + 37 + 61, 48 + 37 + 61, 50, 96}},
		UnitsWithout: UnitsWithout{Level: "verksamhet", Count: 1, Of: 4},
		Verdict:      "whole",
		Week:         &Since{On: "2020-06-18", Net: 439, Filled: 150, Vacant: 289},
		Report:       &Since{On: "2020-04-30", Net: 404, Vacant: 404, Created: 35, Taken: 150, Free: -115},
		Flow:         Flow{Until: "2020-07-23", LongVacant: 289}, Unanswered: new(int), Counted: 439, Question: Question{Unit: "K", At: "2020-06-25"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if sum := got.Units[0].Quota + got.Units[1].Quota + got.Units[2].Quota; sum != 500 {
		t.Errorf("the quotas add up to %d", sum)
	}
	if s := w.standing("K", "2019-12-31"); s.Net != 256 || s.Periods[0].Over != 31 || s.Periods[1].Target != 244 || s.Remaining != 244 {
		t.Errorf("at the end of 2019: %+v", s)
	}
	if s := w.standing("K", "2018-12-31"); s.Net != 0 || s.Remaining != 500 || s.Periods[1].Target != 275 || s.Forecast != nil {
		t.Errorf("before it begins: %+v", s)
	}
	if b, err := json.Marshal(got); err != nil || !json.Valid(b) {
		t.Error(err)
	}
}

func TestNetCounting(t *testing.T) {
	for _, unit := range []string{"S-2-1", "S-1-1"} { // slots of 2020, and of 2019
		w := newsItem(t)
		w.set("2020-07-01")
		w.write(func(tx *Tx) error {
			found, err := tx.SlotsOf(unit, tx.Today(), true)
			if err != nil {
				return err
			}
			for _, s := range found[:12] {
				if _, _, err := tx.Release(s.Number, "premises"); err != nil {
					return err
				}
			}
			return nil
		})
		w.tallied()
		s := w.standing("K", "2020-07-01")
		if s.Gross != 439 || s.Net != 427 || s.Remaining != 73 {
			t.Errorf("%s: gross %d, net %d, remaining %d; want 439, 427, 73", unit, s.Gross, s.Net, s.Remaining)
		}
		if s.Periods[1].Target != 244 { // as it was when the year began
			t.Errorf("%s: the target of 2020 has become %d", unit, s.Periods[1].Target)
		}
		if before := w.standing("K", "2020-06-30"); before.Net != 439 {
			t.Errorf("the day before net was %d", before.Net)
		}
	}
}

func TestGrossCounting(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error { return tx.script(`UPDATE programmes SET net = 0`) })
	w.claim("S-1-1", "praktik", 3)
	w.release(1)
	if s := w.standing("K", start); s.Net != 2 || s.Remaining != 97 || s.Periods[1].Created != 3 {
		t.Errorf("net %d, remaining %d, %+v", s.Net, s.Remaining, s.Periods)
	}
}

func TestSumsGoUpTheTree(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		for unit, n := range map[string]int{"S-1": 4, "S-1-1": 3, "S-1-2": 1} {
			if _, err := tx.exec(`INSERT INTO quotas (programme, period, unit, target, decided) VALUES ('hundra', '2020', ?, ?, 1)`, unit, n); err != nil {
				return err
			}
		}
		return nil
	})
	w.claim("S-1-1", "praktik", 2)
	w.claim("S-1-2", "praktik", 1)
	s := w.standing("S-1", start)
	if s.Net != 3 || s.Target != 4 || s.Remaining != 1 || len(s.Units) != 2 || s.Units[0].Created != 2 || s.Units[0].Quota != 3 {
		t.Errorf("3 of 4: %+v", s)
	}
	if leaf := w.standing("S-1-2", start); leaf.Units == nil || len(leaf.Units) != 0 || leaf.UnitsWithout.Of != 0 {
		t.Errorf("a unit without any below it has %+v", leaf.Units)
	}
}

func TestStandingIsRefused(t *testing.T) {
	w := newWorld(t)
	p := w.register().Programme("hundra")
	for reason, fn := range map[string]func(*Tx) error{
		"date_future":  func(tx *Tx) error { _, err := tx.Standing(p, "K", start.AddDays(1)); return err },
		"unit_unknown": func(tx *Tx) error { _, err := tx.Standing(p, "X", start); return err },
	} {
		w.refused(reason, fn)
	}
	if got := w.standing("K", "").AsOf; got != start {
		t.Errorf("without a day it is of %s", got)
	}
}

func TestForecast(t *testing.T) {
	year := Programme{Target: number(100), Starts: "2020-01-01", Ends: "2020-12-31"}
	for _, c := range []struct {
		what    string
		p       *Programme
		periods []PeriodStands
		created int
		at      Date
		want    *Forecast
	}{
		{"a quarter of the pace is too little", &twoYears, []PeriodStands{{Start: "2020-01-01", End: "2020-12-31", Created: 45}}, 439, "2020-06-25",
			&Forecast{Status: "at_risk", NeededPerWeek: 2.26, PacePerWeek: 1.78, ReachedOn: "2021-02-20", ExpectedAtEnd: 487}},
		{"not begun", &year, nil, 0, "2019-12-31", nil},
		{"nothing yet", &year, nil, 0, "2020-01-01", &Forecast{Status: "at_risk", NeededPerWeek: 1.92, PacePerWeek: 0, ReachedOn: "", ExpectedAtEnd: 0}},
		{"just enough", &year, nil, 50, "2020-07-01", &Forecast{Status: "on_track", NeededPerWeek: 1.91, PacePerWeek: 1.91, ReachedOn: "2020-12-31", ExpectedAtEnd: 100}},
		{"just too little", &year, nil, 49, "2020-07-01", &Forecast{Status: "at_risk", NeededPerWeek: 1.95, PacePerWeek: 1.87, ReachedOn: "2021-01-08", ExpectedAtEnd: 98}},
		{"reached", &year, nil, 100, "2020-07-01", &Forecast{Status: "reached", NeededPerWeek: 0, PacePerWeek: 3.83, ReachedOn: "", ExpectedAtEnd: 200}},
		{"over and reached", &year, nil, 101, "2020-12-31", &Forecast{Status: "reached", ExpectedAtEnd: 101}},
		{"over and missed", &year, nil, 99, "2021-03-01", &Forecast{Status: "missed", ExpectedAtEnd: 99}},
	} {
		s := &Standing{Target: *c.p.Target, Remaining: max(0, *c.p.Target-c.created), Periods: c.periods}
		got := forecast(c.p, s, c.created, c.at, nil, WhatIf{})
		if got != nil {
			if want := max(0, s.Target-got.ExpectedAtEnd); got.Short != want {
				t.Errorf("%s: %d short of the target, want %d", c.what, got.Short, want)
			}
			got.Short, got.Enough = 0, 0
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, d)
		}
		if got != nil && got.ReachedOn != "" && (got.ReachedOn <= c.p.Ends) != (got.Status == "on_track") {
			t.Errorf("%s: %s, and reached on %s", c.what, got.Status, got.ReachedOn)
		}
	}
}

func TestAProgrammeWithoutANumber(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`UPDATE programmes SET target = NULL; UPDATE periods SET target = NULL;
`), tx.WorkOutQuotas())
	})
	w.claim("S-1-1", "praktik", 2)
	if s := w.standing("K", start); s.Target != 0 || s.Forecast != nil || s.Net != 2 {
		t.Errorf("it stands %+v", s)
	}
}

func TestTalliesAreChecked(t *testing.T) {
	w := newsItem(t)
	for _, query := range []string{
		`UPDATE tallies SET created = created + 1 WHERE unit = 'K' AND span = 'm2019-02' AND kind = 'praktik'`,
		`DELETE FROM tallies WHERE unit = 'S'`,
		`INSERT INTO tallies (programme, unit, span, kind, period, ended) VALUES ('hundra', 'K', 'd2018-01-01', 'praktik', '', 1)`,
	} {
		var wrong error
		w.write(func(tx *Tx) error {
			_, err := tx.exec(query)
			wrong = tx.CheckTallies()
			return firstError(err, tx.RebuildTallies())
		})
		if wrong == nil {
			t.Errorf("not found: %s", query)
		}
		w.tallied()
	}
}

// The day and the month that a date lies in are read from different rows: every day of a month must add up.
func TestEveryDayAddsUp(t *testing.T) {
	w := newWorld(t)
	for i := range 70 {
		day := start.AddDays(i)
		w.set(day)
		w.claim("S-1-1", "praktik", 1)
		for _, back := range []int{0, 1, i % 31, i} {
			if got := w.standing("K", day.AddDays(-back)).Gross; got != i+1-back {
				t.Fatalf("on %s, %d days back: %d, want %d", day, back, got, i+1-back)
			}
		}
	}
}
