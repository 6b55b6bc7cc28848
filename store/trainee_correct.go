package store

import (
	"encoding/json"
	"slices"
)

// Correct puts a trainee's row right (GDPR art. 16): t is as it is to be, in the same slot or another one of the same unit. What has not been
// changed is not asked about, since a history that was read in may hold what would not be let in today. An empty EndedOn says that the trainee has not
// ended.
func (tx *Tx) Correct(t Trainee) (*Trainee, error) {
	was, before, slot, err := tx.correcting(&t)
	if err != nil {
		return nil, err
	}
	if err := tx.updateTrainee(&t); err != nil {
		return nil, err
	}
	if err := tx.noteTrainee(t.Reference, t.Unit, was.facts(), t.facts()); err != nil {
		return nil, err
	}
	return &t, firstError(tx.keepSupervisor(was, &t), tx.tallyMoved(before, slot, was, &t))
}

// CheckCorrect gives what Correct would refuse.
func (tx *Tx) CheckCorrect(t Trainee) error {
	_, _, _, err := tx.correcting(&t)
	return err
}

// correcting gives what stands of a trainee, and in which slots, where t may take its place; t gets the unit and the kind of its slot.
func (tx *Tx) correcting(t *Trainee) (was *Trainee, before, slot *Slot, err error) {
	if was, err = tx.Trainee(t.Reference); err != nil {
		return nil, nil, nil, err
	}
	if Erased(t.Reference) {
		return nil, nil, nil, RefuseField("trainee", "trainee_unknown", Facts{"Trainee": t.Reference})
	}
	if err := was.unrestricted(); err != nil {
		return nil, nil, nil, err
	}
	if before, err = tx.Slot(was.Slot); err != nil {
		return nil, nil, nil, err
	}
	if slot, err = tx.Slot(t.Slot); err != nil {
		return nil, nil, nil, err
	}
	t.Unit, t.Kind = slot.Unit, slot.Kind
	if *t == *was {
		return nil, nil, nil, Refuse("correct_nothing", nil)
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, nil, nil, err
	}
	return was, before, slot, firstError(reg.checkCorrection(slot, was, t, tx.Today()), tx.free(slot, t))
}

func (r *Register) checkCorrection(slot *Slot, was, t *Trainee, today Date) error {
	switch {
	case slot.Unit != was.Unit:
		return RefuseField("slot", "slot_not_yours", Facts{"Slot": slot.Number})
	case t.Slot != was.Slot && slot.there(today) != nil:
		return slot.there(today)
	case slot.DiscontinuedOn != "" && (t.EndedOn == "" || t.EndedOn > slot.DiscontinuedOn):
		return RefuseField("slot", "slot_gone", Facts{"Slot": slot.Number})
	}
	err := firstError(checkEnded(t, today), checkHours(t), checkText("supervisor", t.Supervisor, mostSupervisor))
	if err != nil {
		return err
	}
	k, open := r.Kind(slot.Kind, t.StartsOn)
	moved := t.Slot != was.Slot || t.StartsOn != was.StartsOn
	switch {
	case k == nil || moved && !open:
		return RefuseField("slot", "kind_closed", Facts{"Kind": slot.Kind, "Rule": k})
	case moved && t.StartsOn < slot.CreatedOn:
		return RefuseField("from", "start_before_slot", Facts{"Date": slot.CreatedOn})
	case moved && t.StartsOn > today.AddMonths(12):
		return RefuseField("from", "from_far", Facts{"Date": t.StartsOn})
	}
	if moved || t.EndsOn != was.EndsOn {
		err = checkEnd(k, t)
	}
	if t.Slot != was.Slot || t.Supervisor != was.Supervisor {
		err = firstError(err, checkSupervisor(k, t))
	}
	return err
}

// checkEnded holds that how it ended and when are said both or neither.
func checkEnded(t *Trainee, today Date) error {
	switch {
	case t.EndedOn == "" && t.Result+t.Outcome == "":
		return nil
	case t.EndedOn == "":
		return RefuseField("date", "ended_missing", nil)
	case t.EndedOn < t.StartsOn:
		return RefuseField("date", "end_before_start", Facts{"Date": t.StartsOn})
	case t.EndedOn > today:
		return RefuseField("date", "end_future", Facts{"Date": t.EndedOn})
	case !slices.Contains(Results, t.Result):
		return RefuseField("result", "result_unknown", nil)
	case t.Outcome != "" && !slices.Contains(Outcomes, t.Outcome):
		return RefuseField("outcome", "outcome_unknown", nil)
	}
	return nil
}

