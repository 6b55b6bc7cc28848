package store

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const besideFile = `category = [{ name = { sv = "skolan", en = "schools" }, units = ["A"] }, { name = "resten" }]
event = [{ name.sv = "pandemin", name.en = "the pandemic", start = 2020-03-11, end = 2021-12-31 }, { name = "branden", start = 2019-05-01, end = 2019-05-02 }]
estimate = [{ period = "2019", on = 2019-06-25, low = 1, high = 2 }, { period = "2019", unit = "A", on = 2019-05-25, low = 1, high = 1 }]
`

// TestBesideTheFigures holds that events and estimates are told from their day, and that no count is another for them.
func TestBesideTheFigures(t *testing.T) {
	s := small(t)
	at := func(unit string, d Date) (out *Standing) {
		t.Helper()
		read(t, s, func(tx *Tx) error {
			reg, err := tx.Register()
			if err == nil {
				out, err = tx.Standing(reg.Programme("uppdrag"), unit, d)
			}
			return err
		})
		return out
	}
	before := at("K", "2019-12-31")
	if r := take(t, s, "programme", besideFile+smallProgramme, ImportOptions{}); r.Changed != 1 {
		t.Fatalf("%+v", r)
	}
	for name, text := range map[string]string{"again": besideFile + smallProgramme, "without them": smallProgramme} {
		if r := take(t, s, "programme", text, ImportOptions{}); !r.nothing() {
			t.Errorf("%s: %+v", name, r.Changes)
		}
	}
	after := at("K", "2019-12-31")
	if after.Net != before.Net || after.Filled != before.Filled || after.Vacant != before.Vacant || after.Persons != before.Persons || after.Remaining != before.Remaining ||
		!cmp.Equal(after.Forecast, before.Forecast) {
		t.Errorf("%+v, was %+v", after, before)
	}
	if c := after.Categories; len(c) != 2 || c[0].Name != "skolan" || c[0].Created+c[1].Created != after.Net {
		t.Errorf("categories %+v", c)
	}
	for d, want := range map[Date]string{"2019-04-30": "", "2019-05-01": "branden–", "2019-05-02": "branden–", "2019-05-03": "branden–2019-05-02", "2020-06-25": "branden–2019-05-02 pandemin–"} {
		var got []string
		for _, e := range at("K", d).Events {
			got = append(got, e.Name+"–"+string(e.End))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("on %s: %v, want %s", d, got, want)
		}
	}
	for _, c := range []struct {
		unit string
		on   Date
		low  int
		all  int
	}{{"K", "2019-06-24", 0, 2}, {"K", "2019-06-25", 1, 2}, {"A", "2019-05-25", 1, 1}, {"B", "2019-12-31", 0, 0}, {"K", "2020-01-01", 0, 1}, {"K", "2019-12-31", 1, 1}} {
		got := at(c.unit, c.on)
		low := 0
		if e := got.Periods[0].Estimate; e != nil {
			low = e.Low
		}
		if low != c.low || got.AtLeast() != c.all {
			t.Errorf("%s on %s: at least %d of the period and %d of all, want %+v", c.unit, c.on, low, got.AtLeast(), c)
		}
	}
	if r := take(t, s, "programme", "event = []\n"+smallProgramme, ImportOptions{}); r.Changed != 1 || len(at("K", "2020-06-25").Events) != 0 {
		t.Errorf("the events are still there: %+v", r)
	}
}

// TestEstimateOfWhoNobodyWroteDown is the greater part of 244, of the 183 that there were.
func TestEstimateOfWhoNobodyWroteDown(t *testing.T) {
	s := importStore(t, atNoon("2020-06-25"))
	for _, what := range []string{"organisation", "programme", "slots"} { // and no trainees
		text := linkoping(t, what)
		if what == "programme" {
			text = `estimate = [{ period = "2020", on = 2020-06-25, low = 123, high = 183 }]` + "\n" + text
		}
		take(t, s, what, text, ImportOptions{Until: "2020-06-25"})
	}
	got := standing(t, s, "2020-06-25")
	if d := got.Periods[1]; d.Filled != 0 || d.Estimate == nil || *d.Estimate != (FilledEstimate{"2020-06-25", 123, 183}) || d.AtLeast() != 123 || got.AtLeast() != 123 {
		t.Errorf("%+v", d)
	}
	text := `estimate = [{ period = "2020", unit = "UAF", on = 2020-06-01, low = 40, high = 60 }, { period = "2020", unit = "LEAN", on = 2020-06-20, low = 20, high = 30 }]`
	take(t, s, "programme", text+"\n"+linkoping(t, "programme"), ImportOptions{})
	if d := standing(t, s, "2020-06-25").Periods[1]; d.Estimate == nil || *d.Estimate != (FilledEstimate{"2020-06-20", 60, 90}) || d.AtLeast() != 60 {
		t.Errorf("of two units %+v", d.Estimate)
	}
	if !slices.ContainsFunc(got.Events, func(e EventStands) bool { return e.Name == "pandemin" && e.Start == "2020-03-11" && e.End == "" }) {
		t.Errorf("events %+v", got.Events)
	}
	if c := standing(t, s, "2019-12-31").Categories; len(c) != 2 || c[0].Created != 144 || c[0].Share != 0.5625 || c[1].Created != 112 || c[1].Share != 0.4375 {
		t.Errorf("categories %+v", c)
	}
}
