package workspace_test

import (
	"errors"
	"strings"
	"testing"

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

// formApp passes on the triggers of commands, and the interactions.
type formApp struct {
	triggers chan string
	got      chan slack.InteractionCallback
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
