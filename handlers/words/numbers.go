package words

import (
	"fmt"
	"strconv"
	"strings"
)

// numeral is a number in words: "två", "tjugofem", "twelve". Articles are none.
func (l *lexicon) numeral(w string) (int, bool) {
	if n, ok := l.numbers[w]; ok {
		return n, true
	}
	for i := 3; i < len(w)-1; i++ {
		tens, ok := l.numbers[w[:i]]
		if !ok || tens < 20 || tens%10 != 0 {
			continue
		}
		if ones, ok := l.numbers[w[i:]]; ok && ones < 10 {
			return tens + ones, true
		}
	}
	return 0, false
}

func (l *lexicon) ordinalOf(w string) (int, bool) {
	if d, ok := l.dates[w]; ok {
		if d.class != "ordinal" {
			return 0, false
		}
		n, err := strconv.Atoi(d.value)
		return n, err == nil
	}
	for i := 5; i < len(w)-3; i++ { // "tjugofemte"
		if tens := l.numbers[w[:i]]; tens == 20 || tens == 30 {
			if d := l.dates[w[i:]]; d.class == "ordinal" && len(d.value) == 1 {
				n, err := strconv.Atoi(d.value)
				return tens + n, err == nil
			}
		}
	}
	return 0, false
}

// counts reports a word that a number counts: "st", "platser", "trainees".
func (l *lexicon) counts(w string) bool { return l.dates[w].class == "counted" }

// Number reads a whole number of a form field: "2", "två", "2 st". "a couple" is none.
func Number(text string) (int, bool) {
	l := theLexicon()
	fields := strings.Fields(fold(clean(text)))
	for len(fields) > 1 && l.counts(fields[len(fields)-1]) {
		fields = fields[:len(fields)-1]
	}
	if len(fields) != 1 {
		return 0, false
	}
	f := fields[0]
	for _, unit := range []string{"st", "x"} {
		if rest, ok := strings.CutSuffix(f, unit); ok && rest != "" && rest[len(rest)-1] <= '9' {
			f = rest
		}
	}
	if n, err := strconv.Atoi(f); err == nil {
		return n, n >= 0 && n <= 1_000_000
	}
	if l.is(f, smallOne) {
		return 1, true
	}
	return l.numeral(f)
}

// Extent reads how much a trainee works: hours a week or percent of full time. "7,5" alone is hours.
func Extent(text string) (hours, percent *float64, ok bool) {
	s := scan{lex: theLexicon(), ts: tokens(text, nil)}
	s.readExtents()
	if s.hours == nil && s.percent == nil {
		f, end, ok := s.decimal(0)
		if !ok || end != len(s.ts) {
			return nil, nil, false
		}
		s.hours = &f
		s.take(0, end, usedExtent)
	}
	for _, t := range s.ts {
		if t.use == free && t.kind != mark && !s.lex.filler[t.fold] {
			return nil, nil, false
		}
	}
	if s.hours != nil && (*s.hours <= 0 || *s.hours > 168) || s.percent != nil && (*s.percent <= 0 || *s.percent > 100) {
		return nil, nil, false
	}
	return s.hours, s.percent, true
}

// Reference reads a trainee's reference and gives it as it is stored, "D-2026-0143".
func Reference(text string) (string, bool) {
	s := scan{lex: theLexicon(), ts: tokens(text, nil)}
	ref, end := s.referenceAt(0)
	if end != len(s.ts) {
		return "", false
	}
	return ref, ref != ""
}

// referenceAt reads "D-2026-0143", "d 2026 143" or "D2026-143" at token i.
func (s *scan) referenceAt(i int) (string, int) {
	if i >= len(s.ts) || s.ts[i].kind != word || s.ts[i].fold != "d" {
		return "", 0
	}
	j := s.afterDash(i + 1)
	if j >= len(s.ts) || s.ts[j].kind != number || len(s.ts[j].text) != 4 {
		return "", 0
	}
	y, k := s.ts[j].text, s.afterDash(j+1)
	if y[:2] != "20" || k >= len(s.ts) || s.ts[k].kind != number || len(s.ts[k].text) > 5 {
		return "", 0
	}
	n, err := strconv.Atoi(s.ts[k].text)
	if err != nil || n == 0 {
		return "", 0
	}
	return fmt.Sprintf("D-%s-%04d", y, n), k + 1
}

func (s *scan) afterDash(i int) int {
	if i < len(s.ts) && (s.ts[i].text == "-" || s.ts[i].text == "/") {
		return i + 1
	}
	return i
}

