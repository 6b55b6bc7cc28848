package store

import (
	"fmt"
	"testing"
)

// The arithmetic of the news item of 25 June 2020, figure by figure, as every summary must tell it.
func TestTheArithmeticOfTheNewsItem(t *testing.T) {
	w := newsItem(t)
	p := w.register().Programme("hundra")
	end, mid := w.standing("K", "2019-12-31"), w.standing("K", "2020-06-25")
	percent := func(part, whole int) string { return fmt.Sprintf("%.1f", float64(part)*100/float64(whole)) }
	if1 := func(what WhatIf) (f *Forecast) {
		w.read(func(tx *Tx) (err error) { f, err = tx.If(p, Question{At: mid.AsOf}, mid, what); return err })
		return f
	}
	straight := &Standing{Target: 500, Remaining: 61} // without periods the pace is that of the whole programme
	whole := forecast(&Programme{Target: number(500), Starts: "2019-01-01", Ends: "2020-12-31"}, straight, 439, "2020-06-25", nil, WhatIf{})
	for _, c := range []struct {
		what string
		got  any
		want any
	}{
		{"created in 2019: 144 in ordinary activities and 112 in one unit", end.Net, 144 + 112},
		{"the one unit's share of 2019", percent(end.Units[1].Created, end.Net), "43.8"},
		{"that of the others", percent(end.Units[0].Created, end.Net), "56.2"},
		{"over the target of 2019", end.Periods[0].Over, 31},
		{"the target of 2020 before anything was carried over", mid.Periods[1].Planned, 275},
		{"the target of 2020 with the surplus", mid.Periods[1].Target, 244},
		{"created in 2020 by 25 June", mid.Periods[1].Created, 183},
		{"of the target of 2020", percent(mid.Periods[1].Created, mid.Periods[1].Target), "75.0"},
		{"created in all", mid.Net, 439},
		{"of the target in all", percent(mid.Net, mid.Target), "87.8"},
		{"left to create", mid.Remaining, 61},
		{"filled of those of 2020", mid.Periods[1].Filled, 150},
		{"vacant of those of 2020", mid.Periods[1].Vacant, 33},
		{"most of the 244 are filled", 2*mid.Periods[1].Filled > mid.Periods[1].Target, true},
		{"no more are filled than are created", mid.Filled <= mid.Net, true},
		{"needed a week", mid.Forecast.NeededPerWeek, 2.26},
		{"made a week", mid.Forecast.PacePerWeek, 7.24},
		{"reached on", mid.Forecast.ReachedOn, Date("2020-08-23")},
		{"the share of the pace that is enough", mid.Forecast.Enough, 0.312},
		{"status", mid.Forecast.Status, "on_track"},
		{"at a quarter of the pace", if1(WhatIf{Percent: 25}).ExpectedAtEnd, 487},
		{"and then the status", if1(WhatIf{Percent: 25}).Status, "at_risk"},
		{"a third of the pace is enough", if1(WhatIf{Percent: 32}).Status, "on_track"},
		{"31 percent of it is not", if1(WhatIf{Percent: 31}).Status, "at_risk"},
		{"at the pace of the whole programme", whole.ExpectedAtEnd, 592},
		{"the verdict", mid.Verdict, "whole"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
	w.set("2026-08-11") // asked six years later about the same day
	if s := w.standing("K", "2020-06-25"); s.Net != 439 || s.Remaining != 61 || s.Forecast.ReachedOn != "2020-08-23" {
		t.Errorf("asked in 2026: %+v", s)
	}
}
