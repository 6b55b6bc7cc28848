package handlers

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// A message may ask for several things: "släpp 99 och boka en språkpraktik v 40". The first is answered or asked about. The others are told of at once,
// and offered when the first has been answered.

// mostCuts is in how many places a text is looked at for a second request in it.
const mostCuts = 12

// mostAlso is how many requests beside the first are offered.
const mostAlso = 3

// anythingIn are the commands whose words may hold anything, so that what reads as a request in them is none.
var anythingIn = []string{"help", "explain", "cancel", "language", "remind", "support", "statement"}

// mayBeSeveral tells whether the message is of the kind in which there may be more requests than one.
func (t *turn) mayBeSeveral() bool {
	whole := &t.reading
	if t.req.Door != Message && t.req.Door != Slash || t.talk != nil && t.talk.Waits != "" || whole.Refuse != "" || whole.Ask == "personnummer" || whole.Ask == "health" {
		return false
	}
	command := lookup(whole.Command)
	return !(whole.Certain && command != nil && command.writes) && (whole.Command == "explain" || !slices.Contains(anythingIn, whole.Command))
}

// parted takes the first of several requests for what the message says, and keeps the others.
func (t *turn) parted(c words.Context) {
	whole := &t.reading
	command := lookup(whole.Command)
	if whole.Command == "explain" {
		t.explainBoth(c)
		return
	}
	parts, comma := t.requests(t.text, c)
	is := func(r words.Reading) bool { return r.Command == whole.Command }
	if parts == nil || command != nil && command.writes && !slices.ContainsFunc(parts, is) || whole.Command == "forecast" && (comma || whole.Args.Count != nil || whole.Args.Percent != nil) {
		return
	}
	first, also := parts[0], parts[1:]
	if whole.Ask != "" {
		// which of them was meant is answered by both
	} else if first.Command == whole.Command && !isWrite(first) {
		first = *whole // what stands last may be said of both
	} else if comma && len(parts) == 2 && is(also[0]) && !isWrite(first) && !isWrite(also[0]) {
		first, also = *whole, parts[:1]
	}
	first.Language = whole.Language
	first.Certain = first.Certain && !isWrite(first) // one asks before a part of a message is done
	t.reading = first
	for _, r := range also[:min(len(also), mostAlso)] {
		t.also = append(t.also, typed(r.Command, r.Args))
	}
}

func isWrite(r words.Reading) bool { return lookup(r.Command).writes }

// requests are those that a text makes, one after the other, and whether no more than a comma parts the first two; nil where it makes one or none.
func (t *turn) requests(text string, c words.Context) (parts []words.Reading, comma bool) {
	cuts := t.cuts(text)
	if len(cuts) > mostCuts {
		return nil, false
	}
	for _, cut := range cuts {
		before, after := text[:cut.from], text[cut.to:]
		first, ok := t.request(before, c)
		if !ok || len(strings.Fields(before)) < cut.words || len(strings.Fields(after)) < cut.words-1 {
			continue
		}
		if more, _ := t.requests(after, c); more != nil && !sameRequest(first, more[0]) && first.Command != "undo" {
			return append([]words.Reading{first}, more...), cut.comma
		}
		second, ok := t.request(after, c)
		if second.Command == "remind" && second.Certain && second.Refuse == "" && cut.words == 1 && (second.Args.Date != "" || second.Args.Every != "") { // "… och påminn mig på fredag"
			ok = true
		}
		if r, of := t.request(first.Command+" "+after, c); !ok && of && r.Args.Kind != "" && first.Args.Kind != "" { // "boka en praktik och en språkpraktik"
			second, ok = r, true
		}
		if ok && !isWrite(second) && (begunByNumber(after) || cut.comma && len(strings.Fields(after)) < cut.words) {
			ok = false
		}
		if ok && !sameRequest(first, second) && second.Command != "undo" && (first.Command != "undo" || cut.words == 1) { // "jag bokade fel plats, släpp 55" is one
			return []words.Reading{first, second}, cut.comma
		}
	}
	return nil, false
}

// explainBoth keeps the other of two things whose difference is asked about: "skillnaden mellan skapad och tillsatt".
func (t *turn) explainBoth(c words.Context) {
	for _, cut := range t.cuts(t.text) {
		other := t.words.Read("explain "+t.text[cut.to:], words.Context{Now: c.Now, Language: t.reading.Language})
		if term := other.Args.Term; cut.words == 1 && other.Certain && other.Command == "explain" && term != "" && t.reading.Args.Term != "" && term != t.reading.Args.Term {
			t.also = []string{typed("explain", words.Args{Term: term})}
			return
		}
	}
}

// begunByNumber tells whether a text goes on with a list: "plats 12 och 13 till hela kommunen".
func begunByNumber(text string) bool {
	text = strings.TrimLeft(text, " #")
	return text != "" && text[0] >= '0' && text[0] <= '9'
}

// request reads a part of a text by itself, and tells whether it is a whole request.
func (t *turn) request(text string, c words.Context) (words.Reading, bool) {
	r := t.words.Read(text, words.Context{Now: c.Now, Language: t.reading.Language})
	likely := r.Command != "" && r.Ask == "" && lookup(r.Command) != nil && !isWrite(r) && len(strings.Fields(text)) > 3
	return r, (r.Certain || likely) && r.Refuse == "" && !slices.Contains(anythingIn, r.Command) && lookup(r.Command) != nil
}

// ofOneTrainee are the reads whose words tell what a trainee does as well.
var ofOneTrainee = []string{"ending", "outcomes", "trainees"}

