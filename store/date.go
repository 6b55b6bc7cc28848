package store

import "time"

// Date is a day in the municipality's zone as ISO text, "2020-06-25"; "" is none. Dates compare as strings do.
type Date string

const isoDay = "2006-01-02"

// DateOf gives the day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(isoDay)) }

// ParseDate reads ISO text; false where it is not a day of the calendar.
func ParseDate(s string) (Date, bool) {
	if _, err := time.Parse(isoDay, s); err != nil {
		return "", false
	}
	return Date(s), true
}

// Time gives the day's midnight in UTC, good for counting with days. The zero time for none.
func (d Date) Time() time.Time {
	t, err := time.Parse(isoDay, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays gives the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths gives the same day n months later, or the last of that month where it has no such day.
func (d Date) AddMonths(n int) Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// LastDay gives the last of n months that begin with d: the day before the same day n months later, or, where that month has no such day, its
// last (lag 1930:173 §1).
func (d Date) LastDay(n int) Date {
	end := d.AddMonths(n)
	if end.Time().Day() < d.Time().Day() {
		return end
	}
	return end.AddDays(-1)
}

// DaysUntil counts from d to other; negative where other is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.Time().Sub(d.Time()).Hours() / 24)
}

// Year of the day.
func (d Date) Year() int { return d.Time().Year() }

// month of the day, "2020-06".
func (d Date) month() string { return string(d[:min(len(d), len("2020-06"))]) }

// dateIn gives a day of the calendar.
func dateIn(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// moment is an instant as text, which one claim asks for ten times.
type moment struct {
	now   time.Time
	today Date
	stamp string
}

// Today is the day it is in the municipality.
func (tx *Tx) Today() Date {
	if tx.moment.now != tx.Now {
		tx.moment = moment{tx.Now, DateOf(tx.Now.In(tx.store.opt.Zone)), stamp(tx.Now)}
	}
	return tx.moment.today
}

// Stamp is the transaction's instant as it is stored.
func (tx *Tx) Stamp() string {
	tx.Today()
	return tx.moment.stamp
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
