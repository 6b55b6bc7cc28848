package handlers

import (
	"context"
	"strings"
	"testing"
)

// TestAPutOffReminderSparesWhoIsAway: the weekly reminder that was put off to the next day does not come to who has gone on holiday meanwhile, while
// what somebody asked by name to be reminded of does.
func TestAPutOffReminderSparesWhoIsAway(t *testing.T) {
	for asked, comes := range map[string]bool{"remind me tomorrow": false, "påminn mig i morgon om plats 1": true} {
		p := newPlayer(t)
		p.do("preschool: /plats boka språkpraktik")
		p.do("reminders mon 08:00")
		p.do("now 2026-08-17 08:00")
		p.do("the clock strikes")
		p.ask(Request{ID: "later", User: p.id("preschool"), Door: Slash, Text: asked})
		p.do("away preschool 2026-08-30")
		p.do("now 2026-08-18 08:00")
		said := strings.Join(p.do("the clock strikes"), "\n")
		if got := strings.Contains(said, "to preschool"); got != comes {
			t.Errorf("%s: reminded %v, want %v\n%s", asked, got, comes, said)
		}
	}
}

// TestTheClockRestsOverTheWeekend: what is to be told on a Saturday is told on Monday, and the clock does not go round and round until then.
func TestTheClockRestsOverTheWeekend(t *testing.T) {
	for zone, want := range map[string]string{"Europe/Stockholm": "2026-08-17 08:00", "Pacific/Auckland": "2026-08-16 22:00"} {
		p := newPlayer(t)
		p.do("preschool: /plats boka språkpraktik")
		p.do("reminders mon 08:00")
		p.do("zone preschool " + zone)
		p.ask(Request{ID: "daily", User: p.id("preschool"), Door: Slash, Text: "påminn mig lördag 15 augusti om plats 1"})
		for _, now := range []string{"2026-08-14 19:00", "2026-08-15 09:00", "2026-08-16 12:00"} {
			p.do("now " + now)
			p.remind()
			next, err := p.h.NextReminder(context.Background())
			if got := next.In(p.now.Location()).Format("2006-01-02 15:04"); err != nil || got != want {
				t.Errorf("%s, at %s: the next is at %s, want %s (%v)", zone, now, got, want, err)
			}
		}
		p.do("now " + want)
		if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to preschool: Du bad mig") {
			t.Errorf("%s: %s", zone, said)
		}
	}
}
