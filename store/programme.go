package store

import (
	"database/sql"
	"slices"
)

// Programme is a set of targets over a time, for some kinds of placement in a part of the tree.
type Programme struct {
	Key     string
	NameSV  string
	NameEN  string
	Starts  Date
	Ends    Date
	Target  *int // nil: a programme of measures, without a number
	Net     bool // what is discontinued no longer counts toward the target
	Scope   string
	Kinds   []string
	Periods []Period // in the order of time

	Categories []Category // in the order in which they are told
	Events     []Event    // in the order of time
	Estimates  []Estimate // in the order of time
}

// Period is a part of a programme.
type Period struct {
	Name   string
	Starts Date
	Ends   Date
	Target *int // nil: what remains of the programme's target at its start
}

// Name in a language.
func (p *Programme) Name(language string) string {
	if language == "en" {
		return p.NameEN
	}
	return p.NameSV
}

// period names the period that a day lies in; "" outside all.
func (p *Programme) period(on Date) string {
	for _, d := range p.Periods {
		if d.Starts <= on && on <= d.Ends {
			return d.Name
		}
	}
	return ""
}

// Planned gives every period's share of the target as decided, before anything is carried over. Periods without a target of their own share
// what the others leave, equally, the earlier ones taking what does not divide.
func (p *Programme) Planned() []int {
	out := make([]int, len(p.Periods))
	if p.Target == nil {
		return out
	}
	rest, open := *p.Target, 0
	for i, period := range p.Periods {
		if period.Target == nil {
			open++
			continue
		}
		out[i] = *period.Target
		rest -= *period.Target
	}
	for i, period := range p.Periods {
		if period.Target == nil {
			out[i] = (max(0, rest) + open - 1) / open
			rest -= out[i]
			open--
		}
	}
	return out
}

// Targets gives what each period had, or has, to reach as it stands on a day, with surplus and deficit carried over from those before it:
// 2020's target is 500 − 256 = 244 when 256 were created before it. A deficit is carried when the period before has ended, a surplus at once.
// before holds, for each period, what counted when it began, or counts on the day where it has not.
func (p *Programme) Targets(before []int, on Date) []int {
	out := p.Planned()
	due := 0
	for i, planned := range out {
		carried := before[i] - due
		if i > 0 && on < p.Periods[i-1].Ends {
			carried = max(0, carried)
		}
		out[i] = max(0, planned-carried)
		due += planned
	}
	return out
}

// Counts tells whether a slot of this kind in this unit counts in the programme on a day. Those of partners never do.
func (r *Register) Counts(p *Programme, kind, unit string, on Date) bool {
	return p.Starts <= on && on <= p.Ends && slices.Contains(p.Kinds, kind) && r.Tree.Within(unit, p.Scope) && !r.Tree.partner(unit)
}

// ProgrammeFor gives the programme that a slot created on a day counts in, "" where it counts in none.
func (r *Register) ProgrammeFor(kind, unit string, on Date) string {
	for i := range r.Programmes {
		if r.Counts(&r.Programmes[i], kind, unit, on) {
			return r.Programmes[i].Key
		}
	}
	return ""
}

// Programme gives a programme by its key, nil where there is none.
func (r *Register) Programme(key string) *Programme {
	for i := range r.Programmes {
		if r.Programmes[i].Key == key {
			return &r.Programmes[i]
		}
	}
	return nil
}

// Current gives the programme that is asked about when none is named: the one that goes on on the day, else the last one that has begun, else
// the first to come; nil where there is none.
func (r *Register) Current(on Date) *Programme {
	var found *Programme
	for i := range r.Programmes {
		p := &r.Programmes[i]
		switch {
		case p.Starts <= on && on <= p.Ends:
			return p
		case found == nil || p.Starts <= on:
			found = p
		}
	}
	return found
}

// Running gives the programmes that go on on a day; where none does, the Current one, which may be over or to come.
func (r *Register) Running(on Date) (out []*Programme) {
	for i := range r.Programmes {
		if p := &r.Programmes[i]; p.Starts <= on && on <= p.Ends {
			out = append(out, p)
		}
	}
	if p := r.Current(on); len(out) == 0 && p != nil {
		out = append(out, p)
	}
	return out
}

func (tx *Tx) loadProgrammes() ([]Programme, error) {
	programmes, err := all(tx, func(r *sql.Rows) (p Programme, err error) {
		err = r.Scan(&p.Key, &p.NameSV, &p.NameEN, &p.Starts, &p.Ends, &p.Target, &p.Net, &p.Scope)
		return p, err
	}, `SELECT key, name_sv, name_en, starts, ends, target, net, scope FROM programmes ORDER BY starts, key`)
	if err != nil {
		return nil, err
	}
	for i := range programmes {
		p := &programmes[i]
		p.Kinds, err = all(tx, scanText, `SELECT kind FROM programme_kinds WHERE programme = ? ORDER BY kind`, p.Key)
		if err != nil {
			return nil, err
		}
		p.Periods, err = all(tx, func(r *sql.Rows) (d Period, err error) {
			err = r.Scan(&d.Name, &d.Starts, &d.Ends, &d.Target)
			return d, err
		},
			`SELECT name, starts, ends, target FROM periods WHERE programme = ? ORDER BY starts`, p.Key)
		if err := firstError(err, tx.loadCategories(p), tx.loadEvents(p), tx.loadEstimates(p)); err != nil {
			return nil, err
		}
	}
	return programmes, nil
}
