package handlers

import (
	"context"
	"strings"
	"testing"
	"time"

	"handslag/store"
)

// weeklyPlayer is a municipality whose reminders have been written down on Monday 17 August.
func weeklyPlayer(t *testing.T) *player {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.remind()
	return p
}

// tried has a try of each reminder that waits end so.
func (p *player) tried(unclear bool, due time.Time) {
	p.write(func(tx *store.Tx) error {
		waiting, err := tx.Waiting(100)
		for _, o := range waiting {
			if err == nil && o.Bulk {
				err = tx.Later(o.ID, unclear, due, "internal_error")
			}
		}
		return err
	})
}

func (p *player) setRules(change func(*store.RuleFacts)) {
	p.write(func(tx *store.Tx) error {
		rules, err := tx.Rules()
		if err != nil {
			return err
		}
		f := rules.Facts()
		change(&f)
		return tx.SetRules(f)
	})
}

// What Slack has answered unclearly is stopped too.
func TestStoppingARoundStopsWhatIsUnclear(t *testing.T) {
	p := weeklyPlayer(t)
	p.tried(true, p.now)
	said := strings.Join(p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"}), "\n")
	p.do("now 2026-08-17 09:00")
	if said += strings.Join(p.delivered(""), "\n"); strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("after the stop: %s", said)
	}
}

// As long as messages of a round wait, it is that one which is stopped, though HR has had its receipt.
func TestTheRoundThatWaitsIsTheOneToStop(t *testing.T) {
	p := weeklyPlayer(t)
	p.tried(false, p.now.Add(2*time.Hour))
	p.do("now 2026-08-17 09:01")
	p.remind() // the receipt
	p.do("hr: /handslag påminnelser")
	if said := strings.Join(p.do("hr: [Stoppa utskicket]"), "\n"); !strings.Contains(said, "vecka 34") {
		t.Errorf("to be stopped: %s", said)
	}
}

// A week that HR makes one without reminders gets none of those that wait.
func TestWhatWaitsIsNotSentInAWeekMadeQuiet(t *testing.T) {
	p := weeklyPlayer(t)
	p.do("now 2026-08-17 19:55")
	p.setRules(func(f *store.RuleFacts) { f.QuietFrom, f.QuietTo = 28, 34 })
	if said := strings.Join(p.delivered(""), "\n"); strings.Contains(said, "to preschool: ") {
		t.Errorf("in a quiet week: %s", said)
	}
}

// What somebody asks for in a pause of their own comes.
func TestWhatIsAskedForInAPauseComes(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("pause preschool 2026-08-11 2026-08-30")
	p.do("preschool: /handslag påminn mig i morgon")
	p.do("now 2026-08-12 08:00")
	if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("promised: %s", said)
	}
}

// What was put off to Monday, and the weekly reminder of Monday, come as one after an outage on Monday.
func TestPutOffToAMondayWithoutTheBot(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-14 10:00")
	p.ask(Request{User: p.id("preschool"), Door: Button, Text: "remind me on Monday"})
	p.do("now 2026-08-18 09:00")
	said := strings.Join(p.do("the clock strikes"), "\n")
	if n := strings.Count(said, "to preschool: *Hej!"); n != 1 {
		t.Errorf("%d times: %s", n, said)
	}
}

// A message about a slot is not made the weekly reminder when the one after it is stopped.
func TestStoppingLeavesWhatWasAskedFor(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("slot 1 FSK-1 2026-02-02 praktik")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("preschool: /handslag påminn mig i morgon om plats 1")
	p.do("now 2026-08-18 08:00")
	p.do("the clock strikes")
	p.do("now 2026-08-24 08:00")
	p.remind()
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-24"})
	p.delivered("")
	if command, _ := p.button("preschool", "Logga praktikant", "Du bad mig"); command == "" {
		t.Error("the message about the slot is gone")
	}
}

// Who is told of silence is told of as many weeks as there were.
func TestACopyTellsHowManyWeeks(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.setRules(func(f *store.RuleFacts) { f.Unanswered = 1 })
	p.do("silent preschool 2026-W31 2026-W32 2026-W33")
	p.do("silent neighbour 2026-W33")
	p.do("now 2026-08-17 08:00")
	said := strings.Join(p.do("the clock strikes"), "\n")
	if !strings.Contains(said, "@preschool har fått 3 veckopåminnelser") || !strings.Contains(said, "@neighbour har fått en veckopåminnelse ") {
		t.Errorf("%s", said)
	}
}

