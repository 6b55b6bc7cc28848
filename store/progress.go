package store

// Progress is how a unit, with all below it, stands in a programme on a day: each period, and the whole of what it has. It reads a few rows,
// however many slots there are.
func (tx *Tx) Progress(p *Programme, unit string, at Date) ([]PeriodStands, Tally, error) {
	parts, err := tx.Tallies(p.Key, unit, at)
	if err != nil {
		return nil, Tally{}, err
	}
	periods, err := tx.periodsOf(p, unit, at, parts)
	return periods, TallyOf(parts), err
}
