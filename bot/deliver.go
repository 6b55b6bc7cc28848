package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers"
	"handslag/store"
)

// back is where an answer can go.
type back struct {
	id      string // of the request
	user    string
	trigger string // opens a form, once, within 3 seconds
	window  string // the view's ID, of a window whose button was pressed: the answer takes its place
	url     string // response_url: 5 messages within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction)
	channel string // of the message whose button was pressed
	thread  string // ts of the message in whose thread that is: a response_url shows what is new beside the thread
}

// plainMessage is a text as Slack takes it in an acknowledgement and at a response_url.
func plainMessage(text string) []byte {
	return encode(map[string]string{"response_type": "ephemeral", "text": text})
}

// encode gives JSON of what is made of strings, maps and slack-go's types, which cannot fail.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

// settle does what a reply asks for beside words, and gives the message that is still to be said; nil where there is none.
func (b *bot) settle(ctx context.Context, to back, reply handlers.Reply) []byte {
	switch {
	case reply.Form != nil:
		return b.openForm(ctx, to, reply)
	case reply.Queued:
		return nil
	}
	body, err := reply.Message()
	if err != nil {
		return b.fault(ctx, to.user, err)
	}
	return body
}

// openForm opens the reply's form, or the window that shows what it says. Where the trigger is too old the person is asked to press again, or told
// in the direct message; where it has been used, the form is open.
func (b *bot) openForm(ctx context.Context, to back, reply handlers.Reply) []byte {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := b.openView(ctx, to, *reply.Form)
	code := slackError(err)
	switch {
	case err == nil, code == "exchanged_trigger_id", code == "trigger_exchanged": // the same request came twice
		return nil
	case reply.Result != "form":
		b.log.Warn("an answer could not be shown over Home", "error", err)
		reply.Form = nil
		return b.settle(ctx, to, reply)
	case code == "expired_trigger_id", code == "trigger_expired", code == "not_found", limited(err) > 0, code == "":
		b.log.Warn("a form could not be opened", "error", err)
		return plainMessage(b.said.Say(b.language(ctx, to.user), "slow.trigger", nil, nil))
	}
	return b.fault(ctx, to.user, fmt.Errorf("open the form: %w", err))
}

func (b *bot) openView(ctx context.Context, to back, view slack.ModalViewRequest) (err error) {
	if to.window != "" {
		_, err = b.api.UpdateViewContext(ctx, view, "", "", to.window)
		return err
	}
	_, err = b.api.OpenViewContext(ctx, to.trigger, view)
	return err
}

// tell says a message (nil: nothing) where the person is, else in the direct message with them.
func (b *bot) tell(ctx context.Context, to back, body []byte) {
	if len(body) == 0 {
		return
	}
	if to.thread != "" && !replaces(body) {
		b.write(ctx, to, body)
		return
	}
	if to.url != "" {
		err := b.respond(ctx, to.url, body)
		if plain, is := undrawn(body); err != nil && is {
			err = b.respond(ctx, to.url, plain)
		}
		if err == nil {
			return
		}
		b.log.Warn("the response_url did not take the answer", "error", err)
	}
	b.write(ctx, to, body)
}

// replaces tells whether a message takes the place of the one whose button was pressed.
func replaces(body []byte) bool {
	var m struct {
		Replace bool `json:"replace_original"`
	}
	return json.Unmarshal(body, &m) == nil && m.Replace
}

// place is where a message is written: in the thread where the person is, to them alone where others see it; else in the direct message.
func (to *back) place(body []byte) (channel string, there []byte) {
	var m map[string]any
	if to.thread == "" || json.Unmarshal(body, &m) != nil {
		return to.user, body
	}
	m["thread_ts"] = to.thread
	if !strings.HasPrefix(to.channel, "D") {
		m["ephemeral_to"] = to.user
	}
	return to.channel, encode(m)
}

// write puts a message to the person in the outbox, or sends it at once where the database does not take it.
func (b *bot) write(ctx context.Context, to back, body []byte) {
	channel, body := to.place(body)
	err := b.store.Write(ctx, func(tx *store.Tx) error { return tx.Send("answer:"+to.id, channel, body) })
	if err == nil {
		return
	}
	b.log.Error("an answer could not be queued", "error", err)
	if _, _, err := b.outbox.post(ctx, &store.Outgoing{Key: "answer:" + to.id, Channel: channel, Payload: body}); err != nil {
		b.log.Error("an answer could not be sent", "error", err)
	}
}

const (
	responseTries = 4
	responsePause = 500 * time.Millisecond // doubled each time
)

// respond posts to a response_url until it is taken. What Slack refuses is not tried again.
func (b *bot) respond(ctx context.Context, url string, body []byte) error {
	var err error
	pause := responsePause
	for range responseTries {
		var again bool
		var wait time.Duration
		if again, wait, err = b.respondOnce(ctx, url, body); !again {
			return err
		}
		select {
		case <-time.After(max(wait, pause)):
			pause *= 2
		case <-b.stopping: // the outbox keeps it for the next start
			return err
		case <-ctx.Done():
			return err
		}
	}
	return err
}

// respondOnce tells whether it is worth another try, and after how long.
func (b *bot) respondOnce(ctx context.Context, url string, body []byte) (again bool, wait time.Duration, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return false, 0, err
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := b.web.client.Do(r)
	if err != nil {
		b.metrics.calls.WithLabelValues("response_url", "unreached").Inc()
		return true, 0, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return true, 0, err
	}
	b.metrics.calls.WithLabelValues("response_url", strconv.Itoa(resp.StatusCode)).Inc()
	if resp.StatusCode == http.StatusOK {
		if refused := said(answer); refused != "ok" && refused != "broken" { // "broken" is Slack's usual "ok", which is no JSON
			return false, 0, fmt.Errorf("refused: %s", refused)
		}
		return false, 0, nil
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = min(time.Duration(seconds)*time.Second, 30*time.Second)
	}
	again = resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500
	return again, wait, fmt.Errorf("%s: %s", resp.Status, said(answer))
}
