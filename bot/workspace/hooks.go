package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// What a response_url is good for (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is one response_url.
type hook struct {
	user    string
	channel string
	message string // ts of the message that was acted on, "" for a slash command and a form
	issued  time.Duration
	uses    int
}

func (w *Workspace) newHook(user, channel, message string) string {
	id := randomHex(16)
	w.hooks[id] = &hook{user: user, channel: channel, message: message, issued: w.elapsed()}
	if len(w.hooks)%1000 == 0 { // forget now and then what has expired long ago
		maps.DeleteFunc(w.hooks, func(_ string, h *hook) bool { return w.elapsed()-h.issued > 2*hookLife })
	}
	return w.url + "/hooks/" + id
}

// response is what an app says to a response_url, or in the acknowledgement of a slash command.
type response struct {
	Type     string          `json:"response_type"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks"`
	ThreadTS string          `json:"thread_ts"`
	Replace  bool            `json:"replace_original"`
	Delete   bool            `json:"delete_original"`
}

func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	e := Entry{Direction: "in", Kind: "response_url", Status: http.StatusOK}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	fault, instead := w.struck(rw, r, "response_url", &e, began, body)
	if instead {
		return
	}
	if err == nil {
		err = w.useHook(r.PathValue("id"), body)
	}
	answer := []byte("ok")
	if err != nil {
		e.Status = http.StatusBadRequest
		answer = w.encode(nil, err)
	}
	var no *refusal
	if errors.As(err, &no) {
		e.Error, e.Rule = no.code, strings.Join(no.messages, "\n")
		if no.code == "used_url" || no.code == "expired_url" {
			e.Status = http.StatusNotFound
		}
	}
	e.OK = err == nil
	w.record(e, began, body, answer)
	if fault.AnswerLost {
		cut()
	}
	rw.WriteHeader(e.Status)
	rw.Write(answer)
}

func (w *Workspace) useHook(id string, body []byte) error {
	const where = "docs.slack.dev/interactivity/handling-user-interaction#message_responses"
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.hooks[id]
	switch {
	case h == nil || w.elapsed()-h.issued > hookLife:
		return refuse("expired_url", "a response_url is good for 30 minutes, or this one was never given; %s", where)
	case h.uses >= hookUses:
		return refuse("used_url", "a response_url is good for %d messages; %s", hookUses, where)
	}
	var r response
	if err := json.Unmarshal(body, &r); err != nil {
		return refuse("invalid_payload", "the body is not a JSON object of a message: %v; %s", err, where)
	}
	if err := w.respond(h, r); err != nil {
		return err
	}
	h.uses++
	return nil
}

// respond does what an app asks of a hook. The caller holds w.mu.
func (w *Workspace) respond(h *hook, r response) error {
	const where = "docs.slack.dev/interactivity/handling-user-interaction#message_responses"
	c := w.channels[h.channel]
	if c == nil {
		return refuse("channel_not_found", "the conversation of this response_url is gone; %s", where)
	}
	original := c.find(h.message)
	if r.Delete {
		if original == nil {
			return refuse("message_not_found", "delete_original: there is no message to delete; %s", where)
		}
		w.remove(c, original)
		return nil
	}
	text, blocks, err := w.checkResponse(r)
	if err != nil {
		return err
	}
	if r.ThreadTS != "" && (r.Type != "in_channel" || r.Replace) {
		return refuse("invalid_arguments", "thread_ts needs response_type in_channel and replace_original false; %s", where)
	}
	if r.Replace && h.message != "" {
		if original == nil {
			return refuse("message_not_found", "replace_original: the message is gone; %s", where)
		}
		m := *original
		m.Text, m.Blocks = text, blocks
		if m.only == "" && len(blocks) == 0 {
			m.Edited = &Edited{User: BotUserID, TS: w.nextTS()}
		}
		w.change(c, original, m)
		return nil
	}
	m := w.botMessage(text, blocks)
	m.ThreadTS = r.ThreadTS
	if r.Type != "in_channel" {
		m.only, m.IsEphemeral = h.user, true
	}
	w.add(c, m)
	return nil
}

func (w *Workspace) checkResponse(r response) (string, []Object, error) {
	if r.Type != "" && r.Type != "ephemeral" && r.Type != "in_channel" {
		return "", nil, refuse("invalid_response_type", "response_type is ephemeral or in_channel, not %q; docs.slack.dev/interactivity/implementing-slash-commands", r.Type)
	}
	var blocks []Object
	if s := string(r.Blocks); s != "" && s != "null" {
		var err error
		if blocks, err = parseBlocks(json.RawMessage(r.Blocks)); err != nil {
			return "", nil, err
		}
	}
	return w.checkMessage(r.Text, blocks)
}

// acknowledged is what the acknowledgement of a slash command says: nothing, plain text, or a message.
func acknowledged(body []byte) (response, bool, error) {
	var r response
	s := strings.TrimSpace(string(body))
	switch {
	case s == "" || s == "null":
		return r, false, nil
	case s[0] != '{':
		var quoted string
		if json.Unmarshal([]byte(s), &quoted) == nil {
			s = quoted
		}
		return response{Text: s}, true, nil
	}
	if err := json.Unmarshal([]byte(s), &r); err != nil {
		return r, false, fmt.Errorf("the acknowledgement is no JSON object of a message: %w", err)
	}
	return r, r.Text != "" || len(r.Blocks) > 0, nil
}
