package store

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// memory is what the writer has read and need not read again for the next write. It is of the database as the transaction that goes on sees it:
// whatever statement may change that makes the writer forget all, unless it is one of keeping, and so does another process's commit.
type memory struct {
	version int64              // of the database, as PRAGMA data_version counts what others commit
	day     Date               // on which the roles are held and to the end of which the tallies count
	members map[string]*Member // by Slack ID
	tallies map[tallyUnit][]Part
	open    map[string]bool // by kind: there is a published slot
	still   map[string]bool // units of which no reminder shows how they stand
}

// quiet tells whether no reminder shows how any of the units stands, as far as that is remembered.
func (m *memory) quiet(units []string) bool {
	return !slices.ContainsFunc(units, func(u string) bool { return !m.still[u] })
}

// mostRemembered bounds the memory: so many people, or units.
const mostRemembered = 5_000

// keeping are the statements that change nothing of what is remembered. All others that write, and every rollback, forget it; writePending
// sets it right itself.
var keeping = map[string]bool{insertOutgoing: true, insertMany: true, insertSubject: true, insertMention: true, outdateReminder: true, answerReminder: true}

func writing(query string) bool {
	return mentions(query, "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "ROLLBACK")
}

func forgetting(query string) bool { return !keeping[query] && writing(query) }

// mentions reports whether one of some words stands in a query, in capitals or not.
func mentions(query string, words ...string) bool {
	for w := range strings.FieldsFuncSeq(query, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for _, word := range words {
			if len(w) == len(word) && strings.EqualFold(w, word) {
				return true
			}
		}
	}
	return false
}

// lastNumber is the last that has been given to a row of a table whose numbers are never used again.
const lastNumber = `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?`

// forget lets go of what is remembered.
func (c *conn) forget() { c.memory = memory{version: c.memory.version} }

// refresh forgets what another process may have changed. It is asked once a transaction, within which nobody else commits.
func (tx *Tx) refresh() error {
	var version int64
	if err := tx.get([]any{&version}, `PRAGMA data_version`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if m := &tx.conn.memory; m.version != version {
		tx.conn.forget()
		m.version = version
		tx.conn.sends = true // another process has written: nobody knows what
	}
	return nil
}

// remembered gives the writer's memory of a day; nil in a Read.
func (tx *Tx) remembered() *memory {
	if !tx.writable {
		return nil
	}
	m := &tx.conn.memory
	if today := tx.Today(); m.day != today || len(m.members)+len(m.tallies)+len(m.still) > mostRemembered {
		tx.conn.forget()
		*m = memory{version: m.version, day: today, members: map[string]*Member{}, tallies: map[tallyUnit][]Part{}, open: map[string]bool{}, still: map[string]bool{}}
	}
	return m
}

// counted adds to the remembered tallies what has been written to the table.
func (m *memory) counted(p tallied) {
	for unit, parts := range m.tallies {
		for key, t := range p[unit] {
			parts = plusPart(parts, key, t, m.day)
		}
		m.tallies[unit] = parts
	}
}

// partsOf gives a unit's parts as the table has them, in a slice of the caller's own.
func (tx *Tx) partsOf(of tallyUnit, at Date) ([]Part, error) {
	m := tx.remembered()
	if m == nil || at != m.day {
		return tx.readParts(of, at)
	}
	parts, there := m.tallies[of]
	if !there {
		var err error
		if parts, err = tx.readParts(of, at); err != nil {
			return nil, err
		}
		m.tallies[of] = parts
	}
	return slices.Clone(parts), nil
}

// MemberBySlack gives the member of a Slack user ID, nil where it is not known.
func (tx *Tx) MemberBySlack(id string) (*Member, error) {
	m := tx.remembered()
	if m != nil && m.members[id] != nil {
		known := *m.members[id]
		known.Roles = slices.Clone(known.Roles)
		return &known, nil
	}
	known, err := tx.member(`m.slack_id = ?`, id)
	if m != nil && known != nil {
		own := *known
		own.Roles = slices.Clone(known.Roles)
		m.members[id] = &own
	}
	return known, err
}
