package store

import (
	"testing"
	"time"
)

func TestHeard(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(
			tx.Hear(Heard{Message: "D1 1.1", Member: 1, Key: "a", Talk: "a", Answer: "answer:a", Before: "null", After: "{}"}),
			tx.Hear(Heard{Message: "D1 1.2", Member: 1, Key: "b", Talk: "a", Before: "null", After: "{}", Missed: 2, Offered: "quota claim"}),
			tx.Hear(Heard{Message: "D1 1.1", Member: 1, Version: "2.0", Key: "c", Talk: "a", Answer: "answer:a", Before: "null", After: "{}"}),
			tx.Hear(Heard{Message: "D2 1.1", Member: 2, Key: "d", Talk: "d", Before: "null", After: "{}"}))
	})
	heard := func(read func(*Tx) (*Heard, error)) (h *Heard) {
		t.Helper()
		w.read(func(tx *Tx) (err error) { h, err = read(tx); return err })
		return h
	}
	if h := heard(func(tx *Tx) (*Heard, error) { return tx.Heard("D1 1.1") }); h == nil || h.Version != "2.0" || h.Key != "c" || h.Answer != "answer:a" || h.Entry != 0 {
		t.Errorf("the changed message is %+v", h)
	}
	if h := heard(func(tx *Tx) (*Heard, error) { return tx.Heard("D1 9.9") }); h != nil {
		t.Errorf("what nobody wrote is %+v", h)
	}
	last := heard(func(tx *Tx) (*Heard, error) { return tx.LastHeard(1, 0) })
	if last == nil || last.Message != "D1 1.2" || last.Missed != 2 || last.Offered != "quota claim" || !last.Fresh(w.now.Add(29*time.Minute)) || last.Fresh(w.now.Add(30*time.Minute)) {
		t.Errorf("the last message is %+v", last)
	}
	if h := heard(func(tx *Tx) (*Heard, error) { return tx.LastHeard(1, last.ID) }); h == nil || h.Message != "D1 1.1" {
		t.Errorf("the one before is %+v", h)
	}
	w.write(func(tx *Tx) error {
		tx.Act(By{Member: 1, Door: "message", Command: "claim"})
		if err := tx.note("slot", "1", "", nil, map[string]int{"n": 1}); err != nil {
			return err
		}
		return tx.Fulfil("b", tx.Did())
	})
	for message, done := range map[string]bool{"D1 1.1": true, "D1 1.2": true, "D2 1.1": false} {
		if h := heard(func(tx *Tx) (*Heard, error) { return tx.Heard(message) }); (h.Entry != 0) != done {
			t.Errorf("%s came to %d", message, h.Entry)
		}
	}
	w.mu.Lock()
	w.now = w.now.AddDate(0, 0, 8)
	w.mu.Unlock()
	w.write(func(tx *Tx) error { return tx.ForgetHeard(7 * 24 * time.Hour) })
	if h := heard(func(tx *Tx) (*Heard, error) { return tx.Heard("D1 1.1") }); h != nil {
		t.Errorf("after a week there is still %+v", h)
	}
}

func TestAnAnswerInsteadOfAnother(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.Send("a", "U1", []byte(`{}`)), tx.SendInstead("b", "a", "U1", []byte(`{}`)), tx.SendInstead("c", "nowhere", "U1", []byte(`{}`)),
			tx.SendInstead("d", "", "U1", []byte(`{}`)))
	})
	w.read(func(tx *Tx) error {
		for key, want := range map[string]Outgoing{"b": {Updates: "a", Anew: true}, "c": {}, "d": {}} {
			o, err := tx.ByKey(key)
			if err != nil {
				return err
			}
			if o == nil || o.Updates != want.Updates || o.Anew != want.Anew {
				t.Errorf("%s is %+v", key, o)
			}
		}
		return nil
	})
}
