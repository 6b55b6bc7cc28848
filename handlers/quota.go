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

// programme gives the programme that is asked about.
func (t *turn) programme(at store.Date) (*store.Programme, error) {
	if p := t.reg.Current(at); p != nil {
		return p, nil
	}
	return nil, store.Refuse("no_programme", nil)
}

// at is the day that is asked about: today where none is said.
func (t *turn) at() (store.Date, error) {
	at := store.Date(t.args.At)
	switch {
	case at == "":
		return t.today(), nil
	case at > t.today():
		return "", store.RefuseField("at", "date_future", store.Facts{"Date": at})
	}
	return at, nil
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
	at, err := t.at()
	if err != nil {
		return Reply{}, err
	}
	p, err := t.programme(at)
	if err != nil {
		return Reply{}, err
	}
	if len(units) == 0 { // HR, who has none of their own
		units = []string{p.Scope}
	}
	if len(units) == 1 && len(t.reg.Tree.Children(units[0])) == 0 {
		return t.quotaOfOne(p, units[0], at)
	}
	return t.quotaOfMany(p, units, at)
}

func (t *turn) quotaOfOne(p *store.Programme, unit string, at store.Date) (Reply, error) {
	periods, all, err := t.tx.Progress(p, unit, at)
	if err != nil {
		return Reply{}, err
	}
	now := periodOf(periods, at)
	name := t.reg.Tree.Name(unit)
	head := t.say("quota.head", Facts{"Unit": name, "Period": now.Name})
	lines := []string{t.quotaLine(now)}
	if pace := t.pace(now, at); pace != "" {
		lines = append(lines, pace)
	}
	lines = append(lines, t.allLine(all))
	text := head + "\n" + strings.Join(lines, "\n")
	blocks := []slack.Block{section("*" + head + "*\n" + bar(now.Created, now.Target) + strings.Join(lines, "\n"))}
	if at != t.today() {
		then := t.say("quota.as_of", Facts{"Date": t.long(at)})
		return Reply{Text: text + "\n" + then, Blocks: append(blocks, contextLine(then))}, nil
	}
	waiting, err := t.waiting(unit)
	if err != nil {
		return Reply{}, err
	}
	mine := contains(t.person.Units(), unit)
	for _, w := range waiting {
		text += "\n• " + w.text
		if mine {
			blocks = append(blocks, row(w.text, w.button))
		} else {
			blocks = append(blocks, section("• "+w.text))
		}
	}
	return Reply{Text: text, Blocks: append(blocks, t.quotaButtons(unit)...)}, nil
}

// quotaButtons are what one would do next, for one's own unit.
func (t *turn) quotaButtons(unit string) []slack.Block {
	if !contains(t.person.Units(), unit) {
		return nil
	}
	return []slack.Block{buttons(
		primary(t.label("claim.title", nil), "claim unit:"+unit),
		button(t.label("trainee.title", nil), "trainee unit:"+unit),
		button(t.label("slots.title", nil), "slots unit:"+unit))}
}

// allLine says how many slots there are in all, and how they are used.
func (v voice) allLine(all store.Tally) string {
	if all.Net() == 0 {
		return v.say("quota.empty", nil)
	}
	return v.say("quota.filled", Facts{"N": all.Net(), "Filled": all.Filled(), "Vacant": all.Vacant()})
}

// quotaLine says created of target, and what is left or over.
func (v voice) quotaLine(p store.PeriodStands) string {
	facts := Facts{"N": p.Target, "Created": p.Created, "Target": p.Target, "Left": p.Remaining, "Over": p.Over, "Until": v.plainDate(p.End), "Period": p.Name}
	switch {
	case p.Target == 0 && p.Created == 0:
		return v.say("quota.none", facts)
	case p.Over > 0:
		return v.say("quota.over", facts)
	case p.Remaining == 0:
		return v.say("quota.reached", facts)
	}
	facts["N"] = p.Remaining
	return v.say("quota.left", facts)
}

// pace compares with an even pace over the period; "" where there is nothing left to do, or no target.
func (v voice) pace(p store.PeriodStands, at store.Date) string {
	if p.Remaining == 0 || at < p.Start || at > p.End {
		return ""
	}
	due := p.Target * (p.Start.DaysUntil(at) + 1) / (p.Start.DaysUntil(p.End) + 1)
	if p.Created >= due {
		return v.say("quota.on_pace", nil)
	}
	return v.say("quota.behind", Facts{"N": due - p.Created})
}

// bar draws created of target in ten steps; the figures stand beside it in words.
func bar(created, target int) string {
	if target == 0 {
		return ""
	}
	full := min(10, created*10/target)
	return strings.Repeat("▰", full) + strings.Repeat("▱", 10-full) + "\n"
}

// task is something that waits, with its button.
type task struct {
	text   string
	button *slack.ButtonBlockElement
}

