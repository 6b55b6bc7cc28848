package main

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// find looks in the conversation for a message that may have arrived; "" where it has not.
func (o *outbox) find(ctx context.Context, m *store.Outgoing) (posted string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*callTimeout)
	defer cancel()
	channel, err := o.conversation(ctx, m.Channel)
	if err != nil {
		return "", err
	}
	messages, err := o.recent(ctx, channel, m)
	if err != nil {
		return "", err
	}
	for i := range messages {
		meta := messages[i].Metadata
		if meta.EventType == metadataType && meta.EventPayload[metadataKey] == m.Key {
			return channel + " " + messages[i].Timestamp, nil
		}
	}
	return "", nil
}

// recent are the messages that it may be among: those of its thread, or of the conversation, which does not show threads.
func (o *outbox) recent(ctx context.Context, channel string, m *store.Outgoing) ([]slack.Message, error) {
	p, err := payloadOf(m)
	if err != nil {
		return nil, err
	}
	if p.Thread != "" {
		messages, _, _, err := o.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: p.Thread,
			Limit: 999, IncludeAllMetadata: true})
		return messages, err
	}
	h, err := o.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 200, IncludeAllMetadata: true})
	if err != nil {
		return nil, err
	}
	return h.Messages, nil
}

// conversation gives the ID of a conversation, that of the direct message where it is a person.
func (o *outbox) conversation(ctx context.Context, id string) (string, error) {
	if !strings.HasPrefix(id, "U") && !strings.HasPrefix(id, "W") {
		return id, nil
	}
	known := ""
	err := o.store.Read(ctx, func(tx *store.Tx) (err error) { known, err = tx.Conversation(id); return err })
	if err != nil || known != "" {
		return known, err
	}
	c, _, _, err := o.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{id}, ReturnIM: true})
	if err != nil {
		return "", err
	}
	return c.ID, nil
}
