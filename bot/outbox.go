package main

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"handslag/store"
)

// outbox sends the messages that the store has written down: in order within a conversation, side by side across conversations, each until
// Slack has it or will never have it.
type outbox struct {
	log     *slog.Logger
	store   *store.Store
	api     *slack.Client
	metrics *metrics
	wake    chan struct{}
	perChan rate.Limit    // Slack takes about one message a second in a conversation (docs.slack.dev/apis/web-api/rate-limits)
	overall *rate.Limiter // and several hundred a minute in all
	backoff func(tries int) time.Duration

	workers sync.WaitGroup
	mu      sync.Mutex
	lanes   map[string]*lane
	doubt   atomic.Int64  // messages up to this ID may have been sent by the process before this one
	ending  chan struct{} // closed when only what is due is to be sent still
	ended   chan struct{} // closed when the loop has left
}

// lane is a conversation's queue.
type lane struct {
	limit *rate.Limiter
	busy  bool
	until time.Time // nothing goes before this, by the store's clock: the first in the queue waits to be tried again
}

const (
	look      = 1000 // messages looked at in one go
	glance    = 30 * time.Second
	firstTry  = time.Second
	longestBy = 5 * time.Minute
)

func newOutbox(b *bot) *outbox {
	return &outbox{log: b.log, store: b.store, api: b.api, metrics: b.metrics, wake: make(chan struct{}, 1),
		perChan: 1, overall: rate.NewLimiter(8, 40), backoff: backoff, lanes: map[string]*lane{},
		ending: make(chan struct{}), ended: make(chan struct{})}
}

// backoff is 1, 2, 4 … seconds, at most five minutes.
func backoff(tries int) time.Duration {
	return min(firstTry<<min(tries, 10), longestBy)
}

// poke wakes the sender: there may be something to send.
func (o *outbox) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// run sends until ctx is done, or, after end, until nothing is due any more.
func (o *outbox) run(ctx context.Context) {
	defer close(o.ended)
	defer o.workers.Wait()
	ending := o.ending
	o.suspect(ctx)
	for {
		idle, pause := o.round(ctx)
		select {
		case <-o.ending:
			if idle {
				return
			}
		default:
		}
		timer := time.NewTimer(pause)
		select {
		case <-o.wake:
		case <-timer.C:
		case <-ending:
			ending = nil // seen; what follows waits for the workers, which wake the loop
		case <-ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// end sends what is due and no more; run returns then, or when ctx is done.
func (o *outbox) end(ctx context.Context) {
	close(o.ending)
	select {
	case <-o.ended:
	case <-ctx.Done():
	}
}

// round starts what is due. It tells whether nothing is left to do now, and when to look again.
func (o *outbox) round(ctx context.Context) (idle bool, pause time.Duration) {
	var waiting []store.Outgoing
	var next time.Time
	err := o.store.Read(ctx, func(tx *store.Tx) (err error) {
		if waiting, err = tx.Waiting(look); err != nil {
			return err
		}
		next, err = tx.NextDue()
		return err
	})
	if err != nil {
		if ctx.Err() == nil {
			o.log.Error("the outbox could not be read", "error", err)
		}
		return true, time.Second
	}
	idle, soon := o.start(ctx, waiting)
	pause = glance
	now := o.store.Now()
	for _, t := range []time.Time{next, soon} { // what is due already is in a lane that works, which wakes the loop, or waits
		if t.After(now) {
			pause = min(pause, t.Sub(now))
		}
	}
	return idle, pause
}

// suspect has everything that waits now, due or not, looked for before it is sent: the process before this one may have been killed after
// Slack had it.
func (o *outbox) suspect(ctx context.Context) {
	err := o.store.Read(ctx, func(tx *store.Tx) error {
		tx.Now = tx.Now.AddDate(100, 0, 0)
		waiting, err := tx.Waiting(math.MaxInt32)
		for i := range waiting {
			o.doubted(waiting[i].ID)
		}
		return err
	})
	if err != nil {
		o.log.Error("the outbox could not be read", "error", err)
		o.doubted(math.MaxInt64)
	}
}

// doubted has messages up to an ID looked for in Slack before they are sent.
func (o *outbox) doubted(id int64) {
	for {
		old := o.doubt.Load()
		if id <= old || o.doubt.CompareAndSwap(old, id) {
			return
		}
	}
}

// start gives each conversation that has something due, and no worker, one. It tells whether nobody works, and when the first of the
// conversations that wait goes on.
func (o *outbox) start(ctx context.Context, waiting []store.Outgoing) (idle bool, soon time.Time) {
	queues := map[string][]store.Outgoing{}
	for _, m := range waiting {
		queues[m.Channel] = append(queues[m.Channel], m)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.store.Now()
	for channel, queue := range queues {
		l := o.lanes[channel]
		if l == nil {
			l = &lane{limit: rate.NewLimiter(o.perChan, 1)}
			o.lanes[channel] = l
		}
		if l.until.After(now) && (soon.IsZero() || l.until.Before(soon)) {
			soon = l.until
		}
		if l.busy || l.until.After(now) {
			continue
		}
		l.busy = true
		slices.SortFunc(queue, func(a, b store.Outgoing) int { return cmp.Compare(a.ID, b.ID) }) // as written, not as due
		o.workers.Go(func() { o.work(ctx, l, queue) })
	}
	idle = true
	for _, l := range o.lanes {
		idle = idle && !l.busy
	}
	return idle, soon
}

// work sends a conversation's queue in order, and stops at the first message that has to wait.
func (o *outbox) work(ctx context.Context, l *lane, queue []store.Outgoing) {
	var until time.Time
	for i := range queue {
		if l.limit.Wait(ctx) != nil || o.overall.Wait(ctx) != nil {
			break
		}
		if until = o.deliver(ctx, &queue[i]); !until.IsZero() {
			break
		}
	}
	o.mu.Lock()
	l.busy, l.until = false, until
	o.mu.Unlock()
	o.poke()
}

// permanent tells of an error that no second try will better. All are, but those of Slack's own trouble and those that somebody mends in the
// app's settings.
func permanent(code string) bool {
	switch code {
	case "", "internal_error", "fatal_error", "service_unavailable", "team_added_to_org", "request_timeout", "ratelimited", "rate_limited",
		"invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope", "access_denied", "ekm_access_denied", "org_login_required":
		return false
	}
	return true
}

// unclear tells whether Slack may have done what it gave an error to.
func unclear(code string) bool {
	return strings.HasSuffix(code, "_error") || code == "request_timeout" || code == "service_unavailable"
}
