package store

// The writer keeps what a batch of writes adds to the tallies in memory and writes it once, before the commit: a hundred claims of one day touch
// the same few rows of the units above them. Whoever reads tallies within the batch sees what is pending, as if it were written.

type (
	tallyUnit struct{ programme, unit string }
	tallyKey  struct {
		day          Date
		kind, period string
	}
	// added is what one write adds, in the order in which it does.
	added struct {
		tallyUnit
		tallyKey
		Tally
	}
	// pending is what the batch's writes have added so far.
	pending map[tallyUnit]map[tallyKey]Tally
)

func (p pending) add(a added) {
	of := p[a.tallyUnit]
	if of == nil {
		of = map[tallyKey]Tally{}
		p[a.tallyUnit] = of
	}
	of[a.tallyKey] = of[a.tallyKey].Plus(a.Tally)
}

// withPending adds what is not written yet to a unit's counts as of a day.
func (tx *Tx) withPending(parts []Part, of tallyUnit, at Date) []Part {
	if !tx.writable {
		return parts
	}
	if !tx.settled {
		for key, t := range tx.conn.pending[of] {
			parts = plusPart(parts, key, t, at)
		}
	}
	for _, a := range tx.added {
		if a.tallyUnit == of {
			parts = plusPart(parts, a.tallyKey, a.Tally, at)
		}
	}
	return parts
}

func plusPart(parts []Part, key tallyKey, t Tally, at Date) []Part {
	if key.day > at {
		return parts
	}
	for i := range parts {
		if parts[i].Kind == key.kind && parts[i].Period == key.period {
			parts[i].Tally = parts[i].Plus(t)
			return parts
		}
	}
	return append(parts, Part{Kind: key.kind, Period: key.period, Tally: t})
}

// settle writes what is pending, for whoever reads the table itself. It does nothing in a Read.
func (tx *Tx) settle() error {
	if !tx.writable {
		return nil
	}
	all := pending{}
	if !tx.settled {
		for unit, of := range tx.conn.pending {
			for key, t := range of {
				all.add(added{unit, key, t})
			}
		}
	}
	for _, a := range tx.added {
		all.add(a)
	}
	tx.settled, tx.added = true, nil // the batch's own are let go when this write has succeeded
	return tx.writeTallies(all)
}

// writeTallies adds to the table, and to what is remembered of it.
func (tx *Tx) writeTallies(p pending) error {
	m := tx.conn.memory
	rows := tx.batch(addTallies, tallyWidth)
	for unit, of := range p {
		for key, t := range of {
			for _, span := range [2]string{"m" + key.day.month(), "d" + string(key.day)} {
				if err := rows.put(unit.programme, unit.unit, span, key.kind, key.period, t.Created, t.Discontinued, t.Started, t.Ended,
					t.Closed, t.Ending, t.Overdue); err != nil {
					return err
				}
			}
		}
	}
	if err := rows.flush(); err != nil {
		return err
	}
	m.counted(p)
	tx.conn.memory = m
	return nil
}

// keep takes a write that has succeeded into the batch.
func (c *conn) keep(tx *Tx) {
	if tx.settled || c.pending == nil {
		c.pending = pending{}
	}
	for _, a := range tx.added {
		c.pending.add(a)
	}
}
