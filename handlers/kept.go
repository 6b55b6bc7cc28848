package handlers

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"handslag/handlers/words"
	"handslag/locales"
)

// Some pieces are kept as they are said, a supervisor, the programme leader's sentence, what a decision is called. They stand in the talk until its yes and in no button.

// saidPieces are the fields that are kept as they are said, by how many words something is none of them when it reads as a thing of its own.
var saidPieces = map[string]int{"supervisor": 100, "sentence": 4, "decision": 4}

// ownThing tells whether the message is something else than the text that is waited for: a question, a command.
func (t *turn) ownThing(most int) bool {
	said := plainly(t.text)
	return strings.HasSuffix(said, "?") || t.oneOf(said, "confirm.typed_unsure") || t.oneOf(said, "confirm.typed_yes") ||
		t.reading.Refuse == "" && t.reading.Certain && len(strings.Fields(said)) <= most
}

// says takes the message as the text that is waited for, without the words that only lead up to it.
func (t *turn) says(piece string) bool {
	text := t.without("field.lead_"+piece, strings.TrimSpace(t.text))
	if piece == "supervisor" {
		text = strings.TrimRight(text, ".! ")
	}
	reason, facts := t.fillOne(piece, text)
	if strings.HasPrefix(reason, "refusal.") || reason == "field.wrong_me" {
		t.wrong = t.say(reason, facts)
	}
	return reason == "" && text != ""
}

// saysWho takes the message as who the supervisor is, where it says so in the midst of a talk about a trainee: "nej, handledaren är köksmästaren".
func (t *turn) saysWho(last *words.Reading) bool {
	text := cmp.Or(t.otherwise(), t.text)
	who := t.without("field.lead_supervisor", text)
	if last.Command != "trainee" || who == text || t.reading.Refuse != "" && t.reading.Refuse != "name" {
		return false
	}
	reason, _ := t.fillText("supervisor", strings.TrimRight(who, ".! "))
	return reason == ""
}

// namesWho takes up who the supervisor is, where the message says so beside the rest: "logga en praktikant på måndag, handledare är köksmästaren".
func (t *turn) namesWho() {
	if t.super != "" || t.req.Door != Message && t.req.Door != Slash {
		return
	}
	for _, part := range strings.FieldsFunc(t.text, func(r rune) bool { return r == ',' || r == ';' || r == '.' }) {
		part = strings.TrimSpace(part)
		who := t.without("field.lead_supervisor", part)
		leads := slices.ContainsFunc(locales.Languages, func(lang string) bool {
			return strings.HasPrefix(strings.ToLower(part), strings.ToLower(t.all.Say(lang, "field.supervisor", nil, nil)))
		})
		if leads && who != part {
			if reason, _ := t.fillText("supervisor", who); reason == "" {
				return
			}
		}
	}
}

// takeText takes up what is to be written down as it was said.
func (t *turn) takeText(command string) {
	if said := t.textToKeep(command); said != nil && t.talk != nil {
		*said = t.talk.Text
	}
}

// textToKeep is the text that a command keeps as it was said; nil where it keeps none.
func (t *turn) textToKeep(command string) *string {
	return map[string]*string{"trainee": &t.super, "correct": &t.super, "statement": &t.quote, "erase": &t.decision}[command]
}

// pressed takes up of the question whose button was pressed what it is going to write down as it was said, and what comes after it.
func (t *turn) pressed() error {
	if t.req.Door != Button && t.req.Door != Form || t.marks.once == "" || t.command == nil {
		return nil
	}
	talk, err := t.tx.Talk(t.person.ID)
	if err != nil || talk == nil || talk.Key != t.marks.once {
		return err
	}
	if said := t.textToKeep(t.command.name); said != nil {
		*said = talk.Text
	}
	var kept keptArgs
	err = json.Unmarshal([]byte(talk.Args), &kept)
	t.later = kept.Also
	return err
}
