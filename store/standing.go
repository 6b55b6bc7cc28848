package store

import (
	"cmp"
	"slices"
)

// Standing is how things stand on a day, for a programme and a unit with all below it. It is what every door tells, and marshals to what
// `handslag summary --format json` prints. Created counts what was created on or before the day and not discontinued by then.
type Standing struct {
	Programme    string         `json:"programme"`
	AsOf         Date           `json:"as_of"`
	Scope        string         `json:"-"`
	Target       int            `json:"target"`
	Gross        int            `json:"gross"`
	Net          int            `json:"net"`
	Remaining    int            `json:"remaining"`
	Filled       int            `json:"filled"`
	Vacant       int            `json:"vacant"`
	Persons      int            `json:"persons"`
	Periods      []PeriodStands `json:"periods"`
	Forecast     *Forecast      `json:"forecast,omitempty"`
	Units        []UnitStands   `json:"units"`
	Types        []KindStands   `json:"types"`
	UnitsWithout UnitsWithout   `json:"units_without"`

	Verdict       string         `json:"verdict,omitempty"`     // whole, partly, not; "": there is no target
	Week          *Since         `json:"week_ago,omitempty"`    // seven days before
	Report        *Since         `json:"last_report,omitempty"` // the last day before that the municipality reports on
	Flow          Flow           `json:"flow"`
	Concentration *Concentration `json:"concentration,omitempty"` // nil: too few parts to tell
	Quality       Quality        `json:"quality"`
	Statement     *Statement     `json:"statement,omitempty"` // the programme leader's own, last said by the day

	Categories []CategoryStands `json:"categories,omitempty"` // in the programme's order
	Events     []EventStands    `json:"events,omitempty"`     // outside, begun by the day

	Unanswered *int `json:"unanswered,omitempty"` // managers who have left the weekly reminder unanswered; nil but today

	Counted  int      `json:"-"` // toward the target
	Question Question `json:"-"` // that it answers
}

// Question is what a Standing is of. The zero value is the whole programme today.
type Question struct {
	Unit   string // with all below it; "": the programme's scope
	At     Date   // "": today
	Scope  string // of the unit's children: kommun, bolag or partner; "": all that count
	Kind   string // "": all
	Period string // only what was created in it; "": all
	Today  bool   // in the organisation of today, rather than in that of the day
}

// PeriodStands is a period's part: of what was created in it.
type PeriodStands struct {
	Name      string `json:"name"`
	Start     Date   `json:"start"`
	End       Date   `json:"end"`
	Target    int    `json:"target"`
	Planned   int    `json:"-"` // before anything was carried over
	Created   int    `json:"created"`
	Over      int    `json:"over,omitempty"`
	Remaining int    `json:"remaining,omitempty"`
	Filled    int    `json:"filled"`
	Vacant    int    `json:"vacant"`

	Estimate *FilledEstimate `json:"filled_estimate,omitempty"` // what was told of the filled, beside those that are written down
}

// Standing tells how a unit stands in a programme on a day. For the programme's scope targets are the programme's, with surplus and deficit
// carried over; for a unit below it they are its quotas. A day to come is refused with "date_future"; "" is today.
func (tx *Tx) Standing(p *Programme, unit string, at Date) (*Standing, error) {
	return tx.Stand(p, Question{Unit: unit, At: at})
}

