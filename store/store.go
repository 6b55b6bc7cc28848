// Package store holds what is true: units, programmes, quotas, slots, trainees, members, and who did what. One file a noun, with its type,
// its rules and its SQL together. All writes go through one goroutine (writer.go); readers have connections of their own (reader.go) and never wait for it.
//
// Only this file, migrate.go, writer.go, reader.go, memory.go, backup.go and the migrations know which database it is.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3" // the database
)

// ErrClosed says that the store has been closed.
var ErrClosed = errors.New("the database is closed")

const readers = 4 // connections; more than cores gives nothing

// Options are what a store is opened with.
type Options struct {
	Now      func() time.Time                              // the clock; time.Now where nil
	Zone     *time.Location                                // of days; UTC where nil
	OnCommit func(writes int, sends bool, d time.Duration) // told of every commit, and whether it may have left something to send; may be nil
	OnStale  func(error)                                   // told why the file could not be written anew after a disposal; may be nil

	busy time.Duration // how long SQLite waits for another process; usualBusy where 0
}

const usualBusy = 5 * time.Second

// logPages are what the log may hold, 4 KB each, before the writer brings them into the file. Many claims write to the same few pages, so that four
// times SQLite's own number is a tenth more claims a second; after a kill a full one takes some 20 ms more to open.
const logPages = 4_000

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	opt      Options
	db       *sql.DB
	resting  resting // those of readers
	jobs     chan *job
	stopping chan struct{} // closed when Close begins
	stopped  chan struct{} // closed when the writer has answered all it took
	closing  sync.Once
	closed   error // of Close
	failed   error // of the writer's connection, closing
	register atomic.Pointer[Register]
}

// Open opens the database file, makes it where it is missing, and brings it up to this version's form.
func Open(path string, opt Options) (*Store, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	if err := private(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db, err := sql.Open("sqlite3", dsn(path, cmp.Or(opt.busy, usualBusy)))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxIdleConns(readers + 1)
	s := &Store{opt: opt, db: db, resting: resting{free: make(chan struct{}, readers)}, jobs: make(chan *job, 1024),
		stopping: make(chan struct{}), stopped: make(chan struct{})}
	if err := s.start(); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(damaged(err), db.Close()))
	}
	return s, nil
}

// private makes a file that is missing, for nobody else to read; SQLite gives those beside it the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// damaged says of an error that it is the file which is not whole.
func damaged(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB) {
		return fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	return err
}

// dsn puts the pragmas where every connection gets them. WAL lets readers go on beside the writer; FULL puts each commit on disk before it
// is answered (both drivers' default in WAL, NORMAL, may lose the last ones with the power).
func dsn(path string, busy time.Duration) string {
	q := url.Values{}
	for key, value := range map[string]string{
		"_journal_mode": "WAL", "_synchronous": "FULL", "_foreign_keys": "on",
		"_busy_timeout": strconv.FormatInt(busy.Milliseconds(), 10), "_txlock": "immediate", "_cache_size": strconv.Itoa(-readerCache),
		"_secure_delete": "on", // what is deleted is written over with zeros: it may be about people
		"_mutex":         "no", // each connection is one goroutine's at a time
	} {
		q.Set(key, value)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (s *Store) start() (err error) {
	writer, err := s.connect()
	if err != nil {
		return err
	}
	opened := []*conn{writer}
	defer func() {
		if err != nil {
			for _, c := range opened {
				c.close()
			}
		}
	}()
	if err := migrate(writer.c, s.opt.Now()); err != nil {
		return err
	}
	if _, err := writer.c.ExecContext(context.Background(), fmt.Sprintf("PRAGMA wal_autocheckpoint = %d; PRAGMA cache_size = -%d", logPages, writerCache)); err != nil {
		return err
	}
	if err := writer.unfinished(); err != nil {
		return err
	}
	if err := loadKinds(writer.tx(s)); err != nil {
		return fmt.Errorf("load the kinds of placement: %w", err)
	}
	for range readers {
		c, err := s.connect()
		if err != nil {
			return err
		}
		opened = append(opened, c)
		if _, err := c.c.ExecContext(context.Background(), "PRAGMA query_only = on"); err != nil { // a write in a Read is a fault, not lost in silence
			return err
		}
	}
	for _, c := range opened[1:] {
		s.resting.add(c, false)
	}
	go s.write(writer)
	return nil
}

// Close answers what has been accepted, waits for those who read, and closes the file. To close again gives the same.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.stopping)
		<-s.stopped
		var errs []error
		for range readers {
			<-s.resting.free
			errs = append(errs, s.resting.last().close())
		}
		s.closed = errors.Join(append(errs, s.failed, s.db.Close())...)
	})
	return s.closed
}

// Now is the store's clock.
func (s *Store) Now() time.Time { return s.opt.Now() }

// Today is the day it is in the municipality.
func (s *Store) Today() Date { return DateOf(s.opt.Now().In(s.opt.Zone)) }

// Zone is that of the municipality.
func (s *Store) Zone() *time.Location { return s.opt.Zone }

// conn is one connection with its prepared statements.
type conn struct {
	c        *sql.Conn
	stmts    map[string]*statement
	values   []driver.NamedValue // of the statement that is run
	memory   memory              // the writer's
	register *Register           // the writer's: read by a write of the transaction that goes on
	revision int64               // the writer's: as it stands in the transaction that goes on; 0: not read yet
	pending  pending             // the writer's: what the transaction that goes on has yet to write
	numbers  numbers             // the writer's
	sends    bool                // the writer's: the transaction that goes on has written where messages and reminders stand
	unseen   map[string]bool     // the writer's: requests that are not in the table
	scrub    int                 // the writer's: the file is to be written anew, 0: not; how many commits have seen that
	drain    int                 // and then: the log is to be emptied; how many commits have seen that
	busy     time.Duration       // how long a statement waits for another process
}

func (s *Store) connect() (*conn, error) {
	c, err := s.db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	// What a savepoint would bring back is kept in memory: in a file it is most of what a claim writes.
	if _, err := c.ExecContext(context.Background(), "PRAGMA temp_store = memory"); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &conn{c: c, stmts: map[string]*statement{}, busy: cmp.Or(s.opt.busy, usualBusy)}, nil
}

func (c *conn) close() error {
	var errs []error
	for _, st := range c.stmts {
		if st.asked != nil {
			errs = append(errs, st.asked.Close())
		}
		if st.run != nil {
			errs = append(errs, c.c.Raw(func(any) error { return st.run.(driver.Stmt).Close() }))
		}
	}
	return errors.Join(append(errs, c.c.Close())...)
}
