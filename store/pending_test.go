package store

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// together has the writes share a commit, in order, and gives what became of each.
func (w *world) together(writes ...func(*Tx) error) []error {
	release := w.hold()
	errs := make([]error, len(writes))
	var wg sync.WaitGroup
	for i, fn := range writes {
		wg.Go(func() { errs[i] = w.Write(context.Background(), fn, "Ev1", "Ev2") })
		w.queued(i + 1)
	}
	release()
	wg.Wait()
	return errs
}

var errUndone = errors.New("undone")

// claimOne claims a slot for a request, and gives its number and the entry in the audit.
func claimOne(request string, number, entry *int64) func(*Tx) error {
	return func(tx *Tx) error {
		tx.Act(By{Command: "claim", Member: 1})
		made, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 1})
		if err != nil {
			return err
		}
		*number, *entry = made[0].Number, tx.Did()
		return tx.MarkHandled(request, []byte(request))
	}
}

// The writes of one batch see what those before them have written, though it is not in the tables yet, and only what has not been undone.
func TestABatchSeesWhatIsPending(t *testing.T) {
	w := newWorld(t)
	w.know(Member{SlackID: "U1"})
	var number, entry [5]int64
	handled := func(id string, want bool) func(*Tx) error {
		return func(tx *Tx) error {
			answer, done, err := tx.Handled(id)
			if done != want || done && string(answer) != id {
				t.Errorf("%s is handled %v (%q), want %v", id, done, answer, want)
			}
			return err
		}
	}
	errs := w.together(
		handled("Ev1", false),
		claimOne("Ev1", &number[0], &entry[0]),
		handled("Ev1", true),
		func(tx *Tx) error { return firstError(claimOne("Ev2", &number[1], &entry[1])(tx), errUndone) },
		handled("Ev2", false),
		func(tx *Tx) error { // what reads the tables has them written first; when that is undone it is pending again
			err := claimOne("Ev2", &number[2], &entry[2])(tx)
			for _, n := range []int64{number[0], number[2]} {
				if s, e := tx.Slot(n); e != nil || s.Unit != "S-1-1" {
					t.Errorf("slot %d is %+v, %v", n, s, e)
				}
			}
			return firstError(err, tx.CheckTallies(), errUndone)
		},
		handled("Ev1", true),
		claimOne("Ev2", &number[3], &entry[3]),
		func(tx *Tx) error { return claimOne("Ev2", &number[4], &entry[4])(tx) },
		func(tx *Tx) error { _, err := tx.Undo(1, entry[0]); return err },
		func(tx *Tx) error { _, err := tx.Publish(Publication{Kind: "praktik", Count: 1}); return err },
		claimOne("Ev3", &number[4], &entry[4]),
		handled("Ev2", true),
	)
	for i, err := range errs {
		switch i {
		case 3, 5:
			if !errors.Is(err, errUndone) {
				t.Errorf("write %d: %v", i, err)
			}
		case 8:
			if err == nil {
				t.Error("a request could be marked twice")
			}
		default:
			if err != nil {
				t.Errorf("write %d: %v", i, err)
			}
		}
	}
	if number[0] != 1 || number[3] != 2 || number[4] != 4 {
		t.Errorf("the slots are %v", number)
	}
	w.tallied()
	w.read(func(tx *Tx) error {
		var slots, entries int
		err := tx.get([]any{&slots, &entries}, `SELECT (SELECT count(*) FROM slots), (SELECT count(DISTINCT coalesce(entry, id)) FROM audit)`)
		if slots != 3 || entries < 5 {
			t.Errorf("%d slots and %d entries", slots, entries)
		}
		return err
	})
}

// A row that the table refuses when all are written at the end is the fault of one write, and the others stand.
func TestARefusedRowIsOneWritesFault(t *testing.T) {
	w := newWorld(t)
	w.know(Member{SlackID: "U1"})
	var number, entry [2]int64
	errs := w.together(
		claimOne("Ev1", &number[0], &entry[0]),
		func(tx *Tx) error {
			return tx.insertOwnSlot(&Slot{Kind: "praktik", Unit: "nowhere", CreatedOn: tx.Today()})
		},
		claimOne("Ev2", &number[1], &entry[1]),
	)
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Errorf("what became of them: %v", errs)
	}
	if number != [2]int64{1, 2} {
		t.Errorf("the slots are %v", number)
	}
	w.tallied()
	w.read(func(tx *Tx) error {
		var slots, requests int
		err := tx.get([]any{&slots, &requests}, `SELECT (SELECT count(*) FROM slots), (SELECT count(*) FROM requests)`)
		if slots != 2 || requests != 2 {
			t.Errorf("%d slots of %d requests, want 2 of 2", slots, requests)
		}
		return err
	})
}
