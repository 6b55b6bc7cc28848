package store

import "testing"

// TestReserve holds that a slot of which nobody is told counts as filled, in all figures, until it is free again.
func TestReserve(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "praktik", 2)
	w.write(as(1, "trainee", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err }))
	w.tallied()
	w.refused("slot_filled", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err })
	w.refused("slot_unknown", func(tx *Tx) error { _, err := tx.Reserve(99); return err })
	if s := w.standing("K", start); s.Filled != 1 || s.Vacant != 1 || s.Persons != 1 || s.Net != 2 || s.Flow.Overdue != 0 || s.Flow.Ends != 0 {
		t.Errorf("reserved: %+v", s)
	}
	who := w.slot(own[0].Number).Trainee
	if !Erased(who) {
		t.Errorf("%s is somebody", who)
	}
	w.set("2020-04-01")
	w.end(who, "2020-04-01")
	w.tallied()
	w.write(as(1, "trainee", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err }))
	if s := w.standing("K", "2020-04-01"); s.Filled != 1 || s.Persons != 2 {
		t.Errorf("again: %+v", s)
	}
	w.set("2022-01-01")
	w.write(decided)
	w.refused("erase_nothing", func(tx *Tx) error { _, err := proposed(tx); return err })
}
