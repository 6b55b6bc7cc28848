package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"handslag/handlers/words"
	"handslag/store"
)

// claimForm asks for what a claim needs: published slots that fit come first, then new ones of the unit's own.
func (t *turn) claimForm(unit string) (Reply, error) {
	f := &form{}
	units := []string{unit}
	if unit == "" {
		units = t.person.Units()
		f.add(field{name: "unit", choices: t.unitChoices(units)})
	}
	if len(t.args.Slots) > 0 { // those that were said stay as they are
		return t.form(f), nil
	}
	open, err := t.openFor(units, t.args.Kind, 20)
	if err != nil {
		return Reply{}, err
	}
	var which []choice
	for _, s := range open {
		which = append(which, choice{"#" + strconv.FormatInt(s.Number, 10), t.label("claim.option", Facts{"Slot": s.Number, "Kind": s.Kind, "From": t.from(s.StartsOn)})})
	}
	for _, kind := range t.kindsInOrder() {
		which = append(which, choice{kind, t.label("claim.new", Facts{"Kind": kind})})
	}
	chosen := t.args.Kind
	if t.args.Slot != 0 {
		chosen = "#" + strconv.FormatInt(t.args.Slot, 10)
	}
	f.add(field{name: "kind", choices: which, value: chosen},
		field{name: "count", value: strconv.Itoa(t.count())},
		field{name: "from", value: t.typedDate(store.Date(t.args.From)), optional: true, hint: t.label("field.from_hint", nil)},
		field{name: "extent", value: t.extent(), optional: true, hint: t.label("field.extent_hint", nil)},
		field{name: "tasks", optional: true, lines: true, hint: t.label("field.tasks_hint", nil)},
		field{name: "supervisor", optional: true, hint: t.label("field.supervisor_hint", nil)})
	return t.form(f), nil
}

// openFor gives the published slots that any of the units may claim, those that begin nearest to what was said first.
func (t *turn) openFor(units []string, kind string, most int) ([]store.Slot, error) {
	near := max(store.Date(t.args.From), t.today())
	var out []store.Slot
	for _, unit := range units {
		open, err := t.tx.OpenSlots(unit, kind, near, most)
		if err != nil {
			return nil, err
		}
		for _, s := range open {
			if !slices.ContainsFunc(out, func(o store.Slot) bool { return o.Number == s.Number }) {
				out = append(out, s)
			}
		}
	}
	away := func(s store.Slot) int {
		if s.StartsOn == "" {
			return 0
		}
		n := near.DaysUntil(s.StartsOn)
		return max(n, -n)
	}
	if len(units) > 1 {
		slices.SortStableFunc(out, func(a, b store.Slot) int { return cmp.Or(away(a)-away(b), int(a.Number-b.Number)) })
	}
	return out[:min(most, len(out))], nil
}

// extent is what was said of hours or share, as one types it.
func (t *turn) extent() string {
	switch {
	case t.args.Hours != nil:
		return t.label("field.hours_value", Facts{"Hours": *t.args.Hours})
	case t.args.Percent != nil:
		return t.label("field.percent_value", Facts{"Percent": *t.args.Percent})
	}
	return ""
}

func (t *turn) unitChoices(units []string) []choice {
	out := make([]choice, len(units))
	for i, code := range units {
		out[i] = choice{code, t.reg.Tree.Name(code)}
	}
	return out
}

// kindsInOrder gives the kinds that may begin now, those that count in the programme first.
func (t *turn) kindsInOrder() []string {
	open, _ := t.reg.KindNames(t.today())
	out := t.countedKinds()
	for _, kind := range open {
		if !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

// countedKinds gives the kinds that count in the programme and may begin now.
func (t *turn) countedKinds() []string {
	p := t.reg.Current(t.today())
	if p == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Kinds), func(kind string) bool {
		_, open := t.reg.Kind(kind, t.today())
		return !open
	})
}

// mostAnswers is how many buttons a question may have before a list is the easier way.
const mostAnswers = 5

