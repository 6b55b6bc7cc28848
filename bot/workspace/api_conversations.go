package workspace

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// conversation is a channel as conversations.info gives it.
func (w *Workspace) conversation(c *channel) Object {
	o := Object{"id": c.ID, "created": c.created, "is_archived": false, "is_im": c.im != "", "is_org_shared": false, "context_team_id": TeamID, "updated": c.created * 1000}
	if c.im != "" {
		o["user"], o["is_user_deleted"], o["is_open"], o["priority"] = c.im, w.people[c.im].Deleted, c.opened, 0
		return o
	}
	for k, v := range (Object{"name": c.Name, "name_normalized": c.Name, "is_channel": !c.Private, "is_group": c.Private, "is_private": c.Private, "is_mpim": false,
		"is_general": c.Name == "general", "is_shared": false, "is_ext_shared": false, "is_member": c.has(BotUserID), "num_members": len(c.Members), "unlinked": 0,
		"topic": Object{"value": "", "creator": "", "last_set": 0}, "purpose": Object{"value": "", "creator": "", "last_set": 0}}) {
		o[k] = v
	}
	return o
}

func openConversation(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/conversations.open"
	if id := c.str("channel"); id != "" {
		ch, err := w.target(id, c.method)
		if err != nil {
			return nil, err
		}
		return w.opened(ch, c), nil
	}
	users := strings.Split(c.str("users"), ",")
	switch {
	case c.str("users") == "":
		return nil, refuse("users_list_not_supplied", "channel or users is needed; %s", where)
	case len(users) > 1:
		return nil, refuse("method_not_supported_for_channel_type", "the local workspace opens direct messages with one person; %s", where)
	}
	p := w.people[users[0]]
	switch {
	case p == nil && users[0] != BotUserID:
		return nil, refuse("user_not_found", "nobody here is %q; %s", users[0], where)
	case p == nil || p.Bot:
		return nil, refuse("cannot_dm_bot", "an app has no direct message with a bot; %s", where)
	case p.Deleted:
		return nil, refuse("user_disabled", "%s is deactivated; %s", p.ID, where)
	case w.dm(p.ID) == nil:
		return nil, refuse("user_not_visible", "%s belongs to another workspace; %s", p.ID, where)
	}
	return w.opened(w.dm(p.ID), c), nil
}

func (w *Workspace) opened(ch *channel, c *call) Object {
	was := ch.opened
	ch.opened = true
	out := Object{"channel": Object{"id": ch.ID}}
	if was {
		out["no_op"], out["already_open"] = true, true
	}
	if c.flag("return_im") {
		out["channel"] = w.conversation(ch)
	}
	return out
}

// visible finds a conversation that the app may read about.
func (w *Workspace) visible(c *call) (*channel, error) {
	ch := w.channels[c.str("channel")]
	if ch == nil || ch.Private && !ch.has(BotUserID) {
		return nil, refuse("channel_not_found", "the app sees no conversation %q; docs.slack.dev/reference/methods/%s", c.str("channel"), c.method)
	}
	right := ":read"
	if c.method == "conversations.history" || c.method == "conversations.replies" {
		right = ":history"
	}
	if scope := ch.scopeKind() + right; !w.manifest.scope(scope) {
		no := refuse("missing_scope", "a conversation of this kind needs %s; docs.slack.dev/reference/methods/%s", scope, c.method)
		no.extra = Object{"needed": scope, "provided": strings.Join(w.manifest.OAuth.Scopes.Bot, ",")}
		return nil, no
	}
	return ch, nil
}

func conversationInfo(w *Workspace, c *call) (Object, error) {
	ch, err := w.visible(c)
	if err != nil {
		return nil, err
	}
	o := w.conversation(ch)
	if c.flag("include_locale") {
		o["locale"] = "sv-SE"
	}
	return Object{"channel": o}, nil
}

