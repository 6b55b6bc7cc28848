package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"handslag/store"
)

// health is what /readyz looks at beside the database.
type health struct {
	sockets []*socket // none in HTTP mode

	mu   sync.Mutex
	real time.Time // when the clock was last looked at
	seen time.Time // what it showed
}

// slackFresh is how long an answer of Slack's is good for.
const slackFresh = time.Minute

func (b *bot) alive(rw http.ResponseWriter, _ *http.Request) {
	rw.Write([]byte("ok\n")) // nobody left to tell
}

// ready says whether the bot can do its work: 200, or 503 and what is wrong.
func (b *bot) ready(rw http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	state := map[string]string{}
	status := http.StatusOK
	for name, check := range map[string]func(context.Context) error{"database": b.databaseReady, "slack": b.slackReady, "clock": b.clockReady, "outbox": b.outboxReady} {
		state[name] = "ok"
		if err := check(ctx); err != nil {
			state[name], status = clean(err.Error()), http.StatusServiceUnavailable
		}
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	rw.Write(append(encode(state), '\n')) // nobody left to tell
}

// databaseReady wants something written within the time of ctx.
func (b *bot) databaseReady(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- b.store.Write(ctx, (*store.Tx).Probe) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.New("does not answer")
	}
}

var errRemoved = errors.New("the app has been taken out of Slack: install it again, and start with its token where that is another one")

// slackReady wants an open socket, or in HTTP mode an answer of Slack's that is not old.
func (b *bot) slackReady(ctx context.Context) error {
	if b.removed.Load() {
		return errRemoved
	}
	if len(b.health.sockets) > 0 {
		if slices.ContainsFunc(b.health.sockets, func(s *socket) bool { return s.open.Load() }) {
			return nil
		}
		return errors.New("not connected")
	}
	if b.self.fresh(slackFresh) {
		return nil
	}
	return b.greet(ctx)
}

// outboxStuck is how long a message may be due before something is wrong: longer than Slack asks anybody to wait.
const outboxStuck = 15 * time.Minute

// outboxReady wants messages to leave. What Slack has answered with "later" waits with a due time of its own.
func (b *bot) outboxReady(ctx context.Context) error {
	var due time.Time
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) { due, err = tx.NextDue(); return err }); err != nil {
		return err
	}
	if !due.IsZero() && b.store.Now().Sub(due) > outboxStuck {
		return errors.New("messages have been due since " + due.Format(time.RFC3339))
	}
	return nil
}

// clockReady wants the clock to go: one that stands still would remind nobody.
func (b *bot) clockReady(context.Context) error {
	h := &b.health
	h.mu.Lock()
	defer h.mu.Unlock()
	now, shown := time.Now(), b.store.Now()
	if now.Sub(h.real) < time.Second {
		return nil
	}
	stands := !h.real.IsZero() && shown.Equal(h.seen)
	h.real, h.seen = now, shown
	if stands {
		return errors.New("the clock stands still")
	}
	return nil
}
