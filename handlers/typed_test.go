package handlers

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"handslag/handlers/words"
	"handslag/store"
)

// TestTyped holds that a button says exactly what it was made of: whatever typed writes, the words read back, without a doubt.
func TestTyped(t *testing.T) {
	p := newPlayer(t)
	var v *words.Vocabulary
	var kinds []string
	if err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err == nil {
			v = p.h.vocabulary(reg).Vocabulary
			open, closed := reg.KindNames(tx.Today())
			kinds = append(open, closed...)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := words.Args{
			Kind: rapid.SampledFrom(append([]string{""}, kinds...)).Draw(t, "kind"),
			Unit: rapid.SampledFrom([]string{"", "FSK-1", "HEM-1", "EK"}).Draw(t, "unit"),
			Slot: rapid.SampledFrom([]int64{0, 1, 214, 1000000}).Draw(t, "slot"),
			From: rapid.SampledFrom([]string{"", "2026-08-17", "2027-02-28"}).Draw(t, "from"),
		}
		if a.Unit == "" && rapid.Bool().Draw(t, "several") {
			a.Units = []string{"FSK-1", "HEM-1"}
		}
		if n := rapid.IntRange(0, 21).Draw(t, "count"); n > 0 {
			a.Count = &n
		}
		if h := rapid.SampledFrom([]float64{0, 7.5, 20, 12.25}).Draw(t, "hours"); h > 0 {
			a.Hours = &h
		}
		command := "claim"
		if rapid.Bool().Draw(t, "other") {
			command = rapid.SampledFrom([]string{"trainee", "publish", "release"}).Draw(t, "command")
		}
		text := typed(command, a)
		r := v.Read(text, words.Context{Now: p.now, Language: "sv"})
		if r.Command != command || !r.Certain || r.Ask != "" || r.Refuse != "" {
			t.Fatalf("%q is read as %+v", text, r)
		}
		if diff := cmp.Diff(a, r.Args); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}

// TestTypedAll holds that every argument gets into a button and out again, with each command that takes it.
func TestTypedAll(t *testing.T) {
	p := newPlayer(t)
	two, share := 2, 7.5
	every := map[string][]words.Args{
		"claim":     {{Kind: "praktik", Count: &two, Unit: "FSK-1", From: "2026-08-17", Hours: &share}, {Slot: 214}, {Slots: []int64{4, 7}}, {Kind: "praktik", Percent: &share}},
		"end":       {{Trainee: "D-2026-0143", Result: "completed", Outcome: "studies", Date: "2026-08-07"}, {Trainees: []string{"D-2026-0143", "D-2026-0144"}}},
		"release":   {{Slot: 4, Reason: "other"}},
		"slots":     {{Published: true}, {Published: true, Page: 2}},
		"summary":   {{Unit: "SKO", At: "2026-06-30", Compare: "2025-12-31"}, {Units: []string{"SKO", "OMS"}, Period: "2025"}, {Scope: "bolag", From: "2026-01-01", To: "2026-03-31"}, {Compare: "2025"}, {Programme: "bea"}},
		"ranking":   {{By: "headcount", Top: &two}},
		"missing":   {{What: "answers"}},
		"vacant":    {{Weeks: &two, Kind: "praktik"}},
		"outcomes":  {{Days: &two}, {Trainee: "D-2026-0143", Days: &two, After: "left"}, {Days: &two, What: "answers", Page: 2}},
		"export":    {{Format: "csv"}},
		"assign":    {{Person: "U0PERSON", Role: "deputy", Unit: "FSK-1"}},
		"remind":    {{Every: "monday", Slot: 4}},
		"target":    {{Unit: "GRU-1", Count: &two, Period: "2026"}, {Step: "decide_anew", Rule: "sainte_lague"}, {Unit: "SKO", Step: "proposal", Rule: "largest_remainder", Period: "2025", Page: 2}},
		"transfer":  {{Units: []string{"GRU-1", "FSK-1"}, Count: &two, Period: "2026"}},
		"explain":   {{Term: "created"}},
		"language":  {{Language: "en"}},
		"undo":      {{Entry: 17}},
		"subscribe": {{Every: "week", Channel: "C0LOBBY"}},
		"extend":    {{Trainee: "D-2026-0143", Longer: "14d"}},
	}
	var v *words.Vocabulary
	if err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		v = p.h.vocabulary(reg).Vocabulary
		return err
	}); err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{"Change": true, "Gone": true} // chosen in a form alone; made a number, and what:gone, before it is typed
	for command, all := range every {
		for _, a := range all {
			text := typed(command, a)
			r := v.Read(text, words.Context{Now: p.now, Language: "sv"})
			if diff := cmp.Diff(a, r.Args); r.Command != command || !r.Certain || diff != "" {
				t.Errorf("%q is read as %s, certain %v: %s", text, r.Command, r.Certain, diff)
			}
			for i := range reflect.TypeFor[words.Args]().NumField() {
				if !reflect.ValueOf(a).Field(i).IsZero() {
					tried[reflect.TypeFor[words.Args]().Field(i).Name] = true
				}
			}
		}
	}
	for i := range reflect.TypeFor[words.Args]().NumField() {
		if name := reflect.TypeFor[words.Args]().Field(i).Name; !tried[name] {
			t.Errorf("no button is tried that says %s", name)
		}
	}
}

// TestTypedDate holds that a day stands in a form as it can be read back, in both languages, on every day of two years.
func TestTypedDate(t *testing.T) {
	p := newPlayer(t)
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		for _, lang := range []string{"sv", "en"} {
			v := voice{all: p.h.said, lang: lang, reg: reg, year: 2026}
			for day := store.Date("2026-01-01"); day < "2028-01-01"; day = day.AddDays(1) {
				first, last, _, ok := p.h.vocabulary(reg).Span(v.typedDate(day), words.Context{Now: p.now, Language: lang}, false)
				if !ok || first != string(day) || last != string(day) {
					t.Errorf("%s: %q is read as %s to %s", lang, v.typedDate(day), first, last)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMarks holds that what a button carries before its command is read back.
func TestMarks(t *testing.T) {
	for _, m := range []marks{{}, {lang: "en"}, {once: "1700.12 x"}, {ask: true}, {lang: "sv", once: "Ev0123", ask: true}} {
		got, command := unmarked(m.mark(`claim kind:"kommunal praktik" unit:FSK-1`))
		if len(m.once) > 0 && m.once[len(m.once)-1] == 'x' {
			m.once = "1700.12_x"
		}
		if got != m || command != `claim kind:"kommunal praktik" unit:FSK-1` {
			t.Errorf("%+v is read as %+v %q", m, got, command)
		}
	}
}

// TestZones holds that an unknown zone of Slack's leaves the time as it is.
func TestZones(t *testing.T) {
	at := time.Date(2026, 8, 11, 23, 0, 0, 0, time.UTC)
	for zone, hour := range map[string]int{"Europe/Stockholm": 1, "": 23, "Nowhere/Atall": 23} {
		if got := inZone(inZone(at, zone), zone).Hour(); got != hour {
			t.Errorf("%q: %d", zone, got)
		}
	}
}
