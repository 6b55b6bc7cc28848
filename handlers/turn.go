package handlers

import (
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// turn is one request being answered.
type turn struct {
	voice
	h       *Handlers
	req     *Request
	tx      *store.Tx
	person  *store.Member
	words   *words.Vocabulary
	reading words.Reading
	command *command
	args    words.Args
	tasks   string // of a form: the free texts that are kept
	super   string
}

// begin finds out who asks, in which language, and what for.
func (t *turn) begin(tx *store.Tx) error {
	t.tx = tx
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	if t.person, err = tx.MemberBySlack(t.req.User); err != nil {
		return err
	}
	if t.person == nil {
		return ErrUnknown
	}
	t.voice = voice{all: t.h.said, lang: t.person.Speaks(t.h.standard), reg: reg, year: tx.Today().Year()}
	if t.words == nil || t.words != t.h.vocabulary(reg) { // the second time only where the organisation changed in between
		t.words = t.h.vocabulary(reg)
		t.reading = t.words.Read(t.req.Text, t.context())
	}
	if t.req.Door == Slash || t.req.Door == Message {
		t.lang = t.reading.Language // a question in the other language is answered in it
	}
	t.args = t.reading.Args
	t.command = lookup(t.reading.Command)
	return nil
}

func (t *turn) context() words.Context {
	return words.Context{Now: inZone(t.tx.Now.In(t.h.store.Zone()), t.person.TZ), Language: t.lang}
}

// changes tells whether the request is carried out by the writer: it writes, or its answer goes through the outbox.
func (t *turn) changes() bool {
	return t.queues() || t.command != nil && t.command.writes && t.person.Outsider == "" && !t.asks()
}

// queues tells whether the answer goes through the outbox, so that it comes once whatever happens in between.
func (t *turn) queues() bool { return t.req.Door == Message || t.req.Door == Form }

// asks tells whether the words have to be confirmed or cleared up before anything is written.
func (t *turn) asks() bool {
	switch t.req.Door {
	case Button, Form:
		return false
	case Message:
		return true
	}
	return !t.reading.Certain
}

// once does a request in the writer's transaction, or gives what was answered when it came before.
func (t *turn) once(tx *store.Tx) (Reply, error) {
	before, done, err := tx.Handled(t.req.ID)
	if err != nil {
		return Reply{}, err
	}
	if done {
		return Reply{Result: "again", Queued: t.queues(), payload: before}, nil
	}
	if err := t.begin(tx); err != nil {
		return Reply{}, err
	}
	tx.Act(store.By{Member: t.person.ID, Door: string(t.req.Door), Command: t.reading.Command})
	reply, err := t.answer()
	if err != nil || reply.Errors != nil {
		return reply, err
	}
	if t.queues() {
		return reply, t.queue(tx, &reply)
	}
	if reply.Form != nil {
		return reply, nil // nothing was done; the trigger can be used but once
	}
	answer, err := reply.Message()
	if err != nil {
		return reply, err
	}
	return reply, tx.MarkHandled(t.req.ID, answer)
}

// queue puts the answer in the outbox and marks the request.
func (t *turn) queue(tx *store.Tx, reply *Reply) error {
	payload, err := posted(reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	to := t.req.Channel
	if to == "" {
		to = t.req.User
	}
	if err := tx.Send("answer:"+t.req.ID, to, payload); err != nil {
		return err
	}
	reply.Queued = true
	return tx.MarkHandled(t.req.ID, nil)
}

// answer does what is asked, if the person may.
func (t *turn) answer() (Reply, error) {
	if t.person.Outsider != "" {
		return Reply{}, store.Refuse("outsider_"+t.person.Outsider, nil)
	}
	if t.reading.Refuse != "" {
		return t.guarded()
	}
	if t.command == nil {
		return t.unknown(), nil
	}
	if t.command.who&is(t.person, t.reg.Tree) == 0 {
		if len(t.person.Roles) == 0 {
			return Reply{}, store.Refuse("stranger", store.Facts{"HR": t.askWhom()})
		}
		return Reply{}, store.Refuse("not_allowed", store.Facts{"Command": t.label(t.command.name+".title", nil), "Who": t.say("who."+t.command.name, nil), "HR": t.askWhom()})
	}
	if t.reading.Ask != "" {
		return t.either(), nil
	}
	if t.req.Door == Form {
		if wrong := t.fill(); wrong != nil {
			return Reply{Errors: wrong, Result: "refused"}, nil
		}
	}
	if t.command.plan != nil && t.asks() {
		return t.confirm()
	}
	reply, err := t.command.run(t)
	if reply.Result == "" {
		reply.Result = "ok"
		if reply.Form != nil {
			reply.Result = "form"
		}
	}
	return reply, err
}

// askWhom names somebody in HR who can be asked; HR in general where none has been seen.
func (t *turn) askWhom() any {
	people, err := t.tx.WithRole("hr", "")
	if err != nil || len(people) == 0 {
		return t.label("refusal.hr", nil)
	}
	return mention(&people[0])
}

// confirm shows what will happen before what was read from free text is written. Where a piece is missing it is asked for.
func (t *turn) confirm() (Reply, error) {
	plan, err := t.command.plan(t)
	if err != nil {
		return Reply{}, err
	}
	if plan == "" { // a piece is missing: the handler asks for it
		return t.command.run(t)
	}
	return Reply{Text: plan, Result: "asked", Blocks: []slack.Block{section(plan), buttons(
		primary(t.label("confirm.yes", nil), t.typed()),
		button(t.label("confirm.no", nil), "cancel"))}}, nil
}

// typed is the request as a button's command.
func (t *turn) typed() string { return typed(t.command.name, t.args) }

// form shows a form: at once where the door has a trigger, else behind a button.
func (t *turn) form(f *form) Reply {
	if t.req.Door == Slash || t.req.Door == Button {
		return Reply{Form: f.view(t), Text: t.say(t.command.name+".form", nil)}
	}
	text := t.say(t.command.name+".form", nil)
	return Reply{Text: text, Result: "asked", Blocks: []slack.Block{section(text),
		buttons(primary(t.label("form.open", nil), t.typed()))}}
}

// done answers a button's press in the place of its message, and everything else by a message of its own.
func (t *turn) done(text string, blocks ...slack.Block) Reply {
	return Reply{Text: text, Blocks: append([]slack.Block{section(text)}, blocks...)}
}

// tell puts a message to somebody else in the outbox, in their language. key makes it come once.
func (t *turn) tell(m *store.Member, key string, say func(voice) (string, []slack.Block)) error {
	text, blocks := say(voice{all: t.h.said, lang: m.Speaks(t.h.standard), reg: t.reg, year: t.year})
	payload, err := posted(text, blocks)
	if err != nil {
		return err
	}
	return t.tx.Send(key, m.SlackID, payload)
}

// mine gives the unit that a manager's write is for: the one named, if it is the person's own, or the only one that the person has. "" where the
// person has to say which.
func (t *turn) mine() (string, error) {
	units := t.person.Units()
	switch {
	case t.args.Unit != "" && slices.Contains(units, t.args.Unit):
		return t.args.Unit, nil
	case t.args.Unit != "":
		return "", store.RefuseField("unit", "unit_not_yours", store.Facts{"Unit": t.reg.Tree.Name(t.args.Unit)})
	case len(units) == 1:
		return units[0], nil
	}
	return "", nil
}

// readable gives the units that a read is about: the one named, if it lies in the person's branch or the person is HR, else the person's own.
func (t *turn) readable() ([]string, error) {
	own := t.person.Units()
	if t.args.Unit == "" {
		return own, nil
	}
	within := func(root string) bool { return t.reg.Tree.Within(t.args.Unit, root) }
	if t.person.Has("hr") || slices.ContainsFunc(own, within) {
		return []string{t.args.Unit}, nil
	}
	return nil, store.RefuseField("unit", "unit_not_yours", store.Facts{"Unit": t.reg.Tree.Name(t.args.Unit)})
}

// today is the day it is in the municipality.
func (t *turn) today() store.Date { return t.tx.Today() }
