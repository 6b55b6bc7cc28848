package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// contact tells whom to turn to: the coordinators and HR, and of a unit that is named who manages it.
func contact(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	if t.args.Unit != "" {
		line, err := t.managersLine(t.args.Unit)
		if err != nil {
			return Reply{}, err
		}
		return t.done(line), nil
	}
	lines, err := t.contacts()
	if err != nil {
		return Reply{}, err
	}
	return t.done(strings.Join(lines, "\n"), t.nextButtons("support", "quota")...), nil
}

// nextButtons are the commands that the person may go on with.
func (t *turn) nextButtons(names ...string) []slack.Block {
	var b []*slack.ButtonBlockElement
	for _, name := range names {
		if c := lookup(name); c != nil && c.who&is(t.person, t.reg.Tree) != 0 {
			b = append(b, button(t.label(name+".title", nil), name))
		}
	}
	if len(b) == 0 {
		return nil
	}
	return []slack.Block{buttons(b...)}
}

// contacts are lines of who answers for what, of those who have been seen: at least one, whom the manager has most to do with first.
func (t *turn) contacts() (lines []string, err error) {
	for _, of := range [...]struct{ role, said string }{{"coordinator", "contact.coordinator"}, {"hr", "contact.hr"}} {
		people, err := t.tx.WithRole(of.role, "")
		if err != nil {
			return nil, err
		}
		if len(people) > 0 {
			lines = append(lines, t.say(of.said, Facts{"People": Markup(t.some(mentions(people)))}))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, t.say("contact.nobody", nil))
	}
	return lines, nil
}

// managersLine tells who manages a unit and who stands in.
func (t *turn) managersLine(unit string) (string, error) {
	var people []store.Member
	for _, role := range []string{"manager", "deputy"} {
		found, err := t.tx.WithRole(role, unit)
		if err != nil {
			return "", err
		}
		people = append(people, found...)
	}
	name := t.reg.Tree.Name(unit)
	if len(people) == 0 {
		return t.say("contact.unit_nobody", Facts{"Unit": name}), nil
	}
	return t.say("contact.unit", Facts{"Unit": name, "People": Markup(t.some(slices.Compact(mentions(people))))}), nil
}

func mentions(people []store.Member) []string {
	out := make([]string, len(people))
	for i := range people {
		out[i] = string(mention(&people[i]))
	}
	return out
}
