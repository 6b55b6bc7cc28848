package words

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// testNumber makes a number with a right check digit. Its birth number is one of 980–999, which nobody is given:
// Skatteverket's published test numbers use them. coordination adds 60 to the day.
func testNumber(day, serial int, coordination bool) string {
	date := time.Date(1930, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day%(80*365))
	d := date.Day()
	if coordination {
		d += 60
	}
	number := fmt.Sprintf("%04d%02d%02d%03d", date.Year(), int(date.Month()), d, 980+serial%20)
	for c := byte('0'); ; c++ {
		if luhnHolds(append([]byte(number[2:]), c)) {
			return number + string(c)
		}
	}
}

// spellings are the ways in which people write twelve digits that leave no doubt.
var spellings = []func(n string) string{
	func(n string) string { return n },
	func(n string) string { return n[:8] + "-" + n[8:] },
	func(n string) string { return n[2:8] + "-" + n[8:] },
	func(n string) string { return n[2:8] + "+" + n[8:] },
	func(n string) string { return n[2:8] + " " + n[8:] },
	func(n string) string { return n[:8] + " " + n[8:] },
	func(n string) string { return n[2:8] + "." + n[8:] },
	func(n string) string { return n[2:8] + ":" + n[8:] },
	func(n string) string { return n[2:8] + "/" + n[8:] },
	func(n string) string { return n[2:8] + "_" + n[8:] },
	func(n string) string { return n[2:8] + ", " + n[8:] },
	func(n string) string { return n[2:8] + " (" + n[8:] + ")" },
	func(n string) string { return n[2:8] + "\u2013" + n[8:] },
	func(n string) string { return n[2:8] + " \u2212 " + n[8:] },
	func(n string) string { return n[2:8] + "\u00a0" + n[8:] },
	func(n string) string { return n[2:8] + "\n" + n[8:] },
	func(n string) string { return n[2:8] + " bindestreck " + n[8:] },
	func(n string) string { return n[2:8] + " dash " + n[8:] },
	func(n string) string { return n[:4] + "-" + n[4:6] + "-" + n[6:8] + "-" + n[8:] },
	func(n string) string { return n[:4] + "-" + n[4:6] + "-" + n[6:8] + " " + n[8:] },
	func(n string) string { return n[:4] + " " + n[4:6] + " " + n[6:8] + " " + n[8:] },
	func(n string) string { return n[:4] + " " + n[4:8] + " " + n[8:] },
	func(n string) string { return n[2:4] + "-" + n[4:6] + "-" + n[6:8] + "-" + n[8:] },
	func(n string) string { return n[2:4] + "/" + n[4:6] + "/" + n[6:8] + " " + n[8:] },
	func(n string) string { return n[2:4] + " " + n[4:6] + " " + n[6:8] + " " + n[8:10] + " " + n[10:] },
	func(n string) string { return n[2:8] + " " + n[8:10] + " " + n[10:] },
	func(n string) string { return strings.Join(strings.Split(n[2:], ""), " ") },
	func(n string) string { return strings.Join(strings.Split(n, ""), " ") },
	func(n string) string { return strings.Join(strings.Split(n[2:], ""), "-") },
	func(n string) string { return strings.Join(strings.Split(n[2:], ""), ".") },
	func(n string) string { return n[2:5] + "\u200b" + n[5:8] + "-" + n[8:] },
	func(n string) string { return "`" + n[2:8] + "`-`" + n[8:] + "`" },
	func(n string) string { return "*" + n[2:8] + "*-" + n[8:] },
	func(n string) string { return "<tel:" + n[2:] + "|" + n[2:8] + "-" + n[8:] + ">" },
	func(n string) string { return "<tel:" + n[2:8] + "-" + n[8:] + "|samtal>" },
	func(n string) string { return "<mailto:" + n + "@example.com|" + n + "@example.com>" },
	func(n string) string { return "praktikant_" + n[2:8] + "-" + n[8:] + ".pdf" },
	func(n string) string { return "pnr " + n[2:] },
	func(n string) string { return "personnummer:" + n[2:] },
	func(n string) string { return inScript(n[2:8]+"-"+n[8:], '\uff10') },
	func(n string) string { return inScript(n[2:8]+"-"+n[8:], '\u0660') },
	func(n string) string { return inScript(n[2:8]+"-"+n[8:], '\u0966') },
	func(n string) string { return inScript(n[2:8]+"-"+n[8:], '\U0001d7ce') },
}

