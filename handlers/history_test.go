package handlers

import (
	"context"
	"os"
	"strings"
	"testing"

	"handslag/store"
)

// TestHistoryAsAFile holds that the file has every row that there was when it was asked for, in words and as it was written down.
func TestHistoryAsAFile(t *testing.T) {
	p := newPlayer(t)
	p.do("preschool: /plats boka 2 praktik")
	var until int64
	p.write(func(tx *store.Tx) error { h, err := tx.Head(); until = h.Row; return err })
	p.do("preschool: /plats boka praktik")
	made, err := p.h.Make(context.Background(), Order{Format: "csv", Lang: "sv", At: "2026-08-11", Trail: &store.Trail{Unit: "SKO", Until: until}}, t.TempDir())
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	raw, err := os.ReadFile(made[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\r\n")
	if len(lines) != made[0].Rows+1 || strings.Contains(lines[1], "#3") {
		t.Errorf("%d lines of %d rows:\n%s", len(lines), made[0].Rows, raw)
	}
	want := `;2026-08-11 10:00:00;preschool@kommun.example;slash;claim;Bokade plats #2 (praktik) på Förskolan Kullen;slot;2;FSK-1;Förskolan Kullen;;"{""kind"":""praktik""`
	if !strings.Contains(lines[1], want) {
		t.Errorf("the first row is\n%s\nand not\n%s", lines[1], want)
	}
}
