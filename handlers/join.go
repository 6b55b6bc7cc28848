package handlers

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// join lets somebody whom the bot does not know as a manager ask HR to be.
func join(t *turn) (Reply, error) {
	if t.args.Unit == "" {
		return t.form((&form{}).add(field{name: "where", hint: t.label("join.where_hint", nil)})), nil
	}
	unit := t.args.Unit
	if slices.Contains(t.person.Units(), unit) {
		return Reply{}, store.RefuseField("where", "unit_yours", store.Facts{"Unit": t.reg.Tree.Name(unit)})
	}
	people, err := t.tx.WithRole("hr", "")
	if err != nil {
		return Reply{}, err
	}
	id, fresh, err := t.tx.Ask(t.person.ID, unit)
	if err != nil {
		return Reply{}, err
	}
	if fresh {
		for i := range people {
			key := "join:" + strconv.FormatInt(id, 10) + ":" + strconv.FormatInt(people[i].ID, 10)
			if err := t.tell(&people[i], key, t.asked(unit)); err != nil {
				return Reply{}, err
			}
		}
	}
	if len(people) == 0 {
		return t.done(t.say("join.nobody", Facts{"Unit": t.reg.Tree.Name(unit)})), nil
	}
	return t.done(t.say("join.done", Facts{"Unit": t.reg.Tree.Name(unit)})), nil
}

// saysManager takes a message by somebody without a role who says to be a manager as the wish to become one in Handslag: of the unit that is named.
func (t *turn) saysManager() bool {
	if len(t.person.Roles) > 0 || t.req.Door != Message || t.agreed || t.args.Person != "" || t.command != nil && (t.command.name == "join" || t.command.who == everyone && t.command.name != "help") || !t.mentions("join.words") {
		return false
	}
	alone := t.words.Read("quota "+t.text, t.reads())
	t.means(words.Reading{Command: "join", Args: words.Args{Unit: alone.Args.Unit}, Certain: true})
	return true
}

// asked is what HR is told, in HR's language.
func (t *turn) asked(unit string) func(voice) (string, []slack.Block) {
	who := t.person
	return func(v voice) (string, []slack.Block) { return t.petition(v, who, unit) }
}

// petition tells of somebody's wish to be a unit's manager, with the two answers.
func (t *turn) petition(v voice, who *store.Member, unit string) (string, []slack.Block) {
	text := v.say("join.asked", Facts{"Person": mention(who), "Unit": t.reg.Tree.Name(unit)})
	return text, []slack.Block{section(text), buttons(
		primary(v.label("assign.approve", nil), "assign person:"+who.SlackID+" role:manager unit:"+unit),
		button(v.label("assign.deny", nil), "assign person:"+who.SlackID+" role:none unit:"+unit))}
}

// planJoin asks for the unit, and says what HR will be asked.
func planJoin(t *turn) (plan, error) {
	if t.args.Unit == "" {
		return plan{text: t.say("join.form", nil), facts: t.say("join.where_hint", nil), piece: "where"}, nil
	}
	if slices.Contains(t.person.Units(), t.args.Unit) {
		return plan{}, nil // which is said
	}
	return plan{text: t.say("join.plan", Facts{"Unit": t.reg.Tree.Name(t.args.Unit)})}, nil
}
