package store

import (
	"database/sql"
	"strconv"
)

// Petition is a stranger's wish to be known as a unit's manager.
type Petition struct {
	ID      int64
	Member  int64
	Unit    string
	AskedOn Date
}

type petitionFacts struct {
	Approved bool `json:"approved"`
}

// Ask writes the wish down; one that waits already is given again, and false.
func (tx *Tx) Ask(member int64, unit string) (int64, bool, error) {
	var id int64
	err := tx.get([]any{&id}, `SELECT id FROM petitions WHERE member = ? AND unit = ? AND decided_at IS NULL`, member, unit)
	if err == nil || !none(err) {
		return id, false, err
	}
	if id, err = tx.insert(`INSERT INTO petitions (member, unit, asked_at) VALUES (?, ?, ?)`, member, unit, tx.Stamp()); err != nil {
		return 0, false, err
	}
	return id, true, tx.note("petition", strconv.FormatInt(id, 10), unit, nil, nil)
}

// decide answers a wish. A Refusal "petition_done" where it has been answered.
func (tx *Tx) decide(id int64, approve bool) (*Petition, error) {
	p := &Petition{ID: id}
	var decided sql.NullString
	err := tx.get([]any{&p.Member, &p.Unit, &decided}, `SELECT member, unit, decided_at FROM petitions WHERE id = ?`, id)
	if none(err) || (err == nil && decided.Valid) {
		return nil, Refuse("petition_done", nil)
	}
	if err != nil {
		return nil, err
	}
	if _, err := tx.exec(`UPDATE petitions SET decided_at = ?, decided_by = ?, approved = ? WHERE id = ?`, tx.Stamp(), null(tx.by.Member), approve, id); err != nil {
		return nil, err
	}
	return p, tx.note("petition", strconv.FormatInt(id, 10), p.Unit, nil, petitionFacts{approve})
}

// restorePetition has a wish wait again.
func (tx *Tx) restorePetition(e Entry) error {
	if _, err := tx.exec(`UPDATE petitions SET decided_at = NULL, decided_by = NULL, approved = NULL
		WHERE id = ? AND NOT EXISTS (SELECT 1 FROM petitions p WHERE p.member = petitions.member AND p.unit = petitions.unit AND p.decided_at IS NULL)`, e.Object); err != nil {
		return err
	}
	return tx.note("petition", e.Object, e.Unit, e.After, nil)
}

// Approve gives a role, and answers yes to the wish for it where there is one. It tells whether anything became different.
func (tx *Tx) Approve(g Grant) (changed bool, err error) {
	id, err := tx.waitingPetition(g.Member, g.Unit)
	if err != nil {
		return false, err
	}
	if id != 0 && g.Role == "manager" {
		if _, err := tx.decide(id, true); err != nil {
			return false, err
		}
	}
	given, err := tx.GiveRole(g)
	return given || id != 0, err
}

// Deny answers no to a wish; a Refusal "petition_done" where none waits.
func (tx *Tx) Deny(member int64, unit string) error {
	id, err := tx.waitingPetition(member, unit)
	if err != nil {
		return err
	}
	_, err = tx.decide(id, false)
	return err
}

func (tx *Tx) waitingPetition(member int64, unit string) (int64, error) {
	var id int64
	err := tx.get([]any{&id}, `SELECT id FROM petitions WHERE member = ? AND unit = ? AND decided_at IS NULL`, member, unit)
	if none(err) {
		return 0, nil
	}
	return id, err
}

// Petitions gives the wishes that wait for an answer, oldest first: all, or one member's (0: all).
func (tx *Tx) Petitions(member int64) ([]Petition, error) {
	return all(tx, func(r *sql.Rows) (p Petition, err error) {
		err = r.Scan(&p.ID, &p.Member, &p.Unit, &p.AskedOn)
		return p, err
	}, `SELECT id, member, unit, substr(asked_at, 1, 10) FROM petitions WHERE decided_at IS NULL AND (? = 0 OR member = ?) ORDER BY id`, member, member)
}
