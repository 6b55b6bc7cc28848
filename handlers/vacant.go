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
	rows, few, err := t.tx.VacantIn(p, q, listable)
	if err != nil {
		return Reply{}, err
	}
	if !few {
		s, err := t.tx.Stand(p, q)
		if err != nil {
			return Reply{}, err
		}
		return t.vacantParts(s), nil
	}
	weeks := count(t.args.Weeks)
	rows = slices.DeleteFunc(rows, func(r store.Row) bool { return r.Since.DaysUntil(q.At) < weeks*daysAWeek })
	head := t.say("vacant.head", Facts{"N": len(rows), "Unit": t.reg.Tree.Name(q.Unit), "Date": t.long(q.At)})
	if weeks > 0 {
		head = t.say("vacant.head_weeks", Facts{"N": len(rows), "Unit": t.reg.Tree.Name(q.Unit), "Weeks": t.say("vacant.weeks", Facts{"N": weeks})})
	}
	if len(rows) == 0 {
		return t.done(t.say("vacant.none", Facts{"Unit": t.reg.Tree.Name(q.Unit)}), t.vacantButtons(q, weeks, 0)...), nil
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

// vacantParts tells how many each part has, with a way into it.
func (t *turn) vacantParts(s *store.Standing) Reply {
	head := t.say("vacant.head", Facts{"N": s.Vacant, "Unit": t.about(s), "Date": t.long(s.AsOf)})
	units := slices.DeleteFunc(slices.Clone(s.Units), func(u store.UnitStands) bool { return u.Vacant == 0 })
	slices.SortStableFunc(units, func(a, b store.UnitStands) int { return b.Vacant - a.Vacant })
	shown, page, pages := pageOf(t, units)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, u := range shown {
		line := t.say("vacant.part", Facts{"Unit": u.Name, "Vacant": strconv.Itoa(u.Vacant), "Created": strconv.Itoa(u.Created)})
		text += "\n" + line
		blocks = append(blocks, row(line, button(t.label("quota.show", nil), typed("vacant", with(t.args, func(a *words.Args) { a.Unit, a.Page = u.Code, 0 })))))
	}
	return Reply{Text: text, Blocks: append(blocks, t.pager("vacant", t.args.Unit, page, pages)...)}
}
