package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// undoable are the commands whose effect their author can take back.
const undoable = `('claim', 'publish', 'release', 'trainee', 'end', 'extend', 'correct', 'restrict', 'language', 'remind', 'pause', 'resume', 'reminders', 'target', 'transfer', 'statement', 'assign', 'outcomes')`

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
		if err := tx.untouched(e); err != nil { // before anything is changed: who refuses has done nothing
			return nil, err
		}
	}
	tx.undoes = first
	for i := len(done) - 1; i >= 0; i-- {
		if err := tx.restore(done[i]); err != nil {
			return nil, fmt.Errorf("undo %s: %w", done[i].Noun, err) // without the object, which may be a reference
		}
	}
	return done, nil
}

// Undoable tells whether an entry is of a kind that its author can take back, and whether that has been done.
func (tx *Tx) Undoable(entry int64) (can, undone bool, err error) {
	err = tx.get([]any{&can, &undone}, `SELECT command IN `+undoable+`, EXISTS (SELECT 1 FROM audit u WHERE u.undoes = a.id) FROM audit a WHERE id = ?`, entry)
	return can && !undone, undone, err
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

// untouched refuses where something has happened to the object since that still stands, or has come to rest on it.
func (tx *Tx) untouched(e Entry) error {
	if !slices.Contains([]string{"slot", "trainee", "member", "wish", "rule", "quotas", "programme", "round", "statement", "role", "petition"}, e.Noun) || e.Noun == "trainee" && Erased(e.Called) && e.Before != nil {
		return Refuse("undo_not_this", nil)
	}
	if e.Noun == "trainee" && e.Command != "restrict" {
		if t, err := tx.Trainee(e.Called); err == nil && t.Restricted != "" {
			return t.unrestricted()
		}
	}
	if e.Noun == "quotas" {
		later, err := tx.revisedSince(e)
		if err == nil && later {
			err = Refuse("undo_revised", nil)
		}
		return err
	}
	var later bool
	err := tx.get([]any{&later}, `SELECT EXISTS (SELECT 1 FROM audit a JOIN audit f ON f.id = coalesce(a.entry, a.id)
		WHERE a.noun = ? AND a.object = ? AND a.id > ? AND f.id <> ? AND f.undoes IS NULL
		  AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undoes = f.id))`, e.Noun, e.Object, e.ID, e.First)
	if err == nil && !later && e.Noun == "slot" {
		err = tx.get([]any{&later}, `SELECT EXISTS (SELECT 1 FROM trainees WHERE slot = ?)`, e.Object)
		later = later && e.Command != "release" // which leaves those who have been there
	}
	if err == nil && !later && e.Noun == "trainee" && e.Before != nil {
		later, err = tx.slotLost(e)
	}
	if err == nil && later {
		err = Refuse("undo_built_on", Facts{"Noun": e.Noun, "Object": e.Called})
	}
	return err
}

func (tx *Tx) restore(e Entry) error {
	switch e.Noun {
	case "slot":
		return tx.restoreSlot(e)
	case "trainee":
		return tx.restoreTrainee(e)
	case "wish":
		return tx.restoreWish(e)
	case "round":
		return tx.restoreRound(e)
	case "rule":
		return tx.restoreRules(e)
	case "quotas":
		return tx.restoreQuotas(e)
	case "programme":
		return tx.restoreTarget(e)
	case "statement":
		return tx.unsay(e)
	case "role":
		return tx.restoreRole(e)
	case "petition":
		return tx.restorePetition(e)
	}
	return tx.restoreMember(e)
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
	if e.Before == nil {
		if _, err := tx.exec(`DELETE FROM slots WHERE number = ?`, number); err != nil {
			return err
		}
		return firstError(tx.tallySlot(now, &Slot{}), tx.note("slot", e.Object, e.Unit, now.facts(), nil))
	}
	var was slotFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	then := *now
	then.Unit, then.CreatedOn, then.Programme, then.DiscontinuedOn, then.Reason = was.Unit, was.Created, was.Programme, was.Discontinued, was.Reason
	if then.Unit == "" {
		then.ClaimedBy = 0
	}
	if _, err := tx.exec(`UPDATE slots SET unit = ?, created_on = ?, programme = ?, discontinued_on = ?, reason = ?, claimed_by = ? WHERE number = ?`,
		null(then.Unit), null(then.CreatedOn), null(then.Programme), null(then.DiscontinuedOn), then.Reason, null(then.ClaimedBy), number); err != nil {
		return err
	}
	return firstError(tx.tallySlot(now, &then), tx.note("slot", e.Object, e.Unit, now.facts(), was))
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
	if _, err := tx.exec(`UPDATE members SET language = ?, paused_from = ?, paused_until = ? WHERE id = ?`, was.Language, was.Pause.From, was.Pause.To, id); err != nil {
		return err
	}
	return tx.note("member", e.Object, "", e.After, was)
}

// Last gives the rows of what Undo would take back for a member; a Refusal "undo_nothing" where there is nothing.
func (tx *Tx) Last(member int64) ([]Entry, error) {
	first, err := tx.undoFirst(member, 0)
	if err != nil {
		return nil, err
	}
	return tx.entries(first)
}
