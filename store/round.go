package store

import (
	"database/sql"
	"time"
)

// Round is a week's weekly reminders, as HR follows them.
type Round struct {
	Week     string
	Stopped  bool      // by HR: what had not gone out is skipped
	Receipt  bool      // HR has been told how it went
	Planned  int       // on their way
	Latest   time.Time // when the last of these was written down
	Sent     int
	Failed   int
	Skipped  int
	Why      map[string]int // of those skipped
	WhyNot   map[string]int // of those failed, by Slack's word
	Answered int            // of those sent
	More     bool           // HR has had a receipt; what is counted is what came after it
}

// BeginRound writes down that a week's reminders are going out. Later calls do nothing.
func (tx *Tx) BeginRound(week string) error {
	_, err := tx.exec(`INSERT INTO rounds (week, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING`, week, tx.Stamp())
	return err
}

// Round gives a week's, nil where it has not begun.
func (tx *Tx) Round(week string) (*Round, error) { return tx.round(week, true) }

// Untold gives what HR has not been told of a week's, nil where it has not begun.
func (tx *Tx) Untold(week string) (*Round, error) {
	r, err := tx.round(week, false)
	if r != nil {
		r.More = r.Receipt
	}
	return r, err
}

func (tx *Tx) round(week string, told bool) (*Round, error) {
	r := &Round{Week: week, Why: map[string]int{}, WhyNot: map[string]int{}}
	var stopped, receipt string
	err := tx.get([]any{&stopped, &receipt}, `SELECT stopped_at, receipt_at FROM rounds WHERE week = ?`, week)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.Stopped, r.Receipt = stopped != "", receipt != ""
	return r, tx.totals(r, told)
}

func (tx *Tx) totals(r *Round, told bool) error {
	return each(tx, func(rows *sql.Rows) error {
		var state, why, latest string
		var n, answered int
		if err := rows.Scan(&state, &why, &n, &answered, &latest); err != nil {
			return err
		}
		switch state {
		case "planned":
			r.Planned += n
			var err error
			r.Latest, err = time.Parse(time.RFC3339, latest)
			return err
		case "sent":
			r.Sent += n
			r.Answered += answered
		case "failed":
			r.Failed += n
			r.WhyNot[why] += n
		default:
			r.Skipped += n
			r.Why[why] += n
		}
		return nil
	}, `SELECT state, why, count(*), count(*) FILTER (WHERE answered_at <> ''), max(at) FROM reminders WHERE week = ? AND rule = ? AND told <= ? GROUP BY state, why`, r.Week, Weekly, told)
}

// LastRound gives the latest that has begun, nil where none has.
func (tx *Tx) LastRound() (*Round, error) {
	var week string
	err := tx.get([]any{&week}, `SELECT week FROM rounds ORDER BY week DESC LIMIT 1`)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return tx.Round(week)
}

// LastDecided gives the latest week in which something was decided about somebody, "" where none is: HR stops rounds ahead.
func (tx *Tx) LastDecided() (week string, err error) {
	err = tx.get([]any{&week}, `SELECT coalesce(max(week), '') FROM reminders WHERE rule = ?`, Weekly)
	return week, err
}

// Stopped tells whether HR has stopped a week's round.
func (tx *Tx) Stopped(week string) (stopped bool, err error) {
	err = tx.get([]any{&stopped}, `SELECT EXISTS (SELECT 1 FROM rounds WHERE week = ? AND stopped_at <> '')`, week)
	return stopped, err
}

// StopRound takes back what has not gone out of a week's reminders; whoever has not been decided about gets none. It gives whose were taken back.
func (tx *Tx) StopRound(week string) (members []int64, err error) {
	if err := tx.BeginRound(week); err != nil {
		return nil, err
	}
	if _, err := tx.exec(`UPDATE rounds SET stopped_at = ? WHERE week = ? AND stopped_at = ''`, tx.Stamp(), week); err != nil {
		return nil, err
	}
	waiting, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.week = ? AND (r.rule = ? OR r.rule LIKE 'copy:%') AND r.state = 'planned'`, week, Weekly)
	if err != nil {
		return nil, err
	}
	for _, r := range waiting {
		taken, err := tx.Unsend(r.Key)
		if err != nil {
			return nil, err
		}
		if !taken {
			continue
		}
		if r.Rule == Weekly {
			members = append(members, r.Member)
		}
		if _, err := tx.exec(`UPDATE reminders SET state = 'skipped', why = 'stopped', live = 0 WHERE id = ?`, r.ID); err != nil {
			return nil, err
		}
	}
	return members, tx.note("round", week, "", nil, Facts{"stopped": len(members)})
}

// restoreRound has a round that was stopped go on: whoever was to get nothing for that reason is decided about anew, if it is not too late.
func (tx *Tx) restoreRound(e Entry) error {
	if _, err := tx.exec(`UPDATE rounds SET stopped_at = '', receipt_at = '' WHERE week = ?`, e.Object); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM reminders WHERE week = ? AND (rule = ? OR rule LIKE 'copy:%') AND state = 'skipped' AND why = 'stopped'`, e.Object, Weekly); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM rounds WHERE week = ? AND NOT EXISTS (SELECT 1 FROM reminders WHERE week = ?)`, e.Object, e.Object); err != nil { // it had not begun
		return err
	}
	return tx.note("round", e.Object, "", e.After, nil)
}

// ReceiptGiven says that HR has been told how a week's round went, as far as it has come.
func (tx *Tx) ReceiptGiven(week string) error {
	_, err := tx.exec(`UPDATE rounds SET receipt_at = ? WHERE week = ?`, tx.Stamp(), week)
	if err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE reminders SET told = 1 WHERE week = ? AND rule = ? AND told = 0 AND state <> 'planned'`, week, Weekly)
	return err
}

// RoundsWithoutReceipt gives the weeks that HR has not been told of, or not of all.
func (tx *Tx) RoundsWithoutReceipt() ([]string, error) {
	return all(tx, scanText, `SELECT week FROM rounds WHERE receipt_at = '' UNION SELECT week FROM reminders WHERE told = 0 AND rule = 'weekly' ORDER BY week`)
}

// Failures gives the members whom a week's reminder did not reach, with Slack's word for why: all, or those that HR has not been told of.
func (tx *Tx) Failures(week string, told bool) ([]Reminder, error) {
	return all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.week = ? AND r.rule = ? AND r.state = 'failed' AND r.told <= ? ORDER BY r.id`, week, Weekly, told)
}
