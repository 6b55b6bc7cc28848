package handlers

import (
	"encoding/json"

	"handslag/store"
)

// hear writes down what became of the message, so that the bot can follow when it is changed.
func (t *turn) hear(tx *store.Tx, reply *Reply) error {
	if t.req.Door != Message || t.req.Message == "" || t.person == nil || t.person.Outsider != "" {
		return nil
	}
	before, err := json.Marshal(t.talk)
	if err != nil {
		return err
	}
	after := sense{t.reading.Command, t.reading.Args, t.args, t.reading.Ask}
	if t.reading.Ask == "personnummer" {
		after = sense{Ask: t.reading.Ask}
	}
	h := store.Heard{Message: t.req.Message, Member: t.person.ID, Version: t.req.Version, Key: t.req.ID, Talk: t.req.ID, Answer: "answer:" + t.req.ID,
		Before: string(before), After: after.json(), Missed: reply.missed, Offered: reply.offered, Entry: tx.Did()}
	if t.goesOn() {
		first, err := tx.HeardAs(t.talk.Key)
		if err != nil {
			return err
		}
		if first != nil {
			h.Talk = first.Talk
		}
	}
	if t.change.heard != nil {
		return t.hearAnew(tx, h)
	}
	return tx.Hear(h)
}

// goesOn tells whether the message goes on with the talk that it was written in.
func (t *turn) goesOn() bool {
	if t.talk == nil || t.talk.Waits == "" || t.command == nil {
		return false
	}
	return t.agreed || t.command.name == "cancel" || t.command.name == t.talk.Command
}

// hearAnew writes down what became of a changed message. h is what would be written of it if it were new.
func (t *turn) hearAnew(tx *store.Tx, h store.Heard) error {
	c := &t.change
	h.Before = c.heard.Before
	if c.instead != "" {
		h.Answer = c.instead
	}
	if !c.same() {
		return tx.Hear(h)
	}
	h.Talk = c.heard.Talk
	if c.pending.ID != c.heard.ID { // the question is that of a later message
		asked := *c.pending
		asked.Key, asked.Answer = h.Key, h.Answer
		h.Key, h.Answer, h.After = c.heard.Key, c.heard.Answer, c.after.json()
		if err := tx.Hear(asked); err != nil {
			return err
		}
	}
	return tx.Hear(h)
}

// hearVersion writes down which version of a message has been seen, and leaves what became of it.
func (t *turn) hearVersion(tx *store.Tx) error {
	h := *t.change.heard
	h.Version = t.req.Version
	return tx.Hear(h)
}

// heardBefore gives what the person wrote last before this message, nil where that is longer ago than the bot remembers.
func (t *turn) heardBefore() (*store.Heard, error) {
	before := int64(0)
	if t.change.heard != nil {
		before = t.change.heard.ID
	}
	h, err := t.tx.LastHeard(t.person.ID, before)
	if err != nil || h == nil || !h.Fresh(t.tx.Now) {
		return nil, err
	}
	return h, nil
}
