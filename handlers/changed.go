package handlers

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// change is what the turn knows of a message that has been changed or deleted, from before.
type change struct {
	heard   *store.Heard // the message as it was heard; nil where it is new
	pending *store.Heard // the latest message of the talk that waits for an answer
	talk    *store.Talk  // that talk
	instead string       // key of the outgoing message whose place the answer takes
	old     string       // key of the question that no longer holds
	after   *sense       // what the changed message alone was read as
	aside   bool         // the answer is none of the talk's
	undone  bool         // what it came to has been taken back
}

// sense is what a message was read as.
type sense struct {
	Command string     `json:"command,omitempty"`
	Said    words.Args `json:"said"`
	Args    words.Args `json:"args"` // with what was found out beside
	Ask     string     `json:"ask,omitempty"`
}

func (s sense) json() string {
	raw, err := json.Marshal(s)
	if err != nil {
		return "{}" // cannot be: it is made of texts and numbers
	}
	return string(raw)
}

// changed lets the bot's question follow when the message that it is about has been changed or deleted. Nothing is written that was not asked
// about first, and what has been carried out stands.
func (t *turn) changed(tx *store.Tx) (Reply, error) {
	t.change = change{}
	if t.req.Change == Deleted {
		t.req.Version = store.Deleted
	}
	_, done, err := tx.Handled(t.req.ID)
	if err != nil || done {
		return silence, err
	}
	heard, err := tx.Heard(t.req.Message)
	switch {
	case err != nil:
		return silence, err
	case heard == nil:
		return t.unheard(tx)
	case heard.Version >= t.req.Version:
		return silence, nil // a later change has been told of before this one
	}
	t.change.heard = heard
	if err := t.begin(tx); err != nil {
		return Reply{}, err
	}
	if heard.Member != t.person.ID || t.person.Outsider != "" {
		return silence, nil
	}
	if err := t.openTalk(); err != nil {
		return Reply{}, err
	}
	if t.req.Change == Deleted {
		return t.withdraw(tx)
	}
	return t.edited(tx)
}

// silence is the answer to what needs none.
var silence = Reply{Result: "ignored", Queued: true}

// unheard takes up a message whose change is told of before the message itself: as it is now. What was written longer ago than the bot
// remembers is left alone.
func (t *turn) unheard(tx *store.Tx) (Reply, error) {
	_, ts, _ := strings.Cut(t.req.Message, " ")
	seconds, err := strconv.ParseFloat(ts, 64)
	if err != nil || !store.Recent(time.Unix(int64(seconds), 0), tx.Now) {
		return silence, nil
	}
	if t.req.Change == Edited {
		return t.once(tx)
	}
	if err := t.begin(tx); err != nil {
		return Reply{}, err
	}
	return silence, tx.Hear(store.Heard{Message: t.req.Message, Member: t.person.ID, Version: store.Deleted, Key: t.req.ID, Talk: t.req.ID, Before: "null", After: "{}"})
}

// openTalk finds the talk that waits for the person's answer.
func (t *turn) openTalk() error {
	talk, err := t.tx.Talk(t.person.ID)
	if err != nil || talk == nil || talk.Waits == "" {
		return err
	}
	t.change.talk = talk
	t.change.pending, err = t.tx.HeardAs(talk.Key)
	return err
}

// same tells whether the message belongs to the talk that waits for an answer.
func (c *change) same() bool { return c.pending != nil && c.pending.Talk == c.heard.Talk }

// stale tells whether the talk that the message belongs to is over, and not the person's latest.
func (c *change) stale(now time.Time) bool {
	if c.same() {
		return false
	}
	return !c.heard.Fresh(now) || c.pending != nil && c.heard.ID < c.pending.ID
}

// withdraw lets go of the question when the message that it is about is deleted.
func (t *turn) withdraw(tx *store.Tx) (Reply, error) {
	c := &t.change
	if !c.same() {
		return t.noted(tx)
	}
	t.takePlace()
	reply := t.done(t.say("change.withdrawn", nil))
	reply.Result, reply.Queued, c.aside = "withdrawn", true, true
	if err := tx.EndTalk(t.person.ID); err != nil {
		return reply, err
	}
	return reply, t.queue(tx, &reply)
}

