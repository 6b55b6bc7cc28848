package workspace

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// content reads text, blocks and metadata of a message and checks them against the limits of a message.
func (w *Workspace) content(c *call) (text string, blocks []Object, metadata *Metadata, err error) {
	text = c.str("text")
	if c.has("markdown_text") {
		if text != "" || c.has("blocks") {
			return "", nil, nil, refuse("markdown_text_conflict", "markdown_text goes with neither text nor blocks; docs.slack.dev/reference/methods/chat.postMessage")
		}
		text = c.str("markdown_text")
		if n := utf8.RuneCountInString(text); n > 12000 {
			return "", nil, nil, refuse("msg_too_long", "markdown_text has %d characters, 12000 are allowed; docs.slack.dev/reference/methods/chat.postMessage", n)
		}
	}
	if c.has("blocks") {
		if blocks, err = parseBlocks(c.args["blocks"]); err != nil {
			return "", nil, nil, err
		}
	}
	if c.has("attachments") && c.str("attachments") != "[]" {
		return "", nil, nil, refuse("invalid_attachments", "the local workspace takes blocks and no attachments, which are Slack's old form; docs.slack.dev/messaging/formatting-message-text")
	}
	if metadata, err = readMetadata(c); err != nil {
		return "", nil, nil, err
	}
	text, blocks, err = w.checkMessage(text, blocks)
	return text, blocks, metadata, err
}

// parseBlocks reads blocks that are JSON in a string or JSON already.
func parseBlocks(v any) ([]Object, error) {
	data, isText := []byte(nil), false
	if s, ok := v.(string); ok {
		data, isText = []byte(s), true
	} else {
		data = mustJSON(v)
	}
	var blocks []Object
	if err := json.Unmarshal(data, &blocks); err != nil {
		no := refuse("invalid_blocks_format", "blocks are a JSON array of objects: %v; docs.slack.dev/reference/methods/chat.postMessage", err)
		if !isText {
			no.code = "invalid_blocks"
		}
		return nil, no
	}
	return blocks, nil
}

// readMetadata is nil for the empty metadata that slack-go writes when there is none.
func readMetadata(c *call) (*Metadata, error) {
	if !c.has("metadata") {
		return nil, nil
	}
	var m Metadata
	if err := c.json("metadata", &m); err != nil {
		return nil, refuse("invalid_metadata_format", "metadata is a JSON object: %v; docs.slack.dev/messaging/message-metadata", err)
	}
	if m.EventType == "" && m.Payload == nil {
		return nil, nil
	}
	if m.EventType == "" || m.Payload == nil {
		return nil, refuse("invalid_metadata_schema", "metadata has an event_type and an event_payload; docs.slack.dev/messaging/message-metadata")
	}
	return &m, nil
}

// target is the conversation that the app acts in, by its own ID.
func (w *Workspace) target(id, where string) (*channel, error) {
	c := w.channels[id]
	switch {
	case c == nil && w.people[id] != nil:
		return nil, refuse("channel_not_found", "this takes the ID of a conversation and not a person's: the direct message's ID begins with D; docs.slack.dev/reference/methods/%s", where)
	case c == nil || c.Private && !c.has(BotUserID):
		return nil, refuse("channel_not_found", "the app sees no conversation %q; docs.slack.dev/reference/methods/%s", id, where)
	case !c.has(BotUserID):
		return nil, refuse("not_in_channel", "the app is not in #%s; docs.slack.dev/reference/methods/%s", c.Name, where)
	}
	return c, nil
}

func postMessage(w *Workspace, c *call) (Object, error) {
	text, blocks, metadata, err := w.content(c)
	if err != nil {
		return nil, err
	}
	id := c.str("channel")
	if im := w.dm(id); im != nil && w.people[id] != nil { // a new message may be addressed to a person, a deactivated one too
		id = im.ID
	}
	ch, err := w.target(id, c.method)
	if err != nil {
		return nil, err
	}
	m := w.botMessage(text, blocks)
	m.Metadata = metadata
	if m.ThreadTS, err = thread(ch, c); err != nil {
		return nil, err
	}
	w.add(ch, m)
	return Object{"channel": ch.ID, "ts": m.TS, "message": m}, nil
}

// thread is the ts of the message that begins the thread asked for.
func thread(ch *channel, c *call) (string, error) {
	ts := c.str("thread_ts")
	if ts == "" {
		return "", nil
	}
	parent := ch.find(ts)
	if parent == nil || parent.only != "" {
		return "", refuse("thread_not_found", "no message %s in this conversation; docs.slack.dev/reference/methods/%s", ts, c.method)
	}
	if parent.ThreadTS != "" {
		return parent.ThreadTS, nil
	}
	return ts, nil
}

