package main

import (
	"context"
	"time"
)

// regularly is how often it is looked for summaries that are due. To find none reads a row or two.
const regularly = 10 * time.Second

// regular sends the summaries that people subscribe to.
func (b *bot) regular(ctx context.Context) error {
	tick := time.NewTicker(regularly)
	defer tick.Stop()
	for {
		if err := b.handlers.Regular(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("the summaries that are due could not be sent", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// remembered is how often it is looked for what people have asked and could not be written down when they did.
const remembered = 2 * time.Second

// remember has the questions that a message may still change written down, the last of them when the bot ends.
func (b *bot) remember(ctx context.Context) error {
	tick := time.NewTicker(remembered)
	defer tick.Stop()
	for ending := false; !ending; {
		select {
		case <-b.handlers.Asked():
		case <-tick.C:
		case <-ctx.Done():
			last, done := context.WithTimeout(context.WithoutCancel(ctx), remembered)
			defer done()
			ctx, ending = last, true
		}
		if err := b.handlers.Remember(ctx); err != nil && (ending || ctx.Err() == nil) {
			b.log.Error("what people asked last could not be written down", "error", err)
		}
	}
	return nil
}
