package store

import (
	"database/sql/driver"
	"testing"
)

// unhad is an argument that cannot be had.
type unhad struct{}

func (unhad) Value() (driver.Value, error) { panic("no value") }

func TestAStatementThatIsAskedWronglyHarmsNoOther(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]any{{"k"}, {"k", "C1", "", "", ""}, {"k", "C1", struct{}{}, ""}, {"k", "C1", unhad{}, ""}} {
		ask := func(tx *Tx) error { _, err := tx.exec(insertOutgoing, args...); return err }
		if err := w.Write(t.Context(), ask); err == nil {
			t.Errorf("%v were taken", args)
		}
		if err := w.Read(t.Context(), ask); err == nil {
			t.Errorf("%v were taken by a reader", args)
		}
	}
	w.write(send("after it"))
	if n := len(w.waiting()); n != 1 {
		t.Errorf("%d messages wait, want 1", n)
	}
}
