package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
)

// posting is a request as Slack would send it, or nearly.
type posting struct {
	path, body, kind string
	secret           string        // the bot's where ""
	age              time.Duration // of the signature
	unsigned         bool
	header           http.Header
}

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

func (h *house) post(p posting) (int, string) {
	h.Helper()
	r, err := http.NewRequestWithContext(h.ctx(), http.MethodPost, h.web.URL+p.path, strings.NewReader(p.body))
	h.must(err)
	r.Header = p.header.Clone()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set("Content-Type", p.kind)
	if p.secret == "" {
		p.secret = h.slack.SigningSecret()
	}
	if !p.unsigned {
		stamp := strconv.FormatInt(time.Now().Add(-p.age).Unix(), 10)
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", workspace.Sign(p.secret, stamp, []byte(p.body)))
	}
	resp, err := http.DefaultClient.Do(r)
	h.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.must(err)
	return resp.StatusCode, string(body)
}

func command(user, name, text, trigger string) string {
	return url.Values{"command": {name}, "text": {text}, "user_id": {user}, "trigger_id": {trigger}, "response_url": {"http://127.0.0.1:1/gone"}}.Encode()
}

func eventBody(id, event string) string {
	return fmt.Sprintf(`{"type":"event_callback","event_id":%q,"event":%s}`, id, event)
}

func TestOnlySlackIsHeard(t *testing.T) {
	h := openHouse(t, options{http: true})
	body := command(head, "/plats", "boka praktik", "1.1.a")
	press := url.Values{"payload": {`{"type":"block_actions","user":{"id":"` + head + `"},"trigger_id":"9.9.a","actions":[{"type":"button","value":"claim kind:praktik"}]}`}}.Encode()
	for name, c := range map[string]struct {
		posting
		status int
	}{
		"unsigned":                  {posting{path: "/slack/commands", body: body, kind: formType, unsigned: true}, 401},
		"forged":                    {posting{path: "/slack/commands", body: body, kind: formType, secret: "another"}, 401},
		"old":                       {posting{path: "/slack/commands", body: body, kind: formType, age: 5*time.Minute + 5*time.Second}, 401},
		"from the future":           {posting{path: "/slack/commands", body: body, kind: formType, age: -6 * time.Minute}, 401},
		"event forged":              {posting{path: "/slack/events", body: `{}`, kind: jsonType, secret: "another"}, 401},
		"too large":                 {posting{path: "/slack/commands", body: strings.Repeat("x", maxBody+1), kind: formType}, 413},
		"no form":                   {posting{path: "/slack/commands", body: "%zz", kind: formType}, 400},
		"no command":                {posting{path: "/slack/commands", body: "a=b", kind: formType}, 400},
		"no event":                  {posting{path: "/slack/events", body: `{"type":`, kind: jsonType}, 400},
		"payload in the address":    {posting{path: "/slack/interactions?" + press, body: "a=b", kind: formType}, 400},
		"challenge forged":          {posting{path: "/slack/events", body: `{"type":"url_verification","challenge":"c"}`, kind: jsonType, unsigned: true}, 401},
		"ssl_check and a command":   {posting{path: "/slack/commands", body: body + "&ssl_check=1", kind: formType, unsigned: true}, 401},
		"ssl_check":                 {posting{path: "/slack/commands", body: "ssl_check=1&token=t", kind: formType, unsigned: true}, 200},
		"ssl_check signed":          {posting{path: "/slack/commands", body: "ssl_check=1&token=t", kind: formType}, 200},
		"event that nobody knows":   {posting{path: "/slack/events", body: eventBody("Ev1", `{"type":"brand_new","user":{"id":7}}`), kind: jsonType}, 200},
		"interaction nobody knows":  {posting{path: "/slack/interactions", body: url.Values{"payload": {`{"type":"brand_new"}`}}.Encode(), kind: formType}, 200},
		"shortcut":                  {posting{path: "/slack/interactions", body: url.Values{"payload": {`{"type":"shortcut","callback_id":"x"}`}}.Encode(), kind: formType}, 200},
		"block that nobody knows":   {posting{path: "/slack/events", body: eventBody("Ev2", `{"type":"message","channel_type":"im","user":"U1","bot_id":"B1","blocks":[{"type":"brand_new","x":[1]}]}`), kind: jsonType}, 200},
		"retry that has been given": {posting{path: "/slack/events", body: eventBody("Ev3", `{"type":"app_home_opened","tab":"about"}`), kind: jsonType, header: http.Header{"X-Slack-Retry-Num": {"1"}, "X-Slack-Retry-Reason": {"http_timeout"}}}, 200},
	} {
		if status, answer := h.post(c.posting); status != c.status {
			t.Errorf("%s: %d %s, want %d", name, status, answer, c.status)
		}
	}
	if n := h.created("FSK-1-1"); n != 0 {
		t.Errorf("%d slots were claimed by requests that are none of Slack's", n)
	}
	if _, answer := h.post(posting{path: "/slack/events", body: `{"type":"url_verification","challenge":"the challenge"}`, kind: jsonType}); answer != "the challenge" {
		t.Errorf("the challenge was answered with %q", answer)
	}
	h.must(h.slack.Verify())
}

