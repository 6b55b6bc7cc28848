package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// left has somebody in Slack with an address be a unit's manager, do one thing, and leave.
func (w *world) left(slack, email, unit string) (id int64) {
	w.Helper()
	m := w.know(Member{SlackID: slack, Email: email, Team: "T1", Locale: "sv-SE", TZ: "Europe/Stockholm"})
	w.write(func(tx *Tx) error { return tx.Assign(m.ID, "manager", unit) })
	w.write(as(m.ID, "claim", func(tx *Tx) error { _, err := tx.ClaimNew(Claim{Unit: unit, Kind: "praktik", Count: 1}); return err }))
	w.write(as(m.ID, "subscribe", func(tx *Tx) error { // ends when they leave
		s, err := tx.Subscribe(m.ID, slack, "week")
		if err == nil {
			_, err = tx.Unsubscribe(s.ID)
		}
		return firstError(err, tx.ToldUnreached(slack), tx.ToldUnreached("file:"+slack))
	}))
	w.write(func(tx *Tx) error {
		return firstError(tx.TakeRole(Grant{Member: m.ID, Role: "manager", Unit: unit}, tx.Today()), tx.Send("said to "+slack, slack, []byte(`{"text":"hej"}`)))
	})
	w.write(func(tx *Tx) error {
		o, err := tx.ByKey("said to " + slack)
		return firstError(err, tx.Sent(o.ID, "D"+slack+" 1"))
	})
	w.know(Member{SlackID: slack, Outsider: "deactivated"})
	return m.ID
}

// TestStaffWhoHaveLeft holds that they are disposed of by a decision of its own, that nothing of who they were is left in the file, and that what
// they did, their roles and every figure are.
func TestStaffWhoHaveLeft(t *testing.T) {
	w := newWorld(t)
	gone := w.left("ULEFTEARLY", "left.early@kommun.example", "S-1-1")
	w.write(func(tx *Tx) error { return tx.AssignByEmail("never.seen@kommun.example", "deputy", "S-1-1") })
	w.write(func(tx *Tx) error {
		m, err := tx.MemberByEmail("never.seen@kommun.example")
		return firstError(err, tx.TakeRole(Grant{Member: m.ID, Role: "deputy", Unit: "S-1-1"}, tx.Today()))
	})
	w.set(start.AddMonths(6))
	w.left("ULEFTLATE", "left.late@kommun.example", "V-1-1")
	here := w.know(Member{SlackID: "USTILLHERE", Email: "still.here@kommun.example"})
	w.set(start.AddMonths(25))
	w.write(func(tx *Tx) error { // what somebody else has said of one
		said := `{"person":"ULEFTEARLY"}`
		return firstError(tx.KeepTalk(Talk{Member: here.ID, Key: "k", Command: "assign", Args: said, Waits: "yes"}, "USTILLHERE", nil),
			tx.Hear(Heard{Message: "D1 1", Member: here.ID, Key: "k", Talk: "k", Before: "{}", After: said}))
	})
	rule := Retention{"staff", 24, "KS 2026-7"}
	w.write(func(tx *Tx) error { return tx.Retain(rule) })
	audit, before := w.audit(), w.standing("K", start.AddMonths(1))
	var d *Disposal
	w.write(as(here.ID, "erase", func(tx *Tx) (err error) {
		if err := firstError(tx.Send("p", "USTILLHERE", []byte(`{}`))); err != nil {
			return err
		}
		o, err := tx.ByKey("p")
		if err := firstError(err, tx.Sent(o.ID, "D1 1")); err != nil {
			return err
		}
		if d, err = tx.Propose(&rule, here.ID, "p"); err == nil {
			d, err = tx.Dispose(d.ID, here.ID)
		}
		return err
	}))
	if d.Rows != 2 {
		t.Errorf("%d are disposed of, want 2", d.Rows)
	}
	for text, want := range map[string]bool{"ULEFTEARLY": false, "left.early@": false, "never.seen@": false, "ULEFTLATE": true, "left.late@": true, "USTILLHERE": true} {
		if n := w.found(text); (n > 0) != want {
			t.Errorf("%s stands %d times in the file or its log", text, n)
		}
	}
	if got := w.audit()[:len(audit)]; !slices.Equal(got, audit) {
		t.Error("the audit has changed")
	}
	if got := w.standing("K", start.AddMonths(1)); cmp.Diff(before, got) != "" {
		t.Errorf("the figures are %+v, and were %+v", got, before)
	}
	w.read(func(tx *Tx) error {
		m, err := tx.MemberByID(gone)
		if m == nil || !m.Erased() {
			t.Errorf("%+v", m)
		}
		return err
	})
	w.refused("erase_nothing", func(tx *Tx) error { _, err := tx.Propose(&rule, here.ID, "q"); return err })
	if err := w.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
