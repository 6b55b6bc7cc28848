package workspace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode).
const (
	maxSockets  = 10
	maxResponse = 20 * 1024 // an acknowledgement of so many bytes or more is dropped without a word
	pingEvery   = 5 * time.Second
	debugLife   = 360 * time.Second // of a socket with debug_reconnects=true
)

type socket struct {
	w       *Workspace
	conn    *websocket.Conn
	out     chan []byte
	done    chan struct{}
	once    sync.Once
	mu      sync.Mutex
	silent  bool // a fault: nothing is sent any more, and nothing says so
	leaving bool // the app has been told to go: others get the envelopes while there are any
	pending map[string]pendingAck
}

type pendingAck struct {
	kind string
	got  chan answer
}

func (c *socket) expect(id, kind string) <-chan answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	got := make(chan answer, 1)
	c.pending[id] = pendingAck{kind, got}
	return got
}

func (c *socket) await(id string, got <-chan answer) answer {
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.pending, id)
	}()
	timer := time.NewTimer(c.w.scaled(ackWithin))
	defer timer.Stop()
	select {
	case a := <-got:
		return a
	case <-c.done:
		select { // the acknowledgement may have been the last thing the socket brought
		case a := <-got:
			return a
		default:
			return answer{failure: "dispatch_failed", reason: "connection_failed"}
		}
	case <-timer.C:
		return answer{failure: "operation_timeout", reason: "http_timeout"}
	}
}

// write queues a frame. A socket whose app reads nothing at all is closed.
func (c *socket) write(frame []byte) {
	select {
	case c.out <- frame:
	default:
		c.close()
	}
}

func (c *socket) close() {
	c.once.Do(func() {
		c.w.sockets.drop(c)
		close(c.done)
		c.conn.Close()
	})
}

// serveSocket turns a request with a ticket into a socket. Slack's clients send an Origin of their own, so any will do.
func (w *Workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	if !w.sockets.use(r.URL.Query().Get("ticket")) {
		w.record(Entry{Direction: "in", Kind: "socket", Status: http.StatusNotFound, Error: "invalid_ticket",
			Rule: "an address from apps.connections.open is good for one connection; docs.slack.dev/apis/events-api/using-socket-mode"}, time.Now(), nil, nil)
		http.Error(rw, "this address has been used", http.StatusNotFound)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &socket{w: w, conn: conn, out: make(chan []byte, 4096), done: make(chan struct{}), pending: map[string]pendingAck{}}
	n := w.sockets.add(c)
	c.write(mustJSON(Object{"type": "hello", "num_connections": n, "connection_info": Object{"app_id": AppID},
		"debug_info": Object{"host": "local", "started": time.Now().UTC().Format("2006-01-02 15:04:05.000"), "build_number": 1, "approximate_connection_time": 18060}}))
	w.work.start(c.writer)
	if w.ctx.Err() != nil {
		c.close()
		return
	}
	if r.URL.Query().Get("debug_reconnects") == "true" {
		timer := time.AfterFunc(w.scaled(debugLife), func() { c.disconnect("refresh_requested") })
		defer timer.Stop()
	}
	c.reader()
}

// writer sends frames and pings.
func (c *socket) writer() {
	defer c.close()
	ticker := time.NewTicker(max(c.w.scaled(pingEvery), 50*time.Millisecond))
	defer ticker.Stop()
	for {
		var err error
		select {
		case frame := <-c.out:
			if !c.isSilent() {
				err = c.conn.WriteMessage(websocket.TextMessage, frame)
			}
		case <-ticker.C:
			if !c.isSilent() {
				err = c.conn.WriteMessage(websocket.PingMessage, []byte("Ping from workspace"))
			}
		case <-c.done:
			return
		}
		if err != nil {
			return
		}
	}
}

func (c *socket) isSilent() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.silent
}

func (c *socket) isLeaving() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.leaving
}

// reader takes the acknowledgements.
func (c *socket) reader() {
	defer c.close()
	for {
		_, frame, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		if !c.isSilent() {
			c.acknowledge(frame)
		}
	}
}

func (c *socket) acknowledge(frame []byte) {
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	wrong := func(code, rule string) {
		c.w.record(Entry{Direction: "in", Kind: "acknowledgement", Error: code, Rule: rule + "; docs.slack.dev/apis/events-api/using-socket-mode"}, time.Now(), frame, nil)
	}
	if len(frame) >= maxResponse {
		wrong("response_too_large", fmt.Sprintf("an acknowledgement of %d bytes is dropped: it must be smaller than %d", len(frame), maxResponse))
		return
	}
	if json.Unmarshal(frame, &ack) != nil || ack.ID == "" {
		wrong("invalid_acknowledgement", "an acknowledgement is a JSON object with an envelope_id")
		return
	}
	c.mu.Lock()
	p, ok := c.pending[ack.ID]
	delete(c.pending, ack.ID)
	c.mu.Unlock()
	if !ok {
		wrong("unknown_envelope", "an envelope is acknowledged once, on the socket that brought it, within 3 seconds")
		return
	}
	if p.kind == "events_api" && len(ack.Payload) > 0 && string(ack.Payload) != "null" {
		wrong("unexpected_payload", "an event takes no payload back: accepts_response_payload is false")
		ack.Payload = nil
	}
	if string(ack.Payload) == "null" {
		ack.Payload = nil
	}
	p.got <- answer{body: ack.Payload, status: http.StatusOK}
}

// disconnect tells the app that this socket ends, as Slack does some seconds ahead (warning) or when it does (others).
func (c *socket) disconnect(reason string) {
	c.mu.Lock()
	c.leaving = true
	c.mu.Unlock()
	c.write(mustJSON(Object{"type": "disconnect", "reason": reason, "debug_info": Object{"host": "local"}}))
}
