package handlers

import (
	"strconv"

	"handslag/store"
)

// release gives a slot back, with a reason code.
func release(t *turn) (Reply, error) {
	if t.args.Slot == 0 {
		return t.releaseForm()
	}
	if _, err := t.ownSlot(t.args.Slot); err != nil {
		return Reply{}, err
	}
	reason := t.args.Reason
	if !contains(store.Reasons, reason) {
		if reason == "" && t.req.Door != Message {
			return t.releaseForm()
		}
		reason = "other"
	}
	gone, again, err := t.tx.Release(t.args.Slot, reason)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("release.done", Facts{"Slot": gone.Number, "Kind": gone.Kind})
	if again != nil {
		text = t.say("release.again", Facts{"Slot": gone.Number, "Again": again.Number})
	}
	line, err := t.standingLine(gone.Unit, *gone)
	if err != nil {
		return Reply{}, err
	}
	return t.done(text+"\n"+line, buttons(button(t.label("undo.title", nil), "undo entry:"+strconv.FormatInt(t.tx.Did(), 10)))), nil
}

// ownSlot gives a slot of one of the person's own units.
func (t *turn) ownSlot(number int64) (*store.Slot, error) {
	s, err := t.tx.Slot(number)
	if err != nil {
		return nil, err
	}
	if !contains(t.person.Units(), s.Unit) {
		return nil, store.RefuseField("slot", "slot_not_yours", store.Facts{"Slot": number})
	}
	return s, nil
}

// vacantSlots gives the slots of the person's units that have nobody in them; of the unit named, where one is.
func (t *turn) vacantSlots() ([]store.Slot, error) {
	units := t.person.Units()
	if t.args.Unit != "" {
		unit, err := t.mine()
		if err != nil {
			return nil, err
		}
		units = []string{unit}
	}
	var out []store.Slot
	for _, unit := range units {
		vacant, err := t.tx.SlotsOf(unit, t.today(), true)
		if err != nil {
			return nil, err
		}
		out = append(out, vacant...)
	}
	return out, nil
}

// slotChoices are slots to choose among in a form.
func (t *turn) slotChoices(of []store.Slot) []choice {
	several := len(t.person.Units()) > 1
	out := make([]choice, len(of))
	for i, s := range of {
		text := t.label("slots.option", Facts{"Slot": s.Number, "Kind": s.Kind})
		if several {
			text += " · " + t.reg.Tree.Name(s.Unit)
		}
		out[i] = choice{strconv.FormatInt(s.Number, 10), text}
	}
	return out
}

func (t *turn) releaseForm() (Reply, error) {
	vacant, err := t.vacantSlots()
	if err != nil {
		return Reply{}, err
	}
	if len(vacant) == 0 {
		return Reply{}, store.Refuse("none_vacant", nil)
	}
	var reasons []choice
	for _, r := range store.Reasons {
		reasons = append(reasons, choice{r, t.label("release.reason_"+r, nil)})
	}
	return t.form((&form{}).add(
		field{name: "slot", choices: t.slotChoices(vacant), value: strconv.FormatInt(t.args.Slot, 10)},
		field{name: "reason", choices: reasons, radio: true, value: t.args.Reason})), nil
}

func planRelease(t *turn) (string, error) {
	if t.args.Slot == 0 {
		return "", nil
	}
	s, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return "", err
	}
	return t.say("release.plan", Facts{"Slot": s.Number, "Kind": s.Kind}), nil
}
