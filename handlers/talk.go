package handlers

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"handslag/handlers/words"
	"handslag/locales"
	"handslag/store"
)

// A talk is what a person and the bot have come to in their messages: what was read last, which the next message may answer ("språkpraktik", "ja")
// or change ("nej, förra veckan"). It is kept in the store, so that it survives a restart.

// resume takes up the person's talk, where the request is a message and there is one. A message that was chosen by a shortcut stands alone:
// somebody else's "ja" agrees to nothing.
func (t *turn) resume() (*words.Reading, error) {
	if t.req.Door != Message || t.req.Message == "" {
		return nil, nil
	}
	talk, err := t.before()
	if err != nil || talk == nil {
		return nil, err
	}
	var said keptArgs
	if err := json.Unmarshal([]byte(talk.Args), &said); err != nil {
		return nil, err
	}
	t.talk, t.piece, t.later = talk, said.Piece, said.Also
	said.Args.Published, said.Args.Longer, said.Args.Channel = said.Published, said.Longer, said.Channel
	return &words.Reading{Command: talk.Command, Args: said.Args}, nil
}

// keptArgs are arguments as a talk keeps them, with what their own JSON is silent about, and what the bot waits for.
type keptArgs struct {
	words.Args
	Published bool     `json:"published,omitempty"`
	Longer    string   `json:"longer,omitempty"`
	Channel   string   `json:"channel,omitempty"`
	Piece     string   `json:"piece,omitempty"` // the field that is asked for
	Also      []string `json:"also,omitempty"`  // commands that come after it
}

// before is the talk in which the message was written.
func (t *turn) before() (*store.Talk, error) {
	if t.change.heard == nil {
		talk, err := t.tx.Talk(t.person.ID)
		return t.orQuestion(talk), err
	}
	var talk *store.Talk
	if err := json.Unmarshal([]byte(t.change.heard.Before), &talk); err != nil || talk == nil {
		return nil, err
	}
	_, over, err := t.tx.Handled(t.questionOf(talk.Key))
	if over {
		return nil, err
	}
	return talk, err
}

// answered takes the message as the answer to what the bot waits for, where it is one: "yes", "no", or a piece of what was asked for.
func (t *turn) answered(last *words.Reading) {
	if t.ofBirth != "" {
		t.means(words.Reading{})
		return
	}
	if t.talk == nil || t.talk.Waits == "" {
		if t.takesNext() {
			return
		}
		if said := plainly(t.text); slices.ContainsFunc(asides, func(id string) bool { return t.oneOf(said, id) }) { // to nothing
			t.means(words.Reading{})
		} else if t.talk != nil && t.saysWrong(last) {
			t.unclear = last
			t.means(words.Reading{})
		}
		return
	}
	switch said := plainly(t.text); {
	case t.oneOf(cmp.Or(plainly(t.otherwise()), said), "confirm.typed_unsure"): // is asked again
		t.takeText(last.Command)
		t.means(words.Reading{Command: last.Command, Args: last.Args, Certain: true})
	case t.talk.Waits == "yes" && (t.yesses(said) || t.yesAnd(said, last) || t.yesAndMore(said)):
		t.agreed, t.marks.once = true, t.talk.Key // its buttons have been answered too
		t.takeText(last.Command)
		t.means(words.Reading{Command: last.Command, Args: last.Args, Certain: true})
	case t.oneOf(said, "confirm.typed_no"):
		t.marks.once = t.talk.Key
		t.means(words.Reading{Command: "cancel", Certain: true})
	case t.chooses(last), t.refills(last):
	case t.saysWho(last):
		t.means(words.Reading{Command: last.Command, Args: last.Args, Certain: true})
	default:
		said, alone, plain := t.text, t.reading, t.afresh()
		if rest := t.otherwise(); rest != "" || t.reading.Command == "" {
			said = cmp.Or(rest, said)
			alone = t.words.Read(last.Command+" "+said, plain)
		}
		whole := t.words.Read(typed(last.Command, corrected(last, alone))+" "+said, plain)
		if t.adds(whole, last) {
			t.means(whole)
		}
	}
	if !t.agreed && !t.changesMeanwhile(last) {
		t.goOn(last)
		t.changesNothing(last)
	}
}

// asides are what changes no question that was asked before: a yes or a no, thanks, a greeting.
var asides = []string{"confirm.typed_yes", "confirm.typed_no", "unknown.thanks", "unknown.greetings"}