// waiting gives what a unit has to do: trainees whose time has passed or soon will, and slots without a trainee. Of another's unit it only tells.
func (t *turn) waiting(unit string) ([]task, error) {
	today := t.today()
	here, err := t.tx.TraineesOf(unit, today)
	if err != nil {
		return nil, err
	}
	var out []task
	for _, tr := range here {
		if tr.EndsOn > today.AddDays(soon) {
			continue
		}
		id := "quota.ends"
		if tr.Overdue(today) {
			id = "quota.overdue"
		}
		out = append(out, task{t.say(id, Facts{"Trainee": tr.Reference, "Date": tr.EndsOn}),
			button(t.label("end.button", nil), "end trainee:"+tr.Reference)})
	}
	vacant, err := t.tx.SlotsOf(unit, today, true)
	if err != nil {
		return nil, err
	}
	for _, s := range vacant {
		out = append(out, task{t.say("quota.vacant", Facts{"Slot": s.Number, "Kind": s.Kind}),
			button(t.label("trainee.title", nil), typedSlot("trainee", s.Number))})
	}
	if len(out) > mostToShow {
		more := len(out) - mostToShow + 1
		out = append(out[:mostToShow-1], task{t.say("quota.more", Facts{"N": more}), button(t.label("slots.title", nil), "slots unit:"+unit)})
	}
	return out, nil
}

// line is a unit in a list.
type line struct {
	unit   string
	period store.PeriodStands
	all    store.Tally
}

// quotaOfMany gives a line for each unit, biggest gap first, and the sum; a higher unit is told by its children.
func (t *turn) quotaOfMany(p *store.Programme, units []string, at store.Date) (Reply, error) {
	parent := ""
	if len(units) == 1 {
		parent, units = units[0], t.childrenOn(units[0], at)
	}
	lines := make([]line, 0, len(units))
	var sum line
	for _, unit := range units {
		periods, all, err := t.tx.Progress(p, unit, at)
		if err != nil {
			return Reply{}, err
		}
		l := line{unit, periodOf(periods, at), all}
		lines = append(lines, l)
		sum = sum.plus(l)
	}
	if parent != "" { // its own figures: what stands at the unit itself counts too
		periods, all, err := t.tx.Progress(p, parent, at)
		if err != nil {
			return Reply{}, err
		}
		sum = line{parent, periodOf(periods, at), all}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return b.period.Remaining - a.period.Remaining })
	return t.quotaPage(parent, sum, lines, at), nil
}

// childrenOn are those that exist on a day and have a share in the programme.
func (t *turn) childrenOn(unit string, at store.Date) []string {
	return slices.DeleteFunc(slices.Clone(t.reg.Tree.Children(unit)), func(code string) bool {
		u := t.reg.Tree.Unit(code)
		return !u.ValidOn(at) || u.Kind == "partner"
	})
}

func (l line) plus(o line) line {
	s := o.period
	s.Target, s.Created = l.period.Target+s.Target, l.period.Created+s.Created
	s.Over, s.Remaining = max(0, s.Created-s.Target), max(0, s.Target-s.Created)
	return line{"", s, l.all.Plus(o.all)}
}

func (t *turn) quotaPage(parent string, sum line, lines []line, at store.Date) Reply {
	head := t.say("quota.units", Facts{"N": len(lines), "Period": sum.period.Name})
	if parent != "" {
		head = t.say("quota.head", Facts{"Unit": t.reg.Tree.Name(parent), "Period": sum.period.Name})
	}
	total := []string{t.quotaLine(sum.period)}
	if pace := t.pace(sum.period, at); pace != "" {
		total = append(total, pace)
	}
	total = append(total, t.allLine(sum.all))
	text := head + "\n" + strings.Join(total, "\n")
	blocks := []slack.Block{section("*" + head + "*\n" + bar(sum.period.Created, sum.period.Target) + strings.Join(total, "\n"))}
	if at != t.today() {
		then := t.say("quota.as_of", Facts{"Date": t.long(at)})
		text += "\n" + then
		blocks = append(blocks, contextLine(then))
	}
	page, pages := t.page(len(lines))
	for _, l := range lines[(page-1)*pageSize : min(page*pageSize, len(lines))] {
		name := t.plainEscaped(t.reg.Tree.Name(l.unit))
		text += "\n" + name + ": " + t.quotaLine(l.period)
		show := "quota unit:" + l.unit
		if t.args.At != "" {
			show += " at:" + t.args.At
		}
		blocks = append(blocks, row("*"+name+"*: "+t.quotaLine(l.period), button(t.label("quota.show", nil), show)))
	}
	return Reply{Text: text, Blocks: append(blocks, t.pager("quota", parent, page, pages)...)}
}

// page gives the page that is asked for and how many there are.
func (t *turn) page(n int) (page, pages int) {
	pages = max(1, (n+pageSize-1)/pageSize)
	return min(max(1, t.args.Page), pages), pages
}

// pager lets one turn the pages of a list; nothing where there is but one.
func (t *turn) pager(command, unit string, page, pages int) []slack.Block {
	if pages == 1 {
		return nil
	}
	a := t.args
	a.Unit = unit
	var b []*slack.ButtonBlockElement
	if page > 1 {
		a.Page = page - 1
		b = append(b, button(t.label("page.before", nil), typed(command, a)))
	}
	if page < pages {
		a.Page = page + 1
		b = append(b, button(t.label("page.after", nil), typed(command, a)))
	}
	return []slack.Block{contextLine(t.say("page.of", Facts{"Page": page, "Pages": pages})), buttons(b...)}
}
