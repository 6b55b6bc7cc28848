package store

// On gives the tree as the organisation was on a day: a unit that is no more by then lies, with what is still below it, under the one that took
// over from it. What was done there is the successor's from that day, and its own before.
func (t *Tree) On(day Date) *Tree {
	base := t.asFiled()
	since := Date("") // the last that had come to its end by the day
	for _, code := range base.succeeded {
		if u := base.units[code]; u.ValidTo < day {
			since = max(since, u.ValidTo)
		}
	}
	if since == "" {
		return base
	}
	if known, ok := base.eras.Load(since); ok {
		return known.(*Tree)
	}
	units := make([]Unit, 0, len(base.codes))
	for _, code := range base.codes {
		u := *base.units[code]
		if u.Successor != "" && u.ValidTo <= since {
			u.Parent = u.Successor
		}
		units = append(units, u)
	}
	era := newTree(units)
	era.filed = base
	if era.ring() != "" { // refused by the import; a file of an organisation never has one
		era = base
	}
	base.eras.Store(since, era)
	return era
}

// asFiled is the tree in which every unit lies where its own row puts it. The tallies are of that.
func (t *Tree) asFiled() *Tree {
	if t.filed != nil {
		return t.filed
	}
	return t
}

// piece is a branch of the tree as filed, which is added or, where less, taken away.
type piece struct {
	unit string
	less bool
}

// pieces gives the branches as filed that make up a unit's branch in this tree: its own, with those that have come under it and without those
// that have left.
func (t *Tree) pieces(unit string) []piece {
	if t.filed == nil {
		return []piece{{unit, false}}
	}
	var out []piece
	split := func(code string) {
		u := t.filed.units[code]
		if u == nil {
			return
		}
		switch here, above := t.Within(code, unit), t.Within(u.Parent, unit); {
		case here && !above:
			out = append(out, piece{code, false})
		case above && !here:
			out = append(out, piece{code, true})
		}
	}
	split(unit)
	for _, code := range t.filed.succeeded {
		if code != unit {
			split(code)
		}
	}
	return out
}

// On is the register of a day's organisation: its tree, in which quotas follow what has been taken over.
func (r *Register) On(day Date) *Register {
	tree := r.Tree.On(day)
	if tree == r.Tree {
		return r
	}
	era := *r
	era.Tree = tree
	return &era
}
