package handlers

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// release gives slots back, with a reason code.
func release(t *turn) (Reply, error) {
	numbers := t.slotsMeant()
	for _, number := range numbers {
		s, err := t.ownSlot(number)
		if err != nil {
			return Reply{}, err
		}
		if s.Trainee != "" {
			return t.occupied(s)
		}
	}
	if len(numbers) == 0 || !slices.Contains(store.Reasons, t.args.Reason) {
		return t.releaseForm()
	}
	var gone, again []store.Slot
	for _, number := range numbers {
		was, anew, err := t.tx.Release(number, t.args.Reason)
		if err != nil {
			return Reply{}, err
		}
		gone = append(gone, *was)
		if anew != nil {
			again = append(again, *anew)
		}
	}
	return t.released(gone, again)
}

func (t *turn) released(gone, again []store.Slot) (Reply, error) {
	first := gone[0]
	text := t.say("release.done", Facts{"N": len(gone), "Slots": t.numbers(gone), "Kind": first.Kind, "Unit": t.reg.Tree.Name(first.Unit)})
	if len(again) > 0 {
		text += " " + t.say("release.again", Facts{"N": len(again), "Again": t.numbers(again)})
	}
	line, err := t.standingLine(first.Unit, first.Kind, first.Programme)
	if err != nil {
		return Reply{}, err
	}
	return t.done(text+"\n"+line, buttons(t.undoButton())), nil
}

// occupied tells that somebody is in the slot, and what can be done about it.
func (t *turn) occupied(s *store.Slot) (Reply, error) {
	if s.Trainee == store.RestrictedReference {
		return Reply{}, store.RefuseField("slot", "trainee_restricted", nil)
	}
	if nobody(s.Trainee) {
		reply := t.done(t.reservedLine(s.Number), buttons(t.freeButton(s.Number)))
		reply.Result = "refused"
		return reply, nil
	}
	reply := t.done(t.say("refusal.slot_filled", Facts{"Slot": s.Number, "Trainee": s.Trainee}), buttons(
		button(t.label("end.button", nil), "end trainee:"+s.Trainee)))
	reply.Result = "refused"
	return reply, nil
}

// undoButton takes back what this transaction has done.
func (t *turn) undoButton() *slack.ButtonBlockElement {
	return button(t.label("undo.title", nil), "undo entry:"+strconv.FormatInt(t.tx.Did(), 10))
}

// ownSlot gives a slot of one of the person's own units.
func (t *turn) ownSlot(number int64) (*store.Slot, error) {
	s, err := t.tx.Slot(number)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(t.person.Units(), s.Unit) {
		return nil, store.RefuseField("slot", "slot_not_yours", store.Facts{"Slot": number})
	}
	return s, nil
}

// vacantSlots gives the slots of the person's units that have nobody in them; of the unit named, where one is.
func (t *turn) vacantSlots() ([]store.Slot, error) {
	units, err := t.ownUnits()
	if err != nil {
		return nil, err
	}
	return t.slotsOf(units, true)
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

// whichSlot asks which of the slots is meant.
func (t *turn) whichSlot(id string, of []store.Slot) plan {
	return plan{text: t.say(id, nil), piece: "slot", answers: t.among(t.slotChoices(of), func(a *words.Args, number string) {
		a.Slot, _ = strconv.ParseInt(number, 10, 64) // is one
	})}
}

func (t *turn) releaseForm() (Reply, error) {
	vacant, err := t.vacantSlots()
	if err != nil {
		return Reply{}, err
	}
	if len(vacant) == 0 {
		return Reply{}, store.Refuse("none_vacant", nil)
	}
	f := (&form{}).add(field{name: "reason", choices: t.choices("release.reason_", store.Reasons), radio: true, value: t.args.Reason})
	if len(vacant) == 1 && t.args.Slot == 0 {
		t.args.Slot = vacant[0].Number
	}
	if len(t.args.Slots) < 2 { // those that were said stay as they are
		f.fields = append([]field{{name: "slot", choices: t.slotChoices(vacant), value: strconv.FormatInt(t.args.Slot, 10)}}, f.fields...)
	}
	return t.form(f), nil
}

// planRelease says what is given back, or asks which slot, and then why.
func planRelease(t *turn) (plan, error) {
	numbers := t.slotsMeant()
	if len(numbers) == 0 {
		vacant, err := t.vacantSlots()
		switch {
		case err != nil:
			return plan{}, err
		case len(vacant) == 0:
			return plan{}, store.Refuse("none_vacant", nil)
		case len(vacant) > 1:
			return t.whichSlot("release.which", vacant), nil
		}
		t.args.Slot, numbers = vacant[0].Number, []int64{vacant[0].Number}
	}
	var of []store.Slot
	for _, number := range numbers {
		s, err := t.ownSlot(number)
		if err != nil || s.Trainee != "" {
			return plan{}, err
		}
		of = append(of, *s)
	}
	if !slices.Contains(store.Reasons, t.args.Reason) {
		return plan{text: t.say("release.why", Facts{"N": len(of), "Slots": t.numbers(of), "Kind": of[0].Kind}), piece: "reason",
			answers: t.among(t.choices("release.reason_", store.Reasons), func(a *words.Args, reason string) { a.Reason = reason })}, nil
	}
	facts, err := t.standingLine(of[0].Unit, of[0].Kind, of[0].Programme)
	return plan{text: t.say("release.plan", Facts{"N": len(of), "Slots": t.numbers(of), "Kind": of[0].Kind,
		"Reason": t.label("release.reason_"+t.args.Reason, nil)}), facts: facts}, err
}
