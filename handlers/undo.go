package handlers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"handslag/store"
)

// undo takes back the person's last entry, or the one that its button says.
func undo(t *turn) (Reply, error) {
	if t.args.Entry == 0 {
		if _, err := t.lastMeant(); err != nil {
			return Reply{}, err
		}
	}
	done, err := t.tx.Undo(t.person.ID, t.args.Entry)
	if err != nil {
		return Reply{}, named(err)
	}
	if err := t.stillMine(done); err != nil {
		return Reply{}, err
	}
	if done[0].Command == "language" {
		if t.person, err = t.tx.MemberByID(t.person.ID); err != nil {
			return Reply{}, err
		}
		t.speakOwn()
	}
	if err := t.renewUndone(&done[0]); err != nil {
		return Reply{}, err
	}
	what := done[0].Command
	if done[0].Noun == "round" {
		what = "round"
	}
	text := t.say("undo.done_"+what, t.undone(done))
	if done[0].Noun == "quotas" {
		line, err := t.takenBack(done[0])
		if err != nil {
			return Reply{}, err
		}
		text = strings.TrimSpace(text + "\n" + line)
	}
	if unit := done[0].Unit; unit != "" && done[0].Noun == "slot" {
		line, err := t.counted(unit)
		if err != nil {
			return Reply{}, err
		}
		text += "\n" + line
	}
	return t.done(text), nil
}

// renewUndone is renewOwn of whom the pause was that has been taken back, or the wish.
func (t *turn) renewUndone(e *store.Entry) error {
	switch e.Noun {
	case "wish":
		w, err := t.tx.WishOf("wish:" + e.Object)
		if err != nil || w == nil {
			return err
		}
		m, err := t.tx.MemberByID(w.Member)
		if err != nil || m == nil {
			return err
		}
		return t.renewOwn(m)
	case "member":
		id, err := strconv.ParseInt(e.Object, 10, 64)
		if err != nil {
			return err
		}
		m, err := t.tx.MemberByID(id)
		if err != nil || m == nil {
			return err
		}
		return t.renewOwn(m)
	}
	return nil
}

// stillMine refuses what the person may no longer do: a role that is taken back takes with it what was done by it.
func (t *turn) stillMine(done []store.Entry) error {
	for _, e := range done {
		c, by := lookup(e.Command), who(0)
		if c != nil {
			by = c.who & is(t.person, t.reg.Tree)
		}
		if by == 0 || by == manager && e.Unit != "" && !slices.Contains(t.person.Units(), e.Unit) {
			return store.Refuse("undo_not_this", nil)
		}
	}
	return nil
}

// ofRoles are the nouns of who may do what, which is not a unit's own business.
var ofRoles = map[string]bool{"role": true, "petition": true}

// named writes the slot that a refusal is about as people do, "#4".
func named(err error) error {
	if r := store.AsRefusal(err); r != nil && r.Reason == "undo_built_on" && ofRoles[r.Facts["Noun"].(string)] {
		return store.Refuse("undo_built_on_role", nil)
	}
	if r := store.AsRefusal(err); r != nil && r.Facts["Noun"] == "slot" {
		return store.Refuse(r.Reason, store.Facts{"Object": "#" + r.Facts["Object"].(string)})
	}
	return err
}

// undone are the facts of what was taken back.
func (t *turn) undone(done []store.Entry) Facts {
	var names []string
	for _, e := range done {
		name := e.Called
		if e.Noun == "trainee" && nobody(name) {
			name = t.label("trainee.nobody", nil)
		}
		if e.Noun == "slot" {
			name = "#" + name
		}
		if e.Noun == done[0].Noun && (e.Before != nil || done[0].Before == nil) { // not the slot that was published anew
			names = append(names, name)
		}
	}
	return Facts{"N": len(names), "Objects": t.list(names)}
}

// counted is the unit's quota as it is now; what is said of it where there is no programme.
func (t *turn) counted(unit string) (string, error) {
	key := ""
	if p := t.reg.Current(t.today()); p != nil {
		key = p.Key
	}
	return t.standingLine(unit, "", key)
}

// objectNamed is a slot or a trainee that a text names.
var objectNamed = regexp.MustCompile(`#\d+|\b[A-Z]-\d{4}-\d+`)

// lastMeant gives the person's last entry that can be taken back, unless the text names a slot or a trainee that it is not about.
func (t *turn) lastMeant() ([]store.Entry, error) {
	last, err := t.tx.Last(t.person.ID)
	if err != nil {
		return nil, named(err)
	}
	said, objects := objectNamed.FindAllString(t.text, -1), t.undone(last)["Objects"].(string)
	if len(said) > 0 && !slices.ContainsFunc(said, func(s string) bool { return slices.Contains(objectNamed.FindAllString(objects, -1), s) }) {
		return nil, store.Refuse("undo_other", store.Facts{"What": t.say("undo.what_"+last[0].Command, nil), "Objects": objects})
	}
	return last, nil
}

func planUndo(t *turn) (plan, error) {
	last, err := t.lastMeant()
	if err != nil {
		return plan{}, err
	}
	if err := t.stillMine(last); err != nil {
		return plan{}, err
	}
	t.args.Entry = last[0].First
	id := "undo.plan"
	switch last[0].Noun {
	case "member", "wish", "rule", "statement", "role", "petition":
		id = "undo.plan_" + last[0].Command
	case "round":
		id = "undo.plan_round"
	}
	return plan{text: t.say(id, Facts{"What": t.say("undo.what_"+last[0].Command, nil), "Objects": t.undone(last)["Objects"]})}, nil
}
