package handlers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

const (
	topUnits     = 5  // named in a summary
	summaryLines = 12 // at most, with the headline and what the words mean
)

// summary tells how the programme stands: the whole to HR, a leader's branch to a leader; as of any day that has been. Behind its buttons are the
// parts, the kinds, the periods, what has changed, and the same in the other language.
func summary(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	what, _ := t.view()
	what = cmp.Or(what, t.viewSaid())
	var untold map[string]bool
	if q.Kind != "" || what == "types" {
		if untold, err = t.untold(p, q); err != nil {
			return Reply{}, err
		}
	}
	if untold[q.Kind] {
		q.Kind, t.args.Kind, t.args.Compare, what = "", "", "", "types"
	}
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case t.args.Compare != "":
		return t.compared(p, q, s)
	case what == "parts":
		return t.partsOf(p, s), nil
	case what == "types":
		return t.types(p, s, untold), nil
	case what == "categories":
		return t.categories(p, s), nil
	case what == "more":
		return t.moreOf(p, s), nil
	}
	during, err := t.during(p, q, s)
	if err != nil {
		return Reply{}, err
	}
	head, lines := t.standing(p, s)
	if during != "" {
		lines = slices.Insert(lines, 1, weighed{during, 0})
	}
	short := fitted(lines, summaryLines-2)
	text := head + "\n" + strings.Join(short, "\n")
	return Reply{Text: text, Blocks: append([]slack.Block{section("*" + head + "*\n" + strings.Replace(bar(s.Counted, s.Target), "\n", " ", 1) + strings.Join(short, "\n")),
		contextLine(t.say("summary.definition", nil))}, t.summaryButtons(p, s)...)}, nil
}

// during tells what came in the time that is asked about; "" where none is, or it is a period of the programme, which has a line of its own.
func (t *turn) during(p *store.Programme, q store.Question, s *store.Standing) (string, error) {
	from, to := store.Date(t.args.From), store.Date(t.args.To)
	if from == "" || from > s.AsOf || t.args.At != "" || slices.ContainsFunc(p.Periods, func(d store.Period) bool { return d.Starts == from && d.Ends == to }) {
		return "", nil
	}
	q.At = from.AddDays(-1)
	b, err := t.tx.Stand(p, q)
	if err != nil {
		return "", err
	}
	return t.say("summary.during", Facts{"From": t.plainDate(from), "To": t.plainDate(s.AsOf), "Created": s.Gross - b.Gross,
		"Gone": s.Gross - s.Net - b.Gross + b.Net, "Started": s.Persons - b.Persons}), nil
}

// viewSaid is the view of a summary that somebody's own words ask for; "" where they ask for the whole.
func (t *turn) viewSaid() string {
	switch {
	case t.mentions("summary.said_types"):
		return "types"
	case t.mentions("summary.said_parts"):
		return "parts"
	}
	return ""
}

// figures is what figures are asked for, and the programme that they are of.
func (t *turn) figures() (*store.Programme, store.Question, error) {
	p, at, err := t.programmeAt()
	if err != nil {
		return nil, store.Question{}, err
	}
	_, today := t.view()
	q := store.Question{At: at, Scope: t.args.Scope, Kind: t.args.Kind, Today: today}
	if i := slices.IndexFunc(p.Periods, t.ofPeriod); i >= 0 {
		q.Period = p.Periods[i].Name
		if t.args.At == "" {
			q.At = min(p.Periods[i].Ends, at)
		}
	}
	if q.Unit, err = t.branch(p); q.Unit != p.Scope && q.Scope == "kommun" { // "hela kommunen", of which a leader sees their branch
		q.Scope, t.args.Scope = "", ""
	}
	return p, q, err
}

// figuresOfAll is the same for what tells of everything in a branch: a part of it, a kind or a period is not asked about.
func (t *turn) figuresOfAll() (*store.Programme, store.Question, error) {
	p, q, err := t.figures()
	if q.Period != "" {
		_, q.At, err = t.programmeAt()
	}
	return p, store.Question{Unit: q.Unit, At: q.At, Today: q.Today}, err
}

// ofPeriod tells whether a period is asked about: by its name, or for the categories by its days too, since "2019" is what a year has brought.
func (t *turn) ofPeriod(d store.Period) bool {
	if t.args.Period != "" {
		return d.Name == t.args.Period
	}
	what, _ := t.view()
	return what == "categories" && string(d.Starts) == t.args.From && string(d.Ends) == t.args.To
}

// branch gives the unit that a summary is about: the one named, within what the person may see; else the whole, or the leader's first branch.
func (t *turn) branch(p *store.Programme) (string, error) {
	if t.args.Unit != "" {
		units, err := t.readable()
		if err != nil {
			return "", err
		}
		return units[0], nil
	}
	if t.person.Has("hr") || t.coordinates() {
		return p.Scope, nil
	}
	for _, unit := range t.person.Units() {
		if len(t.reg.Tree.Children(unit)) > 0 {
			return unit, nil
		}
	}
	return p.Scope, nil
}

