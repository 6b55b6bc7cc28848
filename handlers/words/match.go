package words

import (
	"slices"
	"strings"
)

const maxTokens = 256

// mask is a set of tokens.
type mask [maxTokens / 64]uint64

func (m *mask) set(i int) { m[i/64] |= 1 << (i % 64) }

func (m *mask) has(i int) bool { return m[i/64]&(1<<(i%64)) != 0 }

// within reports that every token of m is in o.
func (m *mask) within(o *mask) bool {
	for i := range m {
		if m[i]&^o[i] != 0 {
			return false
		}
	}
	return true
}

// hit is a phrase that the text holds.
type hit struct {
	p     *phrase
	first int
	words mask
}

// findHits finds every phrase in the text and drops those that lie wholly inside a longer one: in "ta bort" there is no "ta".
func (s *scan) findHits() {
	s.heard = s.room.heard[:0]
	there := s.places()
	for i := range s.ts {
		for _, set := range s.setsAt(i) {
			for _, o := range s.lex.byFirst[set] {
				if o.needs >= 0 && there[o.needs/64]&(1<<(o.needs%64)) == 0 {
					continue
				}
				h := hit{p: o.p, first: i}
				h.words.set(i)
				if s.match(o.p, 1, s.after(o.p.parts[0], i), &h.words) {
					s.heard = append(s.heard, h)
				}
			}
		}
	}
	s.room.heard = s.heard
	found := slices.DeleteFunc(s.heard, func(h hit) bool {
		return s.foreign(h.p) || s.otherLetters(&h) || h.p.target.field == "reason" && s.holdsSlot(&h)
	})
	s.heard, s.hits = found, s.room.hits[:0]
	for i := range found {
		if !slices.ContainsFunc(found, func(b hit) bool { return b.hides(&found[i]) }) {
			s.hits = append(s.hits, found[i])
		}
	}
	s.room.hits = s.hits
}

// places are those in phrases that some word of the text can stand in, a bit each.
func (s *scan) places() []uint64 {
	if n := len(s.lex.byFirst)/64 + 1; len(s.room.there) < n {
		s.room.there = make([]uint64, n)
	}
	there := s.room.there
	clear(there)
	for i := range s.ts {
		for _, set := range s.ts[i].ids {
			there[set/64] |= 1 << (set % 64)
		}
	}
	return there
}

// foreign reports a command's phrase in words of the language that the text is not written in: "kom hit" hits nothing.
func (s *scan) foreign(p *phrase) bool {
	return s.pure >= 0 && int(p.lang) != s.pure && p.target.command != "" && slices.ContainsFunc(p.parts, func(q part) bool { return !q.gap && q.classes == 0 })
}

// otherLetters reports a word with å, ä or ö that the phrase has without, "vår" is no "var", and the other way round where the text has
// such letters elsewhere: "stod" is no "stöd" then.
func (s *scan) otherLetters(h *hit) bool {
	for i := range s.ts {
		t := &s.ts[i]
		if t.kind != word || t.corrected || !h.words.has(i) {
			continue
		}
		if t.low != t.fold && strings.Contains(h.p.text, t.fold) && !strings.Contains(h.p.text, t.low) ||
			t.low == t.fold && s.dotted && !strings.Contains(h.p.text, t.low) && strings.Contains(fold(h.p.text), t.fold) {
			return true
		}
	}
	return false
}

// holdsSlot reports a word that belongs to a slot: "inte plats 88" says nothing of room.
func (s *scan) holdsSlot(h *hit) bool {
	for i := range s.ts {
		if h.words.has(i) && s.ts[i].use == usedSlot {
			return true
		}
	}
	return false
}

// hides reports that b is a longer phrase around a. Only a value of the same field hides a value, and nothing hides what says more.
func (b *hit) hides(a *hit) bool {
	if a.words == b.words || !a.words.within(&b.words) || a.p.target.weight < 0 || b.p.target.weight < 0 {
		return false
	}
	if a.p.target.field != "" {
		return a.p.target.field == b.p.target.field
	}
	return b.p.target.field != "" && !attitude[b.p.target.field] || b.p.target.field == "" && b.p.target.weight >= a.p.target.weight
}

// attitude are the fields that say how a command is meant and leave it to be found.
var attitude = map[string]bool{"tentative": true, "conditional": true, "others": true, "request": true, "wish": true, "done": true}

