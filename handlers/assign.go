package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// assign gives somebody a role: manager or deputy of a unit, HR or coordinator. role:none says no to somebody who has asked.
func assign(t *turn) (Reply, error) {
	if t.args.Person == "" && t.args.Role == "" && t.args.Unit == "" {
		return t.done(t.say("assign.how", nil)), nil
	}
	who, err := t.personMeant()
	if err != nil {
		return Reply{}, err
	}
	unit, role := t.args.Unit, t.args.Role
	switch {
	case !t.wholeRole():
		return t.done(t.say("assign.how", nil)), nil
	case role == "none":
		return t.deny(who, unit)
	case slices.Contains(who.Roles, store.Role{Role: role, Unit: unit}):
		return t.decided(t.say("assign.already"+andUnit(unit), t.roleFacts(who))), nil
	}
	if err := t.tx.Approve(who.ID, role, unit); err != nil {
		return Reply{}, err
	}
	if err := t.welcome(who, role, unit); err != nil {
		return Reply{}, err
	}
	return t.decided(t.say("assign.done"+andUnit(unit), t.roleFacts(who))), nil
}

// wholeRole tells whether a role was said, with a unit where it has one.
func (t *turn) wholeRole() bool {
	switch t.args.Role {
	case "manager", "deputy", "none":
		return t.args.Unit != ""
	case "hr", "coordinator":
		t.args.Unit = ""
		return true
	}
	return false
}

// andUnit chooses the sentence that names the unit too, where there is one.
func andUnit(unit string) string {
	if unit == "" {
		return ""
	}
	return "_unit"
}

func (t *turn) roleFacts(who *store.Member) Facts {
	return Facts{"Person": mention(who), "Role": t.label("role."+t.args.Role, nil), "Unit": t.reg.Tree.Name(t.args.Unit)}
}

// decided answers in the place of the question whose button was pressed.
func (t *turn) decided(text string) Reply {
	reply := t.done(text)
	reply.Replace = t.req.Door == Button
	return reply
}

func planAssign(t *turn) (plan, error) {
	if t.args.Person == "" && t.args.Role == "" && t.args.Unit == "" {
		return plan{}, nil
	}
	who, err := t.personMeant()
	if err != nil || !t.wholeRole() {
		return plan{}, err
	}
	return plan{text: t.say("assign.plan"+andUnit(t.args.Unit), t.roleFacts(who))}, nil
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
		return Markup(escaped(m.Email))
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
	return t.decided(t.say("assign.denied", Facts{"Person": mention(who), "Unit": name})), nil
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
