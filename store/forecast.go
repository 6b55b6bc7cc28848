package store

import (
	"math"
	"sort"
)

// Forecast says whether the target will be reached at the pace of the current period.
type Forecast struct {
	Status        string  `json:"status"` // reached, on_track, at_risk, missed
	NeededPerWeek float64 `json:"needed_per_week"`
	PacePerWeek   float64 `json:"pace_per_week"`
	ReachedOn     Date    `json:"reached_on,omitempty"` // "": never at this pace
	ExpectedAtEnd int     `json:"expected_at_end"`

	Likely       *Likely `json:"likely,omitempty"` // nil: too little has been to say
	WorkdaysLeft int     `json:"workdays_left"`
	Enough       float64 `json:"enough"` // the share of the pace that is enough to reach the target; 0: reached, or there is no pace
	Short        int     `json:"short"`  // so many more, beside the pace, reach it; 0: the pace does
}

// Likely is where it ends in nine cases of ten, if slots keep coming as until now: by chance, at the same rate a working day (a Poisson process
// whose rate is known from those that have come, Jeffreys' prior), busier and calmer months as in the whole years there are.
type Likely struct {
	Low   int  `json:"low"`
	High  int  `json:"high"`
	From  Date `json:"from,omitempty"` // reached at the earliest; "": not before the end
	To    Date `json:"to,omitempty"`   // at the latest; "": perhaps not before the end
	Years int  `json:"years"`          // whole years that the months are known from
}

// WhatIf is what a forecast supposes beside what has been.
type WhatIf struct {
	More    int  // slots that come at once; fewer where negative
	Percent int  // of the pace as it is; 0: as it is
	Stop    bool // nothing comes any more, at no pace
	PerWeek int  // so many come a week, whatever has come until now; 0: as it is
}

// forecast carries the pace of the period that the day lies in on to the programme's end. Both paces are per seven days, the elapsed days
// counted with the day itself and the remaining ones without it. nil where there is no target or the programme has not begun.
func forecast(p *Programme, s *Standing, counted int, at Date, h *history, what WhatIf) *Forecast {
	if s.Target == 0 || at < p.Starts {
		return nil
	}
	what.More = max(what.More, -counted) // no more can go than there are
	counted += what.More
	remaining := max(0, s.Target-counted)
	f := &Forecast{ExpectedAtEnd: counted, Short: remaining}
	if at >= p.Ends {
		f.Status = "missed"
		if remaining == 0 {
			f.Status = "reached"
		}
		return f
	}
	created, since := counted-what.More, p.Starts
	for _, period := range s.Periods {
		if period.Start <= at && at <= period.End {
			created, since = period.Created, period.Start
		}
	}
	percent := 100
	if what.Percent > 0 {
		percent = what.Percent
	}
	if what.Stop {
		percent = 0
	}
	elapsed, left := since.DaysUntil(at)+1, at.DaysUntil(p.Ends)
	known := h
	if what.PerWeek > 0 { // of a pace that is supposed no span is known
		created, elapsed, known = what.PerWeek, 7, nil
	}
	pace := float64(created) * float64(percent) / 100 / float64(elapsed) * 7
	needed := float64(remaining) / float64(left) * 7
	f.PacePerWeek, f.NeededPerWeek = hundredths(pace), hundredths(needed)
	f.ExpectedAtEnd = counted + created*percent*left/(elapsed*100) // whole places: the day of the target lies within the programme when this reaches it
	f.Short = max(0, s.Target-f.ExpectedAtEnd)
	if pace > 0 {
		f.Enough = math.Round(needed/pace*1000) / 1000
	}
	f.likely(p, at, since, created, counted, remaining, percent, known)
	switch {
	case remaining == 0:
		f.Status = "reached"
		return f
	case f.ExpectedAtEnd >= s.Target:
		f.Status = "on_track"
	default:
		f.Status = "at_risk"
	}
	if created*percent > 0 {
		// In whole numbers: 61 remaining at 183 in 177 days is day 59, and not a rounding error later.
		f.ReachedOn = at.AddDays((remaining*elapsed*100 + created*percent - 1) / (created * percent))
	}
	return f
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// If gives the forecast of a Standing as it would be.
func (tx *Tx) If(p *Programme, q Question, s *Standing, what WhatIf) (*Forecast, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	reg, q.Unit = reg.On(tx.organisedOn(q)), s.Scope
	h, err := tx.history(reg, p, q)
	return forecast(p, s, s.Counted, s.AsOf, h, what), err
}

// likely tells the span in which it ends in nine cases of ten.
func (f *Forecast) likely(p *Programme, at, since Date, created, counted, remaining, percent int, h *history) {
	if h == nil || percent == 0 {
		return
	}
	been := h.exposure(since, at)
	var days []Date
	var ahead []float64 // up to each of the days
	sum := 0.0
	for d := at.AddDays(1); d <= p.Ends; d = d.AddDays(1) {
		if w := h.weight(d); w > 0 {
			sum += w
			days, ahead = append(days, d), append(ahead, sum)
		}
	}
	f.WorkdaysLeft = len(days)
	if been == 0 || len(days) == 0 {
		return
	}
	more := func(exposure, share float64) int {
		return atMost(share, float64(created)+0.5, exposure*float64(percent)/100/been)
	}
	f.Likely = &Likely{Low: counted + more(sum, 0.05), High: counted + more(sum, 0.95), Years: h.years}
	if remaining == 0 {
		return
	}
	first := func(share float64) Date {
		i := sort.Search(len(days), func(i int) bool { return more(ahead[i], share) >= remaining })
		if i == len(days) {
			return ""
		}
		return days[i]
	}
	f.Likely.From, f.Likely.To = first(0.95), first(0.05)
}

// atMost gives how many there are at most, with a likelihood, of a Poisson count whose rate follows a gamma distribution of a shape, over so many
// times the time that the rate is known from: a negative binomial distribution. Of large counts it is the normal one.
func atMost(likelihood, shape, times float64) int {
	mean := shape * times
	if mean > 1000 {
		return int(math.Round(mean + math.Sqrt2*math.Erfinv(2*likelihood-1)*math.Sqrt(mean*(1+times))))
	}
	one := math.Exp(-shape * math.Log1p(times)) // the likelihood of none, then of each number
	sum := one
	for n := 0; ; n++ {
		if sum >= likelihood || n > 100_000 {
			return n
		}
		one *= (float64(n) + shape) / float64(n+1) * times / (1 + times)
		sum += one
	}
}
