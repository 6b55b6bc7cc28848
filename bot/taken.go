package main

import (
	"sync"
	"time"

	"handslag/store"
)

// sendWithin is longer than it takes to look for a message and to send it.
const sendWithin = 4 * callTimeout

// taken remembers since when messages have been seen to be with another sender.
type taken struct {
	mu   sync.Mutex
	seen map[int64]sight // by the message's ID
}

// sight is a message as it was when another sender was first seen to have it. Where it is this process that has tried it, ours is when it is due again.
type sight struct {
	due  string
	at   time.Time
	ours time.Time
}

// takes takes one of many messages for sending, unless it has been taken back, or another process has it. What another has taken may be on its way to
// Slack until its time is out: that is measured here, since two machines' clocks differ, and never by what the other has written.
func (o *outbox) takes(m *store.Outgoing) (ours bool, until time.Time) {
	if wait := o.others(m); wait > 0 {
		return false, o.store.Now().Add(wait)
	}
	hold := o.store.Now().Add(o.hold)
	until = o.note(m, func(tx *store.Tx) (err error) { ours, err = tx.Take(m, hold); return err })
	return ours && until.IsZero(), until
}

// others is for how long yet a message must be taken to be with another sender.
func (o *outbox) others(m *store.Outgoing) time.Duration {
	o.taken.mu.Lock()
	defer o.taken.mu.Unlock()
	s, known := o.taken.seen[m.ID]
	switch {
	case m.State != "unclear":
		delete(o.taken.seen, m.ID)
		return 0
	case known && m.DueAt(s.ours):
		return 0
	case !known || s.due != m.Due:
		if len(o.taken.seen) >= mostSeen {
			clear(o.taken.seen) // what another has sent is not looked at again
		}
		s = sight{due: m.Due, at: time.Now()}
		o.taken.seen[m.ID] = s
	}
	return o.hold - time.Since(s.at)
}

// mostSeen messages are remembered to be with another sender.
const mostSeen = 10_000

// left says that this process is done with a message for now, until it is due again.
func (o *outbox) left(m *store.Outgoing, due time.Time) {
	o.taken.mu.Lock()
	defer o.taken.mu.Unlock()
	delete(o.taken.seen, m.ID)
	if m.Bulk && !due.IsZero() {
		o.taken.seen[m.ID] = sight{ours: due}
	}
}
