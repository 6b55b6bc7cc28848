package handlers

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// assign gives somebody a role: manager or deputy of a unit, HR or coordinator, for a time or until further notice. what:gone takes it away, and
// role:none says no to somebody who has asked.
func assign(t *turn) (Reply, error) {
	if !t.wholeRole() || t.args.Person == "" {
		if t.req.Door == Form {
			return Reply{}, store.RefuseField("unit", "role_unit", nil)
		}
		return t.assignForm()
	}
	who, err := t.personMeant()
	if err != nil {
		return Reply{}, err
	}
	switch {
	case t.args.Role == "none":
		return t.deny(who, t.args.Unit)
	case t.args.What == gone:
		return t.takeRole(who)
	case who.Outsider != "":
		return Reply{}, store.RefuseField("person", "person_outsider", nil)
	}
	changed, err := t.tx.Approve(t.grant(who))
	if err != nil {
		return Reply{}, err
	}
	if !changed {
		return t.decided(t.roleSaid("assign.already", who)), nil
	}
	if err := t.welcome(who); err != nil {
		return Reply{}, err
	}
	id := "assign.done"
	if store.Date(t.args.From) > t.today() {
		id = "assign.will"
	}
	reply := t.decided(t.roleSaid(id, who))
	err = t.besides(who, &reply)
	return reply, err
}

// gone is what assign is told by, of a role that is to be taken away.
const gone = "gone"

// grant is the role that was said.
func (t *turn) grant(who *store.Member) store.Grant {
	g := store.Grant{Member: who.ID, Role: t.args.Role, Unit: t.args.Unit}
	g.Days.From, g.Days.To = store.Date(t.args.From), store.Date(t.args.To)
	return g
}

// takeRole takes a role away, at once or after a last day.
func (t *turn) takeRole(who *store.Member) (Reply, error) {
	t.endRole()
	if err := t.tx.TakeRole(t.grant(who), store.Date(t.args.To)); err != nil {
		return Reply{}, err
	}
	args, today := t.args, t.today()
	key := "taken:" + strconv.FormatInt(who.ID, 10) + ":" + t.req.ID
	if who.SlackID != "" && who.Outsider == "" && who.ID != t.person.ID {
		if err := t.tell(who, key, func(v voice) (string, []slack.Block) {
			text := v.said("assign."+leaving(args)+"_you", args, mention(who), today)
			return text, []slack.Block{section(text)}
		}); err != nil {
			return Reply{}, err
		}
	}
	reply := t.decided(t.roleSaid("assign."+leaving(t.args), who))
	reply.Blocks = append(reply.Blocks, buttons(t.undoButton()))
	return reply, nil
}

// endRole has To be the last day of a role that is taken away, however it was said; "": it ends at once.
func (t *turn) endRole() {
	a := &t.args
	if a.From != "" && a.To == "" { // no longer from that day on
		a.To = string(store.Date(a.From).AddDays(-1))
	}
	a.From, a.To, a.Date = "", cmp.Or(a.Date, a.To), ""
}

// leaving names the sentence of a role that is taken away: at once, or after a last day.
func leaving(a words.Args) string {
	if a.To != "" {
		return "leaves"
	}
	return "taken"
}

