package words

import (
	"strings"
	"testing"
)

// What cannot be is asked about and never becomes another argument.
func TestWhatCannotBeIsAsked(t *testing.T) {
	for text, want := range map[string]string{
		"boka praktik 9/13": "date", "boka praktik 30 februari": "date", "boka praktik den 31 april": "date", "boka praktik v 54": "date",
		"boka praktik från 31/11": "date", "claim work training from 2026-13-40": "date", "boka praktik 2026-02-30": "date",
		"boka praktik 29 februari 2027": "date", "boka praktik v 53 2027": "date", "boka praktik 17/8-31/11": "date", "boka praktik 30-31 februari": "date",
		"boka praktik den trettioförsta september": "date", "boka praktik tertial 4": "date", "pausa till 31/2": "date",
		"förläng D-2026-0143 till 31 september": "date", "boka praktik från 2026-12-01 till 2026-10-01": "date",
		"boka -3 st praktik": "count", "boka praktik -3": "count", "boka 0 praktikplatser": "count", "boka 3,5 praktikplatser": "count", "boka 2-3 praktikplatser": "count",
		"vi kan ta två eller tre språkpraktikanter": "count", "sätt målet till -5": "count",
		"avsluta D-1": "trainee", "avsluta D-12345678": "trainee", "boka #0": "slot",
		"kvot Månbasen": "unit", "quota Moonbase": "unit", "boka praktik på Månbasen": "unit", "läget för smörgåsskolan": "unit", "kvot förskolan Månen": "unit",
	} {
		r := testVocabulary().Read(text, testContext(t))
		if r.Ask != want || r.Certain {
			t.Errorf("%q: asks %q, certain %v; want %q", text, r.Ask, r.Certain, want)
		}
		if a := r.Args; a.Count != nil || a.Slot != 0 || a.Unit != "" {
			t.Errorf("%q: became %+v", text, a)
		}
	}
}

// Before an organisation is there a name cannot be unknown, and a write is offered no unit that only looks like the one named.
func TestUnknownUnits(t *testing.T) {
	if r := New(nil, testKinds).Read("boka praktik på Kärna skola", testContext(t)); r.Ask != "" {
		t.Errorf("without units: asks %q", r.Ask)
	}
	if r := testVocabulary().Read("boka praktik på Lejonet", testContext(t)); r.Ask != "unit" || r.Candidates != nil {
		t.Errorf("a write: asks %q %v", r.Ask, r.Candidates)
	}
	if r := testVocabulary().Read("kvot Lejonet", testContext(t)); len(r.Candidates) != 1 || r.Candidates[0] != "LEJON" {
		t.Errorf("a read: %v", r.Candidates)
	}
}

// A plan that is under way starts today; a day that was written with its year is as it was written.
func TestPlansStartTodayAtTheEarliest(t *testing.T) {
	for text, want := range map[string]string{
		"boka praktik v 33": "2026-08-11", "publicera praktik v 33": "2026-08-11", "ny praktikant plats 4 v 33": "2026-08-11", "boka praktik i höst": "2026-08-11",
		"ny praktikant plats 6 i höst": "2026-08-11", "boka praktik efter semestern": "2026-08-11", "boka praktik v 33-36": "2026-08-11",
		"ny praktikant plats 6 började v 33": "2026-08-10", "boka praktik från 2026-01-01": "2026-01-01", "boka praktik v 34": "2026-08-17",
	} {
		if r := testVocabulary().Read(text, testContext(t)); r.Args.From != want {
			t.Errorf("%q: from %q, want %q", text, r.Args.From, want)
		}
	}
}

// A question about a write, and the word not to do it, are no orders.
func TestNothingIsOrderedByQuestionsAndDenials(t *testing.T) {
	for _, text := range []string{
		"boka inte plats 214", "släpp inte plats 214", "avsluta inte D-2026-0143 än", "don't claim slot 214", "never release slot 3", "vi ska inte boka plats 214",
		"vi tänker inte släppa plats 3", "jag vill inte förlänga D-2026-0143", "we will not extend D-2026-0143", "should we claim slot 214?", "ska vi boka plats 214?",
		"when did we claim slot 214", "hur bokar jag plats 214", "om vi släpper plats 3, vad händer", "bokade jag plats 214?", "ska jag släppa plats 3?",
		"jag funderar på att släppa plats 214", "we might release slot 12", "har D-2026-0143 slutat?", "är målet 260",
	} {
		if r := testVocabulary().Read(text, testContext(t)); r.Certain && isDone[r.Command] {
			t.Errorf("%q: certainly %s", text, r.Command)
		}
	}
	for _, text := range []string{"glöm inte att påminna mig på fredag", "hinner inte, släpp plats 3", "kan du boka plats 214", "vi kan inte ta emot, släpp plats 3"} {
		if r := testVocabulary().Read(text, testContext(t)); !r.Certain {
			t.Errorf("%q: %s is not certain, asks %s", text, r.Command, r.Ask)
		}
	}
}

func TestUnitNamesShowNoLanguage(t *testing.T) {
	c := testContext(t)
	c.Language = "en"
	for _, text := range []string{"claim slot 4 at kärna skola", "quota kärna skola", "trainees at hemtjänst ryd"} {
		if r := testVocabulary().Read(text, c); r.Language != "en" || r.Args.Unit == "" {
			t.Errorf("%q: %s %s", text, r.Language, r.Args.Unit)
		}
	}
}

// A text of the length that a form or a paste may have costs no more for its length than a short one, whatever it holds.
func TestLongTexts(t *testing.T) {
	c := testContext(t)
	cost := func(part string, length int) float64 {
		text := strings.Repeat(part, length/len(part))
		return testing.AllocsPerRun(1, func() { testVocabulary().Read(text, c) })
	}
	for _, part := range []string{"boka praktik på Kärna skola v 34 ", "🙏🏽👩‍👩‍👧 ", "från till mellan och ", "D-2026-0143 #1 ", "visa alla platser ... ", "Förskolan Kullen Ryd ", "a1", "1/9-", "å"} {
		if half, whole := cost(part, 2000), cost(part, 4000); whole > 3*half+100 {
			t.Errorf("%q…: %.0f allocations, and %.0f for half of it", part, whole, half)
		} else {
			t.Logf("%q: %.0f of %.0f", part, whole, half)
		}
	}
}
