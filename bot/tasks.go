package main

import "sync"

// tasks counts what is being worked on. Unlike a sync.WaitGroup it may be added to while it is waited for: work that is under way begins more.
type tasks struct {
	mu    sync.Mutex
	count int
	idle  chan struct{} // closed when the count is back at 0; nil while nobody waits
}

func (t *tasks) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
}

func (t *tasks) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count--
	if t.count == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// atLeast tells whether so many are being worked on.
func (t *tasks) atLeast(n int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.count >= n
}

// wait returns when nothing is being worked on.
func (t *tasks) wait() {
	t.mu.Lock()
	if t.count == 0 {
		t.mu.Unlock()
		return
	}
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.mu.Unlock()
	<-idle
}
