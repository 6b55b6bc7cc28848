package handlers

import (
	"cmp"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// ending tells whose time runs out within four weeks, by the day or in the time that is named, who leaves first first.
func ending(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, err := t.programmeOf(t.today())
	if err != nil {
		return Reply{}, err
	}
	unit, err := t.branch(p)
	if err != nil {
		return Reply{}, err
	}
	if t.guardedKind(t.args.Kind) {
		t.args.Kind = ""
	}
	since := store.Date(t.args.From)
	by := cmp.Or(store.Date(t.args.To), t.today().AddDays(store.SoonEnding))
	page := max(1, t.args.Page)
	q := store.Question{Unit: unit, Scope: t.args.Scope, Kind: t.args.Kind}
	list, n, err := t.tx.EndingIn(q, since, by, (page-1)*pageSize, pageSize)
	if err != nil {
		return Reply{}, err
	}
	facts := Facts{"Unit": t.about(&store.Standing{Scope: unit, Question: q}), "From": since, "Date": by, "N": n}
	none, headed := "ending.none", "ending.head"
	if n < 0 {
		headed = "ending.uncounted"
	}
	if since != "" {
		none, headed = none+"_in", headed+"_in"
	}
	if len(list) == 0 {
		return t.done(t.say(none, facts)), nil
	}
	head := t.say(headed, facts)
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	table := [][]string{t.columns("field.trainee", "explain.slot_column", "explain.unit_column", "ending.day_column")}
	for _, tr := range list {
		id, passed := "ending.line", ""
		if tr.Overdue(t.today()) {
			id, passed = "ending.overdue", ", "+t.label("ending.passed", nil)
		}
		line := t.say(id, Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "Unit": t.reg.Tree.Name(tr.Unit), "To": tr.EndsOn})
		text += "\n• " + line
		table = append(table, []string{tr.Reference, "#" + numbered(tr.Slot), t.reg.Tree.Name(tr.Unit), t.date(tr.EndsOn) + passed})
	}
	blocks = append(blocks, tableOf(table, 1, 2))
	turning := t.pager("ending", t.args.Unit, page, (n+pageSize-1)/pageSize)
	if n < 0 {
		turning = t.turnPages("ending", page, true)
	}
	blocks = append(blocks, turning...)
	if t.seesRows() {
		blocks = append(blocks, buttons(button(t.label("summary.title", nil), typed("summary", words.Args{Unit: t.args.Unit}))))
	}
	return Reply{Text: text, Blocks: blocks}, nil
}

// turnPages is the way to the page before and the one after, of a list that nobody has counted.
func (t *turn) turnPages(command string, page int, more bool) []slack.Block {
	var b []*slack.ButtonBlockElement
	if page > 1 {
		b = append(b, button(t.label("page.before", nil), typed(command, with(t.args, func(a *words.Args) { a.Page = page - 1 }))))
	}
	if more {
		b = append(b, button(t.label("page.after", nil), typed(command, with(t.args, func(a *words.Args) { a.Page = page + 1 }))))
	}
	if len(b) == 0 {
		return nil
	}
	return []slack.Block{buttons(b...)}
}
