package handlers

import (
	"slices"

	"handslag/handlers/words"
	"handslag/store"
)

// end says that a trainee has ended, how, and what came after.
func end(t *turn) (Reply, error) {
	ref, err := t.traineeMeant()
	if err != nil {
		return Reply{}, err
	}
	if ref == "" {
		return t.endForm("")
	}
	tr, err := t.startedTrainee(ref)
	switch {
	case err != nil:
		return Reply{}, err
	case tr.AsksOutcome(t.today()) && t.args.Outcome+t.args.Result == "":
		return t.outcomeForm(tr), nil
	case tr.AsksOutcome(t.today()) && t.args.Outcome != "":
		return t.outcomeNoted(tr)
	case t.args.Result == "":
		return t.endForm(ref)
	}
	ended, err := t.tx.End(ref, t.args.Result, t.args.Outcome, t.lastDay(tr))
	if err != nil {
		return Reply{}, err
	}
	if nobody(ended.Reference) {
		return t.done(t.say("trainee.freed", Facts{"Slot": ended.Slot}), buttons(primary(t.label("trainee.title", nil), typed("trainee", words.Args{Slot: ended.Slot})))), nil
	}
	text := t.say("end.done_"+ended.Result, Facts{"Trainee": ended.Reference, "Date": ended.EndedOn, "Slot": ended.Slot})
	return t.done(text, buttons(primary(t.label("trainee.title", nil), typed("trainee", words.Args{Slot: ended.Slot})), t.undoButton())), nil
}

// outcomeForm asks what came after for somebody who has left already.
func (t *turn) outcomeForm(tr *store.Trainee) Reply {
	left := choice{tr.Reference, t.label("end.left", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "Date": tr.EndedOn})}
	return t.form((&form{}).add(
		field{name: "trainee", choices: []choice{left}, value: tr.Reference},
		field{name: "outcome", choices: t.choices("end.", store.Outcomes), radio: true}))
}

func (t *turn) outcomeNoted(tr *store.Trainee) (Reply, error) {
	noted, err := t.tx.End(tr.Reference, "", t.args.Outcome, "")
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.say("end.noted", Facts{"Trainee": noted.Reference, "Outcome": t.label("end."+noted.Outcome, nil)}), buttons(t.undoButton())), nil
}

// lastDay is the day that was said; else the planned one, or today where that has not come.
func (t *turn) lastDay(tr *store.Trainee) store.Date {
	if t.args.Date != "" {
		return store.Date(t.args.Date)
	}
	return min(t.today(), tr.EndsOn)
}

// traineeMeant gives the reference that was said, or that of who is in the slot that was said; "" where neither was.
func (t *turn) traineeMeant() (string, error) {
	if t.args.Trainee != "" || t.args.Slot == 0 {
		return t.args.Trainee, nil
	}
	s, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return "", err
	}
	if s.Trainee == "" {
		return "", store.RefuseField("slot", "slot_empty", store.Facts{"Slot": s.Number})
	}
	if s.Trainee == store.RestrictedReference {
		return "", store.RefuseField("slot", "trainee_restricted", nil)
	}
	return s.Trainee, nil
}

// ownTrainee gives a trainee of one of the person's own units. Of anybody else's it says the same as of none at all.
func (t *turn) ownTrainee(ref string) (*store.Trainee, error) {
	tr, err := t.tx.Trainee(ref)
	if err == nil && !slices.Contains(t.person.Units(), tr.Unit) {
		return nil, store.RefuseField("trainee", "trainee_unknown", store.Facts{"Trainee": ref})
	}
	return unrestricted(tr, err)
}

// unrestricted refuses a trainee whose row is restricted.
func unrestricted(tr *store.Trainee, err error) (*store.Trainee, error) {
	if err == nil && tr.Restricted != "" {
		return nil, store.RefuseField("trainee", "trainee_restricted", nil)
	}
	return tr, err
}

// startedTrainee is ownTrainee for what can be said only of who has begun.
func (t *turn) startedTrainee(ref string) (*store.Trainee, error) {
	tr, err := t.ownTrainee(ref)
	if err != nil {
		return nil, err
	}
	if tr.EndedOn == "" && tr.StartsOn > t.today() {
		return nil, store.RefuseField("trainee", "trainee_coming", store.Facts{"Trainee": ref, "Date": tr.StartsOn})
	}
	return tr, nil
}

