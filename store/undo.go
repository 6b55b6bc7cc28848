package store

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Undoable are the commands whose effect their author can take back.
var undoable = `('claim', 'publish', 'release', 'trainee', 'end', 'extend', 'language')`

// Undo takes back what a member did in one go: entry is its first audit row, or 0 for the member's last that can be taken back. It refuses what
// is another's, what is taken back already, and what somebody has built on. The rows that it took back are the result.
func (tx *Tx) Undo(member, entry int64) ([]Entry, error) {
	first, err := tx.undoFirst(member, entry)
	if err != nil {
		return nil, err
	}
	done, err := tx.entries(first)
	if err != nil {
		return nil, err
	}
	for _, e := range done {
		if err := tx.untouched(e); err != nil {
			return nil, err
		}
	}
	for i := len(done) - 1; i >= 0; i-- {
		if err := tx.restore(done[i]); err != nil {
			return nil, fmt.Errorf("undo %s %s: %w", done[i].Noun, done[i].Object, err)
		}
	}
	return done, nil
}

func (tx *Tx) undoFirst(member, entry int64) (int64, error) {
	if entry == 0 {
		err := tx.get([]any{&entry}, `SELECT id FROM audit a
			WHERE member = ? AND entry IS NULL AND undoes IS NULL AND command IN `+undoable+`
			  AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undoes = a.id) ORDER BY id DESC LIMIT 1`, member)
		if none(err) {
			return 0, Refuse("undo_nothing", nil)
		}
		return entry, err
	}
	done, err := tx.entries(entry)
	if err != nil {
		return 0, err
	}
	if len(done) == 0 || done[0].Member != member || done[0].Command == "undo" {
		return 0, Refuse("undo_not_yours", nil)
	}
	var by int64
	err = tx.get([]any{&by}, `SELECT id FROM audit WHERE undoes = ?`, done[0].First)
	switch {
	case err == nil:
		return 0, Refuse("undo_done", nil)
	case none(err):
		return done[0].First, nil
	}
	return 0, err
}

// untouched refuses where something has happened to the object since, or has come to rest on it.
func (tx *Tx) untouched(e Entry) error {
	var later int
	if err := tx.get([]any{&later}, `SELECT count(*) FROM audit a WHERE noun = ? AND object = ? AND id > ? AND a.id <> ? AND coalesce(entry, id) <> ?
		AND undoes IS NULL AND coalesce(entry, id) NOT IN (SELECT undoes FROM audit WHERE undoes IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM audit f WHERE f.id = coalesce(a.entry, a.id) AND f.undoes IS NOT NULL)`,
		e.Noun, e.Object, e.ID, e.ID, e.First); err != nil {
		return err
	}
	if later == 0 && e.Noun == "slot" {
		if err := tx.get([]any{&later}, `SELECT count(*) FROM trainees WHERE slot = ? AND ? = 'claim'`, e.Object, e.Command); err != nil {
			return err
		}
	}
	if later > 0 {
		return Refuse("undo_built_on", Facts{"Noun": e.Noun, "Object": e.Object})
	}
	return nil
}

func (tx *Tx) restore(e Entry) error {
	switch e.Noun {
	case "slot":
		return tx.restoreSlot(e)
	case "trainee":
		return tx.restoreTrainee(e)
	case "member":
		return tx.restoreMember(e)
	}
	return Refuse("undo_not_this", nil)
}

func (tx *Tx) restoreSlot(e Entry) error {
	number, err := strconv.ParseInt(e.Object, 10, 64)
	if err != nil {
		return err
	}
	now, err := tx.Slot(number)
	if err != nil {
		return err
	}
	if err := tx.untallySlot(now, e); err != nil {
		return err
	}
	if e.Before == nil {
		if _, err := tx.exec(`DELETE FROM slots WHERE number = ?`, number); err != nil {
			return err
		}
		return tx.noted("slot", e.Object, e.Unit, now.facts(), nil, e.undoes())
	}
	var was slotFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE slots SET unit = ?, created_on = ?, programme = ?, discontinued_on = ?, reason = ?,
		claimed_by = CASE WHEN ? IS NULL THEN NULL ELSE claimed_by END WHERE number = ?`,
		null(was.Unit), null(was.Created), null(was.Programme), null(was.Discontinued), was.Reason, null(was.Unit), number); err != nil {
		return err
	}
	return tx.noted("slot", e.Object, e.Unit, now.facts(), was, e.undoes())
}

// undoes is what the row that takes e back says of it: only the first row of what was done in one go carries it.
func (e Entry) undoes() int64 {
	if e.ID == e.First {
		return e.ID
	}
	return 0
}

// untallySlot takes out of the counts what the entry put in.
func (tx *Tx) untallySlot(now *Slot, e Entry) error {
	var was slotFacts
	if e.Before != nil {
		if err := json.Unmarshal(e.Before, &was); err != nil {
			return err
		}
	}
	if was.Discontinued == "" && now.DiscontinuedOn != "" && now.Unit != "" {
		if err := tx.tally(now, now.DiscontinuedOn, Tally{Discontinued: -1}); err != nil {
			return err
		}
	}
	if was.Created == "" && now.CreatedOn != "" {
		return tx.tally(now, now.CreatedOn, Tally{Created: -1})
	}
	return nil
}

func (tx *Tx) restoreTrainee(e Entry) error {
	now, err := tx.Trainee(e.Object)
	if err != nil {
		return err
	}
	slot, err := tx.Slot(now.Slot)
	if err != nil {
		return err
	}
	if e.Before == nil {
		if _, err := tx.exec(`DELETE FROM trainees WHERE reference = ?`, e.Object); err != nil {
			return err
		}
		if err := tx.tally(slot, now.StartsOn, Tally{Started: -1}); err != nil {
			return err
		}
		return tx.noted("trainee", e.Object, e.Unit, now.facts(), nil, e.undoes())
	}
	var was traineeFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	if was.Ended == "" && slot.Trainee != "" {
		return Refuse("undo_built_on", Facts{"Noun": "slot", "Object": strconv.FormatInt(slot.Number, 10)})
	}
	if _, err := tx.exec(`UPDATE trainees SET ends_on = ?, ended_on = ?, result = ?, outcome = ? WHERE reference = ?`,
		string(was.Ends), null(was.Ended), null(was.Result), null(was.Outcome), e.Object); err != nil {
		return err
	}
	if was.Ended == "" && now.EndedOn != "" {
		if err := tx.tally(slot, now.EndedOn, Tally{Ended: -1}); err != nil {
			return err
		}
	}
	return tx.noted("trainee", e.Object, e.Unit, now.facts(), was, e.undoes())
}

func (tx *Tx) restoreMember(e Entry) error {
	var was memberFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	id, err := strconv.ParseInt(e.Object, 10, 64)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE members SET language = ? WHERE id = ?`, was.Language, id); err != nil {
		return err
	}
	return tx.noted("member", e.Object, "", json.RawMessage(e.After), was, e.undoes())
}
