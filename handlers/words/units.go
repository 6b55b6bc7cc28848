package words

import (
	"slices"
	"strings"
)

// unitMention is a place in the text that names a unit, or that may name one of several.
type unitMention struct {
	codes      []string
	start, end int
	weak       bool // an ordinary word in a place where a unit need not be meant
}

// readUnits finds the units that the text names: longest match first, from left to right.
func (s *scan) readUnits() {
	x := s.v.units
	if x == nil || len(x.units) == 0 {
		return
	}
	matches, buf := s.roomForMatches()
	for i := range s.ts {
		if t := &s.ts[i]; t.use == free && (t.kind == word || t.kind == number) {
			buf = x.matches(t, s.lex, buf[len(buf):])
			if len(buf) == 0 && t.kind == word && (!t.known || t.cap && !s.lex.ordinary[t.fold] && len(s.lex.exact[t.fold]) == 0 && s.afterPlace(i)) {
				buf = x.nearly(t.fold, buf)
			}
			matches[i] = buf
		}
	}
	for i := 0; i < len(s.ts); i++ {
		if s.ts[i].use != free || s.ts[i].kind != word || s.does(i, smallAnd) {
			continue
		}
		m, ok := s.unitCode(i)
		if !ok && len(matches[i]) > 0 {
			m, ok = s.unitWords(i, matches)
		}
		if !ok {
			m, ok = s.unitInitials(i)
		}
		if !ok && len(matches[i]) > 0 && i > 0 && s.ts[i-1].kind == word && !s.plainWord(i-1) && s.ts[i-1].use == free { // "käna skola"
			m = unitMention{start: i, end: i + 1}
			m.codes = s.namesWithNear(&m, fold(s.ts[i-1].text))
			m.start, ok = i-1, len(m.codes) > 0
		}
		if !ok && len(matches[i]) > 0 && i+1 < len(s.ts) && s.ts[i+1].kind == word && !s.plainWord(i+1) && s.ts[i+1].use == free {
			m = unitMention{start: i, end: i + 1}
			m.codes = s.namesWithNear(&m, fold(s.ts[i+1].text))
			m.end, ok = i+2, len(m.codes) > 0
		}
		if !ok {
			continue
		}
		if !m.weak {
			s.take(m.start, m.end, usedUnit)
		}
		s.units = append(s.units, m)
		i = m.end - 1
	}
	for k := range s.units {
		s.mendUnit(k)
	}
}

// roomForMatches gives cleared room for the matches of every token.
func (s *scan) roomForMatches() ([][]wordMatch, []wordMatch) {
	if cap(s.room.matches) < len(s.ts) {
		s.room.matches = make([][]wordMatch, len(s.ts)+16)
	}
	if s.room.words == nil {
		s.room.words = make([]wordMatch, 0, 128)
	}
	matches := s.room.matches[:len(s.ts)]
	clear(matches)
	return matches, s.room.words[:0]
}

// unitCode reads a code, "UAF" or "lean-1-04".
func (s *scan) unitCode(i int) (unitMention, bool) {
	code, best, end := s.ts[i].fold, -1, 0
	for j := i; ; {
		if u, ok := s.v.units.codes[code]; ok {
			best, end = int(u), j+1
		}
		if j+2 >= len(s.ts) || s.ts[j+1].text != "-" || !s.ts[j+1].glued || !s.ts[j+2].glued {
			break
		}
		code += "-" + s.ts[j+2].fold
		j += 2
	}
	if g, ok := strings.CutSuffix(s.ts[i].fold, "s"); ok && best < 0 && len(g) > 1 && (s.ts[i].text[:len(g)] == strings.ToUpper(s.ts[i].text[:len(g)]) || len(g) > 2 && !s.ts[i].known) {
		if u, ok := s.v.units.codes[g]; ok {
			best, end = int(u), i+1
		}
	}
	if best < 0 || end == i+1 && s.lex.ordinary[s.ts[i].fold] && s.ts[i].text != strings.ToUpper(s.ts[i].text) {
		return unitMention{}, false
	}
	return unitMention{codes: []string{s.v.units.units[best].Code}, start: i, end: end}, true
}

func (s *scan) unitInitials(i int) (unitMention, bool) {
	t := s.ts[i]
	if len(t.fold) < 3 || len(t.fold) > 6 || t.text != strings.ToUpper(t.text) {
		return unitMention{}, false
	}
	names := s.v.units.initials[t.fold]
	if len(names) == 0 || len(names) > 20 {
		return unitMention{}, false
	}
	m := unitMention{start: i, end: i + 1}
	for _, n := range names {
		m.add(s.v.units.units[s.v.units.names[n].unit].Code)
	}
	return m, true
}

func (m *unitMention) add(code string) {
	if !slices.Contains(m.codes, code) {
		m.codes = append(m.codes, code)
	}
}

