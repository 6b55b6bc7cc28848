package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handslag/handlers"
	"handslag/store"
)

// exportCommand takes the figures out.
type exportCommand struct {
	figures
	Format string `enum:"xlsx,csv,html" default:"xlsx" help:"xlsx: a workbook. csv: the figures in FILE and the slots in a file beside it. html: a page to print."`
	Public bool   `help:"To be given to anybody: small groups are masked and single slots left out. A page to print always is."`
	File   string `arg:"" help:"The file to write; one that is there is replaced."`
}

// Run writes the file, in HANDSLAG_LANG, and says what it wrote.
func (c *exportCommand) Run(ctx context.Context, t terminal) error {
	b, q, err := c.open(t)
	if err != nil {
		return err
	}
	return errors.Join(b.refused(c.write(ctx, b, q, t)), b.close())
}

// unfinished begins the name of the directory in which an export is made.
const unfinished = ".handslag-export-"

// sweep takes away what exports that were killed have left in a directory before a time: those of later may still be made.
func sweep(dir string, before time.Time) error {
	there, err := os.ReadDir(dir)
	for _, e := range there {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), unfinished) {
			continue
		}
		if info, gone := e.Info(); gone == nil && info.ModTime().Before(before) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

func (c *exportCommand) write(ctx context.Context, b *bot, q store.Question, t terminal) error {
	beside := filepath.Dir(c.File)
	if err := sweep(beside, time.Now().Add(-time.Hour)); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(beside, unfinished)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	format := c.Format
	if format == "html" {
		format = "pdf"
	}
	made, err := b.handlers.TakeOut(ctx, handlers.Order{Format: format, Programme: c.Programme, Unit: q.Unit, At: q.At, Today: q.Today, Lang: c.Lang, Public: c.Public}, dir)
	if err != nil {
		return err
	}
	for i, m := range made {
		path := c.File
		if i > 0 {
			name, _, _ := strings.Cut(m.Name, "-")
			path = strings.TrimSuffix(c.File, filepath.Ext(c.File)) + "-" + name + filepath.Ext(c.File)
		}
		if err := os.Rename(m.Path, path); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(t.out, "%s\t%s\t%d\n", path, m.Title, m.Rows); err != nil {
			return err
		}
	}
	return nil
}
