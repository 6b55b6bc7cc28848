package words

import "time"

// verdict says how sure it is that a number is a personnummer.
type verdict uint8

const (
	harmless verdict = iota // it is something else
	doubtful                // it may be one: ask
	certain                 // it is one, or was meant as one: refuse
)

// digitChain is digits in groups with little between them, as numbers are written.
type digitChain struct {
	digits []byte
	groups []digitGroup
}

type digitGroup struct {
	at, end  int  // in sift.text
	from, to int  // in digitChain.digits
	sep      byte // what stands before it: 0 for the first, ' ' for spaces alone, else the mark
	weak     bool // the mark is more often one of a list than inside a number
	mask     bool // is read as something else
}

func (g digitGroup) size() int { return g.to - g.from }

// numbers judges every number of the text. The forms: folkbokföringslagen (1991:481) § 18, Skatteverket's coordination
// numbers (day + 60), the interim numbers of schools (a letter in the seventh place), the T and TF numbers of the social
// services' statistics, the reserve numbers of the regions.
func (s *sift) numbers(now time.Time) verdict {
	if s.seen&(hintLastFour|hintBorn|hintAsylumNumber) != 0 && s.saidInWords() {
		return certain
	}
	best, near := harmless, 0
	for i := 0; i < len(s.text); {
		if !asciiDigit(s.text[i]) {
			i++
			continue
		}
		for near < len(s.pieces)-1 && s.pieces[near].start < i {
			near++
		}
		i = s.link(i)
		best = max(best, s.judge(now, near))
		if best == certain {
			break
		}
	}
	return best
}

// link fills s.chain from the digit at i on and returns where the chain ends.
func (s *sift) link(i int) int {
	c := &s.chain
	c.digits, c.groups = c.digits[:0], c.groups[:0]
	sep, weak := byte(0), false
	for {
		g := digitGroup{at: i, from: len(c.digits), sep: sep, weak: weak}
		for i < len(s.text) {
			d := s.digitAt(i)
			if d == 0 {
				break
			}
			c.digits = append(c.digits, d)
			i++
		}
		g.end, g.to = i, len(c.digits)
		c.groups = append(c.groups, g)
		next := 0
		if next, sep, weak = s.between(i); next == 0 {
			return i
		}
		i = next
	}
}

// digitAt gives the digit at i, also where an O or an l stands for one between two others; 0 where there is none.
func (s *sift) digitAt(i int) byte {
	c := s.text[i]
	if asciiDigit(c) {
		return c
	}
	if i == 0 || i+1 >= len(s.text) || !asciiDigit(s.text[i-1]) || !asciiDigit(s.text[i+1]) {
		return 0
	}
	switch c {
	case 'o', 'O':
		return '0'
	case 'l', 'I':
		return '1'
	}
	return 0
}

// between reads what stands between two groups of digits: where the next begins (0 when none does), the mark, and
// whether it is a weak one. A dash may be a word, as a telephone writes it down.
func (s *sift) between(i int) (next int, mark byte, weak bool) {
	mark = ' '
	for marks, spaces := 0, 0; i < len(s.text) && marks <= 3 && spaces <= 12; i++ {
		c := s.text[i]
		switch {
		case asciiDigit(c):
			return i, mark, weak
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			weak = weak || mark == '.' || mark == ':'
			spaces++
		case asciiLetter(c):
			end := s.spokenDash(i)
			if end == 0 {
				return 0, 0, false
			}
			mark, i = '-', end-1
			marks++
		case c >= 0x80:
			return 0, 0, false
		default:
			if mark != '-' {
				mark = c
			}
			weak = weak || isWeak(c)
			marks++
		}
	}
	return 0, 0, false
}

func isWeak(c byte) bool {
	switch c {
	case '-', '+', '.', '/', ':', '_', '*', '(', ')', '`', '~', '=', '\'', '\\':
		return false
	}
	return true
}

// spokenDash gives the end of a word at i that stands for a dash, or 0.
func (s *sift) spokenDash(i int) int {
	var low [12]byte
	n := 0
	for i < len(s.text) && asciiLetter(s.text[i]) {
		if n == len(low) {
			return 0
		}
		low[n] = s.text[i] | 0x20
		n++
		i++
	}
	if e := s.list.exact[string(low[:n])]; e == nil || e.flags&hintDashWord == 0 {
		return 0
	}
	return i
}

