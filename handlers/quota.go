package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

const (
	pageSize   = 10 // lines of a paged answer
	soon       = 14 // days: a trainee who ends within them is told of
	mostToShow = 5  // of what waits, each with its button
)

// programmeAt gives the day that is asked about, and the programme that is asked about then. Of a span it is the last day that has been; today
// where nothing is said.
func (t *turn) programmeAt() (*store.Programme, store.Date, error) {
	at := store.Date(t.args.At)
	switch {
	case at == "" && t.args.To != "" && store.Date(t.args.From) <= t.today():
		at = min(store.Date(t.args.To), t.today())
	case at == "":
		at = t.today()
	case at > t.today():
		return nil, "", store.RefuseField("at", "date_future", store.Facts{"Date": at})
	}
	p, err := t.programmeOf(at)
	return p, at, err
}

// periodOf gives the period that the day lies in, or the last that had begun.
func periodOf(periods []store.PeriodStands, at store.Date) store.PeriodStands {
	var found store.PeriodStands
	for _, p := range periods {
		if found.Name == "" || p.Start <= at {
			found = p
		}
	}
	return found
}

// quota tells how units stand: target, created, filled, left, until when and at what pace, and what waits.
func quota(t *turn) (Reply, error) {
	units, err := t.readable()
	if err != nil {
		return Reply{}, err
	}
	p, at, err := t.programmeAt()
	if err != nil {
		return Reply{}, err
	}
	if len(units) == 0 { // HR, who has none of their own
		if units = t.scoped(p, at); len(units) == 0 {
			return t.done(t.say("quota.scope_none", Facts{"Scope": t.called("summary.scope_", t.args.Scope)}), t.quotaButtons(p.Scope, true)...), nil
		}
	}
	reply, err := Reply{}, error(nil)
	if len(units) == 1 && len(t.reg.Tree.Children(units[0])) == 0 {
		reply, err = t.quotaOfOne(p, units[0], at)
	} else {
		reply, err = t.quotaOfMany(p, units, at)
	}
	if err == nil && t.args.Scope == "bolag" && t.args.Unit == "" && !t.person.Has("hr") {
		own := t.say("quota.scope_own", nil)
		reply.Text, reply.Blocks = reply.Text+"\n"+own, append(reply.Blocks, contextLine(own))
	}
	if others := t.otherProgrammes("quota", units[0], p, at); err == nil && len(others) > 0 {
		reply.Blocks = append(reply.Blocks, buttons(others...))
	}
	return reply, err
}

// scoped are the parts of the programme that are asked about: the whole of it, or those of its children that are companies, say, or none.
func (t *turn) scoped(p *store.Programme, at store.Date) []string {
	if t.args.Scope == "" || t.args.Scope == "partner" {
		return []string{p.Scope}
	}
	return slices.DeleteFunc(t.childrenOn(p.Scope, at), func(code string) bool {
		return (t.reg.Tree.Unit(code).Kind == "bolag") != (t.args.Scope == "bolag")
	})
}

func (t *turn) quotaOfOne(p *store.Programme, unit string, at store.Date) (Reply, error) {
	periods, all, err := t.tx.Progress(p, unit, at)
	if err != nil {
		return Reply{}, err
	}
	reply := t.quotaHead(p, unit, line{unit, periods, all}, 1, at)
	if at != t.today() {
		return reply, nil
	}
	waiting, err := t.waiting(unit, mostToShow)
	if err != nil {
		return Reply{}, err
	}
	mine := slices.Contains(t.person.Units(), unit)
	logs := false // a line has the button for logging a trainee
	for _, w := range waiting {
		reply.Text += "\n• " + w.text
		if mine {
			logs = logs || strings.HasPrefix(w.button.Value, "trainee ")
			reply.Blocks = append(reply.Blocks, row(w.text, w.button))
		} else {
			reply.Blocks = append(reply.Blocks, section("• "+w.text))
		}
	}
	reply.Blocks = append(reply.Blocks, t.quotaButtons(unit, !logs)...)
	return reply, nil
}

// quotaHead tells how a unit stands, or several in sum ("").
func (t *turn) quotaHead(p *store.Programme, unit string, l line, units int, at store.Date) Reply {
	now := periodOf(l.periods, at)
	head := t.say("quota.units", Facts{"N": units, "Period": now.Name})
	if unit != "" {
		head = t.say("quota.head", Facts{"Unit": t.reg.Tree.Name(unit), "Period": now.Name})
	}
	text := t.quotaTold(p, unit, l, at)
	reply := Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*\n" + bar(now.Created, now.Target) + text)}}
	if at != t.today() {
		then := t.say("quota.as_of", Facts{"Date": t.long(at)}) + t.quotaSince(p, unit, now)
		reply.Text += "\n" + then
		reply.Blocks = append(reply.Blocks, contextLine(then))
	}
	return reply
}

