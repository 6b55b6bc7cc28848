package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"handslag/handlers"
	"handslag/store"
)

// homes keeps the Homes that people have open true: they are shown again when something changes that they tell of.
type homes struct {
	mu     sync.Mutex
	opened map[string]*openHome // by Slack ID
	poke   chan struct{}
	pace   *rate.Limiter // of the Homes that nobody has just asked for
	look   time.Duration // how often for what no poke tells of
	told   int64         // the row of the audit up to which they are true
	day    store.Date    // on which they were
	rest   time.Time     // until Slack takes more of them, in real time
}

// openHome is one that somebody has looked at lately.
type openHome struct {
	at      time.Time // when, in real time
	pages   string    // of its lists that are shown
	due     bool      // is to be shown again
	after   time.Time // but not before, in real time
	showing bool      // is on its way: what is due meanwhile goes after it, so that the later state is the one that stays
	tries   int       // in vain, since it was last shown
}

const (
	soonShown = 300 * time.Millisecond // how long a change waits for others, so that a Home is not shown anew for each of them
	lookEvery = 5 * time.Second        // for what other processes have written (handslag import), a new day, and what is to be tried again
	lately    = 24 * time.Hour         // a Home that was not looked at for so long is shown again when it is opened
	homeTries = 5
)

// newHomes shows 20 at once and then one a second: of the 100 calls a minute that Slack allows (docs.slack.dev/apis/web-api/rate-limits, tier 4)
// those who open their Home have the rest.
func newHomes() *homes {
	return &homes{opened: map[string]*openHome{}, poke: make(chan struct{}, 1), look: lookEvery, pace: rate.NewLimiter(rate.Every(time.Second), 20)}
}

// changed says that something may have been written.
func (h *homes) changed() {
	select {
	case h.poke <- struct{}{}:
	default:
	}
}

// open remembers that a person looks at their Home, and at which pages.
func (h *homes) open(user, pages string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.opened[user]
	if o == nil {
		o = &openHome{}
		h.opened[user] = o
	}
	o.at, o.pages, o.tries = time.Now(), pages, 0
}

// people are those who have looked at their Homes lately; the others are forgotten.
func (h *homes) people() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]string, 0, len(h.opened))
	for user, o := range h.opened {
		if time.Since(o.at) > lately {
			delete(h.opened, user)
			continue
		}
		out = append(out, user)
	}
	return out
}

// mark says whose Homes are to be shown again.
func (h *homes) mark(people ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, user := range people {
		if o := h.opened[user]; o != nil {
			o.due = true
		}
	}
}

// next gives whose Home is to be shown now: of those that are due, the one that was looked at last; "" where none is, and how long there is
// nothing to do unless something changes.
func (h *homes) next() (user string, wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now, wait := time.Now(), h.look
	var last time.Time
	for id, o := range h.opened {
		after := o.after
		if h.rest.After(after) {
			after = h.rest
		}
		switch {
		case !o.due || o.showing:
		case after.After(now):
			wait = min(wait, after.Sub(now))
		case user == "" || o.at.After(last):
			user, last = id, o.at
		}
	}
	return user, wait
}

// begin takes a Home to be shown, with its pages; false where it is on its way already, and will be shown again after that.
func (h *homes) begin(user string) (pages string, mine bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.opened[user]
	switch {
	case o == nil:
		return "", false
	case o.showing:
		o.due = true
		return "", false
	}
	o.due, o.showing = false, true
	return o.pages, true
}

// end says what came of it: err nil where it was shown, or is not to be tried again. It tells whether it is to be shown once more at once.
func (h *homes) end(user string, err error) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.opened[user]
	if o == nil {
		return false
	}
	o.showing = false
	switch {
	case err == nil:
		o.tries = 0
		return o.due
	case limited(err) > 0:
		o.due, h.rest = true, time.Now().Add(limited(err))
	case o.tries < homeTries:
		o.due, o.after = true, time.Now().Add(backoff(o.tries))
		o.tries++
	}
	return false
}

// keepHomes shows the Homes again that have changed, until ctx is done.
func (b *bot) keepHomes(ctx context.Context) error {
	b.homes.day = b.store.Today()
	if _, last, err := b.handlers.Concerned(ctx, nil, 0); err == nil {
		b.homes.told = last
	}
	for ctx.Err() == nil {
		b.markChanged(ctx)
		user, wait := b.homes.next()
		if user == "" {
			b.awaitChange(ctx, wait)
			continue
		}
		if b.homes.pace.Wait(ctx) != nil {
			break
		}
		b.publishHome(ctx, user)
	}
	return nil
}

// awaitChange returns when there may be something to show.
func (b *bot) awaitChange(ctx context.Context, wait time.Duration) {
	look := time.NewTimer(wait)
	defer look.Stop()
	select {
	case <-ctx.Done():
	case <-look.C:
	case <-b.homes.poke:
		select {
		case <-ctx.Done():
		case <-time.After(soonShown):
		}
	}
}

// markChanged finds the Homes that tell of what has been written since, by this process or another, and all of them on a new day.
func (b *bot) markChanged(ctx context.Context) {
	open := b.homes.people()
	concerned, last, err := b.handlers.Concerned(ctx, open, b.homes.told)
	if err != nil {
		if ctx.Err() == nil {
			b.log.Error("the Homes that have changed could not be found", "error", err)
		}
		return
	}
	b.homes.told = last
	if today := b.store.Today(); today != b.homes.day {
		b.homes.day, concerned = today, open
	}
	b.homes.mark(concerned...)
}

// showHome shows a person the Home that they have opened, or turned a page of.
func (b *bot) showHome(user, pages string) {
	b.homes.open(user, pages)
	b.later(func(ctx context.Context) { b.publishHome(ctx, user) })
}

// publishHome shows a person their Home as it is now.
func (b *bot) publishHome(ctx context.Context, user string) {
	for {
		pages, mine := b.homes.begin(user)
		if !mine {
			return
		}
		err := b.publish(ctx, user, pages)
		if !b.homes.end(user, err) {
			if err != nil {
				b.homes.changed() // for the next try
			}
			return
		}
	}
}

// publish gives an error where it is worth another try. Where the Home can't be made, or Slack won't have it, a small one is shown, so that
// nobody waits for it.
func (b *bot) publish(ctx context.Context, user, pages string) error {
	view, err := b.handlers.Home(ctx, user, pages)
	if errors.Is(err, handlers.ErrUnknown) {
		if err = b.members.learn(ctx, user); err == nil {
			view, err = b.handlers.Home(ctx, user, pages)
		}
	}
	if err != nil {
		view = b.handlers.Small(b.language(ctx, user), err)
	}
	again, err := b.sendHome(ctx, user, view)
	if err != nil && !again {
		again, err = b.sendHome(ctx, user, b.handlers.Small(b.language(ctx, user), err))
	}
	if err == nil {
		return nil
	}
	b.log.Warn("a Home could not be shown", "again", again, "error", err)
	if !again {
		return nil
	}
	return err
}

// sendHome tells, of an error, whether Slack may take the same Home later.
func (b *bot) sendHome(ctx context.Context, user string, view slack.HomeTabViewRequest) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err = b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
	code := slackError(err)
	return err != nil && (code == "" || unclear(code)), err
}
