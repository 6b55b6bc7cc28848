package workspace

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// ackWithin is how long an app has to acknowledge anything (docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response).
const ackWithin = 3 * time.Second

// delivery is one request from Slack to the app.
type delivery struct {
	kind    string // slash_commands, interactive or events_api
	name    string // for the log: the command, the type of interaction or event
	payload Object
	url     string // where to, without Socket Mode
	attempt int    // of an event: which retry this is
	reason  string // of a retry: why
}

// answer is what came back: the body of the acknowledgement, or why there is none.
type answer struct {
	body    []byte
	failure string // "", or what Slack says to the person: operation_timeout, dispatch_failed, http_error, …
	reason  string // of a failure, in the words of X-Slack-Retry-Reason
	noRetry bool
	status  int
}

// dispatch sends a delivery off and returns at once; the answer comes on the channel. Where the order matters the caller
// holds w.mu, so that sockets get their envelopes in the order in which things happened.
func (w *Workspace) dispatch(d delivery) <-chan answer {
	w.latest.Store(d.kind, d)
	if w.faults.repeated(d.kind) {
		w.dispatchOnce(d)
	}
	return w.dispatchOnce(d)
}

func (w *Workspace) dispatchOnce(d delivery) <-chan answer {
	out := make(chan answer, 1)
	began := time.Now()
	carry := func() (answer, []byte) { return w.post(d, d.body()), mustJSON(d.payload) }
	if w.manifest.Settings.SocketMode {
		carry = w.sockets.send(w, d)
	}
	started := w.work.start(func() {
		a, request := carry()
		w.recordDelivery(d, a, began, request)
		out <- a
	})
	if !started {
		out <- answer{failure: "dispatch_failed", reason: "connection_failed", noRetry: true}
	}
	return out
}

func (w *Workspace) recordDelivery(d delivery, a answer, began time.Time, request []byte) {
	e := Entry{Direction: "out", Again: true, Pressed: d.name == "block_actions", sent: d, Kind: d.name, Status: a.status, OK: a.failure == "", Error: a.failure}
	if a.failure == "operation_timeout" {
		e.Rule = "acknowledge within 3 seconds; docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response"
	}
	if d.attempt > 0 {
		e.Kind = fmt.Sprintf("%s (retry %d: %s)", d.name, d.attempt, d.reason)
	}
	w.record(e, began, request, a.body)
}

// body is a delivery in the form that HTTP apps get it.
func (d delivery) body() []byte {
	switch d.kind {
	case "slash_commands":
		form := url.Values{}
		for k, v := range d.payload {
			form.Set(k, fmt.Sprint(v))
		}
		return []byte(form.Encode())
	case "interactive":
		return []byte(url.Values{"payload": {string(mustJSON(d.payload))}}.Encode())
	}
	return mustJSON(d.payload)
}

// Sign is Slack's signature of a request (docs.slack.dev/authentication/verifying-requests-from-slack).
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:", timestamp)
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

var errRedirects = errors.New("too many redirects")

func twoRedirects(_ *http.Request, via []*http.Request) error {
	if len(via) > 2 {
		return errRedirects
	}
	return nil
}

// post is one HTTP delivery: signed with the real time, whatever the workspace's clock shows.
func (w *Workspace) post(d delivery, body []byte) answer {
	ctx, cancel := context.WithTimeout(w.ctx, w.scaled(ackWithin))
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(body))
	if err != nil {
		return answer{failure: "dispatch_failed", reason: "unknown_error"}
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", Sign(w.config.SigningSecret, stamp, body))
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if d.kind == "events_api" {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if d.attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		r.Header.Set("X-Slack-Retry-Reason", d.reason)
	}
	resp, err := w.client.Do(r)
	if err != nil {
		return unreached(ctx, err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return unreached(ctx, err)
	}
	a := answer{body: got, status: resp.StatusCode, noRetry: resp.Header.Get("X-Slack-No-Retry") == "1"}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		a.failure, a.reason = "dispatch_failed", "http_error"
	}
	return a
}

func unreached(ctx context.Context, err error) answer {
	switch {
	case errors.Is(err, errRedirects):
		return answer{failure: "dispatch_failed", reason: "too_many_redirects"}
	case ctx.Err() != nil:
		return answer{failure: "operation_timeout", reason: "http_timeout"}
	}
	return answer{failure: "dispatch_failed", reason: "connection_failed"}
}

// Verify does what Slack does when a request URL is saved: it sends url_verification to the events URL and wants the
// challenge back, and ssl_check to the commands' URLs and wants 200. With Socket Mode it does nothing.
func (w *Workspace) Verify() error {
	if w.manifest.Settings.SocketMode {
		return nil
	}
	challenge := randomHex(16)
	d := delivery{kind: "events_api", name: "url_verification", url: w.manifest.Settings.Events.URL,
		payload: Object{"type": "url_verification", "token": w.verificationToken(), "challenge": challenge}}
	if a := <-w.dispatchOnce(d); a.failure != "" || !bytes.Contains(a.body, []byte(challenge)) {
		return fmt.Errorf("%s did not answer the challenge: %d %s", d.url, a.status, a.failure)
	}
	for _, c := range w.manifest.Features.Commands {
		d := delivery{kind: "slash_commands", name: "ssl_check", url: c.URL, payload: Object{"ssl_check": "1", "token": w.verificationToken()}}
		if a := <-w.dispatchOnce(d); a.failure != "" {
			return fmt.Errorf("%s did not answer ssl_check: %d %s", c.URL, a.status, a.failure)
		}
	}
	return nil
}

// verificationToken is the old proof of origin, which Slack still sends and nobody should rely on.
func (w *Workspace) verificationToken() string {
	mac := hmac.New(sha256.New, []byte(w.config.SigningSecret))
	mac.Write([]byte("verification token"))
	return hex.EncodeToString(mac.Sum(nil))[:24]
}
