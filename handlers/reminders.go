package handlers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

// reminders is HR's view of the weekly reminders: when they go out, who would get what, a sample, the rules, and a way to stop them.
func reminders(t *turn) (Reply, error) {
	rules, err := t.tx.Rules()
	if err != nil {
		return Reply{}, err
	}
	switch {
	case rules == nil:
		return Reply{}, store.Refuse("reminders_not_begun", nil)
	case t.req.Door == Form:
		return t.setRules(rules)
	case t.args.Every != "" && t.weeklyChanges(rules):
		return t.setTime(rules)
	case t.args.What == "rules":
		return t.rulesForm(rules), nil
	case t.args.What == "who":
		return t.whoGetsWhat()
	case t.args.What == "sample":
		return t.sample(rules)
	case t.args.What == "stop":
		return t.stopRound()
	}
	return t.sendTimes(rules)
}

// sendTimes tells the rules, the next ten send times, and how the last round went.
func (t *turn) sendTimes(rules *store.Rules) (Reply, error) {
	head := t.rulesSaid(rules)
	var lines []string
	next, err := t.timings(rules, t.h.store.Zone(), 10)
	if err != nil {
		return Reply{}, err
	}
	for i := 0; i < len(next); i++ {
		first := next[i]
		for i+1 < len(next) && first.Skipped != "" && next[i+1].Skipped == first.Skipped {
			i++
		}
		lines = append(lines, t.sendTime(rules, first, next[i].Week))
	}
	times := t.say("reminders.next", nil) + "\n" + strings.Join(lines, "\n")
	reply := Reply{Text: head + "\n" + times, Blocks: []slack.Block{section(head), section(times)}}
	last, err := t.tx.LastRound()
	if err != nil {
		return Reply{}, err
	}
	offered := []*slack.ButtonBlockElement{button(t.label("reminders.who", nil), "reminders what:who"), button(t.label("reminders.sample", nil), "reminders what:sample"),
		button(t.label("reminders.rules", nil), "reminders what:rules")}
	if last != nil {
		w, _ := store.ParseWeek(last.Week)
		failed, err := t.tx.Failures(last.Week, true)
		if err != nil {
			return Reply{}, err
		}
		went := t.receipt(last, w, failed)
		reply.Text += "\n" + went.Text
		reply.Blocks = append(reply.Blocks, went.Blocks[0])
	}
	offered = append(offered, button(t.label("reminders.stop", nil), marks{ask: true}.mark("reminders what:stop")))
	reply.Blocks = append(reply.Blocks, buttons(offered...))
	return reply, nil
}

// sendTime says when a week's go out, or that none does in the weeks up to last.
func (t *turn) sendTime(rules *store.Rules, next store.Timing, last store.Week) string {
	facts := Facts{"Week": strconv.Itoa(next.Week.Number), "Day": next.Week.Day(rules.Weekday), "N": 1}
	if next.Skipped != "" {
		if last != next.Week {
			facts["N"] = 2 // or more
			facts["Week"] = fmt.Sprintf("%d–%d", next.Week.Number, last.Number)
		}
		return t.say("reminders.time_"+next.Skipped, facts)
	}
	facts["Date"], facts["Clock"] = store.DateOf(next.At), next.At.Format("15:04")
	if next.Moved != "" {
		facts["Why"] = t.label("free."+next.Moved, nil)
		return t.say("reminders.time_moved", facts)
	}
	return t.say("reminders.time", facts)
}

func (t *turn) rulesSaid(r *store.Rules) string {
	day := func(d time.Weekday) string { return t.label("date.long_day."+weekdays[d], nil) }
	lines := []string{t.say("reminders.rule", Facts{"Day": day(r.Weekday), "Clock": r.Clock, "Last": day(r.Cutoff)}),
		t.say("reminders.rule_copy", Facts{"N": r.Unanswered})}
	if r.QuietFrom != 0 {
		lines = append(lines, t.say("reminders.rule_quiet", Facts{"From": r.QuietFrom, "To": r.QuietTo}))
	}
	if r.Bridges {
		lines = append(lines, t.say("reminders.rule_bridges", nil))
	}
	for _, s := range r.Own {
		if s.To >= t.today() {
			lines = append(lines, t.say("reminders.rule_own", Facts{"Days": t.span(s)}))
		}
	}
	return strings.Join(lines, "\n")
}

// span writes days, "21 dec 2026–3 jan 2027", so that they can be read back.
func (v voice) span(s store.Span) string {
	if s.From == s.To {
		return v.typedDate(s.From)
	}
	return v.typedDate(s.From) + "–" + v.typedDate(s.To)
}

// whoGetsWhat tells, page by page, what each manager and deputy would get now.
func (t *turn) whoGetsWhat() (Reply, error) {
	people, err := t.tx.Managers()
	if err != nil {
		return Reply{}, err
	}
	slices.SortStableFunc(people, func(a, b store.Member) int { return reach(&a) - reach(&b) })
	page := max(1, t.args.Page)
	first := min((page-1)*pageSize, len(people))
	head := t.say("reminders.would", Facts{"N": len(people)})
	lines := []string{}
	for i := range people[first:min(first+pageSize, len(people))] {
		line, err := t.wouldLine(&people[first+i])
		if err != nil {
			return Reply{}, err
		}
		lines = append(lines, line)
	}
	text := strings.Join(lines, "\n")
	reply := Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*\n" + text)}}
	if first+pageSize < len(people) {
		reply.Blocks = append(reply.Blocks, buttons(button(t.label("reminders.more", nil), "reminders what:who page:"+strconv.Itoa(page+1))))
	}
	return reply, nil
}

