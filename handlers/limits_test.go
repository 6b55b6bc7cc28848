package handlers

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkMessage holds a message, or a Home, to Slack's limits (docs.slack.dev/reference/block-kit) and to what no person should meet.
func checkMessage(t *testing.T, where string, payload []byte) {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(payload, &m); err != nil {
		t.Fatal(err)
	}
	text, _ := m["text"].(string)
	if m["type"] != "home" && strings.TrimSpace(text) == "" {
		t.Errorf("%s: a message without text", where)
	}
	if n := utf8.RuneCountInString(text); n > 4000 {
		t.Errorf("%s: a text of %d characters: Slack wants 4000 at most", where, n)
	}
	most := 50
	if m["type"] == "home" {
		most = 100
	}
	checkBlocks(t, where, m, most)
	checkLeftovers(t, where, string(payload))
}

func checkView(t *testing.T, where string, raw []byte) {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	parts := []string{"title", "submit", "close"}
	if v["callback_id"] == "window" { // which is only read
		parts, v["private_metadata"] = []string{"title", "close"}, ""
	}
	for _, part := range parts {
		if n := utf8.RuneCountInString(textOf(v[part])); n == 0 || n > 24 {
			t.Errorf("%s: the %s of a form has %d characters: Slack wants 1 to 24", where, part, n)
		}
		if strings.HasSuffix(textOf(v[part]), "…") {
			t.Errorf("%s: the %s of a form is cut: %q", where, part, textOf(v[part]))
		}
	}
	if n := len(v["private_metadata"].(string)); n > 3000 {
		t.Errorf("%s: private_metadata of %d characters", where, n)
	}
	checkBlocks(t, where, v, 100)
	checkLeftovers(t, where, string(raw))
}

func checkLeftovers(t *testing.T, where, payload string) {
	t.Helper()
	for _, left := range []string{"⟨", "⟩", "{{.", "\\u003cno value", "\\u003cnil", "%!"} {
		if strings.Contains(payload, left) {
			at := strings.Index(payload, left)
			t.Errorf("%s: %q is left in …%s…", where, left, payload[max(0, at-100):min(len(payload), at+100)])
		}
	}
}

func textOf(v any) string {
	m, _ := v.(map[string]any)
	s, _ := m["text"].(string)
	return s
}

func checkBlocks(t *testing.T, where string, m map[string]any, most int) {
	t.Helper()
	blocks, _ := m["blocks"].([]any)
	if len(blocks) > most {
		t.Errorf("%s: %d blocks: Slack wants %d at most", where, len(blocks), most)
	}
	ids := map[string]bool{}
	for _, b := range blocks {
		checkBlock(t, where, b.(map[string]any), ids)
	}
}

var textLimits = map[string]int{"section": 3000, "header": 150, "context": 3000}

func checkBlock(t *testing.T, where string, b map[string]any, ids map[string]bool) {
	t.Helper()
	kind, _ := b["type"].(string)
	if most := textLimits[kind]; most > 0 && kind != "context" {
		if n := utf8.RuneCountInString(textOf(b["text"])); n == 0 || n > most {
			t.Errorf("%s: a %s of %d characters: Slack wants 1 to %d", where, kind, n, most)
		}
	}
	elements, _ := b["elements"].([]any)
	for _, key := range []string{"accessory", "element"} {
		if e, ok := b[key]; ok {
			elements = append(elements, e)
		}
	}
	if kind == "actions" && (len(elements) == 0 || len(elements) > 25) || kind == "context" && len(elements) > 10 {
		t.Errorf("%s: %s with %d elements", where, kind, len(elements))
	}
	for _, e := range elements {
		checkElement(t, where, e.(map[string]any), ids)
	}
	for key, most := range map[string]int{"label": 2000, "hint": 2000} {
		if n := utf8.RuneCountInString(textOf(b[key])); n > most {
			t.Errorf("%s: a %s of %d characters", where, key, n)
		}
	}
}

func checkElement(t *testing.T, where string, e map[string]any, ids map[string]bool) {
	t.Helper()
	if id, _ := e["action_id"].(string); id != "" {
		if ids[id] {
			t.Errorf("%s: action_id %q twice", where, id)
		}
		ids[id] = true
	} else if kind := e["type"]; kind != "mrkdwn" && kind != "plain_text" {
		t.Errorf("%s: a %s without action_id", where, kind)
	}
	if e["type"] == "button" {
		label := textOf(e["text"])
		if n := utf8.RuneCountInString(label); n == 0 || n > 75 {
			t.Errorf("%s: a button of %d characters", where, n)
		}
		value, _ := e["value"].(string)
		if n := utf8.RuneCountInString(value); n == 0 || n > 2000 {
			t.Errorf("%s: button %q has a value of %d characters", where, label, n)
		}
	}
	checkOptions(t, where, e)
}

func checkOptions(t *testing.T, where string, e map[string]any) {
	t.Helper()
	options, there := e["options"].([]any)
	if !there {
		return
	}
	most := 100
	if e["type"] == "radio_buttons" {
		most = 10
	}
	if len(options) == 0 || len(options) > most {
		t.Errorf("%s: %d options in a %s", where, len(options), e["type"])
	}
	values := map[string]bool{}
	for _, o := range options {
		m := o.(map[string]any)
		value, _ := m["value"].(string)
		if n := utf8.RuneCountInString(textOf(m["text"])); n == 0 || n > 75 {
			t.Errorf("%s: an option of %d characters: %q", where, n, textOf(m["text"]))
		}
		if n := utf8.RuneCountInString(value); n == 0 || n > 150 || values[value] {
			t.Errorf("%s: an option's value %q", where, value)
		}
		values[value] = true
	}
}
