package store

import (
	"slices"
	"testing"
)

// kindsOfDay are those that the programme's people speak of, in the order of their names.
var kindsOfDay = []string{"OSA", "arbetsmarknadsanställning", "arbetsträning", "daglig verksamhet", "etableringsjobb", "extratjänst", "feriejobb",
	"förstärkt arbetsträning", "intensiv praktik", "introduktionsjobb", "kommunal praktik", "lönebidrag", "nystartsjobb", "praktik", "provanställning",
	"språkpraktik"}

func TestShippedKindsAreComplete(t *testing.T) {
	kinds, err := readKinds()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	english := map[string]string{}
	for _, k := range kinds {
		names = append(names, k.Name)
		if k.English == "" || k.RuleSV == "" || k.RuleEN == "" || k.Source == "" || k.UsualMonths < 1 {
			t.Errorf("%s lacks something: %+v", k.Name, k)
		}
		if _, ok := ParseDate(string(k.ValidFrom)); !ok {
			t.Errorf("%s is valid from %q", k.Name, k.ValidFrom)
		}
		if _, ok := ParseDate(string(k.ValidTo)); k.ValidTo != "" && !ok {
			t.Errorf("%s is valid to %q", k.Name, k.ValidTo)
		}
		if k.MaxMonths != 0 && k.UsualMonths > k.MaxMonths {
			t.Errorf("%s usually lasts longer than it may", k.Name)
		}
		if other := english[k.English]; other != "" && other != k.Name {
			t.Errorf("%s and %s are both called %s", other, k.Name, k.English)
		}
		english[k.English] = k.Name
	}
	slices.Sort(names)
	if got := slices.Compact(names); !slices.Equal(got, kindsOfDay) {
		t.Errorf("shipped are %v, want %v", got, kindsOfDay)
	}
	for _, health := range []string{"OSA", "lönebidrag", "daglig verksamhet"} { // only for people with a disability
		if i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == health }); !kinds[i].Sensitive {
			t.Errorf("%s is not kept from others", health)
		}
	}
}

func TestKindLimits(t *testing.T) {
	reg := newWorld(t).register()
	for _, c := range []struct {
		kind          string
		from          Date
		usual, latest Date
	}{
		{"provanställning", "2026-09-01", "2027-02-28", "2027-02-28"},
		{"arbetsträning", "2020-06-01", "2020-08-31", "2020-11-30"},
		{"förstärkt arbetsträning", "2020-06-01", "2020-11-30", "2021-05-31"},
		{"intensiv praktik", "2022-01-01", "2022-06-30", "2022-09-30"},
		{"introduktionsjobb", "2020-01-01", "2020-12-31", "2021-12-31"},
		{"språkpraktik", "2020-06-01", "2020-08-31", ""},
	} {
		k, open := reg.Kind(c.kind, c.from)
		if !open {
			t.Errorf("%s is closed on %s", c.kind, c.from)
			continue
		}
		if k.UsualEnd(c.from) != c.usual || k.LatestEnd(c.from) != c.latest {
			t.Errorf("%s from %s: usually to %s, at most to %q; want %s, %q", c.kind, c.from, k.UsualEnd(c.from), k.LatestEnd(c.from), c.usual, c.latest)
		}
		if k.Rule("sv") == k.Rule("en") {
			t.Errorf("%s has one rule in two languages", c.kind)
		}
	}
}

func TestClosedKinds(t *testing.T) {
	reg := newWorld(t).register()
	for _, c := range []struct {
		kind string
		on   Date
		open bool
	}{
		{"extratjänst", "2015-10-31", false},
		{"extratjänst", "2015-11-01", true},
		{"extratjänst", "2022-12-31", true},
		{"extratjänst", "2023-01-01", false},
		{"etableringsjobb", "2023-12-31", false},
		{"etableringsjobb", "2024-01-01", true},
	} {
		k, open := reg.Kind(c.kind, c.on)
		if k == nil || open != c.open {
			t.Errorf("%s on %s: open %v, want %v", c.kind, c.on, open, c.open)
		}
	}
	if k, _ := reg.Kind("trolleri", start); k != nil {
		t.Errorf("there is a kind %s", k.Name)
	}
	open, closed := reg.KindNames("2026-01-01")
	if !slices.Equal(closed, []string{"extratjänst"}) || slices.Contains(open, "extratjänst") {
		t.Errorf("closed in 2026: %v", closed)
	}
}

func TestAChangedRule(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return tx.script(`UPDATE kinds SET valid_to = '2020-12-31' WHERE name = 'arbetsträning';
INSERT INTO kinds (name, english, usual_months, max_months, needs_supervisor, sensitive, rule_sv, rule_en, source, valid_from)
VALUES ('arbetsträning', 'work training', 3, 9, 1, 0, 'Högst 9 månader.', 'At most 9 months.', 'lagen', '2021-01-01');
`)
	})
	reg := w.register()
	for on, want := range map[Date]int{"2020-12-31": 6, "2021-01-01": 9, "2001-01-01": 6} {
		if k, _ := reg.Kind("arbetsträning", on); k.MaxMonths != want {
			t.Errorf("on %s the limit is %d months, want %d", on, k.MaxMonths, want)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.open() // what has been changed is not put back
	if k, _ := w.register().Kind("arbetsträning", "2020-01-01"); k.ValidTo != "2020-12-31" {
		t.Errorf("the shipped rule came back: %+v", k)
	}
}
