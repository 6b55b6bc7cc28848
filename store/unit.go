package store

import (
	"database/sql"
	"slices"
	"strings"
	"sync"
)

// Unit is a node of the organisation's tree.
type Unit struct {
	Code      string
	Parent    string // "" at the top
	Kind      string // kommun, förvaltning, bolag, verksamhet, enhet, partner
	Name      string
	Aliases   []string
	Headcount int // its own, without what lies below
	ValidFrom Date
	ValidTo   Date   // the last day; "": until further notice
	Successor string // that took over after the last day; "": none
}

// ValidOn tells whether the unit exists on a day.
func (u Unit) ValidOn(d Date) bool {
	return u.ValidFrom <= d && (u.ValidTo == "" || d <= u.ValidTo)
}

// Tree is the organisation as it stands. It is shared and must not be changed.
type Tree struct {
	units    map[string]*Unit
	children map[string][]string // codes in order
	total    map[string]int      // headcount with all that lies below
	size     map[string]int      // units in the branch, itself with them
	steady   map[string]Date     // the day from which total holds on every day: all below is there, for good, and none is a partner
	codes    []string            // all, in order

	succeeded []string                  // those that another unit takes over from
	filed     *Tree                     // nil: this is as filed; see On
	eras      sync.Map                  // trees of On, by the last end before them
	moved     func() map[string][]piece // of a tree of On: what its successions have moved
}

// Unit gives a unit by its code, nil where there is none.
func (t *Tree) Unit(code string) *Unit { return t.units[code] }

// Name gives the unit's name, or the code where there is no such unit.
func (t *Tree) Name(code string) string {
	if u := t.units[code]; u != nil {
		return u.Name
	}
	return code
}

// Codes of all units, in order.
func (t *Tree) Codes() []string { return t.codes }

// Children of a unit, in the order of their codes; "" gives the top.
func (t *Tree) Children(code string) []string { return t.children[code] }

// Path gives the unit and all above it, itself first.
func (t *Tree) Path(code string) []string {
	var path []string
	for u := t.units[code]; u != nil; u = t.units[u.Parent] {
		path = append(path, u.Code)
	}
	return path
}

// Within tells whether a unit is root or lies below it.
func (t *Tree) Within(code, root string) bool {
	for u := t.units[code]; u != nil; u = t.units[u.Parent] {
		if u.Code == root {
			return true
		}
	}
	return false
}

// partner tells whether a unit is a partner, or lies below one.
func (t *Tree) partner(code string) bool {
	return slices.ContainsFunc(t.Path(code), func(c string) bool { return t.units[c].Kind == "partner" })
}

// Branch gives root and all below it, depth first.
func (t *Tree) Branch(root string) []string {
	return t.branch(root, nil)
}

func (t *Tree) branch(root string, out []string) []string {
	out = append(out, root)
	for _, c := range t.children[root] {
		out = t.branch(c, out)
	}
	return out
}

func newTree(units []Unit) *Tree {
	t := &Tree{units: make(map[string]*Unit, len(units)), children: map[string][]string{}, total: make(map[string]int, len(units)), size: make(map[string]int, len(units)),
		steady: make(map[string]Date, len(units))}
	for i := range units {
		t.units[units[i].Code] = &units[i]
		if units[i].Successor != "" && units[i].ValidTo != "" {
			t.succeeded = append(t.succeeded, units[i].Code)
		}
		t.codes = append(t.codes, units[i].Code)
	}
	slices.Sort(t.codes)
	for _, c := range t.codes {
		t.children[t.units[c].Parent] = append(t.children[t.units[c].Parent], c)
	}
	for _, top := range t.children[""] {
		t.add(top)
	}
	return t
}

// add sums up the headcount of a unit and of all below it.
func (t *Tree) add(code string) int {
	n, size, steady := t.units[code].Headcount, 1, Date("")
	for _, c := range t.children[code] {
		n += t.add(c)
		size += t.size[c]
		u := t.units[c]
		steady = max(steady, t.steady[c], u.ValidFrom)
		if u.ValidTo != "" || u.Kind == "partner" {
			steady = "9999"
		}
	}
	t.total[code], t.size[code], t.steady[code] = n, size, steady
	return n
}

// ring gives a unit that lies below itself, so that no way leads up from it; "" where there is none.
func (t *Tree) ring() string {
	for _, c := range t.codes {
		if _, reached := t.total[c]; !reached {
			return c
		}
	}
	return ""
}

// counts tells whether a unit has a share in what is allocated on a day: it exists, and is no partner, whose slots are its own affair.
func (t *Tree) counts(code string, on Date) bool {
	return t.units[code].ValidOn(on) && t.units[code].Kind != "partner"
}

// HeadcountOn is that of a unit with all that lies below it and exists on a day, partners left out.
func (t *Tree) HeadcountOn(code string, on Date) int {
	if t.steady[code] <= on {
		return t.total[code]
	}
	n := t.units[code].Headcount
	for _, c := range t.children[code] {
		if t.counts(c, on) {
			n += t.HeadcountOn(c, on)
		}
	}
	return n
}

func (tx *Tx) loadUnits() ([]Unit, error) {
	return all(tx, func(r *sql.Rows) (Unit, error) {
		var u Unit
		var parent, to, successor, aliases sql.NullString
		err := r.Scan(&u.Code, &parent, &u.Kind, &u.Name, &u.Headcount, &u.ValidFrom, &to, &successor, &aliases)
		u.Parent, u.ValidTo, u.Successor = parent.String, Date(to.String), successor.String
		if aliases.Valid {
			u.Aliases = strings.Split(aliases.String, "|")
		}
		return u, err
	}, `SELECT code, parent, kind, name, headcount, valid_from, valid_to, successor,
	           (SELECT string_agg(alias, '|' ORDER BY alias) FROM aliases WHERE unit = code)
	    FROM units ORDER BY code`)
}
