package workspace_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// TestFieldsOfPayloads holds what docs.slack.dev/reference/interaction-payloads and docs.slack.dev/reference/events show: a field
// that appears here has to stand there, and one that disappears would be missed by some app.
func TestFieldsOfPayloads(t *testing.T) {
	w := start(t, testConfig(""))
	s := dial(t, w)
	_, ts, err := client(w).PostMessage(general, slack.MsgOptionText("hej", false), slack.MsgOptionBlocks(slack.NewActionBlock("a", slack.NewButtonBlockElement("b", "v", words("B")))))
	if err != nil {
		t.Fatal(err)
	}
	s.ack(s.read(), nil) // the app's own message
	answered := func(do func() error) map[string]any {
		done := inBackground(do)
		frame := s.read()
		s.ack(frame, nil)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		return frame
	}
	const interaction = "api_app_id enterprise is_enterprise_install team token type user "
	tests := []struct {
		name   string
		do     func() error
		path   string // what of the payload, "" for the whole
		fields string
	}{
		{"command", func() error { return w.Say(head, general, "/plats") }, "", "api_app_id channel_id channel_name command is_enterprise_install response_url team_domain team_id text token trigger_id user_id user_name"},
		{"button", func() error { return w.Press(head, general, ts, "b") }, "", interaction + "actions channel container message response_url state trigger_id"},
		{"button's container", func() error { return w.Press(head, general, ts, "b") }, "container", "channel_id is_ephemeral message_ts type"},
		{"button's message", func() error { return w.Press(head, general, ts, "b") }, "message", "app_id blocks bot_id bot_profile team text ts type user"},
		{"who pressed it", func() error { return w.Press(head, general, ts, "b") }, "user", "id name team_id username"},
		{"shortcut", func() error { return w.Shortcut(head, "new", "", "") }, "", interaction + "action_ts callback_id trigger_id"},
		{"message shortcut", func() error { return w.Shortcut(head, "about", general, ts) }, "", interaction + "action_ts callback_id channel message message_ts response_url trigger_id"},
		{"event", func() error { return w.Say(head, w.DM(head), "hej") }, "", "api_app_id authorizations context_enterprise_id context_team_id event event_context event_id event_time is_ext_shared_channel team_id token type"},
		{"message", func() error { return w.Say(head, w.DM(head), "hej") }, "event", "blocks channel channel_type client_msg_id event_ts team text ts type user"},
		{"home", func() error { return w.OpenHome(head) }, "event", "channel event_ts tab type user"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			payload := answered(tt.do)["payload"].(map[string]any)
			if tt.path != "" {
				payload = payload[tt.path].(map[string]any)
			}
			want := strings.Fields(tt.fields)
			slices.Sort(want)
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(payload))); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

func TestFieldsOfAForm(t *testing.T) {
	w := start(t, testConfig(""))
	s := dial(t, w)
	said := inBackground(func() error { return w.Say(head, general, "/plats") })
	frame := s.read()
	if _, err := client(w).OpenView(frame["payload"].(map[string]any)["trigger_id"].(string), testForm("Boka")); err != nil {
		t.Fatal(err)
	}
	s.ack(frame, nil)
	if err := <-said; err != nil {
		t.Fatal(err)
	}
	sent := inBackground(func() error {
		return w.Submit(head, w.TopView(head).ID, map[string]any{"tasks": "a", "kind": "sp"})
	})
	frame = s.read()
	s.ack(frame, nil)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	payload := frame["payload"].(map[string]any)
	want := strings.Fields("api_app_id enterprise is_enterprise_install response_urls team token trigger_id type user view")
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(payload))); diff != "" {
		t.Errorf("the submission: want (-), got (+):\n%s", diff)
	}
	view := payload["view"].(map[string]any)
	want = strings.Fields("app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type")
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(view))); diff != "" {
		t.Errorf("the view: want (-), got (+):\n%s", diff)
	}
	wantState := map[string]any{"values": map[string]any{
		"tasks": map[string]any{"tasks": map[string]any{"type": "plain_text_input", "value": "a"}},
		"kind": map[string]any{"kind": map[string]any{"type": "static_select", "selected_option": map[string]any{
			"text": map[string]any{"type": "plain_text", "text": "Språkpraktik", "emoji": false}, "value": "sp"}}},
		"from": map[string]any{"from": map[string]any{"type": "datepicker", "selected_date": nil}},
	}}
	if diff := cmp.Diff(wantState, view["state"]); diff != "" {
		t.Errorf("the state: want (-), got (+):\n%s", diff)
	}
}
