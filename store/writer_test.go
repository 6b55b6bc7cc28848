package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// hold keeps the writer busy until the function that it gives is called, so that what is written meanwhile shares a commit.
func (w *world) hold() (release func()) {
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- w.Write(context.Background(), func(*Tx) error { close(begun); <-end; return nil })
	}()
	<-begun
	return func() {
		close(end)
		if err := <-done; err != nil {
			w.Error(err)
		}
	}
}

// queued waits until so many writes wait for the writer.
func (w *world) queued(n int) {
	for len(w.jobs) < n {
		time.Sleep(time.Millisecond)
	}
}

func send(key string) func(*Tx) error {
	return func(tx *Tx) error { return tx.Send(key, "C1", []byte("{}")) }
}

func (w *world) waiting() (keys []string) {
	w.Helper()
	w.read(func(tx *Tx) error {
		out, err := tx.Waiting(10_000)
		for _, o := range out {
			keys = append(keys, o.Key)
		}
		return err
	})
	return keys
}

// TestWriteWaitsForAnotherProcess: a long import from the command line holds the database for longer than SQLite waits.
func TestWriteWaitsForAnotherProcess(t *testing.T) {
	w := newWorld(t)
	other, err := Open(w.path, Options{busy: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	release := w.hold()
	done := make(chan error)
	go func() { done <- other.Write(context.Background(), send("late")) }()
	select {
	case err := <-done:
		release()
		t.Fatalf("did not wait: %v", err)
	case <-time.After(50 * time.Millisecond): // as many tries
	}
	release()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWritesShareACommit(t *testing.T) {
	w := newWorld(t)
	var commits, most atomic.Int64
	w.opt.OnCommit = func(n int, _ bool, _ time.Duration) { commits.Add(1); most.Store(max(most.Load(), int64(n))) }
	release := w.hold()
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() { w.write(send(fmt.Sprint(i))) })
	}
	w.queued(100)
	release()
	wg.Wait()
	if commits.Load() > 3 || most.Load() < 99 {
		t.Errorf("%d commits, the largest of %d writes", commits.Load(), most.Load())
	}
	if got := len(w.waiting()); got != 100 {
		t.Errorf("%d of 100 are there", got)
	}
}

func TestACommitTellsWhetherItLeavesSomethingToSend(t *testing.T) {
	w := newWorld(t)
	var told []bool
	w.opt.OnCommit = func(_ int, sends bool, _ time.Duration) { told = append(told, sends) }
	w.write(send("a message"))
	w.write(func(tx *Tx) error { return tx.MarkHandled("a request", nil) })
	w.write(func(tx *Tx) error { return tx.Renewed(1) })
	if !slices.Equal(told, []bool{true, false, true}) {
		t.Errorf("told %v", told)
	}
}

func TestAnErrorUndoesItsOwnWriteAlone(t *testing.T) {
	w := newWorld(t)
	mine := errors.New("no")
	kinds := []struct {
		name string
		fn   func(*Tx) error
		want string
	}{
		{"well", func(*Tx) error { return nil }, ""},
		{"error", func(*Tx) error { return mine }, "no"},
		{"panic", func(*Tx) error { panic("lost") }, "panic: lost"},
		{"refused", func(*Tx) error { return Refuse("not_now", nil) }, "refused: not_now"},
		{"table", func(tx *Tx) error {
			_, err := tx.exec(`INSERT INTO units (code, kind, name, valid_from) VALUES ('x', 'circus', 'x', '')`)
			return err
		}, "CHECK constraint failed"},
		{"statement", func(tx *Tx) error { _, err := tx.exec(`SELECT 1 FROM nowhere`); return err }, "no such table"},
	}
	release := w.hold()
	var wg sync.WaitGroup
	for round := range 5 {
		for _, k := range kinds {
			wg.Go(func() {
				err := w.Write(context.Background(), func(tx *Tx) error {
					if err := send(fmt.Sprint(k.name, round))(tx); err != nil {
						return err
					}
					return k.fn(tx)
				})
				if k.want == "" && err != nil || k.want != "" && (err == nil || !strings.Contains(err.Error(), k.want)) {
					t.Errorf("%s: got %v, want %q", k.name, err, k.want)
				}
				if k.name == "error" && !errors.Is(err, mine) {
					t.Errorf("the error is no longer the same: %v", err)
				}
			})
		}
	}
	w.queued(5 * len(kinds))
	release()
	wg.Wait()
	for _, key := range w.waiting() {
		if !strings.HasPrefix(key, "well") {
			t.Errorf("%s is there", key)
		}
	}
	if got := len(w.waiting()); got != 5 {
		t.Errorf("%d of 5 are there", got)
	}
}

func TestACommitThatFailsFailsAll(t *testing.T) {
	w := newWorld(t)
	release := w.hold()
	var wg sync.WaitGroup
	try := func(what string, fn func(*Tx) error) {
		wg.Go(func() {
			if err := w.Write(context.Background(), fn); err == nil || AsRefusal(err) != nil {
				t.Errorf("%s: told %v, want that the commit failed", what, err)
			}
		})
	}
	for i := range 5 {
		try("one of the others", send(fmt.Sprint(i)))
	}
	try("one refused", func(*Tx) error { return Refuse("not_now", nil) })
	try("the one", func(tx *Tx) error { // found out at the commit
		_, err := tx.exec(`INSERT INTO units (code, parent, kind, name, valid_from) VALUES ('x', 'nowhere', 'enhet', 'x', '2020-01-01')`)
		return err
	})
	w.queued(7)
	release()
	wg.Wait()
	if got := w.waiting(); len(got) != 0 {
		t.Errorf("%v are there", got)
	}
	w.write(send("after")) // and it goes on
}

func TestCloseAnswersWhatWasAccepted(t *testing.T) {
	w := newWorld(t)
	release := w.hold()
	var kept, refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 500 {
		wg.Go(func() {
			switch err := w.Write(context.Background(), send(fmt.Sprint(i))); {
			case err == nil:
				kept.Add(1)
			case errors.Is(err, ErrClosed):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	w.queued(400)
	closed := make(chan error, 2)
	for range 2 {
		go func() { closed <- w.Close() }()
	}
	<-w.stopping
	release()
	wg.Wait()
	if err := errors.Join(<-closed, <-closed); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(context.Background(), send("late")); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close a write is told %v", err)
	}
	if err := w.Read(context.Background(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close a reader is told %v", err)
	}
	w.open()
	if got := int64(len(w.waiting())); got != kept.Load() || got < 400 || got+refused.Load() != 500 {
		t.Errorf("%d are there, %d were told so, %d refused", got, kept.Load(), refused.Load())
	}
}

func TestWhoHasGivenUpIsNotWritten(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 50 {
		if err := w.Write(ctx, send("x")); !errors.Is(err, context.Canceled) {
			t.Fatalf("told %v", err)
		}
		if err := w.Read(ctx, func(*Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("a reader is told %v", err)
		}
	}
	if got := w.waiting(); len(got) != 0 {
		t.Errorf("%v are there", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range 20 {
				switch {
				case i%4 == 3:
					_ = w.standing("K", start)
				case i%7 == 6: // the register changes while all use it
					w.write(func(tx *Tx) error {
						return tx.script(`UPDATE units SET headcount = headcount + 1 WHERE code = 'S-1-1'`)
					})
				default:
					w.claim([]string{"S-1-1", "V-1-1", "B-1"}[g%3], "praktik", 1)
				}
			}
		})
	}
	wg.Wait()
	w.tallied()
	if got := w.standing("K", start).Gross; got != 16*13 {
		t.Errorf("%d slots, want %d", got, 16*13)
	}
	if n := w.register().Tree.Unit("S-1-1").Headcount; n != 300+16*2 {
		t.Errorf("headcount %d, want %d", n, 300+16*2)
	}
}

func TestARegisterThatWasUndoneIsNotKept(t *testing.T) {
	w := newWorld(t)
	rename := func(name string, err error) func(*Tx) error {
		return func(tx *Tx) error {
			if err := tx.script(`UPDATE units SET name = '` + name + `' WHERE code = 'B'`); err != nil {
				return err
			}
			if reg, err := tx.Register(); err != nil || reg.Tree.Name("B") != name {
				return fmt.Errorf("it is called %s: %w", reg.Tree.Name("B"), err)
			}
			return err
		}
	}
	release := w.hold()
	var wg sync.WaitGroup
	for i, name := range []string{"one", "two", "three"} {
		var fail error
		if i%2 == 1 {
			fail = errors.New("no")
		}
		wg.Go(func() {
			if err := w.Write(context.Background(), rename(name, fail)); !errors.Is(err, fail) {
				t.Error(err)
			}
		})
		w.queued(i + 1)
	}
	release()
	wg.Wait()
	if got := w.register().Tree.Name("B"); got != "three" {
		t.Errorf("it is called %s", got)
	}
}