// updateTrainee writes the whole row of a reference anew.
func (tx *Tx) updateTrainee(t *Trainee) error {
	_, err := tx.exec(`UPDATE trainees SET slot = ?, starts_on = ?, ends_on = ?, ended_on = ?, result = ?, outcome = ?, hours = ?, percent = ?, supervisor = ?,
		restricted_on = ?, after_30 = ?, after_90 = ?, after_365 = ? WHERE reference = ?`,
		t.Slot, t.StartsOn, t.EndsOn, null(t.EndedOn), null(t.Result), null(t.Outcome), null(t.Hours), null(t.Percent), t.Supervisor, null(t.Restricted),
		null(t.After[0]), null(t.After[1]), null(t.After[2]), t.Reference)
	return err
}

// tallyMoved is tallyTrainee for one who may have come to another slot.
func (tx *Tx) tallyMoved(before, after *Slot, was, is *Trainee) error {
	if before.Number == after.Number {
		return tx.tallyTrainee(after, was, is)
	}
	return firstError(tx.tallyTrainee(before, was, &Trainee{}), tx.tallyTrainee(after, &Trainee{}, is))
}

// keepSupervisor keeps who the supervisor was, which the audit doesn't say.
func (tx *Tx) keepSupervisor(was, is *Trainee) error {
	if was.Supervisor == is.Supervisor {
		return nil
	}
	number, err := tx.subject(is.Reference)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO corrections (entry, subject, supervisor) VALUES (?, ?, ?)`, tx.Did(), number, was.Supervisor)
	return err
}

// formerSupervisor is who the supervisor was before an entry, now where that did not change it.
func (tx *Tx) formerSupervisor(e Entry, now string) (was string, err error) {
	err = tx.get([]any{&was}, `SELECT supervisor FROM corrections WHERE entry = ?`, e.First)
	if none(err) {
		return now, nil
	}
	return was, err
}

// restoreTrainee takes back what an entry made of a trainee's row.
func (tx *Tx) restoreTrainee(e Entry) error {
	now, err := tx.Trainee(e.Called)
	if err != nil {
		return err
	}
	slot, err := tx.Slot(now.Slot)
	if err != nil {
		return err
	}
	if e.Before == nil {
		if _, err := tx.exec(`DELETE FROM trainees WHERE reference = ?`, e.Called); err != nil {
			return err
		}
		return firstError(tx.tallyTrainee(slot, now, &Trainee{}), tx.noteTrainee(e.Called, e.Unit, now.facts(), nil))
	}
	then, before, err := tx.asBefore(e, now)
	if err != nil {
		return err
	}
	if then.Supervisor, err = tx.formerSupervisor(e, now.Supervisor); err != nil {
		return err
	}
	if err := tx.updateTrainee(then); err != nil {
		return err
	}
	if now.Restricted == "" {
		if err := tx.silence(then); err != nil {
			return err
		}
	}
	return firstError(tx.tallyMoved(slot, before, now, then), tx.noteTrainee(e.Called, e.Unit, now.facts(), then.facts()))
}

// asBefore gives a trainee and the slot as an entry says that they were.
func (tx *Tx) asBefore(e Entry, now *Trainee) (*Trainee, *Slot, error) {
	var was traineeFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return nil, nil, err
	}
	then := *now
	then.Slot, then.StartsOn, then.EndsOn, then.EndedOn, then.Result, then.Outcome = was.Slot, was.Starts, was.Ends, was.Ended, was.Result, was.Outcome
	then.Hours, then.Percent, then.Restricted = was.Hours, was.Percent, was.Restricted
	then.After = [3]string{was.After30, was.After90, was.After365}
	slot, err := tx.Slot(was.Slot)
	return &then, slot, err
}

// slotLost tells whether the slot in which a trainee was is another's since, or given back.
func (tx *Tx) slotLost(e Entry) (bool, error) {
	now, err := tx.Trainee(e.Called)
	if err != nil {
		return false, err
	}
	then, slot, err := tx.asBefore(e, now)
	if err != nil || then.Slot == now.Slot && then.StartsOn >= now.StartsOn && then.EndedOn == now.EndedOn {
		return false, err
	}
	who, err := tx.overlapping(then.Slot, then)
	gone := slot.there(tx.Today()) != nil && (then.EndedOn == "" || then.EndedOn > slot.DiscontinuedOn)
	return who != "" || gone, err
}
