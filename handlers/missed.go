package handlers

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// mostSuggested is how many readings of what was not understood are offered.
const mostSuggested = 3

// missed answers what was not understood. The second time in a row other things are suggested, then all that the person can do is shown, then whom
// to ask, and then what has not been suggested yet: nobody is told the same twice.
func (t *turn) missed() (reply Reply, err error) {
	if t.lately, err = t.missedBefore(); err != nil {
		return Reply{}, err
	}
	switch first := t.lately.row == 0; {
	case t.wrong != "" && first:
		reply, reply.missed = t.done(t.wrong), 1
	case t.unclear != nil && first:
		reply, reply.missed = t.whatThen(t.unclear), 1
	default:
		reply, err = t.missedIn()
	}
	reply.Result = "unknown"
	if err == nil && t.lately.row == 0 {
		t.sayWaits(&reply)
	}
	return reply, err
}

// sayWaits puts below an answer what the bot still waits for.
func (t *turn) sayWaits(reply *Reply) {
	if t.talk == nil || t.talk.Waits == "" {
		return
	}
	waits := t.say("unknown.waits", Facts{"Command": t.label(t.talk.Command+".title", nil)})
	reply.Text += "\n" + waits
	reply.Blocks = append(reply.Blocks, contextLine(waits))
}

// miss is what was not understood last.
type miss struct {
	id      string
	row     int      // how many in a row were not understood, this one included
	offered []string // the commands that were suggested for them
	ask     string   // what was asked, where that had no answers to choose among
	at      time.Time
	before  *miss
}

// missedBefore is what came just before, where that was not understood.
func (t *turn) missedBefore() (miss, error) {
	if t.req.Door != Message && t.req.Door != Slash {
		return miss{}, nil
	}
	if last, ok := t.h.missed.Load(t.req.User); ok && t.change.heard == nil {
		m := last.(*miss)
		if m.id == t.req.ID { // the same, sent again
			m = m.before
		}
		if m.row > 0 && store.Recent(m.at, t.tx.Now) {
			return *m, nil
		}
	}
	before, err := t.heardBefore()
	if err == nil && before != nil && before.Key == t.req.ID && t.change.heard == nil { // the same, sent again
		before, err = t.tx.LastHeard(t.person.ID, before.ID)
	}
	if err != nil || before == nil || !before.Fresh(t.tx.Now) {
		return miss{}, err
	}
	var was sense
	if err := json.Unmarshal([]byte(before.After), &was); err != nil {
		return miss{}, err
	}
	return miss{row: before.Missed, offered: strings.Fields(before.Offered), ask: was.Ask, at: before.At}, nil
}

// keepMissed remembers a slash command that was not understood until the person's next request; what a message came to stands in the store.
func (t *turn) keepMissed(reply *Reply) {
	last, there := t.h.missed.Load(t.req.User)
	switch {
	case reply.missed == 0 || t.req.Door != Slash:
		if there {
			t.h.missed.Delete(t.req.User)
		}
	case !there || last.(*miss).id != t.req.ID:
		before := t.lately
		before.before = nil
		t.h.missed.Store(t.req.User, &miss{id: t.req.ID, row: reply.missed, offered: strings.Fields(reply.offered), ask: t.reading.Ask, at: t.tx.Now, before: &before})
	}
}

// seenMissed tells whether there is something to remember of a slash command, or to forget.
func (t *turn) seenMissed(reply *Reply) bool {
	_, there := t.h.missed.Load(t.req.User)
	return (t.req.Door == Slash || t.req.Door == Button) && t.person != nil && (there || reply.missed > 0 || t.reading.Ask == "personnummer")
}

// keepAside keeps what came of a request that was answered beside the writer: a question, and what was not understood, as of a message.
func (t *turn) keepAside(tx *store.Tx, reply *Reply) error {
	if reply.Result == "asked" && t.command != nil {
		if err := t.keepAsked(tx, reply); err != nil {
			return err
		}
	}
	if reply.Result == "unknown" {
		if err := t.countMissed(tx); err != nil {
			return err
		}
	}
	return t.hearMissed(tx, reply)
}

// hearMissed writes down what was not understood, or that something has been since.
func (t *turn) hearMissed(tx *store.Tx, reply *Reply) error {
	if !t.seenMissed(reply) {
		return nil
	}
	return tx.Hear(store.Heard{Message: "slash " + t.req.ID, Member: t.person.ID, Key: t.req.ID, Talk: t.req.ID, Before: "null",
		After: sense{Ask: t.reading.Ask}.json(), Missed: reply.missed, Offered: reply.offered})
}

