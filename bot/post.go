package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

// deliver tries to send one message and writes down what came of it. The time is when it may be tried again; zero where it is done with.
func (o *outbox) deliver(ctx context.Context, m *store.Outgoing) time.Time {
	if m.Updates != "" {
		switch until, gone := o.revise(ctx, m); {
		case !gone:
			return until
		case !m.Anew:
			return o.sent(m, "")
		}
	}
	if _, to, there := fileOf(m); there {
		return o.deliverFile(ctx, m, to)
	}
	if m.Bulk {
		ours, until := o.takes(m)
		if !ours {
			return until
		}
		within, done := context.WithTimeout(ctx, o.hold) // after that it may be somebody else's
		defer done()
		ctx = within
	}
	if o.doubts(m) {
		posted, err := o.find(ctx, m)
		switch {
		case err != nil && (permanent(slackError(err)) || !m.Bulk && slackError(err) == "missing_scope"): // a reminder waits until somebody mends it, an answer does not
			o.log.Warn("a message cannot be looked for and is sent again", "message", m.ID, "error", err)
		case err != nil:
			return o.later(ctx, m, true, limited(err), err)
		case posted != "":
			return o.sent(m, posted)
		}
	}
	late := m.Late(o.store.Now())
	if m.Bulk && m.Updates == "" {
		switch until, gone, err := o.again(ctx, m.Key, late); {
		case err != nil:
			return o.later(ctx, m, false, 0, err)
		case gone:
			o.left(m, time.Time{})
			return time.Time{}
		case !late && until.After(o.store.Now()):
			return o.putOff(m, until)
		}
	}
	if late {
		return o.failed(m, "late")
	}
	posted, reached, err := o.post(ctx, m)
	return o.became(ctx, m, posted, reached, err)
}

// doubts tells whether Slack may have a message already. What one person alone sees is nowhere to be found, and of what goes to many it is
// written down when it was about to be sent.
func (o *outbox) doubts(m *store.Outgoing) bool {
	return (m.State == "unclear" || !m.Bulk && m.ID <= o.doubt.Load()) && recipient(m) == ""
}

// became writes down what came of a try.
func (o *outbox) became(ctx context.Context, m *store.Outgoing, posted string, reached bool, err error) time.Time {
	code := slackError(err)
	switch {
	case err == nil:
		return o.sent(m, posted)
	case limited(err) > 0:
		if m.Bulk && m.Updates == "" {
			o.slower(o.store.Now().Add(limited(err)))
		}
		return o.later(ctx, m, false, limited(err), err)
	case code != "" && permanent(code):
		return o.failed(m, code)
	case code != "":
		return o.later(ctx, m, unclear(code), 0, err)
	}
	return o.later(ctx, m, reached, 0, err)
}

// errUnsent says that the message that is to be changed has not been sent yet.
var errUnsent = errors.New("the message that it changes has not been sent yet")

// revise changes a message that has been sent. To do so twice is to do it once: nothing is looked for. It tells where nobody can see that message
// any more, or it can't be changed.
func (o *outbox) revise(ctx context.Context, m *store.Outgoing) (until time.Time, gone bool) {
	var of *store.Outgoing
	err := o.store.Read(ctx, func(tx *store.Tx) (err error) { of, err = tx.ByKey(m.Updates); return err })
	switch {
	case err != nil:
		return o.later(ctx, m, false, 0, err), false
	case of == nil || of.State == "failed" || recipient(m) != "":
		return until, true
	case of.State != "sent":
		return o.later(ctx, m, false, 0, errUnsent), false
	case string(m.Payload) == store.WithdrawnPayload:
		return o.withdraw(ctx, m, of.Posted), false
	}
	p, err := payloadOf(m)
	if err != nil {
		return o.failed(m, err.Error()), false
	}
	p.Thread = "" // it stays where it is
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	channel, ts, _ := strings.Cut(of.Posted, " ")
	_, _, _, err = o.api.UpdateMessageContext(ctx, channel, ts, p.options()...)
	switch slackError(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_inactive":
		return until, true
	}
	if code := slackError(err); m.Anew && code != "" && permanent(code) {
		o.log.Warn("a message cannot be changed and is sent anew", "message", m.ID, "error", code)
		return until, true
	}
	return o.became(ctx, m, of.Posted, false, err), false
}

// withdraw deletes a message that has been sent, or its file. What only one person saw in a channel cannot be deleted, and is gone when Slack is
// opened anew (docs.slack.dev/reference/methods/chat.postEphemeral).
func (o *outbox) withdraw(ctx context.Context, m *store.Outgoing, posted string) time.Time {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var err error
	if channel, ts, message := strings.Cut(posted, " "); message {
		_, _, err = o.api.DeleteMessageContext(ctx, channel, ts)
	} else if posted != "" {
		err = o.api.DeleteFileContext(ctx, posted)
	}
	switch slackError(err) {
	case "message_not_found", "channel_not_found", "cant_delete_message", "file_not_found", "file_deleted", "compliance_exports_prevent_deletion":
		o.log.Info("a message could not be deleted", "message", m.ID, "error", slackError(err))
		return o.sent(m, "")
	}
	return o.became(ctx, m, "", false, err)
}

