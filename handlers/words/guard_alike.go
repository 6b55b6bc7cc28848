package words

import (
	"strings"
	"time"
	"unicode/utf8"
)

// alike are the characters that are written for a digit, by mistake or to get past: in the order of the digits.
var alike = [10]string{"oOQDОоΟο", "lIiı", "Zz", "EЗзЭ", "AЧч", "SsЅ", "bGб", "TТ", "BВв", "gq"}

// masks stand for digits that are left out: "640823-XXXX" is a birth date.
const masks = "xX*?"

// disguised finds a personnummer in which letters stand for digits, whose last four are masked, whose parts have a word
// between them, or whose date is spelled out.
func (s *sift) disguised(now time.Time) bool {
	return s.lookalike(now) || s.apart(now) || s.pieced(now) || s.spelledDate(now) || s.bornOn(now)
}

func digitLike(r rune) byte {
	if r >= '0' && r <= '9' {
		return byte(r)
	}
	for d, list := range alike {
		if strings.ContainsRune(list, r) {
			return '0' + byte(d)
		}
	}
	return 0
}

// lookalike reads six or eight characters like digits, a mark perhaps, and four more, with nothing of a word around them.
func (s *sift) lookalike(now time.Time) bool {
	inside := false // a word or a number
	for i := 0; i < len(s.text); {
		r, size := utf8.DecodeRune(s.text[i:])
		if !inside && digitLike(r) != 0 && s.lookalikeAt(i, now) {
			return true
		}
		inside = r >= 0x80 || asciiLetter(byte(r)) || asciiDigit(byte(r))
		i += size
	}
	return false
}

func (s *sift) lookalikeAt(i int, now time.Time) bool {
	var digits []byte
	var sep byte
	letters, masked, at := 0, 0, 0
	for ; i < len(s.text); i += at {
		var r rune
		r, at = utf8.DecodeRune(s.text[i:])
		d := digitLike(r)
		switch n := len(digits); {
		case d != 0:
			if d != byte(r) || r >= 0x80 {
				letters++
			}
			digits = append(digits, d)
		case strings.ContainsRune(masks, r) && (sep == '-' || sep == '+'):
			masked++
			digits = append(digits, '0')
		case sep == 0 && (n == 6 || n == 8) && strings.ContainsRune("-+ ./:", r):
			sep = byte(r)
		case r >= 0x80 || asciiLetter(byte(r)):
			return false
		default:
			return s.isDisguise(digits, letters, masked, sep, now)
		}
	}
	return s.isDisguise(digits, letters, masked, sep, now)
}

// mostAlike is how many letters may stand for digits where the check digit is wrong.
const mostAlike = 4

func (s *sift) isDisguise(d []byte, letters, masked int, sep byte, now time.Time) bool {
	if letters+masked == 0 || letters > len(d)/2 || masked > 4 || len(d) != 10 && len(d) != 12 {
		return false
	}
	if len(d) == 12 && !birthCentury(d) {
		return false
	}
	ten := d[len(d)-10:]
	switch {
	case !dayOf(ten[2:6], false):
		return false
	case letters <= mostAlike && (sep == '-' || sep == '+'):
		return masked == 0 || !aroundNow(ten, now)
	}
	return masked == 0 && dayOf(ten[2:6], true) && luhnHolds(ten)
}

// aroundNow says that six digits are a day within two years of now, which is a date of a plan rather than of a birth.
func aroundNow(d []byte, now time.Time) bool {
	year := 2000 + twoDigits(d)
	return year >= now.Year()-2 && year <= now.Year()+2
}

// mostApart is how many words may stand between a birth date and the last four.
const mostApart = 6

// apart finds a birth date and a right last four with words between them, in either order: "640823 and then 3234".
func (s *sift) apart(now time.Time) bool {
	for i := range s.pieces {
		if !s.pieces[i].number || len(s.word(i)) != 6 && len(s.word(i)) != 8 {
			continue
		}
		for k := max(0, i-mostApart-1); k < min(len(s.pieces), i+mostApart+2); k++ {
			year := k != i+2 && yearLike(s.word(k))
			if k == i-1 && s.areaCode(k, i) {
				continue
			}
			if k != i && s.pieces[k].number && !year && s.goTogether(s.word(i), s.word(k), now) {
				return true
			}
		}
	}
	return false
}

