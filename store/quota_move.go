package store

import "slices"

// mostQuota bounds what can be set, so that sums stay whole numbers that people can read.
const mostQuota = 100_000

// HasQuota refuses a unit that a programme gives no quota: one outside its scope, or a partner; its scope's own is the programme's target.
func (r *Register) HasQuota(p *Programme, unit string) error {
	if u := r.Tree.Unit(unit); u == nil {
		return RefuseField("unit", "unit_unknown", Facts{"Unit": unit})
	}
	if unit == p.Scope || !r.Tree.Within(unit, p.Scope) || r.Tree.partner(unit) {
		return RefuseField("unit", "quota_unit", Facts{"Unit": r.Tree.Name(unit)})
	}
	return nil
}

// SetQuota sets a unit's quota for a period. All others stay as they are.
func (tx *Tx) SetQuota(p *Programme, period, unit string, n int) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	if err := firstError(reg.HasQuota(p, unit), CheckQuota(n)); err != nil {
		return err
	}
	move := QuotaMove{Period: period, Unit: unit, Before: reg.Quota(p, unit)[p.Place(period)], After: n}
	return tx.revise(p, Revision{What: "set"}, unit, []QuotaMove{move})
}

// CheckQuota refuses a number that is no quota.
func CheckQuota(n int) error {
	if n < 0 || n > mostQuota {
		return RefuseField("count", "quota_limit", Facts{"Most": mostQuota})
	}
	return nil
}

// Transfer moves n of a period's quota from a unit to another, and with it in the sums above them as far up as they differ.
func (tx *Tx) Transfer(p *Programme, period, from, to string, n int) ([]QuotaMove, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	moves, err := reg.Moves(p, period, from, to, n)
	if err != nil {
		return nil, err
	}
	return moves, tx.revise(p, Revision{What: "move"}, "", moves)
}

// Moves tells what a transfer would change: the giver, the taker, and the sums above them. It refuses what cannot be.
func (r *Register) Moves(p *Programme, period, from, to string, n int) ([]QuotaMove, error) {
	switch err := firstError(r.HasQuota(p, from), r.HasQuota(p, to)); {
	case err != nil:
		return nil, err
	case from == to:
		return nil, RefuseField("unit", "transfer_same", nil)
	case r.Tree.Within(from, to):
		return nil, RefuseField("unit", "transfer_within", Facts{"Inner": r.Tree.Name(from), "Outer": r.Tree.Name(to)})
	case r.Tree.Within(to, from):
		return nil, RefuseField("unit", "transfer_within", Facts{"Inner": r.Tree.Name(to), "Outer": r.Tree.Name(from)})
	case n < 1 || n > mostQuota:
		return nil, RefuseField("count", "transfer_count", nil)
	}
	if u := r.Tree.Unit(to); !u.ValidOn(p.Periods[p.Place(period)].Ends) {
		return nil, RefuseField("unit", "unit_closed", Facts{"Unit": u.Name})
	}
	up, down := r.Tree.Path(from), r.Tree.Path(to)
	moves := []QuotaMove{r.move(p, period, from, -n), r.move(p, period, to, n)}
	for _, unit := range up[1:] {
		if !slices.Contains(down, unit) {
			moves = append(moves, r.move(p, period, unit, -n))
		}
	}
	for _, unit := range down[1:] {
		if !slices.Contains(up, unit) {
			moves = append(moves, r.move(p, period, unit, n))
		}
	}
	for _, m := range moves {
		if m.After < 0 {
			return nil, RefuseField("count", "transfer_short", Facts{"Unit": r.Tree.Name(m.Unit), "N": m.Before, "Period": period})
		}
	}
	return moves, nil
}

func (r *Register) move(p *Programme, period, unit string, n int) QuotaMove {
	before := r.Quota(p, unit)[p.Place(period)]
	return QuotaMove{Period: period, Unit: unit, Before: before, After: before + n}
}
