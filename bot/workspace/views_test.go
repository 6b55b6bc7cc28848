package workspace_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"handslag/bot/workspace"
)

func words(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// testForm has a text, a choice and a date, none of them optional but the date.
func testForm(title string) slack.ModalViewRequest {
	kinds := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "kind", slack.NewOptionBlockObject("sp", words("Språkpraktik"), nil), slack.NewOptionBlockObject("ap", words("Arbetspraktik"), nil))
	date := slack.NewInputBlock("from", words("Från"), nil, slack.NewDatePickerBlockElement("from"))
	date.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: words(title), Submit: words("Boka"), Close: words("Avbryt"), CallbackID: "claim", PrivateMetadata: "kept", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock("tasks", words("Uppgifter"), nil, slack.NewPlainTextInputBlockElement(nil, "tasks")), slack.NewInputBlock("kind", words("Typ"), nil, kinds), date}}}
}

// formApp opens a form for a command and a shortcut, and answers forms with what answer says.
type formApp struct {
	triggers chan string
	got      chan slack.InteractionCallback
	answer   func(slack.InteractionCallback) any
}

func connectForms(t *testing.T, w *workspace.Workspace, answer func(slack.InteractionCallback) any) *formApp {
	t.Helper()
	app := &formApp{triggers: make(chan string, 100), got: make(chan slack.InteractionCallback, 100)}
	connect(t, w, func(e socketmode.Event) any {
		switch data := e.Data.(type) {
		case slack.SlashCommand:
			app.triggers <- data.TriggerID
		case slack.InteractionCallback:
			app.got <- data
			if answer != nil {
				return answer(data)
			}
		}
		return nil
	})
	return app
}

// trigger is a fresh one.
func (a *formApp) trigger(t *testing.T, w *workspace.Workspace) string {
	t.Helper()
	if err := w.Say(head, general, "/plats boka"); err != nil {
		t.Fatal(err)
	}
	return <-a.triggers
}

func TestAFormFromOpenToClose(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	app := connectForms(t, w, func(i slack.InteractionCallback) any {
		if i.Type == slack.InteractionTypeViewSubmission && i.View.State.Values["tasks"]["tasks"].Value == "fel" {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"tasks": "Skriv något annat."})
		}
		return nil
	})
	opened, err := c.OpenView(app.trigger(t, w), testForm("Boka"))
	if err != nil {
		t.Fatal(err)
	}
	v := w.Views(head)[0]
	if v.ID != opened.ID || v.Hash != opened.Hash || opened.RootViewID != v.ID || opened.State == nil {
		t.Errorf("the app knows %+v, the person sees %+v", opened, v)
	}
	var fields workspace.FieldErrors
	if err := w.Submit(head, v.ID, map[string]any{"kind": "Språkpraktik"}); !errors.As(err, &fields) || fields["tasks"] == "" || len(fields) != 1 {
		t.Errorf("an empty field: %v", err)
	}
	if len(app.got) != 0 {
		t.Error("an incomplete form reached the app")
	}
	if err := w.Submit(head, v.ID, map[string]any{"tasks": "fel"}); !errors.As(err, &fields) || !cmp.Equal(fields, workspace.FieldErrors{"tasks": "Skriv något annat."}) {
		t.Errorf("the app's errors: %v", err)
	}
	got := <-app.got
	state := got.View.State.Values
	if state["kind"]["kind"].SelectedOption.Value != "sp" || state["from"]["from"].SelectedDate != "" || got.View.PrivateMetadata != "kept" || got.View.Hash != v.Hash || got.User.ID != head {
		t.Errorf("the app got %+v", got.View)
	}
	if err := w.Submit(head, v.ID, map[string]any{"tasks": "rätt", "from": "2020-08-17"}); err != nil {
		t.Error(err)
	}
	if got = <-app.got; got.View.State.Values["from"]["from"].SelectedDate != "2020-08-17" {
		t.Errorf("the app got %+v", got.View.State)
	}
	if len(w.Views(head)) != 0 {
		t.Error("the form is still open")
	}
	if _, err := c.UpdateView(testForm("Boka"), "", "", v.ID); err == nil || err.Error() != "not_found" {
		t.Errorf("a closed form was updated: %v", err)
	}
}

