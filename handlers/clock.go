package handlers

import (
	"context"
	"fmt"
	"slices"
	"time"

	"handslag/store"
)

// RemindOptions say how Remind goes about it.
type RemindOptions struct {
	Now      bool      // this week's reminders, whatever the hour; still one a person and week
	Progress func(Run) // told after each transaction of the week's round; may be nil
}

// Run is how far a week's reminders have come.
type Run struct {
	Week    string
	Planned int // written down by this call
	Skipped int // decided against by this call
	Left    int // of those whose time it is, not decided about yet
	Sent    int // in the week, as Slack has them
	Failed  int
	Why     map[string]int // of those skipped by this call
	Stopped bool           // by HR
	Done    bool           // nobody is left
}

// atOnce is how many people are decided about in one transaction.
const atOnce = 25

// BeginReminders writes the rules at the first start, with setting such as "mon 08:00"; after that HR has them in hand.
func (h *Handlers) BeginReminders(ctx context.Context, setting string) error {
	day, clock, ok := store.ParseTiming(setting)
	if !ok {
		return fmt.Errorf("%q is no day and time, such as mon 08:00", setting)
	}
	return h.store.Write(ctx, func(tx *store.Tx) error { return tx.SeedRules(day, clock) })
}

// Remind does all that is due: what people have asked for themselves, what HR is to know, and the weekly round. It may be called at any time, from any
// process, again after anything: a person, a rule and a week are decided about once, in the transaction that writes the message.
func (h *Handlers) Remind(ctx context.Context, o RemindOptions) (Run, error) {
	var rules *store.Rules
	if err := h.store.Read(ctx, func(tx *store.Tx) (err error) { rules, err = tx.Rules(); return err }); err != nil || rules == nil {
		return Run{}, err
	}
	if err := h.grantWishes(ctx, rules); err != nil {
		return Run{}, err
	}
	if err := h.tellHR(ctx); err != nil {
		return Run{}, err
	}
	r := round{h: h, rules: rules, o: o, run: Run{Why: map[string]int{}}}
	if err := r.all(ctx); err != nil {
		return r.run, err
	}
	return r.run, h.receipts(ctx, rules)
}

// NextReminder is when there may be something to do for Remind; the zero time where nothing is known of.
func (h *Handlers) NextReminder(ctx context.Context) (next time.Time, err error) {
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		rules, err := tx.Rules()
		if err != nil || rules == nil {
			return err
		}
		week := store.WeekOf(tx.Today())
		for _, w := range []store.Week{week, week.Add(1), week.Add(2)} {
			tzs, err := tx.Zones(w.String(), w.Day(time.Sunday))
			if err != nil {
				return err
			}
			for _, tz := range tzs {
				zone := h.zone(tz)
				at, skipped := rules.Due(w, zone, tx.Now)
				usual := rules.Timing(w, zone).At
				if skipped != "" || usual.Before(rules.Since) {
					continue
				}
				left, err := tx.CountUndecided(w.String(), tz, store.DateOf(usual)) // who has got a role later waits for the next
				if err != nil {
					return err
				}
				if left > 0 {
					sooner(at)
				}
			}
		}
		wishes, err := tx.NextWishes()
		for tz, day := range wishes {
			sooner(rules.Daytime(day, h.zone(tz), tx.Now))
		}
		return err
	})
	return next, err
}

// zone is where a person is, by Slack's name for it; the municipality's own where it says none that is known.
func (h *Handlers) zone(tz string) *time.Location {
	return inZone(h.store.Now().In(h.store.Zone()), tz).Location()
}

// round is one call's work on the weekly reminders.
type round struct {
	h     *Handlers
	rules *store.Rules
	o     RemindOptions
	run   Run
}

// all decides about everybody whose time it is. At one instant it is two different weeks on earth around a Monday.
func (r *round) all(ctx context.Context) error {
	now := r.h.store.Now().In(r.h.store.Zone())
	weeks := []store.Week{store.WeekOf(store.DateOf(now))}
	if !r.o.Now {
		weeks = slices.Compact([]store.Week{store.WeekOf(store.DateOf(now.Add(-14 * time.Hour))), store.WeekOf(store.DateOf(now.Add(14 * time.Hour)))})
	}
	missed, err := r.missed(ctx, weeks[0])
	if err != nil {
		return err
	}
	for _, w := range append(missed, weeks...) {
		if err := r.week(ctx, w); err != nil {
			return err
		}
	}
	r.run.Done = r.run.Left == 0
	return nil
}

// mostMissed weeks, the last ones, are written down after a long stop.
const mostMissed = 8

// missed are the weeks since the last round that passed while the bot stood still: nothing is sent of them, but it is written down that it was not.
func (r *round) missed(ctx context.Context, now store.Week) (weeks []store.Week, err error) {
	err = r.h.store.Read(ctx, func(tx *store.Tx) error {
		last, err := tx.LastDecided()
		if err != nil || last == "" || r.o.Now {
			return err
		}
		w, _ := store.ParseWeek(last)
		for w = w.Add(1); w.String() < now.String(); w = w.Add(1) {
			weeks = append(weeks, w)
		}
		weeks = weeks[max(0, len(weeks)-mostMissed):]
		return nil
	})
	return weeks, err
}

