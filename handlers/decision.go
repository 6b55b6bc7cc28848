package handlers

import (
	"context"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"handslag/store"
)

// decision is what a member gets this week, or why nothing.
type decision struct {
	turn   *turn
	units  []string
	reply  Reply
	things int    // that wait
	why    string // not_in_slack, paused, away, deputy, unanswered, nothing; "": the reply is sent
	copies []copyTo
	weeks  int  // without an answer, where it is the last
	last   bool // nobody has answered for so long that nothing more is sent after this
}

// copyTo is somebody who gets to know that nobody has answered for some units.
type copyTo struct {
	to    *store.Member
	units []string
}

// decide finds out what a member is to get, and writes nothing.
func (h *Handlers) decide(tx *store.Tx, rules *store.Rules, m *store.Member) (*decision, error) {
	d := &decision{}
	var err error
	if d.turn, err = h.of(tx, m); err != nil {
		return nil, err
	}
	today := store.DateOf(tx.Now.In(h.zone(m.TZ)))
	switch {
	case m.SlackID == "":
		d.why = "not_in_slack"
	case m.Pause.From <= today && today <= m.Pause.To:
		d.why = "paused"
	case m.Away >= today:
		d.why = "away"
	}
	if d.why != "" {
		return d, nil
	}
	if d.units, err = tx.Duties(m); err != nil {
		return nil, err
	}
	if len(d.units) == 0 {
		d.why = "deputy"
		return d, nil
	}
	return d, d.write(rules)
}

// write makes the message, unless nothing waits or nobody has answered for so long that nothing more is sent.
func (d *decision) write(rules *store.Rules) error {
	tx := d.turn.tx
	weeks, copied, err := tx.Unanswered(d.turn.person.ID)
	if err != nil {
		return err
	}
	if d.reply, d.things, err = d.turn.weekly(d.units, note{}); err != nil {
		return err
	}
	switch {
	case d.things == 0:
		d.why = "nothing"
		return nil
	case copied:
		d.why = "unanswered"
		return nil
	case weeks < rules.Unanswered:
		return nil
	}
	if d.copies, err = d.turn.copies(d.units); err != nil {
		return err
	}
	d.last, d.weeks = true, weeks
	n := note{weeks: weeks, last: true}
	for _, c := range d.copies {
		n.copied = append(n.copied, string(mention(c.to)))
	}
	d.reply, _, err = d.turn.weekly(d.units, n)
	return err
}

// copies finds who gets a copy for the units: a deputy, else the manager of the nearest unit above.
func (t *turn) copies(units []string) (out []copyTo, err error) {
	for _, unit := range units {
		to, err := t.aboveOrBeside(unit)
		if err != nil {
			return nil, err
		}
		if to == nil {
			continue
		}
		i := slices.IndexFunc(out, func(c copyTo) bool { return c.to.ID == to.ID })
		if i < 0 {
			i, out = len(out), append(out, copyTo{to: to})
		}
		out[i].units = append(out[i].units, unit)
	}
	return out, nil
}

func (t *turn) aboveOrBeside(unit string) (*store.Member, error) {
	for _, code := range t.reg.Tree.Path(unit) {
		for _, role := range []string{"deputy", "manager"} {
			people, err := t.tx.WithRole(role, code)
			if err != nil {
				return nil, err
			}
			for i := range people {
				if people[i].ID != t.person.ID && people[i].Away < t.today() && (code != unit || role == "deputy") {
					return &people[i], nil
				}
			}
		}
	}
	return nil, nil
}

// copy tells somebody, once, that nobody has answered for their colleague's units.
func (b *batch) copy(d *decision, c copyTo) error {
	key := newKey()
	first, err := b.tx.Record(store.Reminder{Member: c.to.ID, Rule: store.CopyOf(d.turn.person.ID), Week: b.week.String(), State: "planned", Key: key})
	if err != nil || !first {
		return err
	}
	t, err := b.h.of(b.tx, c.to)
	if err != nil {
		return err
	}
	names := make([]string, len(c.units))
	var show []*slack.ButtonBlockElement
	for i, u := range c.units {
		names[i] = t.reg.Tree.Name(u)
		if i < 3 {
			show = append(show, button(t.label("quota.show", nil)+" "+names[i], "quota unit:"+u))
		}
	}
	text := t.say("weekly.copy", Facts{"Person": mention(d.turn.person), "Units": t.list(names), "N": d.weeks})
	payload, err := posted("", "", text, []slack.Block{section(text), buttons(show...)})
	if err != nil {
		return err
	}
	return b.tx.SendMany(key, c.to.SlackID, payload, b.when.until.AddDate(0, 0, 7))
}

// Would is what a member would get now.
type Would struct {
	Member   int64
	Email    string
	SlackID  string
	Language string
	Text     string
	Things   int    // that wait
	Skipped  string // why nothing; "": gets Text
}

// WouldRemind tells what Remind with Now would do about everybody who is a manager or deputy. It writes nothing.
func (h *Handlers) WouldRemind(ctx context.Context) (out []Would, err error) {
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		people, err := tx.Managers()
		if err != nil {
			return err
		}
		for i := range people {
			w, err := h.would(tx, &people[i])
			if err != nil {
				return err
			}
			out = append(out, w)
		}
		return nil
	})
	return out, err
}

func (h *Handlers) would(tx *store.Tx, m *store.Member) (Would, error) {
	w := Would{Member: m.ID, Email: m.Email, SlackID: m.SlackID, Language: m.Speaks(h.standard)}
	if m.Outsider != "" {
		w.Skipped = m.Outsider
		return w, nil
	}
	week := store.WeekOf(tx.Today())
	before, err := tx.Decided(m.ID, week.String())
	if err != nil {
		return w, err
	}
	if before != nil {
		w.Skipped = "already_" + before.State
		if before.State == "skipped" && before.Why != "" {
			w.Skipped = before.Why
		}
		return w, nil
	}
	rules, err := tx.Rules()
	if err != nil {
		return w, err
	}
	if rules == nil {
		rules = &store.Rules{Unanswered: 1 << 30}
	}
	if w.Skipped = rules.Timing(week, h.zone(m.TZ)).Skipped; w.Skipped != "" {
		return w, nil
	}
	full, err := tx.MemberByID(m.ID)
	if err != nil {
		return w, err
	}
	if full == nil {
		return w, fmt.Errorf("member %d is gone", m.ID)
	}
	d, err := h.decide(tx, rules, full)
	if err != nil {
		return w, err
	}
	w.Skipped = d.why
	if stopped, err := tx.Stopped(week.String()); err != nil {
		return w, err
	} else if stopped && d.why == "" {
		w.Skipped = "stopped"
	}
	if w.Skipped == "" {
		w.Text, w.Things = d.reply.Text, d.things
	}
	return w, nil
}
