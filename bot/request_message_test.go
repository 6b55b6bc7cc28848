package main

import (
	"encoding/json"
	"testing"

	"handslag/handlers"
)

// TestWhatBecomesOfAMessage has the events as Slack sends them (docs.slack.dev/reference/events/message/message_changed).
func TestWhatBecomesOfAMessage(t *testing.T) {
	const (
		was   = `"previous_message":{"type":"message","user":"U1","text":"kvot","ts":"10.1"}`
		im    = `{"event":{"type":"message","channel":"D1","channel_type":"im","event_ts":"20.5",`
		given = `"user":"U1","text":"kvot nu","ts":"10.1"`
	)
	for what, c := range map[string]struct {
		event   string
		change  handlers.Change
		version string
		none    bool
	}{
		"written": {event: im + `"user":"U1","text":"kvot nu","ts":"10.1"}}`},
		"by /me":  {event: im + `"subtype":"me_message","user":"U1","text":"kvot nu","ts":"10.1"}}`},
		"a topic": {event: im + `"subtype":"channel_topic","user":"U1","text":"kvot nu","ts":"10.1"}}`, none: true},
		"edited":  {event: im + `"subtype":"message_changed","message":{` + given + `,"edited":{"user":"U1","ts":"20.0"}},` + was + `}}`, change: handlers.Edited, version: "20.5"},
		"edited, with a thread": {event: im + `"subtype":"message_changed","message":{` + given + `,"thread_ts":"9.9","edited":{"user":"U1","ts":"20.9"}}}}`,
			change: handlers.Edited, version: "20.9"},
		"deleted":                     {event: im + `"subtype":"message_deleted","deleted_ts":"10.1",` + was + `}}`, change: handlers.Deleted, version: "20.5"},
		"deleted, with replies":       {event: im + `"subtype":"message_changed","message":{"subtype":"tombstone","user":"USLACKBOT","text":"gone","ts":"10.1"},` + was + `}}`, change: handlers.Deleted, version: "20.5"},
		"a preview of a link":         {event: im + `"subtype":"message_changed","message":{"user":"U1","text":"kvot","ts":"10.1","attachments":[{}],"edited":{"user":"U1","ts":"15.0"}},` + was + `}}`, none: true},
		"changed by Slack":            {event: im + `"subtype":"message_changed","message":{` + given + `},` + was + `}}`, none: true},
		"the bot's own change":        {event: im + `"subtype":"message_changed","message":{"user":"UBOT","bot_id":"B1","text":"b","ts":"10.1","edited":{"user":"UBOT","ts":"20.0"}},"previous_message":{"user":"UBOT","text":"a","ts":"10.1"}}}`, none: true},
		"the bot's own deletion":      {event: im + `"subtype":"message_deleted","previous_message":{"user":"UBOT","bot_id":"B1","text":"a","ts":"10.1"}}}`, none: true},
		"deleted, nobody knows whose": {event: im + `"subtype":"message_deleted","deleted_ts":"10.1"}}`, none: true},
		"a mention":                   {event: `{"event":{"type":"app_mention","channel":"C1","event_ts":"10.1",` + given + `}}`},
		"a changed mention": {event: `{"event":{"type":"app_mention","channel":"C1","event_ts":"10.1",` + given + `,"edited":{"user":"U1","ts":"20.0"}}}`,
			change: handlers.Edited, version: "20.0"},
	} {
		var h happening
		if err := json.Unmarshal([]byte(c.event), &h); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		req, ok := messageRequest(&h, "UBOT")
		if ok == c.none {
			t.Errorf("%s: answered %t", what, ok)
			continue
		}
		if c.none {
			continue
		}
		if req.Change != c.change || req.Version != c.version || req.User != "U1" || req.Message != h.Event.Channel+" 10.1" {
			t.Errorf("%s: %+v", what, req)
		}
	}
}

// TestWhatAShortcutReads has the payload as Slack sends it (docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload).
func TestWhatAShortcutReads(t *testing.T) {
	var i interaction
	payload := `{"type":"message_action","user":{"id":"U1"},"message":{"type":"message","user":"U2","text":"<@UBOT> boka &amp; ta","ts":"10.1","files":[{"name":"a.pdf","title":"b"}]}}`
	if err := json.Unmarshal([]byte(payload), &i); err != nil {
		t.Fatal(err)
	}
	if req := shortcutRequest(&i, "id", "UBOT"); req.User != "U1" || req.Author != "U2" || req.Text != "boka & ta" || req.Files != "a.pdf\nb" {
		t.Errorf("%+v", req)
	}
}
