package main

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"handslag/store"
)

// payload is a message as the outbox holds it.
type payload struct {
	To     string     `json:"ephemeral_to"` // the only one who is to see it in its channel, "" where it is for all there
	Thread string     `json:"thread_ts"`
	Text   string     `json:"text"`
	Blocks []rawBlock `json:"blocks"`
}

func payloadOf(m *store.Outgoing) (*payload, error) {
	var p payload
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return nil, fmt.Errorf("message %d: %w", m.ID, err)
	}
	return &p, nil
}

// recipient is the only one who is to see a message in its channel, "" where it is for all there.
func recipient(m *store.Outgoing) string {
	p, err := payloadOf(m)
	if err != nil {
		return "" // who sends it says so
	}
	return p.To
}

// options are the message for slack-go, without its metadata.
func (p *payload) options() []slack.MsgOption {
	options := []slack.MsgOption{slack.MsgOptionText(p.Text, false), slack.MsgOptionDisableLinkUnfurl()}
	if p.Thread != "" {
		options = append(options, slack.MsgOptionTS(p.Thread))
	}
	if len(p.Blocks) > 0 {
		blocks := make([]slack.Block, len(p.Blocks))
		for i := range p.Blocks {
			blocks[i] = p.Blocks[i]
		}
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	return options
}

// rawBlock is a block that goes to Slack as it was written down.
type rawBlock struct{ json.RawMessage }

func (rawBlock) BlockType() slack.MessageBlockType { return "" }
func (rawBlock) ID() string                        { return "" }
