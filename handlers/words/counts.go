package words

import (
	"math"
	"slices"
	"strconv"
)

// length is a length of time that is no date: "sex veckor", "90 dagar".
type length struct {
	n    int
	unit string
}

// readLengths takes the lengths of time among what is left.
func (s *scan) readLengths() {
	for i := range s.ts {
		if l, end := s.lengthAt(i); end > 0 {
			s.lengths = append(s.lengths, l)
			s.take(i, end, usedOther)
		}
	}
}

// lengthSaid reports a length of time, which is not taken.
func (s *scan) lengthSaid() bool {
	for i := range s.ts {
		if _, end := s.lengthAt(i); end > 0 {
			return true
		}
	}
	return slices.ContainsFunc(s.dates, func(w when) bool { return w.n > 0 })
}

// lengthAt is a free number with a free unit of time after it, "90 days" or "90-day", and the token after them; 0 where there is none.
func (s *scan) lengthAt(i int) (length, int) {
	n, ok := s.numberAt(i)
	if !ok && s.does(i, smallOne) && s.ts[i].use == free {
		n, ok = 1, true
	}
	if !ok && s.more(i) { // "another month"
		n, ok = 1, true
	}
	j := i + 1
	if s.markAt(j, "-") && s.ts[j].glued {
		j++
	}
	if s.more(j) { // "two more weeks"
		j++
	}
	if !ok || j >= len(s.ts) {
		return length{}, 0
	}
	next := &s.ts[j]
	if next.use != free || next.low != next.fold && !s.lex.dated[next.low] {
		return length{}, 0
	}
	switch d := s.lex.dates[next.fold]; d.class {
	case "week":
		return length{n, "week"}, j + 1
	case "unit":
		return length{n, d.value}, j + 1
	case "part": // "ett kvartal", but no "2 q"
		if len(next.fold) > 2 && d.value != "half" {
			return length{n, d.value}, j + 1
		}
	}
	return length{}, 0
}

// more reports a free word that says that what it counts comes on top.
func (s *scan) more(i int) bool {
	return i < len(s.ts) && s.ts[i].use == free && s.lex.dates[s.ts[i].fold].class == "only" && s.lex.dates[s.ts[i].fold].value != "only"
}

// numberAt is a free number in digits or words.
func (s *scan) numberAt(i int) (int, bool) {
	if i < 0 || i >= len(s.ts) || s.ts[i].use != free {
		return 0, false
	}
	switch t := s.ts[i]; t.kind {
	case number:
		n, err := strconv.Atoi(t.text)
		return n, err == nil && len(t.text) <= 6
	case word:
		return s.lex.numeral(t.fold)
	}
	return 0, false
}

func (s *scan) firstNumber() *int {
	for i := range s.ts {
		if n, ok := s.numberAt(i); ok && !s.isShare(i) {
			return pointer(n)
		}
	}
	return nil
}

// isShare reports a number that is part of "per 100 anställda" or of a percentage.
func (s *scan) isShare(i int) bool {
	return i > 0 && s.lex.dates[s.ts[i-1].fold] == dateWord{"role", "at"} || i+1 < len(s.ts) && s.ts[i+1].text == "%"
}

// lengthIn is the first length of time in weeks or days.
func (s *scan) lengthIn(unit string) *int {
	all := s.lengths
	for _, w := range s.dates {
		if w.n > 0 && !w.isRange { // "the last 30 days" are a span
			all = append(all, length{w.n, w.unit})
		}
	}
	if len(all) == 0 {
		return nil
	}
	days := float64(all[0].n) * daysIn[all[0].unit]
	if unit == "week" {
		days /= 7
	}
	n := int(math.Floor(days))
	return &n
}