// judge weighs s.chain; near is the piece where it begins.
func (s *sift) judge(now time.Time, near int) verdict {
	c := &s.chain
	context := s.before(near)
	c.maskDates()
	c.maskOthers(s.text)
	if s.lettered(now) {
		return certain
	}
	if len(c.digits) >= 6 && context&hintIDWord != 0 && c.open() >= 6 {
		return certain
	}
	best := max(c.cutShort(now), c.runTogether(now))
	for i := range c.groups {
		for j := i; j < len(c.groups) && !c.groups[j].mask; j++ {
			n := c.groups[j].to - c.groups[i].from
			if n > 12 {
				break
			}
			w := digitWindow{chain: c, first: i, last: j, digits: c.digits[c.groups[i].from:c.groups[j].to]}
			switch n {
			case 8:
				if s.seen&(hintBorn|hintLastFour) != 0 && w.yearless() {
					best = certain
				}
			case 10:
				best = max(best, w.ten(now, context))
			case 12:
				best = max(best, w.twelve(now))
			}
		}
	}
	after := s.after(near, c.groups[len(c.groups)-1].end)
	if best == doubtful && after&hintIDWord != 0 {
		return certain
	}
	if best == doubtful && (context&hintPayment != 0 || (context|after)&hintPhoneWord != 0 && c.digits[0] == '0' || after&hintPayment != 0) {
		return harmless
	}
	return best
}

// before gathers what the words just before a number say of it.
func (s *sift) before(near int) (context hint) {
	for k := max(0, near-4); k < near; k++ {
		f := s.pieces[k].flags
		if f&hintPhoneWord != 0 {
			context &^= hintIDWord
		}
		context |= f & (hintIDWord | hintPhoneWord | hintPayment)
	}
	return context
}

// after gives the hints of the three words that follow at i, looking from piece near on.
func (s *sift) after(near, i int) (context hint) {
	for k, n := near, 0; k < len(s.pieces) && n < 3; k++ {
		if s.pieces[k].start >= i {
			context |= s.pieces[k].flags
			n++
		}
	}
	return context
}

// open counts the digits that are not read as something else.
func (c *digitChain) open() (n int) {
	for _, g := range c.groups {
		if !g.mask {
			n += g.size()
		}
	}
	return n
}

// saidInWords finds a number that its words give away: the last four digits, a birth date, a card of the Migration Agency.
func (s *sift) saidInWords() bool {
	for i := range s.pieces {
		f := s.pieces[i].flags
		if f&hintLastFour != 0 && (s.digitsAfter(i, 3, true) == 4 || s.seen&hintTraineeish != 0 && s.digitsAfter(i, 3, false) >= 4) ||
			f&hintAsylumNumber != 0 && (s.digitsAfter(i, 5, false) >= 5 || i > 0 && s.pieces[i-1].number && s.pieces[i-1].to-s.pieces[i-1].from >= 5) ||
			f&hintBorn != 0 && s.birthAfter(i) {
			return true
		}
	}
	return false
}

// digitsAfter counts the digits of the first run of numbers within reach after piece i; linked lets only small words stand between.
func (s *sift) digitsAfter(i, reach int, linked bool) (n int) {
	for k := i + 1; k < len(s.pieces) && k <= i+reach+n; k++ {
		p := s.pieces[k]
		switch {
		case p.number:
			n += p.to - p.from
		case n > 0, linked && p.flags&hintFiller == 0:
			return n
		}
	}
	return n
}

// birthAfter says that a whole date follows piece i: six or eight digits, or a day and a year.
func (s *sift) birthAfter(i int) bool {
	digits, numbers, year := 0, 0, false
	for k := i + 1; k < len(s.pieces) && k <= i+5; k++ {
		if p := s.pieces[k]; p.number {
			w := s.word(k)
			digits += len(w)
			numbers++
			year = year || len(w) == 4 && (w[0] == '1' && w[1] == '9' || w[0] == '2' && w[1] == '0')
		} else if numbers > 0 && numbers != 1 {
			break
		}
	}
	return numbers == 1 && (digits == 6 || digits == 8) || numbers >= 2 && year || numbers == 3 && digits >= 6
}
