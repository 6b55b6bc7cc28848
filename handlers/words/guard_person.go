package words

import "bytes"

// sensitive gives the kind of the first sensitive thing that is said of somebody, health before background.
func (s *sift) sensitive() string {
	var words hint
	for i := range s.pieces {
		if p := s.pieces[i]; !p.place {
			words |= p.flags
		}
	}
	if words&hintSensitive == 0 || words&hintFrame != 0 && !s.pointsAtOne() {
		return ""
	}
	somebody := words&(hintSomeone|hintTrainee) != 0 || s.pointsAtOne()
	switch {
	case words&hintHealth != 0 || somebody && words&hintHealthOf != 0:
		return refuseHealth
	case words&hintBackground != 0 || somebody && words&hintBackgroundOf != 0:
		return refuseBackground
	}
	return ""
}

// pointsAtOne says that the text is about one person: by a pronoun, a name, a reference or a slot's number.
func (s *sift) pointsAtOne() bool {
	for i := range s.pieces {
		p := s.pieces[i]
		next := i+1 < len(s.pieces) && s.pieces[i+1].number
		switch {
		case p.place:
		case p.flags&hintSomeone != 0, p.flags&hintName != 0 && p.upper, p.flags&hintSlot != 0 && next:
			return true
		case next && s.pieces[i+1].gap == '-' && string(s.word(i)) == "d", p.number && p.gap == '#':
			return true
		}
	}
	return false
}

// namesTrainee says that somebody is named as a trainee. Colleagues may be named, and so may places.
func (s *sift) namesTrainee() bool {
	one := s.oneTrainee()
	for i := 0; i < len(s.pieces); i++ {
		known := s.isName(i)
		if !known && !s.mayBeName(i) {
			continue
		}
		last := s.nameEnd(i)
		for k := i; k <= last; k++ {
			known = known || isSurname(s.word(k))
		}
		switch {
		case s.isPlaceName(i, last) || s.staffBefore(i) || s.has(last+1, hintIs) && s.staffAfter(last):
		case known && s.traineeBefore(i) || !known && s.strangerBefore(i, last):
			return true
		case !known || s.staffAfter(last):
		case one || s.traineeAfter(last):
			return true
		}
		i = last
	}
	return false
}

// oneTrainee says that the text is about one trainee or one slot and no colleague, so that a name in it can only be the
// trainee's.
func (s *sift) oneTrainee() bool {
	one := false
	for i := range s.pieces {
		if s.has(i, hintStaff|hintStaffVerb) {
			return false
		}
		one = one || s.isSlot(i)
		one = one || s.has(i, hintTrainee) && !bytes.HasSuffix(s.word(i), []byte("er")) && !bytes.HasSuffix(s.word(i), []byte("s"))
	}
	return one
}

func (s *sift) isName(i int) bool {
	p := s.pieces[i]
	if p.flags&hintNameWord != 0 && p.upper && !p.place {
		return (i+1 == len(s.pieces) || !s.pieces[i+1].number) && (i == 0 || !s.pieces[i-1].number) // Jan 2026, 31 Jan
	}
	return p.flags&hintName != 0 && !p.place || p.flags == 0 && p.upper && !p.place && isSurname(s.word(i))
}

// isSurname says that a word is a surname by its form: "…sson".
func isSurname(low []byte) bool {
	return len(low) > 6 && (bytes.HasSuffix(low, []byte("sson")) || bytes.HasSuffix(low, []byte("ssons")) || bytes.HasSuffix(low, []byte("sdotter"))) && string(low) != "ericsson" && string(low) != "ericssons"
}

// mayBeName says that the piece is a capitalised word that nothing is known of.
func (s *sift) mayBeName(i int) bool {
	p := s.pieces[i]
	return p.upper && p.flags == 0 && !p.place && p.end-p.start > 2
}

// nameEnd gives the last piece of the name that begins at piece i: first names and surnames.
func (s *sift) nameEnd(i int) int {
	for i+1 < len(s.pieces) && (s.pieces[i+1].gap == ' ' || s.pieces[i+1].gap == '-') && (s.isName(i+1) || s.mayBeName(i+1)) {
		i++
	}
	return i
}

// isSlot says that a slot and its number begin at piece i.
func (s *sift) isSlot(i int) bool {
	return s.has(i, hintSlot) && i+1 < len(s.pieces) && s.pieces[i+1].number
}

// has gives the hints of piece i; nothing outside the text.
func (s *sift) has(i int, h hint) bool {
	return i >= 0 && i < len(s.pieces) && s.pieces[i].flags&h != 0
}

// stops says that a sentence ends, or a list goes on, before piece i.
func (s *sift) stops(i int) bool {
	return i <= 0 || i >= len(s.pieces) || bytes.IndexByte([]byte(".,?!;"), s.pieces[i].gap) >= 0
}

func (s *sift) isPlaceName(first, last int) bool {
	if s.has(first-1, hintPlaceHead|hintAt) && !s.has(first-1, hintLog) && !s.stops(first) || !s.stops(last+1) && s.has(last+1, hintPlaceTail) {
		return true
	}
	for i := first; i <= last; i++ {
		if s.pieces[i].place || s.list.isPlace(s.word(i)) {
			return true
		}
	}
	return false
}

