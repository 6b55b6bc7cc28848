package workspace_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

// pageApp is a bot for trying the page: one command, one form, one button.
type pageApp struct {
	client *slack.Client
	wrong  chan error
	forms  chan slack.ViewState // what /fields has sent
}

func (a *pageApp) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var do func(*http.Request) (any, error)
	switch r.URL.Path {
	case "/commands":
		do = a.command
	case "/interactions":
		do = a.interaction
	default:
		return
	}
	answer, err := do(r)
	if err == nil && answer != nil {
		rw.Header().Set("Content-Type", "application/json")
		err = json.NewEncoder(rw).Encode(answer)
	}
	if err != nil {
		a.wrong <- err
	}
}

func (a *pageApp) command(r *http.Request) (any, error) {
	if form, ok := map[string]func() slack.ModalViewRequest{"/ask": askForm, "/fields": fieldsForm}[r.FormValue("command")]; ok {
		_, err := a.client.OpenViewContext(r.Context(), r.FormValue("trigger_id"), form())
		return nil, err
	}
	return slack.Msg{ResponseType: slack.ResponseTypeEphemeral, Text: "You have 2 of 4", Blocks: slack.Blocks{BlockSet: pageBlocks()}}, nil
}

func (a *pageApp) interaction(r *http.Request) (any, error) {
	var got slack.InteractionCallback
	if err := json.Unmarshal([]byte(r.FormValue("payload")), &got); err != nil {
		return nil, err
	}
	if got.View.CallbackID == "fields" {
		a.forms <- *got.View.State
		return nil, nil
	}
	if got.Type == slack.InteractionTypeViewSubmission {
		if hours := got.View.State.Values["hours"]["hours"].Value; hours != "7.5" {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"hours": "Write the hours as 7.5, please"}), nil
		}
		return nil, a.say(r, got.User.ID, "Saved 7.5 hours")
	}
	return nil, a.say(r, got.User.ID, "You pressed "+got.ActionCallback.BlockActions[0].Value)
}

func (a *pageApp) say(r *http.Request, to, text string) error {
	_, _, err := a.client.PostMessageContext(r.Context(), to, slack.MsgOptionText(text, true))
	return err
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, true, false)
}

func askForm() slack.ModalViewRequest {
	hours := slack.NewInputBlock("hours", plain("Hours a week"), plain("With a decimal point"), slack.NewPlainTextInputBlockElement(nil, "hours"))
	unit := slack.NewInputBlock("unit", plain("Unit"), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Choose a unit"), "unit",
		slack.NewOptionBlockObject("north", plain("North"), nil), slack.NewOptionBlockObject("south", plain("South"), plain("by the river"))))
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Ask"), Submit: plain("Save"), Close: plain("Cancel"), Blocks: slack.Blocks{BlockSet: []slack.Block{hours, unit}}}
}

// fieldsForm has one field of each kind, with the kind as its block_id, action_id and label.
func fieldsForm() slack.ModalViewRequest {
	choices := []*slack.OptionBlockObject{slack.NewOptionBlockObject("a", plain("Alpha"), nil), slack.NewOptionBlockObject("b", plain("Beta"), nil)}
	var blocks []slack.Block
	for _, e := range []struct {
		kind    string
		element slack.BlockElement
	}{
		{"text", slack.NewPlainTextInputBlockElement(nil, "text").WithMultiline(true)},
		{"number", slack.NewNumberInputBlockElement(nil, "number", true)},
		{"date", slack.NewDatePickerBlockElement("date")},
		{"time", slack.NewTimePickerBlockElement("time")},
		{"instant", slack.NewDateTimePickerBlockElement("instant")},
		{"boxes", slack.NewCheckboxGroupsBlockElement("boxes", choices...)},
		{"radio", slack.NewRadioButtonsBlockElement("radio", choices...)},
		{"several", slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain("Choose"), "several", choices...)},
		{"person", slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose"), "person")},
		{"channel", slack.NewOptionsSelectBlockElement(slack.OptTypeChannels, plain("Choose"), "channel")},
	} {
		blocks = append(blocks, slack.NewInputBlock(e.kind, plain(e.kind), nil, e.element))
	}
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: "fields", Title: plain("Fields"), Submit: plain("Save"), Close: plain("Cancel"), Blocks: slack.Blocks{BlockSet: blocks}}
}

// pageBlocks are long words, wide tables and charts: what would make a narrow page overflow.
func pageBlocks() []slack.Block {
	long := strings.Repeat("arbetsmarknadsförvaltning", 6)
	button := slack.NewButtonBlockElement("press", "the button", plain("Press me"))
	axis := slack.NewDataVisualizationAxisConfig("Jan", "Feb")
	created := slack.NewDataVisualizationDataSeries("Created", slack.NewDataVisualizationDataPoint("Jan", 144), slack.NewDataVisualizationDataPoint("Feb", 112))
	return []slack.Block{
		slack.NewHeaderBlock(plain("Status")),
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*256* of 225 & <https://example.test/"+long+"|"+long+"> <!date^1593072000^{date_long}|then>", false, false), nil, nil),
		slack.NewDataVisualizationBlock("Created a month", slack.NewDataVisualizationBarChart(axis, created)),
		slack.NewActionBlock("buttons", button),
	}
}

const pageManifest = `{
 "display_information": {"name": "Counter", "description": "For trying the page"},
 "features": {
  "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
  "bot_user": {"display_name": "Counter"},
  "slash_commands": [
   {"command": "/fields", "url": "APP/commands", "description": "Opens a form with every field"},
   {"command": "/ask", "url": "APP/commands", "description": "Opens a form"},
   {"command": "/count", "url": "APP/commands", "description": "Says the count", "usage_hint": "[unit]"}
  ]
 },
 "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "im:write", "users:read"]}},
 "settings": {"interactivity": {"is_enabled": true, "request_url": "APP/interactions"}}
}`

// openWorkspace starts a workspace with its page and a bot that answers, and gives the page's address.
func openWorkspace(t *testing.T) (*pageApp, string) {
	t.Helper()
	app := &pageApp{wrong: make(chan error, 100), forms: make(chan slack.ViewState, 1)}
	bot := httptest.NewServer(app)
	t.Cleanup(bot.Close)
	w, err := workspace.New(workspace.Config{
		Manifest: []byte(strings.ReplaceAll(pageManifest, "APP", bot.URL)),
		Clock:    workspace.NewClock(time.Date(2020, 6, 25, 8, 0, 0, 0, time.UTC)),
		People: []workspace.Person{
			{ID: "U0PRESCHOOL", Name: "preschool", RealName: "Preschool Head", Title: "Förskolechef", Locale: "sv-SE"},
			{ID: "U0CARE00001", Name: "care", RealName: "Care Manager", Title: "Care manager", Locale: "en-GB", TZ: "Europe/London"},
		},
		Channels: []workspace.Channel{{ID: "C0GENERAL01", Name: "general"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w)
	w.SetURL(server.URL)
	app.client = slack.New(w.BotToken(), slack.OptionAPIURL(server.URL+"/api/"))
	t.Cleanup(func() {
		server.CloseClientConnections()
		w.Close()
		server.Close()
		close(app.wrong)
		for err := range app.wrong {
			t.Errorf("the bot: %v", err)
		}
	})
	return app, server.URL
}
