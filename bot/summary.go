package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"handslag/store"
)

// summaryCommand says how things stand.
type summaryCommand struct {
	base
	AsOf   string `name:"as-of" placeholder:"DATE" help:"The day, as 2020-06-25; today where it is not given."`
	Unit   string `placeholder:"CODE" help:"A unit with all below it; the whole programme where it is not given."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Run prints the summary, as text in HANDSLAG_LANG or as JSON on one line.
func (c *summaryCommand) Run(ctx context.Context, t terminal) error {
	wrong := c.check()
	at, ok := store.ParseDate(c.AsOf)
	if c.AsOf != "" && !ok {
		wrong.add("--as-of is %q: it is a day such as 2020-06-25", c.AsOf)
	}
	if err := errors.Join(wrong.err(), c.exists()); err != nil {
		return err
	}
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return err
	}
	text, standing, err := b.handlers.Summary(ctx, c.Unit, at)
	if err == nil && c.Format == "json" {
		err = json.NewEncoder(t.out).Encode(standing)
	} else if err == nil {
		_, err = fmt.Fprint(t.out, text)
	}
	return errors.Join(b.refused(err), b.close())
}
