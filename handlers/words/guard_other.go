package words

import "time"

// isoDate says that a year, a month and a day stand at group k, with the same mark between them.
func (c *digitChain) isoDate(k int) bool {
	return c.isoLike(k) && twoDigits(c.digits[c.groups[k+2].from:]) <= 31
}

// isoLike says the same of dates with the day of a coordination number too.
func (c *digitChain) isoLike(k int) bool {
	if k+2 >= len(c.groups) {
		return false
	}
	y, m, d := c.groups[k], c.groups[k+1], c.groups[k+2]
	if y.size() != 4 || m.size() != 2 || d.size() != 2 || m.sep != d.sep || m.weak || d.weak {
		return false
	}
	return birthCentury(c.digits[y.from:]) && dayOf(c.digits[m.from:d.to], true)
}

// maskDates takes dates and spans of dates out before numbers are looked for.
func (c *digitChain) maskDates() {
	for k := 0; k < len(c.groups); k++ {
		n := 0
		switch {
		case c.isoDate(k):
			n = c.isoSpan(k)
		case c.dayFirst(k):
			n = 3
		}
		for i := k; i < k+n; i++ {
			c.groups[i].mask = true
		}
		k += max(0, n-1)
	}
}

// isoSpan says how many groups the date at k takes with what belongs to it; 0 where a personnummer may begin with it.
func (c *digitChain) isoSpan(k int) int {
	rest := c.groups[k+3:]
	switch {
	case len(rest) == 0 || rest[0].weak:
		return 3
	case c.isoDate(k + 3):
		return 6
	case len(rest) < 2 || rest[0].size() != 2 || rest[1].size() != 2:
		return 0
	}
	sep, pair := c.groups[k+1].sep, c.digits[rest[0].from:rest[1].to]
	if rest[1].sep == sep && sep != ' ' && c.digits[c.groups[k].from] == '2' && dayOf(pair, true) && twoDigits(pair[2:]) <= 31 {
		return 5 // 2026-08-17–10-16
	}
	if rest[1].sep != sep && (rest[1].sep == ':' || rest[1].sep == '.') && clockTime(pair) {
		return 5 // 2026-08-17 09:30
	}
	return 0
}

// dayFirst says that a day, a month and a year of four digits stand at group k.
func (c *digitChain) dayFirst(k int) bool {
	if k+2 >= len(c.groups) || c.isoLike(k+2) {
		return false
	}
	d, m, y := c.groups[k], c.groups[k+1], c.groups[k+2]
	if k+3 < len(c.groups) && c.groups[k+3].size() == 4 && dayOf(c.digits[c.groups[k+3].from:], false) {
		return false // the year may begin 1964 0823 3234
	}
	if d.size() > 2 || m.size() > 2 || y.size() != 4 || m.sep != '/' && m.sep != '.' && m.sep != '-' {
		return false
	}
	return birthCentury(c.digits[y.from:]) && c.value(k) <= 31 && c.value(k+1) <= 12
}

func (c *digitChain) value(k int) (n int) {
	for _, d := range c.digits[c.groups[k].from:c.groups[k].to] {
		n = n*10 + int(d-'0')
	}
	return n
}

// maskOthers takes references (D-2026-0143), Slack's time stamps and international telephone numbers out.
func (c *digitChain) maskOthers(text []byte) {
	for k := range c.groups {
		g := &c.groups[k]
		after := func(size int, sep byte) bool {
			return k+1 < len(c.groups) && c.groups[k+1].size() == size && c.groups[k+1].sep == sep
		}
		switch {
		case g.size() == 4 && after(4, '-') && c.groups[k+1].at == g.end+1 && g.at >= 2 && text[g.at-1] == '-' && asciiLetter(text[g.at-2]),
			g.size() == 10 && after(6, '.'):
			g.mask, c.groups[k+1].mask = true, true
		case c.abroad(k, text):
			for i := k; i < len(c.groups) && c.groups[i].to-g.from <= 13; i++ {
				c.groups[i].mask = true
			}
		}
	}
}

// abroad says that an international number to Sweden begins at group k: +46 or 0046.
func (c *digitChain) abroad(k int, text []byte) bool {
	g := c.groups[k]
	d := c.digits[g.from:]
	plus := g.at > 0 && text[g.at-1] == '+' && (g.at < 2 || !asciiDigit(text[g.at-2]))
	return plus && len(d) > 9 && d[0] == '4' && d[1] == '6' && g.size() != 6 ||
		len(d) > 11 && string(d[:4]) == "0046" && g.size() != 6
}

