package store

import "database/sql"

// rolePlan is what becomes of the roles that organisation.csv gives. History stays: a role that is taken back ends the day before.
type rolePlan struct {
	held  map[roleKey][]roleNow // those that hold until further notice
	ever  map[roleKey]bool      // somebody has had it at some time
	today Date
	end   []roleNow
	begin []roleNew
}

type roleKey struct{ role, unit string }

type roleNow struct {
	id       int64
	key      roleKey
	email    string
	from     Date
	imported bool
}

type roleNew struct {
	key   roleKey
	email string
	from  Date
}

func (tx *Tx) planRoles() (rolePlan, error) {
	p := rolePlan{held: map[roleKey][]roleNow{}, ever: map[roleKey]bool{}, today: tx.Today()}
	held, err := all(tx, func(r *sql.Rows) (n roleNow, err error) {
		err = r.Scan(&n.id, &n.key.role, &n.key.unit, &n.email, &n.from, &n.imported)
		return n, err
	}, `SELECT r.id, r.role, r.unit, coalesce(lower(m.email), ''), r.from_on, r.imported FROM roles r JOIN members m ON m.id = r.member
	    WHERE r.unit IS NOT NULL AND r.until_on IS NULL ORDER BY r.id`)
	if err != nil {
		return p, err
	}
	for _, n := range held {
		p.held[n.key] = append(p.held[n.key], n)
	}
	keys, err := all(tx, func(r *sql.Rows) (k roleKey, err error) { err = r.Scan(&k.role, &k.unit); return k, err },
		`SELECT DISTINCT role, unit FROM roles WHERE unit IS NOT NULL`)
	for _, k := range keys {
		p.ever[k] = true
	}
	return p, err
}

// want says who shall have a unit's role, "" for nobody. It gives who has it by the file before this one, and whether anything changes.
// A role that somebody gave in Slack is left alone.
func (p *rolePlan) want(role string, u *Unit, email string) (before string, changed bool) {
	key := roleKey{role, u.Code}
	has := false
	for _, now := range p.held[key] {
		has = has || (now.email == email && email != "")
		if now.imported && now.email != email {
			before, changed = now.email, true
			p.end = append(p.end, now)
		}
	}
	if email == "" || has {
		return before, changed
	}
	from := u.ValidFrom
	if p.ever[key] {
		from = max(from, p.today)
	}
	p.begin = append(p.begin, roleNew{key, email, from})
	return before, true
}

func (tx *Tx) applyRoles(p *rolePlan) error {
	yesterday := p.today.AddDays(-1)
	for _, now := range p.end {
		var err error
		if now.from > yesterday { // it has not held a whole day
			_, err = tx.exec(`DELETE FROM roles WHERE id = ?`, now.id)
		} else {
			_, err = tx.exec(`UPDATE roles SET until_on = ? WHERE id = ?`, string(yesterday), now.id)
		}
		if err != nil {
			return err
		}
	}
	for _, n := range p.begin {
		m, err := tx.byEmail(n.email)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`INSERT INTO roles (member, role, unit, from_on, imported) VALUES (?, ?, ?, ?, 1)`,
			m.ID, n.key.role, n.key.unit, string(n.from)); err != nil {
			return err
		}
	}
	return nil
}
