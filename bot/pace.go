package main

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace holds back whoever asks faster than a person can: a script that has got loose, or a button that is held down. The zero value holds back
// nobody.
type pace struct {
	limit  rate.Limit // requests a second from one person, in the long run
	mu     sync.Mutex
	people map[string]*rate.Limiter
	swept  time.Time
}

const (
	paceBurst = 30               // requests that one may make at once
	paceSweep = 10 * time.Minute // by then whoever is quiet has a full burst again, and need not be remembered
)

func newPace(perSecond float64) *pace {
	return &pace{limit: rate.Limit(perSecond), people: map[string]*rate.Limiter{}, swept: time.Now()}
}

// allows takes a request of a person's, or says that it is one too many.
func (p *pace) allows(user string) bool {
	if p == nil || p.limit == 0 {
		return true
	}
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.swept) > paceSweep {
		p.swept = now
		for user, l := range p.people {
			if l.TokensAt(now) >= paceBurst {
				delete(p.people, user)
			}
		}
	}
	l := p.people[user]
	if l == nil {
		l = rate.NewLimiter(p.limit, paceBurst)
		p.people[user] = l
	}
	return l.AllowN(now, 1)
}
