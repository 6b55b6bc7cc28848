package main

import (
	"hash/maphash"
	"sync"
	"time"
)

// repeats remembers which requests have come, so that one that is sent again is not taken for a new one: what it did is in the database, and what it
// only read is in no table. It remembers for rememberFor at least, unless more than rememberMost come in that time, and never more than twice of both.
// After a restart it has forgotten: nobody knows then whether an answer got out.
type repeats struct {
	mu          sync.Mutex
	seed        maphash.Seed
	turned      time.Time           // when now began
	now, before map[uint64]struct{} // hashes of IDs
}

const (
	rememberFor  = 10 * time.Minute // a signature holds for 5, and Slack sends again after at most 5 (docs.slack.dev/apis/events-api)
	rememberMost = 1 << 13
)

// came tells whether a request has come before, and remembers it.
func (r *repeats) came(id string) bool { return r.cameAt(id, time.Now()) }

func (r *repeats) cameAt(id string, at time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.now == nil:
		r.seed, r.turned, r.now, r.before = maphash.MakeSeed(), at, map[uint64]struct{}{}, map[uint64]struct{}{}
	case at.Sub(r.turned) >= rememberFor || len(r.now) >= rememberMost:
		if at.Sub(r.turned) >= 2*rememberFor {
			clear(r.now) // nothing has come for long
		}
		clear(r.before)
		r.turned, r.now, r.before = at, r.before, r.now
	}
	key := maphash.String(r.seed, id)
	_, first := r.now[key]
	_, second := r.before[key]
	r.now[key] = struct{}{}
	return first || second
}

// forget lets a request that has got no answer come again.
func (r *repeats) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil {
		return
	}
	key := maphash.String(r.seed, id)
	delete(r.now, key)
	delete(r.before, key)
}

// repeated notes that a request came again and was let be.
func (b *bot) repeated(door string) {
	b.metrics.requests.WithLabelValues("", door, "again").Inc()
}
