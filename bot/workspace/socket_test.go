package workspace_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"handslag/bot/workspace"
)

// rawSocket is an app's end of a socket without a library around it.
type rawSocket struct {
	t *testing.T
	*websocket.Conn
}

func dial(t *testing.T, w *workspace.Workspace) rawSocket {
	t.Helper()
	_, url, err := client(w).StartSocketModeContext(within(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(within(t), url, map[string][]string{"Origin": {"https://api.slack.com"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := rawSocket{t, conn}
	if hello := s.read(); hello["type"] != "hello" {
		t.Fatalf("the first frame is %v", hello)
	}
	if _, _, err := websocket.DefaultDialer.DialContext(within(t), url, nil); err == nil {
		t.Error("one address made two connections")
	}
	return s
}

func (s rawSocket) read() map[string]any {
	s.t.Helper()
	s.SetReadDeadline(time.Now().Add(2 * time.Minute))
	_, data, err := s.ReadMessage()
	if err != nil {
		s.t.Fatal(err)
	}
	var frame map[string]any
	if err := json.Unmarshal(data, &frame); err != nil {
		s.t.Fatal(err)
	}
	return frame
}

func (s rawSocket) ack(frame map[string]any, payload any) {
	s.t.Helper()
	ack := map[string]any{"envelope_id": frame["envelope_id"]}
	if payload != nil {
		ack["payload"] = payload
	}
	if err := s.WriteJSON(ack); err != nil {
		s.t.Fatal(err)
	}
}

// inBackground does what waits for an acknowledgement, so that the test can give it.
func inBackground(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	return done
}

func TestOneSocketGetsAnEnvelope(t *testing.T) {
	w := start(t, testConfig(""))
	sockets := []rawSocket{dial(t, w), dial(t, w)}
	got := make(chan string, 10)
	for _, s := range sockets {
		go func() {
			for {
				var frame map[string]any
				if s.ReadJSON(&frame) != nil {
					return
				}
				s.WriteJSON(map[string]any{"envelope_id": frame["envelope_id"]})
				got <- frame["payload"].(map[string]any)["text"].(string)
			}
		}()
	}
	for _, text := range []string{"1", "2", "3", "4"} {
		if err := w.Say(head, general, "/plats "+text); err != nil {
			t.Fatal(err)
		}
		if first := <-got; first != text {
			t.Errorf("got %q, want %q", first, text)
		}
	}
	if len(got) != 0 {
		t.Errorf("%d envelopes came twice", len(got))
	}
}

func TestNoMoreThanTenSockets(t *testing.T) {
	w := start(t, testConfig(""))
	for range 10 {
		dial(t, w)
	}
	if _, _, err := client(w).StartSocketModeContext(within(t)); err == nil || err.Error() != "too_many_websockets" {
		t.Errorf("got %v", err)
	}
}

func TestAcknowledgementOf20KBIsDropped(t *testing.T) {
	config := testConfig("")
	config.Scale = 20
	w := start(t, config)
	s := dial(t, w)
	said := inBackground(func() error { return w.Say(head, general, "/plats") })
	s.ack(s.read(), map[string]any{"text": strings.Repeat("a", 20480)})
	if err := <-said; err == nil || err.Error() != "operation_timeout" {
		t.Errorf("got %v", err)
	}
	var rules string
	for _, e := range w.Traffic(0) {
		rules += e.Rule
	}
	if !strings.Contains(rules, "smaller than 20480") {
		t.Errorf("the log does not say why: %s", rules)
	}
}

func TestUnacknowledgedEventComesAgain(t *testing.T) {
	w := start(t, testConfig(""))
	first := dial(t, w)
	if err := w.Say(head, w.DM(head), "hej"); err != nil {
		t.Fatal(err)
	}
	one := first.read()
	second := dial(t, w)
	first.Close()
	two := second.read()
	second.ack(two, nil)
	if one["retry_attempt"] != 0.0 || two["retry_attempt"] != 1.0 || two["retry_reason"] != "connection_failed" {
		t.Errorf("attempts %v and %v, for %v", one["retry_attempt"], two["retry_attempt"], two["retry_reason"])
	}
	if one["envelope_id"] == two["envelope_id"] || one["payload"].(map[string]any)["event_id"] != two["payload"].(map[string]any)["event_id"] {
		t.Error("another envelope with the same event was to come")
	}
}

func TestNobodyIsConnected(t *testing.T) {
	w := start(t, testConfig(""))
	if err := w.Say(head, general, "/plats"); err == nil || err.Error() != "dispatch_failed" {
		t.Errorf("got %v", err)
	}
}

func TestSilentSocket(t *testing.T) {
	config := testConfig("")
	config.Scale = 50
	w := start(t, config)
	dial(t, w)
	w.SilenceSockets()
	if err := w.Say(head, general, "/plats"); err == nil || err.Error() != "operation_timeout" {
		t.Errorf("got %v", err)
	}
	if w.Connected() != 1 {
		t.Error("a silent socket stays open")
	}
}

// TestReconnects: slack-go comes back after a disconnect frame and after a cut, and gets what happens then.
func TestReconnects(t *testing.T) {
	for name, disturb := range map[string]func(*workspace.Workspace){
		"refresh": func(w *workspace.Workspace) { w.Disconnect("refresh_requested") },
		"cut":     (*workspace.Workspace).CloseSockets,
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, testConfig(""))
			ctx := within(t)
			app := socketmode.New(client(w))
			go app.RunContext(ctx)
			for range 2 {
				for e := range app.Events {
					if e.Type == socketmode.EventTypeHello {
						break
					}
				}
				disturb(w)
			}
			for e := range app.Events {
				if e.Type == socketmode.EventTypeHello {
					break
				}
			}
			said := inBackground(func() error { return w.Say(head, general, "/plats") })
			for e := range app.Events {
				if _, ok := e.Data.(slack.SlashCommand); ok {
					app.Ack(*e.Request)
					break
				}
			}
			if err := <-said; err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSocketModeOff(t *testing.T) {
	w, _ := startHTTP(t, 1, nil)
	if _, _, err := client(w).StartSocketModeContext(within(t)); err == nil || err.Error() != "forbidden_request" {
		t.Errorf("got %v", err)
	}
}
