package handlers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"syscall"
	"testing"
	"time"

	"handslag/store"
)

// bigHandlers are on a database of 5 000 units with a million slots, half of which have had a trainee, an HR person UHR and a manager of one unit, UMANAGER.
func bigHandlers(b *testing.B) *Handlers {
	b.Helper()
	now := time.Date(2020, 12, 17, 10, 0, 0, 0, time.UTC)
	s, said := benchStore(b, now)
	enhet := func(i int) string { return fmt.Sprintf("F%d-%d-%d", i%10, i/10%50, i/500) }
	created := func(i int) store.Date { return store.Date("2019-01-01").AddDays(i * 631 % 716) }
	files := []struct {
		what  string
		write func(w io.Writer)
	}{{"organisation", func(w io.Writer) {
		fmt.Fprint(w, "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email\nK,,kommun,Storkommunen,,0,2018-01-01,,,\n")
		for i := range 10 {
			fmt.Fprintf(w, "F%d,K,förvaltning,Förvaltning nummer %d,,0,2018-01-01,,,\n", i, i)
		}
		for i := range 500 {
			fmt.Fprintf(w, "F%d-%d,F%d,verksamhet,Verksamhet %d-%d,,0,2018-01-01,,,\n", i%10, i/10, i%10, i%10, i/10)
		}
		for i := range 4489 {
			fmt.Fprintf(w, "%s,F%d-%d,enhet,Enheten %d,,%d,2018-01-01,,m%d@kommun.example,\n", enhet(i), i%10, i/10%50, i, 5+i%80, i)
		}
	}}, {"programme", func(w io.Writer) {
		fmt.Fprint(w, `key = "stor"
name.sv = "Stora uppdraget"
name.en = "The large assignment"
start = 2019-01-01
end = 2020-12-31
target = 1000000
count = "net"
scope = "K"
types = ["praktik", "språkpraktik", "arbetsträning"]
[[period]]
name = "2019"
start = 2019-01-01
end = 2019-12-31
target = 450000
[[period]]
name = "2020"
start = 2020-01-01
end = 2020-12-31
`)
	}}, {"slots", func(w io.Writer) {
		fmt.Fprintln(w, "slot,programme,unit,type,created,discontinued")
		for i := range 1_000_000 {
			fmt.Fprintf(w, "%d,stor,%s,%s,%s,\n", i+1, enhet(i*7919%4489), []string{"praktik", "språkpraktik", "arbetsträning"}[i%3], created(i))
		}
	}}, {"trainees", func(w io.Writer) {
		fmt.Fprintln(w, "reference,slot,start,end,result,outcome")
		for i := 0; i < 1_000_000; i += 2 {
			end, result := created(i).AddDays(30+i*7%170), "completed,"+append([]string{""}, store.Outcomes...)[i/2%7]
			if end > "2020-12-10" {
				result = ","
			}
			fmt.Fprintf(w, "D-2019-%06d,%d,%s,%s,%s\n", i+1, i+1, created(i), end, result)
		}
	}}}
	for _, f := range files {
		r, w := io.Pipe()
		go func() {
			lines := bufio.NewWriter(w)
			f.write(lines)
			w.CloseWithError(lines.Flush())
		}()
		if _, err := s.Import(context.Background(), f.what, r, store.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Write(context.Background(), func(tx *store.Tx) error {
		m, err := tx.Know(store.Member{SlackID: "UHR", Email: "hr@kommun.example", Locale: "sv-SE", TZ: "Europe/Stockholm"})
		if err != nil {
			return err
		}
		if err := tx.Assign(m.ID, "hr", ""); err != nil {
			return err
		}
		_, err = tx.Know(store.Member{SlackID: "UMANAGER", Email: "m17@kommun.example", Locale: "sv-SE", TZ: "Europe/Stockholm"})
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return New(s, said, "sv", slog.New(slog.DiscardHandler))
}

// BenchmarkMillion is what HR asks, from words to message, with a million slots in 5 000 units. cpu-ms is what it takes of the processor, which
// a busy machine does not make longer.
func BenchmarkMillion(b *testing.B) {
	h := bigHandlers(b)
	for i, ask := range []string{"läge", "läge 25 juni 2020", "läge what:parts", "läge what:types", "läge what:more", "läge unit:F7", "läge kind:praktik", "läge period:2019",
		"läge compare:2019-12-17", "diagram", "prognos", "prognos om takten halveras", "topplista", "topplista by:quota", "saknas", "saknas what:answers", "lediga", "lediga unit:F7-1-1",
		"slutar", "slutar unit:F7", "resultat", "resultat kind:praktik", "resultat unit:F7", "resultat days:90", "förklara term:created what:rows", "förklara term:vacant what:rows unit:F7 page:3",
		"mål", "mål step:anew", "mål rule:sainte_lague", "kvot unit:F7", "kvot", "historik"} {
		user := "UHR"
		if ask == "kvot" {
			user = "UMANAGER"
		}
		b.Run(ask, func(b *testing.B) {
			var was, is syscall.Rusage
			_ = syscall.Getrusage(syscall.RUSAGE_SELF, &was)
			n := 0
			for b.Loop() {
				n++
				reply, err := h.Answer(context.Background(), Request{ID: strconv.Itoa(i) + "-" + strconv.Itoa(n) + "-" + strconv.Itoa(b.N), User: user, Door: Button, Text: ask})
				if err == nil && reply.Form == nil {
					_, err = reply.Message()
				}
				if err != nil || reply.Result != "ok" {
					b.Fatalf("%s %q %v", reply.Result, reply.Text, err)
				}
			}
			_ = syscall.Getrusage(syscall.RUSAGE_SELF, &is)
			spent := time.Duration(is.Utime.Nano() + is.Stime.Nano() - was.Utime.Nano() - was.Stime.Nano())
			b.ReportMetric(float64(spent.Microseconds())/1000/float64(n), "cpu-ms/op")
		})
	}
}
