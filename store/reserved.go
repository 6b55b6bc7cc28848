package store

import "fmt"

// reservedUntil is the planned end of a time whose end nobody has told.
const reservedUntil = Date("2999-12-31")

// Reserve says that somebody is in a slot of whom nothing is written down, not even a reference: a person with a protected identity, whom the
// labour-market unit alone handles. The slot counts as filled, and as a person, until End.
func (tx *Tx) Reserve(number int64) (*Trainee, error) {
	slot, err := tx.Slot(number)
	if err != nil {
		return nil, err
	}
	switch err := slot.there(tx.Today()); {
	case err != nil:
		return nil, err
	case slot.Unit == "":
		return nil, RefuseField("slot", "slot_open", Facts{"Slot": number})
	case slot.DiscontinuedOn != "":
		return nil, RefuseField("slot", "slot_gone", Facts{"Slot": number})
	}
	var last int64
	if err := tx.get([]any{&last}, lastNumber, "subjects"); err != nil {
		return nil, err
	}
	t := Trainee{Reference: fmt.Sprintf("%s%06d", erasedPrefix, last+1), Slot: number, Unit: slot.Unit, Kind: slot.Kind,
		StartsOn: max(tx.Today(), slot.CreatedOn), EndsOn: reservedUntil}
	if err := tx.free(slot, &t); err != nil {
		return nil, err
	}
	return &t, firstError(tx.insertTrainee(&t), tx.tallyTrainee(slot, &Trainee{}, &t))
}
