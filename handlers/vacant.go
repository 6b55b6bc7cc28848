package handlers

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

const (
	listable  = 400 // vacant slots that are told one by one, for longest first; of more than that the parts are told
	daysAWeek = 7
)

// vacant tells which slots are created and not filled, and since when; of many, how many each part has.
func vacant(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	untold, err := t.untold(p, q)
	if err != nil {
		return Reply{}, err
	}
	if untold[q.Kind] {
		q.Kind, t.args.Kind = "", ""
	}
	weeks := count(t.args.Weeks)
	long := weeks >= store.LongVacant/daysAWeek
	rows, few, err := t.tx.VacantIn(p, q, long, listable)
	if err != nil {
		return Reply{}, err
	}
	if !few {
		return t.vacantParts(p, q, long)
	}
	rows = slices.DeleteFunc(rows, func(r store.Row) bool { return r.Since.DaysUntil(q.At) < weeks*daysAWeek })
	head := t.vacantHead(q, len(rows), weeks)
	if len(rows) == 0 {
		return t.done(t.say("vacant.none", Facts{"Unit": t.vacantOf(q), "Date": t.long(q.At)}), t.vacantButtons(q, weeks, 0)...), nil
	}
	shown, page, pages := pageOf(t, rows)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	table := [][]string{t.columns("explain.slot_column", "explain.unit_column", "summary.kind", "vacant.since_column", "vacant.weeks_column")}
	for _, r := range shown {
		kind := t.kind(r.Kind)
		if untold[r.Kind] { // somebody may be about to come, whose reference a leader is told
			kind = "–"
		}
		unit, weeks := t.reg.Tree.Name(r.Unit), r.Since.DaysUntil(q.At)/daysAWeek
		table = append(table, []string{"#" + numbered(r.Number), unit, kind, t.date(r.Since), strconv.Itoa(weeks)})
		text += "\n• " + t.say("vacant.line", Facts{"Slot": r.Number, "Kind": kind, "Unit": unit, "Date": r.Since, "N": weeks})
	}
	blocks = append(append(blocks, tableOf(table, 1, 2)), t.pager("vacant", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, t.vacantButtons(q, weeks, len(rows))...)}, nil
}

func (t *turn) vacantButtons(q store.Question, weeks, n int) []slack.Block {
	var b []*slack.ButtonBlockElement
	if six := store.LongVacant / daysAWeek; weeks == 0 && n > 0 {
		b = append(b, button(t.label("vacant.long", nil), typed("vacant", with(t.args, func(a *words.Args) { a.Weeks, a.Page = &six, 0 }))))
	} else if weeks > 0 {
		b = append(b, button(t.label("vacant.all", nil), typed("vacant", with(t.args, func(a *words.Args) { a.Weeks, a.Page = nil, 0 }))))
	}
	if t.person.Has("hr") || len(t.person.Units()) > 0 {
		b = append(b, button(t.label("summary.title", nil), "summary unit:"+q.Unit))
	}
	if len(b) == 0 {
		return nil
	}
	return []slack.Block{buttons(b...)}
}

// vacantOf names what is asked about.
func (t *turn) vacantOf(q store.Question) string {
	return t.about(&store.Standing{Scope: q.Unit, Question: q})
}

func (t *turn) vacantHead(q store.Question, n, weeks int) string {
	facts := Facts{"N": n, "Unit": t.vacantOf(q), "Date": t.long(q.At)}
	if weeks == 0 {
		return t.say("vacant.head", facts)
	}
	facts["Weeks"] = t.say("vacant.weeks", Facts{"N": weeks})
	return t.say("vacant.head_weeks", facts)
}

// vacantParts tells how many each part has, with a way into it; or how many have been vacant for long.
func (t *turn) vacantParts(p *store.Programme, q store.Question, long bool) (Reply, error) {
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	whole, of, err := t.tx.VacantParts(p, q, long)
	if err != nil {
		return Reply{}, err
	}
	weeks := 0
	if long {
		weeks = store.LongVacant / daysAWeek
	}
	head := t.vacantHead(q, whole, weeks)
	units := slices.DeleteFunc(slices.Clone(s.Units), func(u store.UnitStands) bool { return of[u.Code] == 0 })
	slices.SortStableFunc(units, func(a, b store.UnitStands) int { return of[b.Code] - of[a.Code] })
	shown, page, pages := pageOf(t, units)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, u := range shown {
		line := t.say("vacant.part", Facts{"Unit": u.Name, "Vacant": strconv.Itoa(of[u.Code]), "Created": strconv.Itoa(u.Created)})
		text += "\n" + line
		blocks = append(blocks, row(line, button(t.label("quota.show", nil), typed("vacant", with(t.args, func(a *words.Args) { a.Unit, a.Scope, a.Page = u.Code, "", 0 })))))
	}
	blocks = append(blocks, t.pager("vacant", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, t.vacantButtons(q, weeks, whole)...)}, nil
}
