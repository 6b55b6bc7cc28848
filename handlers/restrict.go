package handlers

import (
	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// lift is what is asked of a restriction that is to end.
const lift = "lift"

// restrict has what is written down of a trainee kept, and neither told nor changed nor disposed of, while somebody looks into a complaint (GDPR
// art. 18); or lifts that.
func restrict(t *turn) (Reply, error) {
	if t.args.Trainee == "" {
		return t.done(t.say("restrict.whom", nil)), nil
	}
	tr, err := t.tx.Restrict(t.args.Trainee, t.args.What != lift)
	if r := store.AsRefusal(err); r != nil && r.Reason == "restricted_already" {
		return t.done(t.say("refusal.restricted_already", Facts(r.Facts)), buttons(t.liftButton(t.args.Trainee))), nil
	}
	if err != nil {
		return Reply{}, err
	}
	if tr.Restricted == "" {
		return t.done(t.say("restrict.lifted", Facts{"Trainee": tr.Reference}), buttons(t.undoButton())), nil
	}
	return t.done(t.say("restrict.done", Facts{"Trainee": tr.Reference}), buttons(t.undoButton(), t.liftButton(tr.Reference))), nil
}

func (t *turn) liftButton(ref string) *slack.ButtonBlockElement {
	return button(t.label("restrict.lift", nil), typed("restrict", words.Args{Trainee: ref, What: lift}))
}

// planRestrict asks first, where there is something to do.
func planRestrict(t *turn) (plan, error) {
	if t.args.Trainee == "" {
		return plan{}, nil
	}
	tr, err := t.tx.Trainee(t.args.Trainee)
	if lifts := t.args.What == lift; err != nil || lifts == (tr.Restricted == "") {
		return plan{}, err
	} else if lifts {
		return plan{text: t.say("restrict.plan_lift", Facts{"Trainee": tr.Reference})}, nil
	}
	return plan{text: t.say("restrict.plan", Facts{"Trainee": tr.Reference})}, nil
}
