package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/slack-go/slack"

	"handslag/handlers"
)

// What the bot takes on at most. Beyond it a connection waits, and a request is turned away, for Slack to send again.
const (
	maxBody        = 1 << 20 // bytes, more than any request of Slack's: a view is at most 250 KB
	maxLook        = 1 << 10 // bytes of Slack's look whether an address is there, which is not signed
	largeBody      = 64 << 10
	maxLarge       = 32 // bodies larger than that, or of unknown size, that are held at once before it is known who sent them
	maxConnections = 1024
	maxInHand      = 4096 // requests being worked on, most of them because the database has been slow for a while
)

// routes are what the HTTP server answers. secret "" leaves Slack's requests to Socket Mode.
func (b *bot) routes(mux *http.ServeMux, secret string) {
	mux.HandleFunc("GET /healthz", b.alive)
	mux.HandleFunc("GET /readyz", b.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(b.metrics.registry, promhttp.HandlerOpts{}))
	if secret == "" {
		return
	}
	mux.HandleFunc("POST /slack/commands", b.verified(secret, b.serveCommand))
	mux.HandleFunc("POST /slack/interactions", b.verified(secret, b.serveInteraction))
	mux.HandleFunc("POST /slack/events", b.verified(secret, b.serveEvent))
}

func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: guarded(h), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 15 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
}

// guarded has no answer kept by what stands between, or taken for what it is not.
func guarded(h http.Handler) http.Handler {
	keep, sniff := []string{"no-store"}, []string{"nosniff"}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		header := rw.Header()
		header["Cache-Control"], header["X-Content-Type-Options"] = keep, sniff
		h.ServeHTTP(rw, r)
	})
}

// verified hands on the body of requests that Slack has signed within the last five minutes, by the real time
// (docs.slack.dev/authentication/verifying-requests-from-slack). A body is read only where the headers can be Slack's, or where it is as small as
// Slack's look whether an address is there.
func (b *bot) verified(secret string, next func(http.ResponseWriter, []byte)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		signature, unsigned := slack.NewSecretsVerifier(r.Header, secret)
		large := r.ContentLength < 0 || r.ContentLength > largeBody
		status, why := 0, ""
		switch {
		case unsigned != nil && (large || r.ContentLength > maxLook):
			status, why = http.StatusUnauthorized, notSigned+unsigned.Error()
		case r.ContentLength > maxBody:
			status, why = http.StatusRequestEntityTooLarge, "the body is too large"
		case large && !b.takeLarge():
			status, why = http.StatusServiceUnavailable, "too many large bodies at once"
		case large:
			defer b.leaveLarge()
		}
		if status != 0 {
			rw.Header().Set("Connection", "close") // the body is not waited for
			b.turnAway(rw, r, status, why)
			return
		}
		body, err := readBody(rw, r)
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			b.turnAway(rw, r, http.StatusRequestEntityTooLarge, "the body is too large")
		case err != nil:
			b.turnAway(rw, r, http.StatusBadRequest, "the body broke off")
		case sslCheck(body):
		default:
			if unsigned == nil {
				unsigned = signed(&signature, body)
			}
			if unsigned != nil {
				b.turnAway(rw, r, http.StatusUnauthorized, notSigned+unsigned.Error())
				return
			}
			if b.working.atLeast(maxInHand) {
				b.turnAway(rw, r, http.StatusServiceUnavailable, "too much is in hand")
				return
			}
			next(rw, body)
		}
	}
}

// takeLarge takes a place for a large body; false where none is free.
func (b *bot) takeLarge() bool {
	select {
	case b.large <- struct{}{}:
		return true
	default:
		return false
	}
}

func (b *bot) leaveLarge() { <-b.large }

// readBody reads the whole body, which at most has maxBody bytes, into room that is made once where the sender says how much it is.
func readBody(rw http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength < 0 {
		return io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	}
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	return body, err
}

