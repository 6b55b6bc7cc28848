package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

// grantWishes tells people what they have asked to be reminded of, in the daytime of a working day where they are.
func (h *Handlers) grantWishes(ctx context.Context, rules *store.Rules) error {
	for after := int64(0); ; {
		var due []store.Wish
		tomorrow := store.DateOf(h.store.Now().In(h.store.Zone()).AddDate(0, 0, 1)) // where it is a day later already
		err := h.store.Read(ctx, func(tx *store.Tx) (err error) { due, err = tx.DueWishes(tomorrow, after, atOnce); return err })
		if err != nil || len(due) == 0 {
			return err
		}
		after = due[len(due)-1].ID
		err = h.store.Write(ctx, func(tx *store.Tx) error {
			for i := range due {
				if err := h.grant(tx, rules, &due[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func (h *Handlers) grant(tx *store.Tx, rules *store.Rules, w *store.Wish) error {
	m, err := tx.MemberByID(w.Member)
	if err != nil || m == nil {
		return err
	}
	there := tx.Now.In(h.zone(m.TZ))
	today := store.DateOf(there)
	if w.DueOn > today || rules.Free(today) != "" || there.Before(store.At(today, rules.Clock, there.Location())) || there.Hour() >= 18 {
		return nil
	}
	key := newKey()
	r := store.Reminder{Member: m.ID, Rule: w.Rule(), Week: string(w.DueOn), State: "planned", Key: key}
	same := false
	if w.Unnamed() {
		if same, err = h.weeklyToday(tx, rules, m, there); err != nil {
			return err
		}
	}
	switch {
	case m.Outsider != "":
		r.State, r.Why, r.Key = "skipped", m.Outsider, ""
	case same:
		r.State, r.Why, r.Key = "skipped", store.Weekly, ""
	}
	first, err := tx.Record(r)
	if err != nil {
		return err
	}
	if err := tx.Granted(w, today); err != nil || !first || r.Key == "" { // before it is told, so that it does not stand as one to come
		return err
	}
	t, err := h.of(tx, m)
	if err != nil {
		return err
	}
	reply, live, err := t.granted(w)
	if err != nil {
		return err
	}
	payload, err := posted("", "", reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	if err := tx.SendMany(key, m.SlackID, payload, tx.Now.AddDate(0, 0, 7)); err != nil || !live {
		return err
	}
	return t.showLive(key)
}

// weeklyToday tells whether the weekly reminder, of the same, comes to a member today or has come.
func (h *Handlers) weeklyToday(tx *store.Tx, rules *store.Rules, m *store.Member, there time.Time) (bool, error) {
	today := store.DateOf(there)
	week := store.WeekOf(today)
	if t := rules.Timing(week, there.Location()); t.Skipped != "" || store.DateOf(t.At) != today || t.At.Before(rules.Since) {
		return false, nil
	}
	decided, err := tx.Decided(m.ID, week.String())
	if err != nil || decided != nil {
		return decided != nil && (decided.State == "planned" || decided.State == "sent"), err
	}
	stopped, err := tx.Stopped(week.String())
	if err != nil || stopped || m.Outsider != "" {
		return false, err
	}
	d, err := h.decide(tx, rules, m)
	return err == nil && d.why == "", err
}

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
		t := rules.Timing(w, h.zone(tz))
		since := tx.Today()
		if t.Skipped == "" {
			since = store.DateOf(t.At)
		}
		n, err := tx.CountUndecided(w.String(), tz, since)
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
