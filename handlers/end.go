package handlers

import (
	"strconv"

	"handslag/store"
)

// results and outcomes are what can be said of how a trainee's time ended.
var (
	results  = []string{"completed", "interrupted"}
	outcomes = []string{"employed", "subsidised", "municipal", "studies", "new_measure", "unknown"}
)

// end says that a trainee has ended, how, and what came after.
func end(t *turn) (Reply, error) {
	ref, err := t.traineeMeant()
	if err != nil {
		return Reply{}, err
	}
	if ref == "" || t.args.Result == "" {
		return t.endForm(ref)
	}
	tr, err := t.ownTrainee(ref)
	if err != nil {
		return Reply{}, err
	}
	on := store.Date(t.args.Date)
	if on == "" {
		on = min(t.today(), max(tr.EndsOn, tr.StartsOn))
	}
	ended, err := t.tx.End(ref, t.args.Result, t.args.Outcome, on)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("end.done_"+ended.Result, Facts{"Trainee": ended.Reference, "Date": ended.EndedOn, "Slot": ended.Slot})
	return t.done(text, buttons(
		primary(t.label("trainee.title", nil), typedSlot("trainee", ended.Slot)),
		button(t.label("undo.title", nil), "undo entry:"+strconv.FormatInt(t.tx.Did(), 10)))), nil
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
	return s.Trainee, nil
}

// ownTrainee gives a trainee of one of the person's own units. Of anybody else's it says the same as of none at all.
func (t *turn) ownTrainee(ref string) (*store.Trainee, error) {
	tr, err := t.tx.Trainee(ref)
	if err != nil {
		return nil, err
	}
	if !contains(t.person.Units(), tr.Unit) {
		return nil, store.RefuseField("trainee", "trainee_unknown", store.Facts{"Trainee": ref})
	}
	return tr, nil
}

func (t *turn) endForm(ref string) (Reply, error) {
	var here []choice
	for _, unit := range t.person.Units() {
		some, err := t.tx.TraineesOf(unit, t.today())
		if err != nil {
			return Reply{}, err
		}
		for _, tr := range some {
			if tr.StartsOn <= t.today() {
				here = append(here, choice{tr.Reference, t.label("end.option", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "To": tr.EndsOn})})
			}
		}
	}
	if len(here) == 0 {
		return t.done(t.say("trainees.none", nil)), nil
	}
	if ref != "" {
		if _, err := t.ownTrainee(ref); err != nil {
			return Reply{}, err
		}
	}
	return t.form((&form{}).add(
		field{name: "trainee", choices: here, value: ref},
		field{name: "result", choices: t.choices("end.", results), radio: true, value: t.args.Result},
		field{name: "outcome", choices: t.choices("end.", outcomes), value: t.args.Outcome, optional: true},
		field{name: "date", value: t.args.Date, optional: true, hint: t.label("end.date_hint", nil)})), nil
}

// choices are codes with what they are called.
func (t *turn) choices(prefix string, codes []string) []choice {
	out := make([]choice, len(codes))
	for i, c := range codes {
		out[i] = choice{c, t.label(prefix+c, nil)}
	}
	return out
}

func planEnd(t *turn) (string, error) {
	ref, err := t.traineeMeant()
	if err != nil || ref == "" || t.args.Result == "" {
		return "", err
	}
	tr, err := t.ownTrainee(ref)
	if err != nil {
		return "", err
	}
	on := store.Date(t.args.Date)
	if on == "" {
		on = t.today()
		t.args.Date = string(on)
	}
	t.args.Trainee = tr.Reference
	return t.say("end.plan", Facts{"Trainee": tr.Reference, "Date": on, "Result": t.label("end."+t.args.Result, nil)}), nil
}
