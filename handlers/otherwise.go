package handlers

import (
	"reflect"
	"strings"
	"time"

	"handslag/handlers/words"
	"handslag/locales"
)

// What a message says otherwise, or besides, of what the bot has asked about: "no, 2 of them", "ok but from week 36", "same but slot 12".

// goOn lets what was said before hold, where the message says nothing else and is no whole wish of its own: who the supervisor is, and the other
// end of a time.
func (t *turn) goOn(last *words.Reading) {
	a, was := &t.args, last.Args
	if t.command == nil || t.command.name != last.Command {
		return
	}
	if a.Slot != was.Slot || a.Trainee != was.Trainee {
		if alone := t.words.Read(t.text, t.afresh()); alone.Command == last.Command {
			return
		}
	}
	if kept := t.textToKeep(last.Command); kept != nil && *kept == "" {
		*kept = t.talk.Text
	}
	if a.From == "" && a.To >= was.From {
		a.From = was.From
	}
	if a.To == "" && a.From <= was.To && a.Longer == "" {
		a.To = was.To
	}
	if a.To == was.To && (a.From != was.From || a.Slot != was.Slot) && t.endsAsUsual(was) {
		a.To = ""
	}
	t.reading.Args = *a
}

// afresh is how a text is read before which nothing was said.
func (t *turn) afresh() words.Context {
	return words.Context{Now: t.context.Now, Language: t.context.Language}
}

// refills takes what the message says otherwise as a number alone: "nej, en", "nej, 18 månader".
func (t *turn) refills(last *words.Reading) bool {
	rest, piece := t.otherwise(), map[string]string{"erase": "months", "claim": "count", "publish": "count"}[last.Command]
	if piece == "" || rest == "" || t.reading.Refuse != "" || t.talk.Waits != "yes" || last.Args.Slot != 0 || len(last.Args.Slots) > 0 {
		return false
	}
	alone := t.args
	t.args = last.Args
	reason, _ := t.fillOne(piece, rest)
	filled := t.args
	if t.args = alone; reason != "" || reflect.DeepEqual(filled, last.Args) {
		return false
	}
	t.means(words.Reading{Command: last.Command, Args: filled, Certain: true})
	return true
}

// changesNothing tells whether the message says that something is to be otherwise and not what, so that asking the same again would be no answer.
func (t *turn) changesNothing(last *words.Reading) bool {
	if t.agreed || t.otherwise() == "" || t.command == nil || t.command.name != last.Command || t.reading.Ask != "" || !reflect.DeepEqual(t.args, last.Args) {
		return false
	}
	if kept := t.textToKeep(last.Command); kept != nil && *kept != t.talk.Text {
		return false
	}
	t.wrong = t.say("confirm.unchanged", nil)
	t.means(words.Reading{})
	return true
}

// saysWrong tells whether the message says that what was answered was not what was asked, and nothing that it makes another question of. What has
// been done since is what "that's wrong" is about.
func (t *turn) saysWrong(last *words.Reading) bool {
	c := lookup(last.Command)
	if c == nil || c.writes || t.reading.Refuse != "" {
		return false
	}
	if t.oneOf(plainly(t.text), "confirm.typed_wrong") {
		done, err := t.tx.Last(t.person.ID)
		if err != nil {
			return true // there is nothing that could be taken back
		}
		at, err := time.Parse(time.RFC3339, done[0].At)
		return err == nil && at.Before(t.talk.At)
	}
	return (t.otherwise() != "" || t.mentions("confirm.typed_only")) && t.reading.Command == last.Command && reflect.DeepEqual(t.reading.Args, last.Args)
}

// whatThen asks what was meant instead, with a form in which it can be put right.
func (t *turn) whatThen(last *words.Reading) Reply {
	change := marks{fix: true}.mark(typed(last.Command, last.Args))
	if last.Command == "explain" { // it offers all that can be explained
		change = "explain"
	}
	return t.done(t.say("read.unclear", nil), buttons(button(t.label("read.change", nil), change), button(t.label("help.title", nil), "help")))
}

// adds tells whether the message, read as the end of what was asked about, says more of it and is nothing of its own.
func (t *turn) adds(whole words.Reading, last *words.Reading) bool {
	own := t.reading.Command != "" && t.reading.Command != last.Command && t.reading.Certain && !reflect.DeepEqual(t.reading.Args, words.Args{}) && t.otherwise() == ""
	return !own && !t.whole(last) && !t.anew(last) && !again(t.reading.Args, last.Args) && t.reading.Refuse == "" && whole.Refuse == "" && whole.Certain && whole.Command == last.Command && !reflect.DeepEqual(whole.Args, last.Args)
}

// whole tells whether the message is a whole question over again, which what was said before is no part of: "prognos om takten halveras".
func (t *turn) whole(last *words.Reading) bool {
	c := lookup(last.Command)
	return c != nil && !c.writes && t.reading.Command == last.Command && t.reading.Certain && !reflect.DeepEqual(t.reading.Args, words.Args{}) && t.otherwise() == ""
}

// otherwise is what the message says after a no that it begins with, or a "yes, but", or a "make it": "no, 2 of them", "ok but from week 36". "" where
// it begins with none.
func (t *turn) otherwise() string {
	rest := t.text
	said := strings.Fields(t.text)
	for i, word := range said {
		word = plainly(word)
		if i == 0 && t.oneOf(word, "confirm.typed_no") || t.oneOf(word, "confirm.typed_but") && (i == 0 || t.yesses(plainly(strings.Join(said[:i], " ")))) {
			rest = strings.Join(said[i+1:], " ")
			break
		}
	}
	if rest = t.without("confirm.typed_make", rest); rest == t.text {
		return ""
	}
	return rest
}

// without is a text without those of a message's words that it begins with.
func (t *turn) without(id, text string) string {
	for _, lang := range locales.Languages {
		for _, lead := range strings.Split(t.all.Say(lang, id, nil, nil), ",") {
			if len(text) > len(lead) && strings.EqualFold(text[:len(lead)], lead) && text[len(lead)] == ' ' {
				text = strings.TrimSpace(text[len(lead):])
			}
		}
	}
	return text
}

// corrected is what was asked about, with what a message says otherwise: a count that was said stands before the text and would hold.
func corrected(last *words.Reading, alone words.Reading) words.Args {
	out := last.Args
	if alone.Command != last.Command {
		return out
	}
	old, now := reflect.ValueOf(&out).Elem(), reflect.ValueOf(alone.Args)
	for i := range now.NumField() {
		if !old.Field(i).IsZero() && !now.Field(i).IsZero() {
			old.Field(i).Set(now.Field(i))
		}
	}
	if alone.Args.Longer != "" { // "two weeks", and no day
		out.To = ""
	}
	return out
}

// anew tells whether the message says the same command over again, with a kind where one was named: "nej, boka språkpraktik på måndag".
func (t *turn) anew(last *words.Reading) bool {
	return t.reading.Command == last.Command && t.reading.Certain && t.args.Kind != "" && last.Args.Kind != "" && t.args.Kind != last.Args.Kind
}

// again tells whether the message names slots or trainees where some were named: these, and not those too.
func again(now, last words.Args) bool {
	slots := func(a words.Args) bool { return a.Slot != 0 || len(a.Slots) > 0 }
	trainees := func(a words.Args) bool { return a.Trainee != "" || len(a.Trainees) > 0 }
	return slots(now) && slots(last) || trainees(now) && trainees(last)
}
