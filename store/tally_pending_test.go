package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

// The writes of one batch see what those before them have added to the tallies, and only what has not been undone.
func TestTalliesWithinABatch(t *testing.T) {
	w := newWorld(t)
	undone := errors.New("undone")
	claim := func(tx *Tx) (created int, err error) {
		if _, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 1}); err != nil {
			return 0, err
		}
		reg, err := tx.Register()
		if err != nil {
			return 0, err
		}
		_, all, err := tx.Progress(reg.Current(tx.Today()), "K", tx.Today())
		return all.Created, err
	}
	var mu sync.Mutex
	var seen []int
	kept := func(tx *Tx) error {
		n, err := claim(tx)
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, n)
		return err
	}
	writes := []func(*Tx) error{
		kept,
		func(tx *Tx) error { _, err := claim(tx); return errors.Join(err, undone) },
		kept,
		func(tx *Tx) error { // what is settled in a write that is undone is pending again
			if _, err := claim(tx); err != nil {
				return err
			}
			return errors.Join(tx.CheckTallies(), undone)
		},
		kept,
		func(tx *Tx) error { return firstError(kept(tx), tx.CheckTallies(), kept(tx), tx.CheckTallies()) },
		kept,
	}
	release := w.hold()
	var wg sync.WaitGroup
	for i, fn := range writes {
		wg.Go(func() {
			if err := w.Write(context.Background(), fn); err != nil && !errors.Is(err, undone) {
				t.Error(err)
			}
		})
		w.queued(i + 1)
	}
	release()
	wg.Wait()
	if want := []int{1, 2, 3, 4, 5, 6}; !slices.Equal(seen, want) {
		t.Errorf("the writes saw %v created, want %v", seen, want)
	}
	w.tallied()
	if s := w.standing("K", start); s.Gross != 6 {
		t.Errorf("after the batch %d are created, want 6", s.Gross)
	}
}
