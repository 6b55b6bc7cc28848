package handlers

import (
	"context"
	"crypto/rand"

	"github.com/slack-go/slack"

	"handslag/store"
)

// newKey is one that says nothing about anybody.
func newKey() string { return "r:" + rand.Text() }

// showLive makes a message the one that shows the person how things stand. The one before it loses its buttons and says where the new one is.
func (t *turn) showLive(key string) error {
	before, err := t.tx.Live(t.person.ID)
	if err != nil {
		return err
	}
	if before != nil {
		gone := t.say("weekly.older", nil)
		payload, err := posted("", "", gone, []slack.Block{contextLine(gone)})
		if err != nil {
			return err
		}
		if err := t.tx.ReviseMany(newKey(), before.Key, payload); err != nil {
			return err
		}
	}
	return t.tx.SetLive(t.person.ID, key)
}

// renew has the reminder that a member has before them say what is true now.
func (h *Handlers) renew(tx *store.Tx, live *store.Reminder) error {
	if err := tx.Renewed(live.ID); err != nil {
		return err
	}
	m, err := tx.MemberByID(live.Member)
	if err != nil || m == nil {
		return err
	}
	t, err := h.of(tx, m)
	if err != nil {
		return err
	}
	units, err := tx.Duties(m)
	if err != nil {
		return err
	}
	if len(units) == 0 {
		units = m.Units()
	}
	n, err := t.noteOf(live)
	if err != nil {
		return err
	}
	reply, _, err := t.weekly(units, n)
	if err != nil {
		return err
	}
	payload, err := posted("", "", reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	return tx.Revise(newKey(), live.Key, payload)
}

// noteOf is what a reminder said besides what waits: until it is answered, that it is the last, and who has got a copy.
func (t *turn) noteOf(r *store.Reminder) (n note, err error) {
	if !r.Copied || r.Answered {
		return n, nil
	}
	n.last = true
	if n.weeks, _, err = t.tx.Unanswered(t.person.ID); err != nil {
		return n, err
	}
	if r.State == "sent" { // after so many before it
		n.weeks--
	}
	to, err := t.tx.CopiedTo(t.person.ID, r.Week)
	for _, id := range to {
		m, err := t.tx.MemberByID(id)
		if err != nil {
			return n, err
		}
		n.copied = append(n.copied, string(mention(m)))
	}
	return n, err
}

// showBefore gives a member back the reminder that they had before one that is not sent.
func (h *Handlers) showBefore(tx *store.Tx, member int64) error {
	before, err := tx.Shown(member)
	if err != nil || before == nil {
		return err
	}
	if err := tx.SetLive(member, before.Key); err != nil {
		return err
	}
	return h.renew(tx, before)
}

// Renew has reminders say what is true, of those that something was done about: what is done many times in a moment is told once. It tells whether
// there may be more.
func (h *Handlers) Renew(ctx context.Context) (more bool, err error) {
	var stale []store.Reminder
	read := func(tx *store.Tx) (err error) { stale, err = tx.Stale(atOnce); return err }
	if err := h.store.Read(ctx, read); err != nil || len(stale) == 0 {
		return false, err
	}
	err = h.store.Write(ctx, func(tx *store.Tx) error {
		if err := read(tx); err != nil {
			return err
		}
		for i := range stale {
			if err := h.renew(tx, &stale[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return err == nil && len(stale) == atOnce, err
}

// acted sees to it that what was done shows in the reminders of those whom it concerns. What a manager does counts as an answer: of the one who did it,
// and of those who answer for the same units.
func (t *turn) acted() error {
	units := t.tx.Touched()
	if len(units) == 0 {
		return nil
	}
	shows, err := t.tx.Outdate(units)
	if err != nil || !shows || t.command.who&manager == 0 {
		return err
	}
	return t.tx.AnswerFor(t.person.ID, units)
}

// renewOwn is acted for what concerns a member alone: a pause, a snooze.
func (t *turn) renewOwn(m *store.Member) error {
	if err := t.tx.Answer(m.ID); err != nil {
		return err
	}
	live, err := t.tx.Live(m.ID)
	if err != nil || live == nil {
		return err
	}
	return t.h.renew(t.tx, live)
}

func sharesUnit(m *store.Member, units []string) bool {
	for _, own := range m.Units() {
		for _, u := range units {
			if own == u {
				return true
			}
		}
	}
	return false
}
