package words

import "cmp"

var roles = map[string]role{
	"from": roleFrom, "to": roleTo, "at": roleAt, "before": roleBefore, "after": roleAfter, "since": roleSince,
	"compare": roleCompare, "within": roleWithin, "starts": roleFrom, "ends": roleTo,
}

func (r *dateReader) findRole(w *when) {
	got, at := r.roleBefore(w.start)
	if got == noRole {
		return
	}
	w.role, w.roleAt = got, at
	if n, u, ok := r.lengthBefore(at); ok && (got == roleBefore || got == roleAfter) {
		w.role, w.unit, w.offset = noRole, u, n
		if got == roleBefore {
			w.offset = -n
		}
		if at--; !r.does(at, smallOneUnit) {
			at--
		}
	}
	name, _ := r.word(at, "role")
	w.byVerb = name == "starts" || name == "ends"
	if w.byVerb {
		return
	}
	for k := at; k < w.start; k++ {
		r.ts[k].use = usedDate
	}
}

// lengthBefore reads the "två dagar" of "två dagar före 1 september", which ends before token i.
func (r *dateReader) lengthBefore(i int) (n int, unit string, ok bool) {
	unit, ok = r.word(i-1, "unit")
	if week, isWeek := r.word(i-1, "week"); isWeek {
		unit, ok = week, true
	}
	if r.does(i-1, smallOneUnit) || ok && r.does(i-2, smallThe) { // "dagen före jul", "the day before 1 September"
		return 1, cmp.Or(unit, "day"), true
	}
	if !ok {
		return 0, "", false
	}
	n, ok = r.small(i - 2)
	return n, unit, ok && n > 0
}

// roleBefore reads the preposition that stands before token i.
func (r *dateReader) roleBefore(i int) (role, int) {
	j := i - 1
	for n := 0; n < 3 && r.skippable(j); n++ {
		j--
	}
	switch {
	case r.does(j, smallWith) && r.does(j-1, smallAnd):
		j -= 2
	case r.does(j, smallWith|smallTo|smallAnd):
		if c, ok := r.word(j-1, "role"); ok && (c == "compare" || c == "comparing") {
			return roleCompare, j - 1
		}
		if r.does(j, smallWith) && r.compares(j) {
			return roleCompare, j
		}
	case r.does(j, smallOf) && r.does(j-1, smallAs):
		return roleAt, j - 1
	case r.does(j, smallThan):
		return roleTo, j - 1
	}
	if r.does(j, smallTo) {
		if r.particle(j) {
			return noRole, 0
		}
		if r.does(j-1, smallUp) {
			return roleTo, j - 1
		}
	}
	if name, ok := r.word(j, "role"); ok {
		if name == "to" && r.oneMore(j, i) {
			return noRole, 0
		}
		if before, ok := r.word(j-1, "role"); ok && name == "after" && (before == "to" || before == "before") { // "until after the summer", "inte förrän efter v 35"
			return roleTo, j - 1
		}
		if name == "before" && r.does(j-2, smallLead) && r.does(j-1, smallOr) { // "on or before"
			return roleTo, j - 2
		}
		return roles[name], j
	}
	return noRole, 0
}

// oneMore reports the "till" of "en till i höst" and "en till på måndag": another preposition stands between it and the date at i.
func (r *dateReader) oneMore(j, i int) bool {
	_, one := r.word(j-1, "article")
	_, in := r.word(i, "in")
	return one && (in || j+1 < i && !r.does(j+1, smallThe|smallAnd))
}

// mostCompared is how many words may stand between "jämför" and "med".
const mostCompared = 6

// compares reports that the "med" at i is that of a comparison: "jämför läget nu med 2019".
func (r *dateReader) compares(i int) bool {
	for k := i - 1; k >= max(0, i-mostCompared); k-- {
		if c, ok := r.word(k, "role"); ok && (c == "compare" || c == "comparing") {
			return true
		}
	}
	return false
}

// particle reports a "till" that belongs to the verb before it: "hur låg vi till den 31 mars".
func (r *dateReader) particle(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		if _, ok := r.lex.dates[r.ts[j].fold]; ok && r.lex.dates[r.ts[j].fold].class == "particle" {
			return true
		}
	}
	return false
}

func (r *dateReader) skippable(i int) bool {
	return r.does(i, smallLead) || r.is(i, ":") || r.is(i, ".")
}
