package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// UnitsWithout says how many verksamheter have nothing created.
type UnitsWithout struct {
	Level string `json:"level"`
	Count int    `json:"count"`
	Of    int    `json:"of"`
}

// without counts the units that are to have something each and have nothing created.
func (tx *Tx) without(reg *Register, p *Programme, q Question, on Date) (UnitsWithout, error) {
	level, codes := reg.Tree.wanted(q, on)
	empty, err := tx.empty(reg, p, q, codes)
	return UnitsWithout{Level: level, Count: len(empty), Of: len(codes)}, err
}

// wanted gives the units that are to have something each, and their level: the verksamheter below a unit, or its children where there are none; of
// the companies or the partners alone, those.
func (t *Tree) wanted(q Question, on Date) (level string, codes []string) {
	var below func(code string)
	below = func(code string) {
		for _, c := range t.children[code] {
			u := t.units[c]
			if u.Kind == "partner" || code == q.Unit && !q.inScope(u) {
				continue
			}
			if u.Kind == "verksamhet" && u.ValidOn(on) {
				codes = append(codes, c)
			}
			below(c)
		}
	}
	if q.Scope == "" || q.Scope == "kommun" {
		below(q.Unit)
	}
	if len(codes) > 0 {
		return "verksamhet", codes
	}
	for _, c := range t.children[q.Unit] {
		if u := t.units[c]; u.ValidOn(on) && q.inScope(u) && (q.Scope == "partner") == (u.Kind == "partner") {
			level, codes = cmp.Or(level, u.Kind), append(codes, c)
		}
	}
	return cmp.Or(level, "verksamhet"), codes
}

// empty gives those of the units that have nothing created with all below them. It looks for a slot of each itself or right below it, and adds up
// only those that have none there: to add up hundreds with a million slots takes a hundred times as long.
func (tx *Tx) empty(reg *Register, p *Programme, q Question, codes []string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	tree, at := reg.Tree, q.At
	programme, _, _ := q.reach(reg, p)
	if q.Kind != "" || programme == "" { // seldom asked for
		tallies, err := tx.talliesWith(tree, programme, codes, until(at), Question{Kind: q.Kind})
		return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return tallies[code].Net() > 0 }), err
	}
	const live = `s.programme = ? AND s.created_on <= ? AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)`
	moved := tree.disturbed(codes)
	lost := make([]string, 0, len(moved))
	if len(moved) > 0 {
		branches, err := json.Marshal(moved)
		if err != nil {
			return nil, err
		}
		if lost, err = all(tx, scanText, `SELECT v.key FROM json_each(?) v
			WHERE NOT EXISTS (SELECT 1 FROM json_each(v.value) u JOIN slots s ON s.unit = u.value AND `+live+`)`, string(branches), p.Key, at, at); err != nil {
			return nil, err
		}
	}
	args := []any{p.Key, at, at, p.Key, at, at}
	for _, code := range codes {
		if moved[code] == nil {
			args = append(args, code)
		}
	}
	still := len(args) - 6
	if still == 0 {
		return lost, nil
	}
	candidates, err := all(tx, scanText, `SELECT v.code FROM units v
		WHERE NOT EXISTS (SELECT 1 FROM slots s WHERE s.unit = v.code AND `+live+`)
		  AND NOT EXISTS (SELECT 1 FROM units c JOIN slots s ON s.unit = c.code WHERE c.parent = v.code AND `+live+`)
		  AND v.code IN (?`+strings.Repeat(", ?", still-1)+`)`, args...)
	if err != nil {
		return nil, err
	}
	tallies, err := tx.talliesWith(tree, p.Key, candidates, until(at), Question{})
	return append(slices.DeleteFunc(candidates, func(code string) bool { return tallies[code].Net() > 0 }), lost...), err
}

// disturbed gives the branches, as they lie in a tree, of those units that successions have moved something to or from.
func (t *Tree) disturbed(codes []string) map[string][]string {
	if t.filed == nil {
		return nil
	}
	out := map[string][]string{}
	for _, code := range codes {
		if len(t.moved()[code]) > 0 {
			out[code] = t.Branch(code)
		}
	}
	return out
}
