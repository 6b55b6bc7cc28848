package store

// Since is how it stood on a day before, and what has changed from it.
type Since struct {
	On      Date `json:"on"`
	Net     int  `json:"net"` // then
	Filled  int  `json:"filled"`
	Vacant  int  `json:"vacant"`
	Created int  `json:"created_change"` // until now; negative where more has been given back than created
	Taken   int  `json:"filled_change"`
	Free    int  `json:"vacant_change"`
}

// Flow is what comes and what has stood still.
type Flow struct {
	Until      Date `json:"until"`       // the last day that starts and ends are told to
	Starts     int  `json:"starts"`      // trainees who begin after the day
	Ends       int  `json:"ends"`        // those who are there and whose planned end is by then
	Overdue    int  `json:"overdue"`     // those whose planned end has passed and nobody has said how it went
	LongVacant int  `json:"long_vacant"` // slots vacant without a break for LongVacant days or more
}

// Quality is what the figures should be read with.
type Quality struct {
	OutsidePeriods   int `json:"outside_periods"`   // created in the programme and on a day of no period
	OutsideProgramme int `json:"outside_programme"` // created in the same units and counted in no programme
}

// flow compares with a week before and with the last report, and looks four weeks ahead.
func (tx *Tx) flow(reg *Register, p *Programme, q Question, s *Standing, whole Tally) error {
	since := func(day Date, then Tally, err error) (*Since, error) {
		if day < p.Starts.AddDays(-1) {
			return nil, err
		}
		return &Since{On: day, Net: then.Net(), Filled: then.Filled(), Vacant: then.Vacant(), Created: whole.toward(p) - then.toward(p),
			Taken: whole.Filled() - then.Filled(), Free: whole.Vacant() - then.Vacant()}, err
	}
	var weekErr, reportErr error
	week, err := tx.sumFor(reg, p, q, days(q.At.AddDays(-6), q.At))
	s.Week, weekErr = since(q.At.AddDays(-7), whole.Less(week), err)
	reported := ReportDayBefore(q.At)
	report, err := tx.sumFor(reg, p, q, until(reported))
	s.Report, reportErr = since(reported, report, err)
	ahead, aheadErr := tx.sumFor(reg, p, q, days(q.At.AddDays(1), q.At.AddDays(SoonEnding)))
	long, longErr := tx.sumFor(reg, p, q, until(q.At.AddDays(-LongVacant)))
	outside, outsideErr := tx.talliesIn(reg.Tree, "", q.Unit, q.At)
	s.Flow = Flow{Until: q.At.AddDays(SoonEnding), Starts: ahead.Started, Ends: whole.Ending, Overdue: whole.Overdue,
		LongVacant: longVacant(long, whole)}
	s.Quality = Quality{OutsidePeriods: outsidePeriods(p, s), OutsideProgramme: TallyOf(outside).Net()}
	return firstError(weekErr, reportErr, aheadErr, longErr, outsideErr)
}

// longVacant are the vacancies that had begun LongVacant days before, and are not over.
func longVacant(before, now Tally) int { return before.Created + before.Ended - now.Closed }

func outsidePeriods(p *Programme, s *Standing) int {
	n := s.Counted
	for _, d := range s.Periods {
		n -= d.Created
	}
	return n
}

// ReportDayBefore gives the last day before a day that municipalities report on: the ends of the three tertials.
func ReportDayBefore(d Date) Date {
	year := d.Time().Year()
	for _, day := range []Date{dateIn(year, 8, 31), dateIn(year, 4, 30)} {
		if day < d {
			return day
		}
	}
	return dateIn(year-1, 12, 31)
}