// quotaSince says what a unit's quota is today, where it has become another since the day that is asked about.
func (t *turn) quotaSince(p *store.Programme, unit string, then store.PeriodStands) string {
	if i := p.Place(then.Name); unit != "" && unit != p.Scope && i >= 0 && t.reg.Quota(p, unit)[i] != then.Target {
		return " " + t.say("quota.since", Facts{"Then": then.Target, "Now": t.reg.Quota(p, unit)[i]})
	}
	return ""
}

// quotaTold are the lines below the head.
func (t *turn) quotaTold(p *store.Programme, unit string, l line, at store.Date) string {
	now := periodOf(l.periods, at)
	lines := []string{t.quotaLine(now)}
	if carried := t.carried(l.periods, now.Name); carried != "" && unit == p.Scope {
		lines[0] += carried
	}
	if pace := t.pace(now, at); pace != "" {
		lines = append(lines, pace)
	} else if now.Over > 0 {
		lines[0] += " " + t.say("quota.well", nil)
	}
	if all := t.allLine(l.all); all != "" {
		lines = append(lines, all)
	}
	return strings.Join(lines, "\n")
}

// quotaButtons are what one would do next, for one's own unit, or for one of one's own ("").
func (t *turn) quotaButtons(unit string, log bool) []slack.Block {
	if unit != "" && !slices.Contains(t.person.Units(), unit) || len(t.person.Units()) == 0 {
		return nil
	}
	of := ""
	if unit != "" {
		of = " unit:" + unit
	}
	next := []*slack.ButtonBlockElement{primary(t.label("claim.title", nil), "claim"+of)}
	if log {
		next = append(next, button(t.label("trainee.title", nil), "trainee"+of))
	}
	return []slack.Block{buttons(append(next, button(t.label("slots.title", nil), "slots"+of))...)}
}

// allLine says how many slots there are in all, and how they are used; "" where there are none.
func (v voice) allLine(all store.Tally) string {
	switch {
	case all.Net() == 0:
		return ""
	case all.Net() == 1 && all.Filled() == 1:
		return v.say("quota.one_filled", nil)
	case all.Net() == 1:
		return v.say("quota.one_vacant", nil)
	}
	return v.say("quota.filled", Facts{"Slots": all.Net(), "Filled": all.Filled(), "Vacant": all.Vacant()})
}

// quotaLine says created of target, and what is left or over.
func (v voice) quotaLine(p store.PeriodStands) string { return v.createdOf("quota.", p) }

// quotaShort says the same in a list.
func (v voice) quotaShort(p store.PeriodStands) string { return v.createdOf("quota.short_", p) }

func (v voice) createdOf(prefix string, p store.PeriodStands) string {
	facts := Facts{"N": p.Target, "Created": p.Created, "Target": p.Target, "Left": p.Remaining, "Over": p.Over, "Until": v.plainDate(p.End), "Period": p.Name}
	switch {
	case p.Target == 0 && p.Created == 0:
		return v.say(prefix+"none", facts)
	case p.Target == 0 && p.Over == 0:
		facts["N"] = p.Created
		return v.say(prefix+"alone", facts)
	case p.Over > 0:
		facts["N"] = p.Created
		return v.say(prefix+"over", facts)
	case p.Remaining == 0:
		return v.say(prefix+"reached", facts)
	}
	return v.say(prefix+"left", facts)
}

// pace compares with an even pace over the period; "" where there is nothing left to do, or no time left to do it in.
func (v voice) pace(p store.PeriodStands, at store.Date) string {
	switch n, paced := behind(p, at); {
	case !paced:
		return ""
	case n == 0:
		return v.say("quota.on_pace", nil)
	default:
		return v.say("quota.behind", Facts{"N": n})
	}
}

// behind is how many slots an even pace over the period would have given more; false where there is nothing left to do, or no time left to do it in.
func behind(p store.PeriodStands, at store.Date) (n int, paced bool) {
	if p.Remaining == 0 || at < p.Start || at >= p.End {
		return 0, false
	}
	due := p.Target * (p.Start.DaysUntil(at) + 1) / (p.Start.DaysUntil(p.End) + 1)
	return max(0, due-p.Created), true
}

// bar draws created of target in ten steps; the figures stand beside it in words.
func bar(created, target int) string {
	if target == 0 {
		return ""
	}
	return drawn(created, target) + "\n"
}

func drawn(created, target int) string {
	full := min(10, created*10/target)
	return strings.Repeat("▰", full) + strings.Repeat("▱", 10-full)
}
