package store

import (
	"cmp"
	"slices"
	"strings"
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
}

// UnitStands is a child of the scope.
type UnitStands struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Quota     int    `json:"quota"`
	Created   int    `json:"created"`
	Filled    int    `json:"filled"`
	Headcount int    `json:"headcount"`
}

// KindStands is a kind of placement.
type KindStands struct {
	Kind    string `json:"kind"`
	Created int    `json:"created"`
	Filled  int    `json:"filled"`
}

// UnitsWithout says how many verksamheter have nothing created.
type UnitsWithout struct {
	Level string `json:"level"`
	Count int    `json:"count"`
	Of    int    `json:"of"`
}

// Standing tells how a unit stands in a programme on a day. For the programme's scope targets are the programme's, with surplus and deficit
// carried over; for a unit below it they are its quotas. A day to come is refused with "date_future"; "" is today.
func (tx *Tx) Standing(p *Programme, unit string, at Date) (*Standing, error) {
	if at == "" {
		at = tx.Today()
	}
	if at > tx.Today() {
		return nil, RefuseField("at", "date_future", Facts{"Date": at})
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	if reg.Tree.Unit(unit) == nil {
		return nil, RefuseField("unit", "unit_unknown", Facts{"Unit": unit})
	}
	parts, err := tx.Tallies(p.Key, unit, at)
	if err != nil {
		return nil, err
	}
	whole := TallyOf(parts)
	s := &Standing{Programme: p.Key, AsOf: at, Scope: unit, Gross: whole.Created, Net: whole.Net(), Filled: whole.Filled(),
		Vacant: whole.Vacant(), Persons: whole.Started, Types: typesOf(parts)}
	if s.Periods, err = tx.periodsOf(p, unit, at, parts); err != nil {
		return nil, err
	}
	if unit == p.Scope && p.Target != nil {
		s.Target = *p.Target
	} else {
		for _, period := range s.Periods {
			s.Target += period.Planned
		}
	}
	counted := whole.toward(p)
	s.Remaining = max(0, s.Target-counted)
	s.Forecast = forecast(p, s, counted, at)
	if s.Units, err = tx.unitsOf(reg, p, unit, at); err != nil {
		return nil, err
	}
	s.UnitsWithout, err = tx.without(reg, p, unit, at)
	return s, err
}

// Progress is how a unit, with all below it, stands in a programme on a day: each period, and the whole of what it has. It reads a few rows,
// however many slots there are.
func (tx *Tx) Progress(p *Programme, unit string, at Date) ([]PeriodStands, Tally, error) {
	parts, err := tx.Tallies(p.Key, unit, at)
	if err != nil {
		return nil, Tally{}, err
	}
	periods, err := tx.periodsOf(p, unit, at, parts)
	return periods, TallyOf(parts), err
}

func (tx *Tx) periodsOf(p *Programme, unit string, at Date, parts []Part) ([]PeriodStands, error) {
	planned, targets, err := tx.targets(p, unit, at)
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
func (tx *Tx) targets(p *Programme, unit string, at Date) (planned, targets []int, err error) {
	if unit != p.Scope {
		reg, err := tx.Register()
		if err != nil {
			return nil, nil, err
		}
		quota := reg.Quota(p, unit)
		return quota, quota, nil
	}
	before := make([]int, len(p.Periods))
	for i, period := range p.Periods {
		parts, err := tx.Tallies(p.Key, unit, min(at, period.Starts.AddDays(-1)))
		if err != nil {
			return nil, nil, err
		}
		before[i] = TallyOf(parts).toward(p)
	}
	return p.Planned(), p.Targets(before, at), nil
}

func typesOf(parts []Part) []KindStands {
	out := []KindStands{}
	for _, part := range parts {
		i := slices.IndexFunc(out, func(k KindStands) bool { return k.Kind == part.Kind })
		if i < 0 {
			i, out = len(out), append(out, KindStands{Kind: part.Kind})
		}
		out[i].Created += part.Net()
		out[i].Filled += part.Filled()
	}
	slices.SortFunc(out, func(a, b KindStands) int {
		return cmp.Or(b.Created-a.Created, cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

func (tx *Tx) unitsOf(reg *Register, p *Programme, unit string, at Date) ([]UnitStands, error) {
	children := reg.Tree.Children(unit)
	tallies, err := tx.talliesOf(p.Key, children, at)
	if err != nil {
		return nil, err
	}
	out := make([]UnitStands, 0, len(children))
	for _, code := range children {
		t := tallies[code]
		if !reg.Tree.Unit(code).ValidOn(at) && t.Created == 0 {
			continue
		}
		out = append(out, UnitStands{Code: code, Name: reg.Tree.Name(code), Quota: sum(reg.Quota(p, code)), Created: t.Net(), Filled: t.Filled(),
			Headcount: reg.Tree.HeadcountOn(code, at)})
	}
	slices.SortStableFunc(out, func(a, b UnitStands) int { return b.Created - a.Created })
	return out, nil
}

// without looks for a slot of each verksamhet itself or right below it, and adds up only those that have none there: to add up hundreds with a
// million slots takes a hundred times as long.
func (tx *Tx) without(reg *Register, p *Programme, unit string, at Date) (UnitsWithout, error) {
	w := UnitsWithout{Level: "verksamhet"}
	args := []any{p.Key, at, at, p.Key, at, at}
	for _, code := range reg.Tree.Branch(unit) {
		if u := reg.Tree.Unit(code); u.Kind == "verksamhet" && u.ValidOn(at) {
			w.Of++
			args = append(args, code)
		}
	}
	if w.Of == 0 {
		return w, nil
	}
	const live = ` AND s.programme = ? AND s.created_on <= ? AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)`
	empty, err := all(tx, scanText, `SELECT v.code FROM units v
		WHERE NOT EXISTS (SELECT 1 FROM slots s WHERE s.unit = v.code`+live+`)
		  AND NOT EXISTS (SELECT 1 FROM units c JOIN slots s ON s.unit = c.code WHERE c.parent = v.code`+live+`)
		  AND v.code IN (?`+strings.Repeat(", ?", w.Of-1)+`)`, args...)
	if err != nil {
		return w, err
	}
	tallies, err := tx.talliesOf(p.Key, empty, at)
	for _, code := range empty {
		if tallies[code].Net() == 0 {
			w.Count++
		}
	}
	return w, err
}
