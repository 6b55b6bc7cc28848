package handlers

import (
	"context"
	"testing"

	"handslag/handlers/words"
	"handslag/store"
)

// TestReadAs: what was read is told with every piece of it, in the asker's language.
func TestReadAs(t *testing.T) {
	p := newPlayer(t)
	five, ninety := 5, 90
	for _, test := range []struct {
		command string
		args    words.Args
		sv, en  string
	}{
		{"quota", words.Args{}, "Kvot", "Quota"},
		{"summary", words.Args{Unit: "SKO", Scope: "kommun", At: "2026-06-30", Compare: "2025"},
			"Läget, Skolförvaltningen, kommunen utan bolagen, tis 30 juni (v. 27), jämfört med 2025", "Summary, Skolförvaltningen, without its companies, Tue 30 June (week 27), compared with 2025"},
		{"summary", words.Args{From: "2026-06-01", To: "2026-06-30", Compare: "2025-12-31"},
			"Läget, mån 1 juni (v. 23)–tis 30 juni (v. 27), jämfört med ons 31 dec 2025 (v. 1)", "Summary, Mon 1 June (week 23)–Tue 30 June (week 27), compared with Wed 31 Dec 2025 (week 1)"},
		{"ranking", words.Args{By: "headcount", Top: &five, Period: "2026"}, "Topplista, 2026, de 5 främsta, per 100 anställda", "Ranking, 2026, the first 5, per 100 employees"},
		{"vacant", words.Args{Units: []string{"HEM-1", "HEM-2"}, Kind: "språkpraktik", Weeks: &five},
			"Lediga, Hemtjänst Nord, Hemtjänst Syd, språkpraktik, minst 5 veckor", "Vacant, Hemtjänst Nord, Hemtjänst Syd, language practice (språkpraktik), at least 5 weeks"},
		{"outcomes", words.Args{Days: &ninety, From: "2026-01-01"}, "Resultat, tors 1 jan (v. 1), efter 90 dagar", "Outcomes, Thu 1 Jan (week 1), after 90 days"},
		{"missing", words.Args{What: "answers"}, "Saknas, utan svar", "Missing, without an answer"},
		{"ending", words.Args{To: "2026-08-31"}, "Slutar snart, till mån 31 aug (v. 36)", "Ending soon, until Mon 31 Aug (week 36)"},
		{"slots", words.Args{Published: true, Slot: 4}, "Platser, utlysta, #4", "Slots, published, #4"},
		{"explain", words.Args{Term: "filled"}, "Förklara, tillsatt", "Explain, filled"},
	} {
		for lang, want := range map[string]string{"sv": test.sv, "en": test.en} {
			got := p.readAs(lang, test.command, test.args)
			if got != want {
				t.Errorf("%s %+v in %s is read as\n%s, want\n%s", test.command, test.args, lang, got, want)
			}
		}
	}
}

func (p *player) readAs(lang, command string, args words.Args) (said string) {
	p.t.Helper()
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		turn := p.h.turn(Request{User: p.id("hr"), Door: Slash, Text: "summary"})
		if err := turn.begin(tx); err != nil {
			return err
		}
		turn.lang, turn.command, turn.args = lang, lookup(command), args
		said = turn.readAs()
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return said
}