// reach puts those who can be written to before the others.
func reach(m *store.Member) int {
	if m.SlackID != "" && m.Outsider == "" {
		return 0
	}
	return 1
}

func (t *turn) wouldLine(m *store.Member) (string, error) {
	w, err := t.h.would(t.tx, m)
	if err != nil {
		return "", err
	}
	if w.Skipped != "" {
		return t.say("reminders.would_not", Facts{"Person": mention(m), "Why": t.say("reminders.because_"+w.Skipped, nil)}), nil
	}
	return t.say("reminders.would_get", Facts{"Person": mention(m), "N": w.Things}), nil
}

// sample shows HR what a manager would get now: the first for whom something waits.
func (t *turn) sample(rules *store.Rules) (Reply, error) {
	people, err := t.tx.Managers()
	if err != nil {
		return Reply{}, err
	}
	for i := range people {
		m, err := t.tx.MemberByID(people[i].ID)
		if err != nil {
			return Reply{}, err
		}
		units := m.Units()
		if m.Outsider != "" || len(units) == 0 {
			continue
		}
		other, err := t.h.of(t.tx, m)
		if err != nil {
			return Reply{}, err
		}
		other.voice = t.voice
		reply, things, err := other.weekly(units, note{sample: true})
		if err != nil {
			return Reply{}, err
		}
		if things > 0 {
			return t.sampleOf(reply), nil
		}
	}
	return t.done(t.say("reminders.no_sample", nil)), nil
}

// sampleOf is a reminder without what can be pressed: it is somebody else's.
func (t *turn) sampleOf(r Reply) Reply {
	head := t.say("reminders.sample_head", nil)
	out := Reply{Text: head, Blocks: []slack.Block{contextLine(head)}}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			out.Text += "\n" + b.Text.Text
			out.Blocks = append(out.Blocks, section(b.Text.Text))
		case *slack.ActionBlock:
			var names []string
			eachButton([]slack.Block{b}, func(b *slack.ButtonBlockElement) { names = append(names, "_"+escaped(b.Text.Text)+"_") })
			out.Blocks = append(out.Blocks, contextLine(strings.Join(names, "  ")))
		}
	}
	return out
}

// stopRound stops the round that is under way, or the next one.
func (t *turn) stopRound() (Reply, error) {
	w, before, err := t.stoppable()
	if err != nil {
		return Reply{}, err
	}
	members, err := t.tx.StopRound(w.String())
	if err != nil {
		return Reply{}, err
	}
	for _, id := range members {
		if err := t.h.showBefore(t.tx, id); err != nil {
			return Reply{}, err
		}
	}
	said := t.say("reminders.stopped", Facts{"N": len(members)})
	switch {
	case before == nil, len(members) == 0 && before.Sent == 0:
		said = t.say("reminders.stopped_all", Facts{"Week": w.Number})
	case len(members) == 0 && before.Planned > 0: // on their way, it is not known whether they arrived
		said = t.say("reminders.stopped", Facts{"N": before.Planned})
	case len(members) == 0:
		said = t.say("reminders.stopped_none", Facts{"Week": w.Number, "N": before.Sent})
	}
	return t.done(said, buttons(t.undoButton())), nil
}

// stoppable is the week whose reminders can be stopped, and how they stand; nil where none has gone out. Once it has been asked about, it is that week.
func (t *turn) stoppable() (store.Week, *store.Round, error) {
	if t.args.Date != "" {
		w := store.WeekOf(store.Date(t.args.Date))
		r, err := t.tx.Round(w.String())
		return w, r, err
	}
	last, err := t.tx.LastRound()
	if err != nil {
		return store.Week{}, nil, err
	}
	if last != nil && !last.Stopped && (!last.Receipt || last.Planned > 0) {
		w, _ := store.ParseWeek(last.Week)
		return w, last, nil
	}
	rules, err := t.tx.Rules()
	if err != nil {
		return store.Week{}, nil, err
	}
	times, err := t.timings(rules, t.h.store.Zone(), 1)
	for _, next := range times {
		if next.Skipped == "" {
			return next.Week, nil, err
		}
	}
	return store.WeekOf(t.today()), nil, err
}

// planReminders asks before a round is stopped, and what is to be changed of the rules.
func planReminders(t *turn) (plan, error) {
	rules, err := t.tx.Rules()
	if err != nil || rules == nil {
		return plan{}, err
	}
	if t.args.What != "stop" {
		return t.planTime(rules), nil
	}
	w, r, err := t.stoppable()
	t.args.Date = string(w.Monday())
	switch {
	case err != nil:
		return plan{}, err
	case r == nil:
		return plan{text: t.say("reminders.plan_stop_before", Facts{"Week": w.Number})}, nil
	}
	return plan{text: t.say("reminders.plan_stop", Facts{"Week": w.Number, "Sent": r.Sent, "N": r.Planned})}, nil
}