func TestTheStackOfForms(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	var answer any
	app := connectForms(t, w, func(slack.InteractionCallback) any { return answer })
	root, err := c.OpenView(app.trigger(t, w), testForm("Ett"))
	if err != nil {
		t.Fatal(err)
	}
	full := map[string]any{"tasks": "a", "kind": "sp"}
	two := testForm("Två")
	answer = slack.NewPushViewSubmissionResponse(&two)
	for range 2 {
		if err := w.Submit(head, w.Views(head)[len(w.Views(head))-1].ID, full); err != nil {
			t.Fatal(err)
		}
		<-app.got
	}
	stack := w.Views(head)
	if len(stack) != 3 || stack[2].RootViewID != root.ID || *stack[2].PreviousViewID != stack[1].ID {
		t.Fatalf("the stack is %v", stack)
	}
	if err := w.Submit(head, stack[2].ID, full); err == nil || !strings.Contains(err.Error(), "push_limit_reached") {
		t.Errorf("a fourth form: %v", err)
	}
	three := testForm("Tre")
	answer = slack.NewUpdateViewSubmissionResponse(&three)
	if err := w.Submit(head, stack[2].ID, full); err != nil {
		t.Fatal(err)
	}
	if top := w.Views(head)[2]; top.ID != stack[2].ID || top.Title["text"] != "Tre" || top.Hash == stack[2].Hash || top.State.Values["tasks"]["tasks"]["value"] != "a" {
		t.Errorf("updated to %+v", top)
	}
	answer = nil
	if err := w.CloseView(head, stack[2].ID, false); err != nil || len(w.Views(head)) != 2 {
		t.Errorf("closing the top: %v", err)
	}
	for len(app.got) > 0 {
		<-app.got
	}
	if err := w.CloseView(head, "", true); err != nil || len(w.Views(head)) != 0 {
		t.Errorf("closing all: %v", err)
	}
	for closed := range app.got {
		if closed.Type == slack.InteractionTypeViewClosed && closed.IsCleared {
			if closed.View.ID != root.ID {
				t.Errorf("the app is told of %s", closed.View.ID)
			}
			break
		}
	}
}

func TestHashes(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	app := connectForms(t, w, nil)
	opened, err := c.OpenView(app.trigger(t, w), testForm("Ett"))
	if err != nil {
		t.Fatal(err)
	}
	updated, err := c.UpdateView(testForm("Två"), "", opened.Hash, opened.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateView(testForm("Tre"), "", opened.Hash, opened.ID); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("a stale hash: %v", err)
	}
	if _, err := c.UpdateView(testForm("Tre"), "", updated.Hash, opened.ID); err != nil {
		t.Error(err)
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}
	publish := func(hash string) (*slack.ViewResponse, error) {
		r := slack.PublishViewContextRequest{UserID: head, View: home}
		if hash != "" {
			r.Hash = &hash
		}
		return c.PublishViewContext(within(t), r)
	}
	first, err := publish("")
	if err != nil {
		t.Fatal(err)
	}
	if second, err := publish(first.Hash); err != nil || second.ID != first.ID {
		t.Errorf("published again: %v", err)
	}
	if _, err := publish(first.Hash); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("a stale hash of a Home: %v", err)
	}
	if w.Home(head) == nil || w.Home(care) != nil {
		t.Error("a Home is one person's")
	}
}

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
		app := &httpApp{t: t, came: make(chan struct{}, 100)}
		w, err := workspace.New(testConfig("http://127.0.0.1:1"))
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		w.SetTransport(inProcess{app})
		app.secret = w.SigningSecret()
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
		app := &httpApp{t: t, came: make(chan struct{}, 100)}
		w, err := workspace.New(testConfig("http://127.0.0.1:1"))
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		w.SetTransport(inProcess{app})
		app.secret = w.SigningSecret()
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
