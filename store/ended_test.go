package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func drawFate(t *rapid.T) fate {
	f := fate(rapid.IntRange(1, len(Results)).Draw(t, "result") | rapid.IntRange(0, len(Outcomes)).Draw(t, "outcome")<<2)
	for i := range FollowUps {
		f |= fate(rapid.IntRange(0, len(Answers)).Draw(t, "answer") << (5 + 2*i))
	}
	return f
}

// words gives the result, the outcome and the answers.
func (f fate) words() (out [5]string) {
	for i, c := range fateColumns {
		if n := int(f & (1<<c.bits - 1)); n > 0 {
			out[i] = c.words[n-1]
		}
		f >>= c.bits
	}
	return out
}

// compareEnded counts plainly how the time ended of those in a unit, of one kind and of all, until a day and over the year before it.
func (c *past) compareEnded(t *rapid.T, tx *Tx, unit string, to Date) error {
	kind := rapid.SampledFrom(append([]string{""}, pastKinds...)).Draw(t, "of the kind")
	from := rapid.SampledFrom([]Date{"0001-01-01", to.AddDays(-365)}).Draw(t, "since")
	want := map[Ended]int{}
	due := make([]FollowedUp, len(FollowUps))
	for _, s := range c.slots {
		if !c.tree.Within(s.unit, unit) || kind != "" && kind != s.kind {
			continue
		}
		for _, stay := range s.stays {
			if stay.ended == "" || stay.ended < from || stay.ended > to {
				continue
			}
			said := stay.fate.words()
			want[Ended{Result: said[0], Outcome: said[1]}]++
			for i, days := range FollowUps {
				if due[i].Days = days; stay.ended.AddDays(days) > tx.Today() || said[1] != "employed" && said[1] != "subsidised" {
					continue
				}
				due[i].Due++
				switch said[2+i] {
				case "working":
					due[i].Working++
				case "left":
					due[i].Left++
				}
			}
		}
	}
	got, err := tx.EndedIn(unit, kind, from, to)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		t.Fatalf("%s %s %s–%s: %+v, want %+v", unit, kind, from, to, got, want)
	}
	for _, e := range got {
		if n := want[Ended{Result: e.Result, Outcome: e.Outcome}]; e.N != n {
			t.Fatalf("%s %s %s–%s: %+v, want %d", unit, kind, from, to, e, n)
		}
	}
	for i, days := range FollowUps {
		due[i].Days = days
		f, err := tx.FollowedUp(unit, kind, days, from, to)
		if err != nil {
			return err
		}
		if f != due[i] {
			t.Fatalf("%s %s %s–%s: %+v, want %+v", unit, kind, from, to, f, due[i])
		}
	}
	return nil
}

// wideWorld is a world whose top has so many units below it that its endings stand in the table.
func wideWorld(t *testing.T) *world {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`INSERT INTO units (code, parent, kind, name, headcount, valid_from)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT 'X' || i, 'K', 'enhet', 'X' || i, 1, '2018-01-01' FROM n`), tx.changed(), tx.RebuildTallies())
	})
	return w
}

func TestFollowUp(t *testing.T) {
	w := wideWorld(t)
	if reg := w.register(); !reg.Tree.wide("K") || reg.Tree.wide("X1") {
		t.Fatal("the whole is to stand in the table, and a unit not")
	}
	w.set("2020-01-10")
	var refs []string
	for i, slot := range w.claim("X1", "praktik", 3) {
		refs = append(refs, w.log(Trainee{Slot: slot.Number, StartsOn: "2020-01-10", EndsOn: "2020-03-31", Supervisor: "tjänst 4711"}).Reference)
		w.set("2020-04-01")
		w.write(as(1, "end", func(tx *Tx) error {
			_, err := tx.End(refs[i], "completed", []string{"employed", "subsidised", "studies"}[i], "2020-03-31")
			return err
		}))
		w.set("2020-01-10")
	}
	w.tallied()
	w.set("2020-06-29") // the day on which ninety days have gone is the 29th
	is := func(unit string, want FollowedUp) {
		t.Helper()
		w.read(func(tx *Tx) error {
			f, err := tx.FollowedUp(unit, "", want.Days, "0001-01-01", "9999-12-31")
			if f != want {
				t.Errorf("%s: %+v, want %+v", unit, f, want)
			}
			return err
		})
	}
	for _, unit := range []string{"K", "X1"} {
		is(unit, FollowedUp{Days: 90, Due: 2})
		is(unit, FollowedUp{Days: 365})
	}
	say := func(ref string, days int, answer string) func(*Tx) error {
		return as(1, "outcomes", func(tx *Tx) error { _, err := tx.FollowUp(ref, days, answer); return err })
	}
	for _, c := range []struct {
		ref    string
		days   int
		answer string
		reason string
	}{
		{refs[0], 60, "working", "follow_up_days"}, {refs[0], 365, "working", "follow_up_early"}, {refs[2], 90, "left", "follow_up_no_work"},
		{refs[0], 90, "perhaps", "follow_up_answer"}, {"D-1999-0001", 90, "working", "trainee_unknown"},
	} {
		w.refused(c.reason, say(c.ref, c.days, c.answer))
	}
	w.write(say(refs[0], 90, "working"))
	w.write(say(refs[1], 90, "left"))
	for _, unit := range []string{"K", "X1"} {
		is(unit, FollowedUp{Days: 90, Due: 2, Working: 1, Left: 1})
	}
	w.tallied()
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, 0); return err }))
	for _, unit := range []string{"K", "X1"} {
		is(unit, FollowedUp{Days: 90, Due: 2, Working: 1})
	}
	w.tallied()
	for _, unit := range []string{"K", "X1"} {
		w.read(func(tx *Tx) error {
			due, more, err := tx.DueFollowUps(unit, "", 90, 0, 10)
			if more || len(due) != 1 || due[0].Reference != refs[1] || !slices.Equal(due[0].After[:], []string{"", "", ""}) {
				t.Errorf("unanswered of %s: %+v, %v", unit, due, more)
			}
			return err
		})
	}
	w.write(func(tx *Tx) error { return tx.RebuildTallies() })
	is("K", FollowedUp{Days: 90, Due: 2, Working: 1})
	w.tallied()
}
