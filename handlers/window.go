package handlers

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// inWindow has an answer shown in a window over the Home where its button was pressed, rather than in the direct message that nobody has before
// them there. A form is marked, so that what comes of it is shown there too.
func (t *turn) inWindow(reply *Reply) {
	if reply.Errors != nil || !t.windowed() {
		return
	}
	if reply.Form != nil {
		reply.Form.PrivateMetadata = marks{window: true}.mark(reply.Form.PrivateMetadata)
		return
	}
	v := t.voice
	if v.all == nil {
		v = voice{all: t.h.said, lang: t.h.standard}
	}
	blocks := slices.DeleteFunc(reply.said(), func(b slack.Block) bool { return b.BlockType() == slack.MBTDataVisualization }) // it stands in messages only
	if len(blocks) == 0 {
		return
	}
	name(blocks)
	title := v.label("window.title", nil)
	if id := t.reading.Command + ".title"; t.reading.Command != "" && v.all.Has(v.lang, id) {
		title = v.label(id, nil)
	}
	reply.Form = &slack.ModalViewRequest{Type: slack.VTModal, CallbackID: "window", Title: plain(title, 24),
		Close: plain(v.label("window.close", nil), 24), Blocks: slack.Blocks{BlockSet: blocks}}
}

func (t *turn) windowed() bool {
	return t.req.Door == Button && t.req.Window || t.req.Door == Form && t.marks.window
}

// said are the reply's blocks, also of one that is said again.
func (r *Reply) said() []slack.Block {
	text, blocks := r.Text, r.Blocks
	if text == "" && r.payload != nil {
		var m struct {
			Text   string       `json:"text"`
			Blocks slack.Blocks `json:"blocks"`
		}
		if json.Unmarshal(r.payload, &m) == nil {
			text, blocks = m.Text, m.Blocks.BlockSet
		}
	}
	if len(blocks) == 0 && text != "" {
		blocks = []slack.Block{section(text)}
	}
	return inWords(text, blocks)
}

// inWords has the text's lines in the place of a table, which only a message can hold.
func inWords(text string, blocks []slack.Block) []slack.Block {
	_, lines, _ := strings.Cut(text, "\n")
	out := slices.Clone(blocks)
	for i, b := range out {
		if b.BlockType() == "table" {
			out[i] = section(lines)
		}
	}
	return out
}
