package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// forecast tells whether the target will be reached, why, within which span, and what would change it; or how it would be if more came, or at
// another pace.
func forecast(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figures()
	if err != nil {
		return Reply{}, err
	}
	what := store.WhatIf{Percent: deref(t.args.Percent), More: count(t.args.Count), Stop: t.args.Percent != nil && *t.args.Percent == 0}
	if t.args.Every == "week" {
		what.PerWeek, what.More = what.More, 0
	}
	part := ""
	if what.More != 0 && q.Unit != p.Scope && t.person.Has("hr") { // what a part gets counts for the whole
		part, q.Unit = q.Unit, p.Scope
	}
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case s.Forecast == nil && s.Target > 0:
		return t.done(t.say("forecast.not_begun", Facts{"Programme": p.Name(t.lang), "From": t.long(p.Starts), "Date": t.long(s.AsOf)}), t.backTo(s)...), nil
	case s.Forecast == nil:
		return t.done(t.say("forecast.none", nil), t.backTo(s)...), nil
	}
	if what.More < 0 {
		if what.More, err = t.mostLost(p, s, part, what.More); err != nil {
			return Reply{}, err
		}
	}
	f := s.Forecast
	head := t.say("forecast.head", Facts{"Programme": p.Name(t.lang), "Date": t.long(s.AsOf), "Unit": t.about(s)})
	lines := []string{t.createdLine(s)}
	if what != (store.WhatIf{}) {
		if f, err = t.tx.If(p, q, s, what); err != nil {
			return Reply{}, err
		}
		lines = append(lines, t.supposed(what, part))
	}
	lines = append(lines, t.forecastLine(f, s))
	lines = append(lines, t.outlook(f, s)...)
	if what == (store.WhatIf{}) {
		lines = append(lines, t.byThen(f, s), joined(t.elapsed(p, s), t.eventsNow(s)))
		if s.Statement != nil {
			lines = append(lines, t.statementLine(s.Statement))
		}
	}
	text := strings.Join(nonempty(lines), "\n")
	reply := Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*\n" + strings.Replace(bar(s.Counted, s.Target), "\n", " ", 1) + text)}}
	if f.Likely != nil {
		reply.Blocks = append(reply.Blocks, contextLine(t.say("forecast.method", Facts{"Season": t.season(f)})))
	}
	reply.Blocks = append(reply.Blocks, t.forecastButtons(f)...)
	return reply, nil
}

// mostLost is how many fewer there can be: no more than the part or the whole has.
func (t *turn) mostLost(p *store.Programme, s *store.Standing, part string, more int) (int, error) {
	if part == "" {
		return max(more, -s.Counted), nil
	}
	of, err := t.tx.Standing(p, part, s.AsOf)
	if err != nil {
		return 0, err
	}
	return max(more, -of.Counted), nil
}

// elapsed tells how much of the time has been, the day itself with it; "" when all has.
func (v voice) elapsed(p *store.Programme, s *store.Standing) string {
	gone := func(from, to store.Date) string { return v.percent(from.DaysUntil(s.AsOf)+1, from.DaysUntil(to)+1) }
	facts := Facts{"Whole": gone(p.Starts, p.Ends)}
	if s.AsOf < p.Starts || s.AsOf >= p.Ends {
		return ""
	}
	for _, d := range s.Periods {
		if d.Start <= s.AsOf && s.AsOf <= d.End && (d.Start != p.Starts || d.End != p.Ends) {
			facts["Period"], facts["Percent"] = d.Name, gone(d.Start, d.End)
			return v.say("forecast.elapsed_period", facts)
		}
	}
	return v.say("forecast.elapsed", facts)
}

func deref(f *float64) int {
	if f == nil {
		return 0
	}
	return int(*f)
}

