package workspace

import (
	"fmt"
	"slices"
	"sync"
)

// sockets are the app's open connections. Each envelope goes to one of them, in turn.
type sockets struct {
	mu      sync.Mutex
	open    []*socket
	tickets map[string]bool
	turn    int
}

// ticket is a new single-use permission to connect.
func (s *sockets) ticket() (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxSockets {
		return "", false
	}
	if s.tickets == nil {
		s.tickets = map[string]bool{}
	}
	t := randomHex(16)
	s.tickets[t] = true
	return t, true
}

func (s *sockets) use(ticket string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := s.tickets[ticket]
	delete(s.tickets, ticket)
	return ok
}

func (s *sockets) add(c *socket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = append(s.open, c)
	return len(s.open)
}

func (s *sockets) drop(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = slices.DeleteFunc(s.open, func(o *socket) bool { return o == c })
}

func (s *sockets) all() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.open)
}

func (s *sockets) closeAll() {
	for _, c := range s.all() {
		c.close()
	}
}

// pick is the socket whose turn it is, nil when there is none.
func (s *sockets) pick() *socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) == 0 {
		return nil
	}
	s.turn++
	for i := range s.open {
		if c := s.open[(s.turn+i)%len(s.open)]; !c.isLeaving() {
			return c
		}
	}
	return s.open[0]
}

// send puts a delivery into an envelope and gives it to one socket. The function it returns waits for the acknowledgement.
func (s *sockets) send(w *Workspace, d delivery) func() (answer, []byte) {
	id := fmt.Sprintf("%s-%s-%s-%s-%s", randomHex(4), randomHex(2), randomHex(2), randomHex(2), randomHex(6))
	envelope := Object{"envelope_id": id, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.kind != "events_api"}
	if d.kind == "events_api" {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempt, d.reason
		if d.reason == "http_timeout" {
			envelope["retry_reason"] = "timeout"
		}
	}
	frame := mustJSON(envelope)
	c := s.pick()
	if c == nil {
		return func() (answer, []byte) {
			return answer{failure: "dispatch_failed", reason: "connection_failed"}, frame
		}
	}
	got := c.expect(id, d.kind)
	c.write(frame)
	return func() (answer, []byte) { return c.await(id, got), frame }
}

// Disconnect sends a disconnect frame to every socket: "warning", "refresh_requested" or "link_disabled".
func (w *Workspace) Disconnect(reason string) {
	for _, c := range w.sockets.all() {
		c.disconnect(reason)
	}
}

// CloseSockets cuts every socket without a word.
func (w *Workspace) CloseSockets() { w.sockets.closeAll() }

// SilenceSockets leaves every open socket open and dead: no pings, no envelopes, and acknowledgements go unread.
func (w *Workspace) SilenceSockets() {
	for _, c := range w.sockets.all() {
		c.mu.Lock()
		c.silent = true
		c.mu.Unlock()
	}
}

// Connected is how many sockets the app has open that it has not been told to leave.
func (w *Workspace) Connected() (n int) {
	for _, c := range w.sockets.all() {
		if !c.isLeaving() {
			n++
		}
	}
	return n
}
