package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"handslag/handlers"
	"handslag/store"
)

const (
	remindEvery = time.Minute // looked at, whatever is due: the clock may have been moved, and a run may have ended
	remindFor   = time.Minute // a long run lets go of, so that what is due beside it has its turn
	mostPlanned = 25          // messages of a run that wait to be sent before more are planned
	logEvery    = 500         // people of a run
)

// reminding does what falls due by the clock: the weekly reminders, people's own, the receipts to HR. What has been done is in the store, so it
// may end at any time and go on in another process. setting is HANDSLAG_REMIND.
func (b *bot) reminding(setting string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := b.handlers.BeginReminders(ctx, setting); err != nil {
			return fmt.Errorf("the reminders: %w", err)
		}
		for {
			pause := b.remind(ctx)
			b.metrics.looks.Inc()
			timer := time.NewTimer(pause)
			select {
			case <-timer.C:
			case <-b.moved:
			case <-ctx.Done():
				timer.Stop()
				return nil
			}
			timer.Stop()
		}
	}
}

// remind does what is due and gives how long to wait until it is called again.
func (b *bot) remind(ctx context.Context) (pause time.Duration) {
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("panic", "error", fmt.Sprint(p), "stack", string(debug.Stack()))
			pause = remindEvery
		}
	}()
	next, err := b.handlers.NextReminder(ctx)
	if err == nil && !b.managersReady(ctx, !next.IsZero() && !next.After(b.store.Now())) {
		return b.outbox.backoff(b.managersTries)
	}
	if err == nil {
		err = b.remindNow(ctx)
	}
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errMore):
		return 0
	case err != nil:
		b.log.Error("the reminders", "error", err)
		return remindEvery
	}
	if next, err = b.handlers.NextReminder(ctx); err != nil || next.IsZero() {
		return remindEvery
	}
	return max(time.Second, min(remindEvery, next.Sub(b.store.Now())))
}

// errMore says that there may be more to do at once.
var errMore = errors.New("there is more")

// remindNow does what is due, for a while: context.DeadlineExceeded or errMore where there is more, as the receipt for a run that has been sent.
func (b *bot) remindNow(ctx context.Context) error {
	ctx, done := context.WithTimeout(ctx, remindFor)
	defer done()
	run, err := b.handlers.Remind(ctx, handlers.RemindOptions{Progress: b.progress(ctx, mostPlanned)})
	if err != nil {
		return err
	}
	if err := b.showRound(ctx, run); err != nil {
		return err
	}
	if run.Planned == 0 {
		return nil
	}
	b.outbox.room(ctx, 1)
	return errMore
}

// progress says how a run goes, and has it wait until no more than so many of its messages wait to be sent: answers go first, what is sent is of
// the moment, and stopping stops.
func (b *bot) progress(ctx context.Context, most int) func(handlers.Run) {
	return func(run handlers.Run) {
		if err := b.showRound(ctx, run); err != nil && ctx.Err() == nil {
			b.log.Warn("how far the reminders have come", "error", err)
		}
		b.outbox.poke()
		b.outbox.room(ctx, most)
	}
}

// showRound says in the metrics how far the week's reminders have come, and in the log each logEvery people and where nobody is left. A run of
// thousands takes many calls, so both are of the whole week.
func (b *bot) showRound(ctx context.Context, run handlers.Run) error {
	var r *store.Round
	err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		week := store.WeekOf(tx.Today())
		if r, err = tx.Round(week.String()); err == nil && r == nil {
			r, err = tx.Round(week.Add(-1).String())
		}
		return err
	})
	if err != nil || r == nil {
		return err
	}
	b.metrics.reminded(r, run.Left)
	if r.Week != b.logged.week {
		b.logged.week, b.logged.people = r.Week, 0
	}
	people := r.Planned + r.Sent + r.Failed + r.Skipped
	if people-b.logged.people >= logEvery || run.Left == 0 && people > b.logged.people {
		b.logged.people = people
		b.log.Info("reminders", "week", r.Week, "planned", r.Planned, "sent", r.Sent, "failed", r.Failed, "skipped", r.Skipped, "why", r.Why, "left", run.Left)
	}
	return nil
}

// managersReady tells whether enough is known of how managers are in Slack to remind them; it asks anew where that is old. due: somebody is to
// be reminded now.
func (b *bot) managersReady(ctx context.Context, due bool) bool {
	now := b.store.Now()
	age := now.Sub(b.managersAsked).Abs() // the clock of a demo goes both ways
	if age < managersFresh || age < managersKnown && !due {
		return true
	}
	err := b.askManagers(ctx)
	b.managersTries++
	switch code := slackError(err); {
	case err == nil:
		b.managersAsked, b.managersTries = now, 0
	case ctx.Err() != nil:
		return false
	case permanent(code) || code == "missing_scope":
		b.log.Error("Slack does not tell who is there; reminders go by what was known", "error", err)
		b.managersAsked, b.managersTries = now, 0
	default:
		b.log.Warn("Slack could not be asked who is there", "error", err)
		return !due || age < managersKnown
	}
	return true
}

// timeMoved has what is due by a clock that was moved done now.
func (b *bot) timeMoved() {
	b.outbox.poke()
	select {
	case b.moved <- struct{}{}:
	default:
	}
}

// room waits until fewer than so many of the messages to many wait, or ctx is done.
func (o *outbox) room(ctx context.Context, fewer int) {
	for {
		n := 0
		err := o.store.Read(ctx, func(tx *store.Tx) (err error) { n, err = tx.DepthOfMany(); return err })
		if err == nil && n < fewer || ctx.Err() != nil {
			return
		}
		timer := time.NewTimer(time.Second) // another process may have sent the last
		select {
		case <-o.sentOne:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}
