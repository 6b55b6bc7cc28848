package store

import (
	"slices"
	"testing"
	"time"
)

func TestAMessageIsWrittenOnce(t *testing.T) {
	w := newWorld(t)
	for _, payload := range []string{"first", "second"} {
		w.write(func(tx *Tx) error { return tx.Send("k", "C1", []byte(payload)) })
	}
	w.read(func(tx *Tx) error {
		out, err := tx.Waiting(10)
		if len(out) != 1 || string(out[0].Payload) != "first" || out[0].State != "planned" || out[0].Channel != "C1" {
			t.Errorf("waiting %+v", out)
		}
		return err
	})
	w.forbidden("UNIQUE", `INSERT INTO outgoing (key, channel, payload, due_at) VALUES ('k', 'C1', x'', '')`)
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	w := newWorld(t)
	for _, key := range []string{"a", "b", "c", "d"} {
		w.write(send(key))
	}
	ids := map[string]int64{}
	w.read(func(tx *Tx) error {
		out, err := tx.Waiting(10)
		for _, o := range out {
			ids[o.Key] = o.ID
		}
		return err
	})
	later := w.Now().Add(90 * time.Second)
	w.write(func(tx *Tx) error {
		return firstError(tx.Sent(ids["a"], "C1 1583139600.000100"), tx.Later(ids["b"], false, later, "ratelimited"),
			tx.Later(ids["c"], true, later.Add(-time.Second), "timeout"), tx.Failed(ids["d"], "channel_not_found"))
	})
	check := func(want []string, depth int, due time.Time) {
		t.Helper()
		if got := w.waiting(); !slices.Equal(got, want) {
			t.Errorf("due are %v, want %v", got, want)
		}
		w.read(func(tx *Tx) error {
			n, err1 := tx.Depth()
			next, err2 := tx.NextDue()
			if n != depth || !next.Equal(due) {
				t.Errorf("%d wait, the next is due at %v; want %d, %v", n, next, depth, due)
			}
			return firstError(err1, err2)
		})
	}
	check(nil, 2, later.Add(-time.Second))
	w.mu.Lock()
	w.now = later
	w.mu.Unlock()
	check([]string{"c", "b"}, 2, later.Add(-time.Second))
	w.read(func(tx *Tx) error {
		out, err := tx.Waiting(1)
		if len(out) != 1 || out[0].State != "unclear" || out[0].Tries != 1 {
			t.Errorf("first comes %+v", out)
		}
		return err
	})
	w.write(func(tx *Tx) error { return firstError(tx.Sent(ids["b"], "x"), tx.Sent(ids["c"], "y")) })
	check(nil, 0, time.Time{})
	w.write(send("a")) // sent long ago: not again
	check(nil, 0, time.Time{})
	var left int
	w.read(func(tx *Tx) error {
		return tx.get([]any{&left}, `SELECT count(*) FROM outgoing WHERE length(payload) > 0`)
	})
	if left != 0 {
		t.Errorf("of %d messages the text is still there", left)
	}
}
