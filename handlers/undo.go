package handlers

import "handslag/store"

// undo takes back the person's last entry, or the one that its button says.
func undo(t *turn) (Reply, error) {
	done, err := t.tx.Undo(t.person.ID, t.args.Entry)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("undo.done_"+done[0].Command, t.undone(done))
	if unit := done[0].Unit; unit != "" && done[0].Noun == "slot" {
		if s, err := t.counted(unit); err != nil || s != "" {
			text += "\n" + s
			return t.done(text), err
		}
	}
	return t.done(text), nil
}

// undone are the facts of what was taken back.
func (t *turn) undone(done []store.Entry) Facts {
	facts := Facts{"N": 0, "Objects": ""}
	var names []string
	for _, e := range done {
		name := e.Object
		if e.Noun == "slot" {
			name = "#" + name
		}
		if e.Noun == done[0].Noun {
			names = append(names, name)
		}
	}
	facts["N"], facts["Objects"] = len(names), t.list(names)
	return facts
}

// counted is the unit's quota as it is now; "" where there is no programme.
func (t *turn) counted(unit string) (string, error) {
	p := t.reg.Current(t.today())
	if p == nil {
		return "", nil
	}
	return t.standingLine(unit, store.Slot{Programme: p.Key})
}

func planUndo(t *turn) (string, error) {
	entry := t.args.Entry
	last, err := t.tx.Last(t.person.ID)
	if err != nil {
		return "", err
	}
	if entry == 0 {
		t.args.Entry = last[0].First
	}
	return t.say("undo.plan", Facts{"What": t.say("undo.what_"+last[0].Command, nil), "Objects": t.undone(last)["Objects"]}), nil
}
