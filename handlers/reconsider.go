package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handslag/store"
)

// Reconsider asks again of a reminder that is about to be sent what was asked when it was written down, since much may have happened in between: late
// tells that it is no longer worth sending. until is when it may go; gone tells that it goes no more, and the ledger why. What is no reminder goes at
// once.
func (h *Handlers) Reconsider(ctx context.Context, key string, late bool) (until time.Time, gone bool, err error) {
	var r *store.Reminder
	why := ""
	ask := func(tx *store.Tx) (err error) {
		if r, err = tx.Waits(key); err != nil || r == nil {
			return err
		}
		until, why, err = h.still(tx, r)
		if late && why == "" {
			why = "late"
		}
		return err
	}
	if err := h.store.Read(ctx, ask); err != nil || why == "" {
		return until, false, err
	}
	err = h.store.Write(ctx, func(tx *store.Tx) error {
		if err := ask(tx); err != nil || why == "" {
			return err
		}
		return h.spare(tx, r, why)
	})
	return until, err == nil && why != "", err
}

// spare takes a reminder back. Whoever was to get it has the one before as it was.
func (h *Handlers) spare(tx *store.Tx, r *store.Reminder, why string) error {
	live, err := tx.Live(r.Member)
	if err != nil {
		return err
	}
	if err := tx.Spare(r, why); err != nil {
		return err
	}
	if instead := map[string]string{"away": "deputy", "deputy": "away"}[why]; r.Rule == store.Weekly && instead != "" { // who stands in, or is back
		if err := tx.Redecide(r, instead); err != nil {
			return err
		}
	}
	if why == "nothing" { // whatever waited has been done
		if err := tx.Answer(r.Member); err != nil {
			return err
		}
	}
	if live == nil || live.ID != r.ID {
		return nil
	}
	return h.showBefore(tx, r.Member)
}

// still tells when a reminder may be sent, or why it is not any more.
func (h *Handlers) still(tx *store.Tx, r *store.Reminder) (until time.Time, why string, err error) {
	rules, err := tx.Rules()
	if err != nil || rules == nil {
		return until, "", err
	}
	m, err := tx.MemberByID(r.Member)
	if err != nil || m == nil {
		return until, "", err
	}
	if m.Outsider != "" {
		return until, "not_in_slack", nil
	}
	zone := h.zone(m.TZ)
	if stopped, err := tx.Stopped(r.Week); err != nil || stopped {
		return until, "stopped", err
	}
	if r.Rule == store.Weekly {
		d, err := h.decide(tx, rules, m)
		if err != nil || d.why != "" {
			return until, d.why, err
		}
		until, why = stillDue(rules, r, zone, tx.Now)
		return until, why, nil
	}
	until = rules.Daytime("", zone, tx.Now)
	if about, is := strings.CutPrefix(r.Rule, "copy:"); is {
		why, err = stillSilent(tx, about, r.Week)
		return until, why, err
	}
	w, err := tx.WishOf(r.Rule)
	if err != nil || w == nil || !w.Unnamed() {
		return until, "", err
	}
	if m.Away >= store.DateOf(tx.Now.In(zone)) { // the weekly reminder put off
		why = "away"
	}
	return until, why, nil
}

// stillDue tells when a weekly reminder may be sent. One that was written down by hand, at an hour of its own, may be at once.
func stillDue(rules *store.Rules, r *store.Reminder, zone *time.Location, now time.Time) (until time.Time, why string) {
	w, _ := store.ParseWeek(r.Week)
	switch at, skipped := rules.Due(w, zone, r.At); {
	case skipped == "quiet", skipped == "free_week": // by the rules as they are now
		return now, skipped
	case skipped == "" && !at.After(r.At):
	case rules.Daytime("", zone, r.At).After(r.At): // at such an hour
		return now, ""
	default:
		return rules.Daytime("", zone, now), ""
	}
	return rules.Due(w, zone, now)
}

// stillSilent tells why nobody is to be told of a member that they do not answer: they have, or were spared the reminder that says so.
func stillSilent(tx *store.Tx, about, week string) (why string, err error) {
	id, err := strconv.ParseInt(about, 10, 64)
	if err != nil {
		return "", err
	}
	r, err := tx.Decided(id, week)
	switch {
	case err != nil || r == nil:
		return "", err
	case r.Answered:
		return "nothing", nil
	case r.State == "skipped" && slices.Contains([]string{"nothing", "paused", "away", "deputy", "late"}, r.Why):
		return r.Why, nil
	}
	return "", nil
}
