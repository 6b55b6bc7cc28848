package handlers

import (
	"fmt"
	"slices"
	"strings"

	"handslag/store"
)

// tally is what one look through the slots finds.
type tally struct{ gross, net, filled, persons, starts, ends int }

// look counts the slots that please, as they stood on a day.
func (a *anyTown) look(at store.Date, pleases func(anySlot) bool) (n tally) {
	for _, s := range a.slots {
		if !s.inProgramme || !pleases(s) {
			continue
		}
		for _, t := range s.stays {
			if at < t.starts && t.starts <= at.AddDays(28) {
				n.starts++
			}
		}
		if s.born > at {
			continue
		}
		n.gross++
		if s.gone == "" || s.gone > at {
			n.net++
		}
		for _, t := range s.stays {
			if t.starts > at {
				continue
			}
			n.persons++
			if t.ended != "" && t.ended <= at {
				continue
			}
			n.filled++
			if at <= t.ends && t.ends <= at.AddDays(28) {
				n.ends++
			}
		}
	}
	return n
}

func (a *anyTown) toward(n tally) int {
	if a.programme.net {
		return n.net
	}
	return n.gross
}

// wanted are the units that are to have something each: the verksamheter below the unit, or its children where it has none.
func (a *anyTown) wanted(day store.Date) (verksamheter []string) {
	var children []string
	for _, u := range a.units {
		above := a.above(u.code, day)
		if len(above) < 2 || u.until != "" && day > u.until || !a.within(u.code, a.q.Unit, day) || u.code == a.q.Unit {
			continue
		}
		if u.kind == "verksamhet" {
			verksamheter = append(verksamheter, u.code)
		}
		if above[1] == a.q.Unit {
			children = append(children, u.code)
		}
	}
	if len(verksamheter) == 0 {
		return children
	}
	return verksamheter
}

// count is every figure of what is asked, by the names that the doors are read with.
func (a *anyTown) count() map[string]int {
	day := a.q.At
	if a.q.Today {
		day = a.today
	}
	in := func(unit string) func(anySlot) bool {
		return func(s anySlot) bool { return a.within(s.unit, unit, day) }
	}
	here := in(a.q.Unit)
	all := a.look(a.q.At, here)
	out := map[string]int{"gross": all.gross, "net": all.net, "gone": all.gross - all.net, "counted": a.toward(all), "filled": all.filled, "vacant": all.net - all.filled,
		"persons": all.persons, "starts": all.starts, "ends": all.ends, "without": 0, "without_of": 0}
	put := func(name string, n tally) {
		out[name+" created"], out[name+" net"], out[name+" filled"], out[name+" vacant"] = a.toward(n), n.net, n.filled, n.net-n.filled
	}
	for _, u := range a.units {
		if above := a.above(u.code, day); len(above) > 1 && above[1] == a.q.Unit {
			put("part "+strings.ToLower(u.code), a.look(a.q.At, in(u.code)))
		}
	}
	for _, code := range a.wanted(day) {
		out["without_of"]++
		if a.look(a.q.At, in(code)).net == 0 {
			out["without"]++
		}
	}
	for _, kind := range anyKinds {
		put("kind "+kind, a.look(a.q.At, func(s anySlot) bool { return here(s) && s.kind == kind }))
	}
	for i := range a.programme.categories {
		put(fmt.Sprint("category c", i), a.look(a.q.At, func(s anySlot) bool { return here(s) && a.category(s, day) == i }))
	}
	a.countPeriods(out, here)
	return out
}

// category is the one whose unit is nearest above a slot; the last, without units, has the rest.
func (a *anyTown) category(s anySlot, day store.Date) int {
	for _, code := range a.above(s.unit, day) {
		for i, units := range a.programme.categories {
			if slices.Contains(units, code) {
				return i
			}
		}
	}
	return len(a.programme.categories) - 1
}

// countPeriods has what was created in each year and, of the whole, what each had to reach: what was planned, less what the year before had too much,
// and more by what it lacked once it was over.
func (a *anyTown) countPeriods(out map[string]int, here func(anySlot) bool) {
	year := func(s anySlot) string { return string(s.born[:4]) }
	for _, name := range []string{"2025", "2026"} {
		out["created "+name] = a.toward(a.look(a.q.At, func(s anySlot) bool { return here(s) && year(s) == name }))
	}
	if a.q.Unit != a.programme.scope {
		return
	}
	first, second := a.programme.planned[0], a.programme.planned[1]
	switch whole := a.programme.target; {
	case whole == 0:
		first, second = 0, 0
	case first < 0:
		first, second = whole-whole/2, whole/2
	case second < 0:
		second = max(0, whole-first)
	}
	over := a.toward(a.look(min(a.q.At, "2025-12-31"), here)) - first
	if over < 0 && a.q.At < "2025-12-31" {
		over = 0
	}
	out["target"], out["target 2025"], out["target 2026"] = a.programme.target, first, max(0, second-over)
	out["remaining"] = max(0, a.programme.target-out["counted"])
}
