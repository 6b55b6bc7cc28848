package store

import (
	"testing"
)

// did does fn by the member 1, and gives its entry in the audit; where it may be refused, the last one.
func (w *world) did(fn func(*Tx) error, mustDo bool) (entry int64) {
	w.Helper()
	w.write(as(1, "claim", func(tx *Tx) error {
		if err := fn(tx); err != nil && mustDo {
			return err
		}
		if entry = tx.Did(); entry == 0 {
			return tx.get([]any{&entry}, `SELECT max(id) FROM audit WHERE entry IS NULL`)
		}
		return nil
	}))
	return entry
}

func undo(member, entry int64) func(*Tx) error {
	return as(member, "undo", func(tx *Tx) error { _, err := tx.Undo(member, entry); return err })
}

// state is all that an undo is to bring back.
func (w *world) state() (s string) {
	w.Helper()
	w.read(func(tx *Tx) error {
		return tx.get([]any{&s}, `SELECT
			coalesce((SELECT string_agg(number || kind || coalesce(unit, '-') || coalesce(created_on, '-') || coalesce(claimed_by, '-') || coalesce(programme, '-')
				|| coalesce(discontinued_on, '-') || reason || tasks, '; ' ORDER BY number) FROM slots), '') || ' / ' ||
			coalesce((SELECT string_agg(reference || slot || starts_on || ends_on || coalesce(ended_on, '-') || coalesce(result, '-') || coalesce(outcome, '-'), '; '
				ORDER BY reference) FROM trainees), '') || ' / ' ||
			(SELECT string_agg(language, ',' ORDER BY id) FROM members) || ' / ' ||
			coalesce((SELECT string_agg(programme || unit || span || kind || period || created || discontinued || started || ended, ' ' ORDER BY programme, unit, span, kind, period)
				FROM tallies WHERE created <> 0 OR discontinued <> 0 OR started <> 0 OR ended <> 0), '')`)
	})
	return s
}