func (t *turn) endForm(ref string) (Reply, error) {
	here, err := t.present()
	if err != nil {
		return Reply{}, err
	}
	if ref != "" {
		if _, err := t.startedTrainee(ref); err != nil {
			return Reply{}, err
		}
	}
	switch len(here) {
	case 0:
		return t.done(t.say("trainees.none", nil)), nil
	case 1:
		ref = here[0].value
	}
	return t.form((&form{}).add(
		field{name: "trainee", choices: here, value: ref},
		field{name: "result", choices: t.choices("end.", store.Results), radio: true, value: t.args.Result},
		field{name: "outcome", choices: t.choices("end.", store.Outcomes), value: t.args.Outcome, optional: true},
		field{name: "date", value: t.typedDate(store.Date(t.args.Date)), optional: true, hint: t.label("end.date_hint", nil)})), nil
}

// present are the trainees who have started and not ended, to choose among.
func (t *turn) present() ([]choice, error) {
	all, err := t.traineesOf(t.person.Units())
	var here []choice
	for _, tr := range all {
		if tr.StartsOn <= t.today() && !nobody(tr.Reference) {
			here = append(here, choice{tr.Reference, t.label("end.option", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "To": tr.EndsOn})})
		}
	}
	return here, err
}

// choices are codes with what they are called.
func (t *turn) choices(prefix string, codes []string) []choice {
	out := make([]choice, len(codes))
	for i, c := range codes {
		out[i] = choice{c, t.label(prefix+c, nil)}
	}
	return out
}

// whichTrainee asks which of those who are here is meant, or which of those who were said.
func (t *turn) whichTrainee(id string, here []choice) plan {
	if said := t.args.Trainees; len(said) > 1 {
		here = slices.DeleteFunc(slices.Clone(here), func(c choice) bool { return !slices.Contains(said, c.value) })
	}
	return plan{text: t.say(id, nil), piece: "trainee", answers: t.among(here, func(a *words.Args, ref string) { a.Trainee, a.Trainees = ref, nil })}
}

// planEnd says who ends, how and when; where it was not said how, that is asked.
func planEnd(t *turn) (plan, error) {
	ref, err := t.traineeMeant()
	if err != nil {
		return plan{}, err
	}
	if ref == "" {
		here, err := t.present()
		switch {
		case err != nil || len(here) == 0:
			return plan{}, err
		case len(here) > 1:
			return t.whichTrainee("end.who", here), nil
		}
		ref = here[0].value
	}
	tr, err := t.startedTrainee(ref)
	if err != nil {
		return plan{}, err
	}
	if tr.AsksOutcome(t.today()) && (t.args.Outcome != "" || t.args.Result == "") {
		return t.planOutcome(tr), nil
	}
	t.args.Trainee, t.args.Slot, t.args.Date = tr.Reference, 0, string(t.lastDay(tr))
	facts := Facts{"Trainee": tr.Reference, "Date": t.lastDay(tr)}
	if t.args.Result == "" {
		p := plan{text: t.say("end.which", facts)}
		for _, result := range store.Results {
			a := t.args
			a.Result = result
			p.answers = append(p.answers, answer{label: t.label("end."+result, nil), args: a})
		}
		return p, nil
	}
	result := t.called("end.", t.args.Result)
	if t.args.Outcome != "" {
		result += ", " + t.called("end.", t.args.Outcome)
	}
	facts["Result"] = result
	return plan{text: t.say("end.plan", facts)}, nil
}

// planOutcome asks what came after for somebody who has left already.
func (t *turn) planOutcome(tr *store.Trainee) (p plan) {
	t.args.Trainee, t.args.Slot = tr.Reference, 0
	if t.args.Outcome != "" {
		return plan{text: t.say("end.plan_noted", Facts{"Trainee": tr.Reference, "Outcome": t.label("end."+t.args.Outcome, nil)})}
	}
	p.text = t.say("end.which_outcome", Facts{"Trainee": tr.Reference, "Date": tr.EndedOn})
	for _, o := range store.Outcomes {
		a := t.args
		a.Outcome = o
		p.answers = append(p.answers, answer{label: t.label("end."+o, nil), args: a})
	}
	return p
}
