package workspace_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

// directly calls the API without a network, as a bubble of synctest needs it.
func directly(t *testing.T, w *workspace.Workspace, method string, args map[string]any) string {
	t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/"+method, strings.NewReader(string(body)))
	r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1:2"
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+w.BotToken())
	got := httptest.NewRecorder()
	w.ServeHTTP(got, r)
	var answer struct{ Error string }
	if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Error
}

func TestTriggers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, app := inBubble(t, nil)
		trigger := func() string {
			if err := w.Say(head, general, "/plats"); err != nil {
				t.Fatal(err)
			}
			return app.form("trigger_id").Get("trigger_id")
		}
		open := func(id string, view any) string {
			return directly(t, w, "views.open", map[string]any{"trigger_id": id, "view": view})
		}
		if e := open("1.2.made-up", testForm("Ett")); e != "invalid_trigger_id" {
			t.Errorf("one never given: %q", e)
		}
		id := trigger()
		if e := open(id, map[string]any{"type": "modal"}); e != "invalid_arguments" {
			t.Errorf("a bad view: %q", e)
		}
		if e := open(id, testForm("Ett")); e != "" {
			t.Errorf("a bad view used the trigger up: %q", e)
		}
		if e := open(id, testForm("Ett")); e != "exchanged_trigger_id" {
			t.Errorf("twice: %q", e)
		}
		if e := directly(t, w, "views.push", map[string]any{"trigger_id": trigger(), "view": testForm("Två")}); e != "invalid_trigger_id" {
			t.Errorf("a push from outside a form: %q", e)
		}
		id = trigger()
		time.Sleep(3*time.Second + time.Millisecond)
		if e := open(id, testForm("Ett")); e != "expired_trigger_id" {
			t.Errorf("after three seconds: %q", e)
		}
		if e := open("", testForm("Ett")); e != "invalid_trigger_id" {
			t.Errorf("none: %q", e)
		}
	})
}

// TestResponseURL: five messages in thirty minutes, replaced and deleted originals, and nothing that breaks the limits.
func TestResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, app := inBubble(t, nil)
		hook := func() string {
			if err := w.Say(head, general, "/plats"); err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(app.form("response_url").Get("response_url"))
			if err != nil {
				t.Fatal(err)
			}
			return u.Path
		}
		post := func(path, body string) string {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1:2"
			got := httptest.NewRecorder()
			w.ServeHTTP(got, r)
			var answer struct{ Error string }
			if got.Code == 200 {
				return ""
			}
			if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			return answer.Error
		}
		path := hook()
		for n, want := range []string{"no_text", "", "", "", "", "", "used_url"} {
			body := `{"text":"hej"}`
			if n == 0 {
				body = `{}`
			}
			if e := post(path, body); e != want {
				t.Errorf("message %d: %q, want %q", n, e, want)
			}
		}
		if m := w.Messages(head, general); len(m) != 5 || !m[0].IsEphemeral {
			t.Errorf("the person sees %v", m)
		}
		path = hook()
		time.Sleep(30*time.Minute + time.Second)
		if e := post(path, `{"text":"hej"}`); e != "expired_url" {
			t.Errorf("after thirty minutes: %q", e)
		}
		if e := post(hook(), `{"text":"hej","response_type":"in_channel"}`); e != "" || len(w.Messages(care, general)) != 1 {
			t.Errorf("for everybody: %q", e)
		}
		if e := post(hook(), `{"text":"hej","thread_ts":"1.1"}`); e != "invalid_arguments" {
			t.Errorf("a thread for one person: %q", e)
		}
	})
}