func count(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func nonempty(lines []string) (out []string) {
	for _, line := range lines {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// supposed says what a forecast supposes.
func (t *turn) supposed(what store.WhatIf, part string) string {
	var said []string
	if what.More != 0 {
		id, facts := "forecast.if_more", Facts{"N": what.More, "Unit": t.reg.Tree.Name(part)}
		if what.More < 0 {
			id, facts["N"] = "forecast.if_fewer", -what.More
		}
		if part != "" {
			id += "_unit"
		}
		said = append(said, t.say(id, facts))
	}
	if what.PerWeek > 0 {
		said = append(said, t.say("forecast.if_week", Facts{"N": what.PerWeek}))
	}
	if what.Percent > 0 || what.Stop {
		id := "forecast.if_pace"
		switch {
		case what.More != 0 && what.Stop:
			id = "forecast.and_stop"
		case what.Stop:
			id = "forecast.if_stop"
		case what.More != 0:
			id = "forecast.and_pace"
		}
		said = append(said, t.say(id, Facts{"Percent": t.percent(what.Percent, 100)}))
	}
	return joined(said...) + ":"
}

// outlook tells where it ends, and what would change that.
func (t *turn) outlook(f *store.Forecast, s *store.Standing) (lines []string) {
	if f.Status == "missed" {
		return nil
	}
	facts := Facts{"Expected": f.ExpectedAtEnd, "Target": s.Target}
	if f.Status != "at_risk" { // which has said it
		lines = append(lines, t.say("forecast.expected", facts))
	}
	if l := f.Likely; l != nil {
		lines = append(lines, t.say("forecast.likely", Facts{"Low": l.Low, "High": l.High}))
		switch {
		case f.Status == "reached":
		case l.From == "":
			lines = append(lines, t.say("forecast.hardly", nil))
		case l.To == "":
			lines = append(lines, t.say("forecast.from", Facts{"From": t.long(l.From)}))
		default:
			lines = append(lines, t.say("forecast.between", Facts{"From": t.long(l.From), "To": t.long(l.To)}))
		}
	}
	switch {
	case f.Status == "on_track":
		lines = append(lines, t.say("forecast.enough", Facts{"Percent": t.percent(int(f.Enough*1000+0.5), 1000)}))
	case f.Status == "at_risk":
		lines = append(lines, t.say("forecast.short", Facts{"N": f.Short, "More": f.NeededPerWeek - f.PacePerWeek}))
	}
	if f.Status != "reached" && f.WorkdaysLeft > 0 {
		lines[len(lines)-1] += " " + t.say("forecast.days", Facts{"N": f.WorkdaysLeft})
	}
	return lines
}

// byThen tells how many there are by a day to come, where one is asked about.
func (t *turn) byThen(f *store.Forecast, s *store.Standing) string {
	to := store.Date(t.args.To)
	if to <= s.AsOf || f.Status == "missed" {
		return ""
	}
	n := s.Counted + int(f.PacePerWeek/7*float64(s.AsOf.DaysUntil(to)))
	return t.say("forecast.by_then", Facts{"Date": t.long(to), "Expected": n})
}

func (t *turn) season(f *store.Forecast) string {
	if f.Likely.Years == 0 {
		return t.say("forecast.no_season", nil)
	}
	return t.say("forecast.season", Facts{"N": f.Likely.Years})
}

func (t *turn) forecastButtons(f *store.Forecast) []slack.Block {
	var first []*slack.ButtonBlockElement
	if f.Status == "on_track" || f.Status == "at_risk" {
		for _, percent := range []float64{50, 25, 200} {
			a := with(t.args, func(a *words.Args) { a.Percent, a.Count, a.Every = &percent, nil, "" })
			first = append(first, button(t.label("forecast.button_pace", Facts{"Percent": t.percent(int(percent), 100)}), typed("forecast", a)))
		}
		ten := 10
		first = append(first, button(t.label("forecast.button_more", nil), typed("forecast", with(t.args, func(a *words.Args) { a.Percent, a.Count, a.Every = nil, &ten, "" }))))
	}
	second := []*slack.ButtonBlockElement{button(t.label("summary.title", nil), typed("summary", with(t.args, func(a *words.Args) { a.Percent, a.Count, a.Every = nil, nil, "" }))),
		button(t.label("forecast.how", nil), "explain term:forecast")}
	if t.person.Has("hr") {
		second = append(second, button(t.label("statement.title", nil), "statement"))
	}
	if len(first) == 0 {
		return []slack.Block{buttons(second...)}
	}
	return []slack.Block{buttons(first...), buttons(second...)}
}
