package store

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corrected gives a write that puts a trainee's row right.
func corrected(reference string, change func(*Trainee)) func(*Tx) error {
	return func(tx *Tx) error {
		t, err := tx.Trainee(reference)
		if err != nil {
			return err
		}
		change(t)
		_, err = tx.Correct(*t)
		return err
	}
}

func (w *world) trainee(reference string) (out *Trainee) {
	w.read(func(tx *Tx) (err error) { out, err = tx.Trainee(reference); return err })
	return out
}

// TestCorrect changes everything in a row, one thing after the other and all at once, and takes each back: the row is as it was and every count too.
func TestCorrect(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "arbetsträning", 2)
	lang := w.claim("S-1-1", "språkpraktik", 1)[0].Number
	ref := w.log(Trainee{Slot: s[0].Number, StartsOn: start, Hours: 20, Supervisor: "Rektor"}).Reference
	w.set(start.AddDays(60))
	first := w.trainee(ref)
	changes := map[string]func(*Trainee){
		"start":      func(t *Trainee) { t.StartsOn = start.AddDays(3) },
		"end":        func(t *Trainee) { t.EndsOn = start.AddDays(40) },
		"extent":     func(t *Trainee) { t.Hours, t.Percent = 0, 75 },
		"supervisor": func(t *Trainee) { t.Supervisor = "Biträdande rektor" },
		"slot":       func(t *Trainee) { t.Slot = s[1].Number },
		"kind":       func(t *Trainee) { t.Slot = lang },
		"outcome":    func(t *Trainee) { t.EndedOn, t.Result, t.Outcome = start.AddDays(30), "completed", "employed" },
	}
	changes["all"] = func(t *Trainee) {
		for _, name := range []string{"start", "end", "extent", "supervisor", "kind", "outcome"} {
			changes[name](t)
		}
	}
	for name, change := range changes {
		want := *first
		change(&want)
		if name == "kind" || name == "all" {
			want.Kind = "språkpraktik"
		}
		w.write(as(1, "correct", corrected(ref, change)))
		if d := cmp.Diff(&want, w.trainee(ref)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		w.tallied()
		w.write(undo(1, 0))
		if d := cmp.Diff(first, w.trainee(ref)); d != "" {
			t.Errorf("%s undone (-want +got):\n%s", name, d)
		}
		w.tallied()
	}
	w.end(ref, start.AddDays(50))
	w.write(as(1, "correct", corrected(ref, func(t *Trainee) { t.EndedOn, t.Result, t.Outcome = "", "", "" })))
	if w.slot(s[0].Number).Trainee != ref {
		t.Error("who has not ended is not there")
	}
	w.tallied()
	for _, row := range w.audit() {
		if strings.Contains(strings.ToLower(row), "rektor") {
			t.Errorf("the audit holds text: %s", row)
		}
	}
}

func TestCorrectIsRefused(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "arbetsträning", 2)
	other := w.claim("V-1-1", "arbetsträning", 1)[0].Number
	ref := w.log(Trainee{Slot: s[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	w.log(Trainee{Slot: s[1].Number, StartsOn: start, Supervisor: "Rektor"})
	for what, c := range map[string]struct {
		reason string
		change func(*Trainee)
	}{
		"nothing":             {"correct_nothing", func(t *Trainee) {}},
		"somebody is there":   {"slot_filled", func(t *Trainee) { t.Slot = s[1].Number }},
		"another unit's":      {"slot_not_yours", func(t *Trainee) { t.Slot = other }},
		"before the slot":     {"start_before_slot", func(t *Trainee) { t.StartsOn = start.AddDays(-1) }},
		"far away":            {"from_far", func(t *Trainee) { t.StartsOn = start.AddMonths(12).AddDays(1) }},
		"the end comes first": {"end_before_start", func(t *Trainee) { t.EndsOn = start.AddDays(-1) }},
		"too long":            {"end_limit", func(t *Trainee) { t.EndsOn = start.AddMonths(7) }},
		"a day to come":       {"end_future", func(t *Trainee) { t.EndedOn, t.Result = start.AddDays(1), "completed" }},
		"how is not said":     {"result_unknown", func(t *Trainee) { t.EndedOn = start }},
		"when is not said":    {"ended_missing", func(t *Trainee) { t.Result = "completed" }},
		"what then":           {"outcome_unknown", func(t *Trainee) { t.EndedOn, t.Result, t.Outcome = start, "completed", "rich" }},
		"hours":               {"hours_limit", func(t *Trainee) { t.Hours = 61 }},
		"no supervisor":       {"supervisor_missing", func(t *Trainee) { t.Supervisor = "" }},
	} {
		t.Run(what, func(t *testing.T) { w.refused(c.reason, corrected(ref, c.change)) })
	}
	w.refused("trainee_unknown", corrected("D-2020-0999", func(*Trainee) {}))
}

// TestUndoOfACorrectionThatSomebodyHasBuiltOn: another is in the slot that was left.
func TestUndoOfACorrectionThatSomebodyHasBuiltOn(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 2)
	ref := w.log(Trainee{Slot: s[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	var moved int64
	w.write(as(1, "correct", func(tx *Tx) error {
		err := corrected(ref, func(t *Trainee) { t.Slot = s[1].Number })(tx)
		moved = tx.Did()
		return err
	}))
	w.log(Trainee{Slot: s[0].Number, StartsOn: start, Supervisor: "Rektor"})
	w.refused("undo_built_on", undo(1, moved))
}

// TestACorrectionIsDisposedOf holds that nothing of it is left when the trainee is disposed of.
func TestACorrectionIsDisposedOf(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 1)[0].Number
	ref := w.log(Trainee{Slot: s, StartsOn: start, Supervisor: "Köksmästaren"}).Reference
	w.write(as(1, "correct", corrected(ref, func(t *Trainee) { t.Supervisor = "Husmor" })))
	w.end(ref, start)
	w.set(start.AddMonths(13))
	w.write(decided)
	w.dispose()
	for _, text := range []string{"Köksmästaren", "Husmor", ref} {
		if n := w.found(text); n != 0 {
			t.Errorf("%q is found %d times", text, n)
		}
	}
}
