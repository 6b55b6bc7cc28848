package words

import "slices"

// mendUnit takes a word with a letter wrong right beside a mention into it, where together they are the whole name of a unit: "Måltid Bega", "ryd skoa".
func (s *scan) mendUnit(k int) {
	m := &s.units[k]
	for _, j := range [...]int{s.nextInName(m.end), m.start - 1} {
		if j < 0 || s.ts[j].kind != word || s.ts[j].use != free || s.plainWord(j) {
			continue
		}
		if codes := s.namesWithNear(m, fold(s.ts[j].text)); len(codes) > 0 {
			m.codes, m.start, m.end, m.weak = codes, min(m.start, j), max(m.end, j+1), false
			s.take(m.start, m.end, usedUnit)
			return
		}
	}
}

// plainWord reports a word that is written as a word of the language is, so that no letter of it is wrong.
func (s *scan) plainWord(i int) bool {
	t := &s.ts[i]
	return !t.corrected && (s.lex.ordinary[t.fold] || s.lex.filler[t.fold] || len(s.lex.exact[t.fold]) > 0 || s.lex.dates[t.fold].class != "")
}

// namesWithNear are the units whose whole name is the words of the mention and one that is near w.
func (s *scan) namesWithNear(m *unitMention, w string) (codes []string) {
	x := s.v.units
	var row []int
	matches := make([][]wordMatch, len(s.ts))
	for i := m.start; i < m.end; i++ {
		if t := &s.ts[i]; t.kind == number || t.kind == word && !s.lex.is(t.fold, smallName) {
			matches[i] = x.matches(t, s.lex, nil)
			row = append(row, i)
		}
	}
	if len(row) == 0 || len(w) < 3 {
		return nil
	}
	for _, n := range x.holding(matches[row[0]]) {
		name := &x.names[n]
		need := name.weight()
		if need != len(row)+1 || !x.covers(name, matches, row) {
			continue
		}
		if slices.ContainsFunc(name.words, func(of nameWord) bool {
			known := x.words[of.id]
			return known != w && len(known) >= 3 && near(w, known) && !slices.ContainsFunc(row, func(i int) bool { return qualityOf(matches[i], of.id) > 0 })
		}) {
			codes = appendOnce(codes, x.units[name.unit].Code)
		}
	}
	return codes
}
