package words

import "strings"

// pivot has words that only their stem makes known compared with w: "taret" is "target", whatever "tar" is.
func (l *lexicon) pivot(w string) {
	if len(w) >= 5 && !strings.Contains(w, " ") {
		l.pivots.add(w)
	}
}

// correct gives the word that w is with one letter wrong, "" where there is none or where it may be two that say different things.
func (l *lexicon) correct(w string) string {
	if len(w) < 4 {
		return ""
	}
	best, torn := "", false
	l.learned.near(w, func(c string) {
		switch {
		case len(w) < 5 && (c[0] != w[0] || l.first[c] == "" && len(c) <= len(w)), len(w) < 7 && len(c) == len(w) && c[0] != w[0] && c[1:] == w[1:]:
		case best == "" || l.better(w, c, best):
			torn = best != "" && l.tears(w, c, best)
			best = c
		default:
			torn = torn || l.tears(w, c, best)
		}
	})
	if torn {
		return ""
	}
	return best
}

// tears reports two words of one kind that say different things: "haltid" may be halvtid and heltid.
func (l *lexicon) tears(w, a, b string) bool {
	if sameLetters(w, a) != sameLetters(w, b) {
		return false
	}
	if x, y := l.first[a], l.first[b]; len(w) < 5 && x != "" && y != "" && x != y {
		return true
	}
	x, y := l.dates[a], l.dates[b]
	if x.class == "" && y.class == "" {
		return len(a) == len(b) && a[0] == b[0] && (l.first[a] == "") == (l.first[b] == "") && stemSV(a) != stemSV(b) && stemEN(a) != stemEN(b)
	}
	return x.class != "" && y.class != "" && x != y && !(x.class == y.class && (x.class == "role" || x.class == "ordinal")) && a[0] == w[0] && b[0] == w[0]
}

// correctPivot gives the word of a date, a number or a command that w is with one letter wrong, unless w is a form of it.
func (l *lexicon) correctPivot(w string) string {
	best := ""
	l.pivots.near(w, func(c string) {
		inflected := l.dates[c].class == "" && l.numbers[c] == 0 && (stemSV(c) == stemSV(w) || stemEN(c) == stemEN(w))
		if c[0] == w[0] && c != w && !inflected && (best == "" || l.better(w, c, best)) {
			best = c
		}
	})
	return best
}

// sameLetters reports two letters that have changed places, of words that are near.
func sameLetters(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	sum := 0
	for i := range len(a) {
		sum += int(a[i]) - int(b[i])
	}
	return sum == 0
}

// better prefers one that begins as the word does, then one with its letters, then a command's own word, then one that is as long, so that the choice is always
// the same.
func (l *lexicon) better(w, a, b string) bool {
	if x, y := a[0] == w[0], b[0] == w[0]; x != y {
		return x
	}
	if x, y := sameLetters(w, a), sameLetters(w, b); x != y {
		return x
	}
	if x, y := l.first[a] != "", l.first[b] != ""; x != y {
		return x
	}
	if x, y := len(a) == len(w), len(b) == len(w); x != y {
		return x
	}
	if len(a) != len(b) { // a letter is forgotten more often than one is added
		return len(a) > len(b)
	}
	return a < b
}
