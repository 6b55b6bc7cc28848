package words

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// spokenNumber is a number word and what it says: its digits, or "h" for hundred, "t" for thousand, "d" for the next one twice.
type spokenNumber struct{ word, says string }

func (w *watchlist) addSpoken(pairs []string) {
	for pair := range slices.Chunk(pairs, 2) {
		first := pair[0][0]
		w.spoken[first] = append(w.spoken[first], spokenNumber{pair[0], pair[1]})
	}
	for _, list := range w.spoken {
		slices.SortStableFunc(list, func(a, b spokenNumber) int { return cmp.Compare(len(b.word), len(a.word)) })
	}
}

// saidItem is a part of a number as it is said: a number word, or digits as they are written.
type saidItem struct {
	says    string
	written bool // in digits
	skip    bool // may be no number: an article, a pause
}

// spelledOut finds a personnummer said in number words, or in words and digits, in whichever way they are put together: "sextiofyra noll åtta", "six
// four zero eight", "sexhundrafyrtio åttahundratjugotre". Certain where the check digit is right, doubtful where only the form is.
func (s *sift) spelledOut() verdict {
	best := harmless
	s.said = s.said[:0]
	for i := range s.pieces {
		if s.sayPiece(i) {
			continue
		}
		if best = max(best, s.saidVerdict()); best == certain {
			return best
		}
		s.said = s.said[:0]
	}
	return max(best, s.saidVerdict())
}

// sayPiece adds piece i to what is said; false where it is neither a number nor a pause in one.
func (s *sift) sayPiece(i int) bool {
	p := &s.pieces[i]
	if p.number {
		s.said = append(s.said, saidItem{says: string(s.word(i)), written: true})
		return true
	}
	n := len(s.said)
	pause := p.flags&(hintDashWord|hintFiller|hintLastFour) != 0 || s.list.pauses[string(s.word(i))]
	if p.flags&hintLastFour == 0 && s.sayWords(s.word(i)) {
		for k := n; pause && k < len(s.said); k++ {
			s.said[k].skip = true
		}
		return true
	}
	s.said = s.said[:n]
	return pause
}

// sayWords adds number words that are written together: "sexfyra".
func (s *sift) sayWords(word []byte) bool {
	if len(word) == 0 {
		return true
	}
	for _, n := range s.list.spoken[word[0]] {
		if !strings.HasPrefix(string(word), n.word) {
			continue
		}
		s.said = append(s.said, saidItem{says: n.says, skip: n.says == "d"})
		if s.sayWords(word[len(n.word):]) {
			return true
		}
		s.said = s.said[:len(s.said)-1]
	}
	return false
}

// mostSteps bounds how many ways of putting a number together are tried.
const mostSteps = 5000

func (s *sift) saidVerdict() verdict {
	spoken, digits := 0, 0
	for _, it := range s.said {
		digits += max(len(it.says), 1)
		if !it.written {
			spoken++
		}
	}
	if spoken == 0 || digits < 8 {
		return harmless
	}
	best := harmless
	for i := range s.said {
		for _, whole := range []bool{false, true} {
			r := spelling{said: s.said[i:], whole: i == 0, values: whole, turned: s.seen&hintLastFour != 0 || s.seen&hintBorn != 0}
			if r.read(0, 0); r.found == certain {
				return certain
			}
			best = max(best, r.found)
		}
	}
	return best
}

// spelling is a personnummer being put together from what is said.
type spelling struct {
	said   []saidItem
	whole  bool // from its beginning
	values bool // as the numbers that it makes, "sexhundrafyrtio"; else part for part, "sextio fyra"
	turned bool // the last four may come first
	digits [12]byte
	parted [12]bool // where one of the parts begins
	words  int      // of the digits so far
	steps  int
	found  verdict
}

// read puts together item i and what follows with the n digits that there are.
func (r *spelling) read(i, n int) {
	if r.steps++; r.found == certain || r.steps > mostSteps {
		return
	}
	r.found = max(r.found, r.judge(i, n))
	if i == len(r.said) || n >= 12 {
		return
	}
	if it := r.said[i]; it.written {
		r.with(it.says, i+1, n, 0)
		if !r.values {
			return
		}
	}
	if r.said[i].skip {
		r.read(i+1, n)
	}
	if r.values {
		if value, end, ok := r.longest(i); ok {
			r.with(strconv.Itoa(value), end, n, end-i)
		}
		if value, end, ok := r.hundreds(i); ok && end-i > 1 && value%10 != 0 && value > 20 && r.goesOn(end) { // "eighty | nine thousand", "six hundred forty | eight"
			r.with(strconv.Itoa(value-value%10), end-1, n, end-1-i)
		}
		return
	}
	r.parts(i, func(value, end int) {
		twice := r.at(i) == "d" && n+1 < len(r.parted) // "double two" is two parts
		if twice {
			r.parted[n+1] = true
		}
		r.with(strconv.Itoa(value), end, n, end-i)
		if twice {
			r.parted[n+1] = false
		}
	})
	if one := r.said[i].says; n > 0 && n <= 6 && n%2 == 0 && len(one) == 1 && one[0] >= '1' && one[0] <= '9' { // a month or a day without its zero
		r.with("0"+one, i+1, n, 1)
	}
}

