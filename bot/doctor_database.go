package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"handslag/store"
)

// database looks at the file, then at what is in it.
func (c *doctorCommand) database(ctx context.Context, f *findings) {
	info, err := os.Stat(c.DB)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.bad("database", "%s is not there: handslag import organisation FILE makes it, or say where it is with HANDSLAG_DB", c.DB)
		return
	case err != nil:
		f.bad("database", "%v", err)
		return
	case readable(info):
		f.doubt("database", "%s can be read by everybody on this machine: chmod 600 %s", c.DB, c.DB)
	}
	c.directory(f)
	if err := store.Check(ctx, c.DB); err != nil { // before anything opens it to write
		if errors.Is(err, store.ErrNotWhole) {
			err = damaged(err)
		}
		f.bad("database", "%v", err)
		return
	}
	done, last, err := store.Versions(ctx, c.DB)
	switch {
	case err != nil:
		f.bad("database", "%v", err)
		return
	case done < last: // to open it is to bring it up to date
		f.doubt("database", "%s, %s, is whole and of an earlier version: this program would bring it from %d to %d when the bot starts. Copy it first:\nhandslag backup FILE. What is in it is not looked at before that",
			c.DB, size(info.Size()), done, last)
		return
	}
	b, err := open(&c.base, newLog(f.w), c.clock())
	if err != nil {
		f.bad("database", "%v", err)
		return
	}
	c.content(ctx, f, b.store, info)
	if err := b.close(); err != nil {
		f.bad("database", "%v", err)
	}
}

// directory wants to make files beside the database: its log, its lock.
func (c *doctorCommand) directory(f *findings) {
	probe, err := os.CreateTemp(filepath.Dir(c.DB), ".handslag-doctor-*")
	if err != nil {
		f.bad("database", "the bot cannot write in the directory of the database: %v", err)
		return
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		f.bad("database", "%v", err)
	}
}

func (c *doctorCommand) content(ctx context.Context, f *findings, s *store.Store, info os.FileInfo) {
	if err := s.Check(ctx); err != nil {
		f.bad("database", "%v", err)
	} else {
		f.fine("database", "%s, %s, whole, and the counts are what the rows say", c.DB, size(info.Size()))
	}
	c.audit(ctx, f, s)
	var h store.Health
	if err := s.Read(ctx, func(tx *store.Tx) (err error) { h, err = tx.Health(); return err }); err != nil {
		f.bad("database", "%v", err)
		return
	}
	if h.Units == 0 {
		f.bad("content", "there is no organisation: handslag import organisation FILE")
	}
	if h.Programmes == 0 {
		f.bad("content", "there is no programme that goes on: handslag import programme FILE")
	}
	if h.HR == 0 && len(c.HR) == 0 {
		f.bad("people", "nobody is HR, so that nobody is told when something waits: HANDSLAG_HR=EMAIL, or handslag assign EMAIL hr")
	}
	if h.Unmanaged > 0 {
		f.doubt("people", "%d of %d units have no manager of their own: HR sees which", h.Unmanaged, h.Units)
	}
	if h.Failed > 0 {
		f.doubt("outbox", "Slack would not have %d messages of the last week", h.Failed)
	}
	if h.Stale > 0 {
		f.doubt("database", "the file is still to be written anew after a disposal: the bot does so at what is next written, where there is room for two copies of it")
	}
	if h.Overdue > 0 {
		f.doubt("outbox", "%d messages have waited for more than an hour: is the bot running?", h.Overdue)
	}
	if c.Dir != "" && c.nightly.check() == nil {
		c.lastBackup(f)
	}
}

// audit goes through the chain of the audit.
func (c *doctorCommand) audit(ctx context.Context, f *findings, s *store.Store) {
	var noted, head store.Head
	var err error
	if c.AuditHead != "" {
		if noted, err = store.ParseHead(c.AuditHead); err != nil {
			f.bad("audit", "--audit-head: %v", err)
			return
		}
	}
	err = s.Read(ctx, func(tx *store.Tx) (err error) { head, err = tx.CheckAudit(noted); return err })
	var broken *store.ErrAuditBroken
	switch {
	case errors.As(err, &broken):
		f.bad("audit", "%v: somebody has been at the database beside the program, or the disk is failing. Compare with the backups", broken)
	case err != nil:
		f.bad("audit", "%v", err)
	case head.Row == 0:
		f.fine("audit", "empty")
	default:
		f.fine("audit", "%d rows, none changed or missing; its head is %s", head.Row, head)
	}
}

func (c *doctorCommand) lastBackup(f *findings) {
	files, err := filepath.Glob(filepath.Join(c.Dir, backupPrefix+"????-??-??.db"))
	if err != nil || len(files) == 0 {
		f.doubt("backup", "there is no copy in %s yet", c.Dir)
		return
	}
	last := files[len(files)-1] // by name, which is by day
	info, err := os.Stat(last)
	switch {
	case err != nil:
		f.bad("backup", "%v", err)
	case time.Since(info.ModTime()) > 49*time.Hour:
		f.bad("backup", "the last copy is %s, more than two nights old", last)
	default:
		f.fine("backup", "%d copies, the last %s", len(files), last)
	}
}
