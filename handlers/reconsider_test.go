package handlers

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// allIsDone is that preschool's quota is filled.
var allIsDone = []string{"slot 1 FSK-1 2026-02-02 praktik", "slot 2 FSK-1 2026-02-02 praktik", "slot 3 FSK-1 2026-02-02 praktik", "slot 4 FSK-1 2026-02-02 praktik",
	"trainee D-2026-0001 1 2026-06-01 2026-12-20", "trainee D-2026-0002 2 2026-06-01 2026-12-20", "trainee D-2026-0003 3 2026-06-01 2026-12-20",
	"trainee D-2026-0004 4 2026-06-01 2026-12-20"}

// What was written down before an outage goes out by what is true when it is sent: in the daytime of a working day of its week, and not to who has
// paused, gone away or left.
func TestAReminderIsReconsideredBeforeItIsSent(t *testing.T) {
	for name, c := range map[string]struct {
		happens []string
		at      map[string]bool // when the outbox goes again, and whether preschool is reminded then
		state   string          // that the ledger has in the end
	}{
		"minutes late":      {at: map[string]bool{"2026-08-17 08:40": true}, state: "sent "},
		"at night":          {at: map[string]bool{"2026-08-17 18:00": false, "2026-08-17 23:30": false, "2026-08-18 07:59": false, "2026-08-18 08:00": true}, state: "sent "},
		"on a day off":      {at: map[string]bool{"2026-08-19 10:00": false, "2026-08-20 08:00": true}, state: "sent "},
		"after the cut-off": {at: map[string]bool{"2026-08-20 19:00": false}, state: "skipped late"},
		"in the next week":  {at: map[string]bool{"2026-08-25 07:00": false}, state: "skipped late"},
		"paused":            {happens: []string{"pause preschool 2026-08-11 2026-08-30"}, at: map[string]bool{"2026-08-17 09:00": false}, state: "skipped paused"},
		"away":              {happens: []string{"away preschool 2026-08-30"}, at: map[string]bool{"2026-08-17 09:00": false}, state: "skipped away"},
		"has left":          {happens: []string{"leaves preschool"}, at: map[string]bool{"2026-08-17 09:00": false}, state: "skipped not_in_slack"},
		"has nothing to do": {happens: allIsDone, at: map[string]bool{"2026-08-17 09:00": false}, state: "skipped nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			p.do("reminders mon 08:00")
			p.write(func(tx *store.Tx) error {
				rules, err := tx.Rules()
				if err != nil {
					return err
				}
				f := rules.Facts()
				f.Own = []store.Span{{From: "2026-08-19", To: "2026-08-19"}}
				return tx.SetRules(f)
			})
			p.do("now 2026-08-17 08:00")
			p.remind()
			for _, line := range c.happens {
				p.do(line)
			}
			for _, at := range slices.Sorted(maps.Keys(c.at)) {
				p.do("now " + at)
				said := strings.Join(p.delivered(""), "\n")
				if got := strings.Contains(said, "to preschool: *Hej!"); got != c.at[at] {
					t.Errorf("%s: reminded %v\n%s", at, got, said)
				}
			}
			p.write(func(tx *store.Tx) error {
				m, err := tx.MemberBySlack(p.id("preschool"))
				if err != nil {
					return err
				}
				r, err := tx.Decided(m.ID, "2026-W34")
				if err == nil && r.State+" "+r.Why != c.state {
					t.Errorf("the ledger has %s %s, want %s", r.State, r.Why, c.state)
				}
				return err
			})
		})
	}
}

// What is ordered by hand goes at once, whatever the hour.
func TestAReminderByHandDoesNotWait(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-18 22:00")
	if _, err := p.h.Remind(context.Background(), RemindOptions{Now: true}); err != nil {
		t.Fatal(err)
	}
	if said := strings.Join(p.delivered(""), "\n"); !strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("by hand: %s", said)
	}
}

// Whoever is spared a reminder that was written down has the one before it as it was, with its buttons.
func TestWhoIsSparedHasTheReminderBeforeIt(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("now 2026-08-24 08:00")
	p.remind() // nothing is sent yet
	p.do("away preschool 2026-09-10")
	if said := strings.Join(p.delivered(""), "\n"); strings.Contains(said, "to preschool instead: (") || strings.Contains(said, "to preschool: ") {
		t.Errorf("who has gone away is told\n%s", said)
	}
	if command, _ := p.button("preschool", "Boka plats", "0 av 4"); command == "" {
		t.Error("the button of the week before is gone")
	}
}

// Who gets a copy is told as late as the manager is reminded, and not of who has answered meanwhile.
func TestACopyIsReconsideredToo(t *testing.T) {
	for happens, told := range map[string]bool{"": true, "preschool: /plats boka praktik": false, "away preschool 2026-09-10": false, "away deputy 2026-09-10": true} {
		p := newPlayer(t)
		p.do("reminders mon 08:00")
		p.do("silent preschool 2026-W31 2026-W32 2026-W33")
		p.do("now 2026-08-17 08:00")
		p.remind()
		p.do("now 2026-08-17 20:00")
		if happens != "" {
			p.do(happens)
		}
		if said := strings.Join(p.delivered(""), "\n"); strings.Contains(said, "to deputy: ") {
			t.Errorf("%q: told in the evening: %s", happens, said)
		}
		p.do("now 2026-08-18 08:00")
		said := strings.Join(p.delivered(""), "\n")
		if got := strings.Contains(said, "har fått 3 veckopåminnelser"); got != told {
			t.Errorf("%q: told %v\n%s", happens, got, said)
		}
	}
}
