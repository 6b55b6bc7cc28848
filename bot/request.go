package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"handslag/handlers"
)

// What follows is as much of Slack's payloads as the bot reads. What it does not read may be of any form, so that a new kind of block in
// somebody's message never makes the bot deaf.

// interaction is a payload of the interactivity request URL (docs.slack.dev/reference/interaction-payloads).
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"` // of a shortcut
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Team        struct {
		ID string `json:"id"`
	} `json:"team"` // null where the app is installed in a whole organisation
	Enterprise struct {
		ID string `json:"id"`
	} `json:"enterprise"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Message   event `json:"message"` // that a shortcut was used on
	Container struct {
		Channel string `json:"channel_id"`
		Thread  string `json:"thread_ts"`
	} `json:"container"`
	View struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Metadata string `json:"private_metadata"`
		State    struct {
			Values map[string]map[string]input `json:"values"`
		} `json:"state"`
	} `json:"view"`
	Actions []input `json:"actions"`
}

// input is an element that somebody used, or its value in a form.
type input struct {
	Type          string   `json:"type"`
	URL           string   `json:"url"`
	Value         string   `json:"value"`
	Option        option   `json:"selected_option"`
	Options       []option `json:"selected_options"`
	Date          string   `json:"selected_date"`
	Time          string   `json:"selected_time"`
	DateTime      int64    `json:"selected_date_time"`
	User          string   `json:"selected_user"`
	Users         []string `json:"selected_users"`
	Conversation  string   `json:"selected_conversation"`
	Conversations []string `json:"selected_conversations"`
	Channel       string   `json:"selected_channel"`
	Channels      []string `json:"selected_channels"`
}

type option struct {
	Value string `json:"value"`
}

// said gives the value as text; several with commas between.
func (i *input) said() string {
	for _, s := range []string{i.Value, i.Option.Value, i.Date, i.Time, i.User, i.Conversation, i.Channel} {
		if s != "" {
			return s
		}
	}
	if i.DateTime != 0 {
		return strconv.FormatInt(i.DateTime, 10)
	}
	several := append(append(append([]string{}, i.Users...), i.Conversations...), i.Channels...)
	for _, o := range i.Options {
		several = append(several, o.Value)
	}
	return strings.Join(several, ",")
}

// happening is a payload of the events request URL (docs.slack.dev/apis/events-api).
type happening struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	EventID   string `json:"event_id"`
	TeamID    string `json:"team_id"`
	Installed []struct {
		Team       string `json:"team_id"`
		Enterprise string `json:"enterprise_id"`
	} `json:"authorizations"` // for which the app sees it
	Event event `json:"event"`
}

type event struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	BotID       string          `json:"bot_id"`
	User        json.RawMessage `json:"user"` // an ID, or in user_change and team_join the user
	Text        string          `json:"text"`
	Files       []sharedFile    `json:"files"`
	Channel     string          `json:"channel"`
	ChannelType string          `json:"channel_type"`
	Tab         string          `json:"tab"`
	View        struct {
		Metadata string `json:"private_metadata"`
	} `json:"view"` // of a Home that was opened
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	EventTS  string `json:"event_ts"`
	Edited   *struct {
		TS string `json:"ts"`
	} `json:"edited"`
	Message  *event `json:"message"`          // of message_changed: as it is now
	Previous *event `json:"previous_message"` // as it was
}

// sharedFile is a file that came with a message. The bot sees its name, and never the file.
type sharedFile struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// fileNames gives the names of the files that came with a message, a line each.
func (e *event) fileNames() string {
	var names []string
	for _, f := range e.Files {
		names = append(names, f.Name, f.Title)
	}
	return unescaped(strings.Join(names, "\n"))
}

// said is what a message says to the bot, whose ID is self.
func (e *event) said(self string) string {
	text := e.Text
	if self != "" {
		text = strings.ReplaceAll(text, "<@"+self+">", " ")
	}
	return strings.TrimSpace(unescaped(text))
}

// user gives the ID of whom the event is about.
func (e *event) user() string {
	var id string
	if json.Unmarshal(e.User, &id) == nil {
		return id
	}
	var whole struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(e.User, &whole) == nil {
		return whole.ID
	}
	return ""
}

// slashRequest is a slash command. The command's own word is the noun; /handslag has none.
func slashRequest(user, command, text, id string) handlers.Request {
	noun := strings.ToLower(strings.TrimPrefix(command, "/"))
	if noun == "handslag" {
		noun = ""
	}
	return handlers.Request{ID: id, User: user, Door: handlers.Slash, Noun: noun, Text: unescaped(text)}
}

// pressRequest is the press of a button or a choice in a menu: the command that it carries. False where it carries none, as a link.
func pressRequest(i *interaction, id string) (handlers.Request, bool) {
	for _, a := range i.Actions {
		if text := a.said(); text != "" && a.URL == "" {
			return handlers.Request{ID: id, User: i.User.ID, Door: handlers.Button, Text: text, Window: i.View.Type != ""}, true
		}
	}
	return handlers.Request{}, false
}

// formRequest is a submitted form: the command that it completes, and what was filled in.
func formRequest(i *interaction, id string) handlers.Request {
	values := map[string]string{}
	for _, block := range i.View.State.Values {
		for name, in := range block {
			values[name] = in.said()
		}
	}
	return handlers.Request{ID: id, User: i.User.ID, Door: handlers.Form, Text: i.View.Metadata, Values: values}
}

// shortcutRequest is a shortcut that was used: from the menu of shortcuts the command that its ID begins with, on a message what that says.
func shortcutRequest(i *interaction, id, self string) handlers.Request {
	if i.Type == "message_action" {
		return handlers.Request{ID: id, User: i.User.ID, Door: handlers.Message, Text: i.Message.said(self), Files: i.Message.fileNames(), Author: i.Message.user()}
	}
	command, _, _ := strings.Cut(i.CallbackID, "_")
	return handlers.Request{ID: id, User: i.User.ID, Door: handlers.Button, Text: command}
}

// entities are what Slack escapes in text (docs.slack.dev/messaging/formatting-message-text#escaping).
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func unescaped(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return entities.Replace(s)
}

// idOf gives the ID by which a request is known when it comes again: Slack's trigger or event, the envelope, or what it says.
func idOf(kind, slacks, envelope string, body []byte) string {
	switch {
	case slacks != "":
		return kind + ":" + slacks
	case envelope != "":
		return "envelope:" + envelope
	}
	sum := sha256.Sum256(body)
	return "body:" + hex.EncodeToString(sum[:16])
}