// areaCode says that piece k is the beginning of a telephone number of which piece i is the rest: "0708-123456".
func (s *sift) areaCode(k, i int) bool {
	w := s.word(k)
	return s.pieces[k].number && len(w) == 4 && w[0] == '0' && len(s.word(i)) == 6 && s.pieces[i].gap == '-' && s.seen&(hintIDWord|hintLastFour|hintBorn) == 0
}

// pieced finds a right number in pieces with words between them that lead from one to the next: "6408 23, och lägg till 3234", "6a4a0a8a…".
func (s *sift) pieced(now time.Time) bool {
	for i := range s.pieces {
		if s.pieces[i].number && s.piecedFrom(i, now) {
			return true
		}
	}
	return false
}

// mostLinks is how many words in a row may lead from one piece to the next.
const mostLinks = 4

func (s *sift) piecedFrom(i int, now time.Time) bool {
	var room [12]byte
	digits, most, links, linked := append(room[:0], s.word(i)...), len(s.word(i)), 0, false
	cuts := uint(1) << len(digits)                                        // where a piece ends
	if most == 3 && digits[0] == '0' || i > 0 && s.pieces[i].gap == '-' { // an area code, a part of something longer
		return false
	}
	for k := i + 1; k < len(s.pieces) && links <= mostLinks; k++ {
		word := s.word(k)
		if !s.pieces[k].number {
			if s.betweenDigits(k) {
				linked = true
				continue
			}
			if !s.has(k, hintFiller|hintDashWord|hintLastFour|hintIs) && !s.list.pauses[string(word)] {
				return false
			}
			links, linked = links+1, true
			continue
		}
		if len(digits)+len(word) > len(room) || s.pieces[k].gap == ',' {
			return false
		}
		digits, most, links = append(digits, word...), max(most, len(word)), 0
		cuts |= 1 << len(digits)
		if n := len(digits); linked && (n == 10 || n == 12 && birthCentury(digits)) && (len(word) == 4 && !yearLike(word) || most <= 2 || len(word) <= 2 && cuts&(1<<(n-4)) != 0) && isNumber(digits[n-10:]) && !aroundNow(digits[n-10:], now) {
			return true
		}
	}
	return false
}

// betweenDigits says that piece k is a letter with one digit before it and one after it.
func (s *sift) betweenDigits(k int) bool {
	one := func(k int) bool { return k < len(s.pieces) && s.pieces[k].number && len(s.word(k)) == 1 }
	return k > 0 && len(s.word(k)) == 1 && one(k-1) && one(k+1)
}

// yearLike says that four digits are a year that plans and reports speak of.
func yearLike(word []byte) bool { return whole(word) >= 1990 && whole(word) <= 2040 }

func (s *sift) goTogether(date, last []byte, now time.Time) bool {
	if len(last) != 4 || len(date) == 8 && !birthCentury(date) {
		return false
	}
	ten := append(append(make([]byte, 0, 10), date[len(date)-6:]...), last...)
	return dayOf(ten[2:6], true) && luhnHolds(ten) && !aroundNow(ten, now)
}

// spelledDate finds a whole birth date in words or with a word for each part, and four digits after it: "23 August 1964 3234".
func (s *sift) spelledDate(now time.Time) bool {
	for k := range s.pieces {
		counts := k+1 < len(s.pieces) && embedded().counts(string(s.word(k+1)))
		if s.pieces[k].number && len(s.word(k)) == 4 && !counts && s.birthBefore(k, now) {
			return true
		}
	}
	return false
}

func (s *sift) birthBefore(last int, now time.Time) bool {
	year, month, day, gap := 0, 0, 0, 0
	for k := last - 1; k >= 0 && k >= last-9; k-- {
		p, w := s.pieces[k], s.word(k)
		n := whole(w)
		switch {
		case !p.number && embedded().isMonth(string(w)):
			month = whole([]byte(embedded().dates[string(w)].value))
		case !p.number && year+month+day == 0:
			gap++
		case !p.number:
		case len(w) == 4 && year == 0 && n >= 1900 && n <= now.Year()-youngest:
			year = n
		case len(w) > 2:
			return false
		case day == 0 && (month != 0 || n > 12 || year == 0):
			day = n
		case month == 0:
			month = n
		default:
			day = n
		}
		if year*month*day != 0 {
			break
		}
	}
	if day > 60 {
		day -= 60
	}
	if year == 0 || gap > 2 || month < 1 || month > 12 && day > 12 || day < 1 || day > 31 {
		return false
	}
	return !yearLike(s.word(last))
}

func whole(digits []byte) (n int) {
	for _, c := range digits {
		if !asciiDigit(c) {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
