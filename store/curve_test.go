package store

import "testing"

// TestCurve draws the 500-uppdraget as it was reported on 25 June 2020.
func TestCurve(t *testing.T) {
	p := &Programme{Starts: "2019-01-01", Ends: "2020-12-31"}
	for _, c := range []struct {
		at   Date
		most int
	}{{"2020-06-25", 14}, {"2020-06-25", 5}, {"2019-01-01", 14}, {"2020-12-31", 14}, {"2020-12-30", 14}, {"2021-03-01", 14}, {"2020-06-30", 9}, {"2018-05-05", 14}} {
		days := curveDays(p, c.at, c.most)
		if len(days) > c.most || days[len(days)-1] != p.Ends {
			t.Errorf("%s, at most %d: %v", c.at, c.most, days)
		}
		within, found := c.at >= p.Starts && c.at <= p.Ends, false
		for i, d := range days {
			found = found || d == c.at
			if i > 0 && d <= days[i-1] {
				t.Errorf("%s: %s comes after %s", c.at, d, days[i-1])
			}
		}
		if within != found {
			t.Errorf("%s, at most %d: the day is there %v: %v", c.at, c.most, found, days)
		}
	}
	periods := []PeriodStands{{Start: "2019-01-01", End: "2019-12-31", Planned: 225}, {Start: "2020-01-01", End: "2020-12-31", Planned: 275}}
	for on, want := range map[Date]int{"2018-12-31": 0, "2019-12-31": 225, "2020-07-01": 363, "2020-12-31": 500, "2021-05-01": 500} {
		if got := planAt(periods, on); got != want {
			t.Errorf("the plan for %s is %d, want %d", on, got, want)
		}
	}
}