// yesses tells whether the message is nothing but ways of saying yes: "yes please, go ahead".
func (t *turn) yesses(said string) bool {
	for end := len(said); end > 0; end = strings.LastIndexByte(said[:end], ' ') {
		if t.oneOf(said[:end], "confirm.typed_yes") && (end == len(said) || t.yesses(said[end+1:])) {
			return true
		}
	}
	return false
}

// yesAnd tells whether the message says yes and once more what is asked about: "ja, boka den".
func (t *turn) yesAnd(said string, last *words.Reading) bool {
	first, rest, _ := strings.Cut(said, " ")
	return rest != "" && t.oneOf(first, "confirm.typed_yes") && t.reading.Refuse == "" && t.reading.Command == last.Command && reflect.DeepEqual(t.reading.Args, words.Args{})
}

// chooses takes the message as what it says of the piece that was asked for: one of the answers in its own words, or what would stand in the form's
// field.
func (t *turn) chooses(last *words.Reading) bool {
	c := lookup(last.Command)
	named := t.reading.Refuse == "name" && t.piece == "supervisor" // staff may be named
	if c == nil || c.plan == nil || t.reading.Refuse != "" && !named || t.tx == nil {
		return false
	}
	alone, command := t.args, t.command
	t.args, t.command = last.Args, c
	args, found := t.chosen(c, t.piece)
	t.args, t.command = alone, command
	switch {
	case found:
		t.means(words.Reading{Command: last.Command, Args: args, Certain: true})
	case t.wrong != "" && saidPieces[t.piece] > 0: // it is no order about the trainee that it speaks of
		t.means(words.Reading{})
		return true
	}
	return found
}

// points takes the message as one of a few answers, of which it says a word that no other has ("Nord"), or which in their order it is ("den andra").
func (t *turn) points(answers []answer, piece string) (words.Args, bool) {
	if len(answers) > mostAnswers {
		return words.Args{}, false
	}
	for _, lang := range locales.Languages {
		nth := slices.Index(strings.Split(t.all.Say(lang, "confirm.typed_nth", nil, nil), ","), plainly(t.without("confirm.typed_the", t.text)))
		if day := piece == "from" || piece == "to" || piece == "date"; nth >= 0 && nth < len(answers) && !day { // else it is the first of the month
			return answers[nth].args, true
		}
	}
	var of []answer
	for _, a := range answers {
		if label := strings.Fields(plainly(a.label)); piece == "" {
			if said := strings.Fields(plainly(t.text)); len(said) > 0 && !slices.ContainsFunc(said, func(w string) bool { return !slices.Contains(label, w) }) {
				of = append(of, a)
			}
		}
	}
	if len(of) != 1 {
		return words.Args{}, false
	}
	return of[0].args, true
}

// typedPieces are the fields whose text says by itself whether it fits them.
var typedPieces = []string{"slot", "count", "trainee", "from", "to", "date", "where", giver, "other", "extent", "channel", "months", "weekly"}

func (t *turn) chosen(c *command, piece string) (words.Args, bool) {
	before := t.args
	if said := t.reading.Args; said.Slot != 0 && (piece == "slot" || before.Slot != 0) && reflect.DeepEqual(said, words.Args{Slot: said.Slot}) { // "plats 4"
		return with(before, func(a *words.Args) { a.Slot = said.Slot }), true
	}
	if most := saidPieces[piece]; most > 0 {
		return before, !t.ownThing(most) && t.says(piece)
	}
	p, err := c.plan(t)
	if err != nil {
		return before, false // what is wrong is said when it is read
	}
	for _, a := range append(slices.Clone(p.answers), p.rest...) {
		if plainly(a.label) == plainly(t.text) {
			return a.args, true
		}
	}
	if args, ok := t.points(p.answers, piece); ok {
		return args, true
	}
	t.args = before
	switch said := t.reading.Args; {
	case piece == "trainee" && said.Trainee != "" && reflect.DeepEqual(said, words.Args{Trainee: said.Trainee}):
		return with(before, func(a *words.Args) { a.Trainee, a.Trainees = said.Trainee, nil }), true
	case !slices.Contains(typedPieces, piece):
		return before, false
	}
	reason, facts := t.fillOne(piece, t.text)
	if reason != "" && t.reading.Command == "" {
		t.wrong = t.say(reason, facts)
	}
	return t.args, reason == "" && !reflect.DeepEqual(t.args, before)
}