// decimal reads "7,5", "7.5", "20" at token i, or a number in words.
func (s *scan) decimal(i int) (f float64, end int, ok bool) {
	if i >= len(s.ts) || s.ts[i].use != free {
		return 0, 0, false
	}
	t := s.ts[i]
	if t.kind == word {
		n, ok := s.lex.numeral(t.fold)
		return float64(n), i + 1, ok
	}
	if t.kind != number || len(t.text) > 6 {
		return 0, 0, false
	}
	text, end := t.text, i+1
	if i+2 < len(s.ts) && (s.ts[i+1].text == "," || s.ts[i+1].text == ".") && s.ts[i+1].glued && s.ts[i+2].glued && s.ts[i+2].kind == number && len(s.ts[i+2].text) <= 2 {
		text, end = text+"."+s.ts[i+2].text, i+3
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, end, err == nil
}

// readExtents finds hours and percent: "20 h/v", "7,5 timmar i veckan", "50 %", "halvtid".
func (s *scan) readExtents() {
	for i := range s.ts {
		if s.ts[i].use != free {
			continue
		}
		if d, ok := s.lex.dates[s.ts[i].fold]; ok && d.class == "extent" && s.ts[i].kind == word {
			if f, err := strconv.ParseFloat(d.value, 64); err == nil {
				s.percent = pointer(f)
				s.take(i, i+1, usedExtent)
			}
			continue
		}
		if full, end := s.fullOrHalfTime(i); end > 0 {
			s.percent = pointer(full)
			s.take(i, end, usedExtent)
			continue
		}
		f, end, ok := s.decimal(i)
		if !ok || end >= len(s.ts) {
			continue
		}
		unit := s.ts[end]
		d := s.lex.dates[unit.fold]
		if start := s.rangeBefore(i); start < i && (unit.text == "%" || d.class == "percent" || d.class == "hours") {
			s.takeHours(start, end+1, f)
			s.hours, s.odd.extent = nil, true // "20-25 timmar" is neither
			continue
		}
		switch {
		case unit.text == "%" || d.class == "percent":
			if s.odd.extent = f <= 0 || f > 100; !s.odd.extent {
				s.percent = pointer(f)
			}
			s.take(i, end+1, usedExtent)
		case d.class == "hours":
			s.takeHours(i, end+1, f)
		}
	}
}

// rangeBefore is where "20-" or "15 to" begins, which ends before token i; i where there is none.
func (s *scan) rangeBefore(i int) int {
	if !s.markAt(i-1, "-") && !s.does(i-1, smallTo|smallOr) || !s.isAmount(i-2) {
		return i
	}
	if d := s.lex.dates[s.wordAt(i-3)]; d.class == "counted" || d.class == "week" || s.markAt(i-3, "#") {
		return i // "plats 3 - 20 timmar"
	}
	return i - 2
}

// wordAt is the word at token i, "" where there is none.
func (s *scan) wordAt(i int) string {
	if i < 0 || i >= len(s.ts) {
		return ""
	}
	return s.ts[i].fold
}

// fullOrHalfTime reads "full time" and "half-time".
func (s *scan) fullOrHalfTime(i int) (float64, int) {
	j := s.afterDash(i + 1)
	if j >= len(s.ts) || s.ts[j].fold != "time" {
		return 0, 0
	}
	switch s.ts[i].fold {
	case "full":
		return 100, j + 1
	case "half":
		return 50, j + 1
	}
	return 0, 0
}

// takeHours reads the "i veckan", "/v" or "a week" after the hours; hours a day are no extent.
func (s *scan) takeHours(start, end int, f float64) {
	j := end
	for j < len(s.ts) && j < end+2 && (s.ts[j].text == "/" || s.ts[j].text == "." || s.does(j, smallEach)) {
		j++
	}
	if j < len(s.ts) {
		d := s.lex.dates[s.ts[j].fold]
		switch {
		case d.class == "week" || d.class == "unit" && d.value == "week":
			end = j + 1
		case d.class == "unit" && d.value == "day" && j > end:
			s.take(start, j+1, usedExtent)
			return
		}
	}
	s.hours = &f
	s.take(start, end, usedExtent)
}

func (s *scan) take(start, end int, u use) {
	for i := start; i < end; i++ {
		s.ts[i].use = u
	}
}

// pointer keeps what is not said in the end off the heap.
func pointer[T any](x T) *T { return &x }
