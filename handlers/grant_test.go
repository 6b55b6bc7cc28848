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
