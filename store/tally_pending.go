package store

import "slices"

// A hundred claims of one day touch the same few rows of the tallies, those of the units above them. Whoever reads tallies within the batch sees
// what is pending (pending.go), as if it were written.

type (
	tallyUnit struct{ programme, unit string }
	tallyKey  struct {
		day          Date
		kind, period string
	}
	// added is what one write adds to each of the units, in the order in which it does.
	added struct {
		programme string
		units     []string
		tallyKey
		Tally
	}
	tallied map[tallyUnit]map[tallyKey]Tally
)

func (t tallied) add(a added) {
	for _, unit := range a.units {
		of := t[tallyUnit{a.programme, unit}]
		if of == nil {
			of = map[tallyKey]Tally{}
			t[tallyUnit{a.programme, unit}] = of
		}
		of[a.tallyKey] = of[a.tallyKey].Plus(a.Tally)
	}
}

// withPending adds what is not written yet to a unit's counts as of a day.
func (tx *Tx) withPending(parts []Part, of tallyUnit, at Date) []Part {
	if !tx.writable {
		return parts
	}
	if !tx.settled {
		for key, t := range tx.conn.pending.tallies[of] {
			parts = plusPart(parts, key, t, at)
		}
	}
	for _, a := range tx.own.added {
		if a.programme == of.programme && slices.Contains(a.units, of.unit) {
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

// writeTallies adds to the table.
func (tx *Tx) writeTallies(all tallied) error {
	rows := tx.batch(addTallies, tallyWidth)
	for unit, of := range all {
		for key, t := range of {
			for _, span := range [2]string{"m" + key.day.month(), "d" + string(key.day)} {
				if err := rows.put(unit.programme, unit.unit, span, key.kind, key.period, t.Created, t.Discontinued, t.Started, t.Ended,
					t.Closed, t.Ending, t.Overdue); err != nil {
					return err
				}
			}
		}
	}
	return rows.flush()
}
