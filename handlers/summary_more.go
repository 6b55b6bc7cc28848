package handlers

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// signed writes a change, "+5" or "−2"; nothing changed is "0".
func signed(n int) string {
	switch {
	case n > 0:
		return "+" + strconv.Itoa(n)
	case n < 0:
		return "−" + strconv.Itoa(-n)
	}
	return "0"
}

// sinceLine tells what has changed since a week ago and since the last day that the municipality reports on.
func (v voice) sinceLine(s *store.Standing) string {
	var said []string
	if s.Week != nil {
		said = append(said, v.say("summary.since_week", Facts{"Created": signed(s.Week.Created), "Filled": signed(s.Week.Taken)}))
	}
	if s.Report != nil {
		said = append(said, v.say("summary.since", Facts{"Date": v.plainDate(s.Report.On), "Created": signed(s.Report.Created), "Filled": signed(s.Report.Taken)}))
	}
	return strings.Join(said, " ")
}

// flowLine tells who comes and goes, and what has stood vacant for long.
func (v voice) flowLine(s *store.Standing) string {
	line := v.say("summary.flow", Facts{"Date": v.plainDate(s.Flow.Until), "Starts": s.Flow.Starts, "Ends": s.Flow.Ends})
	if s.Flow.LongVacant > 0 {
		line += " " + v.say("summary.long_vacant", Facts{"N": s.Flow.LongVacant})
	}
	return line
}

// moreLines is what the summary has not said yet.
func (v voice) moreLines(s *store.Standing) (lines []string) {
	if c := s.Concentration; c != nil {
		lines = append(lines, v.say("summary.concentration", Facts{"Parts": c.Parts, "Of": c.Of, "Percent": v.percent(c.Created, s.Counted)}))
	}
	if s.Flow.Overdue > 0 {
		lines = append(lines, v.say("summary.overdue", Facts{"N": s.Flow.Overdue}))
	}
	if f := s.Forecast; f != nil && f.Likely != nil {
		lines = append(lines, v.say("summary.likely", Facts{"Low": f.Likely.Low, "High": f.Likely.High}))
	}
	if p := v.reg.Programme(s.Programme); p != nil && len(s.Categories) > 0 {
		parts := make([]string, len(s.Categories))
		for i, c := range s.Categories {
			parts[i] = escaped(v.category(p, c)) + " " + v.plain(c.Counted)
		}
		lines = append(lines, v.say("summary.by_category", Facts{"Categories": Markup(strings.Join(parts, " · "))}))
	}
	for _, e := range s.Events {
		if e.End != "" {
			lines = append(lines, v.say("summary.events", Facts{"Events": v.event(e)}))
		}
	}
	for _, d := range s.Periods {
		if e := d.Estimate; e != nil {
			lines = append(lines, v.say("summary.estimate", Facts{"Date": v.long(e.On), "Period": d.Name, "Low": e.Low, "High": e.High, "Filled": d.Filled}))
		}
	}
	if n := s.Quality.OutsidePeriods; n != 0 {
		lines = append(lines, v.say("summary.outside_periods", Facts{"N": n}))
	}
	if n := s.Quality.OutsideProgramme; n > 0 {
		lines = append(lines, v.say("summary.outside_programme", Facts{"N": n}))
	}
	return append(lines, v.say("summary.quality", Facts{"Date": v.long(s.AsOf)}))
}

