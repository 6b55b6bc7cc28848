package main

import (
	"context"
	"time"
)

// maybeRemoved asks Slack whether the bot's token still holds, when an event says that the app or tokens of it have been taken away. Where it does not,
// nothing more is sent until it does again: what people have done stays, and what waits for them waits. The token itself is kept nowhere but in the
// settings of whoever runs the bot (docs.slack.dev/reference/events/app_uninstalled, tokens_revoked).
func (b *bot) maybeRemoved(ctx context.Context, event string) {
	err := b.greet(ctx)
	if err == nil {
		b.log.Info("the bot's token still holds", "event", event)
		return
	}
	if b.removed.Swap(true) {
		return
	}
	b.log.Error("the app was taken out of Slack, or its token was: nothing is sent until it is installed again", "event", event, "error", err)
	go b.awaitReturn()
}

// awaitReturn looks from time to time whether the token holds again.
func (b *bot) awaitReturn() {
	for b.removed.Load() {
		select {
		case <-time.After(b.lookBack):
			ctx, cancel := context.WithTimeout(b.ctx, callTimeout)
			if err := b.greet(ctx); err != nil {
				b.log.Warn("the app is still out of Slack", "error", err)
			}
			cancel()
		case <-b.stopping:
			return
		}
	}
}