// daysIn are the lengths that follow-ups are counted by: three months are 90 days, a year is 365.
var daysIn = map[string]float64{"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "month": 30, "quarter": 90, "tertial": 120, "half": 182, "year": 365}

// countOf is how many slots the text speaks of: a number with what it counts, else a number that stands alone. An article
// is no number, but "en till" and "bara en" are.
func (s *scan) countOf() *int {
	alone := -1
	for i := range s.ts {
		n, ok := s.numberAt(i)
		if !ok && s.oneMeant(i) {
			n, ok = 1, true
		}
		if !ok || s.isShare(i) {
			continue
		}
		if s.countsNext(i) {
			s.odd.guessed = s.odd.guessed || s.command == "claim" && n >= manySlots
			return pointer(n)
		}
		if alone < 0 || s.command == "target" {
			alone = n
		}
	}
	if alone < 0 || !bareCounts[s.command] {
		return nil
	}
	if s.command == "claim" && alone >= manySlots {
		s.odd.count = len(s.kinds) > 0 || alone > 9999
		return nil // "vi tar 215" is a slot
	}
	return pointer(alone)
}

// manySlots is more than a unit claims at once.
const manySlots = 50

// bareCounts are the commands in which a number by itself is how many.
var bareCounts = map[string]bool{"claim": true, "target": true, "transfer": true, "match": true}

// oneMoreOf reports the "till" of "en språkpraktik till", which stands after what is counted.
func (s *scan) oneMoreOf(i int) bool {
	j := i + 1
	for j < len(s.ts) && (s.ts[j].use == usedKind || s.ts[j].kind == word && s.lex.counts(s.ts[j].fold)) {
		j++
	}
	if j == i+1 || j >= len(s.ts) || s.ts[j].use != free || s.lex.dates[s.ts[j].fold].value != "to" {
		return false
	}
	return j+1 == len(s.ts) || s.ts[j+1].kind == mark || s.does(j+1, smallPlace)
}

// whatIf reads what a forecast is to reckon with: slots more or fewer that come at once, and a pace in percent of today's.
func (s *scan) whatIf(a *Args) {
	if n, err := strconv.ParseFloat(s.value("pace"), 64); err == nil {
		a.Percent = &n
	}
	change := s.value("change")
	if s.value("rate") == "week" { // "om vi skapar 3 i veckan"
		a.Count, a.Every = s.firstNumber(), "week"
		return
	}
	if s.says("change", "less") { // "om vi får 10 färre"
		change = "less"
	}
	if s.percent != nil && change == "" && a.Percent == nil && s.says("term", "pace") {
		a.Percent = s.percent
	}
	if s.percent != nil && change != "" {
		if s.percentIsWhole() {
			a.Percent = s.percent
			return
		}
		n := 100 + *s.percent
		if change == "less" {
			n = 100 - *s.percent
		}
		a.Percent = &n
		return
	}
	for i := range s.ts {
		n, ok := s.numberAt(i)
		if !ok || change == "" || s.isShare(i) {
			continue
		}
		if change == "less" {
			n = -n
		}
		a.Count = &n
		return
	}
}

// percentIsWhole reports what a pace goes to rather than by: "till 25 procent".
func (s *scan) percentIsWhole() bool {
	for i := 1; i < len(s.ts); i++ {
		if s.ts[i].use == usedExtent && s.ts[i-1].use != usedExtent {
			return s.does(i-1, smallTo)
		}
	}
	return false
}

func (s *scan) says(field, value string) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool { return h.p.target.field == field && h.p.target.value == value })
}

func (s *scan) countsNext(i int) bool {
	for j := i + 1; j < len(s.ts) && j <= i+3; j++ {
		t := s.ts[j]
		switch {
		case t.use == usedKind || t.kind == word && s.lex.counts(t.fold):
			return s.command != "target"
		case t.kind == word && s.lex.filler[t.fold]:
		default:
			return false
		}
	}
	return false
}

// oneMeant reports an article that counts.
func (s *scan) oneMeant(i int) bool {
	t := s.ts[i]
	if t.use != free || t.kind != word {
		return false
	}
	if d := s.lex.dates[t.fold]; d.value == "another" {
		return s.countsNext(i)
	} else if d.class != "article" {
		return false
	}
	next := ""
	if i+1 < len(s.ts) && s.ts[i+1].use == free { // "an extra job" is a kind
		next = s.lex.dates[s.ts[i+1].fold].value
	}
	var before bool
	if i > 0 {
		v := s.lex.dates[s.ts[i-1].fold]
		before = v.class == "only" || s.oneMoreOf(i)
	}
	return before || next == "to" || next == "more" || next == "piece" || s.command == "transfer" && (s.countsNext(i) || s.does(i+1, smallOf))
}
