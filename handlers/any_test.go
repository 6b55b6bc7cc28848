package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"handslag/store"
)

// anyTown is a municipality as its four files have it, drawn by chance, and what is asked of it.
type anyTown struct {
	today     store.Date
	units     []anyUnit
	programme anyProgramme
	slots     []anySlot
	q         store.Question
}

type anyUnit struct {
	code, parent, kind, successor string
	until                         store.Date // "": it is still there
}

type anyProgramme struct {
	scope      string
	target     int // 0: none
	net        bool
	kinds      []string
	planned    []int // of 2025 and 2026; -1: what is left
	categories [][]string
}

type anySlot struct {
	unit, kind  string
	born, gone  store.Date
	stays       []anyStay
	inProgramme bool
}

type anyStay struct{ starts, ends, ended store.Date } // ended "": still there

var anyKinds = []string{"praktik", "arbetsträning", "språkpraktik", "nystartsjobb"}

func drawAny(r *rapid.T) *anyTown {
	a := &anyTown{today: "2026-08-11", units: []anyUnit{{code: "U0", kind: "kommun"}}}
	for i := range rapid.IntRange(1, 7).Draw(r, "units") {
		u := anyUnit{code: fmt.Sprint("U", i+1), parent: rapid.SampledFrom(a.codes()).Draw(r, "under"),
			kind: rapid.SampledFrom([]string{"förvaltning", "verksamhet", "verksamhet", "enhet", "bolag"}).Draw(r, "kind of unit")}
		if i > 2 && rapid.IntRange(0, 2).Draw(r, "taken over") == 0 {
			u.until = store.Date("2025-03-01").AddDays(rapid.IntRange(0, 500).Draw(r, "last day"))
			u.successor = rapid.SampledFrom(a.codes()).Draw(r, "by")
		}
		a.units = append(a.units, u)
	}
	a.drawProgramme(r)
	for range rapid.IntRange(0, 16).Draw(r, "slots") {
		a.drawSlot(r)
	}
	return a
}

func (a *anyTown) drawProgramme(r *rapid.T) {
	p := &a.programme
	p.scope, p.net = rapid.SampledFrom([]string{"U0", "U0", "U1"}).Draw(r, "scope"), rapid.Bool().Draw(r, "net")
	p.target = rapid.SampledFrom([]int{0, 7, 12, 30}).Draw(r, "target")
	p.kinds = rapid.SampledFrom([][]string{anyKinds[:3], anyKinds[:1], anyKinds[1:]}).Draw(r, "counting kinds")
	p.planned = rapid.SampledFrom([][]int{{-1, -1}, {3, -1}, {5, 2}}).Draw(r, "planned")
	free := a.codes()
	for range rapid.IntRange(0, 2).Draw(r, "categories") {
		unit := rapid.SampledFrom(free).Draw(r, "category of")
		free = slices.DeleteFunc(free, func(code string) bool { return code == unit })
		p.categories = append(p.categories, []string{unit})
	}
	if len(p.categories) > 0 {
		p.categories = append(p.categories, nil)
	}
}

func (a *anyTown) drawSlot(r *rapid.T) {
	s := anySlot{unit: rapid.SampledFrom(a.codes()).Draw(r, "unit"), kind: rapid.SampledFrom(anyKinds).Draw(r, "kind"),
		born: store.Date("2025-01-01").AddDays(rapid.IntRange(0, 560).Draw(r, "created"))}
	day := s.born
	for range rapid.IntRange(0, 2).Draw(r, "trainees") {
		t := anyStay{starts: day.AddDays(rapid.IntRange(0, 60).Draw(r, "wait"))}
		t.ends = t.starts.AddDays(rapid.IntRange(1, 120).Draw(r, "for"))
		s.stays = append(s.stays, t)
		if t.ends > a.today || rapid.IntRange(0, 2).Draw(r, "nobody says how it went") == 0 {
			break
		}
		s.stays[len(s.stays)-1].ended, day = t.ends, t.ends
	}
	last := len(s.stays) - 1
	if gone := day.AddDays(rapid.IntRange(0, 90).Draw(r, "discontinued")); rapid.Bool().Draw(r, "goes") && gone <= a.today && (last < 0 || s.stays[last].ended != "") {
		s.gone = gone
	}
	s.inProgramme = slices.Contains(a.programme.kinds, s.kind) && a.within(s.unit, a.programme.scope, "2025-01-01")
	a.slots = append(a.slots, s)
}

