package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"handslag/handlers"
)

// remindCommand reminds at once those who are to be reminded this week, or says who they are. It may be used beside a running bot: nobody gets
// a week's message twice.
type remindCommand struct {
	base
	slackSettings
	DryRun bool `name:"dry-run" help:"Say who would be reminded and what they would read. Nothing is written or sent, and no tokens are needed."`
}

// Run reminds, or says what it would do.
func (c *remindCommand) Run(ctx context.Context, t terminal) error {
	wrong := c.base.check()
	if !c.DryRun {
		c.checkAPI(&wrong)
	}
	if err := errors.Join(wrong.err(), c.exists()); err != nil {
		return err
	}
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return err
	}
	if c.DryRun {
		err = b.wouldRemind(ctx, t.out)
	} else {
		b.connect(&c.slackSettings)
		err = b.remindAll(ctx, c.Remind, t.out)
	}
	return errors.Join(b.refused(err), b.close())
}

// wouldRemind says who would get what, and how many nothing and why.
func (b *bot) wouldRemind(ctx context.Context, w io.Writer) error {
	all, err := b.handlers.WouldRemind(ctx)
	if err != nil {
		return err
	}
	why := map[string]int{}
	fmt.Fprintf(w, "%s\n\n", b.handlers.Say("reminders.would", handlers.Facts{"N": len(all)}))
	for i := range all {
		if r := &all[i]; r.Skipped == "" {
			fmt.Fprintf(w, "%s\n    %s\n\n", r.Email, strings.ReplaceAll(r.Text, "\n", "\n    "))
		} else {
			why[r.Skipped]++
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(why)) {
		_, err = fmt.Fprintf(w, "%s: %d\n", b.handlers.Say("reminders.because_"+reason, nil), why[reason])
	}
	return err
}

// remindAll reminds everybody who is to be reminded this week, waits until Slack has it all, and says how it stands with each then. What has not
// been sent when ctx is done, a running bot sends, or this when it is called again.
func (b *bot) remindAll(ctx context.Context, setting string, w io.Writer) error {
	if err := b.handlers.BeginReminders(ctx, setting); err != nil {
		return err
	}
	if err := b.askManagers(ctx); err != nil {
		return err
	}
	b.outbox.manyOnly = true // answers are the running bot's
	sending, stop := context.WithCancel(ctx)
	go b.outbox.run(sending)
	err := b.remindAndTell(ctx)
	stop()
	<-b.outbox.ended
	if err := errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	return b.wouldRemind(ctx, w)
}

// remindAndTell has the reminders sent, and then the receipt.
func (b *bot) remindAndTell(ctx context.Context) error {
	for range 2 {
		if _, err := b.handlers.Remind(ctx, handlers.RemindOptions{Now: true, Progress: b.progress(ctx, mostPlanned)}); err != nil {
			return err
		}
		b.outbox.room(ctx, 1)
	}
	return nil
}
