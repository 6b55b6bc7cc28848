package store

import (
	"slices"
	"sync"
)

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
	era.moved = sync.OnceValue(era.moves)
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
	moved := t.moved()[unit]
	u := t.filed.units[unit]
	if u == nil || t.Within(u.Parent, unit) { // what it lay under has come under it, and brings it along
		return moved
	}
	return append([]piece{{unit, false}}, moved...)
}

// moves gives, for every unit that has won or lost by a succession, what has come under it and what has left.
func (t *Tree) moves() map[string][]piece {
	out := map[string][]piece{}
	for _, code := range t.filed.succeeded {
		was, is := t.Path(t.filed.units[code].Parent), t.Path(code)
		for _, above := range is {
			if above != code && !slices.Contains(was, above) {
				out[above] = append(out[above], piece{code, false})
			}
		}
		for _, above := range was {
			if above != code && !slices.Contains(is, above) {
				out[above] = append(out[above], piece{code, true})
			}
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
