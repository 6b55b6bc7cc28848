package store

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryFigureIsPlainCounting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		defer w.Close()
		w.set("2020-12-31")
		c, script := drawPast(r)
		w.write(func(tx *Tx) error {
			if err := firstError(tx.script(script), tx.changed()); err != nil {
				return err
			}
			return firstError(c.insert(tx), tx.RebuildTallies(), tx.WorkOutQuotas())
		})
		w.tallied()
		reg := w.register()
		c.tree = reg.Tree
		p := reg.Programme("p")
		for range 4 {
			at := Date("2018-12-20").AddDays(rapid.IntRange(0, 740).Draw(r, "day"))
			unit := rapid.SampledFrom(c.tree.Codes()).Draw(r, "of")
			q := Question{Unit: unit, At: at, Today: rapid.Bool().Draw(r, "as organised today"),
				Scope: rapid.SampledFrom([]string{"", "", "kommun", "bolag"}).Draw(r, "part of it"), Kind: rapid.SampledFrom([]string{"", "", "praktik"}).Draw(r, "kind")}
			on := at
			if q.Today {
				on = "2020-12-31"
			}
			c.tree = reg.Tree.On(on)
			w.read(func(tx *Tx) error { return c.compare(r, tx, p, q) })
			c.tree = reg.Tree.On("2020-12-31")
			w.read(func(tx *Tx) error { return c.compareEnded(r, tx, unit, at) })
		}
	})
}

// asked tells whether a unit lies in the part that is asked about: the companies among a unit's children with all below them, or all but those.
func (c *past) asked(q Question, unit string) bool {
	for code := unit; code != "" && code != q.Unit; code = c.tree.Unit(code).Parent {
		if u := c.tree.Unit(code); u.Parent == q.Unit {
			return q.Scope == "" || (u.Kind == "bolag") == (q.Scope == "bolag")
		}
	}
	return q.Scope != "bolag"
}

func (c *past) compare(t *rapid.T, tx *Tx, p *Programme, q Question) error {
	unit, at := q.Unit, q.At
	s, err := tx.Stand(p, q)
	if err != nil {
		return err
	}
	all := func(s pastSlot) bool { return (q.Kind == "" || q.Kind == s.kind) && c.asked(q, s.unit) }
	with := func(more func(pastSlot) bool) func(pastSlot) bool {
		return func(s pastSlot) bool { return all(s) && more(s) }
	}
	want := c.plain(unit, at, all)
	got := plainFigures{s.Gross, s.Net, s.Filled, s.Vacant, s.Persons, s.Flow.LongVacant, s.Flow.Ends, s.Flow.Overdue, s.Flow.Starts}
	if got != want {
		t.Fatalf("%s on %s: %+v, want %+v\n%+v", unit, at, got, want, c.slots)
	}
	if s.Week != nil {
		if before := c.plain(unit, at.AddDays(-7), all); s.Week.Net != before.net || s.Week.Created != want.toward(p)-before.toward(p) || s.Week.Taken != want.filled-before.filled {
			t.Fatalf("%s a week before %s: %+v, want %+v", unit, at, s.Week, before)
		}
	}
	own := c.plain(unit, at, with(func(s pastSlot) bool { return s.unit == unit }))
	parts := plainFigures{}
	for _, u := range s.Units {
		of := c.plain(u.Code, at, all)
		if u.Created != of.net || u.Counted != of.toward(p) || u.Filled != of.filled || u.Vacant != of.vacant {
			t.Fatalf("%s of %s on %s: %+v, want %+v", u.Code, unit, at, u, of)
		}
		parts.net, parts.filled, parts.vacant = parts.net+u.Created, parts.filled+u.Filled, parts.vacant+u.Vacant
	}
	if parts.net+own.net != s.Net || parts.filled+own.filled != s.Filled || parts.vacant+own.vacant != s.Vacant {
		t.Fatalf("%s on %s: the parts add up to %+v and its own to %+v, of %d", unit, at, parts, own, s.Net)
	}
	kinds := 0
	for _, k := range s.Types {
		of := c.plain(unit, at, with(func(s pastSlot) bool { return s.kind == k.Kind }))
		if k.Created != of.net || k.Filled != of.filled || k.Vacant != of.vacant {
			t.Fatalf("%s of %s on %s: %+v, want %+v", k.Kind, unit, at, k, of)
		}
		kinds += k.Created
	}
	if kinds != s.Net {
		t.Fatalf("%s on %s: the kinds add up to %d of %d", unit, at, kinds, s.Net)
	}
	for _, d := range s.Periods {
		of := c.plain(unit, at, with(func(s pastSlot) bool { return d.Start <= s.born && s.born <= d.End }))
		over, remaining := max(0, d.Created-d.Target), max(0, d.Target-d.Created)
		if q.Kind != "" { // of which there is no target
			over, remaining = 0, 0
		}
		if d.Created != of.toward(p) || d.Filled != of.filled || d.Vacant != of.vacant || d.Over != over || d.Remaining != remaining {
			t.Fatalf("%s of %s on %s: %+v, want %+v", d.Name, unit, at, d, of)
		}
	}
	if q.Scope+q.Kind == "" {
		err = c.compareWithout(t, tx, p, s)
	}
	c.compareCategories(t, p, s, all)
	return firstError(err, c.compareRows(t, tx, p, q, want, map[string]int{outsideProgramme: c.besideProgramme(unit, at),
		outsidePeriod: c.plain(unit, at, with(func(s pastSlot) bool { return p.period(s.born) == "" })).toward(p)}), c.compareEnding(t, tx, q))
}

