package store

import "slices"

// Publication is what HR or a coordinator opens to units.
type Publication struct {
	Kind     string
	Count    int
	StartsOn Date
	Hours    float64
	Tasks    string
	To       []string // units, with what lies below them; none: everybody
}

// Publish opens slots for units to claim.
func (tx *Tx) Publish(p Publication) ([]Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	if p.Count < 1 || p.Count > MostAtOnce {
		return nil, RefuseField("count", "count_limit", Facts{"N": p.Count, "Most": MostAtOnce})
	}
	if err := firstError(checkText("tasks", p.Tasks, mostTasks), reg.checkSlot(p.Kind, p.StartsOn, p.Hours, today)); err != nil {
		return nil, err
	}
	for _, unit := range p.To {
		if reg.Tree.Unit(unit) == nil {
			return nil, RefuseField("unit", "unit_unknown", Facts{"Unit": unit})
		}
	}
	made := make([]Slot, p.Count)
	for i := range made {
		made[i] = Slot{Kind: p.Kind, PublishedOn: today, StartsOn: p.StartsOn, Hours: p.Hours, Tasks: p.Tasks}
		if err := tx.insertSlot(&made[i]); err != nil {
			return nil, err
		}
		for _, unit := range p.To {
			if _, err := tx.exec(`INSERT INTO offers (slot, unit) VALUES (?, ?) ON CONFLICT DO NOTHING`, made[i].Number, unit); err != nil {
				return nil, err
			}
		}
	}
	return made, nil
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
