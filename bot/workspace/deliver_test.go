package workspace_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

// TestSign is the example on docs.slack.dev/authentication/verifying-requests-from-slack.
func TestSign(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner" +
		"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := workspace.Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)); got != want {
		t.Errorf("got %s", got)
	}
}

// httpApp is an app behind signed HTTP. It keeps what it gets and answers what answer says.
type httpApp struct {
	t      *testing.T
	mu     sync.Mutex
	secret string
	got    []*http.Request
	forms  []url.Values
	events []map[string]any
	came   chan struct{}
	answer func(rw http.ResponseWriter, n int) // n counts from 0
}

func (a *httpApp) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	secret, n := a.secret, len(a.got)
	a.mu.Unlock()
	verifier, err := slack.NewSecretsVerifier(r.Header, secret)
	if err != nil {
		a.t.Errorf("the headers of the signature: %v", err)
		return
	}
	body, err := io.ReadAll(io.TeeReader(r.Body, &verifier))
	if err != nil || verifier.Ensure() != nil {
		a.t.Errorf("the signature is wrong: %v %v", err, verifier.Ensure())
	}
	form, event := url.Values{}, map[string]any{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		err = json.Unmarshal(body, &event)
	} else {
		form, err = url.ParseQuery(string(body))
	}
	if err != nil {
		a.t.Errorf("the body: %v", err)
	}
	a.mu.Lock()
	a.got, a.forms, a.events = append(a.got, r), append(a.forms, form), append(a.events, event)
	answer := a.answer
	a.mu.Unlock()
	if answer != nil {
		answer(rw, n)
	}
	a.came <- struct{}{}
}

// form is the latest form that has a field.
func (a *httpApp) form(field string) url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, form := range slices.Backward(a.forms) {
		if form.Has(field) {
			return form
		}
	}
	a.t.Fatalf("no form has come that has %s", field)
	return nil
}

// startHTTP runs a workspace and an app that it calls by HTTP.
func startHTTP(t *testing.T, scale float64, answer func(http.ResponseWriter, int)) (*workspace.Workspace, *httpApp) {
	t.Helper()
	app := &httpApp{t: t, came: make(chan struct{}, 100), answer: answer}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	config := testConfig(server.URL)
	config.Scale = scale
	w := start(t, config)
	app.mu.Lock()
	app.secret = w.SigningSecret()
	app.mu.Unlock()
	return w, app
}

func (a *httpApp) wait(t *testing.T, n int) {
	t.Helper()
	ctx := within(t)
	for range n {
		select {
		case <-a.came:
		case <-ctx.Done():
			t.Fatal("the request did not come")
		}
	}
}