// Stand is Standing of what is asked for. There is a target where all kinds and the whole of a unit are asked about, or one of its periods.
func (tx *Tx) Stand(p *Programme, q Question) (*Standing, error) {
	q.Unit, q.At = cmp.Or(q.Unit, p.Scope), cmp.Or(q.At, tx.Today())
	if q.At > tx.Today() {
		return nil, RefuseField("at", "date_future", Facts{"Date": q.At})
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	if reg.Tree.Unit(q.Unit) == nil {
		return nil, RefuseField("unit", "unit_unknown", Facts{"Unit": q.Unit})
	}
	reg = reg.On(tx.organisedOn(q))
	parts, err := tx.partsFor(reg, p, q, q.At)
	if err != nil {
		return nil, err
	}
	whole := TallyOf(parts)
	s := &Standing{Programme: p.Key, AsOf: q.At, Scope: q.Unit, Gross: whole.Created, Net: whole.Net(), Filled: whole.Filled(),
		Vacant: whole.Vacant(), Persons: whole.Started, Types: typesOf(p, parts), Question: q, Counted: whole.toward(p)}
	if err := tx.toReach(reg, p, q, s, parts); err != nil {
		return nil, err
	}
	s.Remaining = max(0, s.Target-s.Counted)
	history, err := tx.history(reg, p, q)
	if err != nil {
		return nil, err
	}
	if q.Period == "" { // what was created in a period can only become less
		s.Forecast = forecast(p, s, s.Counted, q.At, history, WhatIf{})
	}
	s.Verdict = s.verdict()
	if s.Units, err = tx.unitsOf(reg, p, q); err != nil {
		return nil, err
	}
	s.Concentration = concentrated(reg.Tree, s.Units, s.Counted)
	if s.Categories, err = tx.categoriesOf(reg, p, q, whole); err != nil {
		return nil, err
	}
	s.Events = p.eventsBy(q.At)
	if err := tx.estimated(reg, p, q, s); err != nil {
		return nil, err
	}
	if q.Kind+q.Period == "" && q.Scope != "partner" {
		s.UnitsWithout, err = tx.without(reg, p, q, tx.organisedOn(q))
	}
	return s, firstError(err, tx.flow(reg, p, q, s, whole), tx.statement(p, q, s), tx.unanswered(q, s))
}

// organisedOn is the day whose organisation is asked about.
func (tx *Tx) organisedOn(q Question) Date {
	if q.Today {
		return tx.Today()
	}
	return q.At
}

// toReach finds the periods and the target.
func (tx *Tx) toReach(reg *Register, p *Programme, q Question, s *Standing, parts []Part) (err error) {
	if s.Periods, err = tx.periodsOf(reg, p, q.Unit, q.At, parts); err != nil {
		return err
	}
	switch {
	case q.Kind != "" || q.Scope == "partner":
		for i := range s.Periods {
			d := &s.Periods[i]
			d.Target, d.Planned, d.Over, d.Remaining = 0, 0, 0, 0
		}
	case q.Scope != "":
		quota := reg.scopeQuota(p, q)
		for i := range s.Periods {
			s.Periods[i].aim(quota[i])
		}
		s.Target = sum(quota)
	case q.Unit == p.Scope && p.Target != nil:
		s.Target = *p.Target
	default:
		for _, period := range s.Periods {
			s.Target += period.Planned
		}
	}
	if q.Period != "" {
		s.Periods = slices.DeleteFunc(s.Periods, func(d PeriodStands) bool { return d.Name != q.Period })
		if s.Target > 0 && len(s.Periods) == 1 {
			s.Target = s.Periods[0].Target
		}
	}
	return nil
}

// aim sets what a period is to reach.
func (d *PeriodStands) aim(target int) {
	d.Target, d.Planned = target, target
	d.Over, d.Remaining = max(0, d.Created-target), max(0, target-d.Created)
}

// verdict is the three steps in which municipalities report a goal: whole where it is or will be reached, partly from half of it, not below.
func (s *Standing) verdict() string {
	if s.Forecast == nil {
		return ""
	}
	switch {
	case s.Remaining == 0 || s.Forecast.ExpectedAtEnd >= s.Target:
		return "whole"
	case 2*s.Forecast.ExpectedAtEnd >= s.Target:
		return "partly"
	}
	return "not"
}

// Progress is how a unit, with all below it, stands in a programme on a day: each period, and the whole of what it has. It reads a few rows,
// however many slots there are.
func (tx *Tx) Progress(p *Programme, unit string, at Date) ([]PeriodStands, Tally, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, Tally{}, err
	}
	reg = reg.On(at)
	parts, err := tx.talliesIn(reg.Tree, p.Key, unit, at)
	if err != nil {
		return nil, Tally{}, err
	}
	periods, err := tx.periodsOf(reg, p, unit, at, parts)
	return periods, TallyOf(parts), err
}

func (tx *Tx) periodsOf(reg *Register, p *Programme, unit string, at Date, parts []Part) ([]PeriodStands, error) {
	planned, targets, err := tx.targets(reg, p, unit, at)
	if err != nil {
		return nil, err
	}
	out := make([]PeriodStands, len(p.Periods))
	for i, period := range p.Periods {
		var t Tally
		for _, part := range parts {
			if part.Period == period.Name {
				t = t.Plus(part.Tally)
			}
		}
		created := t.toward(p)
		out[i] = PeriodStands{Name: period.Name, Start: period.Starts, End: period.Ends, Target: targets[i], Planned: planned[i], Created: created,
			Over: max(0, created-targets[i]), Remaining: max(0, targets[i]-created), Filled: t.Filled(), Vacant: t.Vacant()}
		if p.Target == nil { // over nothing
			out[i].Over = 0
		}
	}
	return out, nil
}

// toward is what counts toward the target: net or gross, as the programme says.
func (t Tally) toward(p *Programme) int {
	if p.Net {
		return t.Net()
	}
	return t.Created
}

// targets gives each period's, as planned and as it stands on a day. Those of a unit below the scope are its quotas, which stay as they are.
func (tx *Tx) targets(reg *Register, p *Programme, unit string, at Date) (planned, targets []int, err error) {
	if unit != p.Scope {
		quota := reg.QuotaAt(p, unit, at)
		return quota, quota, nil
	}
	before := make([]int, len(p.Periods))
	for i, period := range p.Periods {
		parts, err := tx.talliesIn(reg.Tree, p.Key, unit, min(at, period.Starts.AddDays(-1)))
		if err != nil {
			return nil, nil, err
		}
		before[i] = TallyOf(parts).toward(p)
	}
	return p.Planned(), p.Targets(before, at), nil
}
