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

	"handslag/store"
)

// understandCommand says what the bot makes of a text.
type understandCommand struct {
	base
	Unknown bool     `help:"List instead how often what was not understood has come, by a hash of its shape: understand says the hash of a text."`
	As      string   `placeholder:"EMAIL" help:"Read as this person: their language and time zone."`
	Text    []string `arg:"" optional:"" help:"The text, in quotation marks where it has spaces; several are read one by one. Without it, one text a line from standard input."`
}

// Run answers each text with a line of JSON as soon as it has been read.
func (c *understandCommand) Run(ctx context.Context, t terminal) (err error) {
	if err := c.check().err(); err != nil {
		return err
	}
	made := c.exists() != nil
	if made { // nothing is to be changed, so not even an empty database is left behind
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
	if c.Unknown {
		return errors.Join(b.unknown(ctx, t.out), b.close())
	}
	in := t.in
	if len(c.Text) > 0 {
		var lines strings.Builder
		for _, text := range c.Text {
			lines.WriteString(strings.NewReplacer("\r", " ", "\n", " ").Replace(text) + "\n")
		}
		in = strings.NewReader(lines.String())
	}
	return errors.Join(b.understand(ctx, in, t.out, c.As, !made), b.close())
}

// mostUnknown is how many shapes are listed.
const mostUnknown = 100

// unknown writes the shapes of what was not understood, the most frequent first.
func (b *bot) unknown(ctx context.Context, out io.Writer) error {
	var shapes []store.Shape
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) { shapes, err = tx.Shapes(mostUnknown); return err }); err != nil {
		return err
	}
	w := json.NewEncoder(out)
	for _, s := range shapes {
		if err := w.Encode(s); err != nil {
			return err
		}
	}
	return nil
}

// understand reads a text a line and writes a reading a line. counted tells whether there is a database in which anything can have been counted.
func (b *bot) understand(ctx context.Context, in io.Reader, out io.Writer, as string, counted bool) error {
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
		if !counted {
			reading.Shape = ""
		}
		if err := w.Encode(reading); err != nil {
			return err
		}
	}
	return ctx.Err()
}
