package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"handslag/store"
)

// restoreCommand puts a copy back.
type restoreCommand struct {
	base
	File string `arg:"" help:"The copy."`
}

// sidecars are the files that belong to a database, by what follows its name.
var sidecars = []string{"", "-wal", "-shm"}

// Run puts the copy in the database's place and keeps what was there. A copy that is not whole or of a newer version is refused, and so is a
// database that a bot runs on.
func (c *restoreCommand) Run(ctx context.Context, t terminal) error {
	if err := c.check().err(); err != nil {
		return err
	}
	if err := store.Check(ctx, c.File); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	lock, err := hold(c.DB)
	if err != nil {
		return err
	}
	kept, err := c.replace(ctx)
	if err := errors.Join(err, lock.Close()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s is back as %s.\n", c.File, c.DB)
	if kept != "" {
		fmt.Fprintf(t.out, "What was there is kept as %s.\n", kept)
	}
	_, err = fmt.Fprintln(t.out, "What was disposed of since the copy was made is in it again: run the disposal again. handslag doctor looks through the rest.")
	return err
}

// replace copies the file, with what is in a log beside it, next to the database, then changes their places. It gives the name under which the old
// one is kept.
func (c *restoreCommand) replace(ctx context.Context) (kept string, err error) {
	fresh := c.DB + ".restored"
	if err := store.Copy(ctx, c.File, fresh); err != nil {
		return "", err
	}
	aside := c.DB + ".before-" + time.Now().UTC().Format("20060102T150405.000")
	for _, tail := range sidecars {
		err = os.Rename(c.DB+tail, aside+tail)
		if err == nil {
			kept = aside
		} else if !errors.Is(err, fs.ErrNotExist) {
			return kept, notInPlace(kept, errors.Join(err, os.Remove(fresh)))
		}
	}
	if err := os.Rename(fresh, c.DB); err != nil {
		return kept, notInPlace(kept, errors.Join(err, os.Remove(fresh)))
	}
	return kept, synced(filepath.Dir(c.DB))
}

// notInPlace says where the old database is when the copy has not come into its place.
func notInPlace(kept string, err error) error {
	if kept == "" {
		return err
	}
	return fmt.Errorf("%w\nThe copy is not in place. What was there is kept as %s", err, kept)
}

// synced has what a directory lists on disk.
func synced(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
