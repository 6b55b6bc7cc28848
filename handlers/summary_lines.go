package handlers

import (
	"slices"
	"strings"

	"handslag/store"
)

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
	switch {
	case s.Gross == s.Net:
	case s.Counted == s.Gross:
		add(0, v.say("summary.net", Facts{"Net": s.Net, "Gone": s.Gross - s.Net}))
	default:
		add(0, v.say("summary.gross", Facts{"Gross": s.Gross, "Gone": s.Gross - s.Net}))
	}
	begun := slices.DeleteFunc(slices.Clone(s.Periods), func(d store.PeriodStands) bool { return d.Start > s.AsOf })
	if s.Question.Period != "" {
		begun = nil // the headline is the period's
	}
	for i := range begun {
		add(max(0, len(begun)-i-1)*10, v.period(s, i)) // the oldest is spared first
	}
	add(0, joined(v.forecastLine(s.Forecast, s), v.eventsNow(s)))
	add(0, v.verdictLine(s))
	add(0, v.allFilled(s))
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
	if u := v.reg.Tree.Unit(s.Scope); u != nil && u.ValidTo != "" && u.ValidTo < s.AsOf {
		of = v.partName(store.UnitStands{Name: of, Closed: u.ValidTo})
	}
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
		return v.say("summary.created_alone", Facts{"N": s.Counted, "Created": s.Counted})
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
		line += ". " + v.say("summary.period_filled", v.filled(p.Filled, p.AtLeast(), p.Vacant))
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

// allFilled tells of all slots, or those of the period that is asked about: how many are filled and vacant, and how many people have been in them.
func (v voice) allFilled(s *store.Standing) string {
	facts := v.filled(s.Filled, s.AtLeast(), s.Vacant)
	facts["Persons"] = s.Persons
	if s.Question.Period != "" {
		facts["Period"] = s.Question.Period
		return v.say("summary.filled_period", facts)
	}
	return v.say("summary.filled", facts)
}

// filled are the facts of how many are filled and vacant. Where more are known to be filled than are written down they are the least and the most
// that there can be.
func (v voice) filled(filled, atLeast, vacant int) Facts {
	if atLeast == filled {
		return Facts{"Filled": filled, "Vacant": vacant}
	}
	return Facts{"Filled": v.label("summary.at_least", Facts{"N": atLeast, "Counted": filled}),
		"Vacant": v.label("summary.at_most", Facts{"N": max(0, vacant+filled-atLeast)})}
}

// eventsNow tells what goes on outside, for who wonders why the figures are what they are.
func (v voice) eventsNow(s *store.Standing) string {
	var now []string
	for _, e := range s.Events {
		if e.End == "" {
			now = append(now, v.event(e))
		}
	}
	if len(now) == 0 {
		return ""
	}
	return v.say("summary.events", Facts{"Events": v.list(now)})
}

func (v voice) event(e store.EventStands) string {
	facts := Facts{"Name": e.Event.Name(v.lang), "From": v.long(e.Start)}
	if e.End == "" {
		return v.label("summary.event_since", facts)
	}
	facts["To"] = v.long(e.End)
	return v.label("summary.event_over", facts)
}

// joined puts sentences after each other.
func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}

func (v voice) forecastLine(f *store.Forecast, s *store.Standing) string {
	if f == nil {
		return ""
	}
	facts := Facts{"Needed": f.NeededPerWeek, "Pace": f.PacePerWeek, "Target": s.Target, "Expected": f.ExpectedAtEnd}
	if f.ReachedOn != "" {
		facts["Date"] = v.long(f.ReachedOn)
	}
	return joined(v.say("summary.forecast_"+f.Status, facts), v.early(f, s))
}

// earlyDays is how long a pace has been known before it is told without saying how short that is.
const earlyDays = 28

// early says so where the pace is known of a few days alone, as in the first days of a year.
func (v voice) early(f *store.Forecast, s *store.Standing) string {
	p := v.reg.Programme(s.Programme)
	if p == nil || f != s.Forecast || f.Status != "on_track" && f.Status != "at_risk" {
		return ""
	}
	since := p.Starts
	for _, d := range s.Periods {
		if d.Start <= s.AsOf && s.AsOf <= d.End {
			since = d.Start
		}
	}
	n := since.DaysUntil(s.AsOf) + 1
	if n >= earlyDays {
		return ""
	}
	return v.say("summary.early", Facts{"N": n})
}

// verdictLine says the verdict in three steps, and what the programme leader says.
func (v voice) verdictLine(s *store.Standing) string {
	if s.Verdict == "" && s.Statement != nil {
		return v.statementLine(s.Statement)
	}
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
		if u.Counted > 0 {
			parts = append(parts, escaped(u.Name)+" "+v.plain(u.Counted))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return v.say("summary.most", Facts{"Units": Markup(strings.Join(parts, " · "))})
}

// withoutAny tells how many of those that are to have something created have nothing.
func (v voice) withoutAny(s *store.Standing) string {
	w := s.UnitsWithout
	of := ""
	if w.Level != "verksamhet" {
		of = "_parts"
	}
	switch {
	case w.Of == 0:
		return ""
	case w.Count == 0:
		return v.say("summary.without_none"+of, nil)
	}
	return v.say("summary.without"+of, Facts{"Without": w.Count, "Of": w.Of})
}

// withoutLine tells how many have nothing created, and how many have not answered.
func (v voice) withoutLine(s *store.Standing) string {
	var lines []string
	if w := v.withoutAny(s); w != "" {
		lines = append(lines, w)
	}
	if s.Unanswered != nil && *s.Unanswered > 0 {
		lines = append(lines, v.say("summary.unanswered", Facts{"N": *s.Unanswered}))
	}
	return strings.Join(lines, " ")
}