func postEphemeral(w *Workspace, c *call) (Object, error) {
	text, blocks, _, err := w.content(c)
	if err != nil {
		return nil, err
	}
	if len(text) > 4000 {
		return nil, refuse("msg_too_long", "the text of an ephemeral message is no larger than 4000 bytes, this has %d; docs.slack.dev/reference/methods/chat.postEphemeral", len(text))
	}
	user := c.str("user")
	ch, err := w.target(c.str("channel"), c.method)
	if err != nil {
		return nil, err
	}
	if !ch.has(user) {
		return nil, refuse("user_not_in_channel", "%s is not in the conversation; docs.slack.dev/reference/methods/chat.postEphemeral", user)
	}
	m := w.botMessage(text, blocks)
	if m.ThreadTS, err = thread(ch, c); err != nil {
		return nil, err
	}
	m.only, m.IsEphemeral = user, true
	w.add(ch, m)
	return Object{"message_ts": m.TS}, nil
}

// own finds a message of the app's own that is to be changed or deleted.
func (w *Workspace) own(c *call, cant string) (*channel, *Message, error) {
	ch, err := w.target(c.str("channel"), c.method)
	if err != nil {
		return nil, nil, err
	}
	m := ch.find(c.str("ts"))
	switch {
	case m == nil || m.only != "":
		return nil, nil, refuse("message_not_found", "no message %q in this conversation (an ephemeral one is none); docs.slack.dev/reference/methods/%s", c.str("ts"), c.method)
	case m.BotID != BotID:
		return nil, nil, refuse(cant, "an app changes and deletes its own messages only; docs.slack.dev/reference/methods/%s", c.method)
	}
	return ch, m, nil
}

func updateMessage(w *Workspace, c *call) (Object, error) {
	text, blocks, metadata, err := w.content(c)
	if err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(text); n > 4000 {
		return nil, refuse("msg_too_long", "text has %d characters, an update takes 4000; docs.slack.dev/reference/methods/chat.update", n)
	}
	ch, old, err := w.own(c, "cant_update_message")
	if err != nil {
		return nil, err
	}
	m := *old
	m.Text, m.Blocks = text, blocks // text without blocks takes the blocks away
	if metadata != nil {
		m.Metadata = metadata
	}
	if len(blocks) == 0 { // an update with blocks does not show as edited
		m.Edited = &Edited{User: BotUserID, TS: w.nextTS()}
	}
	w.change(ch, old, m)
	return Object{"channel": ch.ID, "ts": m.TS, "text": m.Text, "message": m}, nil
}

func deleteMessage(w *Workspace, c *call) (Object, error) {
	ch, m, err := w.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	w.remove(ch, m)
	return Object{"channel": ch.ID, "ts": m.TS}, nil
}

func permalink(w *Workspace, c *call) (Object, error) {
	ch, err := w.target(c.str("channel"), c.method)
	if err != nil {
		return nil, err
	}
	ts := c.str("message_ts")
	if ch.find(ts) == nil {
		return nil, refuse("message_not_found", "no message %q in this conversation; docs.slack.dev/reference/methods/chat.getPermalink", ts)
	}
	return Object{"channel": ch.ID, "permalink": w.url + "/archives/" + ch.ID + "/p" + strings.ReplaceAll(ts, ".", "")}, nil
}

func addReaction(w *Workspace, c *call) (Object, error) {
	ch, err := w.target(c.str("channel"), c.method)
	if err != nil {
		return nil, err
	}
	old := ch.find(c.str("timestamp"))
	if old == nil || old.only != "" {
		return nil, refuse("message_not_found", "no message %q in this conversation; docs.slack.dev/reference/methods/reactions.add", c.str("timestamp"))
	}
	name := strings.Trim(c.str("name"), ":")
	if name == "" {
		return nil, refuse("invalid_name", "name is an emoji's name; docs.slack.dev/reference/methods/reactions.add")
	}
	m := *old
	m.Reactions = slices.Clone(old.Reactions)
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	switch {
	case i < 0:
		m.Reactions = append(m.Reactions, Reaction{Name: name, Users: []string{BotUserID}, Count: 1})
	case slices.Contains(m.Reactions[i].Users, BotUserID):
		return nil, refuse("already_reacted", "the app has set this emoji already; docs.slack.dev/reference/methods/reactions.add")
	default:
		m.Reactions[i].Users = append(slices.Clone(m.Reactions[i].Users), BotUserID)
		m.Reactions[i].Count++
	}
	if i, ok := ch.index(old.TS); ok { // a reaction is no change of the message: no message_changed event
		ch.messages[i] = &m
	}
	w.tellMessage("message_changed", ch, &m)
	return nil, nil
}
