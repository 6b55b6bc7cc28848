package workspace_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"handslag/bot/workspace"
)

const (
	head     = "U0HEAD0001" // a preschool head, in Swedish
	care     = "U0CARE0001" // a care manager, in English
	stranger = "U0OTHER001"
	general  = "C0GENERAL1"
	elsewher = "C0ELSEWHER"
)

// testManifest is a small app's manifest, for Socket Mode when url is "".
func testManifest(url string) []byte {
	m := map[string]any{
		"display_information": map[string]any{"name": "Testbot"},
		"features": map[string]any{
			"bot_user": map[string]any{"display_name": "Testbot"},
			"app_home": map[string]any{"home_tab_enabled": true, "messages_tab_enabled": true},
			"shortcuts": []any{
				map[string]any{"name": "New one", "type": "global", "callback_id": "new", "description": "Begin"},
				map[string]any{"name": "About it", "type": "message", "callback_id": "about", "description": "Use it"},
			},
			"slash_commands": []any{map[string]any{"command": "/plats", "url": url, "description": "Places", "usage_hint": "boka"}},
		},
		"oauth_config": map[string]any{"scopes": map[string]any{"bot": []string{"commands", "chat:write", "im:write", "im:history", "im:read", "channels:read",
			"channels:history", "app_mentions:read", "users:read", "users:read.email", "files:write", "files:read", "reactions:write"}}},
		"settings": map[string]any{
			"event_subscriptions": map[string]any{"request_url": url, "bot_events": []string{"app_home_opened", "message.im", "message.channels", "app_mention", "user_change", "team_join"}},
			"interactivity":       map[string]any{"is_enabled": true, "request_url": url},
			"socket_mode_enabled": url == "",
		},
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return data
}

func testConfig(url string) workspace.Config {
	return workspace.Config{
		Manifest: testManifest(url),
		People: []workspace.Person{
			{ID: head, Name: "forskolechef", RealName: "Förskole Chef", Email: "chef@example.com"},
			{ID: care, Name: "care", RealName: "Care Manager", Email: "care@example.com", Locale: "en-US"},
			{ID: stranger, Name: "other", RealName: "Other Workspace", Stranger: true},
		},
		Channels: []workspace.Channel{
			{ID: general, Name: "general", Members: []string{head, care, workspace.BotUserID}},
			{ID: elsewher, Name: "elsewhere", Members: []string{head}},
		},
		Clock: workspace.NewClock(time.Date(2020, 6, 25, 8, 0, 0, 0, time.UTC)),
	}
}

// start runs a workspace behind a real server.
func start(t *testing.T, config workspace.Config) *workspace.Workspace {
	t.Helper()
	w, err := workspace.New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w)
	w.SetURL(server.URL)
	t.Cleanup(func() {
		w.Close()
		server.Close()
	})
	return w
}

// client is slack-go, told where Slack is.
func client(w *workspace.Workspace) *slack.Client {
	return slack.New(w.BotToken(), slack.OptionAppLevelToken(w.AppToken()), slack.OptionAPIURL(w.URL()+"/api/"))
}

// within is a context that ends the test rather than hang it.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// connect runs an app in Socket Mode that answers with what handle returns, and waits until it is connected.
func connect(t *testing.T, w *workspace.Workspace, handle func(socketmode.Event) any) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	app := socketmode.New(client(w))
	ended, hello := make(chan struct{}), make(chan struct{}, 100)
	go func() {
		defer close(ended)
		app.RunContext(ctx)
	}()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-app.Events:
				if e.Type == socketmode.EventTypeHello {
					hello <- struct{}{}
				}
				if e.Request == nil || e.Request.EnvelopeID == "" {
					continue
				}
				if payload := handle(e); payload != nil {
					app.Ack(*e.Request, payload)
				} else {
					app.Ack(*e.Request)
				}
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case <-hello:
	case <-time.After(2 * time.Minute):
		t.Fatal("the app was not connected")
	}
}

func TestSlashCommandInSocketMode(t *testing.T) {
	w := start(t, testConfig(""))
	connect(t, w, func(e socketmode.Event) any {
		cmd, ok := e.Data.(slack.SlashCommand)
		if !ok {
			return nil
		}
		return map[string]any{"text": cmd.Command + "|" + cmd.Text + "|" + cmd.ChannelName}
	})
	seen := w.Watch(head)
	defer seen.Close()
	if err := w.Say(head, w.DM(head), "/plats boka två & <fler>"); err != nil {
		t.Fatal(err)
	}
	_, m, err := seen.NextMessage(within(t))
	if err != nil {
		t.Fatal(err)
	}
	if want := "/plats|boka två &amp; &lt;fler&gt;|directmessage"; m.Text != want || !m.IsEphemeral {
		t.Errorf("got %q, ephemeral %v; want %q, ephemeral", m.Text, m.IsEphemeral, want)
	}
	if got := w.Messages(care, w.DM(head)); len(got) != 0 {
		t.Errorf("somebody else sees %v", got)
	}
}
