package words

import "time"

// digitWindow is groups of a chain that together hold ten or twelve digits.
type digitWindow struct {
	chain       *digitChain
	first, last int
	digits      []byte
}

func (w digitWindow) groups() []digitGroup { return w.chain.groups[w.first : w.last+1] }

// shape says whether the sizes of the groups are these.
func (w digitWindow) shape(sizes ...int) bool {
	groups := w.groups()
	if len(groups) != len(sizes) {
		return false
	}
	for i, g := range groups {
		if g.size() != sizes[i] {
			return false
		}
	}
	return true
}

// splitAt says that a group begins after n digits.
func (w digitWindow) splitAt(n int) bool {
	for _, g := range w.groups() {
		if g.from-w.groups()[0].from == n {
			return true
		}
	}
	return false
}

func (w digitWindow) weak() bool {
	for _, g := range w.groups()[1:] {
		if g.weak {
			return true
		}
	}
	return false
}

// mixed says that the first n digits are split by different marks, one of them of dates or times: "20/01-12/10".
func (w digitWindow) mixed(n int) bool {
	groups := w.groups()
	slash, differ := false, false
	for i := 1; i < len(groups) && groups[i].from-groups[0].from < n; i++ {
		slash = slash || groups[i].sep == '/' || groups[i].sep == '.' || groups[i].sep == ':'
		differ = differ || groups[i].sep != groups[1].sep
	}
	return slash && differ
}

// phone says that ten digits stand in the groups of a Swedish telephone number: an area code with its zero, then the rest.
func (w digitWindow) phone() bool {
	groups := w.groups()
	if len(groups) < 2 || w.digits[0] != '0' {
		return false
	}
	switch groups[0].size() {
	case 2:
		return w.digits[1] == '8' && groups[1].size() >= 3
	case 3, 4:
		return true
	}
	return false
}

// yearless says that it is a month and a day, and four digits after a dash that are no time of day, which a year elsewhere makes a number of.
func (w digitWindow) yearless() bool {
	return w.shape(4, 4) && w.groups()[1].sep == '-' && dayOf(w.digits, true) && !clockTime(w.digits[4:])
}

func (w digitWindow) ten(now time.Time, context hint) verdict {
	d := w.digits
	if !dayOf(d[2:6], false) || w.phone() || w.startsWithDate() {
		return harmless
	}
	checks := luhnHolds(d)
	times := timeNear(2000+twoDigits(d), d[2:], now)
	switch {
	case len(w.groups()) == 1:
		if checks && dayOf(d[2:6], true) && !times {
			return doubtful
		}
		return harmless
	case w.shape(6, 4):
		sep := w.groups()[1]
		if checks && (sep.sep == '-' || sep.sep == '+' || !times) || !checks && !sep.weak && !times {
			return certain
		}
		return harmless
	case checks && w.shape(1, 3, 3, 3) && dayOf(d[2:6], true) && context&(hintPhoneWord|hintPayment) == 0: // as a spreadsheet writes it
		return certain
	case !checks || w.weak() && len(w.groups()) != 10 && !w.zeroed() || w.mixed(6):
		return harmless
	case w.splitAt(6) || w.pairs(), w.first == 0 && w.last == len(w.chain.groups)-1 && dayOf(d[2:6], true) && context&(hintPhoneWord|hintPayment) == 0:
		return certain
	}
	return harmless
}

// zeroed says that the date is in pairs, of which one begins with a zero as no slot's number does: "64, 08, 23, 3234".
func (w digitWindow) zeroed() bool {
	groups := w.groups()
	if len(groups) < 4 || !w.splitAt(2) || !w.splitAt(4) || !w.splitAt(6) || !dayOf(w.digits[2:6], true) {
		return false
	}
	return w.digits[2] == '0' || w.digits[4] == '0'
}

// pairs says that every group but the last is of one or two digits, as a number is read aloud.
func (w digitWindow) pairs() bool {
	for _, g := range w.groups()[:len(w.groups())-1] {
		if g.size() > 2 {
			return false
		}
	}
	return true
}

func (w digitWindow) startsWithDate() bool {
	return w.chain.isoDate(w.first) && w.chain.groups[w.first].size() == 4
}

