package words

import (
	_ "embed"
	"strings"
	"testing"
	"time"
)

//go:embed testdata/guard.txt
var guardExamples string

// guardNow is a Tuesday in week 33.
var guardNow = time.Date(2026, 8, 11, 10, 0, 0, 0, time.UTC)

// guardKind names a finding as the examples do: "pass", "ask" or the kind that is refused.
func guardKind(f Finding) string {
	switch {
	case f.Refuse != "":
		return f.Refuse
	case f.Ask:
		return "ask"
	}
	return "pass"
}

func TestGuardExamples(t *testing.T) {
	counts := map[string]int{}
	for n, line := range strings.Split(guardExamples, "\n") {
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		want, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("guard.txt:%d: no tab", n+1)
		}
		counts[want]++
		if got := guardKind(Guard(text, guardNow)); got != want {
			t.Errorf("guard.txt:%d: %s, want %s: %s", n+1, got, want, text)
		}
	}
	t.Log(counts)
}
