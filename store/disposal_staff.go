package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// erasedMember begins what stands in the place of the address of staff who have been disposed of.
const erasedMember = "erased-"

// Erased tells whether a member is nobody any more.
func (m *Member) Erased() bool { return m.SlackID == "" && strings.HasPrefix(m.Email, erasedMember) }

// Left is a member of staff who has left, and the last day on which they had a role or did something; "" where nothing is known of either.
type Left struct {
	Member
	Last Date
}

// DueStaff gives the staff whom a rule says to dispose of today: Slack has deactivated them, or has never had them, and since the rule's day they
// have had no role and done nothing. Who left first is first.
func (tx *Tx) DueStaff(r *Retention) ([]Left, error) {
	until := r.Until(tx.Today())
	left, err := all(tx, func(rows *sql.Rows) (l Left, err error) {
		var acted Date
		err = rows.Scan(append(l.columns(), &l.Last, &acted)...)
		l.Last = max(l.Last, acted)
		return l, err
	}, `SELECT `+memberColumns+`, coalesce((SELECT max(coalesce(r.until_on, '9999')) FROM roles r WHERE r.member = m.id), ''),
	           coalesce((SELECT substr(a.at, 1, 10) FROM audit a WHERE a.member = m.id ORDER BY a.id DESC LIMIT 1), '')
	    FROM members m WHERE (m.outsider = 'deactivated' OR m.slack_id IS NULL) AND coalesce(m.email, '') NOT LIKE ?`, erasedMember+"%")
	left = slices.DeleteFunc(left, func(l Left) bool { return l.Last > until })
	slices.SortFunc(left, func(a, b Left) int { return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.ID, b.ID)) })
	return left, err
}

// CountDue counts whom a rule says to dispose of today.
func (tx *Tx) CountDue(r *Retention) (int, error) {
	if r.Class == "staff" {
		due, err := tx.DueStaff(r)
		return len(due), err
	}
	due, err := tx.Due(r)
	return len(due), err
}

// proposeStaff fixes who they are that a disposal is of.
func (tx *Tx) proposeStaff(id int64, r *Retention) error {
	due, err := tx.DueStaff(r)
	if err != nil {
		return err
	}
	for _, l := range due {
		if _, err := tx.exec(`INSERT INTO disposed_members (disposal, member) VALUES (?, ?)`, id, l.ID); err != nil {
			return err
		}
	}
	return nil
}

// stillLeft gives those of a disposal who are due as they were when it was proposed.
func (tx *Tx) stillLeft(d *Disposal, r *Retention) ([]Left, error) {
	of, err := all(tx, func(rows *sql.Rows) (id int64, err error) { err = rows.Scan(&id); return id, err },
		`SELECT member FROM disposed_members WHERE disposal = ?`, d.ID)
	if err != nil {
		return nil, err
	}
	due, err := tx.DueStaff(r)
	return slices.DeleteFunc(due, func(l Left) bool { return !slices.Contains(of, l.ID) }), err
}

// forgetStaff takes away who the staff of a disposal were. Their roles and doings stay, of a number that is nobody's any more.
func (tx *Tx) forgetStaff(d *Disposal, r *Retention) error {
	gone, err := tx.stillLeft(d, r)
	if err != nil {
		return err
	}
	for _, l := range gone {
		if err := tx.forgetMember(&l.Member); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) forgetMember(m *Member) error {
	queries := []query{
		{`UPDATE members SET slack_id = NULL, email = ?, team = '', language = '', locale = '', tz = '', away_until = '', paused_from = '', paused_until = ''
			WHERE id = ?`, []any{fmt.Sprint(erasedMember, m.ID), m.ID}},
		{`DELETE FROM wishes WHERE member = ?`, []any{m.ID}},
		{`DELETE FROM talks WHERE member = ?`, []any{m.ID}},
		{`DELETE FROM heard WHERE member = ?`, []any{m.ID}},
		{`UPDATE subscriptions SET ended = 1 WHERE member = ?`, []any{m.ID}},
	}
	if slack := m.SlackID; slack != "" { // of what was said to them, what names a trainee stays until that is taken back
		lanes := []any{slack, "file:" + slack}
		queries = append(queries,
			query{`DELETE FROM outgoing WHERE channel IN (?, ?) AND (state <> 'sent' OR NOT EXISTS (SELECT 1 FROM mentions n WHERE n.outgoing = outgoing.id))`, lanes},
			query{`UPDATE outgoing SET channel = 'erased' WHERE channel IN (?, ?)`, lanes},
			query{`UPDATE subscriptions SET channel = 'erased' WHERE channel = ?`, []any{slack}},
			query{`DELETE FROM unreached WHERE channel IN (?, ?)`, lanes},
			query{`DELETE FROM talks WHERE instr(args, ?) > 0`, []any{slack}},
			query{`DELETE FROM heard WHERE instr(before || after, ?) > 0`, []any{slack}},
			query{`UPDATE requests SET answer = NULL WHERE instr(CAST(answer AS TEXT), ?) > 0`, []any{slack}})
	}
	return tx.execAll(queries)
}