func (r *round) week(ctx context.Context, w store.Week) error {
	var tzs []string
	err := r.h.store.Read(ctx, func(tx *store.Tx) (err error) { tzs, err = tx.Zones(w.String(), w.Day(time.Sunday)); return err })
	if err != nil {
		return err
	}
	for _, tz := range tzs {
		zone := r.h.zone(tz)
		when := r.when(w, zone)
		if when.due {
			if err := r.everybody(ctx, w, tz, zone, when); err != nil {
				return err
			}
		}
	}
	return nil
}

// when is what the clock says of a week's reminder in a zone.
type when struct {
	due     bool
	skipped string     // why nobody gets one any more
	since   store.Date // whoever had a role by then is reminded
	until   time.Time  // it is of use
}

func (r *round) when(w store.Week, zone *time.Location) when {
	now := r.h.store.Now()
	today := store.DateOf(now.In(zone))
	t := r.rules.Timing(w, zone)
	if r.o.Now {
		return when{due: true, skipped: t.Skipped, since: today, until: now.AddDate(0, 0, 1)}
	}
	if t.At.After(now) || t.At.Before(r.rules.Since) {
		return when{}
	}
	at, skipped := r.rules.Due(w, zone, now)
	return when{due: skipped != "" || !at.After(now), skipped: skipped, since: store.DateOf(t.At), until: r.rules.Until(w, zone)}
}

func (r *round) everybody(ctx context.Context, w store.Week, tz string, zone *time.Location, when when) error {
	for {
		n := 0
		err := r.h.store.Write(ctx, func(tx *store.Tx) error {
			ids, err := tx.Undecided(w.String(), tz, when.since, atOnce)
			if err != nil || len(ids) == 0 {
				return err
			}
			n = len(ids)
			batch := &batch{h: r.h, tx: tx, rules: r.rules, week: w, when: when, why: map[string]int{}}
			if err := batch.decide(ids); err != nil {
				return err
			}
			r.run.Week, r.run.Stopped = w.String(), batch.stopped
			r.run.Planned, r.run.Skipped = r.run.Planned+batch.planned, r.run.Skipped+batch.skipped
			for why, k := range batch.why {
				r.run.Why[why] += k
			}
			return r.count(tx, w, tz, when)
		})
		if err != nil || n == 0 {
			return err
		}
		if r.o.Progress != nil {
			r.o.Progress(r.run)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (r *round) count(tx *store.Tx, w store.Week, tz string, when when) (err error) {
	if r.run.Left, err = tx.CountUndecided(w.String(), tz, when.since); err != nil {
		return err
	}
	round, err := tx.Round(w.String())
	if err == nil && round != nil {
		r.run.Sent, r.run.Failed = round.Sent, round.Failed
	}
	return err
}

// batch decides about some people in one transaction.
type batch struct {
	h                *Handlers
	tx               *store.Tx
	rules            *store.Rules
	week             store.Week
	when             when
	stopped          bool
	planned, skipped int
	why              map[string]int
}

func (b *batch) decide(ids []int64) (err error) {
	if err := b.tx.BeginRound(b.week.String()); err != nil {
		return err
	}
	if b.stopped, err = b.tx.Stopped(b.week.String()); err != nil {
		return err
	}
	for _, id := range ids {
		m, err := b.tx.MemberByID(id)
		if err != nil {
			return err
		}
		if err := b.one(m); err != nil {
			return err
		}
	}
	return nil
}

// one decides about a member: a message, or why not.
func (b *batch) one(m *store.Member) error {
	d := &decision{why: b.when.skipped}
	if b.when.skipped == "" || b.when.skipped == "late" {
		var err error
		if d, err = b.h.decide(b.tx, b.rules, m); err != nil {
			return err
		}
	}
	over := b.week.String() < store.WeekOf(b.tx.Today()).String()
	switch {
	case over && d.why != "not_in_slack" && d.why != "deputy" || b.when.skipped != "" && d.why == "": // who had something to do then is not known now
		d.why = b.when.skipped
	case b.stopped && d.why == "":
		d.why = "stopped"
	}
	if d.why != "" {
		b.skipped++
		b.why[d.why]++
		if d.why == "nothing" { // whatever waited has been done
			if err := b.tx.Answer(m.ID); err != nil {
				return err
			}
		}
		_, err := b.tx.Record(store.Reminder{Member: m.ID, Rule: store.Weekly, Week: b.week.String(), State: "skipped", Why: d.why})
		return err
	}
	key := newKey()
	if first, err := b.tx.Record(store.Reminder{Member: m.ID, Rule: store.Weekly, Week: b.week.String(), State: "planned", Key: key, Copied: d.last}); err != nil || !first {
		return err
	}
	b.planned++
	return b.send(d, key)
}

func (b *batch) send(d *decision, key string) error {
	payload, err := posted("", "", d.reply.Text, d.reply.Blocks)
	if err != nil {
		return err
	}
	if err := b.tx.SendMany(key, d.turn.person.SlackID, payload, b.when.until); err != nil {
		return err
	}
	if err := d.turn.showLive(key); err != nil {
		return err
	}
	for _, c := range d.copies {
		if err := b.copy(d, c); err != nil {
			return err
		}
	}
	return nil
}
