package store

import "time"

// Health is what an operator is to know of what is in the database.
type Health struct {
	Units      int // of today
	Unmanaged  int // units that have a headcount of their own and neither manager nor deputy today
	Programmes int // that go on today
	HR         int // people
	Failed     int // messages of the last week that Slack would not have
	Overdue    int // messages that have been due for more than an hour
	Stale      int // 1 where the file has yet to be written anew after a disposal, else 0
}

// Health counts.
func (tx *Tx) Health() (h Health, err error) {
	today, now := string(tx.Today()), tx.Now
	for _, count := range []struct {
		into  *int
		query string
		args  []any
	}{
		{&h.Units, `SELECT count(*) FROM units WHERE valid_from <= ? AND coalesce(valid_to, '9999') >= ?`, []any{today, today}},
		{&h.Unmanaged, `SELECT count(*) FROM units u WHERE headcount > 0 AND valid_from <= ? AND coalesce(valid_to, '9999') >= ?
			AND NOT EXISTS (SELECT 1 FROM roles r JOIN members m ON m.id = r.member
			                WHERE r.unit = u.code AND r.from_on <= ? AND coalesce(r.until_on, '9999') >= ? AND m.outsider = '')`, []any{today, today, today, today}},
		{&h.Programmes, `SELECT count(*) FROM programmes WHERE starts <= ? AND ends >= ?`, []any{today, today}},
		{&h.HR, `SELECT count(DISTINCT member) FROM roles WHERE role = 'hr' AND from_on <= ? AND coalesce(until_on, '9999') >= ?`, []any{today, today}},
		{&h.Failed, `SELECT count(*) FROM outgoing WHERE state = 'failed' AND due_at >= ?`, []any{stamp(now.AddDate(0, 0, -7))}},
		{&h.Stale, `SELECT user_version = ? FROM pragma_user_version`, []any{staleFile}},
		{&h.Overdue, `SELECT count(*) FROM outgoing WHERE state IN ('planned', 'unclear') AND due_at < ?`, []any{stamp(now.Add(-time.Hour))}},
	} {
		if err := tx.get([]any{count.into}, count.query, count.args...); err != nil {
			return h, err
		}
	}
	return h, nil
}

// Probe writes a page, so that it succeeds where there is room and leave to write, and changes nothing that anybody reads.
func (tx *Tx) Probe() error {
	_, err := tx.exec(`PRAGMA application_id = 1`)
	return err
}
