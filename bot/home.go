package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers"
)

// homes keeps the Homes that people have open true: they are shown again when something changes that they tell of.
type homes struct {
	mu     sync.Mutex
	opened map[string]bool // by Slack ID; true: is about to be shown again
}

// soonShown is how long a change waits for others, so that a Home is not shown anew for each of them.
const soonShown = 300 * time.Millisecond

// open remembers that a person has looked at their Home.
func (h *homes) open(user string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.opened == nil {
		h.opened = map[string]bool{}
	}
	h.opened[user] = false
}

// people are those who have looked at their Homes.
func (h *homes) people() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]string, 0, len(h.opened))
	for user := range h.opened {
		out = append(out, user)
	}
	return out
}

// claim tells whether a person's Home is to be shown again now, and nobody else is about to.
func (h *homes) claim(user string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.opened[user] {
		return false
	}
	h.opened[user] = true
	return true
}

// changed shows the Homes again that tell of these units.
func (b *bot) changed(units []string) {
	open := b.homes.people()
	if len(open) == 0 || len(units) == 0 {
		return
	}
	b.later(func(ctx context.Context) {
		concerned, err := b.handlers.Concerned(ctx, open, units)
		if err != nil {
			b.log.Error("the Homes that have changed could not be found", "error", err)
			return
		}
		for _, user := range concerned {
			if b.homes.claim(user) {
				b.later(func(ctx context.Context) { b.showSoon(ctx, user) })
			}
		}
	})
}

func (b *bot) showSoon(ctx context.Context, user string) {
	select {
	case <-time.After(soonShown):
	case <-b.stopping:
	}
	b.homes.open(user)
	b.publishHome(ctx, user)
}

// publishHome shows a person their Home; a small one where it can't be made, so that nobody waits for it.
func (b *bot) publishHome(ctx context.Context, user string) {
	view, err := b.handlers.Home(ctx, user)
	if errors.Is(err, handlers.ErrUnknown) {
		if err = b.members.learn(ctx, user); err == nil {
			view, err = b.handlers.Home(ctx, user)
		}
	}
	if err != nil {
		text := b.handlers.Fault(b.language(ctx, user), err).Text
		view = slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)}}}
	}
	if _, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view}); err != nil {
		b.log.Error("a Home could not be shown", "error", err)
	}
}
