package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"handslag/store"
)

// figures are what a command that tells figures can be asked for.
type figures struct {
	base
	AsOf  string `name:"as-of" placeholder:"DATE" help:"The day, as 2020-06-25; today where it is not given."`
	Unit  string `placeholder:"CODE" help:"A unit with all below it; the whole programme where it is not given."`
	Today bool   `help:"In the organisation of today, rather than in that of the day."`

	Programme string `placeholder:"KEY" help:"Which programme, where several go on at once."`
}

// open checks what is asked for and opens the database, which must be there.
func (f *figures) open(t terminal) (*bot, store.Question, error) {
	wrong := f.check()
	at, ok := store.ParseDate(f.AsOf)
	if f.AsOf != "" && !ok {
		wrong.add("--as-of is %q: it is a day such as 2020-06-25", f.AsOf)
	}
	if err := errors.Join(wrong.err(), f.exists()); err != nil {
		return nil, store.Question{}, err
	}
	b, err := open(&f.base, newLog(t.err), f.clock())
	return b, store.Question{Unit: f.Unit, At: at, Today: f.Today}, err
}

// summaryCommand says how things stand.
type summaryCommand struct {
	figures
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Run prints the summary, as text in HANDSLAG_LANG or as JSON on one line.
func (c *summaryCommand) Run(ctx context.Context, t terminal) error {
	b, q, err := c.open(t)
	if err != nil {
		return err
	}
	text, standing, err := b.handlers.Summary(ctx, c.Programme, q)
	if err == nil && c.Format == "json" {
		err = json.NewEncoder(t.out).Encode(standing)
	} else if err == nil {
		_, err = fmt.Fprint(t.out, text)
	}
	return errors.Join(b.refused(err), b.close())
}
