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
