package handlers

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/locales"
	"handslag/store"
)

// turn is one request being answered.
type turn struct {
	voice
	h        *Handlers
	req      *Request // received
	received Request
	marks    marks
	text     string // of the request, without the marks
	tx       *store.Tx
	person   *store.Member
	own      string // the person's language
	words    *words.Vocabulary
	context  words.Context
	reading  words.Reading
	command  *command
	args     words.Args
	tasks    string // of a form: the free texts that are kept
	super    string
	decision string
	quote    string         // of a form: the programme leader's sentence
	talk     *store.Talk    // that the message goes on with
	piece    string         // that it asks for
	wrong    string         // what is wrong with the message as the piece that is asked for
	unclear  *words.Reading // what was answered last, where the message says that it was wrong
	ofBirth  string         // "yes" or "no": what the message says of a number that was asked about
	lately   miss           // that came just before
	change   change         // of a message that was heard before
	also     []string       // commands that the message asks for beside the first
	later    []string       // commands that come when what the talk is about is done
	barred   bool           // the person may not do what the message asks
	agreed   bool           // the message says yes to what was going to be done
}

// turns are those that have been answered, for the next: a turn is a tenth of what a claim leaves behind in memory.
var turns = sync.Pool{New: func() any { return &turn{} }}

// turn begins a request. free ends it.
func (h *Handlers) turn(req Request) *turn {
	t := turns.Get().(*turn)
	t.h, t.received, t.text = h, req, req.Text
	t.req = &t.received
	if req.Door == Button || req.Door == Form {
		t.marks, t.text = unmarked(req.Text)
	}
	return t
}

// free gives the turn's room back; nothing of it is used after that.
func (t *turn) free() {
	*t = turn{}
	turns.Put(t)
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
	t.own = t.person.Speaks(t.h.standard)
	t.voice = voice{all: t.h.said, lang: t.own, reg: reg, year: tx.Today().Year()}
	t.h.remember(t.person, t.own)
	t.talk, t.later, t.agreed, t.barred, t.wrong, t.unclear = nil, nil, false, false, "", nil
	if t.req.Door == Message {
		t.marks = marks{}
	}
	last, err := t.resume()
	if err != nil {
		return err
	}
	t.read(t.h.vocabulary(reg), words.Context{Now: inZone(tx.Now.In(t.h.store.Zone()), t.person.TZ), Language: t.own, Last: last})
	if t.ofBirth, err = t.saysOfNumber(); err != nil {
		return err
	}
	if t.req.Door == Message {
		t.answered(last)
	}
	return t.pressed()
}

// read makes out what the words say, unless that has been done with the same vocabulary, for the same person on the same day.
func (t *turn) read(v *vocabulary, c words.Context) {
	if t.words != v.Vocabulary || t.context.Language != c.Language || t.context.Last != c.Last || !sameDay(t.context.Now, c.Now) {
		t.words, t.context = v.Vocabulary, c
		t.reading = *t.readWords(v, &c)
		if t.req.Files != "" {
			if named := words.Guard(t.req.Files, c.Now); named.Refuse != "" || named.Ask {
				t.reading = words.Reading{Language: t.reading.Language, Refuse: cmp.Or(named.Refuse, "personnummer")}
			}
		}
		if t.also = nil; t.mayBeSeveral() {
			t.parted(c)
		}
	}
	switch {
	case t.alone():
		t.lang = c.Language
	case t.req.Door == Slash || t.req.Door == Message: // a question in the other language is answered in it
		t.lang = t.reading.Language
	case t.req.Door == Button && t.reading.Command != "language" && slices.Contains(locales.Languages, t.reading.Args.Language):
		t.lang = t.reading.Args.Language // "in English"
	case t.marks.lang != "":
		t.lang = t.marks.lang
	}
	t.args = t.reading.Args
	if t.args.Gone {
		t.args.What = gone
	}
	if t.req.Door != Button {
		t.args.Entry, t.args.Page = 0, 0 // "ångra 2 platser" names no entry
	}
	if t.command = lookup(t.reading.Command); t.reading.Ask == "personnummer" {
		t.command = nil // nothing is done with it, nor kept of it
	}
}

