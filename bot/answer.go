package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"handslag/handlers"
	"handslag/store"
)

// slash answers a slash command. The body goes in the acknowledgement; an empty one says nothing. most is how long it may be (0: any length).
func (b *bot) slash(req handlers.Request, to back, most int) []byte {
	body, ready := b.promptly(to, func(ctx context.Context) []byte {
		return b.settle(ctx, to, b.ask(ctx, req))
	}, func(ctx context.Context, body []byte) {
		b.tell(ctx, to, body)
	})
	switch {
	case !ready:
		return b.moment(req.User)
	case most > 0 && len(body) >= most, drawn(body):
		b.later(func(ctx context.Context) { b.tell(ctx, to, body) })
		return nil
	}
	return body
}

// reply answers what has no room for an answer in its acknowledgement: a button, whose answer goes where it stands, and a message, whose
// answer goes through the outbox.
func (b *bot) reply(req handlers.Request, to back) {
	b.promptly(to, func(ctx context.Context) []byte {
		b.tell(ctx, to, b.settle(ctx, to, b.ask(ctx, req)))
		return nil
	}, nil)
}

// submit answers a form: with what is wrong at its fields, with the form that follows, or with an empty body, which closes it.
func (b *bot) submit(req handlers.Request, to back) []byte {
	body, _ := b.promptly(to, func(ctx context.Context) []byte {
		reply := b.ask(ctx, req)
		switch {
		case reply.Errors != nil:
			return encode(formErrors{"errors", reply.Errors})
		case reply.Form != nil:
			if body := encode(map[string]any{"response_action": "update", "view": reply.Form}); len(body) < maxAck-ackRoom {
				return body
			}
			reply.Form = nil // too much for Socket Mode: it is in the direct message alone
		}
		b.tell(ctx, to, b.settle(ctx, to, reply))
		return nil
	}, func(ctx context.Context, body []byte) { b.tellErrors(ctx, to, body) })
	return body
}

type formErrors struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
}

// tellErrors says what is wrong with a form that was closed before it could be said at its fields.
func (b *bot) tellErrors(ctx context.Context, to back, body []byte) {
	var e formErrors
	if json.Unmarshal(body, &e) != nil || len(e.Errors) == 0 {
		return
	}
	lines := make([]string, 0, len(e.Errors))
	for _, text := range e.Errors {
		lines = append(lines, text)
	}
	b.tell(ctx, to, plainMessage(strings.Join(lines, "\n")))
}

// ask has the handlers answer, and finds out first who a person is who has not been seen before.
func (b *bot) ask(ctx context.Context, req handlers.Request) handlers.Reply {
	begin := time.Now()
	if !b.pace.allows(req.User) {
		b.metrics.requests.WithLabelValues("", string(req.Door), "held_back").Inc()
		return handlers.Reply{Text: b.said.Say(b.language(ctx, req.User), "slow.person", nil, nil), Result: "held_back"}
	}
	b.members.refresh(req.User)
	reply, err := b.handlers.Answer(ctx, req)
	if errors.Is(err, handlers.ErrUnknown) {
		if err = b.members.learn(ctx, req.User); err == nil {
			reply, err = b.handlers.Answer(ctx, req)
		}
	}
	var unseen *handlers.Unseen
	if errors.As(err, &unseen) {
		if err = b.members.seek(ctx, unseen.Said); err == nil {
			req.Sought = true
			reply, err = b.handlers.Answer(ctx, req)
		}
	}
	if err != nil { // nobody knows who asks, so nothing is done
		b.log.Error("a person could not be looked up", "error", err)
		reply = handlers.Reply{Text: b.said.Say(b.standard, "fault.person", nil, nil), Result: "fault"}
	}
	if reply.Result == "fault" {
		b.repeats.forget(req.ID) // Slack may well send it again
	}
	b.metrics.requests.WithLabelValues(reply.Command, string(req.Door), reply.Result).Inc()
	b.metrics.seconds.WithLabelValues(string(req.Door)).Observe(time.Since(begin).Seconds())
	return reply
}

// fault tells a person that something went wrong.
func (b *bot) fault(ctx context.Context, user string, err error) []byte {
	return plainMessage(b.handlers.Fault(b.language(ctx, user), err).Text)
}

// moment is what a person reads where the answer takes longer than it should.
func (b *bot) moment(user string) []byte {
	return plainMessage(b.said.Say(b.language(b.ctx, user), "slow.said", nil, nil))
}

// language is a person's, as far as it can be found out at once.
func (b *bot) language(ctx context.Context, user string) string {
	found := make(chan string, 1)
	go func() {
		err := b.store.Read(ctx, func(tx *store.Tx) error {
			m, err := tx.MemberBySlack(user)
			if m != nil {
				found <- m.Speaks(b.standard)
			}
			return err
		})
		if err != nil {
			b.log.Warn("a person's language could not be read", "error", err)
		}
	}()
	select {
	case lang := <-found:
		return lang
	case <-time.After(100 * time.Millisecond):
		return b.standard
	}
}

// promptly has work done and gives what it returns, and true, where that is ready in time. Where it is not, what it returns goes to late (which
// may be nil) when it comes. Work goes on whatever becomes of the connection that the request came by, and stopping waits for it. Should it panic,
// the person is told so.
func (b *bot) promptly(to back, work func(context.Context) []byte, late func(context.Context, []byte)) ([]byte, bool) {
	done := make(chan []byte, 1)
	var taken atomic.Bool
	b.later(func(ctx context.Context) {
		body := b.protected(ctx, to, work)
		if taken.CompareAndSwap(false, true) {
			done <- body
		} else if late != nil {
			late(ctx, body)
		}
	})
	timer := time.NewTimer(b.patience)
	defer timer.Stop()
	select {
	case body := <-done:
		return body, true
	case <-timer.C:
		if taken.CompareAndSwap(false, true) {
			return nil, false
		}
		return <-done, true
	}
}

// mostSpare are the goroutines that wait for more work at most.
const mostSpare = 256

// later does something beside the request. Stopping waits for it. A goroutine that has done with something else takes it on where there is one: its
// stack has the room already.
func (b *bot) later(work func(context.Context)) {
	b.working.begin()
	select {
	case b.more <- work:
	default:
		go b.labour(work)
	}
}

// labour does what is to be done, one thing after the other.
func (b *bot) labour(work func(context.Context)) {
	for {
		b.work(work)
		if b.spare.Add(1) > mostSpare {
			b.spare.Add(-1)
			return
		}
		select {
		case work = <-b.more:
			b.spare.Add(-1)
		case <-b.ctx.Done():
			return
		}
	}
}

func (b *bot) work(do func(context.Context)) {
	defer b.working.end()
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("panic", "error", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	do(b.ctx)
}

// protected has a panic told to the person.
func (b *bot) protected(ctx context.Context, to back, work func(context.Context) []byte) (body []byte) {
	defer func() {
		if p := recover(); p != nil {
			b.repeats.forget(to.id)
			b.tell(ctx, to, b.fault(ctx, to.user, fmt.Errorf("panic: %v\n%s", p, debug.Stack())))
			body = nil
		}
	}()
	return work(ctx)
}
