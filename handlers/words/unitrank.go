package words

import (
	"slices"
	"strings"
)

// fit is how well a name meets the words of the text, compared field by field.
type fit struct {
	class   int // the worst match: as written or inflected, a beginning, a letter wrong
	missing int // words of the name that the text does not say
	quality int // how close the matched words are
	order   int // words and separators in the name's own order
}

func (a fit) less(b fit) bool {
	switch {
	case a.class != b.class:
		return a.class < b.class
	case a.missing != b.missing:
		return a.missing > b.missing
	case a.quality != b.quality:
		return a.quality < b.quality
	}
	return a.order < b.order
}

// choose takes the names that fit best: one unit is named, several are asked about.
func (s *scan) choose(row []int, end int, names []int32, matches [][]wordMatch) (unitMention, bool) {
	x := s.v.units
	m := unitMention{start: row[0], end: end}
	var best fit
	for seen, n := range names {
		if seen > 300 && len(m.codes) > 20 {
			break // a word of very many names: nobody can choose between them all
		}
		f := s.fitOf(&x.names[n], row, matches)
		code := x.units[x.names[n].unit].Code
		switch {
		case len(m.codes) == 0 || best.less(f):
			best = f
			m.codes = append(m.codes[:0], code)
		case best == f:
			m.add(code)
		}
	}
	if len(m.codes) == 0 || !s.plausibleUnit(&m, row, best) {
		return unitMention{}, false
	}
	slices.Sort(m.codes)
	return m, true
}

func (s *scan) fitOf(n *unitName, row []int, matches [][]wordMatch) fit {
	f := fit{class: byStem}
	var taken uint64
	prev := -1
	for at, i := range row {
		k, q := s.bestWord(n, i, matches[i], taken, prev)
		if k < 0 {
			continue
		}
		taken |= 1 << k
		if at > 0 && k == prev+1 {
			f.order++
		}
		if at > 0 && k > 0 && s.sepBefore(i) == n.words[k].sep {
			f.order++
		}
		prev = k
		f.quality += q
		f.class = min(f.class, classOf(q))
	}
	f.missing = n.missing(taken)
	return f
}

// missing counts what a text leaves out of the name: the words of its first part, "Daglig verksamhet" of "Daglig
// verksamhet Björken", as one thing, and every word after a comma or a slash.
func (n *unitName) missing(taken uint64) int {
	first, rest, later := 0, 0, false
	for k, w := range n.words {
		later = later || k > 0 && w.sep != ' '
		if taken&(1<<k) != 0 || w.optional {
			continue
		}
		if later {
			rest++
		} else {
			first = 1
		}
	}
	return first + rest
}

// classOf tells whole words from beginnings and mistakes.
func classOf(q int) int { return min(q, byStem) }

// bestWord is the free word of the name that token i is, the next in order where it may choose.
func (s *scan) bestWord(n *unitName, i int, ms []wordMatch, taken uint64, prev int) (at, quality int) {
	at = -1
	for k, w := range n.words {
		if taken&(1<<k) != 0 {
			continue
		}
		q := qualityOf(ms, w.id)
		if q == byFold && (w.low == s.ts[i].low || s.bare) {
			q = byLetter
		}
		if q > quality || q > 0 && q == quality && k == prev+1 {
			at, quality = k, q
		}
	}
	return at, quality
}

func (s *scan) sepBefore(i int) byte {
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if t := s.ts[j].text; t == "," || t == "/" {
			return t[0]
		}
	}
	return ' '
}

// plausibleUnit keeps ordinary words from being units: one that is only a part of a name counts where it has a capital
// inside a sentence, a whole name also after a preposition of place. Others stay as weak, for questions about units.
func (s *scan) plausibleUnit(m *unitMention, row []int, f fit) bool {
	if len(m.codes) > 1 && f.class < byStem && f.missing > 1 {
		return false
	}
	for _, i := range row {
		if !s.lex.ordinary[s.ts[i].fold] && s.ts[i].kind == word {
			return true
		}
	}
	if len(row) > 1 && f.missing == 0 {
		return true
	}
	t := s.ts[row[0]]
	placed := s.afterPlace(row[0])
	short := len(t.fold) <= 3 && t.text == strings.ToUpper(t.text) // "HR" is written so whatever it means
	proper := t.cap && !short && (!s.startsSentence(row[0]) || placed)
	if f.missing > 0 {
		return proper && len(row) > 1 || proper && f.missing == 1 && len(m.codes) == 1 && placed
	}
	if f.class < byStem {
		return false
	}
	m.weak = !placed && !proper
	return true
}

func (s *scan) afterPlace(i int) bool {
	if s.does(i-1, smallWhole) {
		i--
	}
	return s.does(i-1, smallPlace)
}

func (s *scan) startsSentence(i int) bool {
	return i == 0 || s.ts[i-1].kind == mark && (s.ts[i-1].text == "." || s.ts[i-1].text == "!" || s.ts[i-1].text == "?")
}
