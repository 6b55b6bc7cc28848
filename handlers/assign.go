package handlers

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// assign gives somebody a role: manager or deputy of a unit, HR or coordinator. role:none says no to somebody who has asked.
func assign(t *turn) (Reply, error) {
	unit, role := t.args.Unit, t.args.Role
	who, err := t.personMeant()
	if err != nil {
		return Reply{}, err
	}
	if role == "" || (unit == "") == (role == "manager" || role == "deputy" || role == "none") {
		return t.done(t.say("assign.how", nil)), nil
	}
	if role == "none" {
		return t.deny(who, unit)
	}
	if err := t.tx.Approve(who.ID, role, unit); err != nil {
		return Reply{}, err
	}
	name := t.label("role."+role, nil)
	text := t.say("assign.done", Facts{"Person": mention(who), "Role": name})
	if unit != "" {
		text = t.say("assign.done_unit", Facts{"Person": mention(who), "Role": name, "Unit": t.reg.Tree.Name(unit)})
	}
	if err := t.welcome(who, role, unit); err != nil {
		return Reply{}, err
	}
	reply := t.done(text)
	reply.Replace = t.req.Door == Button
	return reply, nil
}

// personMeant gives the member whose mention or address was said.
func (t *turn) personMeant() (*store.Member, error) {
	said := strings.Trim(t.args.Person, "<@>")
	said, _, _ = strings.Cut(said, "|")
	if said == "" {
		return nil, store.Refuse("person_missing", nil)
	}
	find := t.tx.MemberBySlack
	if strings.Contains(said, "@") {
		find = t.tx.MemberByEmail
	}
	m, err := find(said)
	if err == nil && m == nil {
		return nil, store.Refuse("person_unknown", nil)
	}
	return m, err
}

func mention(m *store.Member) Markup {
	if m.SlackID == "" {
		return Markup(escaper.Replace(m.Email))
	}
	return Markup("<@" + m.SlackID + ">")
}

func (t *turn) deny(who *store.Member, unit string) (Reply, error) {
	if err := t.tx.Deny(who.ID, unit); err != nil {
		return Reply{}, err
	}
	name := t.reg.Tree.Name(unit)
	if err := t.tell(who, "denied:"+t.req.ID, func(v voice) (string, []slack.Block) {
		text := v.say("assign.denied_you", Facts{"Unit": name})
		return text, []slack.Block{section(text)}
	}); err != nil {
		return Reply{}, err
	}
	reply := t.done(t.say("assign.denied", Facts{"Person": mention(who), "Unit": name}))
	reply.Replace = t.req.Door == Button
	return reply, nil
}

// welcome tells the person what they can do now.
func (t *turn) welcome(who *store.Member, role, unit string) error {
	if who.SlackID == "" {
		return nil
	}
	name := t.reg.Tree.Name(unit)
	return t.tell(who, "assigned:"+role+":"+unit+":"+strconv.FormatInt(who.ID, 10)+":"+t.req.ID, func(v voice) (string, []slack.Block) {
		text := v.say("assign.you_"+role, Facts{"Unit": name})
		return text, []slack.Block{section(text), buttons(primary(v.label("help.title", nil), "help"))}
	})
}
