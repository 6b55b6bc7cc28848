package workspace

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Message is a message as Slack gives it, and IsEphemeral for those that one person alone sees.
type Message struct {
	Type        string     `json:"type"`
	Subtype     string     `json:"subtype,omitempty"`
	User        string     `json:"user,omitempty"`
	BotID       string     `json:"bot_id,omitempty"`
	AppID       string     `json:"app_id,omitempty"`
	BotProfile  Object     `json:"bot_profile,omitempty"`
	Team        string     `json:"team,omitempty"`
	Text        string     `json:"text"`
	TS          string     `json:"ts"`
	ThreadTS    string     `json:"thread_ts,omitempty"`
	ClientMsgID string     `json:"client_msg_id,omitempty"`
	Blocks      []Object   `json:"blocks,omitempty"`
	Files       []Object   `json:"files,omitempty"`
	Edited      *Edited    `json:"edited,omitempty"`
	Reactions   []Reaction `json:"reactions,omitempty"`
	Metadata    *Metadata  `json:"metadata,omitempty"`
	IsEphemeral bool       `json:"is_ephemeral,omitempty"`

	only string // whom an ephemeral message is for
}

// Edited is who changed a message and when.
type Edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// Reaction is an emoji and who set it.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// Metadata is what an app keeps with a message for apps to read.
type Metadata struct {
	EventType string `json:"event_type"`
	Payload   Object `json:"event_payload,omitempty"`
}

func (m *Message) visible(user string) bool { return m.only == "" || m.only == user }

// find is the message with a ts, nil when there is none.
func (c *channel) find(ts string) *Message {
	i, ok := c.index(ts)
	if !ok {
		return nil
	}
	return c.messages[i]
}

func (c *channel) index(ts string) (int, bool) {
	return slices.BinarySearchFunc(c.messages, ts, func(m *Message, ts string) int { return cmp.Compare(m.TS, ts) })
}

// add stores a new message, shows it to those who see it and tells the app.
func (w *Workspace) add(c *channel, m *Message) {
	w.show(c, m)
	w.messageEvents(c, m)
}

// show stores a new message and shows it to those who see it.
func (w *Workspace) show(c *channel, m *Message) {
	m.Type, m.TS = "message", w.nextTS()
	c.messages = append(c.messages, m)
	w.tellMessage("message", c, m)
}

// change stores another version of a message. It does nothing when the message is gone.
func (w *Workspace) change(c *channel, old *Message, m Message) {
	i, ok := c.index(old.TS)
	if !ok {
		return
	}
	c.messages[i] = &m
	w.tellMessage("message_changed", c, &m)
	w.changedEvent(c, old, &m)
}

func (w *Workspace) remove(c *channel, m *Message) {
	i, ok := c.index(m.TS)
	if !ok {
		return
	}
	c.messages = slices.Delete(slices.Clone(c.messages), i, i+1)
	e := Event{Type: "message_deleted", Channel: c.ID, TS: m.TS}
	if m.only != "" {
		w.tell(m.only, e)
	} else {
		w.tellMembers(c, e)
	}
	w.deletedEvent(c, m)
}

func (w *Workspace) tellMessage(kind string, c *channel, m *Message) {
	e := Event{Type: kind, Channel: c.ID, Message: m}
	if m.only != "" {
		w.tell(m.only, e)
	} else {
		w.tellMembers(c, e)
	}
}

// botMessage is a message of the app's, not yet stored.
func (w *Workspace) botMessage(text string, blocks []Object) *Message {
	return &Message{User: BotUserID, BotID: BotID, AppID: AppID, Team: TeamID, Text: text, Blocks: blocks,
		BotProfile: Object{"id": BotID, "app_id": AppID, "user_id": BotUserID, "name": w.manifest.botName(), "team_id": TeamID, "deleted": false, "updated": w.started.Unix(), "icons": Object{}}}
}

// personMessage is what somebody typed, not yet stored.
func (w *Workspace) personMessage(user, text string) *Message {
	w.lastID++
	return &Message{User: user, Team: TeamID, Text: text, ClientMsgID: fmt.Sprintf("00000000-0000-4000-8000-%012d", w.lastID), Blocks: []Object{w.richText(text)}}
}

// Messages are what a person sees in a channel, oldest first.
func (w *Workspace) Messages(user, channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channels[channel]
	if c == nil || !c.has(user) {
		return nil
	}
	var out []Message
	for _, m := range c.messages {
		if m.visible(user) {
			out = append(out, *m)
		}
	}
	return out
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// typed is what Slack makes of what somebody typed: & < > are escaped, and a picked mention, written <@U…>, stays.
func (w *Workspace) typed(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range mention.FindAllStringSubmatchIndex(text, -1) {
		id := text[at[2]:at[3]]
		if w.people[id] == nil && id != BotUserID {
			continue
		}
		out.WriteString(escaper.Replace(text[last:at[0]]))
		out.WriteString("<@" + id + ">")
		last = at[1]
	}
	out.WriteString(escaper.Replace(text[last:]))
	return out.String()
}

// richText is the block that Slack makes of a person's text, which is escaped.
func (w *Workspace) richText(text string) Object {
	var elements []any
	last := 0
	plain := func(s string) {
		if s != "" {
			elements = append(elements, Object{"type": "text", "text": unescaper.Replace(s)})
		}
	}
	for _, at := range mention.FindAllStringSubmatchIndex(text, -1) {
		plain(text[last:at[0]])
		elements = append(elements, Object{"type": "user", "user_id": text[at[2]:at[3]]})
		last = at[1]
	}
	plain(text[last:])
	return Object{"type": "rich_text", "block_id": w.blockID(), "elements": []any{Object{"type": "rich_text_section", "elements": elements}}}
}

// blockID is what Slack puts where an app gave no block_id or action_id.
func (w *Workspace) blockID() string {
	w.lastID++
	return fmt.Sprintf("b%06d", w.lastID)
}
