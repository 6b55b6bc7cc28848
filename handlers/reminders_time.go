package handlers

import (
	"slices"
	"strings"
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// timed is the rules with the day and the time that were said, "tue 09:00", "tue" or "09:00". A day after the last one on which a reminder is of use
// is that last day too.
func (t *turn) timed(rules *store.Rules) store.RuleFacts {
	f := rules.Facts()
	for _, said := range strings.Fields(t.args.Every) {
		if day := slices.Index(weekdays[:], said); day >= 0 {
			f.Weekday = time.Weekday(day)
		} else {
			f.Clock = said
		}
	}
	if (f.Cutoff+6)%7 < (f.Weekday+6)%7 {
		f.Cutoff = f.Weekday
	}
	return f
}

// weeklyChanges tells whether what was said is another day or time than the one that holds.
func (t *turn) weeklyChanges(rules *store.Rules) bool {
	f := t.timed(rules)
	return f.Weekday != rules.Weekday || f.Clock != rules.Clock
}

func (t *turn) setTime(rules *store.Rules) (Reply, error) {
	f := t.timed(rules)
	if wrong := t.wrongTime(f); wrong != nil {
		return Reply{}, wrong
	}
	return t.changeRules(f)
}

// wrongTime is a Refusal of a day or a time on which nobody is written to.
func (t *turn) wrongTime(f store.RuleFacts) error {
	if f.Weekday == time.Saturday || f.Weekday == time.Sunday {
		return store.Refuse("rule_weekday", nil)
	}
	if wrong := f.Check(); len(wrong) > 0 {
		return wrong[0]
	}
	return nil
}

// planTime asks for the day and the time of the weekly reminder, one at a time, where they are to be changed, and says what they will be.
func (t *turn) planTime(rules *store.Rules) plan {
	day := func(d time.Weekday) string { return t.label("date.long_day."+weekdays[d], nil) }
	now := Facts{"Day": day(rules.Weekday), "Clock": rules.Clock}
	p := plan{piece: "weekly", facts: t.say("reminders.now", now)}
	switch {
	case t.args.Every == "" && (t.args.What == "change" || t.args.What == "" && t.mentions("confirm.typed_change")):
		t.args.What = "change"
		p.text, p.piece = t.say("reminders.ask_what", nil), "what"
		p.answers = t.among([]choice{{"day", t.label("reminders.row_day", nil)}, {"clock", t.label("reminders.row_clock", nil)}}, func(a *words.Args, what string) { a.What = what })
		p.answers = append(p.answers, answer{label: t.label("reminders.row_rules", nil), args: words.Args{What: "rules"}})
	case t.args.What == "day" && t.args.Every == "":
		p.text = t.say("reminders.ask_day", nil)
		for d := time.Monday; d <= time.Friday; d++ {
			p.answers = append(p.answers, answer{label: capital(day(d)), args: with(t.args, func(a *words.Args) { a.Every = weekdays[d] }), more: true})
		}
	case t.args.What == "clock" && t.args.Every == "":
		p.text = t.say("reminders.ask_clock", nil) + " " + t.say("reminders.clock_hint", nil)
		for _, at := range []string{"08:00", "09:00", "13:00"} {
			p.answers = append(p.answers, answer{label: at, args: with(t.args, func(a *words.Args) { a.Every = at }), more: true})
		}
	case t.args.Every != "" && t.weeklyChanges(rules):
		f := t.timed(rules)
		if wrong := store.AsRefusal(t.wrongTime(f)); wrong != nil {
			t.args.What, t.args.Every = "clock", ""
			if wrong.Reason == "rule_weekday" {
				t.args.What = "day"
			}
			p = t.planTime(rules)
			p.text = capital(t.say("refusal."+wrong.Reason, nil)) + "\n" + p.text
			return p
		}
		return plan{text: t.say("reminders.plan", Facts{"Day": day(f.Weekday), "Clock": f.Clock}), facts: p.facts}
	default:
		return plan{}
	}
	return p
}
