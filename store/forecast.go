package store

import "math"

// Forecast says whether the target will be reached at the pace of the current period.
type Forecast struct {
	Status        string  `json:"status"` // reached, on_track, at_risk, missed
	NeededPerWeek float64 `json:"needed_per_week"`
	PacePerWeek   float64 `json:"pace_per_week"`
	ReachedOn     Date    `json:"reached_on,omitempty"` // "": never at this pace
	ExpectedAtEnd int     `json:"expected_at_end"`
}

// forecast carries the pace of the period that the day lies in on to the programme's end. Both paces are per seven days, the elapsed days
// counted with the day itself and the remaining ones without it. nil where there is no target or the programme has not begun.
func forecast(p *Programme, s *Standing, counted int, at Date) *Forecast {
	if s.Target == 0 || at < p.Starts {
		return nil
	}
	f := &Forecast{ExpectedAtEnd: counted}
	if at >= p.Ends {
		f.Status = "missed"
		if s.Remaining == 0 {
			f.Status = "reached"
		}
		return f
	}
	created, since := counted, p.Starts
	for _, period := range s.Periods {
		if period.Start <= at && at <= period.End {
			created, since = period.Created, period.Start
		}
	}
	elapsed, left := since.DaysUntil(at)+1, at.DaysUntil(p.Ends)
	f.PacePerWeek = hundredths(float64(created) / float64(elapsed) * 7)
	f.NeededPerWeek = hundredths(float64(s.Remaining) / float64(left) * 7)
	f.ExpectedAtEnd = counted + created*left/elapsed // whole places: the day of the target lies within the programme when this reaches it
	switch {
	case s.Remaining == 0:
		f.Status = "reached"
		return f
	case f.ExpectedAtEnd >= s.Target:
		f.Status = "on_track"
	default:
		f.Status = "at_risk"
	}
	if created > 0 {
		// In whole numbers: 61 remaining at 183 in 177 days is day 59, and not a rounding error later.
		f.ReachedOn = at.AddDays((s.Remaining*elapsed + created - 1) / created)
	}
	return f
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }
