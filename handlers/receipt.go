package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

// patience is how long HR waits for a receipt when single messages still hang.
const receiptPatience = time.Hour

// receipts tells HR how each round went, once nobody is left and everything has gone out.
func (h *Handlers) receipts(ctx context.Context, rules *store.Rules) error {
	var weeks []string
	err := h.store.Read(ctx, func(tx *store.Tx) (err error) { weeks, err = tx.RoundsWithoutReceipt(); return err })
	for _, week := range weeks {
		if err == nil {
			err = h.store.Write(ctx, func(tx *store.Tx) error { return h.receipt(tx, rules, week) })
		}
	}
	return err
}

func (h *Handlers) receipt(tx *store.Tx, rules *store.Rules, week string) error {
	r, err := tx.Untold(week)
	if err != nil || r == nil {
		return err
	}
	w, _ := store.ParseWeek(week)
	zones := []string{"", h.store.Zone().String()}
	if r.More {
		if r.Planned > 0 || r.Sent+r.Skipped+r.Failed == 0 {
			return nil
		}
		if zones, err = tx.Zones(week, tx.Today()); err != nil {
			return err
		}
	}
	left, err := h.left(tx, rules, w, zones)
	if err != nil || left > 0 || r.Planned > 0 && tx.Now.Sub(r.Latest) < receiptPatience {
		return err
	}
	if r.Planned+r.Sent+r.Failed == 0 && r.Why["quiet"]+r.Why["free_week"] == r.Skipped && !r.Stopped { // no round: HR knows it from the table of send times
		return tx.ReceiptGiven(week)
	}
	people, err := tx.WithRole("hr", "")
	if err != nil {
		return err
	}
	failed, err := tx.Failures(week, false)
	if err != nil {
		return err
	}
	for i := range people {
		if err := h.tellOne(tx, &people[i], func(t *turn) Reply { return t.receipt(r, w, failed) }); err != nil {
			return err
		}
	}
	for _, f := range failed {
		m, err := tx.MemberByID(f.Member)
		if err != nil || m == nil {
			return err
		}
		if err := tx.ToldUnreached(m.SlackID); err != nil {
			return err
		}
	}
	return tx.ReceiptGiven(week)
}

// left is how many of those in some zones are yet to be decided about.
func (h *Handlers) left(tx *store.Tx, rules *store.Rules, w store.Week, zones []string) (left int, err error) {
	for _, tz := range zones {
		n, err := tx.CountUndecided(w.String(), tz, store.DateOf(rules.Timing(w, h.zone(tz)).At))
		if err != nil {
			return 0, err
		}
		left += n
	}
	return left, nil
}

// receipt is how a round went: sent, skipped and why, failed and why.
func (t *turn) receipt(r *store.Round, w store.Week, failed []store.Reminder) Reply {
	head := t.say("reminders.receipt", Facts{"Week": w.Number})
	if r.More {
		head = t.say("reminders.receipt_more", Facts{"Week": w.Number})
	}
	lines := []string{t.say("reminders.none_sent", nil)}
	if r.Sent > 0 {
		lines[0] = t.say("reminders.sent", Facts{"N": r.Sent})
	}
	if r.Planned > 0 {
		lines = append(lines, t.say("reminders.waiting", Facts{"N": r.Planned}))
	}
	if n := r.Skipped - r.Why["deputy"]; n > 0 {
		lines = append(lines, t.say("reminders.skipped", Facts{"N": n, "Why": t.reasons(r.Why)}))
	}
	for i, f := range failed {
		if i == mostToShow {
			lines = append(lines, t.say("quota.more", Facts{"N": len(failed) - i}))
			break
		}
		lines = append(lines, t.failure(&f))
	}
	if r.Stopped {
		lines = append(lines, t.say("reminders.was_stopped", nil))
	}
	text := strings.Join(lines, "\n")
	return Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*\n" + text), buttons(button(t.label("reminders.title", nil), "reminders"))}}
}

// reasons counts why people got nothing, "8 hade inget att göra, 2 har paus".
func (t *turn) reasons(why map[string]int) string {
	var codes, out []string
	for code := range why {
		if code != "deputy" { // who stands in for somebody that is there
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		if why[a] != why[b] {
			return why[b] - why[a]
		}
		return strings.Compare(a, b)
	})
	for _, code := range codes {
		out = append(out, t.say("reminders.why_"+code, Facts{"N": why[code]}))
	}
	return t.list(out)
}

func (t *turn) failure(f *store.Reminder) string {
	why := t.say("reminders.slack_other", Facts{"Code": f.Why})
	switch f.Why {
	case "is_inactive", "user_not_found", "channel_not_found":
		why = t.say("reminders.slack_"+f.Why, nil)
	}
	m, err := t.tx.MemberByID(f.Member)
	if err != nil || m == nil {
		return t.say("reminders.failed", Facts{"Person": "?", "Units": "", "Why": why})
	}
	var names []string
	for _, u := range m.Units() {
		names = append(names, t.reg.Tree.Name(u))
	}
	return t.say("reminders.failed", Facts{"Person": mention(m), "Units": t.list(names), "Why": why})
}
