package handlers

import (
	"encoding/json"
	"slices"

	"github.com/slack-go/slack"
)

// Reply is what the bot says. Text always carries the content, since notifications and screen readers get nothing else.
type Reply struct {
	Text    string
	Blocks  []slack.Block
	Form    *slack.ModalViewRequest // to open with the request's trigger; with another Result than "form" it shows what Text and Blocks say
	Errors  map[string]string       // what is wrong with a submitted form, by field; nothing else is said then
	Replace bool                    // takes the place of the message whose button was pressed
	Queued  bool                    // is in the outbox already: the door itself says nothing
	Command string                  // what was asked for, by its English name; "" where nothing was understood
	Result  string                  // for the metrics: ok, refused, fault, form, again

	after   func(*turn) error // what a read leaves behind, in the writer's transaction
	agree   bool              // it asks for a yes to what will be done
	piece   string            // or for this
	missed  int               // of what was not understood: how many in a row, this one included
	offered string            // and the commands that have been suggested for them
	payload []byte            // Message, once made
}

// message is a reply as Slack takes it, in a slash command's answer, at a response_url and in chat.postMessage alike.
type message struct {
	File         *Order        `json:"file,omitempty"`      // to be made and sent; Text stands beside it
	Otherwise    string        `json:"otherwise,omitempty"` // said to Tell where this can't be sent
	Tell         string        `json:"tell,omitempty"`
	ResponseType string        `json:"response_type,omitempty"`
	Replace      *bool         `json:"replace_original,omitempty"`
	To           string        `json:"ephemeral_to,omitempty"` // in a channel, the only one who sees it
	Thread       string        `json:"thread_ts,omitempty"`
	Text         string        `json:"text"`
	Blocks       []slack.Block `json:"blocks,omitempty"`
}

// Message gives the reply as JSON: response_type ephemeral, text, blocks, and replace_original where it was pressed for.
func (r *Reply) Message() ([]byte, error) {
	if r.payload != nil {
		return r.payload, nil
	}
	name(r.Blocks)
	m := message{ResponseType: "ephemeral", Text: r.Text, Blocks: rowed(r.Blocks), Replace: &r.Replace}
	b, err := json.Marshal(m)
	r.payload = b
	return b, err
}

// posted gives a message for the outbox. to is the only one who sees it, in a channel; "" in a conversation with one person. thread is the ts of
// the message in whose thread it is shown, "" for none.
func posted(to, thread, text string, blocks []slack.Block) ([]byte, error) {
	name(blocks)
	return json.Marshal(message{To: to, Thread: thread, Text: text, Blocks: rowed(blocks)})
}

// buttonRow is a block of buttons whose elements stand in it as they are: slack-go's own are written twice over.
type buttonRow struct {
	*slack.ActionBlock
	Elements []slack.BlockElement `json:"elements"`
}

// rowed gives the blocks with rows of buttons in place of slack-go's, which come to the same JSON.
func rowed(blocks []slack.Block) []slack.Block {
	rows := slices.Clone(blocks)
	for i, b := range blocks {
		if a, ok := b.(*slack.ActionBlock); ok {
			rows[i] = &buttonRow{a, a.Elements.ElementSet}
		}
	}
	return rows
}