// inScript writes the digits in the script whose zero is given.
func inScript(text string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// around are texts that a number may stand in.
var around = []string{"%s", "logga %s på plats 412 fr o m v 34", "log trainee %s, slot 412", "ring 070-174 06 07 om %s.", "(%s)", "D-2026-0143 = %s", "2 st, %s, 50%%", "17/8 %s", "Hon är %s!"}

func TestGuardFindsEverySpelling(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for k, spell := range spellings {
		for range 200 {
			n := testNumber(random.IntN(80*365), random.IntN(20), random.IntN(3) == 0)
			text := fmt.Sprintf(around[random.IntN(len(around))], spell(n))
			if got := Guard(text, guardNow); got.Refuse != refusePersonnummer {
				t.Fatalf("spelling %d: %q is %s", k, text, guardKind(got))
			}
		}
	}
}

func TestGuardAsksAboutTenDigits(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		text := "logga " + testNumber(random.IntN(80*365), random.IntN(20), false)[2:] + " på plats 412"
		if got := Guard(text, guardNow); guardKind(got) != "ask" {
			t.Fatalf("%q is %s", text, guardKind(got))
		}
	}
}

// A mistyped number is somebody's all the same, where its form shows what was meant.
func TestGuardFindsMistyped(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		n := []byte(testNumber(random.IntN(80*365), random.IntN(20), false))
		at := 8 + random.IntN(4)
		n[at] = '0' + (n[at]-'0'+1+byte(random.IntN(9)))%10
		for _, text := range []string{string(n[2:8]) + "-" + string(n[8:]), string(n[:8]) + "-" + string(n[8:])} {
			if got := Guard(text, guardNow); got.Refuse != refusePersonnummer {
				t.Fatalf("%q is %s", text, guardKind(got))
			}
		}
	}
}

