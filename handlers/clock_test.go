package handlers

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

func (p *player) remind() {
	p.t.Helper()
	if _, err := p.h.Remind(context.Background(), RemindOptions{}); err != nil {
		p.t.Fatal(err)
	}
}

// Whoever is stopped from getting a reminder has the one before it as it was, with its buttons.
func TestStoppingARoundLeavesTheReminderBeforeIt(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("now 2026-08-24 08:00")
	p.remind() // nothing is sent yet
	if got := p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-24"}); !strings.Contains(strings.Join(got, "\n"), "5 påminnelser hann inte gå ut") {
		t.Fatalf("stopped: %q", got)
	}
	said := strings.Join(p.delivered(""), "\n")
	if strings.Contains(said, "äldre påminnelse") || strings.Contains(said, "to preschool: ") {
		t.Errorf("after the stop:\n%s", said)
	}
	if command, _ := p.button("preschool", "Boka plats", "0 av 4"); command == "" {
		t.Error("the button of the week before is gone")
	}
}

// A failed try that is known not to have reached Slack is stopped too.
func TestStoppingARoundTakesBackWhatWaitsToBeTriedAgain(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.remind()
	p.write(func(tx *store.Tx) error {
		waiting, err := tx.Waiting(100)
		for _, o := range waiting {
			if err == nil {
				err = tx.Later(o.ID, false, tx.Now, "ratelimited")
			}
		}
		return err
	})
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
	if said := strings.Join(p.delivered(""), "\n"); strings.Contains(said, "väntar hos") {
		t.Errorf("after the stop:\n%s", said)
	}
}

// Who has got a role after the week's reminder waits for the next, and the clock does not go round and round for them.
func TestNobodyIsDueForARoleThatCameLater(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("now 2026-08-18 10:00")
	p.do("person newcomer sv manager HEM-2")
	p.do("the clock strikes")
	next, err := p.h.NextReminder(context.Background())
	if err != nil || next.In(p.now.Location()).Format("2006-01-02 15:04") != "2026-08-24 08:00" {
		t.Errorf("the next reminder is at %v, %v", next, err)
	}
}

// HR is told once of somebody whom nothing reaches, also where it was no reminder; and again when something has reached them in between.
func TestHRIsToldOnceOfWhomNothingReaches(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	fails := func(key, who, why string) {
		t.Helper()
		p.write(func(tx *store.Tx) error { return tx.Send(key, p.id(who), []byte(`{"text":"hej"}`)) })
		p.write(func(tx *store.Tx) error {
			o, err := tx.ByKey(key)
			if err != nil || why == "" {
				return errors.Join(err, tx.Sent(o.ID, "D1 1"))
			}
			return tx.Failed(o.ID, why)
		})
	}
	expect := func(n int) {
		t.Helper()
		p.remind()
		if said := strings.Join(p.delivered(""), "\n"); strings.Count(said, "Jag når inte @preschool") != n || strings.Count(said, "I can't reach @preschool") != n {
			t.Errorf("HR is told %q", said)
		}
	}
	fails("a", "preschool", "invalid_blocks") // it was the message
	expect(0)
	fails("b", "preschool", "is_inactive")
	expect(1)
	fails("c", "preschool", "is_inactive")
	expect(0)
	p.do("now 2026-08-11 11:00")
	fails("d", "preschool", "")
	p.do("now 2026-08-11 12:00")
	fails("e", "preschool", "user_not_found")
	expect(1)
	fails("f", "hr", "is_inactive") // the others of HR are told
	p.remind()
	if said := strings.Join(p.delivered(""), "\n"); !strings.Contains(said, "to board: I can't reach @hr") || strings.Contains(said, "to hr:") {
		t.Errorf("of one of HR: %q", said)
	}
}

// Why somebody gets nothing is their own reason, where they have one, though the week's reminders were stopped or became too late.
func TestOnesOwnReasonIsKept(t *testing.T) {
	for after, do := range map[string]func(*player){
		"stopped": func(p *player) {
			p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
			p.do("now 2026-08-17 08:00")
		},
		"late":  func(p *player) { p.do("now 2026-08-21 08:00") },
		"quiet": func(p *player) { p.do("now 2027-07-12 08:00") }, // nobody is asked about
		"free_week": func(p *player) {
			p.write(func(tx *store.Tx) error {
				rules, err := tx.Rules()
				f := rules.Facts()
				f.Own = []store.Span{{From: "2026-08-17", To: "2026-08-20"}}
				return errors.Join(err, tx.SetRules(f))
			})
			p.do("now 2026-08-17 08:00")
		},
	} {
		p := newPlayer(t)
		p.do("reminders mon 08:00")
		p.do("pause preschool 2026-08-11 2026-08-30")
		p.do("away neighbour 2026-08-30")
		do(p)
		p.remind()
		want := map[string]int{"paused": 1, "away": 1, "deputy": 1, after: 3}
		if after == "quiet" || after == "free_week" {
			want = map[string]int{after: 6}
		}
		p.write(func(tx *store.Tx) error {
			r, err := tx.LastRound()
			if err == nil && !maps.Equal(r.Why, want) {
				t.Errorf("%s: %v, want %v", after, r.Why, want)
			}
			return err
		})
	}
}

// HANDSLAG_REMIND says the day and the time of the first rules.
func TestRemindedWhenTheSettingSays(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders wed 10:30")
	next, err := p.h.NextReminder(context.Background())
	if got := next.In(p.now.Location()).Format("2006-01-02 15:04"); err != nil || got != "2026-08-12 10:30" {
		t.Errorf("the next is at %s (%v)", got, err)
	}
	p.do("now 2026-08-12 10:29")
	if said := p.do("the clock strikes"); !slices.Equal(said, []string{"nothing is said"}) {
		t.Errorf("before the time: %q", said)
	}
	p.do("now 2026-08-12 10:30")
	if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("at the time: %s", said)
	}
}

// Reading is not answering: whoever looks at everything and does nothing for three weeks is told of as anybody is.
func TestReadingIsNotAnswering(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	for week, now := range []string{"2026-08-17", "2026-08-24", "2026-08-31", "2026-09-07"} {
		p.do("now " + now + " 08:00")
		said := strings.Join(p.do("the clock strikes"), "\n")
		if told := strings.Contains(said, "to deputy: "); told != (week == 3) {
			t.Errorf("%s: the deputy is told %v\n%s", now, told, said)
		}
		for _, reads := range []string{"preschool: /kvot", "preschool: /plats", "preschool: /praktikant", "preschool opens Home", "preschool: /handslag hjälp", "preschool writes: hur ligger vi till?"} {
			p.do(reads)
		}
	}
}

// After a stop of a quarter the last eight weeks are written down as missed, and this week's reminder comes.
func TestTheLastWeeksOfALongStopAreWrittenDown(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("now 2026-11-24 09:00")
	if said := strings.Join(p.do("the clock strikes"), "\n"); strings.Count(said, "to hr: ") != mostMissed+1 || strings.Count(said, "to preschool: *Hej!") != 1 {
		t.Errorf("after the stop:\n%s", said)
	}
	p.write(func(tx *store.Tx) error {
		for w, n := (store.Week{Year: 2026, Number: 35}), 0; n < 13; w, n = w.Add(1), n+1 {
			r, err := tx.Round(w.String())
			if err != nil {
				return err
			}
			if missed := r != nil && r.Why["late"] == 5; missed != (n >= 13-mostMissed) {
				t.Errorf("%v: missed %v", w, missed)
			}
		}
		return nil
	})
}
