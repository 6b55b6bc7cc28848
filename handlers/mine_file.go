package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"handslag/store"
)

// Responsible is what the municipality itself says of whose data these are and why it may have them; "" where it does not say.
type Responsible struct {
	Controller string
	DPO        string // how to reach the data protection officer
	LegalBasis string
}

// makeExtract makes the file of what is kept of a trainee.
func (h *Handlers) makeExtract(ctx context.Context, tx *store.Tx, o Order, dir string) ([]Made, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	x := &exporting{voice: voice{all: h.said, lang: o.Lang, reg: reg, year: tx.Today().Year()}, Order: o, ctx: ctx, dir: dir, tx: tx}
	tr, err := tx.Trainee(o.Trainee)
	if err != nil {
		return nil, err
	}
	parts, err := x.extract(tr, h.Responsible)
	if err != nil {
		return nil, err
	}
	made, err := x.makePage(Made{Name: x.label("mine.name", nil) + "-" + tr.Reference + ".html", Title: x.label("mine.file", Facts{"Trainee": tr.Reference}), Rows: 1}, parts)
	return []Made{made}, err
}

func (x *exporting) extract(tr *store.Trainee, r Responsible) ([]part, error) {
	entries, err := x.tx.About(tr.Reference)
	if err != nil {
		return nil, err
	}
	messages, wishes, err := x.tx.Saying(tr.Reference)
	if err != nil {
		return nil, err
	}
	retention := x.label("mine.undecided", nil)
	if rule, err := x.tx.Retention("trainee"); err == nil {
		retention = x.label("mine.decided", Facts{"N": rule.Months, "Decision": rule.Decision})
	} else if store.AsRefusal(err) == nil {
		return nil, err
	}
	text := func(id string) part {
		return part{Head: x.label("mine.head_"+id, nil), Lines: []string{x.label("mine.text_"+id, nil)}}
	}
	source := "mine.source_import"
	if len(entries) > 0 && entries[0].Before == nil && entries[0].Noun == "trainee" {
		source = "mine.source_logged"
	}
	return []part{
		{Head: x.label("mine.head_rows", nil), Rows: x.traineeRows(tr)},
		{Head: x.label("mine.head_entries", nil), Lines: x.none(len(entries)), Rows: x.entryRows(entries)},
		{Head: x.label("mine.head_messages", nil), Lines: []string{x.label("mine.said", Facts{"N": messages}), x.label("mine.wished", Facts{"N": wishes})}},
		{Head: x.label("mine.head_controller", nil), Rows: [][2]string{{x.label("mine.row_controller", nil), cmp.Or(r.Controller, "–")}, {x.label("mine.row_dpo", nil), cmp.Or(r.DPO, "–")}}},
		text("purposes"),
		{Head: x.label("mine.head_basis", nil), Lines: []string{cmp.Or(r.LegalBasis, x.label("mine.text_basis", nil)), x.label("mine.text_kind", nil)}},
		text("recipients"),
		{Head: x.label("mine.head_retention", nil), Lines: []string{retention}},
		{Head: x.label("mine.head_source", nil), Lines: []string{x.label(source, nil)}},
		text("rights"),
	}, nil
}

// none says that there is nothing.
func (x *exporting) none(n int) []string {
	if n > 0 {
		return nil
	}
	return []string{x.label("mine.none", nil)}
}

func (x *exporting) traineeRows(tr *store.Trainee) [][2]string {
	rows := [][2]string{}
	add := func(id, value string) {
		if value == "" {
			value = "–"
		}
		rows = append(rows, [2]string{x.label("mine.row_"+id, nil), value})
	}
	code := func(prefix, value string) string {
		if value == "" {
			return ""
		}
		return x.label(prefix+value, nil)
	}
	day := func(d store.Date) string {
		if d == "" {
			return ""
		}
		return x.long(d)
	}
	add("reference", tr.Reference)
	add("slot", x.plain(tr.Slot))
	add("kind", x.kind(tr.Kind))
	add("unit", x.reg.Tree.Name(tr.Unit))
	add("starts", day(tr.StartsOn))
	add("ends", day(tr.EndsOn))
	add("ended", day(tr.EndedOn))
	add("result", code("end.", tr.Result))
	add("outcome", code("end.", tr.Outcome))
	for i, days := range store.FollowUps {
		if tr.After[i] != "" {
			rows = append(rows, [2]string{x.label("mine.row_after", Facts{"N": days}), code("outcomes.", tr.After[i])})
		}
	}
	add("hours", x.amount(tr.Hours))
	add("percent", x.amount(tr.Percent))
	add("supervisor", tr.Supervisor)
	if tr.Restricted != "" {
		add("restricted", day(tr.Restricted))
	}
	return rows
}

func (x *exporting) amount(f float64) string {
	if f == 0 {
		return ""
	}
	return x.number(f)
}

// entryRows are what has been written down of the trainee: when, by which command, and what became different.
func (x *exporting) entryRows(entries []store.Entry) (rows [][2]string) {
	for _, e := range entries {
		if e.Noun == "extract" {
			rows = append(rows, [2]string{e.At, x.label("mine.extract", nil)})
			continue
		}
		what := e.Command
		if x.all.Has(x.lang, e.Command+".title") {
			what = x.label(e.Command+".title", nil)
		}
		rows = append(rows, [2]string{e.At, what + ": " + changes(e.Before, e.After)})
	}
	return rows
}

// changes tells what a row of the audit says that is different, "ended – → 2026-08-11".
func changes(before, after json.RawMessage) (out string) {
	was, is := map[string]any{}, map[string]any{}
	for raw, to := range map[*json.RawMessage]*map[string]any{&before: &was, &after: &is} {
		if *raw != nil && json.Unmarshal(*raw, to) != nil {
			return ""
		}
	}
	names := []string{}
	for name := range is {
		names = append(names, name)
	}
	for name := range was {
		if _, there := is[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if said, now := shownAs(was[name]), shownAs(is[name]); said != now {
			if out != "" {
				out += ", "
			}
			out += name + " " + said + " → " + now
		}
	}
	return out
}

func shownAs(v any) string {
	if v == nil {
		return "–"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	var s string
	if json.Unmarshal(b, &s) == nil {
		return s
	}
	return string(b)
}
