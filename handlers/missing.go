package handlers

import (
	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// missing tells which units have nothing created, the largest first; or which managers have not answered the weekly reminder.
func missing(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	if t.args.What == "answers" {
		return t.quiet(q.Unit)
	}
	if err := t.guard(p, &q); err != nil {
		return Reply{}, err
	}
	level, list, err := t.tx.Without(p, q)
	if err != nil {
		return Reply{}, err
	}
	of := store.Question{Scope: q.Scope, Today: q.Today}
	facts := Facts{"N": len(list), "Unit": t.about(&store.Standing{Scope: q.Unit, Question: of}), "Date": t.long(q.At)}
	id := "missing.head"
	switch {
	case len(list) == 0:
		id = "missing.none"
	case level != "verksamhet":
		id = "missing.head_parts"
	}
	head := t.say(id, facts)
	if q.Kind != "" {
		head += " " + t.say("missing.of_kind", Facts{"Kind": q.Kind})
	}
	back := t.missingButtons(q.Unit, "answers")
	if len(list) == 0 {
		return t.done(head, back), nil
	}
	shown, page, pages := pageOf(t, list)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, u := range shown {
		line := t.say("missing.line", Facts{"Unit": u.Name, "N": u.Headcount, "Quota": u.Quota})
		text += "\n" + line
		blocks = append(blocks, row(line, button(t.label("quota.show", nil), typed("quota", words.Args{Unit: u.Code}))))
	}
	blocks = append(blocks, t.pager("missing", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, back)}, nil
}

// missingButtons lead to the other list, and back.
func (t *turn) missingButtons(unit, other string) slack.Block {
	return buttons(button(t.label("missing.button_"+other, nil), typed("missing", words.Args{What: other, Unit: unit})),
		button(t.label("summary.title", nil), "summary unit:"+unit))
}

// quiet names the managers who have left the weekly reminder unanswered, to whoever may ask, and to nobody else.
func (t *turn) quiet(unit string) (Reply, error) {
	list, err := t.tx.QuietIn(unit)
	if err != nil {
		return Reply{}, err
	}
	facts := Facts{"N": len(list), "Unit": t.reg.Tree.Name(unit)}
	if len(list) == 0 {
		return t.done(t.say("missing.answers_none", facts), t.missingButtons(unit, "slots")), nil
	}
	shown, page, pages := pageOf(t, list)
	head := t.say("missing.answers_head", facts)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, quiet := range shown {
		m, err := t.tx.MemberByID(quiet.Member)
		if err != nil {
			return Reply{}, err
		}
		names := make([]string, 0, topUnits)
		for _, code := range quiet.Units[:min(topUnits, len(quiet.Units))] {
			names = append(names, t.reg.Tree.Name(code))
		}
		line := t.say("missing.answers_line", Facts{"Person": mention(m), "Units": t.list(names), "N": quiet.N})
		text += "\n• " + line
		blocks = append(blocks, section("• "+line))
	}
	blocks = append(blocks, t.pager("missing", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, t.missingButtons(unit, "slots"))}, nil
}
