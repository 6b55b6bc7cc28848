package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// understandCommand says what the bot makes of a text.
type understandCommand struct {
	base
	As   string   `placeholder:"EMAIL" help:"Read as this person: their language and time zone."`
	Text []string `arg:"" optional:"" help:"The text, in quotation marks where it has spaces; several are read one by one. Without it, one text a line from standard input."`
}

// Run answers each text with a line of JSON as soon as it has been read.
func (c *understandCommand) Run(ctx context.Context, t terminal) (err error) {
	if err := c.check().err(); err != nil {
		return err
	}
	if c.exists() != nil { // nothing is to be changed, so not even an empty database is left behind
		dir, err := os.MkdirTemp("", "handslag-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		c.DB = filepath.Join(dir, "empty.db")
	}
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return err
	}
	in := t.in
	if len(c.Text) > 0 {
		var lines strings.Builder
		for _, text := range c.Text {
			lines.WriteString(strings.NewReplacer("\r", " ", "\n", " ").Replace(text) + "\n")
		}
		in = strings.NewReader(lines.String())
	}
	return errors.Join(b.understand(ctx, in, t.out, c.As), b.close())
}

// understand reads a text a line and writes a reading a line.
func (b *bot) understand(ctx context.Context, in io.Reader, out io.Writer, as string) error {
	r := bufio.NewReader(in)
	w := json.NewEncoder(out)
	w.SetEscapeHTML(false)
	for ctx.Err() == nil {
		line, end := r.ReadString('\n')
		if end != nil && line == "" {
			if errors.Is(end, io.EOF) {
				return nil
			}
			return end
		}
		reading, err := b.handlers.Understand(ctx, strings.TrimRight(line, "\r\n"), as)
		if err != nil {
			return err
		}
		if err := w.Encode(reading); err != nil {
			return err
		}
	}
	return ctx.Err()
}
