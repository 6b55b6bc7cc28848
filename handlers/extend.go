package handlers

import (
	"slices"
	"strconv"
	"strings"

	"handslag/handlers/words"
	"handslag/store"
)

// extend moves the day until which a trainee is to stay, within what the kind of placement allows.
func extend(t *turn) (Reply, error) {
	ref, err := t.traineeMeant()
	if err != nil {
		return Reply{}, err
	}
	if ref != "" {
		tr, err := t.ownTrainee(ref)
		if err != nil {
			return Reply{}, err
		}
		t.lengthen(tr)
	}
	if ref == "" || t.args.To == "" {
		return t.extendForm(ref)
	}
	tr, err := t.tx.Extend(ref, store.Date(t.args.To))
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.say("extend.done", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "To": tr.EndsOn}),
		buttons(t.undoButton(), button(t.label("trainees.title", nil), "trainees"))), nil
}

// lengthen counts "two weeks more" from the end that there is.
func (t *turn) lengthen(tr *store.Trainee) {
	a := &t.args
	n, err := strconv.Atoi(strings.TrimRight(a.Longer, "dm"))
	if a.To != "" || err != nil || tr.EndsOn == "" {
		return
	}
	if strings.HasSuffix(a.Longer, "m") {
		a.To = string(tr.EndsOn.AddMonths(n))
	} else {
		a.To = string(tr.EndsOn.AddDays(n))
	}
	a.Longer = ""
}

func (t *turn) extendForm(ref string) (Reply, error) {
	here, err := t.traineesOf(t.person.Units())
	if err != nil {
		return Reply{}, err
	}
	if len(here) == 0 {
		return t.done(t.say("trainees.none", nil)), nil
	}
	hint := t.label("extend.to_hint", nil)
	for _, tr := range here {
		if latest := t.latestEnd(&tr); latest != "" && (tr.Reference == ref || len(here) == 1) {
			hint = t.label("extend.to_hint_latest", Facts{"Date": latest})
		}
	}
	if len(here) == 1 {
		ref = here[0].Reference
	}
	return t.form((&form{}).add(
		field{name: "trainee", choices: t.whoStays(here), value: ref},
		field{name: "to", value: t.typedDate(store.Date(t.args.To)), hint: hint})), nil
}

// whoStays are trainees to choose among.
func (t *turn) whoStays(here []store.Trainee) []choice {
	out := make([]choice, len(here))
	for i, tr := range here {
		out[i] = choice{tr.Reference, t.label("end.option", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "To": tr.EndsOn})}
	}
	return out
}

// latestEnd is the last day that the kind of a trainee's placement allows; "" where it has no limit.
func (t *turn) latestEnd(tr *store.Trainee) store.Date {
	k, _ := t.reg.Kind(tr.Kind, tr.StartsOn)
	if k == nil {
		return ""
	}
	return k.LatestEnd(tr.StartsOn)
}

// planExtend says who stays until when; where no day was said, it offers some that are allowed.
func planExtend(t *turn) (plan, error) {
	ref, err := t.traineeMeant()
	if err != nil {
		return plan{}, err
	}
	if ref == "" {
		here, err := t.traineesOf(t.person.Units())
		switch {
		case err != nil || len(here) == 0:
			return plan{}, err
		case len(here) > 1:
			return t.whichTrainee("extend.who", t.whoStays(here)), nil
		}
		ref = here[0].Reference
	}
	tr, err := t.ownTrainee(ref)
	if err != nil {
		return plan{}, err
	}
	if tr.EndedOn != "" && tr.EndedOn <= t.today() {
		return plan{}, store.RefuseField("trainee", "trainee_ended", store.Facts{"Trainee": ref, "Date": tr.EndedOn})
	}
	t.args.Trainee, t.args.Slot, t.args.From = ref, 0, ""
	t.lengthen(tr)
	if t.args.To == "" {
		return t.untilWhen(tr)
	}
	if _, err := t.tx.CheckExtend(ref, store.Date(t.args.To)); err != nil {
		return plan{}, err
	}
	return plan{text: t.say("extend.plan", Facts{"Trainee": ref, "From": tr.EndsOn, "To": store.Date(t.args.To)}), facts: t.say("extend.decided", nil)}, nil
}

// untilWhen asks for the day: one or three months more, or as long as is allowed.
func (t *turn) untilWhen(tr *store.Trainee) (plan, error) {
	latest := t.latestEnd(tr)
	if latest != "" && latest <= max(tr.EndsOn, t.today().AddDays(-1)) {
		k, _ := t.reg.Kind(tr.Kind, tr.StartsOn)
		return plan{}, store.Refuse("end_limit", store.Facts{"Kind": tr.Kind, "Date": latest, "Rule": k})
	}
	p := plan{text: t.say("extend.which", Facts{"Trainee": tr.Reference, "To": tr.EndsOn}), piece: "to"}
	if latest != "" {
		p.facts = t.say("extend.latest", Facts{"Date": latest})
	}
	var days []store.Date
	for _, day := range []store.Date{tr.EndsOn.AddMonths(1), tr.EndsOn.AddMonths(3), latest} {
		if day > tr.EndsOn && day >= t.today() && (latest == "" || day <= latest) && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	for _, day := range days {
		p.answers = append(p.answers, answer{label: t.label("extend.until", Facts{"Date": day}), args: words.Args{Trainee: tr.Reference, To: string(day)}})
	}
	return p, nil
}
