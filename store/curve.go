package store

import (
	"math"
	"slices"
)

// CurvePoint is a point of how a programme grows.
type CurvePoint struct {
	On      Date
	Created int  // toward the target: counted where Known, else what is expected at the forecast's pace
	Known   bool // has been
	Plan    int  // had the target been reached in even steps
}

// Curve gives the growth that a Standing is part of: the ends of months from the programme's beginning to its end, and the Standing's own day. At
// most most of them, evenly chosen; the Standing's day and the last are among them.
func (tx *Tx) Curve(p *Programme, s *Standing, most int) ([]CurvePoint, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	reg = reg.On(tx.organisedOn(s.Question))
	var out []CurvePoint
	for _, on := range curveDays(p, s.AsOf, most) {
		point := CurvePoint{On: on, Plan: planAt(s.Periods, on), Known: on <= s.AsOf}
		if point.Known {
			parts, err := tx.partsFor(reg, p, s.Question, on)
			if err != nil {
				return nil, err
			}
			point.Created = TallyOf(parts).toward(p)
		} else if f := s.Forecast; f != nil {
			share := float64(s.AsOf.DaysUntil(on)) / float64(max(1, s.AsOf.DaysUntil(p.Ends)))
			point.Created = s.Counted + int(math.Round(float64(f.ExpectedAtEnd-s.Counted)*share))
		} else {
			continue // nothing is expected
		}
		out = append(out, point)
	}
	return out, nil
}

// curveDays are month ends some whole number of months apart, the day itself, and the last day.
func curveDays(p *Programme, at Date, most int) []Date {
	var ends []Date
	for d := lastOfMonth(p.Starts); d < p.Ends; d = lastOfMonth(d.AddDays(1)) {
		ends = append(ends, d)
	}
	out := []Date{p.Ends}
	if p.Starts <= at && at < p.Ends {
		out = append(out, at)
	}
	room := max(1, most-len(out))
	step := max(1, (len(ends)+room-1)/room)
	for i := step - 1; i < len(ends); i += step {
		out = append(out, ends[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func lastOfMonth(d Date) Date { return Date(d.month() + "-01").AddMonths(1).AddDays(-1) }

// planAt is how much of the periods' targets falls before a day's end, each spread evenly over its days.
func planAt(periods []PeriodStands, on Date) int {
	sum := 0.0
	for _, d := range periods {
		days := float64(d.Start.DaysUntil(d.End) + 1)
		sum += float64(d.Planned) * min(1, max(0, float64(d.Start.DaysUntil(on)+1)/days))
	}
	return int(math.Round(sum))
}
