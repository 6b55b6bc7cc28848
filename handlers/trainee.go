package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"handslag/handlers/words"
	"handslag/store"
)

// trainee logs a new trainee in a vacant slot.
func trainee(t *turn) (Reply, error) {
	if t.args.Reason == reserved {
		return t.reserve()
	}
	if t.args.Slot == 0 || t.args.From == "" {
		return t.traineeForm()
	}
	slot, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return Reply{}, err
	}
	if slot.Trainee != "" && t.req.Door != Form {
		return t.occupied(slot)
	}
	t.follow()
	logged, err := t.tx.Log(t.traineeOf())
	if r := store.AsRefusal(err); r != nil && r.Field == "supervisor" && t.req.Door != Form {
		return t.traineeForm() // the words have no place for a supervisor's name
	}
	if err != nil {
		return Reply{}, err
	}
	text := t.say("trainee.done", Facts{"Trainee": logged.Reference, "Slot": logged.Slot, "Unit": t.reg.Tree.Name(slot.Unit), "From": logged.StartsOn, "To": logged.EndsOn})
	line, err := t.filledLine(slot.Unit)
	if err != nil {
		return Reply{}, err
	}
	return t.done(text+"\n"+line, buttons(t.undoButton(), button(t.label("quota.title", nil), "quota unit:"+slot.Unit))), nil
}

// follow lets the proposed end go with the start and the slot: where these were changed in the form and the end was not, it is the usual one
// again.
func (t *turn) follow() {
	was := t.reading.Args
	if t.req.Door == Form && was.To != "" && t.args.To == was.To && (t.args.From != was.From || t.args.Slot != was.Slot) {
		t.args.To = ""
	}
}

// propose writes into the form's command what it proposes, so that it is known from what the person says. What was said stands in the fields.
func (t *turn) propose(slot int64, start, end store.Date) {
	if t.req.Door == Message {
		return // the button that opens the form says what was said
	}
	if t.args.To != "" {
		start, end = "", ""
	}
	t.args.Slot, t.args.From, t.args.To = slot, string(start), string(end)
}

// filledLine tells how many of a unit's slots have somebody in them today.
func (t *turn) filledLine(unit string) (string, error) {
	own, err := t.tx.SlotsOf(unit, t.today(), false)
	if err != nil {
		return "", err
	}
	here, err := t.tx.TraineesOf(unit, t.today())
	if err != nil {
		return "", err
	}
	filled, coming := 0, 0
	for _, tr := range here {
		if tr.StartsOn > t.today() {
			coming++
		} else {
			filled++
		}
	}
	line := t.say("trainee.filled", Facts{"Slots": len(own), "Filled": filled})
	if coming > 0 {
		line += " " + t.say("trainee.coming", Facts{"Coming": coming})
	}
	return line, nil
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
		s, err := t.ownSlot(t.args.Slot)
		if err != nil {
			return Reply{}, err
		}
		if s.Trainee != "" {
			return t.occupied(s)
		}
	}
	if len(vacant) == 0 {
		return t.done(t.say("trainee.no_slot", nil), buttons(primary(t.label("claim.title", nil), "claim"))), nil
	}
	slot := t.likelySlot(vacant)
	start := store.Date(t.args.From)
	if start == "" {
		start = max(slot.StartsOn, t.today())
	}
	next, err := t.tx.NextReference()
	if err != nil {
		return Reply{}, err
	}
	end, hint := t.usualEnd(vacant, slot, start)
	t.propose(slot.Number, start, end)
	return t.form((&form{}).add(
		field{name: "slot", choices: t.slotChoices(vacant), value: strconv.FormatInt(slot.Number, 10)},
		field{name: "from", value: t.typedDate(start), hint: t.label("field.from_hint", nil)},
		field{name: "to", value: t.typedDate(end), optional: true, hint: hint},
		field{name: "extent", value: t.extent(), optional: true, hint: t.label("field.extent_hint", nil)},
		field{name: "supervisor", value: slot.Supervisor, optional: !t.allWantSupervisor(vacant, start), hint: t.label("field.supervisor_hint", nil)},
		field{name: "trainee", label: "reference", value: t.args.Trainee, optional: true, hint: t.label("trainee.reference_hint", Facts{"Trainee": next})})), nil
}