// summaryButtons are the ways on from a summary, each about what this one is about.
func (t *turn) summaryButtons(p *store.Programme, s *store.Standing) []slack.Block {
	about := t.args
	about.What, about.Compare, about.Language, about.Page = organised(s.Question, ""), "", "", 0
	to := func(label, command string, change func(*words.Args)) *slack.ButtonBlockElement {
		a := about
		change(&a)
		return button(t.label(label, nil), typed(command, a))
	}
	what := func(w string) func(*words.Args) { return func(a *words.Args) { a.What = organised(s.Question, w) } }
	var first []*slack.ButtonBlockElement
	if len(s.Units) > 0 {
		first = append(first, to("summary.parts", "summary", what("parts")))
	}
	first = append(first, to("summary.types", "summary", what("types")))
	if len(s.Categories) > 0 {
		first = append(first, to("summary.categories", "summary", what("categories")))
	}
	first = append(first, to("summary.more", "summary", what("more")))
	if s.Forecast != nil {
		first = append(first, to("forecast.title", "forecast", func(*words.Args) {}), to("chart.title", "chart", func(*words.Args) {}))
	}
	second := []*slack.ButtonBlockElement{button(t.label("summary.what", nil), "explain term:created")}
	if s.Report != nil {
		second = append(second, button(t.label("summary.compare", Facts{"Date": t.plainDate(s.Report.On)}), typed("summary", with(about, func(a *words.Args) { a.Compare = string(s.Report.On) }))),
			button(t.label("summary.then", Facts{"Date": t.plainDate(s.Report.On)}), typed("summary", with(about, func(a *words.Args) { a.From, a.To, a.Period, a.At = "", "", "", string(s.Report.On) }))))
	}
	second = append(second, button(t.label("summary.another", nil), marks{fix: true}.mark(typed("summary", with(about, func(a *words.Args) { a.At = string(s.AsOf) })))))
	other := map[string]string{"sv": "en", "en": "sv"}[t.lang]
	second = append(second, to("summary.other_language", "summary", func(a *words.Args) { a.Language = other }))
	third := append([]*slack.ButtonBlockElement{button(t.label("quota.title", nil), typed("quota", words.Args{Unit: s.Scope, At: t.args.At}))}, t.lagging(s)...)
	if q := s.Question; t.person.Has("hr") && q.Kind+q.Scope+q.Period == "" { // a file is of everything
		third = append(third, button(t.label("export.title", nil), typed("export", words.Args{Unit: s.Scope, At: string(s.AsOf), Programme: t.args.Programme, What: organised(q, "")})))
	}
	third = append(append(third, t.otherBranches(about, s.Scope)...), t.otherProgrammes("summary", s.Scope, p, s.AsOf)...)
	return []slack.Block{buttons(first...), buttons(second...), buttons(third...)}
}

// otherBranches leads a leader of several branches to the others: without a name the first is meant.
func (t *turn) otherBranches(about words.Args, than string) (out []*slack.ButtonBlockElement) {
	own := t.person.Units()
	if t.person.Has("hr") || !slices.Contains(own, than) {
		return nil
	}
	for _, unit := range own {
		if unit != than && len(t.reg.Tree.Children(unit)) > 0 && len(out) < topUnits {
			out = append(out, button(t.reg.Tree.Name(unit), typed("summary", with(about, func(a *words.Args) { a.Unit = unit }))))
		}
	}
	return out
}

// lagging leads to who has nothing created, who has not answered, and to the same day in the organisation of today, or back.
func (t *turn) lagging(s *store.Standing) (out []*slack.ButtonBlockElement) {
	if s.UnitsWithout.Count > 0 {
		out = append(out, button(t.label("missing.button_slots", nil), typed("missing", words.Args{What: organised(s.Question, "slots"), Unit: s.Scope, Scope: s.Question.Scope, At: t.args.At})))
	}
	if s.Unanswered != nil && *s.Unanswered > 0 {
		out = append(out, button(t.label("missing.button_answers", nil), typed("missing", words.Args{What: "answers", Unit: s.Scope})))
	}
	if tree := t.reg.Tree; tree.On(s.AsOf) != tree.On(t.today()) {
		label, what := "summary.today", "today"
		if s.Question.Today {
			label, what = "summary.of_then", ""
		}
		out = append(out, button(t.label(label, nil), typed("summary", with(t.args, func(a *words.Args) { a.What = what }))))
	}
	return out
}

// view is which of a summary's views is asked for, and whether in the organisation of today rather than of the day: "parts_today".
func (t *turn) view() (what string, today bool) {
	if t.args.What == "today" {
		return "", true
	}
	return strings.CutSuffix(t.args.What, "_today")
}

// organised is a view in the organisation of today where the question is.
func organised(q store.Question, what string) string {
	if !q.Today {
		return what
	}
	return strings.TrimPrefix(what+"_today", "_")
}

func with(a words.Args, change func(*words.Args)) words.Args {
	change(&a)
	return a
}

// Summary answers a question as text for the command line, with the figures. A programme is named by its key; "" is the one that goes on.
func (h *Handlers) Summary(ctx context.Context, programme string, q store.Question) (text string, s *store.Standing, err error) {
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		p, err := byKey(reg, programme, cmp.Or(q.At, tx.Today()))
		if err != nil {
			return err
		}
		if s, err = tx.Stand(p, q); err != nil {
			return err
		}
		v := voice{all: h.said, lang: h.standard, reg: reg, year: tx.Today().Year()}
		head, lines := v.standing(p, s)
		all := append(texts(lines), v.moreLines(s)...)
		text = head + "\n" + strings.Join(all, "\n") + "\n"
		return nil
	})
	return text, s, err
}