// sslCheck tells of Slack's looking whether an address is there: there is nothing in it to do, and nothing to be sure of
// (docs.slack.dev/interactivity/implementing-slash-commands).
func sslCheck(body []byte) bool {
	if !bytes.Contains(body, []byte("ssl_check=1")) {
		return false
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && form.Get("ssl_check") == "1" && form.Get("user_id") == "" && form.Get("payload") == ""
}

// notSigned is said with the cause. An expired timestamp from Slack itself says that this machine's clock is wrong.
const notSigned = "the request is not signed by Slack: "

// signed gives nil where Slack has signed the body.
func signed(v *slack.SecretsVerifier, body []byte) error {
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

func (b *bot) turnAway(rw http.ResponseWriter, r *http.Request, status int, why string) {
	b.log.Warn("a request was turned away", "path", r.URL.Path, "why", why)
	b.metrics.requests.WithLabelValues("", "http", "turned_away").Inc()
	http.Error(rw, why, status)
}

func (b *bot) serveCommand(rw http.ResponseWriter, body []byte) {
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		http.Error(rw, "the body is no form", http.StatusBadRequest)
	case form.Get("user_id") == "":
		http.Error(rw, "the body is no slash command", http.StatusBadRequest)
	case !b.ours(form.Get("team_id"), form.Get("enterprise_id")):
		writeJSON(rw, b.foreignSlash())
	default:
		id := idOf("trigger", form.Get("trigger_id"), "", body)
		req := slashRequest(form.Get("user_id"), form.Get("command"), form.Get("text"), id)
		req.Again = b.repeats.came(id)
		to := back{id: id, user: req.User, trigger: form.Get("trigger_id"), url: form.Get("response_url")}
		writeJSON(rw, b.slash(req, to, 0))
	}
}

// serveInteraction reads the payload from the body alone: what stands in the address is not signed.
func (b *bot) serveInteraction(rw http.ResponseWriter, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		http.Error(rw, "the body is no form", http.StatusBadRequest)
		return
	}
	answer, err := b.interact([]byte(form.Get("payload")), "")
	if err != nil {
		http.Error(rw, "the payload is no interaction", http.StatusBadRequest)
		return
	}
	writeJSON(rw, answer)
}

func (b *bot) serveEvent(rw http.ResponseWriter, body []byte) {
	var h happening
	if err := json.Unmarshal(body, &h); err != nil {
		http.Error(rw, "the body is no event", http.StatusBadRequest)
		return
	}
	if h.Type == "url_verification" {
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.Copy(rw, strings.NewReader(h.Challenge)) // nobody left to tell
		return
	}
	b.happened(&h, idOf("event", h.EventID, "", body))
}

// writeJSON answers with a body; an empty one is really empty, which closes a form and says nothing to a command.
func writeJSON(rw http.ResponseWriter, body []byte) {
	if len(body) == 0 {
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	io.Copy(rw, bytes.NewReader(body)) // nobody left to tell
}

// interact does what an interaction asks, and gives what its acknowledgement says. What the bot does not know it lets be.
func (b *bot) interact(payload []byte, envelope string) ([]byte, error) {
	var i interaction
	if err := json.Unmarshal(payload, &i); err != nil {
		return nil, err
	}
	if !b.ours(i.Team.ID, i.Enterprise.ID) {
		b.foreign("interaction")
		return nil, nil
	}
	id := idOf("trigger", i.TriggerID, envelope, payload)
	again := b.repeats.came(id)
	to := back{id: id, user: i.User.ID, trigger: i.TriggerID, url: i.ResponseURL, channel: i.Container.Channel, thread: i.Container.Thread}
	switch i.Type {
	case "block_actions":
		req, ok := pressRequest(&i, id)
		if !ok {
			return nil, nil
		}
		if again { // the answer to the first goes beside its acknowledgement
			b.repeated(string(req.Door))
			return nil, nil
		}
		if pages, ok := handlers.Turned(req.Text); ok && i.View.Type == "home" {
			b.showHome(req.User, pages)
			return nil, nil
		}
		if i.View.Type == "modal" {
			to.window = i.View.ID
		}
		b.reply(req, to)
	case "view_submission":
		return b.submit(formRequest(&i, id), to), nil
	case "shortcut", "message_action":
		req := shortcutRequest(&i, id, b.self.get().UserID)
		req.Again = again
		b.reply(req, to)
	}
	return nil, nil
}

// happened does what an event asks for. What the bot does not know it lets be.
func (b *bot) happened(h *happening, id string) {
	if !h.isFor(b) {
		b.foreign("event")
		return
	}
	user := h.Event.user()
	message := h.Event.Type == "message" || h.Event.Type == "app_mention" // of which the database knows whether it has come
	if !message && b.repeats.came(id) {
		b.repeated("event")
		return
	}
	switch h.Event.Type {
	case "message", "app_mention":
		if h.Event.Type == "message" && h.Event.ChannelType != "im" {
			return
		}
		if req, ok := messageRequest(h, b.self.get().UserID); ok {
			req.ID = id
			b.reply(req, back{id: id, user: req.User})
		}
	case "app_home_opened":
		if h.Event.Tab == "home" {
			b.showHome(user, h.Event.View.Metadata)
		}
	case "team_join":
		b.later(func(ctx context.Context) { b.members.joined(ctx, user) })
	case "user_change":
		b.later(func(ctx context.Context) {
			b.members.again(ctx, user)
			b.homes.mark(user) // it may speak another language now
			b.homes.changed()
		})
	case "app_uninstalled", "tokens_revoked":
		b.later(func(ctx context.Context) { b.maybeRemoved(ctx, h.Event.Type) })
	}
}