// cutShort says that a digit was lost or is too many: a birth date, a dash, and three or five digits.
func (c *digitChain) cutShort(now time.Time) verdict {
	if len(c.groups) != 2 || c.groups[0].mask || c.groups[1].sep != '-' {
		return harmless
	}
	date, rest := c.digits[:c.groups[0].to], c.groups[1].size()
	if len(date) != 6 && (len(date) != 8 || !birthCentury(date)) || rest != 3 && rest != 5 {
		return harmless
	}
	if !dayOf(date[len(date)-4:], true) || nearDay(date, now) {
		return harmless
	}
	return doubtful
}

// runTogether says that a personnummer has other digits right before or after it: "plats81640823-3234".
func (c *digitChain) runTogether(now time.Time) verdict {
	for i := 1; i < len(c.groups); i++ {
		before, after := c.groups[i-1], c.groups[i]
		if before.mask || after.mask || after.sep != '-' && after.sep != '+' || before.size() < 6 || after.size() < 4 || after.size() > 4 && after.size() < 10 {
			continue
		}
		ten := append(append(make([]byte, 0, 10), c.digits[before.to-6:before.to]...), c.digits[after.from:after.from+4]...)
		if isNumber(ten) && !aroundNow(ten, now) {
			return certain
		}
	}
	return harmless
}

// lettered says that the chain ends in a date that goes on with letters: an interim, T, TF or reserve number
// (000101-T220, 20000101-TF10), or the digits hidden behind crosses.
func (s *sift) lettered(now time.Time) bool {
	c := &s.chain
	date, ok := c.lastDate()
	if !ok {
		return false
	}
	end := c.groups[len(c.groups)-1].end
	i := end
	for i < len(s.text) && i < end+3 && (s.text[i] == ' ' || !isWeak(s.text[i])) {
		i++
	}
	spaced := i > end && s.text[end] == ' '
	from := i
	for i < len(s.text) && asciiLetter(s.text[i]) {
		i++
	}
	letters := s.text[from:i]
	for i < len(s.text) && asciiDigit(s.text[i]) {
		i++
	}
	tail := s.text[from:i]
	if len(tail) != 4 || len(letters) == 0 || i < len(s.text) && (asciiLetter(s.text[i]) || s.text[i] >= 0x80) {
		return false
	}
	if len(letters) == 4 {
		return crossedOut(letters)
	}
	return len(letters) <= 2 && interim(letters, spaced, from == end && len(date) == 6) && !(spaced && nearDay(date, now) && letters[0]|0x20 != 't')
}

// lastDate gives the six or eight digits of a date that ends the chain.
func (c *digitChain) lastDate() ([]byte, bool) {
	n := len(c.groups)
	from := n - 1
	if size := c.groups[from].size(); size != 6 && size != 8 {
		if n < 3 || size != 2 || c.groups[n-2].size() != 2 || c.groups[n-3].size() != 4 && c.groups[n-3].size() != 2 {
			return nil, false
		}
		from = n - 3
	}
	date := c.digits[c.groups[from].from:c.groups[n-1].to]
	return date, dayOf(date[len(date)-4:], false) && (len(date) == 6 || birthCentury(date))
}

func crossedOut(letters []byte) bool {
	for _, c := range letters {
		if c|0x20 != 'x' && c|0x20 != 'n' {
			return false
		}
	}
	return true
}

// interim says that the letters are of those that schools, the social services and the regions put in a number. Without
// anything between the date and the letter only T is sure enough after six digits, and after a space nothing else.
func interim(letters []byte, spaced, bare bool) bool {
	for _, c := range letters {
		switch c | 0x20 {
		case 't', 'f':
		case 'r', 's', 'u', 'w', 'x', 'j', 'k', 'l', 'm', 'n', 'g', 'a', 'b':
			if spaced || bare {
				return false
			}
		default:
			return false
		}
	}
	return letters[0]|0x20 != 'f'
}

func nearDay(date []byte, now time.Time) bool {
	year := 2000 + twoDigits(date)
	if len(date) == 8 {
		year = twoDigits(date)*100 + twoDigits(date[2:])
	}
	return year >= now.Year()-2 && year <= now.Year()+2
}