// sameRequest tells whether two parts say more of one thing: the same question, a write of which each has a piece, or when somebody begins and ends.
func sameRequest(a, b words.Reading) bool {
	if a.Command != b.Command {
		return isWrite(a) && a.Args.Trainee+b.Args.Trainee+a.Args.From != "" && slices.Contains(ofOneTrainee, b.Command)
	}
	return !isWrite(a) || reflect.DeepEqual(a.Args, b.Args) || len(a.Missing) > 0 || len(b.Missing) > 0
}

// cut is where a text may go over to something else.
type cut struct {
	from, to int // what belongs to neither side
	words    int // that stand before it at least
	comma    bool
}

// cuts are at a mark that ends or parts a sentence, and at an "and".
func (t *turn) cuts(text string) (out []cut) {
	end := 0
	for i, field := range strings.Fields(text) {
		start := end + strings.Index(text[end:], field)
		end = start + len(field)
		switch last := field[len(field)-1]; {
		case i > 0 && t.joins(field):
			out = append(out, cut{from: start, to: end, words: 1})
		case end < len(text) && last == ',':
			out = append(out, cut{from: end, to: end, words: 3, comma: true})
		case end < len(text) && strings.IndexByte(".;?!", last) >= 0:
			out = append(out, cut{from: end, to: end, words: 3})
		}
	}
	return out
}

// joins tells whether a word joins two requests.
func (t *turn) joins(word string) bool { return t.oneOf(strings.ToLower(word), "also.joins") }

// yesAndMore tells whether the message says yes and asks for something else besides, which is kept: "ja, och logga en praktikant där".
func (t *turn) yesAndMore(said string) bool {
	first, _, more := strings.Cut(said, " ")
	if !more || !t.oneOf(first, "confirm.typed_yes") || t.reading.Refuse != "" || t.reading.Ask == "personnummer" {
		return false
	}
	for _, cut := range t.cuts(t.text) {
		if !t.yesses(plainly(t.text[:cut.from])) {
			continue
		}
		rest := strings.TrimSpace(t.text[cut.to:])
		if word, after, _ := strings.Cut(rest, " "); t.joins(word) {
			rest = after
		}
		if r, ok := t.request(rest, t.afresh()); ok && r.Command != t.talk.Command && len(strings.Fields(rest)) > 1 {
			t.also = []string{typed(r.Command, r.Args)}
			return true
		}
	}
	return false
}

// others are the requests that the one being answered is followed by: of the same message, or of the talk that it goes on with.
func (t *turn) others() []string {
	goesOn := t.req.Door == Button || t.req.Door == Form || t.talk != nil && t.talk.Waits != "" && (t.agreed || t.command != nil && (t.command.name == "cancel" || t.command.name == t.talk.Command))
	if len(t.also) == 0 && goesOn {
		return t.later
	}
	return t.also
}

// endTalk ends the talk, unless something comes after it: then a yes takes that.
func (t *turn) endTalk(tx *store.Tx) error {
	others := t.others()
	if len(others) == 0 {
		return tx.EndTalk(t.person.ID)
	}
	r := t.words.Read(others[0], t.afresh())
	args, err := json.Marshal(keptArgs{Args: r.Args, Also: others})
	if err != nil {
		return err
	}
	return tx.KeepTalk(store.Talk{Member: t.person.ID, Key: t.req.ID, Command: r.Command, Args: string(args)}, "", nil)
}

// takesNext takes the message as a yes to the next of several requests.
func (t *turn) takesNext() bool {
	if t.talk == nil || len(t.later) == 0 || !t.yesses(plainly(t.text)) {
		return false
	}
	next := t.words.Read(t.later[0], t.afresh())
	t.means(next)
	t.also = t.later[1:]
	return true
}

// sayAlso tells of the other requests: what they are while the first is asked about, and a button for each when it has been answered.
func (t *turn) sayAlso(reply *Reply) {
	others := t.others()
	if len(others) == 0 || len(reply.Blocks) > maxBlocks-2 || reply.Form != nil || len(t.also) == 0 && reply.Result == "asked" {
		return
	}
	var what []string
	var offered []*slack.ButtonBlockElement
	for _, said := range others {
		r := t.words.Read(said, t.afresh())
		c := lookup(r.Command)
		if c == nil {
			continue
		}
		if own := lookup(ofOnesOwn[c.name]); own != nil && c.who&is(t.person, t.reg.Tree) == 0 {
			c, r.Args = own, words.Args{Unit: r.Args.Unit}
			said = typed(c.name, r.Args)
		}
		if !c.writes && t.command != nil && c.name == t.command.name && c.name != "explain" { // which has told of both
			continue
		}
		other := turn{voice: t.voice, command: c, args: r.Args}
		what = append(what, t.label("also.item", Facts{"What": other.readAs()}))
		offered = append(offered, button(t.label(c.name+".title", nil), marks{ask: c.writes}.mark(said)))
	}
	if len(what) == 0 {
		return
	}
	id := "also.next"
	if reply.Result == "asked" {
		id = "also.later"
	}
	said := t.say(id, Facts{"N": len(what), "What": t.list(what)})
	if len(reply.Blocks) == 0 {
		reply.Blocks = append(reply.Blocks, section(reply.Text))
	}
	reply.Text += "\n" + said
	reply.Blocks = append(reply.Blocks, contextLine(said))
	if reply.Result != "asked" {
		reply.Blocks = append(reply.Blocks, buttons(offered...))
	}
}
