package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// town is a generated municipality, as its files and as what can be counted by hand.
type town struct {
	parent   []int // of each unit; the first is the top
	slots    []townSlot
	trainees []townTrainee
}

type townSlot struct {
	unit, kind    int
	counts        bool
	created, gone Date
}

type townTrainee struct {
	slot              int
	start, end, ended Date
}

var (
	townKinds = []string{"praktik", "språkpraktik", "extratjänst"} // the last counts in no programme
	townFirst = Date("2019-01-01")
	townLast  = Date("2020-12-31")
)

func drawDay(t *rapid.T, from, to Date, label string) Date {
	return from.AddDays(rapid.IntRange(0, max(0, from.DaysUntil(to))).Draw(t, label))
}

func drawTown(t *rapid.T) *town {
	w := &town{parent: []int{-1}}
	for i := range rapid.IntRange(1, 8).Draw(t, "units") {
		w.parent = append(w.parent, rapid.IntRange(0, i).Draw(t, "parent"))
	}
	for range rapid.IntRange(0, 25).Draw(t, "slots") {
		s := townSlot{unit: rapid.IntRange(0, len(w.parent)-1).Draw(t, "unit"), kind: rapid.IntRange(0, 2).Draw(t, "kind"),
			created: drawDay(t, townFirst, "2021-03-01", "created")}
		s.counts = s.kind < 2 && s.created <= townLast
		if rapid.IntRange(0, 3).Draw(t, "gone?") == 0 {
			s.gone = drawDay(t, s.created, "2021-06-01", "gone")
		}
		w.slots = append(w.slots, s)
	}
	for i, s := range w.slots {
		w.drawTrainees(t, i, s)
	}
	return w
}

// drawTrainees gives a slot some trainees after each other, the last of whom may still be there.
func (w *town) drawTrainees(t *rapid.T, slot int, s townSlot) {
	latest := Date("2021-06-01")
	if s.gone != "" {
		latest = s.gone
	}
	from := s.created
	for range rapid.IntRange(0, 3).Draw(t, "trainees") {
		p := townTrainee{slot: slot, start: drawDay(t, from, latest, "start")}
		p.end = drawDay(t, p.start, latest, "end")
		stays := s.gone == "" && rapid.Bool().Draw(t, "stays")
		if !stays {
			p.ended = p.end
		}
		w.trainees = append(w.trainees, p)
		if from = p.end; stays {
			return
		}
	}
}

func (w *town) code(unit int) string { return fmt.Sprintf("U%d", unit) }

func (w *town) files(t *rapid.T) map[string]string {
	organisation := []string{}
	for i, p := range w.parent {
		parent := ""
		if p >= 0 {
			parent = w.code(p)
		}
		organisation = append(organisation, fmt.Sprintf("%s,%s,verksamhet,\"Enhet, %d\",%d", w.code(i), parent, i, i*7))
	}
	var slots, trainees []string
	for i, s := range w.slots {
		programme := ""
		if s.counts && rapid.Bool().Draw(t, "said") {
			programme = "stad"
		}
		slots = append(slots, fmt.Sprintf("%d,%s,%s,%s,%s,%s", i+1, programme, w.code(s.unit), townKinds[s.kind], s.created, s.gone))
	}
	for i, p := range w.trainees {
		result := ","
		if p.ended != "" {
			result = "completed,studies"
		}
		trainees = append(trainees, fmt.Sprintf("D-%d-%04d,%d,%s,%s,%s", p.start.Year(), i+1, p.slot+1, p.start, p.end, result))
	}
	mixed := func(header string, rows []string) string {
		return header + "\n" + strings.Join(rapid.Permutation(rows).Draw(t, "order"), "\n") + "\n"
	}
	return map[string]string{
		"organisation": mixed("code,parent,kind,name,headcount", organisation),
		"programme": `key = "stad"
name = "Staden"
start = 2019-01-01
end = 2020-12-31
target = 20
scope = "U0"
types = ["praktik", "språkpraktik"]
period = [{ name = "2019", start = 2019-01-01, end = 2019-12-31 }, { name = "2020", start = 2020-01-01, end = 2020-12-31 }]
`,
		"slots":    mixed("slot,programme,unit,type,created,discontinued", slots),
		"trainees": mixed("reference,slot,start,end,result,outcome", trainees),
	}
}

// below tells whether a unit is another one or lies below it.
func (w *town) below(unit, top int) bool {
	for ; unit >= 0; unit = w.parent[unit] {
		if unit == top {
			return true
		}
	}
	return false
}

// naive counts the rows of a unit and all below it, as of a day.
func (w *town) naive(unit int, at Date) (n Tally) {
	in := func(s townSlot) bool { return s.counts && w.below(s.unit, unit) }
	count := func(on Date, n *int) {
		if on != "" && on <= at {
			*n++
		}
	}
	for _, s := range w.slots {
		if in(s) {
			count(s.created, &n.Created)
			count(s.gone, &n.Discontinued)
		}
	}
	for _, p := range w.trainees {
		if in(w.slots[p.slot]) {
			count(p.start, &n.Started)
			count(p.ended, &n.Ended)
		}
	}
	return n
}

// TestImportAnything: whatever the files hold, they are taken in, taken in again without a trace, and counted right for every unit as of any day.
func TestImportAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := drawTown(r)
		s := importStore(t, atNoon("2021-12-31"))
		defer s.Close()
		files := w.files(r)
		for _, what := range ImportWhats {
			take(t, s, what, files[what], ImportOptions{})
		}
		before := dump(t, s)
		for _, what := range ImportWhats {
			if report := take(t, s, what, files[what], ImportOptions{}); !report.nothing() {
				r.Fatalf("%s again: %+v", what, report)
			}
		}
		if diff := cmp.Diff(before, dump(t, s)); diff != "" {
			r.Fatalf("taken in again: %s", diff)
		}
		days := []Date{townFirst, "2019-12-31", "2020-01-01", townLast, "2021-12-31", drawDay(r, townFirst, "2021-06-30", "at")}
		read(t, s, func(tx *Tx) error {
			for _, at := range slices.Compact(days) {
				for unit := range w.parent {
					checkCounts(r, tx, w, unit, at)
				}
			}
			return tx.CheckTallies()
		})
	})
}

func checkCounts(r *rapid.T, tx *Tx, w *town, unit int, at Date) {
	reg, err := tx.Register()
	if err != nil {
		r.Fatal(err)
	}
	got, err := tx.Standing(reg.Programme("stad"), w.code(unit), at)
	if err != nil {
		r.Fatal(err)
	}
	want := w.naive(unit, at)
	type counts struct{ Gross, Net, Filled, Vacant, Persons int }
	if diff := cmp.Diff(counts{want.Created, want.Net(), want.Filled(), want.Vacant(), want.Started},
		counts{got.Gross, got.Net, got.Filled, got.Vacant, got.Persons}); diff != "" {
		r.Fatalf("%s on %s: %s", w.code(unit), at, diff)
	}
}
