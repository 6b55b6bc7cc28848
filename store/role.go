package store

import (
	"database/sql"
	"encoding/json"
	"strconv"
)

// Grant is a role for a time: from today where From is empty, until further notice where To is.
type Grant struct {
	Member int64
	Role   string
	Unit   string // of a manager or deputy
	Days   Span
}

// held is a time for which somebody has a role, as the tables and the audit have it.
type held struct {
	id       int64
	From     Date `json:"from"`
	To       Date `json:"to,omitempty"`
	Imported bool `json:"imported,omitempty"`
}

// roleFacts are the times, from today on, for which somebody has a role.
type roleFacts struct {
	Role string
	Unit string `json:",omitempty"`
	Held []held
}

// held gives the times of a role that are not over.
func (tx *Tx) held(g Grant) ([]held, error) {
	return all(tx, func(r *sql.Rows) (h held, err error) {
		err = r.Scan(&h.id, &h.From, &h.To, &h.Imported)
		return h, err
	}, `SELECT id, from_on, coalesce(until_on, ''), imported FROM roles
	    WHERE member = ? AND role = ? AND coalesce(unit, '') = ? AND (until_on IS NULL OR until_on >= ?) ORDER BY from_on`, g.Member, g.Role, g.Unit, tx.Today())
}

// GiveRole gives a role. What was said before of the same days gives way. It tells whether anything became different.
func (tx *Tx) GiveRole(g Grant) (changed bool, err error) {
	if g.Unit != "" {
		reg, err := tx.Register()
		if err != nil {
			return false, err
		}
		if reg.Tree.Unit(g.Unit) == nil {
			return false, RefuseField("unit", "unit_unknown", Facts{"Unit": g.Unit})
		}
	}
	from, to := max(g.Days.From, tx.Today()), g.Days.To
	if to != "" && to < from {
		return false, RefuseField("to", "end_before_start", Facts{"Date": from})
	}
	was, err := tx.held(g)
	if err != nil {
		return false, err
	}
	var now []held
	for _, h := range was {
		switch {
		case h.From <= from && h.To == to:
			return false, nil
		case h.To != "" && h.To < from, to != "" && h.From > to:
			now = append(now, h)
		case h.From < from:
			h.To = from.AddDays(-1)
			now = append(now, h)
		}
	}
	return true, tx.hold(g, was, append(now, held{From: from, To: to}))
}

// TakeRole takes a role away after its last day; "" is yesterday: it ends at once. A Refusal "role_none" where there is none to take.
func (tx *Tx) TakeRole(g Grant, last Date) error {
	if last == "" {
		last = tx.Today().AddDays(-1)
	}
	was, err := tx.held(g)
	if err != nil {
		return err
	}
	var now []held
	changed := false
	for _, h := range was {
		if h.To == "" || h.To > last {
			h.To, changed = last, true
		}
		if h.From <= h.To {
			now = append(now, h)
		}
	}
	if !changed {
		return Refuse("role_none", nil)
	}
	return tx.hold(g, was, now)
}

// hold has the times of a role that are not over be these.
func (tx *Tx) hold(g Grant, was, now []held) error {
	before, err := tx.lastingHR()
	if err != nil {
		return err
	}
	for _, h := range was {
		if _, err := tx.exec(`DELETE FROM roles WHERE id = ?`, h.id); err != nil {
			return err
		}
	}
	for _, h := range now {
		if _, err := tx.exec(`INSERT INTO roles (member, role, unit, from_on, until_on, imported) VALUES (?, ?, ?, ?, ?, ?)`,
			g.Member, g.Role, null(g.Unit), h.From, null(h.To), h.Imported); err != nil {
			return err
		}
	}
	if after, err := tx.lastingHR(); err != nil || before > 0 && after == 0 {
		return firstError(err, Refuse("last_hr", nil))
	}
	return tx.note("role", strconv.FormatInt(g.Member, 10), g.Unit, g.facts(was), g.facts(now))
}

func (g Grant) facts(times []held) any {
	if len(times) == 0 {
		return nil
	}
	return roleFacts{g.Role, g.Unit, times}
}

// lastingHR counts who is HR until further notice and can say so in Slack: without one nobody could let anybody in.
func (tx *Tx) lastingHR() (n int, err error) {
	err = tx.get([]any{&n}, `SELECT count(*) FROM roles r JOIN members m ON m.id = r.member
		WHERE r.role = 'hr' AND r.until_on IS NULL AND m.slack_id IS NOT NULL AND m.outsider = ''`)
	return n, err
}

// Granted reads what the audit says of a role: before or after, whichever there is.
func (e *Entry) Granted() (g Grant, err error) {
	var was, is roleFacts
	if g.Member, err = strconv.ParseInt(e.Object, 10, 64); err != nil {
		return g, err
	}
	if was, err = roleTimes(e.Before); err == nil {
		is, err = roleTimes(e.After)
	}
	g.Role, g.Unit = is.Role, is.Unit
	if e.After == nil {
		g.Role, g.Unit = was.Role, was.Unit
	}
	for _, h := range is.Held {
		g.Days = Span{From: h.From, To: h.To}
	}
	return g, err
}

func roleTimes(raw json.RawMessage) (f roleFacts, err error) {
	if raw != nil {
		err = json.Unmarshal(raw, &f)
	}
	return f, err
}

func (tx *Tx) restoreRole(e Entry) error {
	g, err := e.Granted()
	if err != nil {
		return err
	}
	then, err := roleTimes(e.Before)
	if err != nil {
		return err
	}
	was, err := tx.held(g)
	if err != nil {
		return err
	}
	var now []held
	for _, h := range then.Held {
		if h.To == "" || h.To >= tx.Today() {
			now = append(now, h)
		}
	}
	return tx.hold(g, was, now)
}

// Holders gives everybody who has a unit's role today, seen in Slack or not.
func (tx *Tx) Holders(role, unit string) ([]Member, error) {
	today := string(tx.Today())
	return all(tx, scanMember, `SELECT `+memberColumns+` FROM members m JOIN roles r ON r.member = m.id
		WHERE r.role = ? AND r.unit = ? AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?) ORDER BY m.id`, role, unit, today, today)
}
