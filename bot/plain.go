package main

import (
	"bytes"
	"encoding/json"
	"strings"
)

// undrawn is a message without the blocks that not every Slack takes yet, charts and tables (docs.slack.dev/reference/block-kit/blocks), for where
// it is refused for them: its text, which says what they show, and its buttons. False where it has none of them.
func undrawn(payload []byte) ([]byte, bool) {
	var m map[string]json.RawMessage
	var blocks []json.RawMessage
	var text string
	if json.Unmarshal(payload, &m) != nil || json.Unmarshal(m["blocks"], &blocks) != nil || json.Unmarshal(m["text"], &text) != nil {
		return nil, false
	}
	var kept []any
	found := false
	for _, b := range blocks {
		switch blockType(b) {
		case "data_visualization", "data_table", "table":
			found = true
		case "actions":
			kept = append(kept, b)
		}
	}
	if !found {
		return nil, false
	}
	m["blocks"] = encode(append(sections(text), kept...))
	return encode(m), true
}

// drawn tells of a message with charts or tables: where it is refused, that has to be seen. Most answers have none, and need not be read to say so.
func drawn(payload []byte) bool {
	if !bytes.Contains(payload, []byte(`data_`)) && !bytes.Contains(payload, []byte(`table"`)) { // no quotation mark first: there are so many
		return false
	}
	_, is := undrawn(payload)
	return is
}

func blockType(block json.RawMessage) string {
	var b struct{ Type string }
	if json.Unmarshal(block, &b) != nil {
		return ""
	}
	return b.Type
}

const maxSection = 3000 // characters

// sections are a text as blocks, cut between its lines.
func sections(text string) (out []any) {
	part := ""
	add := func() {
		if part != "" {
			out = append(out, map[string]any{"type": "section", "text": map[string]string{"type": "mrkdwn", "text": part}})
		}
		part = ""
	}
	for _, line := range strings.Split(text, "\n") {
		if len(part)+len(line) >= maxSection {
			add()
		}
		part = strings.TrimPrefix(part+"\n"+line, "\n")
	}
	add()
	return out
}
