package store

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// resting are the connections that nobody reads on. The one that was read on last is taken first: it has in memory what is read most, and the others
// need to have nothing there until several read at once.
type resting struct {
	free  chan struct{} // as many as there are
	mu    sync.Mutex
	conns []*conn
}

// add puts one back: below the others where it has failed.
func (r *resting) add(c *conn, failed bool) {
	r.mu.Lock()
	if failed {
		r.conns = slices.Insert(r.conns, 0, c)
	} else {
		r.conns = append(r.conns, c)
	}
	r.mu.Unlock()
	r.free <- struct{}{}
}

// last takes the one that came last. It is called with what came from free.
func (r *resting) last() *conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.conns) - 1
	c := r.conns[n]
	r.conns = r.conns[:n]
	return c
}

// Read runs fn on one moment of the database. It never waits for a writer. fn calls neither Write nor Read.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	if err := s.refuses(ctx); err != nil {
		return err
	}
	var c *conn
	select {
	case <-s.resting.free:
		c = s.resting.last()
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stopping:
		return ErrClosed
	}
	failed := true
	defer func() { s.resting.add(c, failed) }()
	tx := c.tx(s)
	if _, err := tx.exec("BEGIN DEFERRED"); err != nil {
		return err
	}
	err := protect(fn, tx)
	if _, e := tx.exec("ROLLBACK"); e != nil {
		return errors.Join(err, e)
	}
	failed = false
	return err
}
