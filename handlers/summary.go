package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

const (
	topUnits     = 5  // named in a summary
	summaryLines = 12 // at most, with the headline and the bar
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
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case t.args.Compare != "":
		return t.compared(p, q, s)
	case t.args.What == "parts" || t.args.What == "parts_today":
		return t.partsOf(p, s), nil
	case t.args.What == "types" || t.guardedKind(q.Kind):
		return t.types(p, s), nil
	case t.args.What == "more":
		return t.moreOf(p, s), nil
	}
	head, lines := t.standing(p, s)
	short := fitted(lines, summaryLines-2)
	text := head + "\n" + strings.Join(short, "\n")
	return Reply{Text: text, Blocks: append([]slack.Block{section("*" + head + "*\n" + bar(s.Counted, s.Target) + strings.Join(short, "\n")),
		contextLine(t.say("summary.definition", nil))}, t.summaryButtons(s)...)}, nil
}

// figures is what figures are asked for, and the programme that they are of.
func (t *turn) figures() (*store.Programme, store.Question, error) {
	p, at, err := t.programmeAt()
	if err != nil {
		return nil, store.Question{}, err
	}
	q := store.Question{At: at, Scope: t.args.Scope, Kind: t.args.Kind, Today: t.args.What == "today" || t.args.What == "parts_today"}
	if i := slices.IndexFunc(p.Periods, func(d store.Period) bool { return d.Name == t.args.Period }); i >= 0 && t.args.Period != "" {
		q.Period = t.args.Period
		if t.args.At == "" {
			q.At = min(p.Periods[i].Ends, at)
		}
	}
	q.Unit, err = t.branch(p)
	return p, q, err
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
func (t *turn) summaryButtons(s *store.Standing) []slack.Block {
	about := t.args
	about.What, about.Compare, about.Language, about.Page = t.organised(s, ""), "", "", 0
	to := func(label, command string, change func(*words.Args)) *slack.ButtonBlockElement {
		a := about
		change(&a)
		return button(t.label(label, nil), typed(command, a))
	}
	what := func(w string) func(*words.Args) { return func(a *words.Args) { a.What = w } }
	var first []*slack.ButtonBlockElement
	if len(s.Units) > 0 {
		first = append(first, to("summary.parts", "summary", what(t.organised(s, "parts"))))
	}
	first = append(first, to("summary.types", "summary", what("types")), to("summary.more", "summary", what("more")))
	if s.Forecast != nil {
		first = append(first, to("forecast.title", "forecast", func(*words.Args) {}), to("chart.title", "chart", func(*words.Args) {}))
	}
	second := []*slack.ButtonBlockElement{button(t.label("summary.what", nil), "explain term:created")}
	if s.Report != nil {
		second = append(second, button(t.label("summary.compare", Facts{"Date": t.plainDate(s.Report.On)}), typed("summary", with(about, func(a *words.Args) { a.Compare = string(s.Report.On) }))),
			button(t.label("summary.then", Facts{"Date": t.plainDate(s.Report.On)}), typed("summary", with(about, func(a *words.Args) { a.From, a.To, a.Period, a.At = "", "", "", string(s.Report.On) }))))
	}
	other := map[string]string{"sv": "en", "en": "sv"}[t.lang]
	second = append(second, to("summary.other_language", "summary", func(a *words.Args) { a.Language = other }))
	third := append([]*slack.ButtonBlockElement{button(t.label("quota.title", nil), "quota unit:"+s.Scope)}, t.lagging(s)...)
	return []slack.Block{buttons(first...), buttons(second...), buttons(third...)}
}

// lagging leads to who has nothing created, who has not answered, and to the same day in the organisation of today.
func (t *turn) lagging(s *store.Standing) (out []*slack.ButtonBlockElement) {
	if s.UnitsWithout.Count > 0 {
		out = append(out, button(t.label("missing.button_slots", nil), typed("missing", words.Args{What: "slots", Unit: s.Scope, At: t.args.At})))
	}
	if s.Unanswered != nil && *s.Unanswered > 0 {
		out = append(out, button(t.label("missing.button_answers", nil), typed("missing", words.Args{What: "answers", Unit: s.Scope})))
	}
	if tree := t.reg.Tree; !s.Question.Today && tree.On(s.AsOf) != tree.On(t.today()) {
		out = append(out, button(t.label("summary.today", nil), typed("summary", with(t.args, func(a *words.Args) { a.What = "today" }))))
	}
	return out
}

// organised is what is asked for, in the organisation of today where the Standing is.
func (t *turn) organised(s *store.Standing, what string) string {
	switch {
	case !s.Question.Today:
		return what
	case what == "":
		return "today"
	}
	return what + "_today"
}

func with(a words.Args, change func(*words.Args)) words.Args {
	change(&a)
	return a
}

// weighed is a line of the summary; where there are too many those that weigh least are left to the buttons. 0: never.
type weighed struct {
	text  string
	spare int
}

func fitted(lines []weighed, most int) []string {
	lines = slices.Clone(lines)
	for len(lines) > most {
		out := 0
		for i := range lines {
			if lines[i].spare > lines[out].spare {
				out = i
			}
		}
		if lines[out].spare == 0 {
			out = len(lines) - 1
		}
		lines = slices.Delete(lines, out, out+1)
	}
	return texts(lines)
}

func texts(lines []weighed) []string {
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = lines[i].text
	}
	return out
}

