package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// beginning is before all days on which somebody's time ended.
const beginning = store.Date("0001-01-01")

// stillAtWork tells how many of those who left for work are still there after so many days, with the ways to those of whom nobody has said anything.
// Who has not been asked after is neither there nor gone: both shares are told, of all and of those who are known.
func (t *turn) stillAtWork(unit string) (string, []*slack.ButtonBlockElement, error) {
	days := store.FollowUps
	if t.args.Days != nil {
		days = []int{*t.args.Days}
	}
	if !slices.Contains(store.FollowUps, days[0]) {
		return "", nil, store.RefuseField("days", "follow_up_days", nil)
	}
	from, to := beginning, t.today()
	if t.args.From != "" || t.args.Period != "" {
		p, err := t.programmeOf(t.today())
		if err != nil {
			return "", nil, err
		}
		from, to = t.outcomeSpan(p)
	}
	var lines []string
	var open []*slack.ButtonBlockElement
	for _, d := range days {
		f, err := t.tx.FollowedUp(unit, t.args.Kind, d, from, to)
		if err != nil {
			return "", nil, err
		}
		if f.Due == 0 && t.args.Days == nil {
			continue
		}
		lines = append(lines, t.atWork(f, from, min(to, t.today().AddDays(-d))))
		if f.Unanswered() > 0 {
			open = append(open, button(t.label("outcomes.open", Facts{"Days": d, "N": f.Unanswered()}), typed("outcomes", words.Args{Unit: t.args.Unit, Kind: t.args.Kind, Days: &d, What: "answers"})))
		}
	}
	return strings.Join(lines, "\n"), open, nil
}

func (v voice) atWork(f store.FollowedUp, from, to store.Date) string {
	known := f.Working + f.Left
	facts := Facts{"Days": f.Days, "N": f.Due, "Working": f.Working, "Known": known, "Percent": v.percent(f.Working, f.Due), "OfKnown": v.percent(f.Working, known)}
	facts["Span"] = v.say("outcomes.until", Facts{"To": v.long(to)})
	if from > beginning {
		facts["Span"] = v.say("outcomes.span", Facts{"From": v.long(from), "To": v.long(to)})
	}
	switch {
	case f.Due == 0:
		return v.say("outcomes.after_none", facts)
	case known == 0:
		return v.say("outcomes.after_unknown", facts)
	case known == f.Due:
		return v.say("outcomes.after_known", facts)
	}
	facts["N"] = f.Unanswered()
	facts["Due"] = f.Due
	return v.say("outcomes.after_some", facts)
}

// toFollowUp lists whom nobody has said anything of, so many days after they left for work; the first of each line's answers is one press away.
func (t *turn) toFollowUp(unit string) (Reply, error) {
	days := store.FollowUps[0]
	if t.args.Days != nil {
		days = *t.args.Days
	}
	if !slices.Contains(store.FollowUps, days) {
		return Reply{}, store.RefuseField("days", "follow_up_days", nil)
	}
	t.args.Days = &days
	page := max(1, t.args.Page)
	list, more, err := t.tx.DueFollowUps(unit, t.args.Kind, days, (page-1)*pageSize, pageSize)
	if err != nil {
		return Reply{}, err
	}
	facts := Facts{"Days": days, "Unit": t.reg.Tree.Name(unit)}
	if len(list) == 0 {
		return t.done(t.say("outcomes.open_none", facts)), nil
	}
	head := t.say("outcomes.open_head", facts)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, tr := range list {
		line := t.say("outcomes.open_line", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "Unit": t.reg.Tree.Name(tr.Unit), "Date": tr.EndedOn, "Outcome": t.label("end."+tr.Outcome, nil)})
		text += "\n• " + line
		blocks = append(blocks, section("• "+line), buttons(t.stillThere(tr.Reference, days)...))
	}
	return Reply{Text: text, Blocks: append(blocks, t.turnPages("outcomes", page, more)...)}, nil
}

// stillThere is the two answers that may be given of a trainee.
func (t *turn) stillThere(ref string, days int) (b []*slack.ButtonBlockElement) {
	for _, answer := range store.Answers {
		choice := button(t.label("outcomes."+answer, nil), typed("outcomes", words.Args{Trainee: ref, Days: &days, After: answer}))
		choice.AccessibilityLabel = cutTo(choice.Text.Text+": "+ref, maxButton)
		b = append(b, choice)
	}
	return b
}

// followUp writes down whether a trainee still has the job.
func (t *turn) followUp() (Reply, error) {
	if t.args.After == "" || t.args.Days == nil {
		return t.followUpForm()
	}
	days := *t.args.Days
	tr, err := t.tx.FollowUp(t.args.Trainee, days, t.args.After)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("outcomes.noted_"+t.args.After, Facts{"Trainee": tr.Reference, "Days": days})
	next := typed("outcomes", words.Args{Days: &days, What: "answers"})
	return t.done(text, buttons(button(t.label("outcomes.next", nil), next), t.undoButton())), nil
}

func (t *turn) followUpForm() (Reply, error) {
	tr, err := t.tx.Trainee(t.args.Trainee)
	if err != nil {
		return Reply{}, err
	}
	last := store.FollowUps[0]
	if t.args.Days != nil {
		last = *t.args.Days
	}
	var choices []choice
	for _, d := range store.FollowUps {
		choices = append(choices, choice{strconv.Itoa(d), t.label("outcomes.days", Facts{"N": d})})
		if tr.EndedOn != "" && tr.EndedOn.AddDays(d) <= t.today() && t.args.Days == nil {
			last = d
		}
	}
	if _, err := t.tx.CheckFollowUp(tr.Reference, last); err != nil {
		return Reply{}, err
	}
	return t.form((&form{}).add(
		field{name: "days", choices: choices, radio: true, value: strconv.Itoa(last)},
		field{name: "after", choices: t.choices("outcomes.", store.Answers), radio: true, value: t.args.After})), nil
}

// planOutcomes asks before an answer is written that was read from free text.
func planOutcomes(t *turn) (plan, error) {
	if t.args.Trainee == "" || t.args.After == "" || t.args.Days == nil {
		return plan{}, nil
	}
	if _, err := t.tx.CheckFollowUp(t.args.Trainee, *t.args.Days); err != nil {
		return plan{}, err
	}
	return plan{text: t.say("outcomes.plan_"+t.args.After, Facts{"Trainee": t.args.Trainee, "Days": *t.args.Days})}, nil
}
