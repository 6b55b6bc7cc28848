package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Subscription is a summary that is sent regularly.
type Subscription struct {
	ID      int64
	Member  int64
	Channel string // Slack's ID, of a channel or of the member
	Every   string // week, or report: the days that municipalities report on
	Since   time.Time
	last    string
}

// Intervals are how often a summary can be sent.
var Intervals = []string{"week", "report"}

type subscriptionFacts struct {
	Channel string `json:"channel"` // "": to the member alone. The audit can't be changed, so it holds nobody's ID in Slack
	Every   string `json:"every"`
}

func (s *Subscription) facts() subscriptionFacts {
	f := subscriptionFacts{s.Channel, s.Every}
	if s.Personal() {
		f.Channel = ""
	}
	return f
}

// Personal tells whether it is sent to a person rather than to a channel.
func (s *Subscription) Personal() bool {
	return strings.HasPrefix(s.Channel, "U") || strings.HasPrefix(s.Channel, "W")
}

// Subscribe has a summary sent regularly from now on. One that is sent there as often is refused with "subscribed".
func (tx *Tx) Subscribe(member int64, channel, every string) (*Subscription, error) {
	if !slices.Contains(Intervals, every) {
		return nil, RefuseField("every", "every_unknown", nil)
	}
	known, err := tx.Subscriptions()
	if err != nil {
		return nil, err
	}
	for _, s := range known {
		if s.Channel == channel && s.Every == every {
			return nil, RefuseField("channel", "subscribed", nil)
		}
	}
	s := &Subscription{Member: member, Channel: channel, Every: every, Since: tx.Now}
	s.ID, err = tx.insert(`INSERT INTO subscriptions (member, channel, every, since) VALUES (?, ?, ?, ?)`, member, channel, every, tx.Stamp())
	if err != nil {
		return nil, err
	}
	return s, tx.note("subscription", strconv.FormatInt(s.ID, 10), "", nil, s.facts())
}

// Unsubscribe ends one; one that has ended is refused with "subscription_unknown".
func (tx *Tx) Unsubscribe(id int64) (*Subscription, error) {
	known, err := tx.Subscriptions()
	if err != nil {
		return nil, err
	}
	for _, s := range known {
		if s.ID == id {
			_, err := tx.exec(`UPDATE subscriptions SET ended = 1 WHERE id = ?`, id)
			return &s, firstError(err, tx.note("subscription", strconv.FormatInt(id, 10), "", s.facts(), nil))
		}
	}
	return nil, Refuse("subscription_unknown", nil)
}

// Subscriptions are those that go on, in the order in which they were asked for.
func (tx *Tx) Subscriptions() ([]Subscription, error) {
	return all(tx, func(r *sql.Rows) (s Subscription, err error) {
		var since string
		if err := r.Scan(&s.ID, &s.Member, &s.Channel, &s.Every, &since, &s.last); err != nil {
			return s, err
		}
		s.Since, err = time.Parse(time.RFC3339, since)
		return s, err
	}, `SELECT id, member, channel, every, since, last FROM subscriptions WHERE ended = 0 ORDER BY id`)
}

// DueSubscription is one that is to be sent now.
type DueSubscription struct {
	Subscription
	At   Date   // the day that it tells of
	Turn string // the week or the report date
}

// DueSubscriptions are to be sent now: the weekly ones at the time of the week's reminder, which is moved to a working day, and the others at that
// time of day on the first working day after a report date. What was due before a subscription began is not sent.
func (tx *Tx) DueSubscriptions() ([]DueSubscription, error) {
	all, err := tx.Subscriptions()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	rules, err := tx.Rules()
	if err != nil {
		return nil, err
	}
	if rules == nil {
		rules = &Rules{Weekday: time.Monday, Clock: "08:00"}
	}
	var out []DueSubscription
	for _, s := range all {
		d := DueSubscription{Subscription: s}
		var day Date
		if s.Every == "week" {
			week := WeekOf(tx.Today())
			d.Turn, day, d.At = week.String(), rules.Workday(week.Day(rules.Weekday)), tx.Today()
		} else {
			d.At = ReportDayBefore(tx.Today())
			d.Turn, day = string(d.At), rules.Workday(d.At.AddDays(1))
		}
		due := At(day, rules.Clock, tx.store.opt.Zone)
		if s.last != d.Turn && !tx.Now.Before(due) && s.Since.Before(due) {
			out = append(out, d)
		}
	}
	return out, nil
}

// SentSubscription writes down that one has been sent for a turn.
func (tx *Tx) SentSubscription(d *DueSubscription) error {
	_, err := tx.exec(`UPDATE subscriptions SET last = ? WHERE id = ?`, d.Turn, d.ID)
	return err
}
