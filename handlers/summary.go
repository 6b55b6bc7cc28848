package handlers

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

const topUnits = 5 // named in a summary

// summary tells how the programme stands: the whole to HR, a leader's branch to a leader; as of any day that has been.
func summary(t *turn) (Reply, error) {
	if t.several() {
		return t.either(), nil
	}
	p, at, err := t.programmeAt()
	if err != nil {
		return Reply{}, err
	}
	unit, err := t.branch(p)
	if err != nil {
		return Reply{}, err
	}
	s, err := t.tx.Standing(p, unit, at)
	if err != nil {
		return Reply{}, err
	}
	head, lines := t.standing(p, s)
	text := head + "\n" + strings.Join(lines, "\n")
	return Reply{Text: text, Blocks: []slack.Block{section("*" + head + "*\n" + bar(s.Net, s.Target) + strings.Join(lines, "\n")), contextLine(t.say("summary.definition", nil)),
		buttons(button(t.label("summary.what", nil), "explain term:created"), button(t.label("quota.title", nil), "quota unit:"+unit))}}, nil
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
	if t.person.Has("hr") {
		return p.Scope, nil
	}
	for _, unit := range t.person.Units() {
		if len(t.reg.Tree.Children(unit)) > 0 {
			return unit, nil
		}
	}
	return p.Scope, nil
}

// standing says a Standing in at most a dozen lines.
func (v voice) standing(p *store.Programme, s *store.Standing) (string, []string) {
	head := v.say("summary.head", Facts{"Programme": p.Name(v.lang), "Date": v.long(s.AsOf), "Unit": v.reg.Tree.Name(s.Scope)})
	lines := []string{v.say("summary.created", Facts{"Created": s.Net, "Target": s.Target, "Percent": v.percent(s.Net, s.Target), "Left": s.Remaining})}
	if s.Gross != s.Net {
		lines = append(lines, v.say("summary.gross", Facts{"Gross": s.Gross, "Gone": s.Gross - s.Net}))
	}
	for i, period := range s.Periods {
		if period.Start <= s.AsOf {
			lines = append(lines, v.period(s, i))
		}
	}
	if f := s.Forecast; f != nil {
		lines = append(lines, v.forecastLine(f, s))
	}
	lines = append(lines, v.say("summary.filled", Facts{"Filled": s.Filled, "Vacant": s.Vacant, "Persons": s.Persons}))
	if line := v.most(s); line != "" {
		lines = append(lines, line)
	}
	switch w := s.UnitsWithout; {
	case w.Of == 0:
	case w.Count == 0:
		lines = append(lines, v.say("summary.without_none", nil))
	default:
		lines = append(lines, v.say("summary.without", Facts{"Without": w.Count, "Of": w.Of}))
	}
	return head, lines
}

// period is a line such as "2020: 183 av 244 (275 − 31 i överskott från 2019). Tillsatta 150, lediga 33."
func (v voice) period(s *store.Standing, i int) string {
	p := s.Periods[i]
	line := v.say("summary.period", Facts{"Period": p.Name, "Created": p.Created, "Target": p.Target})
	if p.Over > 0 {
		line += v.say("summary.over", Facts{"Over": p.Over})
	} else {
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
	facts := Facts{"Needed": f.NeededPerWeek, "Pace": f.PacePerWeek, "Target": s.Target, "Expected": f.ExpectedAtEnd}
	if f.ReachedOn != "" {
		facts["Date"] = v.long(f.ReachedOn)
	}
	return v.say("summary.forecast_"+f.Status, facts)
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
		if unit == "" {
			unit = p.Scope
		}
		if s, err = tx.Standing(p, unit, at); err != nil {
			return err
		}
		head, lines := voice{all: h.said, lang: h.standard, reg: reg, year: tx.Today().Year()}.standing(p, s)
		text = head + "\n" + strings.Join(lines, "\n") + "\n"
		return nil
	})
	return text, s, err
}
