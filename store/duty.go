package store

import (
	"database/sql"
	"slices"
)

// Managers gives everybody who is a manager or deputy of a unit today, also who has not been seen in Slack yet or is no longer there.
func (tx *Tx) Managers() ([]Member, error) {
	today := string(tx.Today())
	return all(tx, scanMember, `SELECT `+memberColumns+` FROM members m WHERE EXISTS (SELECT 1 FROM roles r WHERE r.member = m.id AND r.unit IS NOT NULL
		AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?)) ORDER BY m.id`, today, today)
}

// undecided are the managers and deputies, with a role since a day at the latest, about whom nothing has been decided for a week.
const undecided = ` FROM members m WHERE m.outsider = '' AND EXISTS (SELECT 1 FROM roles r WHERE r.member = m.id AND r.unit IS NOT NULL
		AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?))
	AND NOT EXISTS (SELECT 1 FROM reminders d WHERE d.member = m.id AND d.rule = 'weekly' AND d.week = ?)`

// Zones are the time zones, as Slack names them, of those about whom nothing has been decided for a week.
func (tx *Tx) Zones(week string, since Date) ([]string, error) {
	return all(tx, scanText, `SELECT DISTINCT m.tz`+undecided+` ORDER BY 1`, since, tx.Today(), week)
}

// Undecided gives those of a time zone about whom nothing has been decided for a week, at most most.
func (tx *Tx) Undecided(week, tz string, since Date, most int) ([]int64, error) {
	return all(tx, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) },
		`SELECT m.id`+undecided+` AND m.tz = ? ORDER BY m.id LIMIT ?`, since, tx.Today(), week, tz, most)
}

// IsUndecided tells whether one is among them, in whatever time zone.
func (tx *Tx) IsUndecided(member int64, week string, since Date) (is bool, err error) {
	err = tx.get([]any{&is}, `SELECT EXISTS (SELECT 1`+undecided+` AND m.id = ?)`, since, tx.Today(), week, member)
	return is, err
}

// CountUndecided is how many of a time zone are left.
func (tx *Tx) CountUndecided(week, tz string, since Date) (n int, err error) {
	err = tx.get([]any{&n}, `SELECT count(*)`+undecided+` AND m.tz = ?`, since, tx.Today(), week, tz)
	return n, err
}

// Duties gives the units for which a member is to be reminded today: those that they manage, and those that they stand in for. A deputy stands in
// where the post is vacant, and where no manager can be reached who is there: not one who is away, and not one who was never seen in Slack. For a
// manager who has left Slack nobody stands in: HR is told that the unit has none.
func (tx *Tx) Duties(m *Member) (units []string, err error) {
	for _, r := range m.Roles {
		switch {
		case r.Unit == "" || slices.Contains(units, r.Unit):
			continue
		case r.Role == "deputy":
			stands, err := tx.standsIn(r.Unit)
			if err != nil {
				return nil, err
			}
			if !stands {
				continue
			}
		}
		units = append(units, r.Unit)
	}
	slices.Sort(units)
	return units, nil
}

func (tx *Tx) standsIn(unit string) (bool, error) {
	today := string(tx.Today())
	managers, err := all(tx, scanMember, `SELECT `+memberColumns+` FROM members m JOIN roles r ON r.member = m.id
		WHERE r.role = 'manager' AND r.unit = ? AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?)`, unit, today, today)
	left := 0
	for _, m := range managers {
		switch {
		case m.Outsider != "":
			left++
		case m.SlackID != "" && m.Away < tx.Today():
			return false, err
		}
	}
	return len(managers) == 0 || left < len(managers), err
}

// managed asks whether unit u has a manager today who has not left Slack.
const managed = `EXISTS (SELECT 1 FROM roles r JOIN members m ON m.id = r.member
		WHERE r.unit = u.code AND r.role = 'manager' AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?) AND m.outsider = '')`

// Unmanaged gives the units that have had a manager and have none in Slack any more, and that HR has not been told of.
func (tx *Tx) Unmanaged() ([]string, error) {
	today := string(tx.Today())
	return all(tx, scanText, `SELECT u.code FROM units u
		WHERE EXISTS (SELECT 1 FROM roles r WHERE r.unit = u.code AND r.role = 'manager') AND NOT `+managed+`
		  AND u.valid_from <= ? AND (u.valid_to IS NULL OR u.valid_to >= ?)
		  AND u.code NOT IN (SELECT unit FROM unmanaged) ORDER BY u.code`, today, today, today, today)
}

// Remanaged gives the units that HR has been told have no manager and that have got one since.
func (tx *Tx) Remanaged() ([]string, error) {
	today := string(tx.Today())
	return all(tx, scanText, `SELECT u.code FROM unmanaged n JOIN units u ON u.code = n.unit WHERE `+managed, today, today)
}

// ToldUnmanaged says that HR has been told that units have no manager; of those that have got one since it can be told again.
func (tx *Tx) ToldUnmanaged(without, with []string) error {
	for _, u := range without {
		if _, err := tx.exec(`INSERT INTO unmanaged (unit, since) VALUES (?, ?) ON CONFLICT DO NOTHING`, u, tx.Today()); err != nil {
			return err
		}
	}
	for _, u := range with {
		if _, err := tx.exec(`DELETE FROM unmanaged WHERE unit = ?`, u); err != nil {
			return err
		}
	}
	return nil
}
