package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// city has 5 000 units below ten förvaltningar with fifty verksamheter each, and as many slots as are asked for, spread over two years.
const city = `
INSERT INTO units (code, parent, kind, name, headcount, valid_from) VALUES ('K', NULL, 'kommun', 'Kommunen', 0, '2018-01-01');
INSERT INTO units (code, parent, kind, name, headcount, valid_from)
	WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT 'F' || i, 'K', 'förvaltning', 'Förvaltning ' || i, 0, '2018-01-01' FROM n;
INSERT INTO units (code, parent, kind, name, headcount, valid_from)
	WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499) SELECT 'V' || i, 'F' || (i % 10), 'verksamhet', 'Verksamhet ' || i, 0, '2018-01-01' FROM n;
INSERT INTO units (code, parent, kind, name, headcount, valid_from)
	WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4488) SELECT 'E' || i, 'V' || (i % 500), 'enhet', 'Enhet ' || i, 5 + i % 80, '2018-01-01' FROM n;
INSERT INTO programmes (key, name_sv, name_en, starts, ends, target, net, scope) VALUES ('stor', 'Stora uppdraget', 'The large assignment', '2019-01-01', '2020-12-31', 1000000, 1, 'K');
INSERT INTO programme_kinds (programme, kind) VALUES ('stor', 'praktik'), ('stor', 'språkpraktik'), ('stor', 'arbetsträning');
INSERT INTO periods (programme, name, starts, ends, target) VALUES ('stor', '2019', '2019-01-01', '2019-12-31', 450000), ('stor', '2020', '2020-01-01', '2020-12-31', NULL);
`

const cityBenchDay = Date("2020-12-17") // late in a month: many days to add up

