package store

import (
	"context"
	"testing"
	"time"
)

func TestARequestIsHandledOnce(t *testing.T) {
	w := newWorld(t)
	answer := func(id string) (text string, done bool) {
		w.read(func(tx *Tx) error {
			b, ok, err := tx.Handled(id)
			text, done = string(b), ok
			return err
		})
		return text, done
	}
	if _, done := answer("Ev1"); done {
		t.Error("a request that nobody has seen is done")
	}
	w.write(func(tx *Tx) error { return firstError(send("effect")(tx), tx.MarkHandled("Ev1", []byte("claimed"))) })
	if text, done := answer("Ev1"); !done || text != "claimed" {
		t.Errorf("answered %q, %v", text, done)
	}
	err := w.Write(context.Background(), func(tx *Tx) error {
		return firstError(send("again")(tx), tx.MarkHandled("Ev1", []byte("claimed twice")))
	})
	if err == nil || len(w.waiting()) != 1 {
		t.Errorf("marked twice (%v): it had an effect %v", err, w.waiting())
	}
	w.write(func(tx *Tx) error { return tx.MarkHandled("Ev2", nil) })
	if text, done := answer("Ev2"); !done || text != "" {
		t.Errorf("answered with nothing: %q, %v", text, done)
	}
}

func TestOldRequestsAreForgotten(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error { return tx.MarkHandled("old", nil) })
	w.set(start.AddDays(2))
	w.write(func(tx *Tx) error { return firstError(tx.MarkHandled("new", nil), tx.ForgetRequests(24*time.Hour)) })
	for id, want := range map[string]bool{"old": false, "new": true} {
		w.read(func(tx *Tx) error {
			_, done, err := tx.Handled(id)
			if done != want {
				t.Errorf("%s is known: %v", id, done)
			}
			return err
		})
	}
}
