package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestAReaderThatFailsIsTakenLast(t *testing.T) {
	w := newWorld(t)
	var failed, next, same *conn
	fails := func(tx *Tx) error { failed = tx.conn; _, err := tx.exec("ROLLBACK"); return err } // so that Read's own has nothing to end
	if err := w.Read(t.Context(), fails); err == nil {
		t.Fatal("the reader has not failed")
	}
	w.read(func(tx *Tx) error { next = tx.conn; return nil })
	w.read(func(tx *Tx) error { same = tx.conn; return nil })
	if next == failed || same != next {
		t.Errorf("%p failed, then %p and %p were taken", failed, next, same)
	}
}

func TestReadersDoNotWait(t *testing.T) {
	w := newWorld(t)
	w.write(send("before"))
	inside, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- w.Write(context.Background(), func(tx *Tx) error {
			err := send("during")(tx)
			close(inside)
			<-end
			return err
		})
	}()
	<-inside
	if got := w.waiting(); len(got) != 1 {
		t.Errorf("while a write goes on, %v are there", got)
	}
	close(end)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := w.waiting(); len(got) != 2 {
		t.Errorf("after it, %v are there", got)
	}
}

func TestAReaderSeesOneMoment(t *testing.T) {
	w := newWorld(t)
	w.read(func(tx *Tx) error {
		for range 3 {
			if n, err := tx.Depth(); err != nil || n != 0 {
				return fmt.Errorf("%d wait, %w", n, err)
			}
			if err := w.Write(context.Background(), send(fmt.Sprint(time.Now().UnixNano()))); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestCloseWaitsForReaders(t *testing.T) {
	w := newWorld(t)
	inside, end, read, closed := make(chan struct{}), make(chan struct{}), make(chan error, 1), make(chan error, 1)
	go func() {
		read <- w.Read(context.Background(), func(tx *Tx) error {
			close(inside)
			<-end
			_, err := tx.Depth()
			return err
		})
	}()
	<-inside
	go func() { closed <- w.Close() }()
	<-w.stopped
	close(end)
	if err := errors.Join(<-read, <-closed); err != nil {
		t.Error(err)
	}
}
