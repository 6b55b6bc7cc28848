package store

import (
	"testing"
	"time"
)

func TestTalk(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(
			tx.KeepTalk(Talk{Member: 1, Key: "a", Command: "claim", Args: `{"count":2}`, Waits: "piece"}, "U1", []byte("let go")),
			tx.KeepTalk(Talk{Member: 2, Key: "b", Command: "quota", Args: `{}`}, "U2", nil))
	})
	talk := func(member int64) (talk *Talk) {
		w.read(func(tx *Tx) (err error) { talk, err = tx.Talk(member); return err })
		return talk
	}
	if got := talk(1); got == nil || got.Command != "claim" || got.Args != `{"count":2}` || got.Waits != "piece" {
		t.Errorf("the talk is %+v", got)
	}
	if got := talk(3); got != nil {
		t.Errorf("who has said nothing has the talk %+v", got)
	}
	if got := w.waiting(); len(got) != 0 {
		t.Errorf("%v waits before its time", got)
	}
	w.mu.Lock()
	w.now = w.now.Add(talkLasts)
	w.mu.Unlock()
	if talk(1) != nil || talk(2) != nil {
		t.Error("a talk lasts longer than it should")
	}
	if got := w.waiting(); len(got) != 1 || got[0] != "talk:a" {
		t.Errorf("%v waits after half an hour, want the word about what was asked", got)
	}
}

func TestATalkThatGoesOnIsNotLetGo(t *testing.T) {
	w := newWorld(t)
	keep := func(key, waits string) {
		w.write(func(tx *Tx) error {
			return tx.KeepTalk(Talk{Member: 1, Key: key, Command: "claim", Args: "{}", Waits: waits}, "U1", []byte("let go"))
		})
	}
	keep("a", "piece")
	keep("b", "yes")
	w.write(func(tx *Tx) error { return tx.EndTalk(1) })
	w.write(func(tx *Tx) error { return tx.EndTalk(1) })
	w.mu.Lock()
	w.now = w.now.Add(time.Hour)
	w.mu.Unlock()
	if got := w.waiting(); len(got) != 0 {
		t.Errorf("%v waits, though all has been answered", got)
	}
}

// TestATextThatWasNotAgreedToIsForgotten: what was to be written down goes with the wait for its yes.
func TestATextThatWasNotAgreedToIsForgotten(t *testing.T) {
	w := newWorld(t)
	text := func() string {
		var talk *Talk
		w.read(func(tx *Tx) (err error) { talk, err = tx.LastTalk(1); return err })
		return talk.Text
	}
	w.write(func(tx *Tx) error {
		return tx.KeepTalk(Talk{Member: 1, Key: "a", Command: "statement", Args: "{}", Waits: "yes", Text: "It goes on."}, "U1", nil)
	})
	tidy := func() { w.write(func(tx *Tx) error { return tx.ForgetHeard(24 * time.Hour) }) }
	tidy()
	if text() != "It goes on." {
		t.Errorf("the text is %q while its yes is waited for", text())
	}
	w.mu.Lock()
	w.now = w.now.Add(talkLasts + time.Second)
	w.mu.Unlock()
	tidy()
	if text() != "" {
		t.Errorf("the text %q stands when nobody waits any more", text())
	}
	w.mu.Lock()
	w.now = w.now.Add(24 * time.Hour)
	w.mu.Unlock()
	tidy()
	w.read(func(tx *Tx) error {
		talk, err := tx.LastTalk(1)
		if talk != nil {
			t.Errorf("the talk %+v stands a day later", talk)
		}
		return err
	})
}