// post sends a message. posted is Slack's "channel ts"; reached tells, of an error, whether Slack may have got the request.
func (o *outbox) post(ctx context.Context, m *store.Outgoing) (posted string, reached bool, err error) {
	posted, reached, err = o.postAsIs(ctx, m)
	if slackError(err) == "invalid_blocks" {
		if plain, is := undrawn(m.Payload); is {
			without := *m
			without.Payload = plain
			return o.postAsIs(ctx, &without)
		}
	}
	return posted, reached, err
}

func (o *outbox) postAsIs(ctx context.Context, m *store.Outgoing) (posted string, reached bool, err error) {
	p, err := payloadOf(m)
	if err != nil {
		return "", false, err
	}
	var written atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { written.Store(true) }}
	ctx, cancel := context.WithTimeout(httptrace.WithClientTrace(ctx, trace), callTimeout)
	defer cancel()
	channel, ts, err := o.show(ctx, m, p)
	if err != nil {
		return "", written.Load(), err
	}
	return channel + " " + ts, true, nil
}

// show sends a message, in a channel to one person alone; to the person where Slack does not show it there, and beside its thread where that is gone.
func (o *outbox) show(ctx context.Context, m *store.Outgoing, p *payload) (channel, ts string, err error) {
	options := func() []slack.MsgOption {
		return append(p.options(), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{metadataKey: m.Key}}))
	}
	if p.To == "" {
		channel, ts, err = o.api.PostMessageContext(ctx, m.Channel, options()...)
	} else {
		channel = m.Channel
		ts, err = o.api.PostEphemeralContext(ctx, m.Channel, p.To, options()...)
	}
	switch slackError(err) {
	case "user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived":
		if p.To != "" {
			p.Thread = ""
			return o.api.PostMessageContext(ctx, p.To, options()...)
		}
	case "thread_not_found":
		p.Thread = ""
		return o.show(ctx, m, p)
	}
	return channel, ts, err
}

// Metadata goes with each message, so that it can be found again. It is readable by every app in the workspace and says nothing else.
const (
	metadataType = "handslag"
	metadataKey  = "key"
)

func (o *outbox) sent(m *store.Outgoing, posted string) time.Time {
	o.metrics.sent.WithLabelValues("sent").Inc()
	o.left(m, time.Time{})
	return o.note(m, func(tx *store.Tx) error { return tx.Sent(m.ID, posted) })
}

func (o *outbox) failed(m *store.Outgoing, why string) time.Time {
	o.metrics.sent.WithLabelValues("failed").Inc()
	o.left(m, time.Time{})
	o.log.Error("Slack will not have a message", "message", m.ID, "error", why)
	return o.note(m, func(tx *store.Tx) error {
		if to, said := otherwise(m); to != "" {
			if err := tx.Send(m.Key+":failed", to, said); err != nil {
				return err
			}
		}
		return tx.Failed(m.ID, why)
	})
}

// putOff has a message wait that may not go now. The conversation does not wait with it.
func (o *outbox) putOff(m *store.Outgoing, until time.Time) time.Time {
	o.left(m, time.Time{})
	return o.note(m, func(tx *store.Tx) error { return tx.PutOff(m.ID, until) })
}

func (o *outbox) later(ctx context.Context, m *store.Outgoing, unclear bool, wait time.Duration, why error) time.Time {
	if wait == 0 {
		wait = o.backoff(m.Tries)
	}
	due := o.store.Now().Add(wait)
	if ctx.Err() == nil {
		o.log.Warn("a message has to wait", "message", m.ID, "unclear", unclear, "seconds", wait.Seconds(), "error", why)
	}
	reason := clean(why.Error())
	if failed := o.note(m, func(tx *store.Tx) error { return tx.Later(m.ID, unclear, due, reason) }); !failed.IsZero() {
		return failed
	}
	o.left(m, due)
	return due
}

// note writes down what came of a try. Where the database does not take it, the message is looked for in Slack before it is tried again.
func (o *outbox) note(m *store.Outgoing, write func(*store.Tx) error) time.Time {
	if err := o.store.Write(context.Background(), write); err != nil {
		o.log.Error("what became of a message could not be written down", "message", m.ID, "error", err)
		o.doubted(m.ID)
		return o.store.Now().Add(time.Second)
	}
	return time.Time{}
}

// otherwise is what is told to somebody where a message can't be sent; to nobody where that says nothing.
func otherwise(m *store.Outgoing) (to string, said []byte) {
	var payload struct{ Otherwise, Tell string }
	if json.Unmarshal(m.Payload, &payload) != nil || payload.Tell == "" {
		return "", nil
	}
	return payload.Tell, plainMessage(payload.Otherwise)
}