func TestSlashCommandOverHTTP(t *testing.T) {
	w, app := startHTTP(t, 1, func(rw http.ResponseWriter, n int) {
		if n == 0 {
			io.WriteString(rw, "plain *text*")
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		io.WriteString(rw, `{"response_type":"in_channel","text":"for all"}`)
	})
	for _, text := range []string{"/plats", "/plats\nboka"} {
		if err := w.Say(head, general, text); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, m := range w.Messages(care, general) {
		got = append(got, m.Text)
	}
	if want := []string{"/plats\nboka", "for all"}; !slices.Equal(got, want) {
		t.Errorf("everybody sees %q, want %q", got, want)
	}
	if own := w.Messages(head, general); len(own) != 3 || own[0].Text != "plain *text*" || !own[0].IsEphemeral {
		t.Errorf("the person sees %v", own)
	}
	form := app.form("command")
	for field, want := range map[string]string{"command": "/plats", "text": "boka", "channel_name": "general", "user_id": head, "team_id": workspace.TeamID, "is_enterprise_install": "false", "api_app_id": workspace.AppID} {
		if form.Get(field) != want {
			t.Errorf("%s is %q, want %q", field, form.Get(field), want)
		}
	}
	app.mu.Lock()
	defer app.mu.Unlock()
	for _, event := range app.events {
		if inner, ok := event["event"].(map[string]any); ok && inner["text"] != "for all" {
			t.Errorf("the line shown above an in_channel answer is no message to the app: %v", inner)
		}
	}
}

func TestAppThatDoesNotAnswer(t *testing.T) {
	release := make(chan struct{})
	w, _ := startHTTP(t, 100, func(http.ResponseWriter, int) { <-release })
	defer close(release)
	seen := w.Watch(head)
	defer seen.Close()
	if err := w.Say(head, general, "/plats"); err == nil || err.Error() != "operation_timeout" {
		t.Errorf("got %v", err)
	}
	notice, err := seen.NextNotice(within(t))
	if err != nil || !strings.Contains(notice, "operation_timeout") {
		t.Errorf("the person is told %q, %v", notice, err)
	}
}

// inProcess carries a request to a handler without a network, so that time can be told when everybody waits.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	got := httptest.NewRecorder()
	p.ServeHTTP(got, r)
	return got.Result(), r.Context().Err()
}

// inBubble is startHTTP for a test in a bubble of time.
func inBubble(t *testing.T, answer func(http.ResponseWriter, int)) (*workspace.Workspace, *httpApp) {
	t.Helper()
	app := &httpApp{t: t, came: make(chan struct{}, 100), answer: answer}
	w, err := workspace.New(testConfig("http://127.0.0.1:1"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	w.SetTransport(inProcess{app})
	app.secret = w.SigningSecret()
	return w, app
}

// TestEventsAreSentAgain: at once, after a minute and after five, with the same event_id and the reason.
func TestEventsAreSentAgain(t *testing.T) {
	const late = 3*time.Second + time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		w, app := inBubble(t, func(rw http.ResponseWriter, n int) {
			switch n {
			case 0:
				rw.WriteHeader(http.StatusInternalServerError)
			case 1:
				time.Sleep(late) // the bubble's time: too late by a moment
			case 2:
				rw.WriteHeader(http.StatusBadGateway)
			}
		})
		began := time.Now()
		var at []time.Duration
		if err := w.Say(head, w.DM(head), "hej"); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			<-app.came
			at = append(at, time.Since(began))
		}
		synctest.Wait()
		if want := []time.Duration{0, late, late + time.Minute, late + 6*time.Minute}; !slices.Equal(at, want) {
			t.Errorf("answered at %v, want %v", at, want)
		}
		var tries []string
		for n, r := range app.got {
			tries = append(tries, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
			if app.events[n]["event_id"] != app.events[0]["event_id"] {
				t.Errorf("try %d has another event_id", n)
			}
		}
		if want := []string{"", "1http_error", "2http_timeout", "3http_error"}; !slices.Equal(tries, want) {
			t.Errorf("got %q, want %q", tries, want)
		}
	})
}

func TestNoRetryWhereTheAppSaysSo(t *testing.T) {
	w, app := startHTTP(t, 1, func(rw http.ResponseWriter, n int) {
		if n == 0 {
			rw.Header().Set("X-Slack-No-Retry", "1")
			rw.WriteHeader(http.StatusInternalServerError)
		}
	})
	for _, text := range []string{"ett", "två"} {
		if err := w.Say(head, w.DM(head), text); err != nil {
			t.Fatal(err)
		}
		app.wait(t, 1)
	}
	if len(app.events) != 2 || app.events[1]["event"].(map[string]any)["text"] != "två" {
		t.Errorf("the app got %d events", len(app.events))
	}
}

func TestVerifyAsksForTheChallenge(t *testing.T) {
	w, app := startHTTP(t, 1, nil)
	if err := w.Verify(); err == nil {
		t.Error("an app that does not answer the challenge was verified")
	}
	app.mu.Lock()
	app.answer = func(rw http.ResponseWriter, n int) {
		if n == 1 {
			app.mu.Lock()
			defer app.mu.Unlock()
			json.NewEncoder(rw).Encode(map[string]any{"challenge": app.events[1]["challenge"]})
		}
	}
	app.mu.Unlock()
	if err := w.Verify(); err != nil {
		t.Error(err)
	}
	if app.form("ssl_check").Get("ssl_check") != "1" {
		t.Error("the commands' address was not asked")
	}
}

func TestDeliveryTwice(t *testing.T) {
	w, app := startHTTP(t, 1, nil)
	w.Faults().Repeat("slash_commands", 1)
	if err := w.Say(head, general, "/plats"); err != nil {
		t.Fatal(err)
	}
	app.wait(t, 2)
	if a, b := app.forms[0].Get("trigger_id"), app.forms[1].Get("trigger_id"); a == "" || a != b {
		t.Errorf("triggers %q and %q", a, b)
	}
	if _, err := w.Again("slash_commands"); err != nil {
		t.Error(err)
	}
	app.wait(t, 1)
	if app.form("command").Get("trigger_id") != app.forms[0].Get("trigger_id") {
		t.Error("another delivery was sent again")
	}
	if _, err := w.Again("interactive"); err == nil {
		t.Error("something was sent again that never was sent")
	}
}

func TestOnlyThisMachine(t *testing.T) {
	w := start(t, testConfig(""))
	for _, tt := range []struct {
		remote, host string
		want         int
	}{{"127.0.0.1:5000", "localhost:3000", 200}, {"[::1]:5000", "[::1]:3000", 200}, {"192.0.2.1:5000", "localhost:3000", 403}, {"127.0.0.1:5000", "slack.example.com", 403}} {
		r := httptest.NewRequest(http.MethodPost, "/api/api.test", bytes.NewReader(nil))
		r.RemoteAddr, r.Host = tt.remote, tt.host
		got := httptest.NewRecorder()
		w.ServeHTTP(got, r)
		if got.Code != tt.want {
			t.Errorf("from %s to %s: %d, want %d", tt.remote, tt.host, got.Code, tt.want)
		}
	}
}
