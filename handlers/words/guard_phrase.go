package words

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// watchedPhrase is several words in a row.
type watchedPhrase struct {
	parts []phrasePart // after the first word
	flags hint
}

// phrasePart is one place in a phrase.
type phrasePart struct {
	words    []string
	prefixes []string
	any      bool // one word or number, whichever
	gap      bool // none to three words
}

// addPhrase adds an entry of several words, written as the head of guard.toml says.
func (w *watchlist) addPhrase(entry string, h hint, sets map[string][]string) error {
	p := &watchedPhrase{flags: h}
	words := strings.Fields(guardFold(entry))
	for _, word := range words[1:] {
		part, err := newPhrasePart(word, sets)
		if err != nil {
			return fmt.Errorf("%q: %w", entry, err)
		}
		p.parts = append(p.parts, part)
	}
	first, err := newPhrasePart(words[0], sets)
	if err != nil || first.any || first.gap {
		return fmt.Errorf("%q begins with no word: %w", entry, err)
	}
	for _, word := range first.words {
		e := w.word(word)
		e.phrases = append(e.phrases, p)
	}
	for _, prefix := range first.prefixes {
		if err := addPart(w.begins, prefix, true, watchedPart{phrases: []*watchedPhrase{p}}); err != nil {
			return err
		}
	}
	return nil
}

func newPhrasePart(word string, sets map[string][]string) (part phrasePart, err error) {
	switch {
	case word == "_":
		part.any = true
		return part, nil
	case word == "...":
		part.gap = true
		return part, nil
	}
	for _, alt := range strings.Split(word, "|") {
		if name, ok := strings.CutPrefix(alt, "@"); ok {
			if sets[name] == nil {
				return part, fmt.Errorf("no set %q", name)
			}
			for _, word := range sets[name] {
				part.add(word)
			}
			continue
		}
		part.add(alt)
	}
	return part, nil
}

func (p *phrasePart) add(word string) {
	if prefix, ok := strings.CutSuffix(word, "*"); ok {
		p.prefixes = append(p.prefixes, prefix)
	} else {
		p.words = append(p.words, word)
	}
}

func (w *watchlist) fits(p *phrasePart, low []byte) bool {
	if p.any || slices.ContainsFunc(p.words, func(word string) bool { return string(low) == word }) {
		return true
	}
	return slices.ContainsFunc(p.prefixes, func(prefix string) bool { return bytes.HasPrefix(low, []byte(prefix)) }) && !w.isPlace(low) // "Sjukhusvägen"
}

// try marks the phrases that begin at piece i.
func (w *watchlist) try(s *sift, i int, phrases []*watchedPhrase) {
	for _, p := range phrases {
		last := s.follow(i, p.parts)
		if last < 0 {
			continue
		}
		s.pieces[last].flags |= p.flags
		s.pieces[i].flags |= p.flags & (hintStays | hintOwned) // a name may stand right before it
		if p.flags&hintNeutral != 0 {
			for k := i; k <= last; k++ {
				s.pieces[k].place = true
			}
		}
	}
}

// follow gives the piece at which the parts after piece i end, or -1. A phrase does not go on after a full stop.
func (s *sift) follow(i int, parts []phrasePart) int {
	if len(parts) == 0 {
		return i
	}
	if parts[0].gap {
		for skip := 0; skip <= 3; skip++ {
			if last := s.follow(i+skip, parts[1:]); last >= 0 {
				return last
			}
			if !s.goesOn(i + skip + 1) {
				break
			}
		}
		return -1
	}
	if !s.goesOn(i+1) || !s.list.fits(&parts[0], s.word(i+1)) {
		return -1
	}
	return s.follow(i+1, parts[1:])
}

func (s *sift) goesOn(i int) bool {
	return i < len(s.pieces) && s.pieces[i].gap != '.' && s.pieces[i].gap != '?' && s.pieces[i].gap != '!'
}
