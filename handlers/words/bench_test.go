package words

import (
	"fmt"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	for _, text := range []string{
		"quota unit:UAF page:2",
		"boka språkpraktik v 34 2 st",
		"claim språkpraktik 2 unit:LEAN-1-04 from:2026-08-17 hours:20",
		"hur ligger vi till?",
		"vi kan ta två språkpraktikanter på Kärna skola fr o m v 34",
		"logga deltagare D-2026-0143 på plats 412, börjar 17/8 slutar 16/10",
		"skapa 3 st platser (språkprak) på förskolan Kastanjen i Innerstaden fom 15/9 t o m 15/12 och påminn mig om det",
	} {
		b.Run(text, func(b *testing.B) {
			v, c := testVocabulary(), testContext(b)
			b.ReportAllocs()
			for b.Loop() {
				v.Read(text, c)
			}
		})
	}
}

// BenchmarkRead5000 reads in an organisation of 5 000 units: the cost follows the text.
func BenchmarkRead5000(b *testing.B) {
	units := testUnits()
	for i := 0; len(units) < 5000; i++ {
		u := units[i%654]
		u.Code = fmt.Sprintf("X-%d", i)
		u.Name += fmt.Sprintf(" %c%c", 'A'+i/26%26, 'A'+i%26)
		units = append(units, u)
	}
	v, c := New(units, testKinds), testContext(b)
	for b.Loop() {
		v.Read("vi kan ta två språkpraktikanter på Kärna skola fr o m v 34", c)
	}
}

func BenchmarkNew(b *testing.B) {
	units := testUnits()
	for b.Loop() {
		New(units, testKinds)
	}
}
