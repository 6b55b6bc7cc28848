// Package handlers holds what a person can do and what the bot answers: one file a thing. A handler returns what to say and something else
// says it; none of them knows Slack's client. The table of what there is to do is in command.go.
package handlers

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"

	"handslag/handlers/words"
	"handslag/locales"
	"handslag/store"
)

// Door is how a request came.
type Door string

// The doors.
const (
	Slash   Door = "slash"
	Message Door = "message" // a direct message, or a mention
	Button  Door = "button"
	Form    Door = "form" // submitted
)

// Request is something that a person has asked for, by any door.
type Request struct {
	ID      string            // the same when Slack sends it again
	User    string            // Slack's ID of who asks, from the verified request
	Door    Door              // how it came
	Noun    string            // the slash command's own word, "plats": read before the text, silent about the language
	Files   string            // the names of files that came with the words: looked at for what must not come in, and by nothing else
	Text    string            // the words: typed, or of the button, or of the command that opened the form
	Values  map[string]string // of a submitted form, by field
	Sought  bool              // Slack has been asked about whom it names (Unseen)
	Again   bool              // it has been answered: what it did is told once more, and what it would only read is not
	Window  bool              // of a button on Home, or in a window over it: the answer is shown in a window (Reply.Form)
	Channel string            // where others see what was written: a queued answer is shown there to the person alone; "": it goes to the person
	Author  string            // Slack's ID of who wrote the message that a shortcut was used on; "" where none was
	Message string            // of what was written: Slack's channel and ts; "" where it stands nowhere
	Thread  string            // ts of the message in whose thread it was written, where the answer goes too
	Change  Change            // what has happened to the message since it was written
	Version string            // of a changed message: the ts of the change
}

// Change is what somebody does to a message that they have written.
type Change string

// The changes.
const (
	Edited  Change = "edited"
	Deleted Change = "deleted"
)

// Handlers answers requests. It may be used from any goroutine.
type Handlers struct {
	Responsible Responsible // set before the first request

	store    *store.Store
	said     *locales.Locales
	standard string // the language where nothing says otherwise
	log      *slog.Logger
	words    atomic.Pointer[vocabulary]
	making   sync.Mutex    // of words
	met      sync.Map      // *acquaintance by Slack ID
	missed   sync.Map      // *miss by Slack ID
	asked    sync.Map      // *question by Slack ID
	fresh    chan struct{} // see Asked
}

type vocabulary struct {
	reg *store.Register
	*words.Vocabulary
	known readings
}

// New makes the handlers of a store. standard is the language where nothing says otherwise.
func New(s *store.Store, said *locales.Locales, standard string, log *slog.Logger) *Handlers {
	return &Handlers{store: s, said: said, standard: standard, log: log, fresh: make(chan struct{}, 1)}
}

// ErrUnknown says that the person has not been seen before: whoever carries the request asks Slack who it is, tells store.Know, and asks again.
var ErrUnknown = errors.New("the person is not known yet")

// Answer does what a request asks and gives what to say. The only errors are ErrUnknown and Unseen; all else has a reply.
//
// A write, the mark that the request is done and the messages that follow from it stand or fall together: the same request again gives the same
// answer and has no second effect. What came as a message or a form is answered through the outbox (Reply.Queued), for the same reason.
func (h *Handlers) Answer(ctx context.Context, req Request) (Reply, error) {
	t := h.turn(req)
	defer t.free()
	reply, err := t.run(ctx)
	if unknownPeople(err) {
		return Reply{}, err
	}
	if err != nil {
		reply = h.no(ctx, t, err)
	}
	t.keepMissed(&reply)
	t.keepQuestion(&reply)
	reply.Command = t.reading.Command
	t.inWindow(&reply)
	return reply, nil
}

// run has a read answered beside the writer and a write by it. What the words say is made out before the writer is taken, with what is
// remembered of the person; who the person is and what they may is found out in the transaction that acts on it.
func (t *turn) run(ctx context.Context) (reply Reply, err error) {
	if t.req.Change != "" {
		err = t.h.store.Write(ctx, func(tx *store.Tx) error { reply, err = t.changed(tx); return err }, t.req.ID)
		return reply, err
	}
	if !t.guess() || !t.changes() {
		err = t.h.store.Read(ctx, func(tx *store.Tx) (err error) {
			if err = t.begin(tx); err != nil || t.changes() && t.person.Outsider == "" {
				return err
			}
			before, done, err := t.answeredBefore()
			if err != nil || done {
				reply = Reply{Result: "again", payload: before}
				return err
			}
			reply, err = t.answer()
			return err
		})
	}
	switch {
	case err != nil || reply.Errors != nil:
	case reply.Result == "":
		err = t.h.store.Write(ctx, func(tx *store.Tx) (err error) {
			if reply, err = t.once(tx); err != nil {
				return err
			}
			return t.hearMissed(tx, &reply)
		}, t.req.ID)
	case t.queues():
		err = t.h.store.Write(ctx, func(tx *store.Tx) error { return firstOf(t.queueOnce(tx, &reply), t.leave(tx, &reply)) }, t.req.ID)
	case reply.after != nil:
		err = t.h.store.Write(ctx, func(tx *store.Tx) error { return firstOf(t.leave(tx, &reply), t.hearMissed(tx, &reply)) })
	case reply.Result == "unknown" || reply.Result == "asked" && t.command != nil || t.seenMissed(&reply):
		err = t.h.store.Write(ctx, func(tx *store.Tx) error { return t.keepAside(tx, &reply) })
	}
	return reply, err
}

