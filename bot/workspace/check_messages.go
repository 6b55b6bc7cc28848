package workspace

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Limits of a message (docs.slack.dev/reference/methods/chat.postMessage, docs.slack.dev/reference/block-kit/blocks).
const (
	maxMessageBlocks = 50
	maxText          = 40000 // what is longer is cut off
	maxBlocksJSON    = 13200 // undocumented: observed, github.com/slackapi/bolt-js/issues/2509
)

// checkMessage checks a message's text and blocks and gives them as Slack keeps them.
func (w *Workspace) checkMessage(text string, blocks []Object) (string, []Object, error) {
	const page = "reference/methods/chat.postMessage"
	if text == "" && len(blocks) == 0 {
		return "", nil, refuse("no_text", "a message has text or blocks; docs.slack.dev/%s", page)
	}
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText])
	}
	if len(blocks) == 0 {
		return text, nil, nil
	}
	c := newChecker(onMessage, "reference/block-kit/blocks")
	if len(blocks) > maxMessageBlocks {
		c.bad("/blocks", "no more than %d items allowed, has %d", maxMessageBlocks, len(blocks))
	}
	for i, b := range blocks {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	if c.types["table"] > 1 {
		c.bad("/blocks", "only one table is allowed")
	}
	if c.types["data_visualization"] > 2 {
		c.bad("/blocks", "no more than 2 data_visualization blocks are allowed")
	}
	if c.written > 12000 {
		c.bad("/blocks", "the markdown blocks have %d characters together, 12000 are allowed", c.written)
	}
	if err := c.refusal("invalid_blocks"); err != nil {
		return "", nil, err
	}
	if n := utf8.RuneCount(mustJSON(blocks)); n > maxBlocksJSON {
		return "", nil, refuse("msg_blocks_too_long", "the blocks are %d characters of JSON, about %d are taken (undocumented; github.com/slackapi/bolt-js/issues/2509)", n, maxBlocksJSON)
	}
	w.complete(blocks)
	return text, blocks, nil
}

// complete gives blocks what Slack adds where an app has left it out: IDs, and the defaults of text objects.
func (w *Workspace) complete(blocks []Object) {
	for _, b := range blocks {
		if str(b, "block_id") == "" {
			b["block_id"] = w.blockID()
		}
		for _, e := range inside(b) {
			if _, ok := valueField[str(e, "type")]; ok && str(e, "action_id") == "" {
				e["action_id"] = w.blockID()
			}
		}
		w.complete(objects(b, "child_blocks"))
		if str(b, "type") == "carousel" {
			w.complete(objects(b, "elements"))
		}
		textDefaults(b)
	}
}

func textDefaults(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			textDefaults(item)
		}
	case Object:
		switch {
		case v["type"] == "plain_text" && v["emoji"] == nil:
			v["emoji"] = true
		case v["type"] == "mrkdwn" && v["verbatim"] == nil:
			v["verbatim"] = false
		}
		for _, inner := range v {
			textDefaults(inner)
		}
	}
}

// decodeBlocks reads blocks out of a view that has been checked.
func decodeBlocks(data []byte) ([]Object, error) {
	var v struct{ Blocks []Object }
	err := json.Unmarshal(data, &v)
	return v.Blocks, err
}
