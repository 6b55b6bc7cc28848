package handlers

import (
	"strconv"

	"handslag/store"
)

// trainee logs a new trainee in a vacant slot.
func trainee(t *turn) (Reply, error) {
	if t.args.Slot == 0 || t.args.From == "" {
		return t.traineeForm()
	}
	slot, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return Reply{}, err
	}
	logged, err := t.tx.Log(t.traineeOf())
	if r := store.AsRefusal(err); r != nil && r.Field == "supervisor" && t.req.Door != Form {
		return t.traineeForm() // the words have no place for a supervisor's name
	}
	if err != nil {
		return Reply{}, err
	}
	text := t.say("trainee.done", Facts{"Trainee": logged.Reference, "Slot": logged.Slot, "Unit": t.reg.Tree.Name(slot.Unit), "From": logged.StartsOn, "To": logged.EndsOn})
	line, err := t.standingLine(slot.Unit, *slot)
	if err != nil {
		return Reply{}, err
	}
	return t.done(text+"\n"+line, buttons(
		button(t.label("undo.title", nil), "undo entry:"+strconv.FormatInt(t.tx.Did(), 10)),
		button(t.label("quota.title", nil), "quota unit:"+slot.Unit))), nil
}

// traineeOf is the trainee that the arguments say.
func (t *turn) traineeOf() store.Trainee {
	tr := store.Trainee{Reference: t.args.Trainee, Slot: t.args.Slot, StartsOn: store.Date(t.args.From), EndsOn: store.Date(t.args.To), Supervisor: t.super}
	if t.args.Hours != nil {
		tr.Hours = *t.args.Hours
	}
	if t.args.Percent != nil {
		tr.Percent = *t.args.Percent
	}
	return tr
}

func (t *turn) traineeForm() (Reply, error) {
	vacant, err := t.vacantSlots()
	if err != nil {
		return Reply{}, err
	}
	if t.args.Slot != 0 {
		if _, err := t.ownSlot(t.args.Slot); err != nil {
			return Reply{}, err
		}
	}
	if len(vacant) == 0 {
		text := t.say("trainee.no_slot", nil)
		return t.done(text, buttons(primary(t.label("claim.title", nil), "claim"))), nil
	}
	slot := vacant[0]
	for _, s := range vacant {
		if s.Number == t.args.Slot {
			slot = s
		}
	}
	start := store.Date(t.args.From)
	if start == "" {
		start = max(slot.StartsOn, t.today())
	}
	next, err := t.tx.NextReference()
	if err != nil {
		return Reply{}, err
	}
	end, rule := t.args.To, ""
	if k, _ := t.reg.Kind(slot.Kind, start); k != nil {
		rule = k.Rule(t.lang)
		if end == "" {
			end = string(k.UsualEnd(start))
		}
	}
	supervisor := field{name: "supervisor", value: slot.Supervisor, optional: true, hint: t.label("field.supervisor_hint", nil)}
	return t.form((&form{}).add(
		field{name: "slot", choices: t.slotChoices(vacant), value: strconv.FormatInt(slot.Number, 10)},
		field{name: "from", value: string(start), hint: t.label("field.from_hint", nil)},
		field{name: "to", value: end, optional: true, hint: t.label("trainee.to_hint", Facts{"Rule": rule})},
		field{name: "extent", value: t.extent(), optional: true, hint: t.label("field.extent_hint", nil)},
		supervisor,
		field{name: "trainee", value: t.args.Trainee, optional: true, hint: t.label("trainee.reference_hint", Facts{"Trainee": next})})), nil
}

func planTrainee(t *turn) (string, error) {
	if t.args.Slot == 0 || t.args.From == "" {
		return "", nil
	}
	slot, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return "", err
	}
	to := store.Date(t.args.To)
	if k, _ := t.reg.Kind(slot.Kind, store.Date(t.args.From)); to == "" && k != nil {
		to = k.UsualEnd(store.Date(t.args.From))
		t.args.To = string(to)
	}
	return t.say("trainee.plan", Facts{"Slot": t.args.Slot, "From": store.Date(t.args.From), "To": to}), nil
}
