package main

import (
	"encoding/json"
	"net/url"
	"testing"
)

// The parsers of what Slack sends must take anything: go test -fuzz FuzzInteraction ./bot.

func FuzzInteraction(f *testing.F) {
	for _, s := range []string{
		`{"type":"block_actions","trigger_id":"1","user":{"id":"U1"},"actions":[{"type":"button","value":"claim slot:1"}]}`,
		`{"type":"block_actions","actions":[{"type":"overflow","selected_option":{"value":"pause"}}],"view":{"type":"home","private_metadata":"home:1"}}`,
		`{"type":"view_submission","user":{"id":"U1"},"view":{"private_metadata":"claim","state":{"values":{"b":{"count":{"type":"plain_text_input","value":"2"}}}}}}`,
		`{"type":"view_submission","view":{"state":{"values":{"b":null,"c":{"d":null}}}}}`,
		`{"type":"shortcut","callback_id":"claim_sv"}`, `{"type":"message_action","message":{"text":"<@U1> &amp; boka"}}`, `[]`, `null`, `{"actions":[null]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		var i interaction
		if json.Unmarshal(payload, &i) != nil {
			return
		}
		if req, ok := pressRequest(&i, "id"); ok && req.Text == "" {
			t.Error("a press of nothing")
		}
		if req := formRequest(&i, "id"); req.Values == nil {
			t.Error("a form without values")
		}
		shortcutRequest(&i, "id", "")
	})
}

func FuzzEvent(f *testing.F) {
	for _, s := range []string{
		`{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel_type":"im","channel":"D1","user":"U1","text":"kvot","ts":"1.1"}}`,
		`{"event":{"type":"message","subtype":"message_changed","message":{"user":"U1","text":"b","edited":{"ts":"2.1"}},"previous_message":{"user":"U1","text":"a"}}}`,
		`{"event":{"type":"message","subtype":"message_deleted","previous_message":null}}`, `{"event":{"type":"message","subtype":"message_changed"}}`,
		`{"event":{"type":"user_change","user":{"id":"U1"}}}`, `{"event":{"user":7}}`, `{"event":null}`, `{"event":{"files":[{"name":"a.pdf"}],"subtype":"file_share","user":"U1"}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		var h happening
		if json.Unmarshal(payload, &h) != nil {
			return
		}
		h.Event.user()
		if req, ok := messageRequest(&h, "U0BOT"); ok && (req.User == "" || req.User == "U0BOT") {
			t.Errorf("a message of nobody's: %+v", req)
		}
	})
}

func FuzzSlash(f *testing.F) {
	f.Add("command=%2Fplats&text=boka&user_id=U1")
	f.Add("command=%2F&text=%FF&user_id=%00")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		slashRequest(form.Get("user_id"), form.Get("command"), form.Get("text"), idOf("trigger", form.Get("trigger_id"), "", []byte(body)))
	})
}
