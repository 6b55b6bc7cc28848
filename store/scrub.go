package store

import (
	"context"
	"errors"
	"fmt"
)

// drained empties the log, which at first may take a second. While somebody holds it the commits that follow try again, ever fewer of them.
func (c *conn) drained() {
	n := c.drain
	c.drain++
	if n&(n-1) != 0 {
		return
	}
	wait := 0
	if n == 1 {
		wait = 1000
	}
	if _, err := c.c.ExecContext(context.Background(), fmt.Sprintf("PRAGMA busy_timeout = %d", wait)); err != nil {
		return
	}
	if empty, err := c.emptyLog(); err == nil && empty {
		c.drain = 0
	}
	c.c.ExecContext(context.Background(), fmt.Sprintf("PRAGMA busy_timeout = %d", c.busy.Milliseconds())) // where it fails so does what comes next
}

// staleFile is the user_version of a file that holds what has been disposed of, between its rows, until it is written anew: in the file, so that the
// process may end before that.
const staleFile = 2

// stale has the file written anew when the transaction has been committed.
func (tx *Tx) stale() error {
	_, err := tx.exec(fmt.Sprintf("PRAGMA user_version = %d", staleFile))
	if err == nil {
		tx.conn.scrub = 1
	}
	return err
}

// unfinished finds what a process that was killed has left to do: what has been deleted is in its log, or in the file still.
func (c *conn) unfinished() error {
	empty, err := c.emptyLog()
	if err != nil {
		return err
	}
	if !empty {
		c.drain = 1
	}
	var version int
	if err := c.c.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version == staleFile {
		c.scrub = 1
	}
	return nil
}

// scrub writes the file anew. Where it cannot, for want of room as a rule, the commits that follow try again, ever fewer of them: each try takes as
// long as the file is large.
func (s *Store) scrub(c *conn) {
	n := c.scrub
	c.scrub++
	if n&(n-1) != 0 {
		return
	}
	err := c.scrubbed()
	if err == nil {
		c.scrub = 0
	} else if s.opt.OnStale != nil {
		s.opt.OnStale(err)
	}
	c.drain = 1 // also of a try that came to nothing
}

// scrubbed writes the file anew without what has been deleted. Deleted cells are zeros already; what pages hold of rows that have moved between them
// is not.
func (c *conn) scrubbed() error {
	ctx := context.Background()
	_, err := c.c.ExecContext(ctx, "PRAGMA temp_store = file") // a copy of the whole file is no matter for the memory
	if err == nil {
		_, err = c.c.ExecContext(ctx, "VACUUM")
	}
	if err == nil {
		_, err = c.c.ExecContext(ctx, "PRAGMA user_version = 0")
	}
	_, back := c.c.ExecContext(ctx, "PRAGMA temp_store = memory")
	return errors.Join(err, back)
}

// emptyLog brings what is in the log into the file, and tells whether nothing is left of it: who reads what was there before, as Litestream does all the
// time, holds the log.
func (c *conn) emptyLog() (bool, error) {
	var busy, pages, done int
	err := c.c.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done)
	return busy == 0, err
}