// besides tells who else is the unit's manager, who may have been meant to be followed, with a button for that, and Undo.
func (t *turn) besides(who *store.Member, reply *Reply) error {
	offered := []*slack.ButtonBlockElement{t.undoButton()}
	if t.args.Role == "manager" {
		all, err := t.tx.Holders("manager", t.args.Unit)
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(all, func(m store.Member) bool { return m.ID == who.ID })
		if len(others) == 1 {
			text := t.say("assign.beside", Facts{"Person": mention(&others[0]), "Unit": t.reg.Tree.Name(t.args.Unit)})
			reply.Text += "\n" + text
			reply.Blocks = append(reply.Blocks, section(text))
			take := words.Args{Person: others[0].SlackID, Role: "manager", Unit: t.args.Unit, What: gone}
			if take.Person == "" {
				take.Person = others[0].Email
			}
			offered = append(offered, button(t.label("assign.replace", nil), typed("assign", take)))
		}
	}
	reply.Blocks = append(reply.Blocks, buttons(offered...))
	return nil
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

// roleSaid says a sentence of the role that was said, its sister that names the unit where there is one, and for how long.
func (t *turn) roleSaid(id string, who *store.Member) string {
	return t.said(id, t.args, mention(who), t.today())
}

func (v voice) said(id string, a words.Args, who Markup, today store.Date) string {
	if a.Unit != "" {
		id += "_unit"
	}
	from, to := store.Date(a.From), store.Date(a.To)
	days := ""
	switch {
	case from > today && to != "":
		days = v.say("assign.days", Facts{"From": from, "To": to})
	case from > today:
		days = v.say("assign.from", Facts{"From": from})
	case to != "":
		days = v.say("assign.to", Facts{"To": to})
	}
	return v.say(id, Facts{"Person": who, "Role": v.label("role."+a.Role, nil), "Unit": v.reg.Tree.Name(a.Unit), "Days": Markup(days)})
}

// decided answers in the place of the question whose button was pressed.
func (t *turn) decided(text string) Reply {
	reply := t.done(text)
	reply.Replace = t.req.Door == Button
	return reply
}

func planAssign(t *turn) (plan, error) {
	switch {
	case t.args.Person == "":
		return plan{text: t.say("assign.who", nil), piece: "person"}, nil
	case t.args.Role == "":
		var roles []choice
		for _, role := range rolesThere {
			roles = append(roles, choice{role, capital(t.label("role."+role, nil))})
		}
		return plan{text: t.say("assign.which", nil), piece: "role", answers: t.among(roles, func(a *words.Args, role string) { a.Role = role })}, nil
	case !t.wholeRole():
		return plan{text: t.say("assign.where", Facts{"Role": capital(t.label("role."+t.args.Role, nil))}), piece: "where"}, nil
	}
	who, err := t.personMeant()
	if err != nil {
		return plan{}, err
	}
	id := "assign.plan"
	if t.args.What == gone {
		id = "assign.plan_gone"
		if t.endRole(); t.args.To != "" {
			id = "assign.plan_leaves"
		}
	}
	return plan{text: t.roleSaid(id, who)}, nil
}

// assignForm asks who is to have which role, where and for how long.
func (t *turn) assignForm() (Reply, error) {
	roles := make([]choice, 0, len(rolesThere))
	for _, role := range rolesThere {
		roles = append(roles, choice{role, capital(t.label("role."+role, nil))})
	}
	what := []choice{{"given", t.label("assign.given", nil)}, {gone, t.label("assign.gone", nil)}}
	begin := what[0].value
	if t.args.What == gone {
		begin = gone
	}
	where := ""
	if t.args.Unit != "" {
		where = t.reg.Tree.Name(t.args.Unit)
	}
	t.args.What = "" // is what the form says
	return t.form((&form{}).add(
		field{name: "person", label: "who", people: true, value: strings.Trim(t.args.Person, "<@>")},
		field{name: "what", label: "given", choices: what, radio: true, value: begin},
		field{name: "role", choices: roles, radio: true, value: t.args.Role},
		field{name: "where", optional: true, value: where, hint: t.label("assign.where_hint", nil)},
		field{name: "from", optional: true, value: t.typedDate(store.Date(t.args.From)), hint: t.label("assign.from_hint", nil)},
		field{name: "to", optional: true, value: t.typedDate(store.Date(t.args.To)), hint: t.label("assign.to_hint", nil)})), nil
}

var rolesThere = []string{"manager", "deputy", "hr", "coordinator"}

// Unseen says that somebody whom a request names has not been seen: whoever carries it looks in Slack for who it is, tells store.Know, and asks
// again, with Request.Sought.
type Unseen struct {
	Said string // a Slack ID, or an e-mail address
}

func (u *Unseen) Error() string { return "somebody who was named is not known yet" }

// unknownPeople tells of an error that more must be known of people before the request can be answered.
func unknownPeople(err error) bool {
	var unseen *Unseen
	return errors.Is(err, ErrUnknown) || errors.As(err, &unseen)
}

// personMeant gives the member whose mention or address was said.
func (t *turn) personMeant() (*store.Member, error) {
	said := strings.Trim(t.args.Person, "<@>")
	said, _, _ = strings.Cut(said, "|")
	if said == "" {
		return nil, store.RefuseField("person", "person_missing", nil)
	}
	find := t.tx.MemberBySlack
	if strings.Contains(said, "@") {
		find = t.tx.MemberByEmail
	}
	m, err := find(said)
	switch {
	case err != nil || m != nil:
		return m, err
	case !t.req.Sought:
		return nil, &Unseen{said}
	}
	return nil, store.RefuseField("person", "person_unknown", nil)
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

// welcome tells the person what they can do now, or will from the first day on.
func (t *turn) welcome(who *store.Member) error {
	if who.SlackID == "" {
		return nil
	}
	args, today := t.args, t.today()
	return t.tell(who, "assigned:"+args.Role+":"+args.Unit+":"+strconv.FormatInt(who.ID, 10)+":"+t.req.ID, func(v voice) (string, []slack.Block) {
		text := v.say("assign.you_"+args.Role, Facts{"Unit": v.reg.Tree.Name(args.Unit)})
		if store.Date(args.From) > today {
			text = v.said("assign.you_later", args, mention(who), today)
		}
		return text, []slack.Block{section(text), buttons(primary(v.label("help.title", nil), "help"))}
	})
}
