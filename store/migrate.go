package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that the file was made by a later version of the program.
var ErrNewer = errors.New("the database was made by a newer version of Handslag: upgrade the program, or restore an older backup")

// migrate runs the numbered files that the database has not had, each in a transaction of its own.
func migrate(c *sql.Conn, now time.Time) error {
	ctx := context.Background()
	if _, err := c.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`); err != nil {
		return err
	}
	var done int
	if err := c.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM migrations`).Scan(&done); err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(names)
	if done > len(names) {
		return ErrNewer
	}
	for _, name := range names[done:] { // 0001, 0002, …: no number is left out
		if err := apply(ctx, c, name, now); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if done < len(names) {
		return chainOld(ctx, c)
	}
	return nil
}

func apply(ctx context.Context, c *sql.Conn, name string, now time.Time) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	base := strings.TrimPrefix(name, "migrations/")
	number, err := strconv.Atoi(base[:4])
	if err != nil {
		return fmt.Errorf("a migration's name begins with four digits: %w", err)
	}
	t, err := c.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	var done bool // another process may have opened the file at the same moment
	if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM migrations WHERE number = ?)`, number).Scan(&done); err != nil || done {
		return err
	}
	if _, err := t.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO migrations (number, name, applied_at) VALUES (?, ?, ?)`, number, base, stamp(now)); err != nil {
		return err
	}
	return t.Commit()
}
