package store

import (
	"cmp"
	"slices"
)

// Need is what a place is sought for. Nothing of any person is part of it.
type Need struct {
	Kind  string  // "": any
	Near  string  // the unit to be near, the nearest first; "": anywhere
	Scope string  // kommun, bolag or partner; "": all
	From  Date    // the day to begin
	Hours float64 // a week that a slot must have room for; 0: any
}

// Fit is a slot that meets a need.
type Fit struct {
	Slot
	Steps int // up the organisation, from the unit to be near to where the slot's lies within; 0: there, or published
	Days  int // after the day to begin that the slot does
}

// Fitting gives the slots that meet a need, vacant ones before those that are only published: the nearest first, then those that begin nearest to the day. A slot that does not
// say its hours has room for any.
func (tx *Tx) Fitting(n Need) ([]Fit, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	found, err := all(tx, scanSlot, `SELECT `+slotItself+`, '' FROM slots s
		WHERE (s.unit IS NULL OR s.created_on <= ?) AND (? = '' OR s.kind = ?) AND (? = 0 OR s.hours IS NULL OR s.hours >= ?)`+vacantOnly+` ORDER BY s.number`,
		tx.Today(), n.Kind, n.Kind, n.Hours, n.Hours, tx.Today())
	if err != nil {
		return nil, err
	}
	var out []Fit
	for _, s := range found {
		if n.Scope == "" || s.Unit != "" && reg.Tree.within(s.Unit, n.Scope) {
			out = append(out, Fit{s, reg.Tree.steps(n.Near, s.Unit), max(0, n.From.DaysUntil(max(s.StartsOn, n.From)))})
		}
	}
	open := func(f Fit) int { // which no unit has said yes to
		if f.Unit == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b Fit) int { return cmp.Or(open(a)-open(b), a.Steps-b.Steps, a.Days-b.Days) })
	return out, nil
}

// within tells whether a unit is in the municipality without its companies, in one of these, or a partner.
func (t *Tree) within(unit, scope string) bool {
	company := slices.ContainsFunc(t.Path(unit), func(code string) bool { return t.Unit(code).Kind == "bolag" })
	switch scope {
	case "bolag":
		return company
	case "partner":
		return t.partner(unit)
	}
	return !company && !t.partner(unit)
}

// steps counts the units from one up to where another lies within; 0 where it lies within the first, or either is none.
func (t *Tree) steps(near, unit string) int {
	if near == "" || unit == "" {
		return 0
	}
	up := t.Path(near)
	if i := slices.IndexFunc(up, func(code string) bool { return t.Within(unit, code) }); i >= 0 {
		return i
	}
	return len(up)
}
