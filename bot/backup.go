package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"handslag/store"
)

// backupCommand copies the database while a bot runs on it.
type backupCommand struct {
	base
	File  string `arg:"" help:"Where the copy is to be."`
	Force bool   `help:"Replace a file that is there."`
}

// Run writes the copy and says what it holds.
func (c *backupCommand) Run(ctx context.Context, t terminal) error {
	if err := errors.Join(c.check().err(), c.exists()); err != nil {
		return err
	}
	if _, err := os.Lstat(c.File); !c.Force && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s is there already: choose another name, or replace it with --force", c.File))
	}
	if err := store.Copy(ctx, c.DB, c.File); err != nil { // not opened: a copy from before an upgrade is of the version before
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "%s: %s, whole\n", c.File, size(info.Size()))
	return err
}

func size(bytes int64) string {
	if bytes < 1_000_000 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// nightly is the schedule of copies.
type nightly struct {
	Dir  string `name:"backup" env:"HANDSLAG_BACKUP" placeholder:"DIR" help:"A directory for a copy of the database every night; no copies where it is not given (${env})."`
	Keep int    `name:"backup-keep" env:"HANDSLAG_BACKUP_KEEP" default:"14" placeholder:"DAYS" help:"How many nights are kept. Of the months before, the first copy of each is kept for a year (${env})."`
}

const (
	backupHour   = 2  // o'clock, when nobody writes
	backupMonths = 12 // of which a copy is kept
	backupPrefix = "handslag-"
	backupRetry  = 10 * time.Minute
)

func (n *nightly) check() (wrong unusable) {
	if n.Keep < 1 {
		wrong.add("HANDSLAG_BACKUP_KEEP is %d: it is a number of nights, at least 1", n.Keep)
	}
	if info, err := os.Stat(n.Dir); n.Dir != "" && (err != nil || !info.IsDir()) {
		wrong.add("HANDSLAG_BACKUP is %q, which is no directory: make it first, where the bot may write", n.Dir)
	}
	return wrong
}

// nightly makes a copy a night until ctx is done. One that is due is made, also late: after a night in which the bot was not running.
func (b *bot) nightly(n *nightly) func(context.Context) error {
	return func(ctx context.Context) error {
		b.sinceCopy(n)
		for n.Dir != "" {
			pause := b.backUp(ctx, n)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return nil
			}
		}
		return nil
	}
}

// sinceCopy shows the newest copy's time from the start, or else the start's, so that nights without one are noticed also where none succeeds.
func (b *bot) sinceCopy(n *nightly) {
	if n.Dir == "" {
		return
	}
	last := time.Time{}
	files, _ := filepath.Glob(filepath.Join(n.Dir, backupPrefix+"????-??-??.db")) // the pattern is a good one
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	if last.IsZero() {
		last = b.store.Now()
	}
	b.metrics.backup.Set(float64(last.Unix()))
}

// backUp makes the copy that is due, if one is, clears away the old ones, and tells when to look again.
func (b *bot) backUp(ctx context.Context, n *nightly) (pause time.Duration) {
	now := b.store.Now().In(b.store.Zone())
	night := now.Add(-backupHour * time.Hour) // the day that the last night began
	path := filepath.Join(n.Dir, backupPrefix+night.Format(time.DateOnly)+".db")
	next := time.Date(night.Year(), night.Month(), night.Day()+1, backupHour, 0, 0, 0, now.Location()).Sub(now)
	if _, err := os.Stat(path); err == nil {
		b.metrics.backup.Set(float64(now.Unix()))
		return min(next, time.Hour)
	}
	begin := time.Now()
	err := b.store.Backup(ctx, path)
	if err == nil {
		err = n.rotate()
	}
	if err != nil {
		if ctx.Err() == nil {
			b.log.Error("the database was not backed up", "error", err)
		}
		return backupRetry
	}
	b.metrics.backup.Set(float64(now.Unix()))
	b.log.Info("the database is backed up", "night", night.Format(time.DateOnly), "seconds", time.Since(begin).Seconds())
	return min(next, time.Hour)
}

// rotate removes the copies that are no longer kept. Files with other names are left alone.
func (n *nightly) rotate() error {
	files, err := filepath.Glob(filepath.Join(n.Dir, backupPrefix+"????-??-??.db"))
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range discarded(files, n.Keep) {
		errs = append(errs, os.Remove(f))
	}
	return errors.Join(errs...)
}

// discarded gives the files that need not be kept: all but the last few, and the first of each of the last months.
func discarded(files []string, keep int) (out []string) {
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(b, a) }) // the newest first
	first := map[string]string{}
	var months []string
	for _, f := range files {
		month := monthOf(f)
		if first[month] == "" {
			months = append(months, month)
		}
		first[month] = f
	}
	for i, f := range files {
		month := monthOf(f)
		if i >= keep && (f != first[month] || slices.Index(months, month) >= backupMonths) {
			out = append(out, f)
		}
	}
	return out
}

// monthOf gives 2026-11 of a copy's name.
func monthOf(file string) string {
	day := strings.TrimPrefix(filepath.Base(file), backupPrefix)
	return day[:len("2026-11")]
}

const lookAfter = time.Minute // the start and the first requests have other things to do

// lookThrough wants the database to be whole: one that is not is better stopped with than written on. It begins when the start is over.
func (b *bot) lookThrough(ctx context.Context) error {
	select {
	case <-time.After(lookAfter):
	case <-ctx.Done():
		return nil
	}
	err := b.store.Check(ctx)
	switch {
	case err == nil || ctx.Err() != nil:
		return nil
	case errors.Is(err, store.ErrNotWhole):
		return damaged(err)
	}
	b.log.Error("the database could not be looked through", "error", err)
	return nil
}

// damaged says what to do with a database that is not whole.
func damaged(err error) error {
	return fmt.Errorf("%w\nPut the last good copy back: handslag restore FILE. The damaged file is kept beside it", err)
}
