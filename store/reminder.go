package store

import (
	"database/sql"
	"strconv"
	"strings"
	"time"
)

// Reminder is a row of the ledger: what was decided about a person, a rule and a week. There is one such row, written before the message.
type Reminder struct {
	ID       int64
	Member   int64
	Rule     string    // Weekly; wish:ID; copy:ID of whom it is about
	Week     string    // "2026-W15"; of a wish the day
	State    string    // planned, sent, failed, skipped
	Why      string    // of skipped, or Slack's word of failed
	Key      string    // of the outgoing message
	Answered bool      // something was done about it: reading is not answering
	Copied   bool      // it was the last unless it is answered; somebody else got a copy with it, where there is somebody
	At       time.Time // when it was written down
}

// Weekly is the rule of the weekly reminder.
const Weekly = "weekly"

// Record writes a row of the ledger. It tells whether it was the first for its person, rule and week: only then is anything sent.
func (tx *Tx) Record(r Reminder) (bool, error) {
	done, err := tx.exec(`INSERT INTO reminders (member, rule, week, state, why, at, key, copied) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.Member, r.Rule, r.Week, r.State, r.Why, tx.Stamp(), r.Key, r.Copied)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// became says what came of the message with a key, where it is a reminder's. One that was not sent in time is skipped.
func (tx *Tx) became(id int64, state, why string) error {
	if why == "late" {
		state = "skipped"
	}
	_, err := tx.exec(`UPDATE reminders SET state = ?, why = ? WHERE key = (SELECT key FROM outgoing WHERE id = ?) AND key <> ''`, state, why, id)
	return err
}

const reminderColumns = `r.id, r.member, r.rule, r.week, r.state, r.why, r.key, r.answered_at <> '', r.copied, r.at`

func scanReminder(rows *sql.Rows) (r Reminder, err error) {
	var at string
	if err = rows.Scan(&r.ID, &r.Member, &r.Rule, &r.Week, &r.State, &r.Why, &r.Key, &r.Answered, &r.Copied, &at); err == nil {
		r.At, err = time.Parse(time.RFC3339, at)
	}
	return r, err
}

// Waits gives the reminder whose message with a key is yet to be sent; nil where there is none.
func (tx *Tx) Waits(key string) (*Reminder, error) {
	found, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.key = ? AND r.key <> '' AND r.state = 'planned'`, key)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Spare takes a reminder back that Slack does not have.
func (tx *Tx) Spare(r *Reminder, why string) error {
	_, err := tx.exec(`DELETE FROM outgoing WHERE key = ?`, r.Key)
	if err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE reminders SET state = 'skipped', why = ?, live = 0, stale = 0 WHERE id = ?`, why, r.ID)
	return err
}

// Redecide has those who answer for the same units, and got nothing for a reason, decided about anew.
func (tx *Tx) Redecide(r *Reminder, why string) error {
	_, err := tx.exec(`DELETE FROM reminders WHERE rule = ? AND week = ? AND state = 'skipped' AND why = ? AND member <> ?
		AND member IN (SELECT member FROM roles WHERE unit IN (SELECT unit FROM roles WHERE member = ?))`, Weekly, r.Week, why, r.Member, r.Member)
	return err
}

// CopiedTo gives who has got a copy, or is to get one, with a member's reminder of a week.
func (tx *Tx) CopiedTo(member int64, week string) ([]int64, error) {
	return all(tx, scanNumber, `SELECT member FROM reminders WHERE rule = ? AND week = ? AND state IN ('planned', 'sent') ORDER BY id`, CopyOf(member), week)
}

// CopyOf is the rule of the copies that tell somebody of a member who does not answer.
func CopyOf(member int64) string { return "copy:" + strconv.FormatInt(member, 10) }

// Decided gives what was decided about a member's weekly reminder; nil where nothing was.
func (tx *Tx) Decided(member int64, week string) (*Reminder, error) {
	found, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.member = ? AND r.rule = ? AND r.week = ?`, member, Weekly, week)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Live gives the reminder whose message shows a member how things stand; nil where there is none.
func (tx *Tx) Live(member int64) (*Reminder, error) {
	found, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.member = ? AND r.live = 1`, member)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Shown gives the last reminder that a member got; nil where there is none.
func (tx *Tx) Shown(member int64) (*Reminder, error) {
	found, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.member = ? AND r.state = 'sent' AND r.key <> ''
		AND (r.rule = 'weekly' OR r.rule IN (SELECT 'wish:' || id FROM wishes WHERE slot = 0 AND trainee = '' AND unit = '')) ORDER BY r.id DESC LIMIT 1`, member)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// SetLive makes the message with a key the one that shows a member how things stand; "" none.
func (tx *Tx) SetLive(member int64, key string) error {
	if _, err := tx.exec(`UPDATE reminders SET live = 0, stale = 0 WHERE member = ? AND live = 1`, member); err != nil || key == "" {
		return err
	}
	_, err := tx.exec(`UPDATE reminders SET live = 1 WHERE key = ?`, key)
	return err
}

// Outdate says that something was done in some units: the reminders of those who answer for them, or for one above, are to say anew what is true. It
// tells whether there are any.
func (tx *Tx) Outdate(units []string) (shows bool, err error) {
	m := tx.remembered()
	if m != nil && m.quiet(units) {
		return false, nil
	}
	reg, err := tx.Register()
	if err != nil {
		return false, err
	}
	var codes []any
	for _, u := range units {
		for _, code := range reg.Tree.Path(u) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return false, nil
	}
	type shown struct {
		id    int64
		stale bool
	}
	live, err := all(tx, func(r *sql.Rows) (s shown, err error) { return s, r.Scan(&s.id, &s.stale) }, `SELECT id, stale FROM reminders WHERE live = 1
		AND member IN (SELECT member FROM roles WHERE unit IN (?`+strings.Repeat(", ?", len(codes)-1)+`))`, codes...)
	for _, s := range live {
		if s.stale {
			continue
		}
		if _, failed := tx.exec(outdateReminder, s.id); failed != nil {
			err = failed
		}
	}
	if m != nil && err == nil && len(live) == 0 {
		for _, u := range units {
			m.still[u] = true
		}
	}
	return len(live) > 0, err
}

// What each claim does, and only where it changes something: a statement that may change what is remembered costs more than the claim.
const (
	outdateReminder = `UPDATE reminders SET stale = 1 WHERE id = ?`
	answerReminder  = `UPDATE reminders SET answered_at = ? WHERE id = ?`
)

func scanNumber(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) }

