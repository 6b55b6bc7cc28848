package handlers

import (
	"strconv"

	"handslag/handlers/words"
	"handslag/store"
)

// suggestedMonths is what the form proposes: somebody who ended a year ago has been followed up. The state's own limit for the same kind of data
// is three years after the year in which the matter was closed (lag 2002:546 § 16). Who did what can be asked about for two years.
var suggestedMonths = map[string]int{"trainee": 12, staff: 24}

func (t *turn) retentionForm() (Reply, error) {
	class := t.disposalClass()
	months, decision := suggestedMonths[class], ""
	if rule, err := t.tx.Retention(class); err == nil {
		months, decision = rule.Months, rule.Decision
	} else if store.AsRefusal(err) == nil {
		return Reply{}, err
	}
	return t.form((&form{}).add(
		field{name: "decision", value: decision, hint: t.label("erase.decision_hint", nil)},
		field{name: "months", value: strconv.Itoa(months), hint: t.label(ofClass("erase.months_hint", class), nil)})), nil
}

// decide writes the rule down.
func (t *turn) decide() (Reply, error) {
	months := 0
	if t.args.Count != nil {
		months = *t.args.Count
	}
	class := t.disposalClass()
	if err := t.tx.Retain(store.Retention{Class: class, Months: months, Decision: t.decision}); err != nil {
		return Reply{}, err
	}
	return t.done(t.say(ofClass("erase.decided", class), Facts{"N": months, "Decision": t.decision}), buttons(primary(t.label("erase.show", nil), eraseOf(class)))), nil
}

// planRetention asks for what a rule of disposal lacks, where there is none yet or another one is wanted: the decision, then the months.
func (t *turn) planRetention() (plan, error) {
	class := t.disposalClass()
	rule, err := t.tx.Retention(class)
	undecided := store.AsRefusal(err) != nil
	switch {
	case err != nil && !undecided:
		return plan{}, err
	case t.args.Trainee != "" || t.args.Format != "" && !undecided:
		return plan{}, nil
	case !undecided && t.args.Term == "" && !(t.mentions("confirm.typed_change") && t.mentions("erase.rule_words")):
		return plan{}, nil
	}
	t.args.Term, t.args.Format = "retention", ""
	if t.decision == "" {
		form := answer{label: t.label("erase.decide", nil), args: t.args}
		if undecided {
			other := words.Args{What: staff}
			if class == staff {
				other.What = ""
			}
			return plan{text: t.say(ofClass("erase.undecided", class), nil), facts: t.say("erase.decision_hint", nil), piece: "decision",
				answers: []answer{form, {label: t.otherClass(class).Text.Text, args: other, more: true}}}, nil
		}
		return plan{text: t.say("erase.ask_decision", nil), facts: t.say(ofClass("erase.rule", class), Facts{"N": rule.Months, "Decision": rule.Decision}),
			piece: "decision", answers: []answer{form}}, nil
	}
	facts := Facts{"Decision": t.decision}
	if t.args.Count == nil {
		p := plan{text: t.say(ofClass("erase.ask_months", class), facts), piece: "months"}
		for _, n := range []int{12, 24, 36} {
			p.answers = append(p.answers, answer{label: t.label("erase.months", Facts{"N": n}), args: with(t.args, func(a *words.Args) { a.Count = &n }), more: true})
		}
		return p, nil
	}
	facts["N"] = *t.args.Count
	return plan{text: t.say(ofClass("erase.plan_rule", class), facts), facts: t.say("erase.plan_rule_facts", nil)}, nil
}
