package store

// recountShare is how many times more slots there are than are touched, for it to pay to count those alone anew.
const recountShare = 16

// recounted runs write, which changes these slots or trainees in them, and sets the tallies right: of the slots alone where they are few, of
// all where they are many.
func (tx *Tx) recounted(touched []int64, write func() error) error {
	var slots int
	if err := tx.get([]any{&slots}, `SELECT count(*) FROM slots`); err != nil {
		return err
	}
	few := len(touched)*recountShare < slots
	if few {
		if err := tx.tallyWhole(touched, -1); err != nil {
			return err
		}
	}
	if err := write(); err != nil {
		return err
	}
	if err := tx.changed(); err != nil {
		return err
	}
	if few {
		return tx.tallyWhole(touched, 1)
	}
	return tx.RebuildTallies()
}

// tallyWhole counts all that has happened to slots; times -1 takes it away. What is not there, or nobody's yet, has nothing.
func (tx *Tx) tallyWhole(numbers []int64, times int) error {
	for _, number := range numbers {
		s, err := tx.Slot(number)
		if AsRefusal(err) != nil || (err == nil && s.Unit == "") {
			continue
		}
		if err != nil {
			return err
		}
		stays, err := tx.staysOf(number)
		if err != nil {
			return err
		}
		if times < 0 {
			err = tx.tallyEnded(s, &Slot{}, stays, nil)
		} else {
			err = tx.tallyEnded(&Slot{}, s, nil, stays)
		}
		if err != nil {
			return err
		}
		for _, h := range happenings(s, stays) {
			if times < 0 {
				h.Tally = Tally{}.Less(h.Tally)
			}
			if err := tx.tally(s, h.day, h.Tally); err != nil {
				return err
			}
		}
	}
	return nil
}
