package workspace

import (
	"sync"
	"time"
)

// Clock is the time in the workspace: what messages are stamped with and what the page shows and moves. An app that is to
// live in the same time is given the same clock.
type Clock interface {
	Now() time.Time
	Set(time.Time)
}

// TickingClock is a Clock that goes on from where it was set, as fast as the real time does.
type TickingClock struct {
	mu  sync.Mutex
	at  time.Time // what the clock showed
	set time.Time // when it did, in real time
}

// NewClock is a clock that shows start now.
func NewClock(start time.Time) *TickingClock {
	c := &TickingClock{}
	c.Set(start)
	return c
}

// Now is what the clock shows.
func (c *TickingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Add(time.Since(c.set))
}

// Set moves the clock, forwards or back; it ticks on from there.
func (c *TickingClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.set = t.Round(0), time.Now()
}
