package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// guarded refuses a text that says what must not be said here. It tells what kind of thing was seen and never what it was.
func (t *turn) guarded() Reply {
	reply := t.done(t.say("guard."+t.reading.Refuse, nil))
	reply.Result = "guarded"
	t.sayDelete(&reply)
	reply.Blocks = append(reply.Blocks, t.offerReserve()...)
	return reply
}

// sayDelete asks below an answer that the message be deleted, by who wrote it: the bot can't.
func (t *turn) sayDelete(reply *Reply) {
	id := "guard.delete"
	switch {
	case t.req.Author != "" && t.req.Author != t.req.User:
		id = "guard.delete_others"
	case t.req.Author == "" && t.req.Message == "":
		return // it stands nowhere
	}
	text := t.say(id, nil)
	reply.Text += "\n" + text
	reply.Blocks = append(reply.Blocks, contextLine(text))
}

// unknown answers what was not understood with what it may have been.
func (t *turn) unknown() (Reply, error) {
	if t.ofBirth != "" {
		return t.onNumber(), nil
	}
	if t.oneOf(strings.Trim(plainly(t.text), "?:)"), "unknown.thanks") {
		return t.done(t.say("unknown.welcome", nil)), nil
	}
	if len(t.person.Roles) == 0 && t.wrong == "" { // "hej" from somebody new
		reply, err := help(t)
		reply.Result = "unknown"
		return reply, err
	}
	switch said := strings.Trim(plainly(t.text), "?:)"); {
	case said == "" && t.req.Files != "":
		return t.done(t.say("unknown.file", nil), buttons(button(t.label("help.title", nil), "help"))), nil
	case strings.TrimSpace(t.text) == "" && t.wrong == "": // a mention alone
		return help(t)
	case t.reading.Ask == "health":
		return t.sick(), nil
	case t.oneOf(said, "unknown.greetings"):
		return help(t)
	}
	if reply, ok, err := t.unasked(); ok || err != nil {
		return reply, err
	}
	if reply, ok, err := t.lateAnswer(); ok || err != nil {
		return reply, err
	}
	return t.missed()
}

// sick answers who says to be off sick, or that a colleague is: nothing is kept of it, and what may be a help is offered.
func (t *turn) sick() Reply {
	rest := marks{ask: true}.mark(typed("pause", words.Args{To: t.args.To}))
	return t.done(t.say("guard.sick", nil), buttons(button(t.label("pause.title", nil), rest), button(t.label("contact.title", nil), "contact")))
}

// either asks which of two readings was meant; each is a button that types it. What it writes is shown first.
func (t *turn) either() (Reply, error) {
	if c := t.onlyMeant(); c != nil {
		t.reading.Ask, t.reading.Command, t.reading.Certain, t.command = "", c.name, false, c
		return c.run(t)
	}
	text := t.say("ask."+t.reading.Ask, nil)
	var offered []*slack.ButtonBlockElement
	for _, candidate := range t.reading.Candidates[:min(mostAnswers, len(t.reading.Candidates))] {
		if label, c, args := t.meant(candidate); c != nil {
			m := marks{}
			if c.writes {
				m = t.asking(t.req.ID)
				m.ask = true
			}
			offered = append(offered, button(label, m.mark(typed(c.name, args))))
		}
	}
	if how := "ask.how_" + t.reading.Ask; len(offered) == 0 && t.all.Has(t.lang, how) {
		text += " " + t.say(how, nil)
	}
	reply := Reply{Text: text, Blocks: []slack.Block{section(text)}, Result: "asked"}
	switch {
	case len(offered) > 0:
		reply.Blocks = append(reply.Blocks, buttons(offered...))
	case t.reading.Ask != "personnummer":
		return t.nothingToChoose(reply)
	}
	return reply, nil
}

// onlyMeant is the only question that the person may ask of several that may be meant; nil where there are more, or none.
func (t *turn) onlyMeant() (only *command) {
	if t.reading.Ask != "command" {
		return nil
	}
	for _, candidate := range t.reading.Candidates {
		_, c, _ := t.meant(candidate)
		switch {
		case c == nil:
		case c.writes || only != nil:
			return nil
		default:
			only = c
		}
	}
	return only
}

// meant gives a candidate's command and arguments, and what it is called; no command where it can't be chosen by a button.
func (t *turn) meant(candidate string) (string, *command, words.Args) {
	args := t.args
	switch t.reading.Ask {
	case "unit":
		args.Unit = candidate
		return t.unitInFull(candidate), t.command, args
	case "kind":
		args.Kind = candidate
		return t.kind(candidate), t.command, args
	case "command":
		if c := lookup(candidate); c != nil && c.who&is(t.person, t.reg.Tree) != 0 {
			return t.label(candidate+".title", nil), c, args
		}
	case "date":
		switch t.command.name {
		case "end":
			args.Date = candidate
		case "summary", "quota", "trainees":
			args.At = candidate
		default:
			args.From = candidate
		}
		return t.date(store.Date(candidate)), t.command, args
	}
	return "", nil, args
}

// unitInFull names a unit, with what it belongs to where another has the same name.
func (t *turn) unitInFull(code string) string {
	name := t.reg.Tree.Name(code)
	for _, other := range t.reading.Candidates {
		if other == code || t.reg.Tree.Name(other) != name {
			continue
		}
		above, beside := t.reg.Tree.Unit(code).Parent, t.reg.Tree.Unit(other).Parent
		if above == beside || above == "" {
			return name + " (" + code + ")"
		}
		return name + " (" + t.reg.Tree.Name(above) + ")"
	}
	return name
}

// ownMeant takes the only one of the units that may be meant that is the person's own, for what can be done with one's own alone.
func (t *turn) ownMeant() bool {
	if t.reading.Ask != "unit" || !t.command.writes {
		return false
	}
	others := slices.DeleteFunc(slices.Clone(t.reading.Candidates), func(code string) bool { return !slices.Contains(t.person.Units(), code) })
	if len(others) != 1 {
		return false
	}
	t.args.Unit = others[0]
	return true
}
