package store

// CheckClaim tells what ClaimNew would refuse, so that nobody is asked to say yes to what cannot be done.
func (tx *Tx) CheckClaim(c Claim) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	return reg.checkClaim(c, tx.Today())
}

// CheckPublication is CheckClaim for Publish.
func (tx *Tx) CheckPublication(p Publication) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	if p.Count < 1 || p.Count > MostAtOnce {
		return RefuseField("count", "count_limit", Facts{"N": p.Count, "Most": MostAtOnce})
	}
	return reg.checkSlot(p.Kind, p.StartsOn, p.Hours, tx.Today())
}

// CheckTrainee is CheckClaim for Log. The trainee gets the end and the supervisor that Log would give.
func (tx *Tx) CheckTrainee(t *Trainee) error {
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return err
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	return firstError(reg.checkTrainee(slot, t, tx.Today()), tx.free(slot, t))
}
