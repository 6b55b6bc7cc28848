package store

import "slices"

// Claim is a commitment to slots of a unit's own.
type Claim struct {
	Unit       string
	Kind       string
	Count      int
	StartsOn   Date    // "": at once
	Hours      float64 // a week; 0: not said
	Tasks      string
	Supervisor string
}

// ClaimNew creates slots of the unit's own. A met quota is no hindrance.
func (tx *Tx) ClaimNew(c Claim) ([]Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	if err := reg.checkClaim(c, today); err != nil {
		return nil, err
	}
	made := make([]Slot, c.Count)
	programme := reg.ProgrammeFor(c.Kind, c.Unit, today)
	for i := range made {
		made[i] = Slot{Kind: c.Kind, Unit: c.Unit, CreatedOn: today, ClaimedBy: tx.by.Member, StartsOn: c.StartsOn, Hours: c.Hours,
			Tasks: c.Tasks, Supervisor: c.Supervisor, Programme: programme}
		if err := tx.insertOwnSlot(&made[i]); err != nil {
			return nil, err
		}
	}
	return made, tx.tally(&made[0], today, Tally{Created: c.Count})
}

func (r *Register) checkClaim(c Claim, today Date) error {
	return firstError(r.checkUnit(c.Unit, today), checkCount(c.Count), checkText("tasks", c.Tasks, mostTasks),
		checkText("supervisor", c.Supervisor, mostSupervisor), r.checkSlot(c.Kind, c.StartsOn, c.Hours, today))
}

// CheckClaim tells what ClaimNew would refuse, so that nobody is asked to say yes to what cannot be done.
func (tx *Tx) CheckClaim(c Claim) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	return reg.checkClaim(c, tx.Today())
}

// ClaimPublished takes a published slot for a unit. Who comes second gets a Refusal "slot_taken".
func (tx *Tx) ClaimPublished(number int64, unit string) (*Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	s, err := tx.Slot(number)
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	if err := tx.checkPublished(reg, s, unit, today); err != nil {
		return nil, err
	}
	was := s.facts()
	s.Unit, s.CreatedOn, s.ClaimedBy, s.Programme = unit, today, tx.by.Member, reg.ProgrammeFor(s.Kind, unit, today)
	if _, err := tx.exec(`UPDATE slots SET unit = ?, created_on = ?, claimed_by = ?, programme = ? WHERE number = ?`,
		unit, today, null(s.ClaimedBy), null(s.Programme), number); err != nil {
		return nil, err
	}
	if err := tx.noteSlot(&was, s); err != nil {
		return nil, err
	}
	return s, tx.tally(s, today, Tally{Created: 1})
}

// CheckPublished is CheckClaim for ClaimPublished.
func (tx *Tx) CheckPublished(number int64, unit string) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	s, err := tx.Slot(number)
	if err != nil {
		return err
	}
	return tx.checkPublished(reg, s, unit, tx.Today())
}

func (tx *Tx) checkPublished(reg *Register, s *Slot, unit string, today Date) error {
	name := reg.Tree.Name(unit)
	switch err := s.there(today); {
	case err != nil:
		return err
	case s.Unit == unit:
		return RefuseField("slot", "slot_yours", Facts{"Slot": s.Number, "Unit": name})
	case s.Unit != "":
		return RefuseField("slot", "slot_taken", Facts{"Slot": s.Number, "Kind": s.Kind})
	}
	if err := reg.checkUnit(unit, today); err != nil {
		return err
	}
	offered, err := tx.offeredTo(reg, s.Number, unit)
	if err == nil && !offered {
		err = RefuseField("slot", "slot_not_offered", Facts{"Slot": s.Number, "Unit": name})
	}
	return firstError(err, reg.checkKind(s.Kind, max(s.StartsOn, today)))
}

func (tx *Tx) offeredTo(reg *Register, number int64, unit string) (bool, error) {
	roots, err := all(tx, scanText, `SELECT unit FROM offers WHERE slot = ?`, number)
	for _, root := range roots {
		if reg.Tree.Within(unit, root) {
			return true, err
		}
	}
	return len(roots) == 0, err
}

// Reasons why a slot is given back: codes, since a reason in words could say something of a person.
var Reasons = []string{"capacity", "load", "supervisor", "staffing", "premises", "reorganisation", "candidate", "mistake", "other"}

// Release gives a slot back: it is discontinued from today. One that had been published is published anew, as the second result; nil otherwise.
func (tx *Tx) Release(number int64, reason string) (*Slot, *Slot, error) {
	s, err := tx.Slot(number)
	if err != nil {
		return nil, nil, err
	}
	today := tx.Today()
	switch err := s.there(today); {
	case err != nil:
		return nil, nil, err
	case s.Trainee != "":
		return nil, nil, RefuseField("slot", "slot_filled", Facts{"Slot": number, "Trainee": s.Trainee})
	case !slices.Contains(Reasons, reason):
		return nil, nil, RefuseField("reason", "reason_unknown", nil)
	}
	was, before := s.facts(), *s
	s.DiscontinuedOn, s.Reason = today, reason
	if _, err := tx.exec(`UPDATE slots SET discontinued_on = ?, reason = ? WHERE number = ?`, today, reason, number); err != nil {
		return nil, nil, err
	}
	if err := firstError(tx.noteSlot(&was, s), tx.tallySlot(&before, s)); err != nil {
		return nil, nil, err
	}
	if s.PublishedOn == "" || s.Unit == "" {
		return s, nil, nil
	}
	again := &Slot{Kind: s.Kind, PublishedOn: today, StartsOn: s.StartsOn, Hours: s.Hours, Tasks: s.Tasks, Replaces: s.Number}
	if err := tx.insertSlot(again); err != nil {
		return nil, nil, err
	}
	_, err = tx.exec(`INSERT INTO offers (slot, unit) SELECT ?, unit FROM offers WHERE slot = ?`, again.Number, number)
	return s, again, err
}