// likelySlot is the vacant slot that was said, else the first of the kind that was said, else the first.
func (t *turn) likelySlot(vacant []store.Slot) store.Slot {
	for _, s := range vacant {
		if s.Number == t.args.Slot || t.args.Slot == 0 && t.args.Kind != "" && s.Kind == t.args.Kind {
			return s
		}
	}
	return vacant[0]
}

// allWantSupervisor reports that somebody must be named whichever of the slots is chosen.
func (t *turn) allWantSupervisor(vacant []store.Slot, start store.Date) bool {
	return !slices.ContainsFunc(vacant, func(s store.Slot) bool {
		k, _ := t.reg.Kind(s.Kind, start)
		return k == nil || !k.Supervisor || s.Supervisor != ""
	})
}

// usualEnd is the last day that is proposed, with the rule beside it. Where the slots to choose among are of several kinds and none was said it
// is left open, since each has its own.
func (t *turn) usualEnd(vacant []store.Slot, slot store.Slot, start store.Date) (store.Date, string) {
	end := store.Date(t.args.To)
	several := slices.ContainsFunc(vacant, func(s store.Slot) bool { return s.Kind != slot.Kind })
	k, _ := t.reg.Kind(slot.Kind, start)
	if k == nil || several && t.args.Slot == 0 && t.args.Kind == "" {
		return end, t.label("trainee.to_hint_any", nil)
	}
	return cmp.Or(end, k.UsualEnd(start)), t.label("trainee.to_hint", Facts{"Rule": k})
}

// endsAsUsual tells whether the end of a trainee's time is the usual one of the slot and the day, so that it goes with them.
func (t *turn) endsAsUsual(a words.Args) bool {
	slot, err := t.tx.Slot(a.Slot)
	if err != nil || slot == nil {
		return false
	}
	k, _ := t.reg.Kind(slot.Kind, store.Date(a.From))
	return k != nil && a.To == string(k.UsualEnd(store.Date(a.From)))
}

// nextMonday is the first Monday after today.
func (t *turn) nextMonday() store.Date { return store.WeekOf(t.today()).Monday().AddDays(daysAWeek) }

// planTrainee says who starts where and for how long, or asks for the slot, the day and, where the kind wants one, the supervisor.
func planTrainee(t *turn) (plan, error) {
	t.namesWho()
	if t.args.Slot == 0 {
		vacant, err := t.vacantSlots()
		switch {
		case err != nil || len(vacant) == 0:
			return plan{}, err
		case len(vacant) > 1:
			return t.whichSlot("trainee.which", vacant), nil
		}
		t.args.Slot = vacant[0].Number
	}
	slot, err := t.ownSlot(t.args.Slot)
	if err != nil || slot.Trainee != "" {
		return plan{}, err
	}
	if t.args.From == "" {
		return plan{text: t.say("trainee.when", Facts{"Slot": slot.Number, "Unit": t.reg.Tree.Name(slot.Unit)}), piece: "from",
			answers: t.onDays(func(a *words.Args, day string) { a.From = day }, t.today(), t.nextMonday(), max(slot.StartsOn, t.today()))}, nil
	}
	tr := t.traineeOf()
	if err := t.tx.CheckTrainee(&tr); err != nil {
		if r := store.AsRefusal(err); r != nil && r.Field == "supervisor" {
			return plan{text: t.say("trainee.whose", Facts{"Slot": slot.Number, "Unit": t.reg.Tree.Name(slot.Unit), "From": tr.StartsOn}), piece: "supervisor",
				answers: []answer{{label: t.label("form.open", nil), args: t.args}}}, nil
		}
		return plan{}, err
	}
	t.args.To = string(tr.EndsOn)
	said := Facts{"Slot": slot.Number, "Unit": t.reg.Tree.Name(slot.Unit), "From": tr.StartsOn, "To": tr.EndsOn, "Supervisor": t.super}
	text := t.say("trainee.plan", said)
	if t.super != "" {
		text += " " + t.say("trainee.plan_supervisor", said)
	}
	line, err := t.filledLine(slot.Unit)
	return plan{text: text, facts: line}, err
}
