package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// ErrNotWhole says that a file is no whole database of this program.
var ErrNotWhole = errors.New("not a whole Handslag database")

const backupPages = 1024 // copied between two looks at ctx

// Backup copies the database as it is at one moment to path, while others read and write. The copy is checked before it gets its name, and is one
// file without a log beside it. A file that is there already is replaced.
func (s *Store) Backup(ctx context.Context, path string) error {
	return s.Read(ctx, func(tx *Tx) error { return backup(ctx, tx.conn.c, path) })
}

// Copy is Backup of a file that this process has not opened, with what is in the log beside it. The file is read alone: it stays of the version that
// it is of.
func Copy(ctx context.Context, from, to string) error {
	return reading(ctx, from, func(c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, "BEGIN DEFERRED"); err != nil {
			return err
		}
		err := backup(ctx, c, to)
		_, end := c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, end)
	})
}

// backup copies through a connection whose open transaction holds the moment.
func backup(ctx context.Context, from *sql.Conn, path string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyTo(ctx, from, part); err != nil {
		return errors.Join(fmt.Errorf("copy the database: %w", err), os.Remove(part))
	}
	if err := errors.Join(Check(ctx, part), synced(part)); err != nil {
		return errors.Join(fmt.Errorf("the copy: %w", err), os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return synced(filepath.Dir(path))
}

func copyTo(ctx context.Context, from *sql.Conn, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	copied, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return err
	}
	defer copied.Close()
	to, err := copied.Conn(ctx)
	if err != nil {
		return err
	}
	defer to.Close()
	if _, _, err := versions(ctx, from); err != nil { // the first read begins the moment
		return err
	}
	err = raw(to, func(to *sqlite3.SQLiteConn) error {
		return raw(from, func(from *sqlite3.SQLiteConn) error { return copyPages(ctx, to, from) })
	})
	if err != nil {
		return err
	}
	_, err = to.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	return err
}

func raw(c *sql.Conn, fn func(*sqlite3.SQLiteConn) error) error {
	return c.Raw(func(driver any) error { return fn(driver.(*sqlite3.SQLiteConn)) })
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		if done, err = b.Step(backupPages); err == nil {
			err = ctx.Err()
		}
	}
	return errors.Join(err, b.Finish())
}

// Check tells whether a file is a whole database that this version of the program can open: ErrNotWhole and ErrNewer say that it is not. The file
// is read alone.
func Check(ctx context.Context, path string) error {
	return reading(ctx, path, func(c *sql.Conn) error { return check(ctx, c) })
}

// Versions gives the last migration that a file has had, and the last that this program has and would bring it to. The file is read alone.
func Versions(ctx context.Context, path string) (done, last int, err error) {
	err = reading(ctx, path, func(c *sql.Conn) (err error) { done, last, err = versions(ctx, c); return err })
	return done, last, err
}

// reading gives fn a connection that cannot write.
func reading(ctx context.Context, path string, fn func(*sql.Conn) error) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	defer c.Close()
	return fn(c)
}

func check(ctx context.Context, c *sql.Conn) error {
	var faults []string
	for _, query := range []string{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 3`,
		`SELECT 'a row of ' || "table" || ' points at nothing' FROM pragma_foreign_key_check LIMIT 3`} {
		found, err := texts(ctx, c, query)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotWhole, err)
		}
		faults = append(faults, found...)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", ErrNotWhole, strings.Join(faults, "; "))
	}
	done, last, err := versions(ctx, c)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrNotWhole, err)
	case done > last:
		return ErrNewer
	}
	return nil
}

// versions gives the last migration that a database has had, and the last that this program has.
func versions(ctx context.Context, c *sql.Conn) (done, last int, err error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, 0, err
	}
	err = c.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM migrations`).Scan(&done)
	return done, len(names), err
}

func texts(ctx context.Context, c *sql.Conn, query string) (out []string, err error) {
	rows, err := c.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}

// synced has a file or a directory on disk.
func synced(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Check looks through the open database: every page, every reference, and whether the tallies are what the rows say. An error says what is wrong.
// The audit has a check of its own.
func (s *Store) Check(ctx context.Context) error {
	return s.Read(ctx, func(tx *Tx) error {
		if err := check(ctx, tx.conn.c); err != nil {
			return err
		}
		return tx.CheckTallies()
	})
}
