package words

import (
	"slices"
	"sort"
	"strings"
	"unicode"
)

// unitIndex finds units by the words of their names and aliases. Every lookup goes by word, so that its cost follows the
// text and not the number of units.
type unitIndex struct {
	lex      *lexicon
	units    []Unit
	names    []unitName
	ids      map[string]int32   // folded word → number of the word
	words    []string           // number → folded word
	posting  [][]int32          // number of a word → names that hold it, short names first
	stems    map[string][]int32 // stem → words
	sorted   []int32            // words in order, for beginnings
	long     wordList           // words that may have one letter wrong
	codes    map[string]int32   // folded code → unit
	initials map[string][]int32 // folded initials → names
}

// unitName is one name or alias of a unit.
type unitName struct {
	unit     int32
	words    []nameWord
	initials [2]string // with and without the small words
}

type nameWord struct {
	id       int32
	low      string // with its diacritics
	sep      byte   // what stands before: ' ', ',' or '/'
	optional bool   // "och", "i", "AB"
}

func newUnitIndex(units []Unit, lex *lexicon) *unitIndex {
	x := &unitIndex{
		lex: lex, units: units, ids: map[string]int32{}, stems: map[string][]int32{},
		codes: map[string]int32{}, initials: map[string][]int32{},
	}
	for i, u := range units {
		x.codes[fold(u.Code)] = int32(i)
		x.add(int32(i), u.Name)
		for _, a := range u.Aliases {
			x.add(int32(i), a)
		}
	}
	slices.SortStableFunc(x.names, func(a, b unitName) int { return a.weight() - b.weight() })
	for n := range x.names {
		x.post(int32(n))
	}
	x.sorted = make([]int32, len(x.words))
	for i, w := range x.words {
		x.sorted[i] = int32(i)
		if len(w) >= 5 {
			x.long.add(w)
		}
	}
	slices.SortFunc(x.sorted, func(a, b int32) int { return strings.Compare(x.words[a], x.words[b]) })
	return x
}

// weight is the number of words that a text must say to name the whole.
func (n *unitName) weight() int {
	k := 0
	for _, w := range n.words {
		if !w.optional {
			k++
		}
	}
	return k
}

func (x *unitIndex) add(unit int32, name string) {
	n := unitName{unit: unit}
	sep := byte(' ')
	initials, short := "", ""
	for rest := clean(name); rest != ""; {
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
		switch {
		case end == 0:
			if rest[0] == ',' || rest[0] == '/' {
				sep = rest[0]
			}
			rest = strings.TrimLeftFunc(rest[1:], func(r rune) bool { return r == '\ufffd' })
			continue
		case end < 0:
			end = len(rest)
		}
		w := rest[:end]
		rest = rest[end:]
		f := fold(strings.ReplaceAll(w, "'", ""))
		opt := x.lex.is(f, smallLoose)
		n.words = append(n.words, nameWord{id: x.wordID(f), low: strings.ToLower(w), sep: sep, optional: opt})
		sep = ' '
		initials += f[:1]
		if !opt {
			short += f[:1]
		}
	}
	if len(n.words) == 0 {
		return
	}
	n.initials = [2]string{initials, short}
	x.names = append(x.names, n)
}

// isNameWord reports a word of a name that says nothing of the language around it.
func (x *unitIndex) isNameWord(w string) bool {
	if x == nil || len(w) < 4 {
		return false
	}
	_, ok := x.ids[w]
	return ok
}

// post makes the name findable; names come in order of weight.
func (x *unitIndex) post(n int32) {
	for _, w := range x.names[n].words {
		if p := x.posting[w.id]; len(p) == 0 || p[len(p)-1] != n {
			x.posting[w.id] = append(p, n)
		}
	}
	for _, in := range x.names[n].initials {
		if len(in) >= 3 && !slices.Contains(x.initials[in], n) {
			x.initials[in] = append(x.initials[in], n)
		}
	}
}

func (x *unitIndex) wordID(f string) int32 {
	id, ok := x.ids[f]
	if !ok {
		id = int32(len(x.words))
		x.ids[f] = id
		x.words = append(x.words, f)
		x.posting = append(x.posting, nil)
		s := stemSV(f)
		x.stems[s] = append(x.stems[s], id)
	}
	return id
}

// Qualities of a match between a word of the text and a word of a name.
const (
	byNear   = 1
	byPrefix = 2
	byStem   = 3
	byFold   = 4
	byLetter = 5
)

type wordMatch struct {
	id      int32
	quality int
}

// matches are the words of names that a word of a text may be. Ordinary words must be met whole.
func (x *unitIndex) matches(t *token, lex *lexicon, ms []wordMatch) []wordMatch {
	id, whole := x.ids[t.fold]
	if whole {
		ms = append(ms, wordMatch{id, byFold})
	}
	if t.kind == number {
		return ms
	}
	if u, ok := lex.unitWord[t.fold]; ok {
		for _, id := range x.stems[stemSV(u)] {
			ms = addMatch(ms, id, byStem)
		}
	}
	if lex.ordinary[t.fold] && !whole {
		if !t.cap {
			return ms
		}
	}
	if len(t.fold) >= 3 {
		if stem := stemSV(t.fold); len(stem) >= 5 || !t.known && len(stem) >= 4 {
			for _, id := range x.stems[stem] {
				ms = addMatch(ms, id, byStem)
			}
		}
	}
	if len(t.fold) < 5 && !t.cap || len(t.fold) < 4 || lex.ordinary[t.fold] {
		return ms
	}
	ms = x.beginnings(t.fold, ms)
	if g, ok := strings.CutSuffix(t.fold, "s"); ok && len(ms) == 0 && len(g) >= 4 {
		ms = x.beginnings(g, ms)
	}
	return ms
}

// beginnings are the words that begin with w: "kungsberg" is Kungsbergsskolan, "arbetsmarknadsförv" a förvaltning.
func (x *unitIndex) beginnings(w string, ms []wordMatch) []wordMatch {
	i := sort.Search(len(x.sorted), func(i int) bool { return x.words[x.sorted[i]] >= w })
	for n := 0; i < len(x.sorted) && n < 24 && strings.HasPrefix(x.words[x.sorted[i]], w); i, n = i+1, n+1 {
		ms = addMatch(ms, x.sorted[i], byPrefix)
	}
	return ms
}

// nearly are the words with one letter wrong.
func (x *unitIndex) nearly(w string, ms []wordMatch) []wordMatch {
	if len(w) < 5 {
		return ms
	}
	x.long.near(w, func(word string) { ms = addMatch(ms, x.ids[word], byNear) })
	return ms
}

func addMatch(ms []wordMatch, id int32, q int) []wordMatch {
	for _, m := range ms {
		if m.id == id {
			return ms
		}
	}
	return append(ms, wordMatch{id, q})
}
