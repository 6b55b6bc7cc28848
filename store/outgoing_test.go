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

// What is put off over the night takes along what was to be said in the message before it.
func TestTheMessageBeforeIsLeftAsItIsUntilThen(t *testing.T) {
	w := newWorld(t)
	w.write(send("old"))
	w.write(func(tx *Tx) error {
		old, err := tx.ByKey("old")
		return firstError(err, tx.Sent(old.ID, "D1 1"), tx.SendMany("new", old.Channel, []byte(`{"text":"new"}`), tx.Now.Add(72*time.Hour)),
			tx.ReviseMany("older", "old", []byte(`{"text":"older"}`)), tx.SendMany("other", "U0OTHER001", []byte(`{"text":"other"}`), tx.Now.Add(72*time.Hour)))
	})
	w.write(func(tx *Tx) error {
		m, err := tx.ByKey("new")
		return firstError(err, tx.PutOff(m.ID, tx.Now.Add(10*time.Hour)))
	})
	if got := w.waiting(); !slices.Equal(got, []string{"other"}) {
		t.Errorf("due are %v", got)
	}
	w.mu.Lock()
	w.now = w.now.Add(10 * time.Hour)
	w.mu.Unlock()
	if got := w.waiting(); !slices.Equal(got, []string{"other", "new", "older"}) {
		t.Errorf("in the morning due are %v", got)
	}
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

// row gives a message by its key.
func (w *world) row(key string) (o *Outgoing) {
	w.Helper()
	w.read(func(tx *Tx) (err error) { o, err = tx.ByKey(key); return err })
	return o
}

func TestARevisionWaitsForWhatItChanges(t *testing.T) {
	w := newWorld(t)
	revise := func(key, text string) { w.write(func(tx *Tx) error { return tx.Revise(key, "a", []byte(text)) }) }
	revise("nothing", "to change")
	w.write(send("a"))
	revise("r1", "first")
	revise("r1", "the same again")
	if r := w.row("r1"); r == nil || r.Updates != "a" || r.Channel != w.row("a").Channel || string(r.Payload) != "first" {
		t.Errorf("the revision is %+v", r)
	}
	revise("r2", "second")
	if got := w.waiting(); !slices.Equal(got, []string{"a", "r2"}) {
		t.Errorf("waiting are %v: the last revision is the one that counts", got)
	}
	w.write(func(tx *Tx) error { return tx.Failed(w.row("a").ID, "user_not_found") })
	revise("r3", "of what will never be there")
	if r := w.row("r3"); r != nil {
		t.Errorf("a revision of nothing: %+v", r)
	}
}

func TestWhatManyAreToReadAnewComesLast(t *testing.T) {
	w := newWorld(t)
	many := func(key string) func(*Tx) error {
		return func(tx *Tx) error { return tx.SendMany(key, "U"+key, []byte("{}"), tx.Now.Add(time.Hour)) }
	}
	w.write(many("sent"))
	w.write(func(tx *Tx) error { return tx.ReviseMany("changed", "sent", []byte("{}")) })
	w.write(many("new"))
	w.write(send("answer"))
	if got := w.waiting(); !slices.Equal(got, []string{"answer", "sent", "new", "changed"}) {
		t.Errorf("waiting are %v", got)
	}
	w.read(func(tx *Tx) error {
		n, err := tx.DepthOfMany()
		if n != 2 {
			t.Errorf("%d are counted as messages to many", n)
		}
		return err
	})
}

func TestOneOfManyIsTakenByOneSenderAtATime(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.SendMany("m1", "U1", []byte("{}"), tx.Now.Add(time.Hour)), tx.SendMany("m2", "U2", []byte("{}"), tx.Now.Add(time.Hour)))
	})
	w.write(send("answer"))
	if got := w.waiting(); !slices.Equal(got, []string{"answer", "m1", "m2"}) {
		t.Errorf("waiting are %v: an answer goes first", got)
	}
	take := func(o *Outgoing) (ours bool) {
		w.write(func(tx *Tx) (err error) { ours, err = tx.Take(o, tx.Now.Add(time.Minute)); return err })
		return ours
	}
	unsend := func(key string) (done bool) {
		w.write(func(tx *Tx) (err error) { done, err = tx.Unsend(key); return err })
		return done
	}
	mine, theirs := w.row("m1"), w.row("m1")
	if !take(mine) || take(theirs) {
		t.Error("two senders have the same message")
	}
	if unsend("m1") || !unsend("m2") || take(&Outgoing{ID: 99}) {
		t.Error("what is being sent can be taken back, or what is not cannot")
	}
	if got := w.waiting(); !slices.Equal(got, []string{"answer"}) {
		t.Errorf("waiting are %v while m1 is being sent", got)
	}
	w.mu.Lock()
	w.now = w.now.Add(2 * time.Minute)
	w.mu.Unlock()
	if again := w.row("m1"); again.State != "unclear" || !take(again) || again.Late(w.Now()) || !again.Late(w.Now().Add(time.Hour)) {
		t.Errorf("nobody can finish what a sender left behind: %+v", again)
	}
}

func TestTheConversationWithAPersonIsKnownFromWhatWasSent(t *testing.T) {
	w := newWorld(t)
	known := func() (id string) {
		w.read(func(tx *Tx) (err error) { id, err = tx.Conversation("U1"); return err })
		return id
	}
	w.write(func(tx *Tx) error { return tx.Send("a", "U1", []byte("{}")) })
	if id := known(); id != "" {
		t.Errorf("known before anything was sent: %s", id)
	}
	w.write(func(tx *Tx) error { return tx.Sent(w.row("a").ID, "D1 1583139600.000100") })
	if id := known(); id != "D1" {
		t.Errorf("the conversation is %q", id)
	}
}
