package store

import (
	"context"
	"errors"
	"testing"
)

// recalled is what a write sees of what the writer may remember.
type recalled struct {
	language string
	roles    int
	created  int
	open     bool
}

func (w *world) recall() (r recalled) {
	w.Helper()
	w.write(func(tx *Tx) (err error) { r, err = recall(tx); return err })
	return r
}

func recall(tx *Tx) (r recalled, err error) {
	m, err := tx.MemberBySlack("U1")
	if err != nil {
		return r, err
	}
	reg, err := tx.Register()
	if err != nil {
		return r, err
	}
	_, all, err := tx.Progress(reg.Current(tx.Today()), "K", tx.Today())
	if err != nil {
		return r, err
	}
	r = recalled{language: m.Language, roles: len(m.Roles), created: all.Created}
	r.open, err = tx.AnyOpen("praktik")
	return r, err
}

// What the writer remembers is what the database holds, whoever has changed it: an earlier write, one that was undone, another process, or the
// coming of a new day.
func TestWhatTheWriterRemembers(t *testing.T) {
	w := newWorld(t)
	w.know(Member{SlackID: "U1"})
	var r recalled
	seen := func(what string) {
		t.Helper()
		if got := w.recall(); got != r {
			t.Errorf("%s: the writer sees %+v, want %+v", what, got, r)
		}
	}
	seen("at first")

	changes := []func(*Tx) error{
		func(tx *Tx) error {
			m, err := tx.MemberBySlack("U1")
			if err != nil {
				return err
			}
			return tx.SetLanguage(m, "en")
		},
		func(tx *Tx) error {
			m, err := tx.MemberBySlack("U1")
			if err != nil {
				return err
			}
			return tx.Assign(m.ID, "hr", "")
		},
		func(tx *Tx) error { _, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 2}); return err },
		func(tx *Tx) error { _, err := tx.Publish(Publication{Kind: "praktik", Count: 1}); return err },
	}
	all := func(tx *Tx) error {
		for _, change := range changes {
			if err := change(tx); err != nil {
				return err
			}
		}
		return nil
	}
	undone := errors.New("undone")
	err := w.Write(context.Background(), func(tx *Tx) error {
		if err := all(tx); err != nil {
			return err
		}
		if got, err := recall(tx); err != nil || got != (recalled{"en", 1, 2, true}) {
			t.Errorf("within the write: %+v, %v", got, err)
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	seen("after a write that was undone")

	w.write(all)
	r = recalled{"en", 1, 2, true}
	seen("after a write")

	other, err := Open(w.path, Options{Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = other.Write(context.Background(), func(tx *Tx) error {
		if _, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 3}); err != nil {
			return err
		}
		m, err := tx.MemberBySlack("U1")
		if err != nil {
			return err
		}
		return tx.SetLanguage(m, "sv")
	})
	if err != nil {
		t.Fatal(err)
	}
	r.language, r.created = "sv", 5
	seen("after another process's write")

	w.write(func(tx *Tx) error {
		_, err := tx.exec(`UPDATE roles SET until_on = ?`, tx.Today())
		return err
	})
	seen("on the last day of a role")
	w.set(start.AddDays(1))
	r.roles = 0
	seen("on the day after")
	w.tallied()
}