// unitWords reads the longest row of words from token i that stand together in a name.
func (s *scan) unitWords(i int, matches [][]wordMatch) (unitMention, bool) {
	row := append(make([]int, 0, 8), i)
	names := s.v.units.holding(matches[i])
	if len(names) == 0 {
		return unitMention{}, false
	}
	end := i + 1
	for {
		j := s.nextInName(end)
		if j < 0 || len(matches[j]) == 0 || s.ts[j].use != free || s.ts[j].kind == number && s.isCount(j) {
			break
		}
		kept := s.v.units.keep(names, matches, append(row, j))
		if s.andBetween(end, j) { // "Hemtjänst och Ryd skola" are two
			kept = s.v.units.joined(kept, matches[row[len(row)-1]], matches[j])
		}
		if len(kept) == 0 {
			break
		}
		names, row, end = kept, append(row, j), j+1
	}
	return s.choose(row, end, names, matches)
}

// andBetween reports an "och" or a "&" among the tokens from i to before j.
func (s *scan) andBetween(i, j int) bool {
	for ; i < j; i++ {
		if s.does(i, smallAnd) || s.ts[i].text == "&" || s.ts[i].text == "+" {
			return true
		}
	}
	return false
}

// joined gives the names that have an "och" of their own between the two words.
func (x *unitIndex) joined(names []int32, before, after []wordMatch) (out []int32) {
	for _, n := range names {
		words := x.names[n].words
		is := func(of []wordMatch) func(nameWord) bool {
			return func(w nameWord) bool { return qualityOf(of, w.id) > 0 }
		}
		and := slices.IndexFunc(words, func(w nameWord) bool { return x.lex.is(x.words[w.id], smallAnd) })
		if and >= 0 && slices.ContainsFunc(words[:and], is(before)) && slices.ContainsFunc(words[and:], is(after)) {
			out = append(out, n)
		}
	}
	return out
}

// nextInName is the next token that may go on a name, over "och", "i", "på", a comma or a slash; -1 for none.
func (s *scan) nextInName(i int) int {
	for n := 0; n < 3 && i < len(s.ts); n, i = n+1, i+1 {
		t := s.ts[i]
		switch {
		case t.use != free:
			return -1
		case t.kind == mark && strings.Contains("-,/&.+", t.text):
		case t.kind == word && s.lex.is(t.fold, smallName) && i+1 < len(s.ts):
		case t.kind == word || t.kind == number:
			return i
		default:
			return -1
		}
	}
	return -1
}

func (s *scan) isCount(i int) bool {
	return i+1 < len(s.ts) && s.ts[i+1].kind == word && (s.lex.counts(s.ts[i+1].fold) || s.lex.isMonth(s.ts[i+1].fold) && s.ts[i+1].use == free)
}

// holding are the names that hold one of the matched words, short names first; of a word in very many names only the
// shortest names are looked at.
func (x *unitIndex) holding(ms []wordMatch) []int32 {
	if len(ms) == 1 {
		return x.posting[ms[0].id]
	}
	var out []int32
	for _, m := range ms {
		out = append(out, x.posting[m.id]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keep gives the names in which every token of the row has a word of its own.
func (x *unitIndex) keep(names []int32, matches [][]wordMatch, row []int) []int32 {
	last := matches[row[len(row)-1]]
	small := 0
	for _, m := range last {
		small += len(x.posting[m.id])
	}
	if small < len(names) {
		names = x.holding(last)
	}
	var out []int32
	for _, n := range names {
		if x.covers(&x.names[n], matches, row) {
			out = append(out, n)
		}
	}
	return out
}

func (x *unitIndex) covers(n *unitName, matches [][]wordMatch, row []int) bool {
	var taken uint64
next:
	for _, i := range row {
		for k, w := range n.words {
			if taken&(1<<k) == 0 && qualityOf(matches[i], w.id) > 0 {
				taken |= 1 << k
				continue next
			}
		}
		return false
	}
	return true
}

func qualityOf(ms []wordMatch, id int32) int {
	for _, m := range ms {
		if m.id == id {
			return m.quality
		}
	}
	return 0
}

// onlyLeads reports a mention that says where the next or the last one belongs: "Leanlinks hemtjänst", "hemtjänsten i Leanlink".
func (s *scan) onlyLeads(k int) bool {
	m := &s.units[k]
	end := m.end
	if s.markAt(end, ":") && end+1 < len(s.ts) && s.ts[end+1].fold == "s" { // "UAF:s grundskola"
		end += 2
	}
	if k+1 < len(s.units) && end == s.units[k+1].start && s.contains(m, &s.units[k+1]) {
		return true
	}
	return k > 0 && s.units[k-1].end == m.start-1 && s.does(m.start-1, smallPlace) && s.contains(m, &s.units[k-1])
}

// contains reports that both mentions name one unit, the second below the first.
func (s *scan) contains(whole, part *unitMention) bool {
	if len(whole.codes) != 1 || len(part.codes) != 1 || part.weak && !unitsAreAsked[s.command] {
		return false
	}
	x := s.v.units
	code := part.codes[0]
	for range x.units {
		n, ok := x.codes[strings.ToLower(code)]
		if !ok || x.units[n].Parent == "" {
			return false
		}
		if code = x.units[n].Parent; code == whole.codes[0] {
			return true
		}
	}
	return false
}
