package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRestrict holds that a restricted row is told in no list and not changed, imported over or disposed of, that it counts, and that it is lifted.
func TestRestrict(t *testing.T) {
	w := newWorld(t)
	slot := w.claim("S-1-1", "praktik", 1)[0].Number
	ref := w.log(Trainee{Slot: slot, StartsOn: start, EndsOn: start.AddDays(30), Supervisor: "Rektor"}).Reference
	before := w.standing("K", start)
	set := func(on bool) func(*Tx) error {
		return as(1, "restrict", func(tx *Tx) error { _, err := tx.Restrict(ref, on); return err })
	}
	w.refused("restricted_not", set(false))
	w.write(set(true))
	w.refused("restricted_already", set(true))
	w.refused("trainee_restricted", func(tx *Tx) error { _, err := tx.End(ref, "completed", "", start); return err })
	w.refused("trainee_restricted", func(tx *Tx) error { _, err := tx.Extend(ref, start.AddDays(40)); return err })
	w.refused("trainee_restricted", corrected(ref, func(t *Trainee) { t.Hours = 10 }))
	if got := w.slot(slot).Trainee; got != RestrictedReference {
		t.Errorf("the slot says %s", got)
	}
	if got := w.standing("K", start); cmp.Diff(before, got) != "" {
		t.Errorf("the figures are %+v, and were %+v", got, before)
	}
	w.read(func(tx *Tx) error {
		ending, err := tx.Ending("S-1-1", start.AddDays(60))
		if len(ending) != 0 {
			t.Errorf("who is to end: %v", ending)
		}
		return err
	})
	_, err := w.Import(t.Context(), "trainees", strings.NewReader(fmt.Sprintf("%s%s,%d,%s,%s,,\n", traineesHeader, ref, slot, start, start.AddDays(50))), ImportOptions{})
	var wrong ImportErrors
	if !errors.As(err, &wrong) || wrong[0].Reason != "trainee_restricted" {
		t.Errorf("an import over it: %v", err)
	}
	w.write(undo(1, 0))
	w.end(ref, start)
	w.write(set(true))
	w.set(start.AddMonths(13))
	w.write(decided)
	w.refused("erase_nothing", func(tx *Tx) error { _, err := proposed(tx); return err })
	w.write(set(false))
	if d := w.dispose(); d.Rows != 1 {
		t.Errorf("%d are disposed of", d.Rows)
	}
	w.tallied()
}
