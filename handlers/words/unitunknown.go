package words

import "strings"

// readStrangers finds what is named as a unit and is none of the organisation's: a name after "på" or "for", one that
// ends as the names of units do, or all that is left beside a command's word. A number for the asker's own unit would be
// the wrong answer then, and a write would go to the wrong place.
func (s *scan) readStrangers() {
	if s.v.units == nil || len(s.v.units.units) == 0 {
		return
	}
	head, at := s.headCommand()
	alone := head >= 0 && s.onlyStrangersFrom(at)
	for i := range s.ts {
		if s.isStranger(i) && (alone && s.besideCommand(i, at) || s.namesUnit(i)) {
			s.strangers = append(s.strangers, i)
		}
	}
}

// besideCommand reports that only small words stand between the command's word and token i, or a preposition before it.
func (s *scan) besideCommand(i, at int) bool {
	if s.ts[i].cap || s.afterPlace(i) && !s.does(i-1, smallIn|smallOf) { // "i förväg" is no unit
		return true
	}
	for k := at; k < i; k++ {
		if t := &s.ts[k]; t.kind != mark && !s.lex.filler[t.fold] {
			return false
		}
	}
	return i >= at
}

// isStranger reports a word that nothing knows.
func (s *scan) isStranger(i int) bool {
	t := &s.ts[i]
	switch {
	case t.kind == word && t.use == free && s.initialed(i):
		return true
	case t.kind != word || t.use != free || len(t.fold) < 3 || s.lex.ordinary[t.fold]:
		return false
	case t.cap && s.besideGeneral(i):
		return true
	}
	return !t.known && !s.inHit(i)
}

// initialed reports the second part of a name that begins with an initial: "Ö-vården".
func (s *scan) initialed(i int) bool {
	if i < 2 || !s.ts[i].glued || !s.markAt(i-1, "-") || !s.ts[i-1].glued {
		return false
	}
	t := &s.ts[i-2]
	return t.kind == word && t.use == free && t.cap && len([]rune(t.text)) == 1
}

// besideGeneral reports that the general part of a unit's name stands right before token i: "förskolan", "hemtjänsten".
func (s *scan) besideGeneral(i int) bool {
	return i > 0 && (s.ts[i-1].use == usedUnit || s.ts[i-1].kind == word && s.lex.is(s.ts[i-1].fold, smallGeneral))
}

func (s *scan) inHit(i int) bool {
	for k := range s.hits {
		if s.hits[k].words.has(i) {
			return true
		}
	}
	return false
}

// onlyStrangersFrom reports that nothing but one or two unknown words is left over from token i on.
func (s *scan) onlyStrangersFrom(i int) bool {
	n := 0
	for ; i < len(s.ts); i++ {
		t := &s.ts[i]
		switch {
		case s.isStranger(i):
			n++
		case t.kind == mark || t.use != free || t.kind == number || s.small(t) || s.inHit(i):
		default:
			return false
		}
	}
	return n == 1 || n == 2
}

// namesUnit reports a name where a unit's stands: after a preposition of place or the general part of a name, or with the
// ending of one.
func (s *scan) namesUnit(i int) bool {
	t := &s.ts[i]
	proper := t.cap && t.text != strings.ToUpper(t.text) || t.cap && len(t.text) <= 6
	switch {
	case s.lex.endsAsUnit(t.fold), s.initialed(i):
		return true
	case !proper:
		return false
	}
	return s.besideGeneral(i) || s.afterPlace(i)
}

// endsAsUnit reports a compound like "Smörgåsskolan".
func (l *lexicon) endsAsUnit(w string) bool {
	for _, e := range l.unitEnds {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// fillStrangers asks which unit is meant, where one is named that does not exist: the near ones are candidates.
func (s *scan) fillStrangers(r *Reading) {
	if len(s.strangers) == 0 || !s.takes("unit") && !s.takes("units") {
		return
	}
	var near []string
	for _, i := range s.strangers {
		for _, m := range s.v.units.nearest(s.ts[i].fold) {
			near = appendOnce(near, m)
		}
		for k := range s.units {
			if s.units[k].end == i {
				near = appendOnce(near, s.units[k].codes[0])
			}
		}
	}
	if isDone[s.command] {
		near = nil // nothing is written for a unit that only looks like the one named
	}
	s.ask(r, "unit", near)
	r.Args.Unit, r.Args.Units = "", nil
}

// nearest are the units with a word that begins as w does, at most three.
func (x *unitIndex) nearest(w string) []string {
	if x == nil || len(w) < 5 {
		return nil
	}
	var out []string
	for _, m := range x.beginnings(w[:4], nil) {
		for _, n := range x.posting[m.id] {
			if len(out) < 3 {
				out = appendOnce(out, x.units[x.names[n].unit].Code)
			}
		}
	}
	return out
}