func (a *anyTown) codes() (out []string) {
	for _, u := range a.units {
		out = append(out, u.code)
	}
	return out
}

func (a *anyTown) unit(code string) anyUnit {
	return a.units[slices.IndexFunc(a.units, func(u anyUnit) bool { return u.code == code })]
}

// above are a unit and all that it lies under in the organisation of a day.
func (a *anyTown) above(code string, day store.Date) (out []string) {
	for code != "" {
		u := a.unit(code)
		out, code = append(out, code), u.parent
		if u.until != "" && u.until < day {
			code = u.successor
		}
	}
	return out
}

func (a *anyTown) within(code, root string, day store.Date) bool {
	return slices.Contains(a.above(code, day), root)
}

// String is the town as its files.
func (a *anyTown) String() string { return strings.Join(a.files(), "\n") }

func (a *anyTown) files() []string {
	var organisation, programme, slots, trainees strings.Builder
	organisation.WriteString("code,parent,kind,name,headcount,valid_from,valid_to,successor\n")
	for i, u := range a.units {
		fmt.Fprintf(&organisation, "%s,%s,%s,%s,%d,2018-01-01,%s,%s\n", u.code, u.parent, u.kind, u.code, i*7%40, u.until, u.successor)
	}
	p := a.programme
	fmt.Fprintf(&programme, "key = \"any\"\nname = \"any\"\nscope = %q\nstart = 2025-01-01\nend = 2026-12-31\ncount = %q\ntypes = [\"%s\"]\n", p.scope,
		map[bool]string{true: "net", false: "gross"}[p.net], strings.Join(p.kinds, `", "`))
	if p.target > 0 {
		fmt.Fprintf(&programme, "target = %d\n", p.target)
	}
	for i, planned := range p.planned {
		fmt.Fprintf(&programme, "[[period]]\nname = \"%d\"\nstart = %d-01-01\nend = %d-12-31\n", 2025+i, 2025+i, 2025+i)
		if planned >= 0 {
			fmt.Fprintf(&programme, "target = %d\n", planned)
		}
	}
	for i, units := range p.categories {
		fmt.Fprintf(&programme, "[[category]]\nname = \"c%d\"\n", i)
		if len(units) > 0 {
			fmt.Fprintf(&programme, "units = [%q]\n", units[0])
		}
	}
	slots.WriteString("slot,programme,unit,type,created,discontinued\n")
	trainees.WriteString("reference,slot,start,end,result,outcome\n")
	n := 0
	for i, s := range a.slots {
		fmt.Fprintf(&slots, "%d,,%s,%s,%s,%s\n", i+1, s.unit, s.kind, s.born, s.gone)
		for _, t := range s.stays {
			result := ""
			if t.ended != "" {
				result = "completed"
			}
			n++
			fmt.Fprintf(&trainees, "D-2025-%04d,%d,%s,%s,%s,\n", n, i+1, t.starts, t.ends, result)
		}
	}
	return []string{organisation.String(), programme.String(), slots.String(), trainees.String()}
}

// imported takes the files in by the front door.
func (a *anyTown) imported(t *testing.T) *player {
	p := &player{t: t, scene: t.Name(), shown: map[string][]shown{}, form: map[string]view{}, wrote: map[string][]Request{}, ids: map[string]string{}, slack: map[string][]string{}}
	p.fresh()
	for i, text := range a.files() {
		p.take([]string{"organisation", "programme", "slots", "trainees"}[i], text)
	}
	p.person([]string{"hr", "sv", "hr"})
	p.person([]string{"board", "en", "hr"})
	return p
}
