package workspace_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"handslag/bot/workspace"
)

// connectEvents runs an app that passes on each event that it gets.
func connectEvents(t *testing.T, w *workspace.Workspace) <-chan any {
	t.Helper()
	events := make(chan any, 100)
	connect(t, w, func(e socketmode.Event) any {
		if outer, ok := e.Data.(slackevents.EventsAPIEvent); ok {
			events <- outer.InnerEvent.Data
		}
		return nil
	})
	return events
}

func TestMessageEvents(t *testing.T) {
	w := start(t, testConfig(""))
	events := connectEvents(t, w)
	dm := w.DM(head)
	if err := w.Say(head, dm, "boka <3 & <!channel>"); err != nil {
		t.Fatal(err)
	}
	m := (<-events).(*slackevents.MessageEvent)
	if m.Text != "boka &lt;3 &amp; &lt;!channel&gt;" || m.User != head || m.ChannelType != "im" || m.Channel != dm || m.ClientMsgID == "" || m.BotID != "" || len(m.Blocks.BlockSet) != 1 {
		t.Errorf("got %+v", m)
	}
	ts := w.Messages(head, dm)[0].TS
	if err := w.Edit(head, dm, ts, "boka två"); err != nil {
		t.Fatal(err)
	}
	if m = (<-events).(*slackevents.MessageEvent); m.SubType != "message_changed" || m.Message.Text != "boka två" || m.PreviousMessage.Text == "" {
		t.Errorf("got %+v", m)
	}
	if err := w.Delete(head, dm, ts); err != nil {
		t.Fatal(err)
	}
	if m = (<-events).(*slackevents.MessageEvent); m.SubType != "message_deleted" || m.DeletedTimeStamp != ts {
		t.Errorf("got %+v", m)
	}
	if _, _, err := client(w).PostMessage(head, slack.MsgOptionText("hej", false)); err != nil {
		t.Fatal(err)
	}
	if m = (<-events).(*slackevents.MessageEvent); m.BotID != workspace.BotID || m.User != workspace.BotUserID || m.Text != "hej" {
		t.Errorf("the app's own message comes back as %+v", m)
	}
	if _, err := client(w).PostEphemeral(general, head, slack.MsgOptionText("tyst", false)); err != nil {
		t.Fatal(err)
	}
	if err := w.Say(head, elsewher, "utan boten"); err != nil {
		t.Fatal(err)
	}
	if err := w.Say(head, general, "<@"+workspace.BotUserID+"> kvot"); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for range 2 {
		switch e := (<-events).(type) {
		case *slackevents.MessageEvent:
			kinds = append(kinds, "message."+e.ChannelType)
		case *slackevents.AppMentionEvent:
			kinds = append(kinds, "app_mention "+e.Text)
		}
	}
	slices.Sort(kinds)
	if want := []string{"app_mention <@" + workspace.BotUserID + "> kvot", "message.channel"}; !cmp.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
}

func TestOtherEvents(t *testing.T) {
	w := start(t, testConfig(""))
	events := connectEvents(t, w)
	if err := w.OpenHome(head); err != nil {
		t.Fatal(err)
	}
	if e := (<-events).(*slackevents.AppHomeOpenedEvent); e.Tab != "home" || e.User != head || e.Channel != w.DM(head) {
		t.Errorf("got %+v", e)
	}
	if err := w.SetPerson(head, "en-US", ""); err != nil {
		t.Fatal(err)
	}
	if e := (<-events).(*slackevents.UserChangeEvent); e.User.ID != head || e.User.Locale != "en-US" || e.User.TZ != "Europe/Stockholm" {
		t.Errorf("got %+v", e)
	}
	back := time.Date(2020, 7, 20, 8, 0, 0, 0, time.UTC)
	if err := w.SetStatus(head, workspace.Status{Text: "Semester", Emoji: ":palm_tree:", Until: back}); err != nil {
		t.Fatal(err)
	}
	if e := (<-events).(*slackevents.UserChangeEvent); e.User.Profile.StatusText != "Semester" || e.User.Profile.StatusEmoji != ":palm_tree:" ||
		int64(e.User.Profile.StatusExpiration) != back.Unix() {
		t.Errorf("got %+v", e.User.Profile)
	}
	if err := w.Join(workspace.Person{Name: "new", RealName: "New Person"}); err != nil {
		t.Fatal(err)
	}
	if e := (<-events).(*slackevents.TeamJoinEvent); e.User.RealName != "New Person" {
		t.Errorf("got %+v", e)
	}
	w.Emit("app_uninstalled", map[string]any{"type": "app_uninstalled"}) // not subscribed to
	if err := w.Say(head, w.DM(head), "sist"); err != nil {
		t.Fatal(err)
	}
	if m, ok := (<-events).(*slackevents.MessageEvent); !ok || m.Text != "sist" {
		t.Error("an event came that the app does not subscribe to")
	}
}

func TestWhatPeopleCannotDo(t *testing.T) {
	w := start(t, testConfig(""))
	for name, err := range map[string]error{
		"nobody":               w.Say("U0NOBODY01", general, "hej"),
		"where they are not":   w.Say(care, elsewher, "hej"),
		"in another's DM":      w.Say(care, w.DM(head), "hej"),
		"nothing":              w.Say(head, general, "  "),
		"an unknown command":   w.Say(head, general, "/nothing"),
		"a command in threads": w.SayIn(head, general, "1.1", "/plats"),
		"a Home tab of others": w.Opened(stranger, "home"),
		"an unknown tab":       w.Opened(head, "about us"),
		"an unknown zone":      w.SetPerson(head, "", "Europe/Linköping"),
	} {
		if err == nil {
			t.Errorf("%s: nothing was said", name)
		}
	}
}
