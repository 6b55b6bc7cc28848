package words

import (
	"slices"
	"strconv"
	"strings"
)

// hundred is what one hundred is called.
const hundred = 100

// hundreds is a number of a hundred and more in words that begins at token i, "fyrahundratolv", "four hundred and twelve", and the token after it; 0 for
// none. "hundra" alone is a word.
func (l *lexicon) hundreds(ts []token, i int) (n, end int) {
	if ts[i].kind != word {
		return 0, 0
	}
	w := ts[i].fold
	for _, name := range l.hundred {
		before, after, found := strings.Cut(w, name)
		if !found {
			continue
		}
		times, ok := l.upTo(before, 10)
		if !ok && before != "" {
			continue
		}
		if after == "" && ok {
			return l.withRest(ts, times*hundred, i+1)
		}
		if rest, ok := l.upTo(after, hundred); ok {
			return max(times, 1)*hundred + rest, i + 1
		}
	}
	if i+1 == len(ts) || ts[i+1].kind != word || !slices.Contains(l.hundred, ts[i+1].fold) {
		return 0, 0
	}
	if ones, ok := l.upTo(w, 10); ok {
		return l.withRest(ts, ones*hundred, i+2)
	}
	return 0, 0
}

// withRest adds what is below a hundred and follows at token i, after an "and" or not.
func (l *lexicon) withRest(ts []token, n, i int) (sum, end int) {
	j := i
	if j < len(ts) && l.is(ts[j].fold, smallAnd) {
		j++
	}
	if j >= len(ts) || ts[j].kind != word {
		return n, i
	}
	rest, ok := l.upTo(ts[j].fold, hundred)
	if !ok {
		return n, i
	}
	if j++; rest >= 20 && rest%10 == 0 && j < len(ts) && ts[j].kind == word {
		if ones, ok := l.upTo(ts[j].fold, 10); ok {
			return n + rest + ones, j + 1
		}
	}
	return n + rest, j
}

// upTo reads a word as a number from 1 to below most.
func (l *lexicon) upTo(w string, most int) (int, bool) {
	if l.is(w, smallOne) {
		return 1, true
	}
	n, ok := l.numeral(w)
	return n, ok && n > 0 && n < most
}

// inDigits makes a number of the tokens that say it in words.
func (l *lexicon) inDigits(ts []token) (token, int) {
	n, end := l.hundreds(ts, 0)
	if end == 0 {
		n, end = l.tensAndOnes(ts)
	}
	if end == 0 || n == hundred && end == 1 {
		return token{}, 0
	}
	t := ts[0]
	t.kind, t.text, t.cap = number, strconv.Itoa(n), false
	t.low, t.fold = t.text, t.text
	return t, end
}

// tensAndOnes reads "twenty-five" and "tjugo fem" at the front, and gives the token after it; 0 for none.
func (l *lexicon) tensAndOnes(ts []token) (n, end int) {
	if len(ts) < 2 || ts[0].kind != word {
		return 0, 0
	}
	tens := l.numbers[ts[0].fold]
	if tens < 20 || tens >= hundred || tens%10 != 0 {
		return 0, 0
	}
	i := 1
	if ts[1].text == "-" && ts[1].glued && len(ts) > 2 && ts[2].glued {
		i = 2
	}
	if ones := l.numbers[ts[i].fold]; ts[i].kind == word && ones > 0 && ones < 10 {
		return tens + ones, i + 1
	}
	return 0, 0
}