func TestBodyThatBreaksOffIsNothing(t *testing.T) {
	h := openHouse(t, options{http: true})
	body := command(head, "/plats", "boka praktik", "1.1.b")
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	c, err := net.Dial("tcp", strings.TrimPrefix(h.web.URL, "http://"))
	h.must(err)
	defer c.Close()
	fmt.Fprintf(c, "POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\nX-Slack-Request-Timestamp: %s\r\nX-Slack-Signature: %s\r\n\r\n%s",
		formType, len(body), stamp, workspace.Sign(h.slack.SigningSecret(), stamp, []byte(body)), body[:len(body)/2])
	h.must(c.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(c)
	h.must(err)
	if !bytes.Contains(answer, []byte(" 400 ")) || h.created("FSK-1-1") != 0 {
		t.Errorf("answered %q, and %d slots", answer, h.created("FSK-1-1"))
	}
}

func TestTheAnswerIsInTheAcknowledgement(t *testing.T) {
	h := openHouse(t, options{http: true})
	first, answer := h.post(posting{path: "/slack/commands", body: command(head, "/plats", "boka praktik", "7.7.x"), kind: formType})
	var m struct {
		Type string `json:"response_type"`
		Text string
	}
	if err := json.Unmarshal([]byte(answer), &m); err != nil || first != 200 || m.Type != "ephemeral" || !strings.Contains(m.Text, "praktik") {
		t.Fatalf("answered %d %s", first, answer)
	}
	if _, again := h.post(posting{path: "/slack/commands", body: command(head, "/plats", "boka praktik", "7.7.x"), kind: formType}); again != answer {
		t.Errorf("the same request was answered with %s, and before with %s", again, answer)
	}
	if n := h.created("FSK-1-1"); n != 1 {
		t.Errorf("%d slots, want 1", n)
	}
}

func TestHealthReadinessMetrics(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(head, "/handslag kvot")
		h.says(head, "kvot")
		h.settled()
		for path, want := range map[string][]string{
			"/healthz": {"ok"},
			"/readyz":  {`"database":"ok"`, `"slack":"ok"`, `"clock":"ok"`},
			"/metrics": {`handslag_requests_total{command="quota",door="message",result="ok"} 1`, `handslag_slack_calls_total{method="chat.postMessage",result="ok"} 1`,
				"handslag_outbox_depth 0", "handslag_write_batch_size_count", "handslag_commit_seconds_count", "handslag_request_seconds_bucket"},
		} {
			status, body := h.get(path)
			if status != 200 {
				t.Errorf("%s: %d %s", path, status, body)
			}
			for _, part := range want {
				if !strings.Contains(body, part) {
					t.Errorf("%s has no %s:\n%s", path, part, body)
				}
			}
		}
	})
}

func (h *house) get(path string) (int, string) {
	h.Helper()
	r, err := http.NewRequestWithContext(h.ctx(), http.MethodGet, h.web.URL+path, nil)
	h.must(err)
	resp, err := http.DefaultClient.Do(r)
	h.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.must(err)
	return resp.StatusCode, string(body)
}

func TestNotReadyWithoutSlackOrDatabase(t *testing.T) {
	t.Parallel()
	h := openHouse(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "apps.connections.open", Status: 500})
	h.slack.CloseSockets()
	h.until("the bot has noticed", func() bool {
		status, body := h.get("/readyz")
		return status == 503 && strings.Contains(body, "not connected")
	})
	release := h.hold(false)
	if status, body := h.get("/readyz"); status != 503 || !strings.Contains(body, "does not answer") {
		t.Errorf("while the database writes nothing: %d %s", status, body)
	}
	release()
	if status, _ := h.get("/healthz"); status != 200 {
		t.Error("not alive")
	}
}

// TestReadyTellsOfAClockThatStandsStill looks twice at a clock that shows the same, two seconds apart.
func TestReadyTellsOfAClockThatStandsStill(t *testing.T) {
	shown := time.Date(2020, 6, 25, 9, 0, 0, 0, time.UTC)
	b, err := open(&base{DB: filepath.Join(t.TempDir(), "clock.db"), Lang: "sv", TZ: "Europe/Stockholm"}, slog.New(slog.DiscardHandler), func() time.Time { return shown })
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	for i, want := range []string{"", "the clock stands still", ""} {
		b.health.real = b.health.real.Add(-2 * time.Second)
		if i == 2 {
			shown = shown.Add(time.Second)
		}
		if err := b.clockReady(t.Context()); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("look %d: %v, want %q", i, err, want)
		}
	}
}

func TestAnswersAreNotKept(t *testing.T) {
	h := openHouse(t, options{http: true})
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/slack/commands", "/nowhere"} {
		r, err := http.NewRequestWithContext(h.ctx(), http.MethodGet, h.web.URL+path, nil)
		h.must(err)
		resp, err := http.DefaultClient.Do(r)
		h.must(err)
		resp.Body.Close()
		if keep, sniff := resp.Header.Get("Cache-Control"), resp.Header.Get("X-Content-Type-Options"); keep != "no-store" || sniff != "nosniff" {
			t.Errorf("%s: %q %q", path, keep, sniff)
		}
	}
}