// standing says a Standing in about a dozen lines.
func (v voice) standing(p *store.Programme, s *store.Standing) (string, []weighed) {
	var lines []weighed
	add := func(spare int, line string) {
		if line != "" {
			lines = append(lines, weighed{line, spare})
		}
	}
	add(0, v.createdLine(s))
	if s.Gross != s.Net {
		add(0, v.say("summary.gross", Facts{"Gross": s.Gross, "Gone": s.Gross - s.Net}))
	}
	begun := slices.DeleteFunc(slices.Clone(s.Periods), func(d store.PeriodStands) bool { return d.Start > s.AsOf })
	for i := range begun {
		add(max(0, len(begun)-i-1)*10, v.period(s, i)) // the oldest is spared first
	}
	add(0, v.forecastLine(s.Forecast, s))
	add(0, v.verdictLine(s))
	add(0, v.say("summary.filled", Facts{"Filled": s.Filled, "Vacant": s.Vacant, "Persons": s.Persons}))
	add(3, v.sinceLine(s))
	add(2, v.flowLine(s))
	add(4, v.most(s))
	add(1, v.withoutLine(s))
	return v.summaryHead(p, s), lines
}

func (v voice) summaryHead(p *store.Programme, s *store.Standing) string {
	return v.say("summary.head", Facts{"Programme": p.Name(v.lang), "Date": v.long(s.AsOf), "Unit": v.about(s)})
}

// about names what a Standing is of: the unit, and which part, kind or period of it.
func (v voice) about(s *store.Standing) string {
	of, q := v.reg.Tree.Name(s.Scope), s.Question
	if q.Scope != "" {
		of += " (" + v.label("summary.scope_"+q.Scope, nil) + ")"
	}
	for _, more := range []string{v.kind(q.Kind), q.Period} {
		if more != "" {
			of += ", " + more
		}
	}
	if q.Today {
		of += " (" + v.label("summary.as_today", nil) + ")"
	}
	return of
}

func (v voice) createdLine(s *store.Standing) string {
	if s.Target == 0 {
		return v.say("summary.created_alone", Facts{"N": s.Net, "Created": s.Net})
	}
	return v.say("summary.created", Facts{"Created": s.Counted, "Target": s.Target, "Percent": v.percent(s.Counted, s.Target), "Left": s.Remaining})
}

