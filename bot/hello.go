package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// identity is who the bot is in Slack, once Slack has said so.
type identity struct {
	mu  sync.Mutex
	who slack.AuthTestResponse
	at  time.Time // when Slack last answered
}

func (i *identity) get() slack.AuthTestResponse {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.who
}

func (i *identity) fresh(age time.Duration) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return !i.at.IsZero() && time.Since(i.at) < age
}

// greet asks Slack who the bot is.
func (b *bot) greet(ctx context.Context) error {
	who, err := b.api.AuthTestContext(ctx)
	if err != nil {
		return err
	}
	b.self.mu.Lock()
	defer b.self.mu.Unlock()
	b.self.who, b.self.at = *who, time.Now()
	if b.removed.Swap(false) {
		b.log.Info("the app is back in Slack: what waited is sent")
		b.outbox.poke()
	}
	return nil
}

// hello asks Slack who the bot is until there is an answer. An error says that Slack does not know the token.
func (b *bot) hello(ctx context.Context) error {
	for try := 0; ; try++ {
		err := b.greet(ctx)
		switch code := slackError(err); {
		case err == nil:
			b.log.Info("Slack has answered", "team", b.self.get().TeamID, "bot", b.self.get().UserID)
			return nil
		case ctx.Err() != nil:
			return nil
		case refusedToken(code):
			return errors.New("SLACK_BOT_TOKEN is not accepted by Slack (" + code + "): copy the Bot User OAuth Token from the app's page again")
		}
		b.log.Warn("Slack does not answer yet", "error", err)
		select {
		case <-time.After(max(backoff(try), limited(err))):
		case <-ctx.Done():
			return nil
		}
	}
}

// refusedToken tells of an error that only somebody at the app's page can mend.
func refusedToken(code string) bool {
	switch code {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type":
		return true
	}
	return false
}

// appTokenError says in plain words what is wrong with the app-level token.
func appTokenError(err error) error {
	return fmt.Errorf("SLACK_APP_TOKEN is not accepted by Slack (%w): it needs the scope connections:write, on the app's page under Basic Information", err)
}
