package store

import (
	"slices"
	"testing"
)

func number(n int) *int { return &n }

// twoYears is 500 slots in two years, 225 of them in the first.
var twoYears = Programme{Target: number(500), Starts: "2019-01-01", Ends: "2020-12-31", Periods: []Period{
	{"2019", "2019-01-01", "2019-12-31", number(225)}, {"2020", "2020-01-01", "2020-12-31", nil}}}

var threePeriods = Programme{Target: number(300), Starts: "2019-01-01", Ends: "2021-12-31", Periods: []Period{
	{"2019", "2019-01-01", "2019-12-31", nil}, {"2020", "2020-01-01", "2020-12-31", number(101)}, {"2021", "2021-01-01", "2021-12-31", nil}}}

func TestCarryOver(t *testing.T) {
	for _, c := range []struct {
		what   string
		p      *Programme
		before []int
		on     Date
		want   []int
	}{
		{"nothing yet", &twoYears, []int{0, 0}, "2019-03-01", []int{225, 275}},
		{"a surplus is carried", &twoYears, []int{0, 256}, "2020-06-25", []int{225, 244}},
		{"a surplus is carried at once", &twoYears, []int{0, 256}, "2019-11-30", []int{225, 244}},
		{"a deficit is not, while there is time", &twoYears, []int{0, 200}, "2019-11-30", []int{225, 275}},
		{"a deficit is when the period has ended", &twoYears, []int{0, 200}, "2019-12-31", []int{225, 300}},
		{"a target is never below nothing", &twoYears, []int{0, 700}, "2020-02-01", []int{225, 0}},
		{"three: planned", &threePeriods, []int{0, 0, 0}, "2019-01-01", []int{100, 101, 99}},
		{"three: a surplus", &threePeriods, []int{0, 110, 110}, "2020-01-01", []int{100, 91, 99}},
		{"three: a surplus of more than a period", &threePeriods, []int{0, 250, 250}, "2020-01-01", []int{100, 0, 50}},
		{"three: a deficit made good", &threePeriods, []int{0, 90, 201}, "2021-01-01", []int{100, 111, 99}},
		{"three: two deficits", &threePeriods, []int{0, 90, 150}, "2021-06-01", []int{100, 111, 150}},
	} {
		if got := c.p.Targets(c.before, c.on); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestPlanned(t *testing.T) {
	open := func(n int) (periods []Period) { return make([]Period, n) }
	for _, c := range []struct {
		p    Programme
		want []int
	}{
		{twoYears, []int{225, 275}},
		{threePeriods, []int{100, 101, 99}},
		{Programme{Target: number(10), Periods: open(3)}, []int{4, 3, 3}},
		{Programme{Target: number(2), Periods: open(3)}, []int{1, 1, 0}},
		{Programme{Target: number(10), Periods: []Period{{Target: number(12)}, {}}}, []int{12, 0}},
		{Programme{Periods: open(2)}, []int{0, 0}}, // measures, without a number
		{Programme{Target: number(5)}, []int{}},
	} {
		if got := c.p.Planned(); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.p.Periods, got, c.want)
		}
	}
}

func TestPeriodOfADay(t *testing.T) {
	for day, want := range map[Date]string{"2018-12-31": "", "2019-01-01": "2019", "2019-12-31": "2019", "2020-01-01": "2020", "2021-01-01": ""} {
		if got := twoYears.period(day); got != want {
			t.Errorf("%s lies in %q, want %q", day, got, want)
		}
	}
}

func TestWhatCounts(t *testing.T) {
	reg := newWorld(t).register()
	p := reg.Programme("hundra")
	for _, c := range []struct {
		kind, unit string
		on         Date
		want       bool
	}{
		{"praktik", "S-1-1", "2020-03-02", true},
		{"praktik", "B-1", "2019-01-01", true},
		{"extratjänst", "S-1-1", "2020-03-02", false},
		{"praktik", "S-1-1", "2018-12-31", false},
		{"praktik", "S-1-1", "2021-01-01", false},
		{"praktik", "P", "2020-03-02", false}, // a partner's are its own affair
		{"praktik", "nowhere", "2020-03-02", false},
	} {
		if got := reg.Counts(p, c.kind, c.unit, c.on); got != c.want {
			t.Errorf("%s in %s on %s counts: %v", c.kind, c.unit, c.on, got)
		}
	}
}

func TestCurrentProgramme(t *testing.T) {
	reg := &Register{Programmes: []Programme{
		{Key: "a", Starts: "2018-01-01", Ends: "2018-12-31"}, {Key: "b", Starts: "2019-01-01", Ends: "2020-12-31"}, {Key: "c", Starts: "2022-01-01", Ends: "2022-12-31"}}}
	for on, want := range map[Date]string{"2017-06-01": "a", "2018-06-01": "a", "2020-06-01": "b", "2021-06-01": "b", "2023-06-01": "c"} {
		if got := reg.Current(on); got.Key != want {
			t.Errorf("on %s it is %s, want %s", on, got.Key, want)
		}
	}
	if got := (&Register{}).Current(start); got != nil {
		t.Errorf("without any there is %v", got)
	}
	if reg.Programme("x") != nil {
		t.Error("there is a programme x")
	}
}

// TestEachProgrammeCountsItsOwn has two at the same time, for different kinds and parts of the tree: a slot in a company counts in the one alone.
func TestEachProgrammeCountsItsOwn(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`INSERT INTO programmes (key, name_sv, name_en, starts, ends, target, net, scope) VALUES ('jobb', 'Jobb', 'Jobs', '2019-01-01', '2020-12-31', 10, 1, 'S');
			INSERT INTO programme_kinds (programme, kind) VALUES ('jobb', 'nystartsjobb');`), tx.changed(), tx.RebuildTallies())
	})
	w.claim("B-1", "språkpraktik", 1)
	w.claim("S-1-1", "nystartsjobb", 2)
	w.claim("B-1", "nystartsjobb", 1) // outside the scope of the one, of a kind that the other does not count
	w.tallied()
	for key, want := range map[string]int{"hundra": 1, "jobb": 2} {
		w.read(func(tx *Tx) error {
			s, err := tx.Standing(w.register().Programme(key), "", "")
			if err == nil && s.Net != want {
				t.Errorf("%s has %d, want %d", key, s.Net, want)
			}
			return err
		})
	}
}
