package main

import (
	"maps"
	"time"

	"golang.org/x/time/rate"

	"handslag/store"
)

// lane is a conversation's queue.
type lane struct {
	limit *rate.Limiter
	busy  bool
	many  bool      // it works on messages to many
	edits bool      // it changes many messages
	given int       // when it last stopped: what was read before that may have been sent since
	until time.Time // nothing goes before this, by the store's clock: the first in the queue waits to be tried again
}

const (
	manyLanes = 8 // that work on messages to many at a time
	editLanes = 2 // that change many messages at a time
	mostLanes = 1000
)

// laneOf names the queue that a message waits in: its conversation's, or that of the changes there, which wait for Slack by themselves.
func laneOf(m *store.Outgoing) string {
	if m.Updates != "" && !m.Anew {
		return m.Channel + " changes"
	}
	return m.Channel
}

// enough tells whether no more of those to many are to be worked on now.
func (o *outbox) enough(m *store.Outgoing, now time.Time) bool {
	if m.Updates != "" {
		return o.editing >= editLanes
	}
	return o.many >= manyLanes || o.limited.After(now)
}

// slower has no more messages to many sent until an instant: Slack counts them together.
func (o *outbox) slower(until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if until.After(o.limited) {
		o.limited = until
	}
}

// lane gives a conversation's queue. Those that have rested long enough to be as new are let go of when there are many.
func (o *outbox) lane(channel string) *lane {
	if l := o.lanes[channel]; l != nil {
		return l
	}
	if len(o.lanes) >= mostLanes {
		maps.DeleteFunc(o.lanes, func(_ string, l *lane) bool { return !l.busy && l.limit.Tokens() >= 1 })
	}
	l := &lane{limit: rate.NewLimiter(o.perChan, 1)}
	o.lanes[channel] = l
	return l
}

// take marks a lane as one that works; give, that it has stopped and until when.
func (o *outbox) take(l *lane, m *store.Outgoing) {
	l.busy, l.many, l.edits = true, m.Bulk && m.Updates == "", m.Bulk && m.Updates != ""
	if l.many {
		o.many++
	}
	if l.edits {
		o.editing++
	}
}

func (o *outbox) give(l *lane, until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if l.many {
		o.many--
	}
	if l.edits {
		o.editing--
	}
	o.given++
	l.busy, l.many, l.edits, l.until, l.given = false, false, false, until, o.given
}
