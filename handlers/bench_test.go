package handlers

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"handslag/locales"
	"handslag/store"
)

// benchStore is an empty database at a moment, and the sentences.
func benchStore(b *testing.B, now time.Time) (*store.Store, *locales.Locales) {
	b.Helper()
	s, err := store.Open(filepath.Join(b.TempDir(), "handslag.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	said, err := locales.Load()
	if err != nil {
		b.Fatal(err)
	}
	return s, said
}

// benchHandlers are on a database of 10 000 slots in 100 units, each with a manager: UM000 to UM099.
func benchHandlers(b *testing.B) *Handlers {
	b.Helper()
	now := time.Date(2026, 8, 11, 10, 0, 0, 0, time.UTC)
	s, said := benchStore(b, now)
	h := New(s, said, "sv", slog.New(slog.DiscardHandler))
	var units, slots bytes.Buffer
	units.WriteString("code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email\nEK,,kommun,Ekby kommun,,0,2020-01-01,,,\n" +
		"SKO,EK,förvaltning,Skolförvaltningen,,0,2020-01-01,,,\nGRU,SKO,verksamhet,Grundskola,,0,2020-01-01,,,\n")
	slots.WriteString("slot,programme,unit,type,created,discontinued\n")
	for i := range 100 {
		fmt.Fprintf(&units, "GRU-%02d,GRU,enhet,Skola %02d,,40,2020-01-01,,m%03d@kommun.example,\n", i, i, i)
	}
	for i := range 10_000 {
		fmt.Fprintf(&slots, "%d,p,GRU-%02d,praktik,%s,\n", i+1, i%100, store.Date("2025-01-02").AddDays(i%500))
	}
	for _, file := range []struct{ what, text string }{{"organisation", units.String()}, {"programme", `key = "p"
name.sv = "Uppdraget"
name.en = "The programme"
start = 2025-01-01
end = 2026-12-31
target = 12000
count = "net"
scope = "EK"
types = ["praktik", "språkpraktik"]
[[period]]
name = "2025"
start = 2025-01-01
end = 2025-12-31
[[period]]
name = "2026"
start = 2026-01-01
end = 2026-12-31
`}, {"slots", slots.String()}} {
		if _, err := s.Import(context.Background(), file.what, bytes.NewBufferString(file.text), store.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	err := s.Write(context.Background(), func(tx *store.Tx) error {
		for i := range 100 {
			if _, err := tx.Know(store.Member{SlackID: fmt.Sprintf("UM%03d", i), Email: fmt.Sprintf("m%03d@kommun.example", i), Locale: "sv-SE", TZ: "Europe/Stockholm"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

// BenchmarkAnswerClaim is a claim by slash words from request to reply, on disk, by as many managers at once as wait for one commit.
func BenchmarkAnswerClaim(b *testing.B) {
	benchAnswer(b, Request{Door: Slash, Noun: "plats", Text: "boka språkpraktik v 34"}, "ok")
}

// BenchmarkAnswerQuota is /kvot of a unit with a hundred slots.
func BenchmarkAnswerQuota(b *testing.B) { benchAnswer(b, Request{Door: Slash, Noun: "kvot"}, "ok") }

// BenchmarkAnswerClaimForm is the form that /plats boka opens.
func BenchmarkAnswerClaimForm(b *testing.B) {
	benchAnswer(b, Request{Door: Slash, Noun: "plats", Text: "boka"}, "form")
}

func benchAnswer(b *testing.B, req Request, result string) {
	benchAnswerOf(b, benchHandlers(b), req, result)
}

// BenchmarkAnswerClaimReminded is BenchmarkAnswerClaim when each manager, and one above them, has a reminder that tells what is true.
func BenchmarkAnswerClaimReminded(b *testing.B) {
	h := benchHandlers(b)
	if err := h.BeginReminders(context.Background(), "mon 08:00"); err != nil {
		b.Fatal(err)
	}
	err := h.store.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Know(store.Member{SlackID: "ULEADER", Email: "leader@kommun.example", Locale: "sv-SE", TZ: "Europe/Stockholm"}); err != nil {
			return err
		}
		return tx.AssignByEmail("leader@kommun.example", "manager", "GRU")
	})
	if err != nil {
		b.Fatal(err)
	}
	if run, err := h.Remind(context.Background(), RemindOptions{Now: true}); err != nil || run.Planned != 101 {
		b.Fatalf("%+v %v", run, err)
	}
	benchAnswerOf(b, h, Request{Door: Slash, Noun: "plats", Text: "boka språkpraktik v 34"}, "ok")
}

func benchAnswerOf(b *testing.B, h *Handlers, req Request, result string) {
	b.Helper()
	b.SetParallelism(128)
	b.ReportAllocs()
	n := make(chan int, 1024)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for i := 0; ; i++ {
			select {
			case n <- i:
			case <-stop:
				return
			}
		}
	}()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := <-n
			r := req
			r.ID, r.User = strconv.Itoa(i), fmt.Sprintf("UM%03d", i%100)
			reply, err := h.Answer(context.Background(), r)
			if err == nil && reply.Form == nil {
				_, err = reply.Message()
			}
			if err != nil || reply.Result != result {
				b.Fatalf("%s %q %v", reply.Result, reply.Text, err)
			}
		}
	})
}
