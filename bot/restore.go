package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	kept, err := c.replace()
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

// replace copies the file beside the database, then changes their places. It gives the name under which the old one is kept.
func (c *restoreCommand) replace() (kept string, err error) {
	fresh := c.DB + ".restored"
	if err := copied(c.File, fresh); err != nil {
		return "", errors.Join(err, os.Remove(fresh))
	}
	aside := c.DB + ".before-" + time.Now().UTC().Format("20060102T150405.000")
	for _, tail := range sidecars {
		switch err := os.Rename(c.DB+tail, aside+tail); {
		case err == nil:
			kept = aside
		case !errors.Is(err, fs.ErrNotExist):
			return kept, err
		}
	}
	return kept, errors.Join(os.Rename(fresh, c.DB), synced(filepath.Dir(c.DB)))
}

// copied copies a file and has it on disk.
func copied(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// synced has what a directory lists on disk.
func synced(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
