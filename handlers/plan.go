package handlers

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
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
		m := t.asking(key)
		m.ask = a.more
		offered = append(offered, button(a.label, m.mark(typed(t.command.name, a.args))))
	}
	if len(p.answers) == 0 {
		offered = append(offered, primary(t.label("confirm.yes", nil), t.asking(key).mark(t.typed())))
	}
	no := "confirm.no"
	if len(p.answers) > 0 {
		no = "confirm.later"
	}
	offered = append(offered, button(t.label(no, nil), t.asking(key).mark("cancel")))
	reply := t.done(p.text)
	if p.facts != "" {
		reply.Text += "\n" + p.facts
		reply.Blocks = append(reply.Blocks, contextLine(p.facts))
	}
	reply.Blocks = append(reply.Blocks, buttons(offered...))
	reply.Result, reply.agree = "asked", len(p.answers) == 0
	return reply, nil
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
