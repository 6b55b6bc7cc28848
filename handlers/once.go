package handlers

import (
	"github.com/slack-go/slack"

	"handslag/store"
)

// once does a request in the writer's transaction, or gives what was answered when it came before.
func (t *turn) once(tx *store.Tx) (Reply, error) {
	before, done, err := t.handled(tx)
	if err != nil || done && (before != nil || t.queues()) {
		return Reply{Result: "again", Queued: t.queues(), payload: before}, err
	}
	if err := t.begin(tx); err != nil {
		return Reply{}, err
	}
	if done { // what was answered named somebody who is told of no more
		return t.again(), nil
	}
	if before, done, err = t.answeredBefore(); err != nil || done {
		return Reply{Result: "again", Queued: t.queues(), payload: before}, err
	}
	return t.carry(tx)
}

// handled gives what was answered when the request came before. A message has come before, too, where its change was told of first.
func (t *turn) handled(tx *store.Tx) ([]byte, bool, error) {
	before, done, err := tx.Handled(t.req.ID)
	if err != nil || done || t.req.Message == "" || t.change.heard != nil {
		return before, done, err
	}
	heard, err := tx.Heard(t.req.Message)
	return nil, heard != nil, err
}

// carry does what the request asks, in the writer's transaction.
func (t *turn) carry(tx *store.Tx) (Reply, error) {
	tx.Act(store.By{Member: t.person.ID, Door: string(t.req.Door), Command: t.reading.Command})
	reply, err := t.answer()
	if err != nil || reply.Errors != nil {
		return reply, err
	}
	if tx.Did() != 0 && t.marks.once != "" {
		if err := tx.Fulfil(t.marks.once, tx.Did()); err != nil {
			return reply, err
		}
	}
	if err := t.acted(); err != nil {
		return reply, err
	}
	if t.queues() {
		return reply, t.queue(tx, &reply)
	}
	if reply.Form != nil {
		return reply, nil // nothing was done; the trigger can be used but once
	}
	if reply.Result == "asked" {
		if err := t.keepAsked(tx, &reply); err != nil {
			return reply, err
		}
	}
	answer, err := reply.Message()
	if err != nil {
		return reply, err
	}
	if t.marks.once != "" {
		if err := tx.MarkHandled(t.question(), answer); err != nil {
			return reply, err
		}
		if err := tx.Mentions("answer:"+t.marks.once, answer); err != nil { // which it takes the place of
			return reply, err
		}
		if !t.tooLate() { // the question has been answered
			if err := t.endTalk(tx); err != nil {
				return reply, err
			}
		}
	}
	return reply, tx.MarkHandled(t.req.ID, answer)
}

// answeredBefore gives what was answered when another button of the same question was pressed.
func (t *turn) answeredBefore() ([]byte, bool, error) {
	if t.req.Door == Message || t.marks.once == "" {
		return nil, false, nil
	}
	return t.tx.Handled(t.question())
}

// question is by what the question is known that the request answers: one's own, whatever its button says.
func (t *turn) question() string { return t.questionOf(t.marks.once) }

func (t *turn) questionOf(key string) string { return "asked:" + t.req.User + ":" + key }

// queueOnce is queue for an answer that was found beside the writer, unless the request came before.
func (t *turn) queueOnce(tx *store.Tx, reply *Reply) error {
	_, done, err := t.handled(tx)
	if err != nil {
		return err
	}
	if done {
		*reply = Reply{Result: "again", Queued: true}
		return nil
	}
	return t.queue(tx, reply)
}

// queue puts the answer in the outbox and marks the request.
func (t *turn) queue(tx *store.Tx, reply *Reply) error {
	payload, err := posted(t.onlyFor(), t.req.Thread, reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	if err := tx.SendInstead("answer:"+t.req.ID, t.change.instead, t.to(), payload); err != nil {
		return err
	}
	if err := t.keepUp(tx, reply); err != nil {
		return err
	}
	if reply.Result == "unknown" {
		if err := t.countMissed(tx); err != nil {
			return err
		}
	}
	if t.marks.once != "" { // its buttons have been answered too, and say the same
		again, err := reply.Message()
		if err != nil {
			return err
		}
		if err := tx.MarkHandled(t.question(), again); err != nil {
			return err
		}
		if t.req.Door == Form {
			if err := t.endTalk(tx); err != nil {
				return err
			}
		}
	}
	reply.Queued = true
	return tx.MarkHandled(t.req.ID, nil)
}

// keepUp keeps what the message came to.
func (t *turn) keepUp(tx *store.Tx, reply *Reply) error {
	if err := t.supersede(tx); err != nil {
		return err
	}
	if t.change.aside {
		return t.hearVersion(tx)
	}
	if err := t.remark(tx, reply); err != nil {
		return err
	}
	return t.hear(tx, reply)
}

// tell puts a message to somebody else in the outbox, in their language. key makes it come once.
func (t *turn) tell(m *store.Member, key string, say func(voice) (string, []slack.Block)) error {
	text, blocks := say(voice{all: t.h.said, lang: m.Speaks(t.h.standard), reg: t.reg, year: t.year})
	payload, err := posted("", "", text, blocks)
	if err != nil {
		return err
	}
	return t.tx.Send(key, m.SlackID, payload)
}