func (w digitWindow) twelve(now time.Time) verdict {
	d := w.digits
	if d[0] == '9' && d[1] == '9' {
		return w.reserve(now)
	}
	checks := luhnHolds(d[2:])
	if w.shape(8, 4) && luhnHolds(yearFirst(d)[2:]) && birthCentury(d[4:]) && dayOf(yearFirst(d)[4:], true) && whole(d[4:8]) < now.Year()-2 {
		return certain // 23081964-3234
	}
	if !birthCentury(d) || timeNear(twoDigits(d)*100+twoDigits(d[2:]), d[4:], now) {
		return harmless
	}
	switch day := dayOf(d[4:8], false); {
	case !day && !(checks && w.shape(8, 4) && reserveDay(d[4:8])):
		return harmless
	case len(w.groups()) == 1:
		if checks && dayOf(d[4:8], true) {
			return certain
		}
		return harmless
	case w.shape(8, 4) && (checks || !w.groups()[1].weak):
		return certain
	case w.shape(4, 2, 2, 4) && (checks && !w.weak() || w.groups()[3].sep == '-' || w.groups()[3].sep == '+' || !w.weak() && !clockTime(d[8:])):
		return certain
	case !checks || w.weak() || w.mixed(8):
		return harmless
	case w.splitAt(8):
		return certain
	case w.shape(6, 6) && dayOf(d[2:6], true):
		return harmless // two dates of six digits
	case w.first == 0 && w.last == len(w.chain.groups)-1 && dayOf(d[4:8], true):
		return certain
	}
	return harmless
}

// yearFirst turns a day, a month and a year at the beginning of twelve digits round.
func yearFirst(d []byte) []byte {
	return []byte{d[4], d[5], d[6], d[7], d[2], d[3], d[0], d[1], d[8], d[9], d[10], d[11]}
}

// reserve judges Region Stockholm's form: 99, a year, a running number and a check digit.
func (w digitWindow) reserve(now time.Time) verdict {
	year := twoDigits(w.digits[2:])*100 + twoDigits(w.digits[4:])
	if year >= 1900 && year <= now.Year() && luhnHolds(w.digits[2:]) {
		return doubtful
	}
	return harmless
}

// century says that the first two of twelve digits are of somebody's year of birth.
func birthCentury(d []byte) bool {
	return d[0] == '1' && (d[1] == '8' || d[1] == '9') || d[0] == '2' && d[1] == '0'
}

// dayOf says that four digits are a month and a day, the day with 60 added in a coordination number. Without strict a
// month has 31 days: a mistyped number is somebody's too.
func dayOf(d []byte, strict bool) bool {
	month, day := twoDigits(d), twoDigits(d[2:])
	if month < 1 || month > 12 {
		return false
	}
	if day > 60 {
		day -= 60
	}
	last := 31
	if strict {
		last = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	}
	return day >= 1 && day <= last
}

// reserveDay says that the day is one of those that the regions use where no personnummer is known.
func reserveDay(d []byte) bool {
	month, day := twoDigits(d), twoDigits(d[2:])
	return month >= 1 && month <= 12 && day >= 32 && day <= 60
}

func twoDigits(d []byte) int { return int(d[0]-'0')*10 + int(d[1]-'0') }

func clockTime(d []byte) bool { return twoDigits(d) < 24 && twoDigits(d[2:]) < 60 }

// timeNear says that month, day, hour and minute in d are a time of day within two years of now.
func timeNear(year int, d []byte, now time.Time) bool {
	if !clockTime(d[4:]) {
		return false
	}
	day := time.Date(year, time.Month(twoDigits(d)), twoDigits(d[2:]), 0, 0, 0, 0, time.UTC)
	return twoDigits(d[2:]) <= 31 && day.After(now.AddDate(-2, 0, -1)) && day.Before(now.AddDate(2, 0, 1))
}

// luhn checks ten digits by the weights 2, 1, 2, … (folkbokföringslagen § 18's check digit).
func luhnHolds(d []byte) bool {
	sum := 0
	for i, c := range d[:10] {
		n := int(c - '0')
		if i%2 == 0 {
			n *= 2
			n = n/10 + n%10
		}
		sum += n
	}
	return sum%10 == 0
}