// setsAt are the positions of phrases that token i can stand in, as a word or as a found piece.
func (s *scan) setsAt(i int) []int32 {
	t := &s.ts[i]
	if t.use == usedUnit || t.use == usedPerson || t.use == usedTrainee || t.kind == key || t.kind == number {
		return s.classAt(i)
	}
	if t.use != free && (i == 0 || s.ts[i-1].use != t.use) {
		return append(s.classAt(i), t.ids...)
	}
	if t.kind == word && s.isNumeral(t.fold) {
		return append(s.classAt(i), t.ids...)
	}
	return t.ids
}

var classNames = [...]string{
	usedNumber: "{n}", usedKind: "{kind}", usedUnit: "{unit}", usedDate: "{date}", usedTrainee: "{ref}", usedSlot: "{slot}",
	usedPerson: "{person}", usedExtent: "{extent}", usedOther: "",
}

func (s *scan) classAt(i int) []int32 {
	t := &s.ts[i]
	if t.use != free && i > 0 && s.ts[i-1].use == t.use {
		return nil
	}
	name := classNames[t.use]
	if t.use == free && (t.kind == number || t.kind == word && s.isNumeral(t.fold)) {
		name = "{n}"
	}
	if set, ok := s.lex.classSets[name]; ok && name != "" {
		return []int32{set}
	}
	return nil
}

// after is the token after what stands in one part: a class covers the whole found piece.
func (s *scan) after(p part, i int) int {
	u := s.ts[i].use
	if u == free || u == usedNumber || !p.classes.has(u) {
		return i + 1
	}
	for i < len(s.ts) && s.ts[i].use == u {
		i++
	}
	return i
}

// match reports that parts from k on stand in the tokens from i on, with small words and commas between.
func (s *scan) match(p *phrase, k, i int, words *mask) bool {
	if k == len(p.parts) {
		return true
	}
	skip := 2
	if p.parts[k].gap {
		k++
		if k == len(p.parts) {
			return true
		}
		skip = 7
	}
	gap := skip > 2
	for ; i < len(s.ts); i++ {
		t := &s.ts[i]
		if t.kind == mark && t.use == free {
			if gap && (t.text == "." || t.text == "!" || t.text == "?") && i+1 < len(s.ts) && !s.ts[i+1].glued {
				return false
			}
			continue
		}
		if s.fits(p.parts[k], i) {
			before := *words
			words.set(i)
			if s.match(p, k+1, s.after(p.parts[k], i), words) {
				return true
			}
			*words = before
		}
		if !gap && !s.lex.filler[t.fold] && (t.use == free || t.kind == word && !s.lex.filler[t.fold]) {
			return false
		}
		if t.use == free || i == 0 || s.ts[i-1].use != t.use {
			if skip--; skip < 0 {
				return false
			}
		}
	}
	return false
}

func (s *scan) fits(p part, i int) bool {
	t := &s.ts[i]
	if p.classes != 0 && (p.classes.has(t.use) || p.classes.has(usedNumber) && t.use == free && (t.kind == number || t.kind == word && s.isNumeral(t.fold))) {
		return true
	}
	if t.use == usedUnit || t.use == usedPerson || t.use == usedTrainee || t.kind != word {
		return false
	}
	return slices.Contains(t.ids, p.set)
}

// readKinds finds the kinds of placement that the text names.
func (s *scan) readKinds() {
	var best []hit
	for i := range s.ts {
		t := &s.ts[i]
		if t.kind != word || t.use != free {
			continue
		}
		for _, set := range t.ids {
			for _, p := range s.lex.kindFirst[set] {
				if len(p.parts) == 1 && s.does(i-1, smallOwner) {
					continue
				}
				h := hit{p: p, first: i}
				h.words.set(i)
				if s.v.kinds.has(p.target.value) && s.match(p, 1, i+1, &h.words) {
					best = append(best, h)
				}
			}
		}
	}
	for i := range best {
		inside := slices.ContainsFunc(best, func(b hit) bool {
			return best[i].words != b.words && best[i].words.within(&b.words)
		})
		if inside {
			continue
		}
		s.kinds = appendOnce(s.kinds, s.v.kinds.name(best[i].p.target.value))
		for k := range s.ts {
			if best[i].words.has(k) {
				s.ts[k].use = usedKind
			}
		}
	}
	s.otherKinds()
}
