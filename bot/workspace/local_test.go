package workspace_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"handslag/bot/workspace"
)

// local asks what the page asks.
func local(t *testing.T, w *workspace.Workspace, method, path string, body any) map[string]any {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(within(t), method, w.URL()+"/local/"+path, strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if json.Unmarshal(got, &out) != nil {
		var list []any
		if err := json.Unmarshal(got, &list); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
		out["list"] = list
	}
	return out
}

type fields = map[string]any

func TestThePagesAPI(t *testing.T) {
	w := start(t, testConfig(""))
	connect(t, w, func(e socketmode.Event) any {
		switch data := e.Data.(type) {
		case slack.SlashCommand:
			if _, err := client(w).OpenView(data.TriggerID, testForm("Boka")); err != nil {
				t.Error(err)
			}
		case slack.InteractionCallback:
			if data.Type == slack.InteractionTypeViewSubmission {
				return slack.NewErrorsViewSubmissionResponse(map[string]string{"tasks": "Nej."})
			}
		}
		return nil
	})
	state := local(t, w, "GET", "state?user="+head, nil)
	if state["me"] != head || state["mode"] != "socket" || state["now"] != "2020-06-25T08:00:00Z" || len(state["channels"].([]any)) != 3 || len(state["users"].([]any)) != 4 || len(state["commands"].([]any)) != 1 {
		t.Errorf("the state is %v", state)
	}
	if got := local(t, w, "POST", "send", fields{"user": head, "channel": general, "text": "hej"}); got["ok"] != true {
		t.Errorf("send: %v", got)
	}
	if got := local(t, w, "POST", "send", fields{"user": head, "channel": general, "text": "/nothing"}); got["ok"] != false || got["error"] == "" {
		t.Errorf("an unknown command: %v", got)
	}
	list := local(t, w, "GET", "messages?user="+care+"&channel="+general, nil)["list"].([]any)
	if len(list) != 1 || list[0].(fields)["text"] != "hej" || list[0].(fields)["user"] != head {
		t.Errorf("messages: %v", list)
	}
	if got := local(t, w, "POST", "send", fields{"user": head, "channel": general, "text": "/plats boka"}); got["ok"] != true {
		t.Errorf("a command: %v", got)
	}
	view := w.Views(head)[0]
	filled := fields{"values": fields{"tasks": fields{"tasks": fields{"type": "plain_text_input", "value": "a"}}, "kind": fields{"kind": fields{"type": "static_select", "selected_option": fields{"value": "sp"}}}}}
	want := fields{"ok": false, "errors": fields{"tasks": "Nej."}}
	if got := local(t, w, "POST", "submit", fields{"user": head, "view_id": view.ID, "state": filled}); !cmp.Equal(got, want) {
		t.Errorf("submit: %v", got)
	}
	forged := fields{"values": fields{"kind": fields{"kind": fields{"type": "static_select", "selected_option": fields{"value": "made up"}}}}}
	if got := local(t, w, "POST", "submit", fields{"user": head, "view_id": view.ID, "state": forged}); got["ok"] != false || got["error"] == nil {
		t.Errorf("an option that the form does not have: %v", got)
	}
	if got := local(t, w, "POST", "close", fields{"user": head, "view_id": view.ID}); got["ok"] != true || len(w.Views(head)) != 0 {
		t.Errorf("close: %v", got)
	}
	if got := local(t, w, "POST", "clock", fields{"advance_seconds": 86400}); !strings.HasPrefix(got["now"].(string), "2020-06-26T08:00:0") {
		t.Errorf("clock: %v", got)
	}
	if got := local(t, w, "GET", "home?user="+head, nil); got["view"] != nil {
		t.Errorf("home: %v", got)
	}
	traffic := local(t, w, "GET", "traffic?after=0", nil)["list"].([]any)
	last := traffic[len(traffic)-1].(fields)
	if rest := local(t, w, "GET", "traffic?after=1", nil)["list"].([]any); len(rest) < len(traffic)-1 || last["direction"] == "" {
		t.Errorf("the log: %d entries, %d after the first", len(traffic), len(rest))
	}
}

// TestSuggestions: what an app offers while somebody types in an external select, and what it may not offer.
func TestSuggestions(t *testing.T) {
	w := start(t, testConfig(""))
	label := "Kärna skola"
	connect(t, w, func(e socketmode.Event) any {
		if data, ok := e.Data.(slack.InteractionCallback); ok && data.Type == slack.InteractionTypeBlockSuggestion {
			return slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject(data.Value, words(label), nil)}}
		}
		return nil
	})
	unit := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, "unit")
	_, ts, err := client(w).PostMessage(general, slack.MsgOptionText("var", false), slack.MsgOptionBlocks(slack.NewSectionBlock(words("Var?"), nil, slack.NewAccessory(unit))))
	if err != nil {
		t.Fatal(err)
	}
	ask := fields{"user": head, "channel": general, "ts": ts, "action_id": "unit", "value": "kär"}
	got := local(t, w, "POST", "suggest", ask)
	if list, ok := got["options"].([]any); !ok || len(list) != 1 || list[0].(fields)["value"] != "kär" {
		t.Errorf("got %v", got)
	}
	label = strings.Repeat("a", 76)
	if got = local(t, w, "POST", "suggest", ask); got["ok"] != false || !strings.Contains(got["error"].(string), "less than 76") {
		t.Errorf("a label that is too long: %v", got)
	}
}

func TestTheStream(t *testing.T) {
	w := start(t, testConfig(""))
	r, err := http.NewRequestWithContext(within(t), "GET", w.URL()+"/local/stream?user="+head, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Scan() // the stream has begun
	if err := w.Say(care, general, "hej"); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var e workspace.Event
			if err := json.Unmarshal([]byte(data), &e); err != nil || e.Type != "message" || e.Channel != general || e.Message.Text != "hej" {
				t.Errorf("got %s, %v", data, err)
			}
			return
		}
	}
	t.Error("nothing came")
}

func TestPagesOfOtherSitesAreNotObeyed(t *testing.T) {
	w := start(t, testConfig(""))
	r, err := http.NewRequestWithContext(within(t), "POST", w.URL()+"/local/send", strings.NewReader(`{"user":"`+head+`","channel":"`+general+`","text":"hej"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", "https://example.com")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || len(w.Messages(head, general)) != 0 {
		t.Errorf("status %d", resp.StatusCode)
	}
}
