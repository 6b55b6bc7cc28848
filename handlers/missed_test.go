package handlers

import (
	"strings"
	"testing"
)

// TestNeverTheSameDeadEndTwice goes on where missed.txt ends: after other suggestions comes all that the person can do, and then whom to ask.
func TestNeverTheSameDeadEndTwice(t *testing.T) {
	for who, wants := range map[string][]string{
		"preschool": {"[Kvot] [Boka plats]", "heller", "*Släpp plats*", "Fråga @hr", "[Förklara]", "[Påminn mig]", "[Praktikanter]", "[Rätta uppgifter]"},
		"care":      {"[Quota] [Claim a slot]", "either", "*Release a slot*", "Ask @hr", "[Explain]"},
		"hr":        {"[Kvot]", "heller", "*Utlys platser*", "Tryck på Hjälp"},
	} {
		p := newPlayer(t)
		p.do("hr: /handslag hjälp") // who has been seen can be named
		before := map[string]bool{}
		for i, want := range wants {
			said := strings.Join(p.do(who+" writes: flurp"), "\n")
			if !strings.Contains(said, want) || before[said] {
				t.Errorf("%s, %d: the bot said %q, want %q in it", who, i+1, said, want)
			}
			before[said] = true
		}
	}
}