// missedIn answers what comes after others that were not understood, and counts it among them.
func (t *turn) missedIn() (Reply, error) {
	m := t.lately
	reply, names, err := t.missedFor(m.row, m.offered)
	reply.missed, reply.offered = m.row+1, strings.Join(append(slices.Clone(m.offered), names...), " ")
	return reply, err
}

// nothingToChoose asks for what has no answers to press. Asked in vain it is followed by what follows anything that was not understood.
func (t *turn) nothingToChoose(asked Reply) (reply Reply, err error) {
	asked.missed = 1
	if t.lately, err = t.missedBefore(); err != nil || t.lately.ask != t.reading.Ask {
		return asked, err
	}
	reply, err = t.missedIn()
	reply.Result = asked.Result
	if how := "ask.how_" + t.reading.Ask; err == nil && t.lately.row == 1 && t.all.Has(t.lang, how) {
		reply.Text = t.say("unknown.still", nil) + " " + t.say(how, nil)
		reply.Blocks[0] = section(reply.Text)
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
	case row > 3: // all else that the person can do, a few at a time
		if names := t.guesses(allNames(), append(slices.Clone(offered), "cancel", "join")); len(names) > 0 {
			return t.suggesting("unknown.more", names), names, nil
		}
	}
	if t.person.Has("hr") {
		return t.suggesting("unknown.whom_hr", nil), nil, nil
	}
	text := t.say("unknown.whom", Facts{"HR": t.askWhom()})
	return t.done(text, buttons(button(t.label("help.title", nil), "help"))), nil, nil
}

// allNames are the names of all commands.
func allNames() []string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.name
	}
	return names
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
	if last, err := t.tx.LastTalk(t.person.ID); err != nil || t.req.Message != "" && last != nil && last.Waits != "" {
		return t.late(last, err)
	}
	return t.suggesting("unknown.unasked", nil), true, nil
}

// late answers a yes that has come when the talk was over.
func (t *turn) late(last *store.Talk, err error) (Reply, bool, error) {
	if err != nil {
		return Reply{}, false, err
	}
	var said keptArgs
	if err := json.Unmarshal([]byte(last.Args), &said); err != nil {
		return Reply{}, false, err
	}
	c := lookup(last.Command)
	if c == nil {
		return t.suggesting("unknown.unasked", nil), true, nil
	}
	said.Args.Published = said.Published
	return t.ended(c, said.Args), true, nil
}

// lateAnswer answers what is no more than the piece that was asked for, when it has come after the talk was over.
func (t *turn) lateAnswer() (Reply, bool, error) {
	if t.req.Door != Message || t.req.Message == "" || t.reading.Command != "" || t.talk != nil && t.talk.Waits != "" {
		return Reply{}, false, nil
	}
	last, err := t.tx.LastTalk(t.person.ID)
	if err != nil || last == nil || last.Waits != "piece" {
		return Reply{}, false, err
	}
	var said keptArgs
	if err := json.Unmarshal([]byte(last.Args), &said); err != nil || saidPieces[said.Piece] > 0 {
		return Reply{}, false, err
	}
	args, command, reading := t.args, t.command, t.reading
	defer func() { t.args, t.command, t.reading, t.piece, t.wrong = args, command, reading, "", "" }()
	asked := words.Reading{Command: last.Command, Args: said.Args}
	if t.piece = said.Piece; !t.chooses(&asked) {
		whole := t.words.Read(typed(last.Command, said.Args)+" "+t.text, t.afresh())
		if !t.adds(whole, &asked) {
			return Reply{}, false, nil
		}
		t.means(whole)
	}
	return t.ended(t.command, t.args), true, nil
}

// plainly is what somebody wrote without what is not said.
func plainly(text string) string {
	return strings.Trim(strings.Join(strings.Fields(notSaid.Replace(strings.ToLower(text))), " "), ". ")
}

var notSaid = strings.NewReplacer(",", " ", "!", " ", ":+1:", "ok", ":thumbsup:", "ok", "👍", "ok", ":white_check_mark:", "ok")

// countMissed counts the shape of what was not understood, so that the words can grow. What is refused is never counted.
func (t *turn) countMissed(tx *store.Tx) error {
	if t.reading.Refuse != "" || t.words == nil {
		return nil
	}
	return tx.CountShape(t.lang, t.words.Shape(t.text, t.context))
}
