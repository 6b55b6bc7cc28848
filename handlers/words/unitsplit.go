package words

import "slices"

// splitUnits cuts a compound that joins the name of a unit with its general part: "Rydsskolan" is "Ryd skolan" where there
// is a "Ryd skola" and nothing is called "Rydsskolan".
func (x *unitIndex) splitUnits(ts []token) []token {
	if x == nil || len(x.units) == 0 {
		return ts
	}
	for i := 0; i < len(ts); i++ {
		t := &ts[i]
		if t.kind != word || len(t.fold) < 7 || len(t.fold) != len([]rune(t.low)) || x.knows(t.fold) || x.lex.ordinary[t.fold] {
			continue
		}
		name, general := x.compound(t.fold)
		if name == 0 {
			continue
		}
		second := *t
		second.text, second.low, second.fold = general, general, general
		second.cap, second.glued = false, false
		t.fold, t.low = t.fold[:name], string([]rune(t.low)[:name])
		ts = slices.Insert(ts, i+1, second)
	}
	return ts
}

func (x *unitIndex) knows(w string) bool {
	_, name := x.ids[w]
	_, code := x.codes[w]
	return name || code || len(x.stems[stemSV(w)]) > 0
}

// compound gives where the name ends, 0 for none, and the general part as the unit has it.
func (x *unitIndex) compound(w string) (name int, general string) {
	for k := 3; k <= len(w)-4; k++ {
		if !x.lex.is(w[k:], smallGeneral) {
			continue
		}
		for _, end := range []int{k, k - 1} {
			if end < k && w[end] != 's' || end < 3 {
				continue
			}
			id, ok := x.ids[w[:end]]
			if !ok || x.lex.ordinary[w[:end]] {
				continue
			}
			if other := x.together(id, w[k:]); other != "" {
				return end, other
			}
		}
	}
	return 0, ""
}

// together gives the general part as it stands in a name beside the word; "" for none.
func (x *unitIndex) together(id int32, general string) string {
	for _, other := range x.stems[stemSV(general)] {
		for _, n := range x.posting[other] {
			if slices.Contains(x.posting[id], n) {
				return x.words[other]
			}
		}
	}
	return ""
}
