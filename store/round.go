package store

import (
	"database/sql"
	"time"
)

// Round is a week's weekly reminders, as HR follows them.
type Round struct {
	Week     string
	Started  time.Time
	Stopped  bool // by HR: what had not gone out is skipped
	Receipt  bool // HR has been told how it went
	Planned  int  // on their way
	Sent     int
	Failed   int
	Skipped  int
	Why      map[string]int // of those skipped
	WhyNot   map[string]int // of those failed, by Slack's word
	Answered int            // of those sent
}

// BeginRound writes down that a week's reminders are going out. Later calls do nothing.
func (tx *Tx) BeginRound(week string) error {
	_, err := tx.exec(`INSERT INTO rounds (week, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING`, week, tx.Stamp())
	return err
}

// Round gives a week's, nil where it has not begun.
func (tx *Tx) Round(week string) (*Round, error) {
	r := &Round{Week: week, Why: map[string]int{}, WhyNot: map[string]int{}}
	var started, stopped, receipt string
	err := tx.get([]any{&started, &stopped, &receipt}, `SELECT started_at, stopped_at, receipt_at FROM rounds WHERE week = ?`, week)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.Stopped, r.Receipt = stopped != "", receipt != ""
	if r.Started, err = time.Parse(time.RFC3339, started); err != nil {
		return nil, err
	}
	return r, tx.totals(r)
}

func (tx *Tx) totals(r *Round) error {
	return each(tx, func(rows *sql.Rows) error {
		var state, why string
		var n, answered int
		if err := rows.Scan(&state, &why, &n, &answered); err != nil {
			return err
		}
		switch state {
		case "planned":
			r.Planned += n
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
	}, `SELECT state, why, count(*), count(*) FILTER (WHERE answered_at <> '') FROM reminders WHERE week = ? AND rule = ? GROUP BY state, why`, r.Week, Weekly)
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

// Stopped tells whether HR has stopped a week's round.
func (tx *Tx) Stopped(week string) (stopped bool, err error) {
	err = tx.get([]any{&stopped}, `SELECT EXISTS (SELECT 1 FROM rounds WHERE week = ? AND stopped_at <> '')`, week)
	return stopped, err
}

// StopRound takes back what has not gone out of a week's reminders; whoever has not been decided about gets none. It gives how many were taken back.
func (tx *Tx) StopRound(week string) (int, error) {
	if err := tx.BeginRound(week); err != nil {
		return 0, err
	}
	if _, err := tx.exec(`UPDATE rounds SET stopped_at = ? WHERE week = ? AND stopped_at = ''`, tx.Stamp(), week); err != nil {
		return 0, err
	}
	waiting, err := all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.week = ? AND r.rule = ? AND r.state = 'planned'`, week, Weekly)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range waiting {
		taken, err := tx.Unsend(r.Key)
		if err != nil {
			return n, err
		}
		if !taken {
			continue
		}
		n++
		if _, err := tx.exec(`UPDATE reminders SET state = 'skipped', why = 'stopped', live = 0 WHERE id = ?`, r.ID); err != nil {
			return n, err
		}
	}
	return n, tx.note("round", week, "", nil, Facts{"stopped": n})
}

// ReceiptGiven says that HR has been told how a week's round went.
func (tx *Tx) ReceiptGiven(week string) error {
	_, err := tx.exec(`UPDATE rounds SET receipt_at = ? WHERE week = ?`, tx.Stamp(), week)
	return err
}

// RoundsWithoutReceipt gives the weeks that HR has not been told of.
func (tx *Tx) RoundsWithoutReceipt() ([]string, error) {
	return all(tx, scanText, `SELECT week FROM rounds WHERE receipt_at = '' ORDER BY week`)
}

// Failures gives the members whom a week's reminder did not reach, with Slack's word for why.
func (tx *Tx) Failures(week string) ([]Reminder, error) {
	return all(tx, scanReminder, `SELECT `+reminderColumns+` FROM reminders r WHERE r.week = ? AND r.rule = ? AND r.state = 'failed' ORDER BY r.id`, week, Weekly)
}