// moreOf is what does not find room in the summary, with every period and what the words mean.
func (t *turn) moreOf(p *store.Programme, s *store.Standing) Reply {
	head := t.summaryHead(p, s)
	var lines []string
	for i := range s.Periods {
		lines = append(lines, t.period(s, i))
	}
	for _, line := range []string{t.sinceLine(s), t.flowLine(s), t.withoutLine(s)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	lines = append(append(lines, t.moreLines(s)...), t.say("summary.definitions", nil))
	text := strings.Join(lines, "\n")
	blocks := append([]slack.Block{section("*" + head + "*\n" + text)}, t.intoPeriods(p, s)...)
	return Reply{Text: head + "\n" + text, Blocks: append(blocks, t.backTo(s)...)}
}

// intoPeriods leads to what was created in each period that has begun; nil where one is asked about already, or there is only one.
func (t *turn) intoPeriods(p *store.Programme, s *store.Standing) []slack.Block {
	var into []*slack.ButtonBlockElement
	for _, d := range p.Periods {
		if d.Starts <= s.AsOf && len(into) < pageSize {
			into = append(into, button(d.Name, typed("summary", with(t.args, func(a *words.Args) { a.Period, a.What, a.At = d.Name, organised(s.Question, ""), string(s.AsOf) }))))
		}
	}
	if s.Question.Period != "" || len(into) < 2 {
		return nil
	}
	return []slack.Block{buttons(into...)}
}

// backTo is the way back to the summary, and to the rows behind its figures.
func (t *turn) backTo(s *store.Standing) []slack.Block {
	a := t.args
	a.What, a.Compare, a.Page = organised(s.Question, ""), "", 0
	rows := with(a, func(a *words.Args) { a.Term, a.What = "created", organised(s.Question, "rows") })
	return []slack.Block{buttons(button(t.label("summary.title", nil), typed("summary", a)), button(t.label("explain.rows", nil), typed("explain", rows)))}
}

// partsOf tells how each part of the organisation stands, most created first, with a way into each.
func (t *turn) partsOf(p *store.Programme, s *store.Standing) Reply {
	head := t.summaryHead(p, s)
	if len(s.Units) == 0 {
		return t.done(head+"\n"+t.say("summary.no_parts", nil), t.backTo(s)...)
	}
	shown, page, pages := pageOf(t, slices.DeleteFunc(slices.Clone(s.Units), func(u store.UnitStands) bool { return !t.counting(s, u) }))
	heads := []string{t.label("summary.part", nil), t.label("summary.n_created", nil), t.label("explain.name_quota", nil),
		t.label("summary.share", nil), t.label("summary.n_filled", nil), t.label("summary.n_vacant", nil)}
	aimed := s.Question.Kind == "" && s.Question.Scope != "partner" // there are no quotas of a kind, nor of partners
	if !aimed {
		heads = slices.Delete(heads, 2, 4)
	}
	table := [][]string{heads}
	text := head
	var into []*slack.ButtonBlockElement
	for _, u := range shown {
		name := t.partName(u)
		cells := []string{name, t.plain(u.Counted), t.plain(u.Quota), t.percent(u.Counted, u.Quota), t.plain(u.Filled), t.plain(u.Vacant)}
		facts, id := Facts{"Unit": name, "Name": name, "Created": u.Counted, "Target": u.Quota, "Filled": u.Filled, "Vacant": u.Vacant}, "summary.part_line"
		if !aimed {
			cells, id = slices.Delete(cells, 2, 4), "summary.kind_line"
		}
		table = append(table, cells)
		text += "\n" + t.say(id, facts)
		a := with(t.args, func(a *words.Args) { a.Unit, a.Scope, a.Page = u.Code, "", 0 })
		if a.What = organised(s.Question, "parts"); len(t.reg.Tree.Children(u.Code)) == 0 {
			a.What = organised(s.Question, "")
		}
		into = append(into, button(u.Name, typed("summary", a)))
	}
	if own := s.Direct(); page == pages && (own.Counted != 0 || own.Filled != 0) {
		name := t.label("summary.direct", Facts{"Unit": t.reg.Tree.Name(s.Scope)})
		cells, id := []string{name, t.plain(own.Counted), "", "", t.plain(own.Filled), t.plain(own.Vacant)}, "summary.direct_line"
		if !aimed {
			cells, id = slices.Delete(cells, 2, 4), "summary.kind_line"
		}
		table = append(table, cells)
		text += "\n" + t.say(id, Facts{"Unit": name, "Name": name, "Created": own.Counted, "Filled": own.Filled, "Vacant": own.Vacant})
	}
	blocks := []slack.Block{section("*" + head + "*"), tableOf(table), buttons(into...)}
	return Reply{Text: text, Blocks: append(append(blocks, t.pager("summary", t.args.Unit, page, pages)...), t.backTo(s)...)}
}

// counting tells whether a part is to stand among the others: a partner's slots count in no programme.
func (v voice) counting(s *store.Standing, u store.UnitStands) bool {
	return s.Question.Scope != "" || v.reg.Tree.Unit(u.Code).Kind != "partner"
}

func (v voice) partName(u store.UnitStands) string {
	if u.Closed == "" {
		return u.Name
	}
	return v.label("summary.closed", Facts{"Unit": u.Name, "Date": v.long(u.Closed)})
}

// sees tells whether the person is told everything; to others small groups in kinds that say something of health are masked.
func (t *turn) sees() bool { return t.person.Has("hr", "coordinator") }

// guardedKind tells whether a kind's figures would give away what a leader is not told.
func (t *turn) guardedKind(kind string) bool { return kind != "" && !t.sees() && t.reg.Sensitive(kind) }

// untold are the kinds of which a leader is not told how many there are: those that say something of a person's health, and those by which their
// number could be worked out, on the day that is asked about or today.
func (t *turn) untold(p *store.Programme, q store.Question) (map[string]bool, error) {
	if t.sees() {
		return nil, nil
	}
	out := map[string]bool{}
	for _, k := range t.reg.Kinds {
		if k.Sensitive {
			out[k.Name] = true
		}
	}
	q.Kind = ""
	for _, of := range []store.Question{q, {Unit: q.Unit}} {
		s, err := t.tx.Stand(p, of)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(s.Types, func(k store.KindStands) bool { return out[k.Kind] }) {
			continue
		}
		mask := s.MaskTypes(t.reg.Sensitive, false)
		for i, k := range s.Types {
			if mask.None || !mask.Whole(i) {
				out[k.Kind] = true
			}
		}
	}
	return out, nil
}

// guard asks about all kinds where a person is not told of the one that is asked about.
func (t *turn) guard(p *store.Programme, q *store.Question) error {
	if q.Kind == "" {
		return nil
	}
	untold, err := t.untold(p, *q)
	if untold[q.Kind] {
		q.Kind, t.args.Kind = "", ""
	}
	return err
}

// types tells how each kind of placement stands, but those that are untold.
func (t *turn) types(p *store.Programme, s *store.Standing, untold map[string]bool) Reply {
	head := t.summaryHead(p, s)
	mask := s.MaskTypes(func(kind string) bool { return untold[kind] }, false)
	table := [][]string{{t.label("summary.kind", nil), t.label("summary.n_created", nil), t.label("summary.n_filled", nil), t.label("summary.n_vacant", nil)}}
	text := head
	var into []*slack.ButtonBlockElement
	masked := false
	for _, i := range t.maskedLast(s, mask) {
		k := s.Types[i]
		cells := []string{capital(t.kind(k.Kind)), t.masked(k.Counted, mask.Totals[i]), t.masked(k.Filled, mask.Cells[i][0]), t.masked(k.Vacant, mask.Cells[i][1])}
		table = append(table, cells)
		text += "\n" + t.say("summary.kind_line", Facts{"Name": cells[0], "Created": cells[1], "Filled": cells[2], "Vacant": cells[3]})
		masked = masked || !mask.Whole(i)
		if !untold[k.Kind] && len(into) < pageSize {
			into = append(into, button(cells[0], typed("summary", with(t.args, func(a *words.Args) { a.Kind, a.What = k.Kind, organised(s.Question, "") }))))
		}
	}
	if len(s.Types) == 0 || mask.None {
		return t.done(head+"\n"+t.say("summary.no_types", nil), t.backTo(s)...)
	}
	blocks := []slack.Block{section("*" + head + "*"), tableOf(table)}
	if masked {
		text += "\n" + t.say("mask.note", nil)
		blocks = append(blocks, contextLine(t.say("mask.note", nil)))
	}
	if len(into) > 0 {
		blocks = append(blocks, buttons(into...))
	}
	return Reply{Text: text, Blocks: append(blocks, t.backTo(s)...)}
}

// maskedLast gives the order of the kinds: a place among those that are told by their number would give a number away.
func (t *turn) maskedLast(s *store.Standing, mask store.Masked) []int {
	var told, masked []int
	for i := range s.Types {
		if mask.Totals[i] == store.Shown {
			told = append(told, i)
		} else {
			masked = append(masked, i)
		}
	}
	slices.SortFunc(masked, func(a, b int) int { return strings.Compare(t.kind(s.Types[a].Kind), t.kind(s.Types[b].Kind)) })
	return append(told, masked...)
}

// compared sets two days beside each other. A period stands for its last day, or for today while it goes on.
func (t *turn) compared(p *store.Programme, q store.Question, s *store.Standing) (Reply, error) {
	then := q
	then.At = store.Date(t.args.Compare)
	for _, d := range p.Periods {
		if d.Name == t.args.Compare {
			then.At = min(d.Ends, t.today())
		}
	}
	if _, ok := store.ParseDate(string(then.At)); !ok {
		return Reply{}, store.Refuse("compare_unknown", store.Facts{"Name": t.args.Compare})
	}
	then.Today = q.Today || q.At == t.today() // both in one organisation: what a unit has taken over has not been created since
	b, err := t.tx.Stand(p, then)
	if err != nil {
		return Reply{}, err
	}
	head := t.summaryHead(p, s)
	day := t.label("summary.compared_with", Facts{"Date": t.long(b.AsOf)})
	table := [][]string{{t.label("summary.figure", nil), t.long(s.AsOf), t.long(b.AsOf), t.label("summary.change", nil)}}
	text := head + "\n" + day
	add := func(name string, now, then int) {
		table = append(table, []string{name, strconv.Itoa(now), strconv.Itoa(then), signed(now - then)})
		text += "\n" + t.say("summary.compare_line", Facts{"Name": name, "Now": now, "Then": then, "Change": signed(now - then)})
	}
	add(t.label("summary.n_created", nil), s.Counted, b.Counted)
	add(t.label("summary.n_filled", nil), s.Filled, b.Filled)
	add(t.label("summary.n_vacant", nil), s.Vacant, b.Vacant)
	add(t.label("summary.n_persons", nil), s.Persons, b.Persons)
	for _, u := range mostChanged(s, b) {
		add(u.Name, u.Counted, u.Counted-u.Week)
	}
	return Reply{Text: text, Blocks: append([]slack.Block{section("*" + head + "*\n" + day), tableOf(table)}, t.backTo(s)...)}, nil
}

// mostChanged are the parts in which most has changed between two days, with the change as Week.
func mostChanged(s, then *store.Standing) []store.UnitStands {
	before := map[string]int{}
	for _, u := range then.Units {
		before[u.Code] = u.Counted
	}
	units := slices.Clone(s.Units)
	for i := range units {
		units[i].Week = units[i].Counted - before[units[i].Code]
	}
	units = slices.DeleteFunc(units, func(u store.UnitStands) bool { return u.Week == 0 })
	slices.SortStableFunc(units, func(a, b store.UnitStands) int {
		return cmp.Compare(math.Abs(float64(b.Week)), math.Abs(float64(a.Week)))
	})
	return units[:min(topUnits, len(units))]
}
