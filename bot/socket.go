package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode). The bot keeps two connections, so that one is there while the other is
// renewed; Slack sends each envelope on one of them.
const (
	socketCount = 2
	maxAck      = 20 << 10         // an acknowledgement of so many bytes is dropped without a word
	ackRoom     = 200              // of those, for the envelope around the payload
	pingWithin  = 20 * time.Second // a connection on which Slack has not pinged for so long is dead
	lastAcks    = 150 * time.Millisecond
)

// socket is one connection, renewed as often as needed.
type socket struct {
	b       *bot
	client  *socketmode.Client
	open    atomic.Bool // Slack has said hello and has not gone since
	leaving atomic.Bool // what arrives now is not taken: unacknowledged, Slack sends it elsewhere
}

func newSocket(b *bot) *socket {
	quiet := log.New(io.Discard, "", 0) // it would log what people write
	return &socket{b: b, client: socketmode.New(b.api, socketmode.OptionPingInterval(pingWithin), socketmode.OptionLog(quiet),
		socketmode.OptionReadLimit(maxBody))}
}

// run keeps the connection until ctx is done. An error says that Slack does not know the app-level token.
func (s *socket) run(ctx context.Context) error {
	ended := make(chan error, 1)
	connect := func() { ended <- s.client.RunContext(ctx) }
	go connect()
	for tries := 0; ; {
		select {
		case e := <-s.client.Events:
			if e.Type == socketmode.EventTypeHello {
				tries = 0
			}
			s.take(&e)
		case err := <-ended:
			s.open.Store(false)
			switch {
			case ctx.Err() != nil:
				return nil
			case refusedToken(err.Error()):
				return appTokenError(err)
			}
			s.b.log.Warn("the connection to Slack ended and is made again", "error", err)
			time.AfterFunc(backoff(tries), connect)
			tries++
		}
	}
}

// take starts what an envelope asks for. It never waits, so that several envelopes are in hand at once.
func (s *socket) take(e *socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeHello:
		s.open.Store(true)
		s.b.log.Info("connected to Slack")
	case socketmode.EventTypeConnecting, socketmode.EventTypeInvalidAuth:
		s.open.Store(false)
	case socketmode.EventTypeConnectionError:
		if c, ok := e.Data.(*slack.ConnectionErrorEvent); ok && !s.leaving.Load() {
			s.b.log.Warn("no connection to Slack", "error", c.ErrorObj, "seconds", c.Backoff.Seconds())
		}
	case socketmode.EventTypeErrorBadMessage: // an event that slack-go does not know, among others
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			var req socketmode.Request
			if json.Unmarshal(bad.Message, &req) == nil && req.EnvelopeID != "" {
				s.handle(&req)
			}
		}
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		s.handle(e.Request)
	}
}

func (s *socket) handle(req *socketmode.Request) {
	if s.leaving.Load() || s.b.working.atLeast(maxInHand) {
		return
	}
	s.b.later(func(context.Context) {
		id, body := s.answer(req)
		if !s.acknowledge(req.EnvelopeID, body) {
			s.b.repeats.forget(id) // the answer is lost
		}
	})
}

// answer does what an envelope asks, and gives what its acknowledgement says, with the ID of a request that has no other answer.
func (s *socket) answer(req *socketmode.Request) (string, []byte) {
	b := s.b
	switch req.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err := json.Unmarshal(req.Payload, &c); err != nil {
			b.log.Error("a slash command could not be read", "error", err)
			return "", nil
		}
		if !b.ours(c.TeamID, c.EnterpriseID) {
			return "", b.foreignSlash()
		}
		id := idOf("trigger", c.TriggerID, req.EnvelopeID, req.Payload)
		r := slashRequest(c.UserID, c.Command, c.Text, id)
		r.Again = b.repeats.came(id)
		return id, b.slash(r, back{id: id, user: c.UserID, trigger: c.TriggerID, url: c.ResponseURL}, maxAck-ackRoom)
	case socketmode.RequestTypeInteractive:
		body, err := b.interact(req.Payload, req.EnvelopeID)
		if err != nil {
			b.log.Error("an interaction could not be read", "error", err)
		}
		return "", body
	case socketmode.RequestTypeEventsAPI:
		var h happening
		if err := json.Unmarshal(req.Payload, &h); err != nil {
			b.log.Error("an event could not be read", "error", err)
			return "", nil
		}
		b.happened(&h, idOf("event", h.EventID, req.EnvelopeID, req.Payload))
	}
	return "", nil
}

// acknowledge tells Slack that an envelope has been taken. Where that does not succeed Slack sends it again, and it is known then.
func (s *socket) acknowledge(envelope string, body []byte) bool {
	ctx, cancel := context.WithTimeout(s.b.ctx, 3*time.Second)
	defer cancel()
	res := socketmode.Response{EnvelopeID: envelope}
	if len(body) > 0 {
		res.Payload = json.RawMessage(body)
	}
	err := s.client.SendCtx(ctx, res)
	if err != nil {
		s.b.log.Warn("an envelope could not be acknowledged", "error", err)
	}
	return err == nil
}
