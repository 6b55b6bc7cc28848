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
	files   uploads
	held    func() bool                                  // nothing is sent for now
	renew   func(context.Context) (more bool, err error) // has messages say what is true, where something was done about what they say
	again   reconsider
	fresh   *rate.Limiter // so often
	wake    chan struct{}
	sentOne chan struct{} // told when a conversation's worker has stopped
	perChan rate.Limit    // Slack takes about one message a second in a conversation (docs.slack.dev/apis/web-api/rate-limits)
	overall *rate.Limiter // and several hundred a minute in all
	bulk    *rate.Limiter // of which those to many leave some to answers
	edits   *rate.Limiter // changes of many messages, of the fifty a minute that Slack takes of chat.update
	backoff func(tries int) time.Duration
	hold    time.Duration // so long a message stays with who took it
	taken   taken

	manyOnly bool // it leaves answers to another process

	workers sync.WaitGroup
	mu      sync.Mutex
	lanes   map[string]*lane
	many    int           // lanes that work on messages to many
	editing int           // lanes that change many messages
	limited time.Time     // until then Slack takes no messages to many, by the store's clock
	given   int           // how often a lane has stopped working
	doubt   atomic.Int64  // messages up to this ID may have been sent by the process before this one
	ending  chan struct{} // closed when only what is due is to be sent still
	ended   chan struct{} // closed when the loop has left
}

// reconsider asks of one of many messages, before it is sent, when it may go, or whether it goes no more. late: it is no longer worth sending.
type reconsider func(ctx context.Context, key string, late bool) (until time.Time, gone bool, err error)

const (
	look      = 256 // messages looked at in one go
	glance    = 30 * time.Second
	renewals  = 4 // a second
	firstTry  = time.Second
	longestBy = 5 * time.Minute
)

// tempo is how fast messages leave, a second, how long one waits before it is tried again, and how long it stays with who took it.
type tempo struct {
	perChan, overall, bulk, edits rate.Limit
	backoff                       func(tries int) time.Duration
	hold                          time.Duration
}

// usualTempo keeps within what Slack takes of one app in a workspace: several hundred messages a minute, and fifty changes
// (docs.slack.dev/apis/web-api/rate-limits). 300 reminders a minute are 10 000 in 34 minutes, and leave 180 a minute to answers; where Slack takes less,
// it says how long to wait. The reminders of last week lose their buttons after that, 40 a minute: whoever presses one before is answered all the same.
var usualTempo = tempo{perChan: 1, overall: 8, bulk: 5, edits: 40. / 60, backoff: backoff, hold: sendWithin}

func newOutbox(b *bot) *outbox {
	p := usualTempo
	return &outbox{held: b.removed.Load, renew: b.handlers.Renew, again: b.handlers.Reconsider, fresh: rate.NewLimiter(renewals, 1), log: b.log, store: b.store, api: b.api, metrics: b.metrics, files: newUploads(b.handlers, b.making), wake: make(chan struct{}, 1), sentOne: make(chan struct{}, 1),
		perChan: p.perChan, overall: rate.NewLimiter(p.overall, 40), bulk: rate.NewLimiter(p.bulk, 1), edits: rate.NewLimiter(p.edits, 1),
		backoff: p.backoff, hold: p.hold, taken: taken{seen: map[int64]sight{}}, lanes: map[string]*lane{},
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
	o.files.clear(o.log)
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
	if o.held() {
		return true, glance
	}
	stale := o.renewed(ctx)
	var waiting []store.Outgoing
	o.mu.Lock()
	before := o.given
	o.mu.Unlock()
	var now, next time.Time
	err := o.store.Read(ctx, func(tx *store.Tx) (err error) {
		now = tx.Now
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
	if o.manyOnly {
		waiting = slices.DeleteFunc(waiting, func(m store.Outgoing) bool { return !m.Bulk })
	}
	idle, soon := o.start(ctx, now, before, waiting)
	pause = glance
	if stale {
		idle, pause = false, time.Second/renewals
	}
	for _, t := range []time.Time{next, soon} { // what is due already is in a lane that works, which wakes the loop, or waits
		if t.After(now) {
			pause = min(pause, t.Sub(now))
		}
	}
	return idle, pause
}

// renewed has messages say what is true, several times a second at most, and tells whether some may not yet.
func (o *outbox) renewed(ctx context.Context) (stale bool) {
	err := o.store.Read(ctx, func(tx *store.Tx) error {
		found, err := tx.Stale(1)
		stale = len(found) > 0
		return err
	})
	if err == nil && stale && o.fresh.Allow() {
		stale, err = o.renew(ctx)
	}
	if err != nil && ctx.Err() == nil {
		o.log.Error("the reminders could not be renewed", "error", err)
	}
	return stale && err == nil
}

// suspect has everything that waits now, due or not, looked for before it is sent: the process before this one may have been killed after
// Slack had it.
func (o *outbox) suspect(ctx context.Context) {
	var last int64
	err := o.store.Read(ctx, func(tx *store.Tx) (err error) { last, err = tx.LastWaiting(); return err })
	if err != nil {
		o.log.Error("the outbox could not be read", "error", err)
		last = math.MaxInt64
	}
	o.doubted(last)
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
// conversations that wait goes on. What waits was read at now, when lanes had stopped so often.
func (o *outbox) start(ctx context.Context, now time.Time, before int, waiting []store.Outgoing) (idle bool, soon time.Time) {
	queues := map[string][]store.Outgoing{}
	for _, m := range waiting {
		key := laneOf(&m)
		if q := queues[key]; len(q) == 0 || q[0].Bulk == m.Bulk { // those to many come last and wait for the others
			queues[key] = append(q, m)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for channel, queue := range queues {
		l := o.lane(channel)
		if l.until.After(now) && (soon.IsZero() || l.until.Before(soon)) {
			soon = l.until
		}
		if until := o.limited; queue[0].Bulk && until.After(now) && (soon.IsZero() || until.Before(soon)) {
			soon = until
		}
		if l.busy || l.given > before || l.until.After(now) || queue[0].Bulk && o.enough(&queue[0], now) {
			continue
		}
		o.take(l, &queue[0])
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
		if l.limit.Wait(ctx) != nil || queue[i].Bulk && o.paceOf(&queue[i]).Wait(ctx) != nil || o.overall.Wait(ctx) != nil {
			break
		}
		if until = o.deliver(ctx, &queue[i]); !until.IsZero() {
			break
		}
	}
	o.give(l, until)
	o.poke()
	select {
	case o.sentOne <- struct{}{}:
	default:
	}
}

func (o *outbox) paceOf(m *store.Outgoing) *rate.Limiter {
	if m.Updates != "" {
		return o.edits
	}
	return o.bulk
}

// permanent tells of an error that no second try will better. All are, but those of Slack's own trouble and those that somebody mends in the
// app's settings.
func permanent(code string) bool {
	switch code {
	case "", "internal_error", "fatal_error", "service_unavailable", "team_added_to_org", "request_timeout", "ratelimited", "rate_limited",
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "access_denied", "ekm_access_denied", "org_login_required":
		return false
	}
	return true
}

// unclear tells whether Slack may have done what it gave an error to.
func unclear(code string) bool {
	return strings.HasSuffix(code, "_error") || code == "request_timeout" || code == "service_unavailable"
}
