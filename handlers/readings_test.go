package handlers

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// TestReadingsAreRememberedByAllTheyDependOn reads the same texts by turns in two languages and on two days, and gets each time what the words say.
func TestReadingsAreRememberedByAllTheyDependOn(t *testing.T) {
	p := newPlayer(t)
	var v *vocabulary
	if err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		v = p.h.vocabulary(reg)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, text := range []string{"boka praktik", "boka praktik imorgon", "claim internship tomorrow", "kvot", "", "släpp 3 och 4", "hej", "640823-3234"} {
			for _, noun := range []string{"", "plats", "kvot"} {
				for _, door := range []Door{Slash, Button, Message} {
					for _, language := range []string{"sv", "en"} {
						for _, day := range []time.Time{p.now, p.now.AddDate(0, 0, 1)} {
							c := words.Context{Now: day, Language: language}
							plain, remembered := c, c
							turn := p.h.turn(Request{Door: door, Noun: noun, Text: text})
							want, got := v.Read(turn.spoken(v.Vocabulary, &plain), plain), turn.readWords(v, &remembered)
							if !reflect.DeepEqual(&want, got) || plain != remembered {
								t.Errorf("%s /%s %q in %s: %+v in %s, want %+v in %s", door, noun, text, language, got, remembered.Language, want, plain.Language)
							}
						}
					}
				}
			}
		}
	}
	for i := range 3 * mostReadings {
		turn := p.h.turn(Request{Door: Slash, Noun: "plats", Text: fmt.Sprintf("boka praktik %d", i)})
		turn.readWords(v, &words.Context{Now: p.now, Language: "sv"})
	}
	if n := len(v.known.now) + len(v.known.before); n == 0 || n > 2*mostReadings {
		t.Errorf("%d readings are remembered", n)
	}
	for wording, k := range v.known.now {
		if k.Refuse != "" || len(k.Args.Slots) > 0 {
			t.Errorf("%+v is remembered", wording)
		}
	}
}
