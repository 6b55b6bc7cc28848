package handlers

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"handslag/store"
)

var example = regexp.MustCompile("`/(\\w+) ?([^`]*)`")

// TestExamples holds that every example that the bot gives is understood, without a doubt and as what it is an example of.
func TestExamples(t *testing.T) {
	p := newPlayer(t)
	p.set("unit KARNA < GRU enhet 10 Kärna skola")
	p.set("unit RYD < GRU enhet 10 Ryd skola")
	for _, lang := range []string{"sv", "en"} {
		for _, id := range p.h.said.IDs(lang) {
			text := p.h.said.Say(lang, id, nil, nil)
			for _, m := range example.FindAllStringSubmatch(text, -1) {
				words := m[2]
				if strings.Contains(words, "⟨") {
					words = strings.NewReplacer("⟨"+id+".Slot⟩", "214").Replace(words)
				}
				words = regexp.MustCompile("@(namn|name)").ReplaceAllString(words, "<@USTRANGER>")
				p.example(t, lang, id, Request{ID: "e", User: "UPRESCHOOL", Door: Slash, Noun: strings.TrimPrefix(m[1], "handslag"), Text: words})
			}
		}
	}
}

func (p *player) example(t *testing.T, lang, id string, req Request) {
	t.Helper()
	turn := p.h.turn(req)
	if err := p.store.Read(context.Background(), func(tx *store.Tx) error { return turn.begin(tx) }); err != nil {
		t.Fatal(err)
	}
	r := turn.reading
	section, name, _ := strings.Cut(id, ".")
	switch {
	case r.Command == "" || !r.Certain || r.Ask != "":
		t.Errorf("%s %s: /%s %s is read as %+v", lang, id, req.Noun, req.Text, r)
	case name == "help" && r.Command != section:
		t.Errorf("%s %s: /%s %s is read as %s", lang, id, req.Noun, req.Text, r.Command)
	case section != "language" && r.Language != lang && len(strings.Fields(req.Text)) > 1:
		t.Errorf("%s %s: /%s %s is read as %s", lang, id, req.Noun, req.Text, r.Language)
	}
}