func TestPressingAButton(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	app := connectForms(t, w, nil)
	button := slack.NewButtonBlockElement("undo", "ångra 12", words("Ångra"))
	more := slack.NewOverflowBlockElement("more", slack.NewOptionBlockObject("visa 12", words("Visa"), nil))
	blocks := slack.MsgOptionBlocks(slack.NewActionBlock("actions", button, more), slack.NewInputBlock("why", words("Varför"), nil, slack.NewPlainTextInputBlockElement(nil, "why")))
	channel, ts, err := c.PostMessage(head, slack.MsgOptionText("bokat", false), blocks)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Press(head, channel, ts, "ångra 12"); err != nil {
		t.Fatal(err)
	}
	got := <-app.got
	if got.Type != slack.InteractionTypeBlockActions || got.Container.Type != "message" || got.Container.MessageTs != ts || got.Channel.ID != channel || got.Message.Text != "bokat" || got.ResponseURL == "" || got.TriggerID == "" {
		t.Errorf("got %+v", got)
	}
	if a := got.ActionCallback.BlockActions[0]; a.ActionID != "undo" || a.Value != "ångra 12" || a.BlockID != "actions" || a.Text.Text != "Ångra" {
		t.Errorf("got %+v", a)
	}
	if _, ok := got.BlockActionState.Values["why"]["why"]; !ok {
		t.Error("the state lacks the input that stands beside")
	}
	if err := slack.PostWebhook(got.ResponseURL, &slack.WebhookMessage{Text: "ångrat", ReplaceOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if m := w.Messages(head, channel); len(m) != 1 || m[0].Text != "ångrat" || len(m[0].Blocks) != 0 {
		t.Errorf("the person sees %v", m)
	}
	if err := w.Press(head, channel, ts, "undo"); err == nil {
		t.Error("a button that is gone was pressed")
	}

	if _, err := c.PostEphemeral(general, head, slack.MsgOptionText("bara du", false), blocks); err != nil {
		t.Fatal(err)
	}
	ephemeral := w.Messages(head, general)[0]
	if err := w.Press(head, general, ephemeral.TS, "visa 12"); err != nil {
		t.Fatal(err)
	}
	got = <-app.got
	if !got.Container.IsEphemeral || got.Message.Text != "" || got.ActionCallback.BlockActions[0].SelectedOption.Value != "visa 12" {
		t.Errorf("got %+v", got)
	}
	if err := w.Press(care, general, ephemeral.TS, "undo"); err == nil {
		t.Error("somebody else pressed it")
	}
	if err := slack.PostWebhook(got.ResponseURL, &slack.WebhookMessage{DeleteOriginal: true}); err != nil || len(w.Messages(head, general)) != 0 {
		t.Errorf("not deleted: %v", err)
	}
}

func TestHomeAndShortcuts(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	app := connectForms(t, w, nil)
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewActionBlock("a", slack.NewButtonBlockElement("quota", "kvot", words("Kvot")))}}}
	if _, err := c.PublishViewContext(within(t), slack.PublishViewContextRequest{UserID: head, View: home}); err != nil {
		t.Fatal(err)
	}
	if err := w.PressView(head, w.Home(head).ID, "kvot"); err != nil {
		t.Fatal(err)
	}
	got := <-app.got
	if got.Container.Type != "view" || got.View.Type != slack.VTHomeTab || got.ResponseURL != "" || got.Channel.ID != "" {
		t.Errorf("got %+v", got)
	}
	if err := w.Shortcut(head, "new", "", ""); err != nil {
		t.Fatal(err)
	}
	got = <-app.got
	if got.Type != slack.InteractionTypeShortcut || got.CallbackID != "new" {
		t.Errorf("got %+v", got)
	}
	if _, err := c.OpenView(got.TriggerID, testForm("Ny")); err != nil {
		t.Error(err)
	}
	channel, ts, err := c.PostMessage(general, slack.MsgOptionText("om detta", false))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Shortcut(head, "about", channel, ts); err != nil {
		t.Fatal(err)
	}
	if got = <-app.got; got.Type != slack.InteractionTypeMessageAction || got.Message.Text != "om detta" || got.ResponseURL == "" {
		t.Errorf("got %+v", got)
	}
	if err := w.Shortcut(head, "about", "", ""); err == nil {
		t.Error("a message shortcut without a message")
	}
}
