package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// mostSuggested is how many readings of what was not understood are offered.
const mostSuggested = 3

// missed answers what was not understood. The second time in a row other things are suggested, then all that the person can do is shown, and then
// whom to ask: nobody is told the same twice.
func (t *turn) missed() (Reply, error) {
	row, offered := 0, []string(nil)
	if t.req.Door == Message {
		before, err := t.heardBefore()
		if err != nil {
			return Reply{}, err
		}
		if before != nil {
			row, offered = before.Missed, strings.Fields(before.Offered)
		}
	}
	reply, names, err := t.missedFor(row, offered)
	reply.Result, reply.missed, reply.offered = "unknown", row+1, strings.Join(append(offered, names...), " ")
	if t.talk != nil && t.talk.Waits != "" && err == nil && row == 0 {
		waits := t.say("unknown.waits", Facts{"Command": t.label(t.talk.Command+".title", nil)})
		reply.Text += "\n" + waits
		reply.Blocks = append(reply.Blocks, contextLine(waits))
	}
	return reply, err
}

// missedFor answers what is the next in a row of what was not understood, and gives the commands that it suggests.
func (t *turn) missedFor(row int, offered []string) (Reply, []string, error) {
	switch {
	case row == 0:
		names := t.guesses(t.reading.Suggest, nil)
		if len(names) == 0 {
			return t.suggesting("unknown.help", nil), nil, nil
		}
		return t.suggesting("unknown.said", names), names, nil
	case row == 1:
		if names := t.guesses(append(slices.Clone(t.reading.Suggest), offeredFirst...), offered); len(names) > 0 {
			return t.suggesting("unknown.either", names), names, nil
		}
		fallthrough
	case row == 2:
		return t.menu(t.say("unknown.menu", nil)), nil, nil
	case t.person.Has("hr"):
		return t.suggesting("unknown.whom_hr", nil), nil, nil
	}
	text := t.say("unknown.whom", Facts{"HR": t.askWhom()})
	return t.done(text, buttons(button(t.label("help.title", nil), "help"))), nil, nil
}

// guesses are the first commands of a list that the person may give, without those that have been offered.
func (t *turn) guesses(of, offered []string) (names []string) {
	for _, name := range of {
		c := lookup(name)
		if c == nil || name == "help" || c.who&is(t.person, t.reg.Tree) == 0 || slices.Contains(offered, name) || slices.Contains(names, name) {
			continue
		}
		if names = append(names, name); len(names) == mostSuggested {
			break
		}
	}
	return names
}

// suggesting offers commands, and help beside them.
func (t *turn) suggesting(id string, names []string) Reply {
	var offered []*slack.ButtonBlockElement
	for _, name := range names {
		offered = append(offered, button(t.label(name+".title", nil), name))
	}
	return t.done(t.say(id, nil), buttons(append(offered, button(t.label("help.title", nil), "help"))...))
}

// unasked answers a yes or a no to what is not asked any more: what it asked for was done, or there is nothing to say yes to.
func (t *turn) unasked() (Reply, bool, error) {
	said := plainly(t.text)
	yes := t.oneOf(said, "confirm.typed_yes")
	if t.req.Door != Message || t.talk != nil && t.talk.Waits != "" || !yes && !t.oneOf(said, "confirm.typed_no") {
		return Reply{}, false, nil
	}
	before, err := t.heardBefore()
	if err != nil {
		return Reply{}, false, err
	}
	if before != nil && before.Entry != 0 {
		can, undone, err := t.tx.Undoable(before.Entry)
		if err != nil || !undone {
			return t.isDone("unknown.done", "unknown.done_undo", before.Entry, can), err == nil, err
		}
	}
	if !yes {
		return t.done(t.say("cancel.done", nil)), true, nil
	}
	return t.suggesting("unknown.unasked", nil), true, nil
}

// plainly is what somebody wrote without what is not said.
func plainly(text string) string {
	return strings.Trim(strings.ToLower(strings.TrimSpace(text)), ".!, ")
}

// countMissed counts the shape of what was not understood, so that the words can grow. What is refused is never counted.
func (t *turn) countMissed(tx *store.Tx) error {
	if t.reading.Refuse != "" || t.words == nil {
		return nil
	}
	return tx.CountShape(t.lang, t.words.Shape(t.text, t.context))
}