// Stale gives the first of the reminders that show what is no longer true.
func (tx *Tx) Stale(most int) ([]Reminder, error) {
	return all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.stale = 1 ORDER BY r.id LIMIT ?`, most)
}

// Renewed says that a reminder says what is true.
func (tx *Tx) Renewed(id int64) error {
	_, err := tx.exec(`UPDATE reminders SET stale = 0 WHERE id = ?`, id)
	return err
}

// answerable are the reminders about which something can be done: those that were not sent too, where somebody else got a copy with them.
const answerable = `(state IN ('planned', 'sent') OR copied = 1)`

// Answer says that members have done something about what they were reminded of.
func (tx *Tx) Answer(members ...int64) error {
	for _, m := range members {
		if _, err := tx.exec(`UPDATE reminders SET answered_at = ? WHERE member = ? AND rule = ? AND answered_at = '' AND `+answerable,
			tx.Stamp(), m, Weekly); err != nil {
			return err
		}
	}
	return nil
}

// AnswerFor says that a member, and those who answer for some units, have done something about what they were reminded of.
func (tx *Tx) AnswerFor(member int64, units []string) error {
	today := tx.Today()
	args := []any{Weekly, member}
	for _, u := range units {
		args = append(args, u)
	}
	open, err := all(tx, scanNumber, `SELECT id FROM reminders WHERE rule = ? AND answered_at = '' AND `+answerable+` AND member IN
		(SELECT ? UNION SELECT member FROM roles WHERE unit IN (?`+strings.Repeat(", ?", len(units)-1)+`) AND from_on <= ? AND (until_on IS NULL OR until_on >= ?))`,
		append(args, today, today)...)
	for _, id := range open {
		if _, failed := tx.exec(answerReminder, tx.Stamp(), id); failed != nil {
			err = failed
		}
	}
	return err
}

// Unanswered counts the weekly reminders that a member has got since the last one that was answered, and tells whether one of them was the last, or
// somebody else has got a copy with one that did not arrive. Weeks in which nothing was sent do not count.
func (tx *Tx) Unanswered(member int64) (n int, copied bool, err error) {
	err = each(tx, func(r *sql.Rows) error {
		var sent, last bool
		if err := r.Scan(&sent, &last); err != nil {
			return err
		}
		copied = copied || last
		if sent {
			n++
		}
		return nil
	}, `SELECT r.state = 'sent', r.copied AND (r.state = 'sent' OR EXISTS
			(SELECT 1 FROM reminders c WHERE c.rule = 'copy:' || r.member AND c.week = r.week AND c.state IN ('planned', 'sent')))
		FROM reminders r WHERE r.member = ? AND r.rule = ? AND r.state <> 'planned' AND (r.state = 'sent' OR r.copied = 1) AND r.answered_at = ''`, member, Weekly)
	return n, copied, err
}

// Silent gives the members who have left n weekly reminders or more unanswered, and how many, the most first.
func (tx *Tx) Silent(n int) (members []int64, weeks []int, err error) {
	err = each(tx, func(r *sql.Rows) error {
		var m int64
		var w int
		if err := r.Scan(&m, &w); err != nil {
			return err
		}
		members, weeks = append(members, m), append(weeks, w)
		return nil
	}, `SELECT member, count(*) FROM reminders WHERE rule = ? AND state = 'sent' AND answered_at = '' GROUP BY member HAVING count(*) >= ?
	    ORDER BY count(*) DESC, member`, Weekly, n)
	return members, weeks, err
}
