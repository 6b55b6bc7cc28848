package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"handslag/store"
)

// assignCommand gives a role.
type assignCommand struct {
	base
	Email string `arg:"" help:"The person's e-mail address in Slack."`
	Role  string `arg:"" enum:"manager,deputy,hr,coordinator" help:"manager, deputy, hr or coordinator."`
	Unit  string `placeholder:"CODE" help:"The unit of a manager or deputy."`
}

// Run writes the role down. The person need not have been seen in Slack yet.
func (c *assignCommand) Run(ctx context.Context, t terminal) error {
	wrong := c.check()
	switch personal := c.personal(); {
	case personal(c.Email) || personal(c.Unit):
		wrong.add("this looks like a personnummer, and there should be none: give the person's e-mail address in Slack and the unit's code")
		return wrong.err()
	case strings.Count(c.Email, "@") != 1:
		wrong.add("%q is no e-mail address", c.Email)
	}
	ofUnit := c.Role == "manager" || c.Role == "deputy"
	switch {
	case ofUnit && c.Unit == "":
		wrong.add("a %s is one of a unit: give --unit", c.Role)
	case !ofUnit && c.Unit != "":
		wrong.add("the role %s is for the whole programme: leave --unit out", c.Role)
	}
	if err := wrong.err(); err != nil {
		return err
	}
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return err
	}
	err = b.store.Write(ctx, func(tx *store.Tx) error {
		tx.Act(store.By{Door: "command line", Command: "assign"})
		return tx.AssignByEmail(strings.ToLower(c.Email), c.Role, c.Unit)
	})
	if err == nil {
		_, err = fmt.Fprintln(t.out, strings.TrimSpace(c.Email+" "+c.Role+" "+c.Unit))
	}
	return errors.Join(b.refused(err), b.close())
}
