package workspace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// errNoticed wraps what the person has been told already by a notice: the app's failure, not the caller's.
type errNoticed struct{ failure string }

func (e errNoticed) Error() string { return e.failure }

// Say is a person's typing in a conversation: a slash command when the text begins with "/", else a message. Text is as typed,
// with a picked mention as <@U…>. A command is waited for until the app has acknowledged it; when the app does not in time,
// the person gets a notice and the error says so.
func (w *Workspace) Say(user, channel, text string) error { return w.SayIn(user, channel, "", text) }

// SayIn is Say in a thread when thread, the ts of its first message, is not "".
func (w *Workspace) SayIn(user, channel, thread, text string) error {
	if strings.HasPrefix(text, "/") {
		if thread != "" {
			return errors.New("slash commands don't work in threads (docs.slack.dev/interactivity/implementing-slash-commands)")
		}
		return w.slash(user, channel, text)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c, err := w.where(user, channel)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errors.New("an empty message is not sent")
	}
	if c.im != "" && !w.manifest.canWrite() {
		return errors.New("sending messages to this app is turned off in its manifest (features.app_home.messages_tab_enabled)")
	}
	m := w.personMessage(user, w.typed(text))
	m.ThreadTS = thread
	w.add(c, m)
	return nil
}

// where finds a conversation that a person is in.
func (w *Workspace) where(user, id string) (*channel, error) {
	if _, err := w.person(user); err != nil {
		return nil, err
	}
	c := w.channels[id]
	if c == nil || !c.has(user) {
		return nil, fmt.Errorf("%s sees no conversation %q", user, id)
	}
	return c, nil
}

// slash sends a command to the app and shows what its acknowledgement says.
func (w *Workspace) slash(user, channelID, text string) error {
	name, rest := text, ""
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		name, rest = text[:i], text[i:]
	}
	w.mu.Lock()
	c, err := w.where(user, channelID)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	cmd, known := w.manifest.command(name)
	if !known {
		w.mu.Unlock()
		return fmt.Errorf("%s is not a command of this workspace", name)
	}
	channelName := c.Name
	if c.im != "" {
		channelName = "directmessage"
	}
	payload := Object{
		"token": w.verificationToken(), "team_id": w.people[user].team(), "team_domain": teamDomain, "channel_id": c.ID, "channel_name": channelName,
		"user_id": user, "user_name": w.people[user].Name, "command": cmd.Command, "text": w.commandText(cmd, rest), "api_app_id": AppID,
		"is_enterprise_install": "false", "response_url": w.newHook(user, c.ID, ""), "trigger_id": w.newTrigger(user, ""),
	}
	pending := w.dispatch(delivery{kind: "slash_commands", name: cmd.Command, payload: payload, url: cmd.URL})
	w.mu.Unlock()

	a := <-pending
	if a.failure != "" {
		return w.failed(user, fmt.Sprintf("%s failed with the error %q: the app did not acknowledge it.", name, a.failure), a)
	}
	if err := w.answered(user, c, text, a); err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.refusedAnswer(name, a, err)
		w.tell(user, Event{Type: "notice", Text: fmt.Sprintf("%s failed: the app's answer was refused (%v)", name, err)})
		return errNoticed{err.Error()}
	}
	return nil
}

// answered shows what the acknowledgement of a command says: to the person alone, or in_channel to everybody, and then with
// what was typed above it.
func (w *Workspace) answered(user string, c *channel, typed string, a answer) error {
	r, says, err := acknowledged(a.body)
	if err != nil || !says {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, _, err := w.checkResponse(r); err != nil {
		return err
	}
	if r.Type == "in_channel" {
		w.show(c, w.personMessage(user, w.typed(typed)))
	}
	return w.respond(&hook{user: user, channel: c.ID}, r)
}

// commandText is what Slack makes of what was typed after a command.
func (w *Workspace) commandText(cmd command, rest string) string {
	text := w.typed(strings.TrimSpace(rest))
	return mention.ReplaceAllStringFunc(text, func(m string) string {
		id := mention.FindStringSubmatch(m)[1]
		p, err := w.somebody(id, "")
		switch {
		case err != nil:
			return m
		case cmd.Escape:
			return "<@" + id + "|" + p.Name + ">"
		}
		return "@" + p.Name
	})
}

// failed tells a person in Slack's name that the app did not answer.
func (w *Workspace) failed(user, text string, a answer) error {
	w.notice(user, text)
	return errNoticed{a.failure}
}

// refusedAnswer puts into the log that what an acknowledgement said was refused.
func (w *Workspace) refusedAnswer(kind string, a answer, err error) {
	e := Entry{Direction: "in", Kind: kind + ": answer", Status: a.status, Error: err.Error()}
	var no *refusal
	if errors.As(err, &no) {
		e.Error, e.Rule = no.code, strings.Join(no.messages, "\n")
	}
	w.record(e, time.Now(), a.body, nil)
}

// Edit is a person's changing a message of their own.
func (w *Workspace) Edit(user, channel, ts, text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, m, err := w.ownMessage(user, channel, ts)
	if err != nil {
		return err
	}
	changed := *m
	changed.Text = w.typed(text)
	switch {
	case strings.TrimSpace(text) == "":
		return errors.New("a message is not changed into an empty one; delete it")
	case changed.Text == m.Text:
		return nil
	}
	changed.Blocks = []Object{w.richText(changed.Text)}
	changed.Edited = &Edited{User: user, TS: w.nextTS()}
	w.change(c, m, changed)
	return nil
}

// Delete is a person's deleting a message of their own.
func (w *Workspace) Delete(user, channel, ts string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, m, err := w.ownMessage(user, channel, ts)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(c.messages, func(r *Message) bool { return r.ThreadTS == ts && r.TS != ts }) { // its thread stays
		w.change(c, m, Message{Type: "message", Subtype: "tombstone", User: "USLACKBOT", Text: "This message was deleted.", TS: m.TS, ThreadTS: m.ThreadTS})
		return nil
	}
	w.remove(c, m)
	return nil
}

func (w *Workspace) ownMessage(user, id, ts string) (*channel, *Message, error) {
	c, err := w.where(user, id)
	if err != nil {
		return nil, nil, err
	}
	m := c.find(ts)
	if m == nil || m.User != user {
		return nil, nil, fmt.Errorf("%s has written no message %q here", user, ts)
	}
	return c, m, nil
}
