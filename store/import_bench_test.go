package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"testing"
	"time"
)

// The big municipality: 1 of its own, 20 förvaltningar, 480 verksamheter, 4 499 enheter.
const (
	bigUnits = 5_000
	bigSlots = 1_000_000
)

func bigUnit(i int) (code, parent, kind string) {
	switch {
	case i == 0:
		return "K", "", "kommun"
	case i <= 20:
		return fmt.Sprintf("F%02d", i), "K", "förvaltning"
	case i <= 500:
		return fmt.Sprintf("F%02d-%02d", (i-21)%20+1, (i-21)/20+1), fmt.Sprintf("F%02d", (i-21)%20+1), "verksamhet"
	}
	n := (i - 501) % 480
	parent = fmt.Sprintf("F%02d-%02d", n%20+1, n/20+1)
	return fmt.Sprintf("%s-%03d", parent, (i-501)/480+1), parent, "enhet"
}

func writeBigOrganisation(w io.Writer) {
	fmt.Fprintln(w, "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email")
	for i := range bigUnits {
		code, parent, kind := bigUnit(i)
		headcount := 0
		if kind == "enhet" {
			headcount = 10 + i%30
		}
		fmt.Fprintf(w, "%s,%s,%s,\"Enhet, %s\",Alias %s|Annat %s,%d,2019-01-01,,chef.%s@kommun.example,bitr.%s@kommun.example\n",
			code, parent, kind, code, code, code, headcount, code, code)
	}
}

const bigProgramme = `key = "stor"
name.sv = "Stora uppdraget"
name.en = "The big assignment"
start = 2019-01-01
end = 2020-12-31
target = 900000
count = "net"
scope = "K"
types = ["arbetsträning", "praktik", "språkpraktik"]
period = [
	{ name = "2019", start = 2019-01-01, end = 2019-12-31, target = 400000 },
	{ name = "2020", start = 2020-01-01, end = 2020-12-31 },
]
`

var bigKinds = []string{"arbetsträning", "praktik", "språkpraktik"}

// writeBigSlots gives slots of every enhet, created on any of the two years' days; one of fifty is discontinued.
func writeBigSlots(w io.Writer, slots int) {
	random := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(w, "slot;programme;unit;type;created;discontinued")
	for n := 1; n <= slots; n++ {
		code, _, _ := bigUnit(501 + random.IntN(bigUnits-501))
		created := Date("2019-01-01").AddDays(random.IntN(730))
		gone := Date("")
		if n%50 == 0 {
			gone = created.AddDays(400)
		}
		fmt.Fprintf(w, "%d;stor;%s;%s;%s;%s\r\n", n, code, bigKinds[random.IntN(3)], created, gone)
	}
}

// writeBigTrainees gives every second slot one trainee who has ended and every fourth one who has not.
func writeBigTrainees(w io.Writer, slots int) {
	random := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(w, "reference,slot,start,end,result,outcome")
	for n := 1; n <= slots; n++ {
		random.IntN(bigUnits - 501)
		created := Date("2019-01-01").AddDays(random.IntN(730))
		random.IntN(3)
		if n%2 == 0 {
			fmt.Fprintf(w, "D-%d-%06d,%d,%s,%s,completed,employed\n", created.Year(), n%1_000_000, n, created.AddDays(10), created.AddDays(100))
		}
		if n%4 == 0 && n%50 != 0 {
			fmt.Fprintf(w, "D-%d-%06d,%d,%s,%s,,\n", created.Year()+2, n%1_000_000, n, created.AddDays(110), created.AddDays(200))
		}
	}
}

// piped gives what write writes as it is read, so that no file of it is needed.
func piped(write func(io.Writer)) io.Reader {
	r, w := io.Pipe()
	go func() {
		b := bufio.NewWriterSize(w, 1<<16)
		write(b)
		w.CloseWithError(b.Flush())
	}()
	return r
}

// BenchmarkImport takes in 5 000 units, 1 000 000 slots and 740 000 trainees, and says the seconds of each and the most memory the process has had.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		s := importStore(b, atNoon("2021-06-25"))
		for _, f := range []struct {
			what  string
			write func(io.Writer)
		}{
			{"organisation", writeBigOrganisation},
			{"programme", func(w io.Writer) { io.WriteString(w, bigProgramme) }},
			{"slots", func(w io.Writer) { writeBigSlots(w, bigSlots) }},
			{"trainees", func(w io.Writer) { writeBigTrainees(w, bigSlots) }},
			{"slots", func(w io.Writer) { writeBigSlots(w, bigSlots) }},
			{"trainees", func(w io.Writer) { writeBigTrainees(w, bigSlots) }},
		} {
			begin := time.Now()
			report, err := s.Import(context.Background(), f.what, piped(f.write), ImportOptions{})
			if err != nil {
				b.Fatal(err)
			}
			name := f.what
			if report.nothing() {
				name += "-again"
			}
			b.ReportMetric(time.Since(begin).Seconds(), name+"-s")
			b.Logf("%-16s %6.2f s, %s MB resident at most", name, time.Since(begin).Seconds(), residentMost())
		}
	}
}

// residentMost is what Linux says of the process, in whole megabytes; "?" elsewhere.
func residentMost() string {
	status, err := os.ReadFile("/proc/self/status")
	found := regexp.MustCompile(`VmHWM:\s+([0-9]+)[0-9]{3} kB`).FindSubmatch(status)
	if err != nil || found == nil {
		return "?"
	}
	return string(found[1])
}
