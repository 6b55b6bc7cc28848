package handlers

import (
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

// TestAStopTakenBackLetsTheCopyGo: who is told that the deputy knows is told the truth, also where HR stopped the round and took the stop back.
func TestAStopTakenBackLetsTheCopyGo(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("silent preschool 2026-W31 2026-W32 2026-W33")
	p.do("now 2026-08-17 08:00")
	p.remind() // planned, nothing sent
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
	p.ask(Request{ID: "back", User: p.id("hr"), Door: Slash, Text: "ångra"})
	p.do("now 2026-08-17 09:00")
	p.remind()
	out := strings.Join(p.delivered(""), "\n")
	if !strings.Contains(out, "@deputy vet också") || !strings.Contains(out, "har fått 3 veckopåminnelser") {
		t.Errorf("the manager is told that the deputy knows, and the deputy is told: %s", out)
	}
}
