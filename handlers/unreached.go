package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"handslag/store"
)

// unsaid is what HR is to know, and has not been told.
type unsaid struct {
	unmanaged []string // units whose manager is no longer there
	remanaged []string // of which that is no longer true
	unreached []string // whom nothing reaches: IDs of Slack's
}

func (n *unsaid) none() bool { return len(n.unmanaged)+len(n.remanaged)+len(n.unreached) == 0 }

// unreachedFor is how old a message may be that nobody could be given.
const unreachedFor = 7 * 24 * time.Hour

func unsaidOf(tx *store.Tx) (n unsaid, err error) {
	if n.unmanaged, err = tx.Unmanaged(); err != nil {
		return n, err
	}
	if n.remanaged, err = tx.Remanaged(); err != nil {
		return n, err
	}
	n.unreached, err = tx.Unreached(tx.Now.Add(-unreachedFor))
	return n, err
}

// tellHR tells of units whose manager is no longer there, and of people whom nothing reaches.
func (h *Handlers) tellHR(ctx context.Context) error {
	var n unsaid
	err := h.store.Read(ctx, func(tx *store.Tx) (err error) { n, err = unsaidOf(tx); return err })
	if err != nil || n.none() {
		return err
	}
	return h.store.Write(ctx, func(tx *store.Tx) error {
		people, err := tx.WithRole("hr", "")
		if err != nil || len(people) == 0 {
			return err
		}
		if n, err = unsaidOf(tx); err != nil {
			return err
		}
		for i := range people {
			if err := h.tellUnsaid(tx, &people[i], &n); err != nil {
				return err
			}
		}
		if err := tx.ToldUnmanaged(n.unmanaged, n.remanaged); err != nil {
			return err
		}
		return tx.ToldUnreached(n.unreached...)
	})
}

// tellUnsaid tells one of HR; not of themselves, whom it would not reach.
func (h *Handlers) tellUnsaid(tx *store.Tx, m *store.Member, n *unsaid) error {
	if len(n.unmanaged) > 0 {
		if err := h.tellOne(tx, m, func(t *turn) Reply { return t.unmanaged(n.unmanaged) }); err != nil {
			return err
		}
	}
	if len(n.unreached) == 0 || slices.Contains(n.unreached, m.SlackID) {
		return nil
	}
	return h.tellOne(tx, m, func(t *turn) Reply { return t.unreached(n.unreached) })
}

// unreached tells whom nothing reaches.
func (t *turn) unreached(ids []string) Reply {
	people := make([]string, len(ids))
	for i, id := range ids {
		people[i] = "<@" + id + ">"
		if !strings.HasPrefix(id, "U") && !strings.HasPrefix(id, "W") {
			people[i] = "<#" + id + ">"
		}
	}
	return t.done(t.say("reminders.unreached", Facts{"N": len(ids), "People": Markup(t.some(people))}), buttons(button(t.label("assign.title", nil), "assign")))
}

func (h *Handlers) tellOne(tx *store.Tx, m *store.Member, say func(*turn) Reply) error {
	t, err := h.of(tx, m)
	if err != nil {
		return err
	}
	reply := say(t)
	payload, err := posted("", "", reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	return tx.SendMany(newKey(), m.SlackID, payload, tx.Now.AddDate(0, 0, 7))
}

// mostLeft units without a manager are told of by name.
const mostLeft = 20

func (t *turn) unmanaged(units []string) Reply {
	names := make([]string, 0, len(units))
	for _, u := range units[:min(len(units), mostLeft)] {
		names = append(names, "• "+escaped(t.reg.Tree.Name(u)))
	}
	if more := len(units) - len(names); more > 0 {
		names = append(names, t.say("quota.more", Facts{"N": more}))
	}
	text := t.say("reminders.unmanaged", Facts{"N": len(units)}) + "\n" + strings.Join(names, "\n")
	return t.done(text, buttons(button(t.label("assign.title", nil), "assign")))
}
