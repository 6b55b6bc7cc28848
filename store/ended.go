package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
)

// Ended is how many whose time ended in the same way.
type Ended struct {
	Result  string
	Outcome string // "": not said
	N       int
}

// EndedIn counts those in a branch whose time ended on a day from one to another, by how.
func (tx *Tx) EndedIn(unit, kind string, from, to Date) (out []Ended, err error) {
	found, err := tx.howsIn(unit, kind, hows[:len(Results)*(len(Outcomes)+1)], from, to)
	for _, result := range Results {
		for _, outcome := range append(slices.Clone(Outcomes), "") {
			if n := found[strings.TrimSpace(result+" "+outcome)]; n > 0 {
				out = append(out, Ended{result, outcome, n})
			}
		}
	}
	return out, err
}

// howsIn counts by how, in a branch of the organisation of today.
func (tx *Tx) howsIn(unit, kind string, asked []string, from, to Date) (map[string]int, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	tree := reg.Tree.On(tx.Today())
	filed, out := tree.asFiled(), map[string]int{}
	narrow := map[bool][]string{}
	for _, of := range tree.pieces(unit) {
		if !filed.wide(of.unit) {
			narrow[of.less] = append(narrow[of.less], filed.Branch(of.unit)...)
			continue
		}
		if err := tx.addHows(out, sign(of.less), of.unit, kind, asked, from, to); err != nil {
			return nil, err
		}
	}
	for less, units := range narrow {
		if err := tx.countHows(out, sign(less), units, kind, asked, from, to); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// widest gives the units that are wide.
func (t *Tree) widest() []string {
	return slices.DeleteFunc(slices.Clone(t.codes), func(code string) bool { return !t.wide(code) })
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// addHows adds what the table has of a wide unit.
func (tx *Tx) addHows(to map[string]int, times int, unit, kind string, asked []string, from, until Date) error {
	args := []any{unit, from, until, kind, kind}
	for _, how := range asked {
		args = append(args, how)
	}
	return each(tx, func(r *sql.Rows) error {
		var how string
		var n int
		err := r.Scan(&how, &n)
		to[how] += times * n
		return err
	}, `SELECT how, sum(n) FROM ended WHERE unit = ? AND day BETWEEN ? AND ? AND (? = '' OR kind = ?)
			AND how IN (?`+strings.Repeat(", ?", len(asked)-1)+`) GROUP BY how`, args...)
}

// countHows goes from units to their slots, and from those to who has been there: small branches have few of all slots.
func (tx *Tx) countHows(to map[string]int, times int, units []string, kind string, asked []string, from, until Date) error {
	codes, err := json.Marshal(units)
	if err != nil {
		return err
	}
	return each(tx, func(r *sql.Rows) error {
		var f fate
		var n int
		err := r.Scan(&f, &n)
		f.hows(func(how int) {
			if slices.Contains(asked, hows[how]) {
				to[hows[how]] += times * n
			}
		})
		return err
	}, `SELECT `+selectFate+`, count(*)
		FROM json_each(?) u CROSS JOIN slots s ON s.unit = u.value CROSS JOIN trainees t ON t.slot = s.number
		WHERE t.ended_on BETWEEN ? AND ? AND (? = '' OR s.kind = ?) GROUP BY 1`, string(codes), from, until, kind, kind)
}
