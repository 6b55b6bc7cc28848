package store

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestShapesAreCountedWithoutTheirWords(t *testing.T) {
	w, other := newWorld(t), &world{TB: t, path: filepath.Join(t.TempDir(), "other.db"), now: start.Time()}
	other.open()
	hash := func(w *world, shape string) (h string) {
		w.read(func(tx *Tx) (err error) { h, err = tx.ShapeHash(shape); return err })
		return h
	}
	first := hash(w, "fix nag")
	if first != hash(w, "fix nag") || first == hash(other, "fix nag") {
		t.Error("a shape's hash is of its database and of nothing else")
	}
	w.write(func(tx *Tx) error {
		return firstError(tx.CountShape("sv", "fix nag"), tx.CountShape("sv", "fix nag"), tx.CountShape("en", "fix something"))
	})
	w.mu.Lock()
	w.now = w.now.AddDate(0, 0, 1)
	w.mu.Unlock()
	w.write(func(tx *Tx) error { return tx.CountShape("sv", "fix nag") })
	w.read(func(tx *Tx) error {
		got, err := tx.Shapes(10)
		if err != nil {
			return err
		}
		if len(got) != 2 || got[0].Count != 3 || got[0].Shape != hash(w, "fix nag") || got[0].First == got[0].Last || got[1].Language != "en" {
			t.Errorf("the shapes are %+v", got)
		}
		n, err := tx.ShapeCount(hash(w, "fix nag"))
		if n != 3 {
			t.Errorf("it came %d times, want 3", n)
		}
		return err
	})
	w.mu.Lock()
	w.now = w.now.AddDate(2, 0, 0)
	w.mu.Unlock()
	w.write(func(tx *Tx) error { return tx.ForgetShapes() })
	w.read(func(tx *Tx) error {
		got, err := tx.Shapes(10)
		if len(got) != 0 {
			t.Errorf("after two years there is still %+v", got)
		}
		return err
	})
}

func TestNonsenseFillsNoDisk(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		for i := range mostShapes + 20 {
			if err := tx.CountShape("sv", fmt.Sprint("nonsense ", i)); err != nil {
				return err
			}
		}
		return tx.CountShape("sv", "nonsense 3")
	})
	w.read(func(tx *Tx) error {
		got, err := tx.Shapes(2 * mostShapes)
		if len(got) != mostShapes {
			t.Errorf("%d shapes are kept of a day, want %d", len(got), mostShapes)
		}
		return err
	})
}