// Who would get what knows that the week is stopped.
func TestNobodyWouldGetWhatIsStopped(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
	p.do("now 2026-08-17 07:00")
	all, err := p.h.WouldRemind(context.Background())
	for _, w := range all {
		if w.Skipped == "" {
			t.Errorf("%s would get one", w.Email)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// A time late on the last day on which the reminder is of use is one at which it goes.
func TestRemindedLateOnTheLastDay(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders thu 18:30")
	p.do("now 2026-08-13 18:31")
	if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("%s", said)
	}
}

// Whoever goes away or comes back before the reminder has been sent, somebody is reminded of the unit.
func TestTheUnitIsRemindedThoughSomebodyGoesOrComes(t *testing.T) {
	for name, c := range map[string]struct{ before, after, sent, to string }{
		"comes back": {"away preschool 2026-08-17", "", "2026-08-18 08:00", "to preschool: *Hej!"},
		"goes away":  {"", "away preschool 2026-08-30", "2026-08-17 08:05", "to deputy: *Hej!"},
	} {
		p := newPlayer(t)
		p.do("reminders mon 08:00")
		if c.before != "" {
			p.do(c.before)
		}
		p.do("now 2026-08-17 08:00")
		p.remind()
		if c.after != "" {
			p.do(c.after)
		}
		p.do("now " + c.sent)
		p.delivered("")
		if said := strings.Join(p.do("the clock strikes"), "\n"); strings.Count(said, "Förskolan Kullen") == 0 || !strings.Contains(said, c.to) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// Who is to be told of silence is told on Monday, where the reminder that says so was ordered by hand on a Friday evening.
func TestACopyOfWhatWasSentByHandComes(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("silent preschool 2026-W31 2026-W32 2026-W33")
	p.do("now 2026-08-21 19:00")
	if _, err := p.h.Remind(context.Background(), RemindOptions{Now: true}); err != nil {
		t.Fatal(err)
	}
	p.delivered("")
	p.do("now 2026-08-24 08:00")
	if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to deputy: ") {
		t.Errorf("%s", said)
	}
}

// A reminder that the deputy has put off and taken back shows so to the manager.
func TestTakenBackByTheDeputy(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.ask(Request{User: p.id("deputy"), Door: Button, Text: "remind <@" + p.id("preschool") + "> tomorrow"})
	if said := strings.Join(p.do("deputy: [Ångra]"), "\n"); !strings.Contains(said, "to preschool instead: *Hej!") {
		t.Errorf("%s", said)
	}
}

// What waits is sent in the daytime, though HR moves the day to a later one.
func TestWhatWaitsIsSentInTheDaytimeThoughTheDayIsMoved(t *testing.T) {
	p := weeklyPlayer(t)
	p.do("now 2026-08-17 19:00")
	p.setRules(func(f *store.RuleFacts) { f.Weekday = time.Tuesday })
	if said := strings.Join(p.delivered(""), "\n"); strings.Contains(said, "to preschool: ") {
		t.Errorf("in the evening: %s", said)
	}
	p.do("now 2026-08-18 08:00")
	if said := strings.Join(p.delivered(""), "\n"); !strings.Contains(said, "to preschool: *Hej!") {
		t.Errorf("on Tuesday: %s", said)
	}
}

// A week that HR has stopped ahead, and in which the bot stood still, is written down too.
func TestAWeekStoppedAheadIsWrittenDown(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("now 2026-08-17 08:00")
	p.do("the clock strikes")
	p.do("now 2026-08-21 08:00")
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-24"})
	p.do("now 2026-09-07 09:00")
	p.do("the clock strikes")
	p.write(func(tx *store.Tx) error {
		m, err := tx.MemberBySlack(p.id("preschool"))
		if err != nil {
			return err
		}
		r, err := tx.Decided(m.ID, "2026-W35")
		if err == nil && r == nil {
			t.Error("nothing is written down of week 35")
		}
		return err
	})
}

// Tomorrow and this week are those of where the person is.
func TestTomorrowWhereThePersonIs(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("zone preschool America/New_York")
	p.do("now 2026-08-18 01:00") // Monday evening there
	if said := strings.Join(p.ask(Request{User: p.id("preschool"), Door: Button, Text: "remind me tomorrow"}), "\n"); !strings.Contains(said, "Jag påminner dig tis 18 aug") {
		t.Errorf("tomorrow: %s", said)
	}
	p.do("now 2026-08-24 01:00") // Sunday evening there
	if said := strings.Join(p.ask(Request{User: p.id("preschool"), Door: Button, Text: "pause this week"}), "\n"); !strings.Contains(said, "Ingen veckopåminnelse till och med sön 23 aug") {
		t.Errorf("this week: %s", said)
	}
}
