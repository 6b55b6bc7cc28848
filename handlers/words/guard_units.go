package words

import "time"

// guard is Guard with the organisation's own names: a unit may be called by anybody's name and any word.
func (v *Vocabulary) guard(text string, now time.Time) Finding {
	return guard(text, now, v.units)
}

// markPlaces takes the words that name a unit out of the search: a watched word or a first name where another word of
// the same unit's name stands beside it, an unknown word with a capital wherever a unit has it.
func (s *sift) markPlaces(units *unitIndex) {
	if units == nil {
		return
	}
	for i := range s.pieces {
		p := &s.pieces[i]
		watched := p.flags&(hintSensitive|hintNameable) != 0
		if p.number || !watched && !s.mayBeName(i) {
			continue
		}
		id, ok := units.ids[string(s.word(i))]
		p.place = p.place || ok && (!watched || s.besideItsName(i, id, units))
	}
}

// besideItsName says that the text has another word of a name that holds word id within two pieces of i.
func (s *sift) besideItsName(i int, id int32, units *unitIndex) bool {
	for _, n := range units.posting[id] {
		for _, w := range units.names[n].words {
			if w.id != id && !w.optional && s.nearby(i, units.words[w.id]) {
				return true
			}
		}
	}
	return false
}

// markAddresses takes e-mail addresses out of the search where a colleague's role is said: they are how a role is given.
func (s *sift) markAddresses() {
	if s.seen&hintStaff == 0 {
		return
	}
	tied := func(i, k int) bool {
		return k >= 0 && k < len(s.pieces) && s.pieces[max(i, k)].start-s.pieces[min(i, k)].end == 1 && s.text[s.pieces[min(i, k)].end] != ' '
	}
	for i := range s.pieces {
		if end := s.pieces[i].end; end >= len(s.text) || s.text[end] != '@' || !tied(i, i+1) {
			continue
		}
		s.pieces[i].place = true
		for _, step := range []int{-1, 1} {
			for k := i; tied(k, k+step); k += step {
				s.pieces[k+step].place = true
			}
		}
	}
}

func (s *sift) nearby(i int, word string) bool {
	for k := max(0, i-2); k <= i+2 && k < len(s.pieces); k++ {
		if k != i && string(s.word(k)) == word {
			return true
		}
	}
	return false
}