// newCity fills a store for a benchmark; b is the outer one, which runs once.
func newCity(b *testing.B, slots int) *world {
	b.Helper()
	w := &world{TB: b, path: filepath.Join(b.TempDir(), "city.db"), now: cityBenchDay.Time().Add(9 * time.Hour)}
	w.open()
	w.write(func(tx *Tx) error { return tx.script(city) })
	if slots > 0 {
		w.write(func(tx *Tx) error {
			_, err := tx.exec(`INSERT INTO slots (number, programme, kind, unit, created_on)
				WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
				SELECT i + 1, 'stor', CASE i % 3 WHEN 0 THEN 'praktik' WHEN 1 THEN 'språkpraktik' ELSE 'arbetsträning' END, 'E' || (i * 7919 % 4489),
					date('2019-01-01', '+' || (i * 631 % 716) || ' days') FROM n`, slots)
			if err != nil {
				return err
			}
			_, err = tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result, outcome)
				SELECT 'D-2019-' || substr('000000' || number, -7), number, created_on, date(created_on, '+90 days'), date(created_on, '+85 days'),
					CASE number % 5 WHEN 0 THEN 'interrupted' ELSE 'completed' END,
					CASE number / 2 % 7 WHEN 0 THEN 'employed' WHEN 1 THEN 'subsidised' WHEN 2 THEN 'municipal' WHEN 3 THEN 'studies' WHEN 4 THEN 'new_measure' WHEN 5 THEN 'unknown' END
				FROM slots WHERE number % 2 = 0`)
			return firstError(err, tx.RebuildTallies())
		})
	}
	w.write(func(tx *Tx) error { return tx.WorkOutQuotas() })
	_ = w.register()
	return w
}

func BenchmarkClaim(b *testing.B) {
	for _, slots := range []int{0, 10_000} {
		w := newCity(b, slots)
		b.Run(fmt.Sprint(slots), w.benchClaim)
	}
}

// benchClaim has 256 who claim at once; their claims share commits.
func (w *world) benchClaim(b *testing.B) {
	b.SetParallelism(128)
	b.ReportAllocs()
	begin := cpu(b)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			unit := fmt.Sprintf("E%d", i%4489)
			if err := w.Write(context.Background(), as(0, "claim", func(tx *Tx) error {
				_, err := tx.ClaimNew(Claim{Unit: unit, Kind: "praktik", Count: 1})
				return err
			})); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64((cpu(b)-begin).Microseconds())/float64(b.N), "cpu-µs/op")
}

// BenchmarkMillion is a claim, a unit's quota and the standing with a million slots.
func BenchmarkMillion(b *testing.B) {
	w := newCity(b, 1_000_000)
	w.write(func(tx *Tx) error { // a manager for each unit, and nobody has answered anything
		return tx.script(`INSERT INTO members (id, email) SELECT rowid + 1000, code || '@kommun.example' FROM units WHERE kind = 'enhet';
			INSERT INTO roles (member, role, unit, from_on) SELECT rowid + 1000, 'manager', code, '2019-01-01' FROM units WHERE kind = 'enhet';
			INSERT INTO reminders (member, rule, week, state, at) SELECT rowid + 1000, 'weekly', '2020-W5' || n, 'sent', '2020-12-14T08:00:00Z'
				FROM units, (SELECT 0 AS n UNION SELECT 1) WHERE kind = 'enhet';`)
	})
	p := w.register().Programme("stor")
	for _, day := range []Date{cityBenchDay, "2020-06-25", "2019-02-01"} {
		b.Run("standing/"+string(day), func(b *testing.B) {
			for b.Loop() {
				_ = w.standing("K", day)
			}
		})
	}
	for _, unit := range []string{"E17", "V17", "F7"} {
		b.Run("quota/"+unit, func(b *testing.B) {
			for b.Loop() {
				w.read(func(tx *Tx) error {
					_, err := tx.Standing(p, unit, cityBenchDay)
					return err
				})
			}
		})
	}
	for _, figure := range []string{"created", "vacant", "long_vacant"} {
		b.Run("rows/"+figure, func(b *testing.B) {
			for b.Loop() {
				w.read(func(tx *Tx) error {
					_, _, err := tx.Rows(p, Question{}, figure, 123_450, 10)
					return err
				})
			}
		})
	}
	for name, read := range map[string]func(*Tx) error{
		"company": func(tx *Tx) error { _, err := tx.Stand(p, Question{Scope: "kommun", Kind: "praktik"}); return err },
		"without": func(tx *Tx) error { _, _, err := tx.Without(p, Question{Unit: "K", At: cityBenchDay}); return err },
		"ending": func(tx *Tx) error {
			_, _, err := tx.EndingIn(Question{Unit: "K"}, "", cityBenchDay.AddDays(SoonEnding), 0, 10)
			return err
		},
		"ended in a year": func(tx *Tx) error {
			_, err := tx.EndedIn("K", "", "2020-01-01", cityBenchDay)
			return err
		},
		"ended in a part": func(tx *Tx) error {
			_, err := tx.EndedIn("F7", "", "2020-01-01", cityBenchDay)
			return err
		},
		"ended in a kind": func(tx *Tx) error {
			_, err := tx.EndedIn("K", "praktik", "2019-01-01", cityBenchDay)
			return err
		},
		"for long at work": func(tx *Tx) error {
			_, err := tx.FollowedUp("F7", "", 90, "0001-01-01", cityBenchDay)
			return err
		},
		"unanswered":       func(tx *Tx) error { _, err := tx.QuietIn("K"); return err },
		"vacant in a unit": func(tx *Tx) error { _, _, err := tx.VacantIn(p, Question{Unit: "E17"}, false, 400); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.read(read)
			}
		})
	}
	b.Run("what /kvot reads", func(b *testing.B) {
		for b.Loop() {
			w.read(func(tx *Tx) error {
				_, _, progress := tx.Progress(p, "E17", cityBenchDay)
				_, _, _, waiting := tx.Tasks("E17", cityBenchDay.AddDays(14), 5)
				return firstError(progress, waiting)
			})
		}
	})
	b.Run("claim", w.benchClaim)
	for _, every := range []int{10, 2} { // of so many units one has been taken over by the next, wherever they lie
		w.write(func(tx *Tx) error {
			_, err := tx.exec(`UPDATE units SET valid_to = '2020-06-30', successor = 'E' || (substr(code, 2) + 1)
				WHERE kind = 'enhet' AND substr(code, 2) % ? = 0 AND code <> 'E4488'`, every)
			return firstError(err, tx.changed())
		})
		for _, unit := range []string{"K", "F7"} {
			b.Run(fmt.Sprintf("reorganised/%d/%s", every, unit), func(b *testing.B) {
				for b.Loop() {
					_ = w.standing(unit, cityBenchDay)
				}
			})
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	w := newCity(b, 10_000)
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(w.path, Options{Now: w.clock})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Read(context.Background(), func(tx *Tx) error { _, err := tx.Register(); return err }); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWorkOutQuotas(b *testing.B) {
	w := newCity(b, 0)
	for b.Loop() {
		w.write(func(tx *Tx) error { return tx.WorkOutQuotas() })
	}
}

// BenchmarkPropose works out the quotas of 5 000 units over two years.
func BenchmarkPropose(b *testing.B) {
	w := newCity(b, 0)
	p := w.register().Programme("stor")
	for _, rule := range []Rule{LargestRemainder, SainteLague} {
		b.Run(string(rule), func(b *testing.B) {
			for b.Loop() {
				w.read(func(tx *Tx) error { _, err := tx.ProposeQuotas(p, rule, false); return err })
			}
		})
	}
}