// edited answers the message as it is now, in the place of what was answered to it before.
func (t *turn) edited(tx *store.Tx) (Reply, error) {
	c := &t.change
	t.agreed, t.marks.once = false, "" // a change says yes to nothing
	c.after = &sense{t.reading.Command, t.args, t.args, t.reading.Ask}
	if t.reading.Refuse == "" {
		switch reply, err := t.stands(); {
		case err != nil:
			return reply, err
		case reply.Text != "":
			return reply, t.queue(tx, &reply)
		case c.stale(tx.Now) || t.meansTheSame():
			return t.noted(tx)
		}
	}
	if c.aside = c.heard.Entry != 0 || c.stale(tx.Now); !c.aside {
		t.takePlace()
	}
	return t.carry(tx)
}

// stands says of a message that was carried out that nothing changes; nothing where it was not, or has been taken back.
func (t *turn) stands() (Reply, error) {
	c := &t.change
	if c.heard.Entry == 0 {
		return Reply{}, nil
	}
	can, undone, err := t.tx.Undoable(c.heard.Entry)
	if err != nil || undone {
		c.heard.Entry, c.undone = 0, undone
		return Reply{}, err
	}
	c.aside = true
	return t.isDone("change.done", "change.done_undo", c.heard.Entry, can), nil
}

// isDone says that what is talked of has been carried out, and offers to take it back where that can be.
func (t *turn) isDone(id, withUndo string, entry int64, can bool) Reply {
	if !can {
		return t.done(t.say(id, nil))
	}
	return t.done(t.say(withUndo, nil), buttons(button(t.label("undo.title", nil), typed("undo", words.Args{Entry: entry}))))
}

// takePlace lets the answer take the place of what was answered before, where Slack can show it so: what one person alone sees in a channel
// cannot be changed.
func (t *turn) takePlace() {
	c := &t.change
	was := c.heard
	if c.same() {
		was = c.pending
	}
	c.old = was.Key
	if t.req.Channel == "" && !c.undone && channelOf(was.Message) == channelOf(t.req.Message) {
		c.instead = was.Answer
	}
}

func channelOf(message string) string {
	channel, _, _ := strings.Cut(message, " ")
	return channel
}

// meansTheSame tells whether the change leaves what was understood as it was. Of a talk that has gone on since, what the change says otherwise is
// put into what the talk has come to.
func (t *turn) meansTheSame() bool {
	c := &t.change
	var was sense
	if json.Unmarshal([]byte(c.heard.After), &was) != nil || t.command == nil || t.command.name != was.Command || t.reading.Ask != was.Ask {
		return false
	}
	said := t.textToKeep(t.command.name)
	if reflect.DeepEqual(was.Said, t.args) {
		return !c.undone && (said == nil || *said == "" || !c.same() || *said == c.talk.Text)
	}
	if said != nil && *said == "" && c.same() {
		*said = c.talk.Text
	}
	var now words.Args
	if c.same() && c.talk.Command == was.Command && json.Unmarshal([]byte(c.talk.Args), &now) == nil {
		t.args = merged(was.Args, t.args, now)
		t.reading.Args = t.args
	}
	return false
}

// merged puts the difference between two versions into what they have come to, save for what was said otherwise since.
func merged(was, is, now words.Args) words.Args {
	before, after, out := reflect.ValueOf(was), reflect.ValueOf(is), reflect.ValueOf(&now).Elem()
	for i := range out.NumField() {
		a, b := before.Field(i).Interface(), after.Field(i).Interface()
		if !reflect.DeepEqual(a, b) && reflect.DeepEqual(a, out.Field(i).Interface()) {
			out.Field(i).Set(after.Field(i))
		}
	}
	return now
}

// noted writes down that the change has come, and says nothing.
func (t *turn) noted(tx *store.Tx) (Reply, error) {
	if err := t.hearVersion(tx); err != nil {
		return Reply{}, err
	}
	return silence, tx.MarkHandled(t.req.ID, nil)
}

// supersede lets the buttons of a question that no longer holds say so.
func (t *turn) supersede(tx *store.Tx) error {
	key := t.change.old
	if key == "" {
		return nil
	}
	_, done, err := tx.Handled(t.questionOf(key))
	if err != nil || done {
		return err
	}
	since := Reply{Text: t.say("change.since", nil), Replace: t.change.instead == ""} // else it would take the new question's place
	since.Blocks = []slack.Block{section(since.Text)}
	answer, err := since.Message()
	if err != nil {
		return err
	}
	if c := &t.change; c.same() {
		if err := tx.EndTalk(t.person.ID); err != nil {
			return err
		}
	}
	return tx.MarkHandled(t.questionOf(key), answer)
}