// spoken is the text with the slash command's own word before it. That word is silent about the language: who types /plats in English is
// answered in English, and /slot alone in the person's own.
func (t *turn) spoken(v *words.Vocabulary, c *words.Context) string {
	n, there := nouns[t.req.Noun]
	switch {
	case t.alone():
		return cmp.Or(n.alone, "help")
	case !there:
		return t.text
	}
	c.Language = v.Language(t.text, *c)
	if c.Language == "en" {
		return n.en + " " + t.text
	}
	return n.sv + " " + t.text
}

// alone tells whether a slash command came without words.
func (t *turn) alone() bool { return t.req.Door == Slash && strings.TrimSpace(t.text) == "" }

// changes tells whether the request is carried out by the writer.
func (t *turn) changes() bool {
	return t.command != nil && t.command.writes && !(t.command.plan != nil && t.asks())
}

// queues tells whether the answer goes through the outbox, so that it comes once whatever happens in between.
func (t *turn) queues() bool { return t.req.Door == Message || t.req.Door == Form }

// asks tells whether the words have to be confirmed or cleared up before anything is written.
func (t *turn) asks() bool {
	switch t.req.Door {
	case Form:
		return false
	case Button:
		return t.marks.ask
	case Message:
		return !t.agreed
	}
	return !t.reading.Certain || planFirst[t.command.name]
}

// answer does what is asked, if the person may.
func (t *turn) answer() (Reply, error) {
	if t.req.Again && !t.queues() && !t.changes() {
		return t.again(), nil
	}
	reply, err := t.reply()
	if err != nil {
		return reply, err
	}
	if t.req.Again && reply.Form != nil {
		return t.again(), nil
	}
	if reply.Result == "" {
		reply.Result = "ok"
		if reply.Form != nil {
			reply.Result = "form"
		}
	}
	if reply.Result == "ok" && t.likely() {
		t.sayHowRead(&reply)
	}
	if t.asksMeanwhile() {
		t.sayWaits(&reply)
	} else {
		t.sayAlso(&reply)
	}
	if t.marks.once != "" && t.req.Door == Button {
		reply.Replace = true // the question has been answered
	}
	t.keepProgramme(&reply)
	t.keepLanguage(&reply)
	return reply, nil
}

func (t *turn) reply() (Reply, error) {
	switch {
	case t.person.Outsider != "":
		return Reply{}, store.Refuse("outsider_"+t.person.Outsider, nil)
	case t.tooLate() && t.command != nil && t.command.name != "cancel":
		return t.ended(t.command, t.args), nil
	case t.reading.Refuse != "":
		return t.guarded(), nil
	case t.reading.Ask == "personnummer":
		return t.either()
	case t.saysManager():
		return t.confirm()
	case t.command == nil:
		return t.unknown()
	}
	t.takeUp()
	if err := t.allowed(); err != nil {
		t.barred = true
		return t.ownInstead(err)
	}
	if reply, done, err := t.fulfilled(); done || err != nil {
		return reply, err
	}
	if t.reading.Ask != "" && !t.ownMeant() {
		return t.either()
	}
	if t.marks.fix && t.req.Door == Button {
		return t.correction(), nil
	}
	if t.req.Door == Form {
		if wrong := t.fill(); wrong != nil {
			return Reply{Errors: wrong, Result: "refused"}, nil
		}
	}
	if t.command.plan != nil && t.asks() {
		return t.confirm()
	}
	return t.command.run(t)
}

// again is what a request gets that has been answered, and has left nothing behind that could be told once more.
func (t *turn) again() Reply { return Reply{Text: t.say("slow.again", nil), Result: "again"} }

// typed is the request as a button's command.
func (t *turn) typed() string { return typed(t.command.name, t.args) }

// form shows a form: at once where the door has a trigger, else behind a button.
func (t *turn) form(f *form) Reply {
	text := t.say(t.command.name+".form", nil)
	if t.req.Door == Slash || t.req.Door == Button {
		return Reply{Form: f.view(t), Text: text}
	}
	return Reply{Text: text, Result: "asked", Blocks: []slack.Block{section(text),
		buttons(primary(t.label("form.open", nil), marks{once: t.req.ID}.mark(t.typed())))}}
}

// done is an answer of one text, with what can be done next below it.
func (t *turn) done(text string, blocks ...slack.Block) Reply {
	return Reply{Text: text, Blocks: append([]slack.Block{section(text)}, blocks...)}
}

// today is the day it is in the municipality.
func (t *turn) today() store.Date { return t.tx.Today() }

// here is the day where the person is.
func (t *turn) here() store.Date { return store.DateOf(t.context.Now) }
