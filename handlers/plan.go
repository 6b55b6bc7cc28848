package handlers

import (
	"cmp"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
)

// planFirst are the commands whose plan is shown however plainly they were said: what they change is others' work.
var planFirst = map[string]bool{"target": true, "transfer": true}

// plan is what is said before a write that was read from free text: what will happen, in one line, and below it what is good to know. Where a
// piece is missing that has few answers, text asks for it and answers are its buttons. No text: there is more to ask than fits, and the
// command's form asks it.
type plan struct {
	text    string
	facts   string
	answers []answer
}

// answer is one of a question's buttons.
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
	var offered []*slack.ButtonBlockElement
	for _, a := range p.answers {
		m := marks{once: key, ask: a.more}
		offered = append(offered, button(a.label, m.mark(typed(t.command.name, a.args))))
	}
	if len(p.answers) == 0 {
		offered = append(offered, primary(t.label("confirm.yes", nil), marks{once: key}.mark(t.typed())))
	}
	no := "confirm.no"
	if len(p.answers) > 0 {
		no = "confirm.later"
	}
	offered = append(offered, button(t.label(no, nil), marks{once: key}.mark("cancel")))
	reply := t.done(p.text)
	if p.facts != "" {
		reply.Text += "\n" + p.facts
		reply.Blocks = append(reply.Blocks, contextLine(p.facts))
	}
	reply.Blocks = append(reply.Blocks, buttons(offered...))
	reply.Result, reply.agree = "asked", len(p.answers) == 0
	return reply, nil
}
