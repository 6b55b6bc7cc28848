package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/mattn/go-sqlite3"
)

const maxBatch = 256 // writes in one commit

type job struct {
	fn   func(*Tx) error
	asks []string
	err  error
	done chan struct{}
}

// Write runs fn in a transaction and returns when its effect is on disk, or when fn's error has undone it. Many writes share one commit, each
// in a savepoint of its own: an error in one undoes that one alone. Once accepted a write is carried out, whatever becomes of ctx.
// fn must not wait for anything but the Tx, so it calls neither Write nor Read. It is run again where what it did was undone through no fault of its
// own. asks are requests of which it wants to know whether they have been handled: found out for all that share the commit at once.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error, asks ...string) error {
	j := &job{fn: fn, asks: asks, done: make(chan struct{})}
	if err := s.refuses(ctx); err != nil {
		return err
	}
	select {
	case s.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stopping:
		return ErrClosed
	}
	select {
	case <-j.done:
		return j.err
	case <-s.stopped: // the writer has left; what it took it has answered
		select {
		case <-j.done:
			return j.err
		default:
			return ErrClosed
		}
	}
}

// refuses tells why nothing more is begun. The selects that follow it choose at random between what is ready.
func (s *Store) refuses(ctx context.Context) error {
	select {
	case <-s.stopping:
		return ErrClosed
	default:
		return ctx.Err()
	}
}

// write is the one writer: it takes what waits, commits once, then answers all.
func (s *Store) write(c *conn) {
	defer func() {
		s.failed = c.close()
		close(s.stopped)
	}()
	for {
		select {
		case j := <-s.jobs:
			s.commit(c, s.batch(j))
		case <-s.stopping:
			for { // what was accepted before the stop
				select {
				case j := <-s.jobs:
					s.commit(c, s.batch(j))
				default:
					return
				}
			}
		}
	}
}

func (s *Store) batch(first *job) []*job {
	runtime.Gosched() // on one core, let those about to write come first: without it each commit holds one write
	jobs := []*job{first}
	for len(jobs) < maxBatch {
		select {
		case j := <-s.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

func (s *Store) commit(c *conn, jobs []*job) {
	begin := time.Now()
	err := s.transact(c, jobs)
	if errors.Is(err, errPending) && len(jobs) > 1 { // one of them alone is to suffer for it
		for i := range jobs {
			s.commit(c, jobs[i:i+1])
		}
		return
	}
	if s.opt.OnCommit != nil {
		s.opt.OnCommit(len(jobs), c.sends, time.Since(begin))
	}
	for _, j := range jobs {
		if err != nil {
			j.err = err // nothing of the batch is on disk, whatever each was told
		}
		close(j.done)
	}
}

func (s *Store) transact(c *conn, jobs []*job) error {
	outer := c.tx(s)
	c.register, c.revision, c.numbers, c.sends = nil, 0, numbers{}, false
	c.pending.reset()
	if err := s.begin(outer); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := outer.refresh(); err != nil {
		_, rollback := outer.exec("ROLLBACK")
		return errors.Join(err, rollback)
	}
	if err := outer.lookFor(jobs); err != nil {
		_, rollback := outer.exec("ROLLBACK")
		return errors.Join(err, rollback)
	}
	for _, j := range jobs {
		if err := s.one(c, outer, j, len(jobs) == 1); err != nil {
			_, rollback := outer.exec("ROLLBACK")
			return errors.Join(err, rollback)
		}
	}
	if err := outer.writePending(&c.pending); err != nil {
		_, rollback := outer.exec("ROLLBACK")
		return errors.Join(err, rollback)
	}
	if _, err := outer.exec("COMMIT"); err != nil {
		_, rollback := outer.exec("ROLLBACK")
		return fmt.Errorf("commit: %w", errors.Join(err, rollback))
	}
	s.share(c.register)
	if c.scrub > 0 {
		s.scrub(c)
	}
	if c.drain > 0 {
		c.drained()
	}
	return nil
}

// mostBusy is how long the writer waits for another process to let go of the database: an import of a million rows holds it for a minute.
const mostBusy = 2 * time.Minute

// begin begins a transaction. Whoever waits for the answer has been told that it takes a while; giving up early would be a fault for each.
func (s *Store) begin(tx *Tx) error {
	for until := time.Now().Add(mostBusy); ; {
		_, err := tx.exec("BEGIN IMMEDIATE")
		var e sqlite3.Error
		if err == nil || !errors.As(err, &e) || e.Code != sqlite3.ErrBusy || time.Now().After(until) {
			return err
		}
		select {
		case <-s.stopping:
			return err
		default:
		}
	}
}

// one runs a write, in a savepoint from its first statement that changes something. A write that is alone has the transaction itself to go back to:
// at the end of each statement SQLite goes through all that a savepoint holds, which is most of an import's time. Its error is that of going back,
// or that of what was pending before; that of the write is in the job.
func (s *Store) one(c *conn, outer *Tx, j *job, alone bool) error {
	tx, before := c.tx(s), c.numbers
	tx.writable, tx.alone = true, alone
	if j.err = protect(j.fn, tx); j.err == nil {
		c.keep(tx)
		if tx.register != nil {
			c.register = tx.register
		}
	} else {
		c.revision = 0
		if tx.saved {
			if err := outer.undoWrite(alone); err != nil {
				return fmt.Errorf("%w after: %v", err, j.err) // not joined: a "no" to one is none to the others
			}
		}
		c.numbers = before
	}
	if !tx.saved || alone {
		return nil
	}
	_, err := outer.exec("RELEASE one")
	return err
}

// undoWrite takes back what a write has done so far, within a transaction that goes on.
func (tx *Tx) undoWrite(alone bool) error {
	if !alone {
		_, err := tx.exec("ROLLBACK TO one")
		return err
	}
	_, err := tx.exec("ROLLBACK")
	if err == nil {
		_, err = tx.exec("BEGIN DEFERRED")
	}
	return err
}

// protect turns a panic in fn into an error, so that one fault never takes the writer with it.
func protect(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// Pages of the database that a connection holds in memory, in kilobytes. A reader has room for what /kvot reads where there are a million slots; the
// writer comes by the same few pages.
const (
	readerCache = 3_000
	writerCache = 1_000
	largeCache  = 64_000
)

// spacious runs fn, which writes much, with a larger cache: a million rows in the order of one index are written into another one's in no
// order, and a page that has no room is written out each time.
func (tx *Tx) spacious(fn func() error) error {
	if _, err := tx.conn.c.ExecContext(context.Background(), fmt.Sprintf("PRAGMA cache_size = -%d", largeCache)); err != nil {
		return err
	}
	err := fn()
	_, back := tx.conn.c.ExecContext(context.Background(), fmt.Sprintf("PRAGMA cache_size = -%d", writerCache))
	return errors.Join(err, back)
}
