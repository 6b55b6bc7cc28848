package words

import "strings"

// kindIndex is the kinds of placement that the programme has. Their everyday words are in the data files; a kind that the
// files don't know is found by its stored name.
type kindIndex struct {
	names map[string]string // folded → stored
	other [][]string        // folded words of the kinds that the data files don't have
	store []string
}

func newKindIndex(kinds []string, lex *lexicon) *kindIndex {
	x := &kindIndex{names: map[string]string{}}
	known := map[string]bool{}
	for _, list := range lex.kindFirst {
		for _, p := range list {
			known[fold(p.target.value)] = true
		}
	}
	for _, k := range kinds {
		f := fold(k)
		x.names[f], x.names[k] = k, k
		if !known[f] {
			x.other = append(x.other, strings.Fields(f))
			x.store = append(x.store, k)
		}
	}
	return x
}

func (x *kindIndex) has(kind string) bool { return x.name(kind) != "" }

// name is the stored name of a kind, "" where the programme does not have it.
func (x *kindIndex) name(kind string) string {
	if k, ok := x.names[kind]; ok {
		return k
	}
	return x.names[fold(kind)]
}

func (s *scan) otherKinds() {
	for n, words := range s.v.kinds.other {
		for i := 0; i+len(words) <= len(s.ts); i++ {
			if s.sameWords(i, words) {
				s.kinds = appendOnce(s.kinds, s.v.kinds.store[n])
				s.take(i, i+len(words), usedKind)
			}
		}
	}
}

func (s *scan) sameWords(i int, words []string) bool {
	for k, w := range words {
		t := s.ts[i+k]
		if t.kind != word || t.use != free || stemSV(t.fold) != stemSV(w) {
			return false
		}
	}
	return true
}