// period is a line such as "2020: 183 av 244 (275 − 31 i överskott från 2019). Tillsatta 150, lediga 33."
func (v voice) period(s *store.Standing, i int) string {
	p := s.Periods[i]
	line := v.say("summary.period", Facts{"Period": p.Name, "Created": p.Created, "Target": p.Target})
	switch {
	case p.Target == 0 && p.Planned == 0:
		line = v.say("summary.period_alone", Facts{"Period": p.Name, "N": p.Created, "Created": p.Created})
	case p.Over > 0:
		line += v.say("summary.over", Facts{"Over": p.Over})
	default:
		line += v.carried(s.Periods, p.Name)
	}
	if p.Start <= s.AsOf && s.AsOf <= p.End {
		line += ". " + v.say("summary.period_filled", Facts{"Filled": p.Filled, "Vacant": p.Vacant})
	}
	return line
}

// carried tells how a period's target came to be what it is: " (275 − 31 i överskott från 2019)"; "" where nothing was carried over.
func (v voice) carried(periods []store.PeriodStands, name string) string {
	for i, p := range periods {
		carried := p.Planned - p.Target
		switch {
		case p.Name != name || i == 0:
		case carried > 0:
			return v.say("summary.surplus", Facts{"Planned": p.Planned, "Carried": carried, "Period": periods[i-1].Name})
		case carried < 0:
			return v.say("summary.deficit", Facts{"Planned": p.Planned, "Carried": -carried, "Period": periods[i-1].Name})
		}
	}
	return ""
}

func (v voice) forecastLine(f *store.Forecast, s *store.Standing) string {
	if f == nil {
		return ""
	}
	facts := Facts{"Needed": f.NeededPerWeek, "Pace": f.PacePerWeek, "Target": s.Target, "Expected": f.ExpectedAtEnd}
	if f.ReachedOn != "" {
		facts["Date"] = v.long(f.ReachedOn)
	}
	return v.say("summary.forecast_"+f.Status, facts)
}

// verdictLine says the verdict in three steps, and what the programme leader says.
func (v voice) verdictLine(s *store.Standing) string {
	if s.Verdict == "" {
		return ""
	}
	id := "summary.verdict_" + s.Verdict
	if s.Forecast.Status == "reached" || s.Forecast.Status == "missed" {
		id = "summary.was_" + s.Verdict
	}
	line := v.say(id, nil)
	if said := s.Statement; said != nil {
		line += " " + v.statementLine(said)
	}
	return line
}

// statementLine quotes the programme leader, and says so where the figures say something else.
func (v voice) statementLine(said *store.Statement) string {
	facts := Facts{"Date": v.long(said.On), "Text": said.Text, "Verdict": v.say("statement."+said.Verdict, nil)}
	if said.Agrees {
		return v.say("statement.said", facts)
	}
	return v.say("statement.said_otherwise", facts)
}

// most names the parts that have created most.
func (v voice) most(s *store.Standing) string {
	var parts []string
	for _, u := range s.Units[:min(topUnits, len(s.Units))] {
		if u.Created > 0 {
			parts = append(parts, escaped(u.Name)+" "+v.plain(u.Created))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return v.say("summary.most", Facts{"Units": Markup(strings.Join(parts, " · "))})
}

// withoutLine tells how many have nothing created, and how many have not answered.
func (v voice) withoutLine(s *store.Standing) string {
	var lines []string
	switch w := s.UnitsWithout; {
	case w.Of == 0:
	case w.Count == 0:
		lines = append(lines, v.say("summary.without_none", nil))
	default:
		lines = append(lines, v.say("summary.without", Facts{"Without": w.Count, "Of": w.Of}))
	}
	if s.Unanswered != nil && *s.Unanswered > 0 {
		lines = append(lines, v.say("summary.unanswered", Facts{"N": *s.Unanswered}))
	}
	return strings.Join(lines, " ")
}

// Summary tells how a unit ("": the programme's whole scope) stands on a day ("": today), as text for the command line, with the figures.
func (h *Handlers) Summary(ctx context.Context, unit string, at store.Date) (text string, s *store.Standing, err error) {
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		if at == "" {
			at = tx.Today()
		}
		p := reg.Current(at)
		if p == nil {
			return store.Refuse("no_programme", nil)
		}
		if s, err = tx.Standing(p, unit, at); err != nil {
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
