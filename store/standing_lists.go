package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Without gives the units that are to have something each and have nothing created, the largest first, and their level: those that UnitsWithout
// counts. Of a kind it gives those that have none of it.
func (tx *Tx) Without(p *Programme, q Question) (level string, out []UnitStands, err error) {
	reg, err := tx.Register()
	if err != nil {
		return "", nil, err
	}
	q.Unit, q.At = cmp.Or(q.Unit, p.Scope), cmp.Or(q.At, tx.Today())
	on := tx.organisedOn(q)
	reg = reg.On(on)
	level, codes := reg.Tree.wanted(q, on)
	empty, err := tx.empty(reg, p, q, codes)
	for _, code := range empty {
		out = append(out, UnitStands{Code: code, Name: reg.Tree.Name(code), Quota: sum(reg.QuotaAt(p, code, q.At)), Headcount: reg.Tree.HeadcountOn(code, on)})
	}
	slices.SortStableFunc(out, func(a, b UnitStands) int { return cmp.Or(b.Headcount-a.Headcount, cmp.Compare(a.Code, b.Code)) })
	return level, out, err
}

// errEnough stops a reading of rows.
var errEnough = errors.New("enough")

// mostCounted bounds what is read of a list beyond the page that is asked for, only to tell how long it is.
const mostCounted = 500

// fewUnits are so few that it is quicker to look into each of them than through all whose time runs out.
const fewUnits = 50

// EndingIn gives a page of the trainees in what is asked about, of a kind where one is, who are there and whose planned end is on or before a day, and not before since where that is
// given, who leaves first first; and how many there are, -1 where that has not been counted to the end. As it stands today.
func (tx *Tx) EndingIn(q Question, since, by Date, from, most int) (out []Trainee, n int, err error) {
	return tx.endingIn(q, since, by, from, most, fewUnits)
}

func (tx *Tx) endingIn(q Question, since, by Date, from, most, few int) (out []Trainee, n int, err error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, 0, err
	}
	tree := reg.Tree.On(tx.Today())
	query := `SELECT ` + traineeColumns + ` FROM trainees t JOIN slots s ON s.number = t.slot
		WHERE t.ended_on IS NULL AND t.ends_on >= ? AND t.ends_on <= ? AND t.starts_on <= ? AND t.restricted_on IS NULL ORDER BY t.ends_on, t.starts_on, t.slot`
	args := []any{since, by, tx.Today()}
	if units := tree.Branch(q.Unit); len(units) <= few {
		codes, err := json.Marshal(units)
		if err != nil {
			return nil, 0, err
		}
		query = strings.Replace(query, "trainees t JOIN slots s ON s.number = t.slot", "slots s CROSS JOIN trainees t ON t.slot = s.number AND s.unit IN (SELECT value FROM json_each(?))", 1)
		args = append([]any{string(codes)}, args...)
	}
	within, read := map[string]bool{}, 0
	err = each(tx, func(r *sql.Rows) error {
		t, err := scanTrainee(r)
		if err != nil {
			return err
		}
		in, known := within[t.Unit]
		if !known {
			in = tree.asked(q, t.Unit)
			within[t.Unit] = in
		}
		if in && (q.Kind == "" || q.Kind == t.Kind) {
			if n++; n > from && n <= from+most {
				out = append(out, t)
			}
		}
		if n >= from+most {
			read++
		}
		if read > mostCounted {
			return errEnough
		}
		return nil
	}, query, args...)
	if errors.Is(err, errEnough) {
		return out, -1, nil
	}
	return out, n, err
}

// Quiet is a manager who has left weekly reminders unanswered.
type Quiet struct {
	Member int64
	Units  []string // of the branch that is asked about
	N      int      // reminders in a row
}

// unanswered counts the managers who have left the weekly reminder unanswered: today and of a whole branch, since nothing else is known.
func (tx *Tx) unanswered(q Question, s *Standing) error {
	if q.At != tx.Today() || q.Kind+q.Scope+q.Period != "" {
		return nil
	}
	list, err := tx.QuietIn(q.Unit)
	n := len(list)
	s.Unanswered = &n
	return err
}

// QuietIn gives the managers and deputies in a branch who have left weekly reminders unanswered, those with the most first. As it stands today.
func (tx *Tx) QuietIn(unit string) ([]Quiet, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	tree := reg.Tree.On(tx.Today())
	var out []Quiet
	err = each(tx, func(r *sql.Rows) error {
		var member int64
		var of string
		var n int
		if err := r.Scan(&member, &of, &n); err != nil || !tree.Within(of, unit) {
			return err
		}
		if last := len(out) - 1; last >= 0 && out[last].Member == member {
			out[last].Units = append(out[last].Units, of)
		} else {
			out = append(out, Quiet{member, []string{of}, n})
		}
		return nil
	}, `SELECT q.member, o.unit, q.n
		FROM (SELECT member, count(*) AS n FROM reminders WHERE rule = ? AND state = 'sent' AND answered_at = '' GROUP BY member) q
		JOIN roles o ON o.member = q.member
		WHERE o.role IN ('manager', 'deputy') AND o.from_on <= ? AND (o.until_on IS NULL OR o.until_on >= ?)
		ORDER BY q.n DESC, q.member, o.unit`, Weekly, tx.Today(), tx.Today())
	return out, err
}
