package words

import (
	"cmp"
	"slices"
	"strings"
)

// spokenNumber is a number word and its digits: "sextio" and "60".
type spokenNumber struct{ word, digits string }

func (w *watchlist) addSpoken(pairs []string) {
	for pair := range slices.Chunk(pairs, 2) {
		w.spoken = append(w.spoken, spokenNumber{word: pair[0], digits: strings.Trim(pair[len(pair)-1], "_")})
	}
	slices.SortStableFunc(w.spoken, func(a, b spokenNumber) int { return cmp.Compare(len(b.word), len(a.word)) })
}

// spelling is digits gathered from words.
type spelling struct {
	digits []byte
	words  int
	tens   bool // the last word was twenty, thirty, …: one to nine takes the place of its zero
}

// spelledOut finds a personnummer said in number words, or in words and digits: at least two words in a row whose last
// ten digits have a date and a right check digit.
func (s *sift) spelledOut() bool {
	var said spelling
	for i := range s.pieces {
		p := s.pieces[i]
		switch {
		case p.number:
			said.digits, said.tens = append(said.digits, s.word(i)...), false
		case p.flags&hintSpoken != 0, p.flags == 0 && s.list.isSpelled(string(s.word(i))):
			said.add(s.list.spoken, string(s.word(i)))
		case p.flags&(hintDashWord|hintFiller) != 0:
		default:
			said = spelling{digits: said.digits[:0]}
		}
		if n := len(said.digits); said.words >= 2 && n >= 10 && dayOf(said.digits[n-8:], true) && luhnHolds(said.digits[n-10:]) {
			return true
		}
	}
	return false
}

// isSpelled reports number words written together: "sexfyra".
func (w *watchlist) isSpelled(word string) bool {
	for word != "" {
		k := slices.IndexFunc(w.spoken, func(n spokenNumber) bool { return strings.HasPrefix(word, n.word) })
		if k < 0 {
			return false
		}
		word = word[len(w.spoken[k].word):]
	}
	return true
}

func (d *spelling) add(known []spokenNumber, word string) {
	d.words++
	for word != "" {
		k := slices.IndexFunc(known, func(n spokenNumber) bool { return strings.HasPrefix(word, n.word) })
		if k < 0 {
			return
		}
		digits := known[k].digits
		if d.tens && len(digits) == 1 && digits != "0" {
			d.digits = d.digits[:len(d.digits)-1]
		}
		d.digits = append(d.digits, digits...)
		d.tens = len(digits) == 2 && digits[0] >= '2' || d.tens && digits == ""
		word = word[len(known[k].word):]
	}
}