// planClaim says what a claim would do, or asks for the unit or the kind that is missing.
func planClaim(t *turn) (plan, error) {
	unit, err := t.mine()
	if err != nil {
		return plan{}, err
	}
	slots := t.slotsMeant()
	switch {
	case unit == "":
		return t.whichUnit(len(slots) > 0 || t.args.Kind != ""), nil
	}
	t.args.Unit = unit
	name := t.reg.Tree.Name(unit)
	if len(slots) > 0 {
		return t.planPublished(unit, slots)
	}
	if t.args.Kind == "" {
		return t.whichKind(name), nil
	}
	if err := t.tx.CheckClaim(t.claimOf(unit)); err != nil {
		return plan{}, err
	}
	facts, err := t.standingLine(unit, t.args.Kind, t.reg.ProgrammeFor(t.args.Kind, unit, t.today()))
	return plan{text: t.say("claim.plan", Facts{"What": Markup(t.whatToClaim()), "Unit": name}), facts: facts}, err
}

// whatToClaim is "2 platser (språkpraktik) från mån 17 aug (v. 34)", with what is known of it.
func (t *turn) whatToClaim() string {
	if slots := t.slotsMeant(); len(slots) > 0 {
		named := make([]store.Slot, len(slots))
		for i, n := range slots {
			named[i].Number = n
		}
		return t.numbers(named)
	}
	id := "claim.what"
	if t.args.Kind == "" {
		id = "claim.what_any"
	}
	text := t.say(id, Facts{"N": t.count(), "Kind": t.args.Kind, "From": Markup(t.from(store.Date(t.args.From)))})
	if hours := hoursOf(t.args.Hours, t.args.Percent); hours != 0 {
		text += ", " + t.say("slots.hours", Facts{"Hours": hours})
	}
	return text
}

func (t *turn) whichUnit(whole bool) plan {
	p := plan{text: t.say("claim.which_unit", Facts{"What": Markup(capital(t.whatToClaim()))})}
	for _, code := range t.person.Units() {
		a := t.args
		a.Unit = code
		p.answers = append(p.answers, answer{label: t.reg.Tree.Name(code), args: a, more: !whole})
	}
	return p
}

func (t *turn) whichKind(unit string) plan {
	p := plan{text: t.say("claim.which_kind", Facts{"What": Markup(capital(t.whatToClaim())), "Unit": unit}), piece: "kind"}
	p.answers, p.rest = t.ofKinds(false)
	return p
}

// ofKinds makes answers of the kinds of placement: those that count in the programme, and the others. more says that something else is asked then.
func (t *turn) ofKinds(more bool) (counted, others []answer) {
	n := len(t.countedKinds())
	all := t.among(t.kindChoices(), func(a *words.Args, kind string) { a.Kind = kind })
	for i := range all {
		all[i].more = more || i >= n // a list is easily slipped on
	}
	if n == 0 {
		return all, nil
	}
	return all[:n], all[n:]
}

func (t *turn) planPublished(unit string, slots []int64) (plan, error) {
	if err := t.tooMany(); err != nil {
		return plan{}, err
	}
	for _, number := range slots {
		err := t.tx.CheckPublished(number, unit)
		if r := store.AsRefusal(err); r != nil && r.Reason == "slot_taken" { // claim says so, and what there is instead
			t.args.Slot = number
			return plan{}, nil
		}
		if err != nil {
			return plan{}, err
		}
	}
	s, err := t.tx.Slot(slots[0])
	if err != nil {
		return plan{}, err
	}
	facts, err := t.standingLine(unit, s.Kind, t.reg.ProgrammeFor(s.Kind, unit, t.today()))
	what := t.whatToClaim()
	if len(slots) == 1 {
		what = t.say("claim.what_slot", Facts{"Slot": s.Number, "Kind": s.Kind, "From": Markup(t.from(s.StartsOn))})
	}
	return plan{text: t.say("claim.plan_slot", Facts{"What": Markup(what), "Unit": t.reg.Tree.Name(unit)}), facts: facts}, err
}