// means takes a reading in the place of what the message says by itself; it is answered in the message's language.
func (t *turn) means(r words.Reading) {
	r.Language = t.reading.Language
	t.reading, t.args, t.command = r, r.Args, lookup(r.Command)
}

// oneOf tells whether a text is one of those that a message lists, in either language.
func (t *turn) oneOf(said, id string) bool {
	return slices.ContainsFunc(locales.Languages, func(lang string) bool {
		return slices.Contains(strings.Split(t.h.said.Say(lang, id, nil, nil), ","), said)
	})
}

// asksMeanwhile tells whether the message asks something else in the midst of a talk, which goes on when it has been answered.
func (t *turn) asksMeanwhile() bool {
	return t.req.Door == Message && t.talk != nil && t.talk.Waits != "" && t.command != nil && !t.command.writes && t.command.name != t.talk.Command
}

// remark keeps what a message came to, or forgets it where it ends the talk.
func (t *turn) remark(tx *store.Tx, reply *Reply) error {
	switch {
	case t.req.Door != Message || t.person == nil || t.person.Outsider != "":
		return nil
	case t.req.Message == "" && reply.Result != "asked":
		return nil // somebody's message that was read by a shortcut is none of one's talk
	case t.command == nil && t.change.heard != nil:
		return nil // what its first version asked has been let go of already
	case t.command == nil && t.talk != nil && (t.talk.Waits == "piece" || t.reading.Refuse == "" && t.reading.Ask != "personnummer"):
		return nil // what was not understood changes nothing, nor does an answer that must not be said; but a yes to it is none to what was asked before
	case t.talk != nil && t.barred:
		return nil // nor does what the person may not do
	case t.asksMeanwhile():
		return nil // nor to ask something else before answering
	case t.command == nil || t.command.name == "cancel" || t.agreed:
		return t.endTalk(tx)
	}
	return t.keep(tx, t.req.ID, reply)
}

// keepAsked keeps a question that a button or a slash command came to, so that its answer may be typed too.
func (t *turn) keepAsked(tx *store.Tx, reply *Reply) error {
	key := cmp.Or(t.marks.once, t.req.ID)
	if _, answered, err := tx.Handled(t.questionOf(key)); err != nil || answered {
		return err
	}
	return t.keep(tx, key, reply)
}

func (t *turn) keep(tx *store.Tx, key string, reply *Reply) error {
	args, err := json.Marshal(keptArgs{t.args, t.args.Published, t.args.Longer, t.args.Channel, reply.piece, t.others()})
	if err != nil {
		return err
	}
	talk := store.Talk{Member: t.person.ID, Key: key, Command: t.command.name, Args: string(args)}
	if said := t.textToKeep(t.command.name); said != nil {
		talk.Text = *said
	}
	if reply.Result == "asked" {
		talk.Waits = "piece"
		if reply.agree {
			talk.Waits = "yes"
		}
	}
	var last []byte
	if t.command.writes { // nobody is disturbed about a question that can be asked again
		if last, err = posted(t.onlyFor(), t.req.Thread, t.say("cancel.late", Facts{"Command": t.label(t.command.name+".title", nil)}), nil); err != nil {
			return err
		}
	}
	return tx.KeepTalk(talk, t.to(), last)
}

// onlyFor is who alone sees a queued answer, where others are in the conversation.
func (t *turn) onlyFor() string {
	if t.req.Channel != "" {
		return t.req.User
	}
	return ""
}

// to is where a queued answer goes.
func (t *turn) to() string {
	switch channel, _, _ := strings.Cut(t.req.Message, " "); {
	case t.req.Channel != "":
		return t.req.Channel
	case t.req.Thread != "":
		return channel
	}
	return t.req.User
}

// mentions tells whether what somebody wrote has one of the words that a message lists, in either language.
func (t *turn) mentions(id string) bool {
	if t.req.Door != Message && t.req.Door != Slash {
		return false
	}
	said := " " + strings.Join(strings.FieldsFunc(strings.ToLower(t.text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
	return slices.ContainsFunc(locales.Languages, func(lang string) bool {
		return slices.ContainsFunc(strings.Split(strings.ToLower(t.all.Say(lang, id, nil, nil)), ","), func(word string) bool { return strings.Contains(said, " "+word+" ") })
	})
}
