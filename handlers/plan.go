package handlers

import (
	"cmp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// planFirst are the commands whose plan is shown however plainly they were said: what they change is others' work.
var planFirst = map[string]bool{"target": true, "transfer": true}

// plan is what is said before a write that was read from free text: what will happen, in one line, and below it what is good to know. Where a
// piece is missing, text asks for it and answers are what it may be. No text: the command itself has more to say.
type plan struct {
	text    string
	facts   string
	answers []answer // buttons where they are few, else a list
	rest    []answer // a list of what comes less often, below the buttons
	piece   string   // the field that is asked for, where the answer may be typed: as in a form
}

// answer is one of what a question may be answered by.
type answer struct {
	label string
	args  words.Args
	more  bool // with it something is still missing, so that the next question or the plan follows
}

// confirm shows the plan. Whichever button is pressed, the question is answered once.
func (t *turn) confirm() (Reply, error) {
	p, err := t.command.plan(t)
	if err != nil {
		return Reply{}, err
	}
	if p.text == "" {
		return t.command.run(t)
	}
	key := cmp.Or(t.marks.once, t.req.ID)
	reply := t.done(p.text)
	if p.facts != "" {
		reply.Text += "\n" + p.facts
		reply.Blocks = append(reply.Blocks, contextLine(p.facts))
	}
	few, listed := p.answers, p.rest
	if len(few) > mostAnswers {
		few, listed = nil, append(few, listed...)
	}
	reply.agree, reply.piece = len(p.answers) == 0 && p.piece == "", p.piece
	var offered []slack.BlockElement
	for _, a := range few {
		offered = append(offered, button(a.label, t.answers(key, a)))
	}
	no := "confirm.later"
	if reply.agree {
		offered, no = append(offered, primary(t.label("confirm.yes", nil), t.asking(key).mark(t.typed()))), "confirm.no"
	}
	if list := t.listed(key, listed); list != nil {
		placeholder := "confirm.choose"
		if len(few) > 0 {
			placeholder = "confirm.another"
		}
		list.Placeholder = plain(t.label(placeholder, nil), maxOption)
		offered = append(offered, list)
	}
	offered = append(offered, button(t.label(no, nil), t.asking(key).mark("cancel")))
	reply.Blocks = append(reply.Blocks, slack.NewActionBlock("", offered...))
	reply.Result = "asked"
	return reply, nil
}

// answers is the command that an answer types.
func (t *turn) answers(key string, a answer) string {
	m := t.asking(key)
	m.ask = a.more
	return m.mark(typed(t.command.name, a.args))
}

// listed has answers in a list to choose among; nil for none. What is too long for a list is left to be typed.
func (t *turn) listed(key string, of []answer) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	for _, a := range of[:min(len(of), maxChoices)] {
		if value := t.answers(key, a); len(value)+len("in:en ") <= maxValue {
			options = append(options, slack.NewOptionBlockObject(value, plain(a.label, maxOption), nil))
		}
	}
	if len(options) == 0 {
		return nil
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "choose", options...)
}

// among makes answers of choices: set says where what was chosen belongs.
func (t *turn) among(of []choice, set func(*words.Args, string)) []answer {
	out := make([]answer, len(of))
	for i, c := range of {
		out[i] = answer{label: c.text, args: with(t.args, func(a *words.Args) { set(a, c.value) }), more: true}
	}
	return out
}

// onDays makes answers of days that may be meant.
func (t *turn) onDays(set func(*words.Args, string), days ...store.Date) []answer {
	var of []choice
	for _, d := range days {
		if d != "" && !slices.ContainsFunc(of, func(c choice) bool { return c.value == string(d) }) {
			of = append(of, choice{string(d), capital(t.date(d))})
		}
	}
	return t.among(of, set)
}

// asking marks the buttons of a question that is asked now.
func (t *turn) asking(key string) marks { return marks{once: key, at: t.tx.Now.Unix()} }

// tooLate tells whether a button is of a question whose answer nobody waits for any more.
func (t *turn) tooLate() bool {
	asked := time.Unix(t.marks.at, 0)
	return t.req.Door == Button && t.marks.at != 0 && (!store.Recent(asked, t.tx.Now) || asked.After(t.tx.Now))
}

// ended says that a question has ended, and offers to ask it anew.
func (t *turn) ended(c *command, a words.Args) Reply {
	title := t.label(c.name+".title", nil)
	label := title
	if c.plan != nil {
		label = t.label("cancel.anew", nil)
	}
	reply := t.done(t.say("cancel.ended", Facts{"Command": title}), buttons(button(label, marks{ask: c.plan != nil}.mark(typed(c.name, a)))))
	reply.Result = "ended"
	return reply
}

// fulfilled answers the button of a question whose talk has come to what it asked about, by another answer.
func (t *turn) fulfilled() (Reply, bool, error) {
	if t.req.Door != Button || t.marks.once == "" || t.command.name == "cancel" {
		return Reply{}, false, nil
	}
	h, err := t.tx.HeardAs(t.marks.once)
	if err != nil || h == nil || h.Entry == 0 || h.Member != t.person.ID { // somebody else's question is theirs to know of
		return Reply{}, false, err
	}
	can, undone, err := t.tx.Undoable(h.Entry)
	if err != nil || undone {
		return Reply{}, false, err
	}
	return t.isDone("unknown.done", "unknown.done_undo", h.Entry, can), true, nil
}
