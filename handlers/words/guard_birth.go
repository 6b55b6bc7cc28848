package words

import (
	"slices"
	"time"
)

// beat is a part of a date as it is said: a number, or a month by its name.
type beat struct {
	digits []byte
	month  int
	said   bool // in words
	at     int  // the piece
}

// mostBeat is how many pieces a date and its last four take at most.
const mostBeat = 12

// youngest is how old a trainee is at least.
const youngest = 13

// bornOn finds a birth date in words or figures whose last four digits have the right check digit: "tjugotredje augusti sextiofyra, trettiotvå
// trettiofyra", "born -64, 23 August, 3234".
func (s *sift) bornOn(now time.Time) bool {
	beats, told := s.beats(), s.seen&(hintBorn|hintLastFour) != 0
	if len(beats) < 4 {
		return false
	}
	for k := range beats {
		if told && k+3 < len(beats) && len(beats[k].digits) == 4 && beats[k+3].at-beats[k].at <= mostBeat && s.dated(beats[k+1:k+4], beats[k].digits, now) { // the last four first
			return true
		}
		last, from := slices.Clone(beats[k].digits), k
		for len(last) < 4 && from > 0 && beats[from-1].month == 0 && beats[from-1].at+1 >= beats[from].at {
			from--
			last = append(slices.Clone(beats[from].digits), last...)
		}
		if len(last) != 4 || from < 3 || beats[k].at-beats[from-3].at > mostBeat {
			continue
		}
		inWords := s.datedAlike(beats[from-3:from]) || slices.ContainsFunc(beats[from-3:k+1], func(b beat) bool { return b.said })
		if l := whole(last); (inWords || told) && (l < 1990 || l > 2040) && s.dated(beats[from-3:from], last, now) {
			return true
		}
	}
	return false
}

// datedAlike tells whether three numbers stand as a date, with marks between: "23.8.64", "23/8-64".
func (s *sift) datedAlike(b []beat) bool {
	if b[2].at != b[0].at+2 || b[0].said || b[1].said || b[2].said {
		return false
	}
	inDate := func(gap byte) bool { return gap == '.' || gap == '/' || gap == '-' }
	return inDate(s.pieces[b[1].at].gap) && inDate(s.pieces[b[2].at].gap)
}

// dated tells whether three beats are the date of a personnummer that ends in last.
func (s *sift) dated(b []beat, last []byte, now time.Time) bool {
	for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {2, 0, 1}, {0, 2, 1}} { // where year, month and day stand
		year, month, day := b[order[0]], b[order[1]], b[order[2]]
		named := b[0].month+b[1].month+b[2].month > 0
		m, d := month.month, whole(day.digits)
		if !named {
			m = whole(month.digits)
		}
		if m == 0 || m > 12 || d == 0 || len(day.digits) > 2 || len(month.digits) > 2 || len(year.digits) != 2 && (len(year.digits) != 4 || !birthCentury(year.digits)) {
			continue
		}
		ten := append([]byte{year.digits[len(year.digits)-2], year.digits[len(year.digits)-1], '0' + byte(m/10), '0' + byte(m%10), '0' + byte(d/10), '0' + byte(d%10)}, last...)
		if dayOf(ten[2:6], true) && luhnHolds(ten) && !aroundNow(ten, now) && (len(year.digits) == 2 || whole(year.digits) <= now.Year()-youngest) {
			return true
		}
	}
	return false
}

// beats reads the numbers, ordinals and months of the text.
func (s *sift) beats() []beat {
	var out []beat
	for i := 0; i < len(s.pieces); i++ {
		w := s.word(i)
		if s.pieces[i].number {
			out = append(out, beat{digits: w, at: i})
			continue
		}
		if s.pieces[i].flags&hintLastFour != 0 {
			if k := len(out) - 1; k >= 0 && out[k].said && string(out[k].digits) == "4" && !s.pieces[i-1].number { // "fyra sista"
				out = out[:k]
			}
			continue
		}
		if word := string(w); embedded().isMonth(word) {
			out = append(out, beat{month: whole([]byte(embedded().dates[word].value)), said: true, at: i})
			continue
		} else if n, ok := embedded().ordinalOf(word); ok {
			if k := len(out) - 1; n < 10 && k >= 0 && out[k].said && out[k].at == i-1 && len(out[k].digits) == 2 && out[k].digits[1] == '0' { // "twenty-third"
				out, n = out[:k], n+10*int(out[k].digits[0]-'0')
			}
			out = append(out, beat{digits: inDigits(n), said: true, at: i})
			continue
		}
		s.said = s.said[:0]
		end := i
		for end < len(s.pieces) && end < i+8 && !s.pieces[end].number && s.pieces[end].flags&hintLastFour == 0 && s.sayWords(s.word(end)) {
			end++
		}
		if end > i {
			out = s.sayBeats(out, i)
			i = end - 1
		}
	}
	return out
}

// sayBeats adds what is said as the longest numbers that it makes.
func (s *sift) sayBeats(out []beat, at int) []beat {
	r := spelling{said: s.said}
	for i := 0; i < len(s.said); {
		best, end, ok := r.longest(i)
		switch k := len(out) - 1; {
		case !ok:
			end = i + 1
		case best >= 10 && best < 100 && k >= 0 && out[k].at == at && string(out[k].digits) == "19": // "nineteen sixty-four"
			out[k].digits = append(slices.Clone(out[k].digits), inDigits(best)...)
		default:
			out = append(out, beat{digits: inDigits(best), said: true, at: at})
		}
		i = end
	}
	return out
}

func inDigits(n int) []byte {
	var out []byte
	for ; n > 0; n /= 10 {
		out = append([]byte{'0' + byte(n%10)}, out...)
	}
	if len(out) == 0 {
		return []byte{'0'}
	}
	return out
}
