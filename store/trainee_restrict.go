package store

// RestrictedReference stands for a trainee whose row is restricted, where a slot says who is in it.
const RestrictedReference = erasedPrefix + "000000"

// Restrict has a trainee's row kept and neither told nor changed nor disposed of (GDPR art. 18), or lifts that. What the bot has said of the trainee
// is taken back, but for what it said to whoever restricts; reminders of one's own about the trainee wait until it is lifted.
func (tx *Tx) Restrict(reference string, on bool) (*Trainee, error) {
	was, err := tx.Trainee(reference)
	if err != nil {
		return nil, err
	}
	switch {
	case Erased(reference):
		return nil, RefuseField("trainee", "trainee_unknown", Facts{"Trainee": reference})
	case on && was.Restricted != "":
		return nil, RefuseField("trainee", "restricted_already", Facts{"Trainee": reference, "Date": was.Restricted})
	case !on && was.Restricted == "":
		return nil, RefuseField("trainee", "restricted_not", Facts{"Trainee": reference})
	}
	t := *was
	if t.Restricted = ""; on {
		t.Restricted = tx.Today()
	}
	return &t, firstError(tx.updateTrainee(&t), tx.silence(&t), tx.noteTrainee(reference, t.Unit, was.facts(), t.facts()))
}

// silence takes back what has been said of a trainee whose row is restricted now.
func (tx *Tx) silence(t *Trainee) error {
	if t.Restricted == "" {
		return nil
	}
	number, err := tx.subject(t.Reference)
	if err != nil {
		return err
	}
	_, err = tx.takeBack([]subject{{number, t.Reference}}, tx.by.Member)
	return err
}

// unrestricted refuses to change a row that is restricted.
func (t *Trainee) unrestricted() error {
	if t.Restricted != "" {
		return RefuseField("trainee", "trainee_restricted", Facts{"Trainee": t.Reference})
	}
	return nil
}
