package handlers

import (
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// allowed refuses who the command is not for.
func (t *turn) allowed() error {
	switch {
	case t.command.who&is(t.person, t.reg.Tree) != 0:
		return nil
	case len(t.person.Roles) == 0:
		return store.Refuse("stranger", store.Facts{"HR": t.askWhom()})
	}
	facts := store.Facts{"Command": t.label(t.command.name+".title", nil), "Who": t.say("who."+t.command.name, nil)}
	if t.person.Has("hr") {
		return store.Refuse("not_yours", facts)
	}
	facts["HR"] = t.askWhom()
	return store.Refuse("not_allowed", facts)
}

// ofOnesOwn are the commands that tell a manager of their own units what those for HR and leaders tell of the whole.
var ofOnesOwn = map[string]string{"summary": "quota", "forecast": "quota", "ranking": "quota", "missing": "quota", "chart": "quota", "vacant": "slots", "ending": "trainees"}

// ownInstead answers a manager who asks how the whole stands, or who ends or what is vacant anywhere, with how it is in their own units, and says that
// the whole is told to others. What was asked for is refused all the same.
func (t *turn) ownInstead(barred error) (Reply, error) {
	c := lookup(ofOnesOwn[t.command.name])
	r := store.AsRefusal(barred)
	if c == nil || t.command.name == "missing" || r == nil || r.Reason != "not_allowed" || !t.person.Has("manager", "deputy") || t.req.Door != Message && t.req.Door != Slash {
		return Reply{}, barred
	}
	if unit := t.args.Unit; len(t.args.Units) > 0 || unit != "" && !slices.Contains(t.person.Units(), unit) {
		return Reply{}, barred
	}
	asked, args := t.command, t.args
	t.command, t.args = c, words.Args{Unit: args.Unit}
	reply, err := c.run(t)
	t.command, t.args = asked, args
	if err != nil {
		return Reply{}, barred
	}
	said := capital(t.say("refusal.not_allowed", Facts(r.Facts))) + " " + t.say("refusal.own_instead", nil)
	reply.Result, reply.Text, reply.Blocks = "refused", said+"\n"+reply.Text, append([]slack.Block{section(said)}, reply.Blocks...)
	return reply, nil
}

// takeUp reads the call for a place in a message, "kan någon ta en språkpraktikant?", as the offer of one by the manager who uses the shortcut on it:
// to look for a place is for coordinators.
func (t *turn) takeUp() {
	if t.command.name != "match" || t.req.Author == "" || t.allowed() == nil || !t.person.Has("manager", "deputy") {
		return
	}
	offer := t.reading
	offer.Command, offer.Certain = "claim", false
	t.means(offer)
}

// ofTheWhole are the commands that tell managers of their own units what HR has of all of them: as the slots behind a figure.
var ofTheWhole = map[string]string{"slots": "created", "trainees": "filled"}

// askWhom names somebody in HR who can be asked; HR in general where none has been seen.
func (t *turn) askWhom() any {
	people, err := t.tx.WithRole("hr", "")
	if err != nil || len(people) == 0 {
		return t.label("refusal.hr", nil)
	}
	return mention(&people[0])
}

// ownUnits gives the person's own units; where one is named, that one alone, if it is theirs.
func (t *turn) ownUnits() ([]string, error) {
	units := t.person.Units()
	switch {
	case t.args.Unit == "":
		return units, nil
	case slices.Contains(units, t.args.Unit):
		return []string{t.args.Unit}, nil
	}
	return nil, store.RefuseField("unit", "unit_not_yours", store.Facts{"Unit": t.reg.Tree.Name(t.args.Unit)})
}

// mine gives the unit that a manager's write is for: the one named, or the only one that the person has. "" where the person has to say which.
func (t *turn) mine() (string, error) {
	units, err := t.ownUnits()
	if err != nil || len(units) != 1 {
		return "", err
	}
	return units[0], nil
}

// readable gives the units that a read is about: those named, if each lies in the person's branch or the person is HR, else the person's own.
func (t *turn) readable() ([]string, error) {
	own := t.person.Units()
	named := t.args.Units
	if t.args.Unit != "" {
		named = []string{t.args.Unit}
	}
	if len(named) == 0 {
		return own, nil
	}
	for _, unit := range named {
		if !t.person.Has("hr") && !t.coordinates() && !t.inBranch(unit) {
			return nil, store.RefuseField("unit", "unit_not_read", store.Facts{"Unit": t.reg.Tree.Name(unit)})
		}
	}
	return named, nil
}

// coordinates tells whether the person may as a coordinator, who sees all of what a command is about.
func (t *turn) coordinates() bool {
	return t.command.who&coordinator != 0 && t.person.Has("coordinator")
}

// several asks which of several units is meant, where a command tells of one at a time.
func (t *turn) several() bool {
	if len(t.args.Units) == 0 {
		return false
	}
	t.reading.Ask, t.reading.Candidates, t.args.Units = "unit", t.args.Units, nil
	return true
}
