package store

import (
	"fmt"

	"pgregory.net/rapid"
)

// past is a random municipality with its history, and counts everything in the plainest way.
type past struct {
	tree     *Tree
	slots    []pastSlot
	from, to Date
}

type pastSlot struct {
	number     int64
	unit, kind string
	counts     bool // in the programme
	born, gone Date // gone "": not
	stays      []stay
}

var pastKinds = []string{"praktik", "arbetsträning", "språkpraktik"}

// toward is what counts toward the target.
func (f plainFigures) toward(p *Programme) int {
	if p.Net {
		return f.net
	}
	return f.gross
}

// drawPast makes a tree of up to thirty units, and slots with trainees in them one after another.
func drawPast(t *rapid.T) (*past, string) {
	script := `DELETE FROM quotas; DELETE FROM periods; DELETE FROM programmes; DELETE FROM roles; DELETE FROM units;
		INSERT INTO units (code, parent, kind, name, headcount, valid_from) VALUES ('U0', NULL, 'kommun', 'U0', 0, '2018-01-01');`
	units := rapid.IntRange(2, 30).Draw(t, "units")
	codes := []string{"U0"}
	for i := 1; i < units; i++ {
		parent := rapid.SampledFrom(codes).Draw(t, "parent")
		kind := rapid.SampledFrom([]string{"förvaltning", "verksamhet", "enhet", "bolag"}).Draw(t, "kind of unit")
		code := fmt.Sprintf("U%d", i)
		script += fmt.Sprintf(`INSERT INTO units (code, parent, kind, name, headcount, valid_from) VALUES ('%s', '%s', '%s', '%s', %d, '2018-01-01');`,
			code, parent, kind, code, rapid.IntRange(0, 90).Draw(t, "headcount"))
		if rapid.IntRange(0, 3).Draw(t, "taken over") == 0 {
			script += fmt.Sprintf(`UPDATE units SET valid_to = '%s', successor = '%s' WHERE code = '%s';`,
				Date("2019-01-01").AddDays(rapid.IntRange(0, 720).Draw(t, "last day")), rapid.SampledFrom(codes).Draw(t, "by"), code)
		}
		codes = append(codes, code)
	}
	script += `INSERT INTO programmes (key, name_sv, name_en, starts, ends, target, net, scope) VALUES ('p', 'p', 'p', '2019-01-01', '2020-12-31', 60, ` + rapid.SampledFrom([]string{"1", "1", "0"}).Draw(t, "net") + `, 'U0');
		INSERT INTO periods (programme, name, starts, ends, target) VALUES ('p', 'a', '2019-01-01', '2019-12-31', 30), ('p', 'b', '2020-01-01', '2020-12-31', NULL);`
	for i := range rapid.IntRange(0, 3).Draw(t, "categories") {
		script += fmt.Sprintf(`INSERT INTO categories (programme, place, name_sv, name_en) VALUES ('p', %d, 'c%d', 'c%d');`, i+1, i, i)
		for range rapid.IntRange(0, 3).Draw(t, "units in it") {
			script += fmt.Sprintf(`INSERT INTO category_units (programme, unit, place) VALUES ('p', '%s', %d) ON CONFLICT DO NOTHING;`, rapid.SampledFrom(codes).Draw(t, "unit in it"), i+1)
		}
	}
	c := &past{from: "2019-01-01", to: "2020-12-31"}
	for i := range rapid.IntRange(0, 40).Draw(t, "slots") {
		s := pastSlot{number: int64(i + 1), unit: rapid.SampledFrom(codes).Draw(t, "unit"), kind: rapid.SampledFrom(pastKinds).Draw(t, "kind"),
			counts: rapid.IntRange(0, 5).Draw(t, "counts") > 0, born: c.from.AddDays(rapid.IntRange(0, 500).Draw(t, "born"))}
		day, open := s.born, true
		for range rapid.IntRange(0, 3).Draw(t, "stays") {
			starts := day.AddDays(rapid.IntRange(0, 70).Draw(t, "wait"))
			st := stay{reference: fmt.Sprintf("D-2019-%06d", i*10+len(s.stays)+1), starts: starts, planned: starts.AddDays(rapid.IntRange(0, 100).Draw(t, "planned"))}
			if rapid.IntRange(0, 3).Draw(t, "stays on") > 0 {
				st.ended = starts.AddDays(rapid.IntRange(0, 120).Draw(t, "stayed"))
				st.fate = drawFate(t)
				day = st.ended
			}
			s.stays = append(s.stays, st)
			if st.ended == "" {
				open = false
				break
			}
		}
		if open && rapid.Bool().Draw(t, "given back") {
			s.gone = day.AddDays(rapid.IntRange(0, 90).Draw(t, "gone"))
		}
		c.slots = append(c.slots, s)
	}
	return c, script
}

func (c *past) insert(tx *Tx) error {
	for _, s := range c.slots {
		programme := ""
		if s.counts {
			programme = "p"
		}
		if _, err := tx.exec(`INSERT INTO slots (number, programme, kind, unit, created_on, discontinued_on) VALUES (?, ?, ?, ?, ?, ?)`,
			s.number, null(programme), s.kind, s.unit, s.born, null(s.gone)); err != nil {
			return err
		}
		for _, t := range s.stays {
			said := t.fate.words()
			if _, err := tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result, outcome, after_30, after_90, after_365)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.reference, s.number, t.starts, t.planned, null(t.ended),
				null(said[0]), null(said[1]), null(said[2]), null(said[3]), null(said[4])); err != nil {
				return err
			}
		}
	}
	return nil
}

// plainFigures are those of a Standing by plain counting.
type plainFigures struct{ gross, net, filled, vacant, persons, long, ends, overdue, starts int }

func (c *past) plain(unit string, at Date, pleases func(pastSlot) bool) (f plainFigures) {
	for _, s := range c.slots {
		if !s.counts || !c.tree.Within(s.unit, unit) || !pleases(s) {
			continue
		}
		for _, t := range s.stays {
			if at < t.starts && t.starts <= at.AddDays(28) {
				f.starts++
			}
		}
		if s.born > at {
			continue
		}
		f.gross++
		there := s.gone == "" || s.gone > at
		if there {
			f.net++
		}
		since := s.born
		for _, t := range s.stays {
			if t.ended != "" && t.ended <= at {
				since = t.ended
			}
		}
		if there && s.vacantOn(at) && since.DaysUntil(at) >= 42 {
			f.long++
		}
		for _, t := range s.stays {
			if t.starts > at {
				continue
			}
			f.persons++
			if t.ended != "" && t.ended <= at {
				continue
			}
			f.filled++
			switch {
			case t.planned < at:
				f.overdue++
			case t.planned <= at.AddDays(28):
				f.ends++
			}
		}
	}
	f.vacant = f.net - f.filled
	return f
}

func (s pastSlot) vacantOn(d Date) bool {
	if d < s.born {
		return false
	}
	for _, t := range s.stays {
		if t.starts <= d && (t.ended == "" || d < t.ended) {
			return false
		}
	}
	return true
}
