package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// placed is a unit's place in a ranking.
type placed struct {
	store.UnitStands
	value float64
	place int // who have the same value share it
}

// ranking tells which parts have come furthest, or least far: by what is created, by created per 100 employees, or by share of the quota.
func ranking(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	if err := t.guard(p, &q); err != nil {
		return Reply{}, err
	}
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	what, _ := t.view()
	last := what == "last" || t.mentions("ranking.said_last") && !t.mentions("ranking.said_first")
	by := t.args.By
	if by != "headcount" && by != "quota" && by != "created" {
		by = map[bool]string{false: "created", true: "quota"}[last] // a small part is not behind because it is small
	}
	list, id := ranked(s.Units, by), "ranking.head_"
	if last {
		slices.SortStableFunc(list, func(a, b placed) int { return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.Name, b.Name)) })
		t.args.What, id = organised(q, "last"), "ranking.head_last_"
	}
	head := t.say(id+by, Facts{"Unit": t.about(s), "Date": t.long(s.AsOf)})
	if len(list) == 0 {
		return t.done(head+"\n"+t.say("ranking.none", nil), t.rankingButtons(by, last, q)...), nil
	}
	if t.args.Top != nil && *t.args.Top > 0 {
		list = list[:min(*t.args.Top, len(list))]
	}
	shown, page, pages := pageOf(t, list)
	table := [][]string{{t.label("ranking.place", nil), t.label("summary.part", nil), t.label("summary.n_created", nil), t.label("ranking.column_"+by, nil)}}
	if by == "created" {
		table[0] = table[0][:3]
	}
	text := head
	for _, u := range shown {
		row := []string{strconv.Itoa(u.place), u.Name, strconv.Itoa(u.Counted), t.rankValue(u, by)}
		line := t.say("ranking.line", Facts{"Place": u.place, "Unit": u.Name, "Value": row[3]})
		if by != "created" {
			line = t.say("ranking.line_of", Facts{"Place": u.place, "Unit": u.Name, "Value": row[3], "Created": u.Counted})
		}
		table = append(table, row[:len(table[0])])
		text += "\n" + line
	}
	blocks := []slack.Block{section("*" + head + "*"), tableOf(table, 1)}
	return Reply{Text: text, Blocks: append(append(blocks, t.pager("ranking", t.args.Unit, page, pages)...), t.rankingButtons(by, last, q)...)}, nil
}

// ranked puts units in order. Those that nothing can be said of, without employees or without a quota, are left out.
func ranked(units []store.UnitStands, by string) []placed {
	var out []placed
	for _, u := range units {
		switch of := map[string]int{"created": 1, "headcount": u.Headcount, "quota": u.Quota}[by]; {
		case of == 0 || u.Quota == 0 && u.Counted == 0:
		default:
			out = append(out, placed{UnitStands: u, value: float64(u.Counted) / float64(of)})
		}
	}
	slices.SortStableFunc(out, func(a, b placed) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.Name, b.Name)) })
	for i := range out {
		out[i].place = i + 1
		if i > 0 && out[i].value == out[i-1].value {
			out[i].place = out[i-1].place
		}
	}
	return out
}

func (t *turn) rankValue(u placed, by string) string {
	switch by {
	case "headcount":
		return t.number(u.value * 100)
	case "quota":
		return t.percent(u.Counted, u.Quota)
	}
	return strconv.Itoa(u.Counted)
}

func (t *turn) rankingButtons(by string, last bool, q store.Question) []slack.Block {
	var other []*slack.ButtonBlockElement
	for _, b := range []string{"created", "headcount", "quota"} {
		if b != by {
			other = append(other, button(t.label("ranking.by_"+b, nil), typed("ranking", with(t.args, func(a *words.Args) { a.By, a.Page = b, 0 }))))
		}
	}
	label, what := "ranking.last", "last"
	if last {
		label, what = "ranking.first", ""
	}
	turned := with(t.args, func(a *words.Args) { a.By, a.Page, a.What = by, 0, organised(q, what) })
	return []slack.Block{buttons(append(other, button(t.label(label, nil), typed("ranking", turned)), button(t.label("summary.title", nil), "summary"))...)}
}