// besideProgramme counts the slots of a unit that count in no programme.
func (c *past) besideProgramme(unit string, at Date) (n int) {
	for _, s := range c.slots {
		if !s.counts && c.tree.Within(s.unit, unit) && s.born <= at && (s.gone == "" || s.gone > at) {
			n++
		}
	}
	return n
}

// compareEnding holds that who ends is the same, whichever way it is looked for, and as many as there are.
func (c *past) compareEnding(t *rapid.T, tx *Tx, q Question) error {
	q.At = ""
	look := func(from, most, few int) string {
		list, n, err := tx.endingIn(q, "", c.to, from, most, few)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(n, list)
	}
	for _, page := range [][2]int{{0, 3}, {3, 3}, {0, 1000}} {
		if units, all := look(page[0], page[1], 1000), look(page[0], page[1], 0); units != all {
			t.Fatalf("%+v: by the units %s, of all %s", q, units, all)
		}
	}
	list, n, err := tx.EndingIn(q, "", c.to, 0, 1000)
	if n != len(list) {
		t.Fatalf("%+v: %d, and %d in the list", q, n, len(list))
	}
	return err
}

// compareWithout looks at each verksamhet below the unit, or where there is none at each of its children.
func (c *past) compareWithout(t *rapid.T, tx *Tx, p *Programme, s *Standing) error {
	on := tx.organisedOn(s.Question)
	want := UnitsWithout{Level: "verksamhet"}
	var without []string
	count := func(code string) {
		if u := c.tree.Unit(code); u.ValidOn(on) {
			want.Of++
			if c.plain(code, s.AsOf, func(pastSlot) bool { return true }).net == 0 {
				without = append(without, code)
			}
		}
	}
	for _, code := range c.tree.Branch(s.Scope)[1:] {
		if c.tree.Unit(code).Kind == "verksamhet" {
			count(code)
		}
	}
	if want.Of == 0 {
		for _, code := range c.tree.Children(s.Scope) {
			if count(code); want.Of == 1 && c.tree.Unit(code).ValidOn(on) {
				want.Level = c.tree.Unit(code).Kind
			}
		}
	}
	if want.Count = len(without); s.UnitsWithout != want {
		t.Fatalf("%s on %s: %+v, want %+v", s.Scope, s.AsOf, s.UnitsWithout, want)
	}
	level, list, err := tx.Without(p, s.Question)
	var told []string
	for _, u := range list {
		told = append(told, u.Code)
	}
	slices.Sort(told)
	slices.Sort(without)
	if level != want.Level || !slices.Equal(told, without) {
		t.Fatalf("%s on %s: %s %v, want %v", s.Scope, s.AsOf, level, told, without)
	}
	return err
}

// compareCategories looks for each slot's category upwards from its unit.
func (c *past) compareCategories(t *rapid.T, p *Programme, s *Standing, asked func(pastSlot) bool) {
	rest := -1
	for i := range p.Categories {
		if len(p.Categories[i].Units) == 0 {
			rest = i
		}
	}
	of := func(slot pastSlot) int {
		for _, above := range c.tree.Path(slot.unit) {
			for i := range p.Categories {
				if slices.Contains(p.Categories[i].Units, above) {
					return i
				}
			}
		}
		return rest
	}
	sum := 0
	for _, had := range s.Categories {
		want := c.plain(s.Scope, s.AsOf, func(slot pastSlot) bool { return asked(slot) && of(slot) == had.Place })
		if had.Created != want.net || had.Filled != want.filled || had.Vacant != want.vacant {
			t.Fatalf("category %d of %s on %s: %+v, want %+v", had.Place, s.Scope, s.AsOf, had, want)
		}
		sum += had.Created
	}
	if len(p.Categories) > 0 && sum != s.Net {
		t.Fatalf("%s on %s: the categories add up to %d of %d", s.Scope, s.AsOf, sum, s.Net)
	}
}

// compareRows turns all pages of the slots behind each figure.
func (c *past) compareRows(t *rapid.T, tx *Tx, p *Programme, q Question, want plainFigures, figures map[string]int) error {
	maps.Copy(figures, map[string]int{"created": want.net, "gross": want.gross, "filled": want.filled, "vacant": want.vacant, "long_vacant": want.long,
		"discontinued": want.gross - want.net, "persons": want.persons})
	for figure, n := range figures {
		var seen []string
		for from := 0; from == 0 || from < n; from += 3 {
			rows, total, err := tx.Rows(p, q, figure, from, 3)
			if err != nil {
				return err
			}
			if total != n {
				t.Fatalf("%s of %s on %s: %d, want %d", figure, q.Unit, q.At, total, n)
			}
			for _, r := range rows {
				seen = append(seen, fmt.Sprint(r.Number, r.Started))
			}
		}
		if long := figure == "long_vacant"; long || figure == "vacant" {
			whole, of, err := tx.VacantParts(p, q, long)
			for _, code := range c.tree.Children(q.Unit) {
				f := c.plain(code, q.At, func(s pastSlot) bool { return q.Kind == "" || q.Kind == s.kind })
				if err != nil || whole != n || of[code] != map[bool]int{true: f.long, false: f.vacant}[long] {
					t.Fatalf("%s in %s of %s on %s: %d of %d, %v, want %+v", figure, code, q.Unit, q.At, of[code], whole, err, f)
				}
			}
		}
		slices.Sort(seen)
		if figure != "persons" { // of whom two may start in a slot on a day
			seen = slices.Compact(seen)
		}
		if len(seen) != n {
			t.Fatalf("%s of %s on %s: the pages have %v, of %d", figure, q.Unit, q.At, seen, n)
		}
	}
	return nil
}
