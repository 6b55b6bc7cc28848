package handlers

import (
	"context"
	"os"
	"strings"
	"testing"
)

// TestTheExtractSaysWhoIsResponsible holds that the legal basis, the controller and the officer stand in it as the municipality has set them.
func TestTheExtractSaysWhoIsResponsible(t *testing.T) {
	p := newPlayer(t)
	p.set("slot 11 FSK-1 2026-03-03 praktik")
	p.set("trainee D-2026-0001 11 2026-06-01 2026-08-21")
	extract := func(lang string) string {
		made, err := p.h.Make(context.Background(), Order{Format: "pdf", Trainee: "D-2026-0001", Lang: lang, At: "2026-08-11"}, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(made[0].Path)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	if said := extract("sv"); !strings.Contains(said, "Uppgift av allmänt intresse (artikel 6.1 e") {
		t.Errorf("where nothing is set it says %s", said)
	}
	p.h.Responsible = Responsible{Controller: "Arbetsmarknadsnämnden", DPO: "dso@kommun.example", LegalBasis: "Rättslig förpliktelse, artikel 6.1 c"}
	for _, lang := range []string{"sv", "en"} {
		said := extract(lang)
		for _, want := range []string{"Arbetsmarknadsnämnden", "dso@kommun.example", "Rättslig förpliktelse, artikel 6.1 c"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not in it", lang, want)
			}
		}
	}
}