func listConversations(w *Workspace, c *call) (Object, error) {
	types := strings.Split(c.str("types"), ",")
	if c.str("types") == "" {
		types = []string{"public_channel"}
	}
	var all []Object
	for _, id := range w.channelOrder {
		ch := w.channels[id]
		kind := map[string]string{"im": "im", "group": "private_channel", "channel": "public_channel"}[ch.kind()]
		if slices.Contains(types, kind) && (!ch.Private || ch.has(BotUserID)) {
			all = append(all, w.conversation(ch))
		}
	}
	page, next, err := paged(all, c, 100, 1000)
	return Object{"channels": page, "response_metadata": Object{"next_cursor": next}}, err
}

func conversationMembers(w *Workspace, c *call) (Object, error) {
	ch, err := w.visible(c)
	if err != nil {
		return nil, err
	}
	page, next, err := paged(ch.Members, c, 100, 1000)
	return Object{"members": page, "response_metadata": Object{"next_cursor": next}}, err
}

func conversationHistory(w *Workspace, c *call) (Object, error) {
	ch, err := w.visible(c)
	if err != nil {
		return nil, err
	}
	if !ch.has(BotUserID) {
		return nil, refuse("not_in_channel", "the app is not in #%s; docs.slack.dev/reference/methods/conversations.history", ch.Name)
	}
	found := selectMessages(ch, c, func(m *Message) bool { return m.ThreadTS == "" || m.ThreadTS == m.TS })
	slices.Reverse(found) // the latest first
	return messagePage(found, c)
}

func conversationReplies(w *Workspace, c *call) (Object, error) {
	ch, err := w.visible(c)
	if err != nil {
		return nil, err
	}
	ts := c.str("ts")
	if ch.find(ts) == nil {
		return nil, refuse("thread_not_found", "no message %q in this conversation; docs.slack.dev/reference/methods/conversations.replies", ts)
	}
	return messagePage(selectMessages(ch, c, func(m *Message) bool { return m.TS == ts || m.ThreadTS == ts }), c)
}

// selectMessages are those between oldest and latest that everybody in the conversation sees.
func selectMessages(ch *channel, c *call, want func(*Message) bool) []*Message {
	oldest, latest, inclusive := c.str("oldest"), c.str("latest"), c.flag("inclusive")
	if latest == "" || latest == "now" {
		latest = "9"
	}
	if oldest == "0" {
		oldest = ""
	}
	var out []*Message
	for _, m := range ch.messages {
		inside := m.TS > oldest && m.TS < latest || inclusive && (m.TS == oldest || m.TS == latest)
		if inside && m.only == "" && want(m) {
			out = append(out, m)
		}
	}
	return out
}

func messagePage(found []*Message, c *call) (Object, error) {
	page, next, err := paged(found, c, 100, 999)
	if err != nil {
		return nil, err
	}
	messages := []Message{}
	for _, m := range page {
		out := *m
		if out.Metadata != nil && !c.flag("include_all_metadata") {
			out.Metadata = &Metadata{EventType: m.Metadata.EventType}
		}
		messages = append(messages, out)
	}
	return Object{"messages": messages, "has_more": next != "", "pin_count": 0, "response_metadata": Object{"next_cursor": next}}, nil
}

// paged is the part of a list that limit and cursor ask for, and the cursor of the next part.
func paged[T any](all []T, c *call, usual, most int) ([]T, string, error) {
	limit := c.number("limit", usual)
	if limit < 1 || limit > most {
		return nil, "", refuse("invalid_limit", "limit is 1–%d; docs.slack.dev/reference/methods/%s", most, c.method)
	}
	from := 0
	if cursor := c.str("cursor"); cursor != "" {
		raw, err := base64.StdEncoding.DecodeString(cursor)
		at, ok := strings.CutPrefix(string(raw), "from:")
		n, bad := strconv.Atoi(at)
		if err != nil || !ok || bad != nil || n < 0 || n > len(all) {
			return nil, "", refuse("invalid_cursor", "cursor is the next_cursor of the answer before; docs.slack.dev/apis/web-api/pagination")
		}
		from = n
	}
	to := min(from+limit, len(all))
	next := ""
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte("from:" + strconv.Itoa(to)))
	}
	return append([]T{}, all[from:to]...), next, nil
}
