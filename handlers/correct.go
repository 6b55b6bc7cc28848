package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// correct puts right what is written down of a trainee: managers their own units', HR everybody's. The form holds what is written down now.
func correct(t *turn) (Reply, error) {
	ref, err := t.correctMeant()
	if err != nil {
		return Reply{}, err
	}
	if ref == "" {
		return t.whomToCorrect()
	}
	tr, err := t.correctable(ref)
	if err != nil {
		return Reply{}, err
	}
	_, filled := t.req.Values["result"]
	switch {
	case filled:
		t.correctTo(tr)
	case !t.correctOne(tr):
		return t.correctForm(tr)
	}
	now, err := t.tx.Correct(*tr)
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.say("correct.done", Facts{"Trainee": now.Reference})+"\n"+t.say("correct.now", Facts{"Slot": now.Slot, "From": now.StartsOn, "To": cmp.Or(now.EndedOn, now.EndsOn)}),
		buttons(t.undoButton(), button(t.label("trainees.title", nil), "trainees unit:"+now.Unit))), nil
}

// correctMeant is traineeMeant for who may see every slot.
func (t *turn) correctMeant() (string, error) {
	if t.args.Trainee != "" || t.args.Slot == 0 || !t.person.Has("hr") {
		return t.traineeMeant()
	}
	s, err := t.tx.Slot(t.args.Slot)
	if err != nil {
		return "", err
	}
	return s.Trainee, nil
}

// correctable gives a trainee whose row the person may put right. Of anybody else's it says the same as of none at all.
func (t *turn) correctable(ref string) (*store.Trainee, error) {
	if t.person.Has("hr") && !nobody(ref) {
		return unrestricted(t.tx.Trainee(ref))
	}
	if nobody(ref) {
		return nil, store.RefuseField("trainee", "trainee_unknown", store.Facts{"Trainee": ref})
	}
	return t.ownTrainee(ref)
}

// whomToCorrect asks whose row, of those who are in the person's own units.
func (t *turn) whomToCorrect() (Reply, error) {
	here, err := t.traineesOf(t.person.Units())
	if err != nil {
		return Reply{}, err
	}
	here = slices.DeleteFunc(here, func(tr store.Trainee) bool { return nobody(tr.Reference) })
	if len(here) == 0 {
		return t.done(t.say("correct.whom_typed", nil)), nil
	}
	reply := t.done(t.say("correct.whom", nil))
	shown, page, pages := pageOf(t, here)
	for _, tr := range shown {
		line := t.traineeLine(tr, len(t.person.Units()) > 1)
		reply.Text += "\n• " + line
		reply.Blocks = append(reply.Blocks, row(line, t.correctButton(tr.Reference)))
	}
	reply.Blocks = append(reply.Blocks, t.pager("correct", "", page, pages)...)
	return reply, nil
}

// stillHere is what the form says of who has not ended.
const stillHere = "here"

func (t *turn) correctForm(tr *store.Trainee) (Reply, error) {
	slots, err := t.tx.SlotsOf(tr.Unit, t.today(), false)
	if err != nil {
		return Reply{}, err
	}
	slots = slices.DeleteFunc(slots, func(s store.Slot) bool { return s.Number != tr.Slot && s.Trainee != "" })
	if !slices.ContainsFunc(slots, func(s store.Slot) bool { return s.Number == tr.Slot }) {
		slots = append(slots, store.Slot{Number: tr.Slot, Kind: tr.Kind, Unit: tr.Unit})
	}
	from, to, extent := tr.StartsOn, cmp.Or(store.Date(t.args.To), tr.EndsOn), t.extentOf(tr)
	ended := cmp.Or(store.Date(t.args.Date), tr.EndedOn)
	t.args = words.Args{Trainee: tr.Reference, From: string(from), To: string(to), Date: string(cmp.Or(ended, tr.EndsOn))}
	result := []choice{{stillHere, t.label("correct.here", nil)}}
	return t.form((&form{}).add(
		field{name: "slot", choices: t.slotChoices(slots), value: strconv.FormatInt(tr.Slot, 10), hint: t.label("correct.slot_hint", nil)},
		field{name: "from", value: t.typedDate(from)},
		field{name: "to", label: "planned", value: t.typedDate(to)},
		field{name: "extent", value: extent, optional: true, hint: t.label("field.extent_hint", nil)},
		field{name: "supervisor", value: tr.Supervisor, optional: true, hint: t.label("field.supervisor_hint", nil)},
		field{name: "result", choices: append(result, t.choices("end.", store.Results)...), radio: true, value: cmp.Or(tr.Result, stillHere)},
		field{name: "date", value: t.typedDate(ended), optional: true, hint: t.label("correct.date_hint", nil)},
		field{name: "outcome", choices: t.choices("end.", store.Outcomes), value: tr.Outcome, optional: true})), nil
}

// extentOf is a trainee's extent as one types it.
func (t *turn) extentOf(tr *store.Trainee) string {
	switch {
	case tr.Hours != 0:
		return t.label("field.hours_value", Facts{"Hours": tr.Hours})
	case tr.Percent != 0:
		return t.label("field.percent_value", Facts{"Percent": tr.Percent})
	}
	return ""
}

// correctTo makes of a trainee what the form says. The form shows hours or share: where they were not touched, both stay.
func (t *turn) correctTo(tr *store.Trainee) {
	var hours, percent float64
	if t.args.Hours != nil {
		hours = *t.args.Hours
	}
	if t.args.Percent != nil {
		percent = *t.args.Percent
	}
	if hours != tr.Hours || tr.Hours == 0 && percent != tr.Percent {
		tr.Hours, tr.Percent = hours, percent
	}
	tr.Slot, tr.StartsOn, tr.EndsOn, tr.Supervisor = cmp.Or(t.args.Slot, tr.Slot), store.Date(t.args.From), store.Date(t.args.To), t.super
	ended, result := store.Date(t.args.Date), t.args.Result
	switch {
	case result != stillHere:
		tr.EndedOn, tr.Result, tr.Outcome = ended, result, t.args.Outcome
	case ended == tr.EndedOn: // who was said to have ended and has not
		tr.EndedOn, tr.Result, tr.Outcome = "", "", ""
	default: // a last day, and no word of how it went
		tr.EndedOn, tr.Result, tr.Outcome = ended, "", ""
	}
}

func (t *turn) correctButton(ref string) *slack.ButtonBlockElement {
	return button(t.label("correct.button", nil), typed("correct", words.Args{Trainee: ref}))
}