// behind gives the piece before i, small words left out.
func (s *sift) behind(i int, skip hint) int {
	for n := 0; n < 3 && !s.stops(i) && s.has(i-1, skip) && !s.has(i-1, hintStaff|hintTrainee|hintLog); n++ {
		i--
	}
	if s.stops(i) {
		return -1
	}
	return i - 1
}

// staffBefore says that a colleague's role leads to the name: "the supervisor is", "supervisor for slot 412:".
func (s *sift) staffBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6 && !s.stops(k+1); k-- {
		switch {
		case s.has(k, hintStaff|hintStaffVerb):
			return true
		case s.has(k, hintTrainee|hintLog):
			return false
		case s.pieces[k].number, s.has(k, hintFiller|hintIs|hintCalled|hintAt|hintSlot), s.has(k, hintForWhom) && s.has(k+1, hintSlot):
		default:
			return false
		}
	}
	return false
}

func (s *sift) traineeBefore(i int) bool {
	k := s.behind(i, hintFiller)
	switch {
	case s.has(k, hintTrainee|hintCalled|hintLog|hintStays):
		return true
	case s.has(k, hintIs) && s.has(s.behind(k, hintFiller), hintTrainee):
		return true
	case s.has(k, hintForWhom):
		return s.seen&(hintTrainee|hintOwned|hintSlot|hintLog) != 0
	}
	return k > 0 && s.pieces[k].number && s.has(k-1, hintSlot)
}

// strangerBefore says the same of a name that is in no list: the sentence has to say more.
func (s *sift) strangerBefore(first, last int) bool {
	k := s.behind(first, hintFiller)
	if s.has(k, hintCalled) || s.has(k, hintTrainee) && k == first-1 && s.pieces[first].gap == ':' && last > first {
		return true
	}
	return s.has(k, hintTrainee|hintLog) && s.traineeAfter(last) || s.asksWhether(first, last) || last > first && !s.titled() && s.twoStrangers(k, first, last)
}

// asksWhether says that it is asked whether somebody is here: "är … hos er?".
func (s *sift) asksWhether(first, last int) bool {
	if last+2 >= len(s.pieces) || !s.has(first-1, hintIs|hintAsk) || s.stops(first) || !s.has(last+1, hintStays) {
		return false
	}
	at := string(s.word(last + 1))
	return at == "hos" || at == "with" && string(s.word(last+2)) == "you"
}

// twoStrangers says that two capitalised words of which nothing is known are a first name and a surname by what stands around them; piece k leads to
// them.
func (s *sift) twoStrangers(k, first, last int) bool {
	switch {
	case k < 0:
		return first == 0 && s.has(last+1, hintStays) // "… börjar på måndag"
	case s.has(k, hintStays) && k == first-1: // "när slutar …"
		return true
	case s.has(k, hintForWhom) && string(s.text[s.pieces[k].start:s.pieces[k].end]) == "åt":
		return s.seen&(hintSlot|hintLog|hintTrainee|hintOwned) != 0
	case s.has(k, hintLog) && k == first-1 && s.pieces[first].gap == ':', s.has(k, hintLog) && k == first-2 && s.has(k+1, hintIs): // "namn: …"
		return true
	}
	return k > 1 && s.pieces[k].number && s.pieces[k-1].number && string(s.word(k-2)) == "d" // "D-2026-0143 är …"
}

// titled says that every word of the text begins with a capital, which then says nothing.
func (s *sift) titled() bool {
	for i := range s.pieces {
		if p := &s.pieces[i]; !p.number && !p.upper {
			return false
		}
	}
	return true
}

func (s *sift) staffAfter(last int) bool {
	k := last + 1
	if k >= len(s.pieces) {
		return false
	}
	if s.has(k, hintStaff) {
		return !s.genitive(last) || !s.has(k, hintOwned)
	}
	for i := k; i < k+4 && !s.stops(i) && !s.has(i, hintTrainee); i++ {
		if s.has(i, hintAs) && s.has(i+1, hintStaff) {
			return true // has left as manager
		}
	}
	return s.has(k, hintIs|hintForWhom|hintFiller) && (s.has(k+1, hintStaff) || s.has(k+1, hintFiller) && s.has(k+2, hintStaff))
}

func (s *sift) traineeAfter(last int) bool {
	k := last + 1
	if k < len(s.pieces) && s.pieces[k].gap == '\'' && string(s.word(k)) == "s" {
		k++
		if s.has(k, hintOwned) {
			return true
		}
	}
	if s.genitive(last) && s.has(k, hintOwned) {
		return true
	}
	unknown := 0
	for n := 0; n < 4 && k < len(s.pieces); n, k = n+1, k+1 {
		switch {
		case s.has(k, hintStays), s.isSlot(k):
			return true
		case s.pieces[k].flags == 0 && !s.pieces[k].number && unknown == 0 && s.pieces[k].gap == ' ':
			unknown++
		case !s.has(k, hintFiller|hintAt|hintAsk|hintIs) || s.pieces[k].gap == '.':
			return false
		}
	}
	return false
}

// genitive says that the piece is a word with the s of belonging.
func (s *sift) genitive(i int) bool {
	low := s.word(i)
	return len(low) > 3 && low[len(low)-1] == 's'
}