func (r *spelling) with(says string, end, n, words int) {
	if n+len(says) > 12 {
		return
	}
	copy(r.digits[n:], says)
	r.words += words
	r.parted[n] = true
	r.read(end, n+len(says))
	r.words -= words
	r.parted[n] = false
}

func (r *spelling) judge(i, n int) verdict {
	d := r.digits[:n]
	switch {
	case r.words == 0, n != 10 && n != 12:
		return harmless
	case n == 10 && r.turned && r.parted[4] && isNumber(append(slices.Clone(d[4:]), d[:4]...)):
		return certain
	case !r.parted[n-4], n == 12 && !birthCentury(d), !dayOf(d[n-8:n-4], true):
		return harmless
	case luhnHolds(d[n-10:]):
		return certain
	case r.whole && i == len(r.said) && r.words == n && d[0] != '0': // digit by digit, and one of them wrong
		return doubtful
	}
	return harmless
}

// isNumber tells whether ten digits have a date and the right check digit.
func isNumber(d []byte) bool { return dayOf(d[2:6], true) && luhnHolds(d) }

// parts gives the numbers below a hundred that begin at item i, and where they end, each in every way: "sextio", "sextiofyra"; and the
// beginning of a year, "nittonhundrasextiofyra".
func (r *spelling) parts(i int, each func(value, end int)) {
	r.tens(i, each)
	switch value, err := strconv.Atoi(r.at(i)); {
	case err == nil && (value == 19 || value == 20) && r.at(i+1) == "h":
		each(value, i+2)
	case r.at(i) == "d":
		if one := r.at(i + 1); len(one) == 1 && one[0] >= '1' && one[0] <= '9' {
			each(int(one[0]-'0')*11, i+2)
		}
	}
}

// longest gives the number that item i begins, with all that belongs to it: "sexhundrafyrtiotusen åttahundratjugotre".
func (r *spelling) longest(i int) (value, end int, ok bool) {
	if value, end, ok = r.hundreds(i); !ok || r.at(end) != "t" {
		return value, end, ok
	}
	value, end = value*1000, end+1
	if rest, last, more := r.hundreds(end); more && r.at(last) != "t" {
		return value + rest, last, true
	} else if more && rest > 20 && rest%10 != 0 {
		return value + rest - rest%10, last - 1, true
	}
	return value, end, true
}

func (r *spelling) hundreds(i int) (value, end int, ok bool) {
	if value, end, ok = r.most(i); !ok || r.at(end) != "h" {
		return value, end, ok
	}
	value, end = value*100, end+1
	if rest, last, more := r.most(r.afterAnd(end)); more && r.at(last) != "h" {
		return value + rest, last, true
	} else if more && rest > 20 && rest%10 != 0 { // "six hundred forty | eight hundred"
		return value + rest - rest%10, last - 1, true
	}
	return value, end, true
}

// most gives a number below a hundred, or three digits at most before a word that multiplies them.
func (r *spelling) most(i int) (value, end int, ok bool) {
	if i < len(r.said) && r.said[i].written {
		value, err := strconv.Atoi(r.at(i))
		return value, i + 1, err == nil && len(r.at(i)) <= 3 && (r.at(i+1) == "h" || r.at(i+1) == "t")
	}
	r.tens(i, func(v, e int) { value, end, ok = v, e, true })
	return value, end, ok
}

// tens gives a number word, and with the ones that may belong to it.
func (r *spelling) tens(i int, each func(value, end int)) {
	value, err := strconv.Atoi(r.at(i))
	if err != nil || r.said[i].written {
		return
	}
	each(value, i+1)
	if ones := r.at(i + 1); value >= 20 && len(ones) == 1 && ones[0] >= '1' && ones[0] <= '9' && !r.said[i+1].written {
		each(value+int(ones[0]-'0'), i+2)
	}
}

// goesOn tells whether the ones before item i may belong to what follows: to a multiplier or to tens.
func (r *spelling) goesOn(i int) bool {
	says := r.at(i)
	return says == "h" || says == "t" || len(says) == 2 && !r.said[i].written && says >= "20"
}

// afterAnd passes over the "and" of "six hundred and forty".
func (r *spelling) afterAnd(i int) int {
	if r.at(i) == "0" && r.said[i].skip {
		return i + 1
	}
	return i
}

func (r *spelling) at(i int) string {
	if i >= len(r.said) {
		return ""
	}
	return r.said[i].says
}