// leave does what a read leaves behind.
func (t *turn) leave(tx *store.Tx, reply *Reply) error {
	if reply.after == nil {
		return nil
	}
	t.tx = tx
	tx.Act(store.By{Member: t.person.ID, Door: string(t.req.Door), Command: t.reading.Command})
	return reply.after(t)
}

// no says a refusal or a fault. To a message or a form it is queued like any other answer.
func (h *Handlers) no(ctx context.Context, t *turn, err error) Reply {
	reply := h.refusal(t, err)
	if reply.Errors != nil || !t.queues() {
		return reply
	}
	if err := h.store.Write(ctx, func(tx *store.Tx) error { return t.queueOnce(tx, &reply) }); err != nil {
		h.log.Error("the answer could not be queued", "error", err)
	}
	return reply
}

// refusal turns an error into what is said: a Refusal in the person's language, at its field where it has one; a fault by its reference.
func (h *Handlers) refusal(t *turn, err error) Reply {
	v := t.voice
	if v.all == nil {
		v = voice{all: h.said, lang: cmp.Or(t.lang, h.standard)}
	}
	r := store.AsRefusal(err)
	if r == nil {
		return h.Fault(v.lang, err, "command", t.reading.Command, "door", string(t.req.Door))
	}
	text := capital(v.say("refusal."+r.Reason, Facts(r.Facts)))
	if field := t.formField(r.Field); field != "" {
		return Reply{Errors: map[string]string{field: capital(v.label("refusal."+r.Reason, Facts(r.Facts)))}, Result: "refused"}
	}
	reply := Reply{Text: text, Result: "refused"}
	if own := ofOnesOwn[t.reading.Command]; r.Reason == "not_allowed" && own != "" && t.person.Has("manager", "deputy") {
		reply.Blocks = append(reply.Blocks, section(text), buttons(button(v.label(own+".title", nil), own)))
		t.keepLanguage(&reply)
	}
	if whole := ofTheWhole[t.reading.Command]; r.Reason == "not_yours" && whole != "" {
		what := words.Args{Term: whole, What: "rows", Unit: t.reading.Args.Unit, Kind: t.reading.Args.Kind}
		reply.Blocks = append(reply.Blocks, section(text), buttons(button(v.label("explain.rows_"+whole, nil), typed("explain", what)), button(v.label("summary.title", nil), typed("summary", words.Args{Unit: what.Unit}))))
		t.keepLanguage(&reply)
	}
	if r.Reason == "stranger" {
		reply.Blocks = append(reply.Blocks, section(text), buttons(primary(v.label("join.button", nil), "join")))
		t.keepLanguage(&reply)
	}
	if t.barred && t.talk != nil && t.talk.Waits != "" { // a yes would be to that
		if len(reply.Blocks) == 0 {
			reply.Blocks = append(reply.Blocks, section(text))
		}
		t.sayWaits(&reply)
	}
	t.sayAlso(&reply)
	return reply
}

// Fault tells a person that something went wrong, with a reference that the log has too, beside what else it is told.
func (h *Handlers) Fault(lang string, err error, about ...any) Reply {
	ref := "F-" + rand.Text()[:6]
	h.log.Error("fault", append([]any{"reference", ref, "error", err}, about...)...)
	return Reply{Text: h.said.Say(lang, "fault.said", Facts{"Reference": ref}, nil), Result: "fault"}
}

// vocabulary gives the words for a register, made anew when the organisation has changed.
func (h *Handlers) vocabulary(reg *store.Register) *vocabulary {
	if v := h.words.Load(); v != nil && v.reg == reg {
		return v
	}
	h.making.Lock() // the words of many units take a while, which is better waited for than done twice
	defer h.making.Unlock()
	if v := h.words.Load(); v != nil && v.reg == reg {
		return v
	}
	units := make([]words.Unit, 0, len(reg.Tree.Codes()))
	for _, code := range reg.Tree.Codes() {
		u := reg.Tree.Unit(code)
		units = append(units, words.Unit{Code: u.Code, Name: u.Name, Aliases: u.Aliases, Kind: u.Kind, Parent: u.Parent})
	}
	open, closed := reg.KindNames("")
	programmes := make([]words.Programme, len(reg.Programmes))
	for i, p := range reg.Programmes {
		programmes[i] = words.Programme{Key: p.Key, Names: []string{p.NameSV, p.NameEN}}
	}
	v := &vocabulary{reg: reg, Vocabulary: words.New(units, append(open, closed...), programmes...)}
	h.words.Store(v)
	return v
}

// Warm reads the words, which takes a while the first time. It may run beside the opening of the store.
func Warm() { words.Warm() }

// UseWords adds an organisation's own words, in sv.toml and en.toml of a directory, to what is read from then on.
func UseWords(dir string) error { return words.Use(dir) }

// CheckWords counts them, and says what is wrong with them by file and line.
func CheckWords(dir string) (int, error) { return words.Check(dir) }
