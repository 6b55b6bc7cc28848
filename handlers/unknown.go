package handlers

import (
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// guarded refuses a text that says what must not be said here. It tells what kind of thing was seen and never what it was.
func (t *turn) guarded() (Reply, error) {
	text := t.say("guard."+t.reading.Refuse, nil)
	blocks := []slack.Block{section(text)}
	if t.req.Door == Message {
		blocks = append(blocks, contextLine(t.say("guard.delete", nil)))
	}
	return Reply{Text: text, Blocks: blocks, Result: "guarded"}, nil
}

// unknown answers what was not understood with what it may have been.
func (t *turn) unknown() Reply {
	if slices.Contains(later, t.reading.Command) {
		text := t.say("later.said", nil)
		return Reply{Text: text, Blocks: []slack.Block{section(text), buttons(button(t.label("help.title", nil), "help"))}, Result: "later"}
	}
	text := t.say("unknown.said", nil)
	var offered []*slack.ButtonBlockElement
	for _, name := range t.reading.Suggest {
		if c := lookup(name); c != nil && c.who&is(t.person, t.reg.Tree) != 0 {
			offered = append(offered, button(t.label(name+".title", nil), name))
		}
	}
	offered = append(offered, button(t.label("help.title", nil), "help"))
	return Reply{Text: text, Blocks: []slack.Block{section(text), buttons(offered...)}, Result: "unknown"}
}

// either asks which of two readings was meant; each is a button that types it.
func (t *turn) either() Reply {
	text := t.say("ask."+t.reading.Ask, nil)
	var offered []*slack.ButtonBlockElement
	for _, c := range t.reading.Candidates[:min(5, len(t.reading.Candidates))] {
		if label, args, ok := t.meant(c); ok {
			offered = append(offered, button(label, typed(t.command.name, args)))
		}
	}
	reply := Reply{Text: text, Blocks: []slack.Block{section(text)}, Result: "asked"}
	if len(offered) > 0 {
		reply.Blocks = append(reply.Blocks, buttons(offered...))
	}
	return reply
}

// meant gives the arguments with a candidate in its place, and what it is called.
func (t *turn) meant(candidate string) (string, words.Args, bool) {
	args := t.args
	switch t.reading.Ask {
	case "unit":
		args.Unit = candidate
		return t.reg.Tree.Name(candidate), args, true
	case "kind":
		args.Kind = candidate
		return t.kind(candidate), args, true
	case "date":
		day := store.Date(candidate)
		switch t.command.name {
		case "end":
			args.Date = candidate
		case "summary", "quota":
			args.At = candidate
		default:
			args.From = candidate
		}
		return t.date(day), args, true
	}
	return "", args, false
}
