package handlers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handslag/store"
)

// TestNews holds the bar of the whole program: asked on 25 June 2020 it says what Linköping's news item of that day said, 144 + 112 = 256
// against 225, 244 for 2020, 61 left, and that it will be carried out as planned.
func TestNews(t *testing.T) {
	p := newPlayer(t)
	p.fresh()
	p.set("now 2020-06-25 10:00")
	for _, f := range [][2]string{{"organisation", "organisation.csv"}, {"programme", "programme.toml"}, {"slots", "slots.csv"}, {"trainees", "trainees.csv"}} {
		text, err := os.ReadFile(filepath.Join("..", "bot", "demo", "data", f[1]))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.store.Import(context.Background(), f[0], strings.NewReader(string(text)), store.ImportOptions{Until: "2020-06-25"}); err != nil {
			t.Fatal(err)
		}
	}
	p.person([]string{"hr", "sv", "hr"})
	p.person([]string{"board", "en", "hr"})
	for person, lines := range map[string][]string{
		"UHR": {"439 av 500 skapade (87,8 %). 61 kvar att skapa.", "2019: 256 av 225 (31 över)", "2020: 183 av 244 (275 − 31 i överskott från 2019). Tillsatta 150, lediga 33",
			"På väg: behovet är 2,3 i veckan och takten 7,2. Då nås 500 omkring 23 augusti 2020."},
		"UBOARD": {"439 of 500 slots created (87.8%). 61 left to create.", "2019: 256 of 225 (31 over)", "2020: 183 of 244 (275 − 31 in surplus from 2019). Filled 150, vacant 33",
			"On track: 2.3 a week are needed and the pace is 7.2. That reaches 500 around 23 August 2020."},
	} {
		reply, err := p.h.Answer(context.Background(), Request{ID: person, User: person, Door: Slash, Noun: "lage"})
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(reply.Text, "\n") + 2; n > 12 { // with what the words mean below it
			t.Errorf("%s is told %d lines", person, n)
		}
		for _, line := range lines {
			if !strings.Contains(reply.Text, line) {
				t.Errorf("%s is not told %q but\n%s", person, line, reply.Text)
			}
		}
	}
	for question, lines := range map[string][]string{
		"2019 per kategori": {"31 december 2019", "Ordinarie verksamhet: 144 (56,3 %), tillsatta ", "Idrott- och service: 112 (43,8 %), tillsatta ", "Tillsammans blir de därför 100,1 %."},
		"läget":             {"Att ta med i bilden: pandemin sedan 11 mars 2020."},
		"prognos":           {"Av tiden för 2020 har 48,4 % gått, av hela tiden 74,1 %. Att ta med i bilden: pandemin sedan 11 mars 2020."},
		"diagram":           {"mars 2020*: skapade ", "* pandemin sedan 11 mars 2020"},
	} {
		reply, err := p.h.Answer(context.Background(), Request{ID: question, User: "UHR", Door: Message, Text: question})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !strings.Contains(reply.Text, line) {
				t.Errorf("%s is not answered with %q but\n%s", question, line, reply.Text)
			}
		}
	}
	text, s, err := p.h.Summary(context.Background(), "", store.Question{At: "2020-06-25"})
	if err != nil || s.Net != 439 || s.Remaining != 61 || !strings.Contains(text, "439 av 500 skapade") {
		t.Errorf("%+v %v\n%s", s, err, text)
	}
	if _, _, err := p.h.Summary(context.Background(), "", store.Question{At: "2020-06-26"}); store.AsRefusal(err) == nil {
		t.Errorf("a day to come: %v", err)
	}
}

// TestUnderstand holds that reading a text as somebody changes nothing and takes their language.
func TestUnderstand(t *testing.T) {
	p := newPlayer(t)
	before := p.entries()
	r, err := p.h.Understand(context.Background(), "vi kan ta två språkpraktikanter på Bergaskolan fr o m v 34", "preschool@kommun.example")
	if err != nil || r.Command != "claim" || r.Args.Unit != "GRU-1" || r.Args.Kind != "språkpraktik" || r.Args.From != "2026-08-17" || *r.Args.Count != 2 {
		t.Errorf("%+v %v", r, err)
	}
	if r, err := p.h.Understand(context.Background(), "", "care@kommun.example"); err != nil || r.Language != "en" {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := p.h.Understand(context.Background(), "kvot", "nobody@kommun.example"); err == nil {
		t.Error("somebody unknown is known")
	}
	if p.entries() != before {
		t.Error("something was written")
	}
}