func TestUndoBringsBackWhatWas(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "praktik", 3)
	published := w.publish(Publication{Kind: "praktik", Count: 2, Tasks: "tvätta", To: []string{"S"}})
	if err := w.take(1, published[0].Number, "S-1-1"); err != nil {
		t.Fatal(err)
	}
	ref := w.log(Trainee{Slot: own[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	for _, c := range []struct {
		command string
		fn      func(*Tx) error
	}{
		{"claim", func(tx *Tx) error { _, err := tx.ClaimNew(Claim{Unit: "V-1-1", Kind: "praktik", Count: 2}); return err }},
		{"claim", func(tx *Tx) error { _, err := tx.ClaimPublished(published[1].Number, "S-1-2"); return err }},
		{"publish", func(tx *Tx) error {
			_, err := tx.Publish(Publication{Kind: "praktik", Count: 2, To: []string{"V"}})
			return err
		}},
		{"release", func(tx *Tx) error { _, _, err := tx.Release(own[1].Number, "capacity"); return err }},
		{"release", func(tx *Tx) error { _, _, err := tx.Release(published[0].Number, "capacity"); return err }},
		{"release", func(tx *Tx) error { // several in one go
			_, _, err1 := tx.Release(own[1].Number, "capacity")
			_, _, err2 := tx.Release(published[0].Number, "capacity")
			return firstError(err1, err2)
		}},
		{"trainee", func(tx *Tx) error {
			_, err := tx.Log(Trainee{Slot: own[2].Number, StartsOn: start.AddDays(3), Supervisor: "Rektor"})
			return err
		}},
		{"end", func(tx *Tx) error { _, err := tx.End(ref, "interrupted", "studies", start); return err }},
		{"language", func(tx *Tx) error {
			m, err := tx.MemberByID(1)
			if err != nil {
				return err
			}
			return tx.SetLanguage(m, "en")
		}},
	} {
		before := w.state()
		var entry int64
		w.write(as(1, c.command, func(tx *Tx) error { err := c.fn(tx); entry = tx.Did(); return err }))
		if w.state() == before {
			t.Errorf("%s did nothing", c.command)
		}
		w.refused("undo_not_yours", undo(2, entry))
		w.write(undo(1, entry))
		if after := w.state(); after != before {
			t.Errorf("%s: before %s\nafter %s", c.command, before, after)
		}
		w.tallied()
		w.refused("undo_done", undo(1, entry))
		w.write(as(1, c.command, c.fn)) // it can be done again, and undone as the last
		w.write(undo(1, 0))
		if after := w.state(); after != before && c.command != "publish" {
			t.Errorf("%s again: before %s\nafter %s", c.command, before, after)
		}
	}
	w.tallied()
}

func TestUndoTakesOneAfterTheOther(t *testing.T) {
	w := newWorld(t)
	empty := w.state()
	w.claim("S-1-1", "praktik", 1)
	claimed := w.state()
	w.log(Trainee{Slot: 1, StartsOn: start, Supervisor: "Rektor"})
	logged := w.state()
	w.end("D-2020-0001", start)
	for _, want := range []string{logged, claimed, empty} {
		w.write(undo(1, 0))
		if got := w.state(); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
		w.tallied()
	}
	w.refused("undo_nothing", undo(1, 0))
	w.refused("undo_nothing", undo(2, 0))
	w.refused("undo_not_yours", undo(1, 999))
}

func TestUndoOfWhatSomebodyHasBuiltOn(t *testing.T) {
	w := newWorld(t)
	act := func(member int64, command string, fn func(*Tx) error) (entry int64) {
		w.write(as(member, command, func(tx *Tx) error { err := fn(tx); entry = tx.Did(); return err }))
		return entry
	}
	take := func(number int64, unit string) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.ClaimPublished(number, unit); return err }
	}
	release := func(number int64) func(*Tx) error {
		return func(tx *Tx) error { _, _, err := tx.Release(number, "capacity"); return err }
	}
	log := func(slot int64, ref string) func(*Tx) error {
		return func(tx *Tx) error {
			_, err := tx.Log(Trainee{Reference: ref, Slot: slot, StartsOn: start, Supervisor: "Rektor"})
			return err
		}
	}
	end := func(ref string) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.End(ref, "completed", "", start); return err }
	}
	claim := func(tx *Tx) error { _, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 1}); return err }

	published := act(3, "publish", func(tx *Tx) error { _, err := tx.Publish(Publication{Kind: "praktik", Count: 1}); return err }) // slot 1
	taken := act(1, "claim", take(1, "S-1-1"))
	w.refused("undo_built_on", undo(3, published))
	released := act(1, "release", release(1)) // published anew as slot 2
	w.refused("undo_built_on", undo(1, taken))
	retaken := act(2, "claim", take(2, "V-1-1"))
	w.refused("undo_built_on", undo(1, released))
	w.write(undo(2, retaken))
	w.write(undo(1, released)) // now nothing stands on it any more
	w.write(undo(1, taken))
	w.write(undo(3, published))

	claimed := act(1, "claim", claim) // slot 3
	logged := act(2, "trainee", log(3, "D-2020-0101"))
	w.refused("undo_built_on", undo(1, claimed))
	w.refused("undo_built_on", undo(1, 0))
	ended := act(1, "end", end("D-2020-0101"))
	w.refused("undo_built_on", undo(2, logged))
	next := act(2, "trainee", log(3, "D-2020-0102")) // somebody else is in the slot
	w.refused("undo_built_on", undo(1, ended))
	w.write(undo(2, next))
	gone := act(2, "release", release(3)) // or the slot is no more
	w.refused("undo_built_on", undo(1, ended))
	w.write(undo(2, gone))
	w.write(undo(1, ended))
	w.write(undo(2, logged))
	w.write(undo(1, claimed))
	w.tallied()
	if got := w.standing("K", start); got.Gross != 0 || got.Persons != 0 {
		t.Errorf("left over: %+v", got)
	}
}

func TestUndoOfSeveralLeavesNothingInTheWay(t *testing.T) {
	w := newWorld(t)
	var published, taken int64
	w.write(as(1, "publish", func(tx *Tx) error {
		_, err := tx.Publish(Publication{Kind: "praktik", Count: 2})
		published = tx.Did()
		return err
	}))
	w.write(as(1, "claim", func(tx *Tx) error {
		_, err1 := tx.ClaimPublished(1, "S-1-1")
		_, err2 := tx.ClaimPublished(2, "S-1-1")
		taken = tx.Did()
		return firstError(err1, err2)
	}))
	w.write(undo(1, taken))
	w.write(undo(1, published))
	w.refused("slot_unknown", func(tx *Tx) error { _, err := tx.Slot(2); return err })
}

func TestTheAuditIsNotChanged(t *testing.T) {
	w := newWorld(t)
	w.claim("S-1-1", "praktik", 1)
	w.write(undo(1, 0))
	w.forbidden("not changed", `UPDATE audit SET member = 2`)
	w.forbidden("not removed", `DELETE FROM audit`)
	var rows []Entry
	w.read(func(tx *Tx) (err error) {
		rows, err = all(tx, scanEntry, `SELECT `+entryColumns+` FROM audit ORDER BY id`)
		return err
	})
	if len(rows) != 2 || rows[0].Before != nil || rows[0].After == nil || rows[1].Before == nil || rows[1].After != nil || rows[1].Command != "undo" ||
		rows[0].Member != 1 || rows[0].Unit != "S-1-1" || rows[0].At != "2020-03-02T09:00:00.000Z" {
		t.Errorf("it holds %+v", rows)
	}
}
