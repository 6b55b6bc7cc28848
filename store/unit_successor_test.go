package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Two units became one at the turn of the year: reports of the year before keep the old names, and later ones add both up under the new one.
func TestAReorganisation(t *testing.T) {
	w := newWorld(t)
	w.set("2019-12-31")
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`
			UPDATE programmes SET starts = '2018-01-01';
			UPDATE periods SET starts = '2018-01-01', target = 30 WHERE name = '2019';
			INSERT INTO units (code, parent, kind, name, headcount, valid_from, valid_to, successor) VALUES
				('SOC', 'K', 'förvaltning', 'Socialförvaltningen', 300, '2010-01-01', '2018-12-31', 'SOF'),
				('OÄF', 'K', 'förvaltning', 'Omsorgs- och äldreförvaltningen', 400, '2010-01-01', '2018-12-31', 'SOF'),
				('OÄF-1', 'OÄF', 'verksamhet', 'Äldreomsorg', 300, '2010-01-01', '2018-12-31', 'SOF-1'),
				('SOF', 'K', 'förvaltning', 'Social- och omsorgsförvaltningen', 20, '2019-01-01', NULL, NULL),
				('SOF-1', 'SOF', 'verksamhet', 'Vård', 700, '2019-01-01', NULL, NULL);
			INSERT INTO slots (number, programme, kind, unit, created_on) VALUES
				(1, 'hundra', 'praktik', 'SOC', '2018-03-01'), (2, 'hundra', 'praktik', 'SOC', '2018-03-01'), (3, 'hundra', 'praktik', 'SOC', '2018-03-01'),
				(4, 'hundra', 'praktik', 'OÄF', '2018-04-01'), (5, 'hundra', 'praktik', 'OÄF-1', '2018-04-01'), (6, 'hundra', 'praktik', 'SOF-1', '2019-02-01');`),
			tx.changed(), tx.RebuildTallies(), tx.WorkOutQuotas())
	})
	w.tallied()
	p := w.register().Programme("hundra")
	for _, c := range []struct {
		what string
		q    Question
		net  int
		want map[string]int
	}{
		{"the year before, as it was", Question{At: "2018-12-31"}, 5, map[string]int{"Socialförvaltningen": 3, "Omsorgs- och äldreförvaltningen": 2}},
		{"the year before, as it is today", Question{At: "2018-12-31", Today: true}, 5, map[string]int{"Social- och omsorgsförvaltningen": 5}},
		{"the first day", Question{At: "2019-01-01"}, 5, map[string]int{"Social- och omsorgsförvaltningen": 5}},
		{"the year after", Question{At: "2019-12-31"}, 6, map[string]int{"Social- och omsorgsförvaltningen": 6}},
		{"the new one", Question{Unit: "SOF", At: "2019-12-31"}, 6,
			map[string]int{"Socialförvaltningen": 3, "Omsorgs- och äldreförvaltningen": 1, "Vård": 2}},
		{"the new one's part", Question{Unit: "SOF-1", At: "2019-12-31"}, 2, map[string]int{"Äldreomsorg": 1}},
		{"an old one while it was", Question{Unit: "OÄF", At: "2018-12-31"}, 2, map[string]int{"Äldreomsorg": 1}},
		{"an old one that has given away its part", Question{Unit: "OÄF", At: "2019-12-31"}, 1, map[string]int{}},
	} {
		w.read(func(tx *Tx) error {
			s, err := tx.Stand(p, c.q)
			if err != nil {
				return err
			}
			got := map[string]int{}
			for _, u := range s.Units {
				if u.Created > 0 {
					got[u.Name] = u.Created
				}
			}
			if d := cmp.Diff(c.want, got); s.Net != c.net || d != "" {
				t.Errorf("%s: %d, want %d (-want +got):\n%s", c.what, s.Net, c.net, d)
			}
			rows, n, err := tx.Rows(p, c.q, "created", 0, 100)
			if n != c.net || len(rows) != n {
				t.Errorf("%s: %d rows of %d, want %d", c.what, len(rows), n, c.net)
			}
			return err
		})
	}
	w.read(func(tx *Tx) error { // the quota goes with what has been taken over
		s, err := tx.Stand(p, Question{At: "2019-12-31"})
		n := 0
		for _, u := range s.Units {
			n += u.Quota
		}
		if n != s.Target {
			t.Errorf("the quotas add up to %d, want %d", n, s.Target)
		}
		return err
	})
}
