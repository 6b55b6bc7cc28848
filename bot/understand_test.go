package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestAGuessedPhrasingTellsHowOftenItCame goes the way of somebody who extends the words.
func TestAGuessedPhrasingTellsHowOftenItCame(t *testing.T) {
	h := openHouse(t, options{})
	h.says(head, "flurpa plats 11")
	h.says(care, "/handslag flurp 640823-3234")
	h.says(head, "Flurpa plats 12!")
	var list, one bytes.Buffer
	h.must(h.bot.unknown(h.ctx(), &list))
	h.must(h.bot.understand(h.ctx(), strings.NewReader("flurpa plats 214\nflarp\n"), &one, "", true))
	if strings.Count(list.String(), "\n") != 1 || !strings.Contains(list.String(), `"count":2`) {
		t.Errorf("what was not understood is %s", &list)
	}
	lines := strings.Split(one.String(), "\n")
	_, shape, _ := strings.Cut(lines[0], `"shape":"`)
	shape, _, _ = strings.Cut(shape, `"`)
	if !strings.Contains(lines[0], `"missed":2`) || shape == "" || !strings.Contains(list.String(), shape) || strings.Contains(lines[1], "missed") {
		t.Errorf("a guess gives %s", &one)
	}
}
