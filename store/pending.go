package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// The writer keeps in memory what the writes of a batch add to the tables that nearly all of them add to, and writes it with a few statements
// before the commit: a statement for each row costs three times as much. Whoever reads the tables within the batch has it written first, or, where
// that is asked for all the time, sees what is pending as if it were written.

// rows are the values of those to come, one row after the other.
type rows struct {
	slots    []any
	audit    []any
	requests []any
}

// own is what one write adds.
type own struct {
	rows
	added []added
}

// pending is what the batch's writes have added.
type pending struct {
	rows
	tallies tallied
}

// numbers are the last that have been given to rows, pending ones too; 0 where the table has to be asked.
type numbers struct{ slot, entry int64 }

// The columns of the rows, and the statements that insert so many of them.
const slotWidth, auditWidth, requestWidth = 10, 13, 3

var (
	insertSlots    = insertion(`INSERT INTO slots (number, programme, kind, unit, created_on, claimed_by, starts_on, hours, tasks, supervisor)`, slotWidth)
	insertAudit    = insertion(`INSERT INTO audit (id, at, member, door, command, entry, noun, object, unit, before, after, undoes, hash)`, auditWidth)
	insertRequests = insertion(`INSERT INTO requests (id, at, answer)`, requestWidth)
)

// sees tells of a query whether what is pending must be written before it: it reads the tables, or writes what may refer to them.
func sees(query string) bool {
	return query != selectAnswer && query != selectHead && mentions(query, "slots", "audit", "requests") || forgetting(query)
}

// reset empties it, and keeps its room for the next batch.
func (p *pending) reset() {
	for _, values := range []*[]any{&p.slots, &p.audit, &p.requests} {
		clear(*values)
		*values = (*values)[:0]
	}
	clear(p.tallies)
}

func (p *pending) take(o *own) {
	p.slots, p.audit, p.requests = append(p.slots, o.slots...), append(p.audit, o.audit...), append(p.requests, o.requests...)
	if p.tallies == nil {
		p.tallies = tallied{}
	}
	for _, a := range o.added {
		p.tallies.add(a)
	}
}

// copy gives one that may be added to.
func (p *pending) copy() pending {
	c := pending{rows{slices.Clone(p.slots), slices.Clone(p.audit), slices.Clone(p.requests)}, tallied{}}
	for unit, of := range p.tallies {
		c.tallies[unit] = maps.Clone(of)
	}
	return c
}

// keep takes a write that has succeeded into the batch.
func (c *conn) keep(tx *Tx) {
	if tx.settled {
		c.pending.reset()
	}
	c.pending.take(&tx.own)
}

// settle writes what is pending, for whoever reads the tables themselves. It does nothing in a Read.
func (tx *Tx) settle() error {
	if !tx.writable {
		return nil
	}
	var all pending
	if !tx.settled {
		all = tx.conn.pending.copy()
	}
	all.take(&tx.own)
	tx.settled, tx.own, tx.conn.unseen = true, own{}, nil // the batch's own are let go when this write has succeeded
	return tx.writePending(&all)
}

// errPending is of rows that were written for several writes together: whose fault it is is not known.
var errPending = errors.New("what was pending could not be written")

// writePending writes the rows, and adds the tallies to what is remembered of them.
func (tx *Tx) writePending(p *pending) error {
	m, n := tx.conn.memory, tx.conn.numbers
	err := tx.insertRows(insertSlots, slotWidth, p.slots)
	if err == nil {
		err = tx.chain(p.audit)
	}
	if err == nil {
		err = tx.insertRows(insertAudit, auditWidth, p.audit)
	}
	if err == nil {
		err = tx.insertRows(insertRequests, requestWidth, p.requests)
	}
	if err == nil {
		err = tx.writeTallies(p.tallies)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errPending, err)
	}
	m.counted(p.tallies)
	tx.conn.memory, tx.conn.numbers = m, n
	return nil
}

// next gives the number of a new row of the table, whose last one it counts up.
func (tx *Tx) next(table string, last *int64) (int64, error) {
	if *last == 0 {
		if err := tx.get([]any{last}, lastNumber, table); err != nil {
			return 0, err
		}
	}
	*last++
	return *last, nil
}
