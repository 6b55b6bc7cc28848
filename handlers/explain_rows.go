package handlers

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// rowsOf are the figures that can be shown slot by slot, by their terms.
var rowsOf = map[string]string{"created": "created", "claimed": "created", "net": "created", "gross": "gross", "discontinued": "discontinued",
	"filled": "filled", "vacant": "vacant", "persons": "persons", "outside_periods": "outside_periods", "outside_programme": "outside_programme"}

// seesRows tells whether the person may see the slots behind the figures: those of the whole, or of the branch that they lead.
func (t *turn) seesRows() bool { return is(t.person, t.reg.Tree)&(hr|leader) != 0 }

// figured are the terms of figures that the summary or the forecast tells.
var figured = map[string]string{"target": "summary", "remaining": "summary", "surplus": "summary", "deficit": "summary", "carry_over": "summary",
	"period": "summary", "pace": "forecast", "forecast": "forecast", "status": "forecast"}

// rowsButton leads to the slots behind a term's figure, or to where the figure is told; nil where there is nothing that the person may see.
func (t *turn) rowsButton(term string) []slack.Block {
	if !t.seesRows() || t.programme(t.today()) == nil {
		return nil
	}
	if to := figured[term]; to != "" {
		return []slack.Block{buttons(button(t.label(to+".title", nil), to))}
	}
	if rowsOf[term] == "" {
		return nil
	}
	rows := with(t.args, func(a *words.Args) { a.What, a.Page = "rows", 0 })
	return []slack.Block{buttons(button(t.label("explain.rows", nil), typed("explain", rows)), button(t.label("summary.title", nil), "summary"))}
}

// rows shows the slots behind a figure, page by page: where, of which kind, since when. Nobody who is there is told.
func (t *turn) rows(term string) (Reply, error) {
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	untold, err := t.untold(p, q)
	if err != nil {
		return Reply{}, err
	}
	if untold[q.Kind] {
		q.Kind = ""
	}
	figure := rowsOf[term]
	if term != "net" && figure == "created" && !p.Net { // what is given back counts
		figure = "gross"
	}
	page := max(1, t.args.Page)
	list, n, err := t.tx.Rows(p, q, figure, (page-1)*pageSize, pageSize)
	if err != nil {
		return Reply{}, err
	}
	s := &store.Standing{Scope: q.Unit, Question: q, AsOf: q.At}
	of := "explain.rows_head"
	if figure == "persons" {
		of = "explain.persons_head"
	}
	head := t.say(of, Facts{"N": n, "Name": t.label("explain.name_"+term, nil), "Unit": t.about(s), "Date": t.long(q.At)})
	if len(list) == 0 {
		return t.done(head), nil
	}
	table := [][]string{{t.label("explain.slot_column", nil), t.label("explain.unit_column", nil), t.label("summary.kind", nil), t.label(dayColumn(term), nil)}}
	text := head
	for _, r := range list {
		id, day := "explain.row", r.Created
		switch {
		case r.Started != "":
			id, day = "explain.row_person", r.Started
		case r.Discontinued != "":
			id = "explain.row_gone"
			if term == "discontinued" {
				day = r.Discontinued
			}
		case r.Since != "":
			id = "explain.row_vacant"
			if term == "vacant" {
				day = r.Since
			}
		}
		kind := t.kind(r.Kind)
		if untold[r.Kind] {
			kind = "–"
		}
		unit := t.reg.Tree.Name(r.Unit)
		table = append(table, []string{"#" + numbered(r.Number), unit, kind, t.date(day)})
		text += "\n" + t.say(id, Facts{"Slot": r.Number, "Unit": unit, "Name": kind, "Created": r.Created, "Date": cmp.Or(r.Started, r.Discontinued), "Since": r.Since})
	}
	blocks := []slack.Block{section("*" + head + "*"), tableOf(table, 1, 2)}
	blocks = append(blocks, t.pager("explain", t.args.Unit, page, (n+pageSize-1)/pageSize)...)
	back := with(t.args, func(a *words.Args) { a.Term, a.What, a.Page = "", organised(q, ""), 0 })
	return Reply{Text: text, Blocks: append(blocks, buttons(button(t.label("summary.title", nil), typed("summary", back))))}, nil
}

// dayColumn is what the day beside a row is.
func dayColumn(term string) string {
	switch term {
	case "vacant":
		return "vacant.since_column"
	case "discontinued":
		return "explain.name_discontinued"
	case "persons":
		return "explain.started_column"
	}
	return "explain.name_created"
}

// offersRows tells whether the slots themselves are asked for.
func (t *turn) offersRows() bool {
	what, _ := t.view()
	return what == "rows" && slices.Contains(terms, t.args.Term) && rowsOf[t.args.Term] != "" && t.seesRows()
}

// figureSaid takes a number in the message for the figure of the summary that it is, of the whole or of a period: "varför 439?".
func (t *turn) figureSaid() error {
	numbers := strings.FieldsFunc(t.text, func(r rune) bool { return !unicode.IsDigit(r) })
	if len(numbers) != 1 || t.req.Door != Message && t.req.Door != Slash || !t.seesRows() || t.programme(t.today()) == nil {
		return nil
	}
	p, q, err := t.figures()
	if refused := (*store.Refusal)(nil); errors.As(err, &refused) {
		return nil // of what is not theirs no figure is told, but what words mean is
	}
	if err != nil {
		return err
	}
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return err
	}
	type figure struct {
		term, period string
		n            int
	}
	known := []figure{{"created", "", s.Net}, {"remaining", "", s.Remaining}, {"filled", "", s.Filled}, {"vacant", "", s.Vacant}, {"persons", "", s.Persons}, {"target", "", s.Target}, {"gross", "", s.Gross}}
	for _, d := range s.Periods {
		known = append(known, figure{"created", d.Name, d.Created}, figure{"filled", d.Name, d.Filled}, figure{"vacant", d.Name, d.Vacant}, figure{"carry_over", "", d.Target})
	}
	for _, f := range known {
		if strconv.Itoa(f.n) == numbers[0] {
			t.args.Term, t.args.Period = f.term, f.period
			return nil
		}
	}
	return nil
}
