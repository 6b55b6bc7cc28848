package handlers

import (
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// reserved is the reason with which a slot is said to be handled by the labour-market unit, of a person who is not to be written down at all.
const reserved = "amc"

// reserve marks a vacant slot so; where there are several, a form asks which.
func (t *turn) reserve() (Reply, error) {
	vacant, err := t.vacantSlots()
	switch {
	case err != nil:
		return Reply{}, err
	case len(vacant) == 0:
		return t.done(t.say("trainee.no_slot", nil), buttons(primary(t.label("claim.title", nil), "claim"))), nil
	case t.args.Slot == 0 && len(vacant) > 1:
		return t.form((&form{}).add(field{name: "slot", choices: t.slotChoices(vacant), value: strconv.FormatInt(vacant[0].Number, 10)})), nil
	case t.args.Slot == 0:
		t.args.Slot = vacant[0].Number
	}
	slot, err := t.ownSlot(t.args.Slot)
	if err != nil {
		return Reply{}, err
	}
	if _, err := t.tx.Reserve(slot.Number); err != nil {
		return Reply{}, err
	}
	line, err := t.filledLine(slot.Unit)
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.say("trainee.reserved", Facts{"Slot": slot.Number, "Unit": t.reg.Tree.Name(slot.Unit)})+"\n"+line, buttons(t.freeButton(slot.Number), t.undoButton())), nil
}

// freeButton ends the time of whoever is in a reserved slot, of whom nothing more is told.
func (t *turn) freeButton(slot int64) *slack.ButtonBlockElement {
	return button(t.label("trainee.free", nil), typed("end", words.Args{Slot: slot, Result: "completed", Outcome: "unknown"}))
}

// reservedLine is the line of a reserved slot, in a list or alone.
func (t *turn) reservedLine(slot int64) string {
	return t.say("trainee.handled", Facts{"Slot": slot})
}

// offerReserve offers it to a manager whose text was refused.
func (t *turn) offerReserve() []slack.Block {
	if t.reading.Refuse != "background" || !t.person.Has("manager", "deputy") {
		return nil
	}
	return []slack.Block{contextLine(t.say("trainee.reserve_when", nil)), buttons(button(t.label("trainee.reserve", nil), typed("trainee", words.Args{Reason: reserved})))}
}

// nobody tells of a reference that it is of a reserved slot, or of somebody who has been disposed of.
func nobody(reference string) bool { return store.Erased(reference) }