// TestGuardFalseAlarms holds the shares of innocent numbers that are asked about or refused.
func TestGuardFalseAlarms(t *testing.T) {
	digits := func(r *rand.Rand, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = '0' + byte(r.IntN(10))
		}
		return string(b)
	}
	tests := []struct {
		name            string
		text            func(r *rand.Rand) string
		asked, refused  float64 // at most, in percent
		atLeastSomeAsks bool
	}{
		{name: "ten digits", text: func(r *rand.Rand) string { return digits(r, 10) }, asked: 0.8, atLeastSomeAsks: true},
		{name: "twelve digits", text: func(r *rand.Rand) string { return digits(r, 12) }, asked: 0.01, refused: 0.03},
		{name: "mobile 070, no spaces", text: func(r *rand.Rand) string { return "070" + digits(r, 7) }, asked: 6, atLeastSomeAsks: true},
		{name: "mobile 070 as a telephone", text: func(r *rand.Rand) string { return "ring 070" + digits(r, 7) }},
		{name: "mobile 070-174 06 07", text: func(r *rand.Rand) string { return "070-" + digits(r, 3) + " " + digits(r, 2) + " " + digits(r, 2) }},
		{name: "mobile 070-17 40 607", text: func(r *rand.Rand) string { return "070-" + digits(r, 2) + " " + digits(r, 2) + " " + digits(r, 3) }},
		{name: "mobile 072", text: func(r *rand.Rand) string { return "072" + digits(r, 7) }},
		{name: "mobile abroad", text: func(r *rand.Rand) string { return "+4670" + digits(r, 7) }},
		{name: "mobile abroad in groups", text: func(r *rand.Rand) string { return "+46 70 " + digits(r, 3) + " " + digits(r, 2) + " " + digits(r, 2) }},
		{name: "landline 08", text: func(r *rand.Rand) string { return "08-" + digits(r, 3) + " " + digits(r, 3) + " " + digits(r, 2) }},
		{name: "landline 0479", text: func(r *rand.Rand) string { return "0479-" + digits(r, 2) + " " + digits(r, 2) + " " + digits(r, 2) }},
		{name: "landline 013", text: func(r *rand.Rand) string { return "013-" + digits(r, 2) + " " + digits(r, 2) + " " + digits(r, 2) }},
		{name: "OCR", text: func(r *rand.Rand) string { return "OCR " + digits(r, 10) }},
		{name: "amount", text: func(r *rand.Rand) string { return digits(r, 10) + " kr" }},
		{name: "organisation number", text: func(r *rand.Rand) string {
			return "55" + string('2'+byte(r.IntN(8))) + digits(r, 3) + "-" + digits(r, 4)
		}},
		{name: "time stamp", text: func(r *rand.Rand) string {
			return guardNow.Add(time.Duration(r.IntN(2*1000*1440)-1000*1440) * time.Minute / 2).Format("200601021504")
		}},
		{name: "time stamp in parts", text: func(r *rand.Rand) string {
			return guardNow.Add(time.Duration(r.IntN(2*1000*1440)-1000*1440) * time.Minute / 2).Format("2006-01-02 15:04")
		}},
		{name: "Slack's time stamp", text: func(r *rand.Rand) string { return "17" + digits(r, 8) + "." + digits(r, 6) }},
		{name: "span of dates", text: func(r *rand.Rand) string {
			from := guardNow.AddDate(0, 0, r.IntN(4000)-3000)
			to := from.AddDate(0, 0, r.IntN(200))
			return from.Format([]string{"20060102", "2006-01-02", "060102", "2/1 2006"}[r.IntN(4)]) + "-" + to.Format("20060102")
		}},
		{name: "span of days", text: func(r *rand.Rand) string {
			from := guardNow.AddDate(0, 0, r.IntN(4000)-3000)
			return from.Format("2006-01-02") + "\u2013" + from.AddDate(0, 0, r.IntN(100)).Format("01-02")
		}},
		{name: "references", text: func(r *rand.Rand) string {
			return "D-20" + digits(r, 2) + "-" + digits(r, 4) + " D-20" + digits(r, 2) + "-" + digits(r, 4)
		}},
		{name: "slots", text: func(r *rand.Rand) string {
			return fmt.Sprintf("plats #%s, #%s och %s v %s", digits(r, 3), digits(r, 4), digits(r, 3), digits(r, 2))
		}},
	}
	table := ""
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, uint64(i)))
			const texts = 10_000
			asked, refused := 0, 0
			for range texts {
				text := test.text(random)
				switch got := Guard(text, guardNow); {
				case got.Refuse != "":
					refused++
					if test.refused == 0 && refused <= 5 {
						t.Errorf("%q is refused: %s", text, got.Refuse)
					}
				case got.Ask:
					asked++
					if test.asked == 0 && asked <= 5 {
						t.Errorf("%q is asked about", text)
					}
				}
			}
			a, r := 100*float64(asked)/texts, 100*float64(refused)/texts
			table += fmt.Sprintf("\n  %-28s %6d texts %6d asked %5.2f %% %4d refused %5.2f %%", test.name, texts, asked, a, refused, r)
			if a > test.asked || r > test.refused || test.atLeastSomeAsks && asked == 0 {
				t.Errorf("asked %.3f %% (at most %.3f), refused %.3f %% (at most %.3f)", a, test.asked, r, test.refused)
			}
		})
	}
	t.Log("what is no personnummer, and how often the guard asks or refuses all the same:" + table)
}

func FuzzGuard(f *testing.F) {
	f.Add("logga %s på plats 412", uint16(1), uint16(2), uint8(3))
	for i, line := range strings.Split(guardExamples, "\n") {
		f.Add(line, uint16(i*31), uint16(i), uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, day, serial uint16, spelling uint8) {
		Guard(text, guardNow)
		n := testNumber(int(day), int(serial), serial%3 == 0)
		written := spellings[int(spelling)%len(spellings)](n)
		if got := Guard(written, guardNow); got.Refuse != refusePersonnummer {
			t.Errorf("%q is %s", written, guardKind(got))
		}
		if got := Guard(written+" och "+text, guardNow); got.Refuse != refusePersonnummer {
			t.Errorf("%q is %s", written+" och "+text, guardKind(got))
		}
	})
}

func BenchmarkGuard(b *testing.B) {
	for _, text := range []string{
		"boka språkpraktik v 34 2 st",
		"logga deltagare D-2026-0143 på plats 412, börjar 17/8 slutar 16/10",
		"kan Ahmed som har ADHD få vara hos er i höst?",
	} {
		b.Run(fmt.Sprintf("%d letters", len(text)), func(b *testing.B) {
			Guard(text, guardNow)
			b.ReportAllocs()
			for b.Loop() {
				Guard(text, guardNow)
			}
		})
	}
}
