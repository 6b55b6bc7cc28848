package words

import (
	"strconv"
	"time"
)

// dateReader finds the expressions of time in the tokens.
type dateReader struct {
	lex     *lexicon
	ts      []token
	today   time.Time
	english bool
}

func (r *dateReader) tok(i int) *token {
	if i >= 0 && i < len(r.ts) && r.ts[i].use == free {
		return &r.ts[i]
	}
	return &token{kind: mark}
}

func (r *dateReader) num(i int) (int, bool) {
	t := r.tok(i)
	if t.kind != number || len(t.text) > 8 {
		return 0, false
	}
	n, err := strconv.Atoi(t.text)
	return n, err == nil
}

func (r *dateReader) is(i int, text string) bool { return r.tok(i).text == text }

// gluedMark reports that the mark at i stands between two tokens without spaces.
func (r *dateReader) gluedMark(i int, text string) bool {
	return r.is(i, text) && r.tok(i).glued && r.tok(i+1).glued
}

func (r *dateReader) word(i int, class string) (string, bool) {
	t := r.tok(i)
	if t.kind != word || t.short {
		return "", false
	}
	w, ok := r.lex.dates[t.fold]
	if !ok || w.class != class || t.low != t.fold && !r.lex.dated[t.low] { // "är" is no "år"
		return "", false
	}
	return w.value, true
}

func (r *dateReader) intWord(i int, class string) (int, bool) {
	s, ok := r.word(i, class)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// small is a number in digits or words, as "14" and "två" in "om två veckor".
func (r *dateReader) small(i int) (int, bool) {
	if n, ok := r.num(i); ok {
		return n, true
	}
	t := r.tok(i)
	if t.kind != word {
		return 0, false
	}
	if _, ok := r.word(i, "article"); ok {
		return 1, true
	}
	return r.lex.numeral(t.fold)
}

// at reads one expression that begins at token i; nil is none.
func (r *dateReader) at(i int) *when {
	t := r.tok(i)
	if t.use != free {
		return nil
	}
	if w := r.ago(i); w != nil {
		return w
	}
	switch t.kind {
	case number:
		return r.digits(i)
	case word:
		return r.words(i)
	}
	return nil
}

func (r *dateReader) digits(i int) *when {
	n, _ := r.num(i)
	switch len(r.ts[i].text) {
	case 8:
		if t, ok := validDay(n/10000, n/100%100, n%100); ok && plausible(n/10000) {
			return fixed(t, t, i, i+1)
		}
		return nil
	case 6:
		if t, ok := validDay(2000+n/10000, n/100%100, n%100); ok && plausible(2000+n/10000) {
			return fixed(t, t, i, i+1)
		}
		return nil
	case 4:
		return r.yearFirst(i, n)
	case 1, 2:
		if w := r.slashed(i, n); w != nil {
			return w
		}
		if w := r.dayAndMonth(i, n); w != nil {
			return w
		}
		return r.dayAlone(i, n)
	}
	return nil
}

func plausible(y int) bool { return y >= 2010 && y <= 2049 }

func fixed(from, to time.Time, start, end int) *when {
	return &when{fixed: true, from: from, to: to, start: start, end: end}
}

// yearFirst reads 2026-09-01, 2026-09 and 2026.
func (r *dateReader) yearFirst(i, y int) *when {
	if !plausible(y) {
		return nil
	}
	for _, sep := range []string{"-", "/", "."} {
		if !r.gluedMark(i+1, sep) {
			continue
		}
		m, ok := r.num(i + 2)
		if !ok || m < 1 || m > 12 {
			if ok && sep != "." && len(r.tok(i+2).text) <= 2 {
				return nil
			}
			continue
		}
		if r.gluedMark(i+3, sep) {
			if d, ok := r.num(i + 4); ok {
				if t, ok := validDay(y, m, d); ok {
					return fixed(t, t, i, i+5)
				}
				return nil
			}
		}
		if sep == "-" && len(r.tok(i+2).text) == 2 {
			from, to := monthsFrom(y, m, 1)
			return fixed(from, to, i, i+3)
		}
	}
	if r.counted(i + 1) {
		return nil
	}
	return &when{class: year, y: y, start: i, end: i + 1}
}

// counted reports that what stands at i is what a number counts: "2000 platser", "2 st".
func (r *dateReader) counted(i int) bool {
	t := r.tok(i)
	return t.kind == word && r.lex.counts(t.fold) || i < len(r.ts) && r.ts[i].use == usedKind
}

// slashed reads 1/9, 1/9 2026, 1/9-26, 1.9 and 1.9.2026: day before month always.
func (r *dateReader) slashed(i, d int) *when {
	sep := r.tok(i + 1).text
	if sep != "/" && sep != "." || !r.gluedMark(i+1, sep) {
		return nil
	}
	m, ok := r.num(i + 2)
	if !ok || len(r.tok(i+2).text) > 2 {
		return nil
	}
	swapped := false
	if m > 12 && d <= 12 && r.english {
		d, m, swapped = m, d, true
	}
	w := &when{class: dayMonth, d: d, m: m, start: i, end: i + 3}
	r.yearAfter(w, sep)
	if _, ok := validDay(2024, m, d); !ok {
		return nil
	}
	if w.y != 0 {
		if _, ok := validDay(w.y, m, d); !ok {
			return nil
		}
	}
	if r.english && !swapped && m != d && d <= 12 && sep == "/" {
		w.asked = []time.Time{{}, {}}
	}
	return w
}

// yearAfter reads the year that may follow a day and a month.
func (r *dateReader) yearAfter(w *when, sep string) {
	i := w.end
	if r.is(i, ",") {
		i++
	}
	if n, ok := r.num(i); ok && plausible(n) && !r.counted(i+1) && !r.gluedMark(i+1, "-") {
		w.y, w.end = n, i+1
		return
	}
	if r.tok(w.end).kind == word { // "31 december i fjol", "v 34 nästa år"
		if y := r.at(w.end); y != nil && y.class == year && y.until == nil {
			w.y, w.end = y.y, y.end
			return
		}
	}
	if n, ok := r.num(w.end + 1); ok && r.is(w.end, "-") && !r.tok(w.end).glued && r.tok(w.end+1).glued && n >= 20 && len(r.tok(w.end+1).text) == 2 && plausible(2000+n) && w.class == dayMonth {
		w.y, w.end = 2000+n, w.end+2 // "1 sept -26"
		return
	}
	if s := r.tok(w.end).text; s == sep && s != "" || s == "-" {
		n, ok := r.num(w.end + 1)
		switch {
		case !ok || !r.gluedMark(w.end, s) || r.is(w.end+2, "/") || r.is(w.end+2, ".") && r.tok(w.end+3).glued:
		case len(r.tok(w.end+1).text) == 4 && plausible(n):
			w.y, w.end = n, w.end+2
		case len(r.tok(w.end+1).text) == 2 && plausible(2000+n) && !r.lex.isMonth(r.tok(w.end+2).fold):
			w.y, w.end = 2000+n, w.end+2
		}
	}
}

// dayAndMonth reads "1 sept", "1:a september 2026" and "1st of Sept".
func (r *dateReader) dayAndMonth(i, d int) *when {
	j, ordered := i+1, r.does(i-1, smallThe)
	if r.is(j, ":") && r.tok(j).glued {
		j++
	}
	if r.does(j, smallOrder) && r.tok(j).glued {
		j, ordered = j+1, true
	}
	if r.does(j, smallOf) || ordered && r.does(j, smallIn) { // "topp 9 i juni" is no day
		j++
	}
	m, ok := r.intWord(j, "month")
	if !ok {
		return nil
	}
	if _, ok := validDay(2024, m, d); !ok || r.isSlot(i-1) && r.dayAfter(j+1) {
		return nil // the 12 of "slot 12 Sept 1" is the slot
	}
	return r.monthDay(i, j+1, m, d)
}

// isSlot reports a word that a slot's number stands after.
func (r *dateReader) isSlot(i int) bool {
	d := r.lex.dates[r.tok(i).fold]
	return r.is(i, "#") || d.class == "slotnumber" || d.class == "counted" && (d.value == "slot" || d.value == "many")
}

// dayAfter reports the number of a day after a month: "Sept 1".
func (r *dateReader) dayAfter(i int) bool {
	n, ok := r.num(i)
	if !ok || n < 1 || n > 31 || r.counted(i+1) || r.gluedMark(i+1, ":") {
		return false
	}
	switch r.lex.dates[r.tok(i+1).fold].class {
	case "unit", "week", "hours", "percent", "part":
		return false
	}
	return !r.is(i+1, "%")
}

// dayAlone reads "den 24", "den 24:e" and "the 24th", whose month is not said.
func (r *dateReader) dayAlone(i, d int) *when {
	if d < 1 || d > 31 {
		return nil
	}
	j, ordered := i+1, false
	if r.is(j, ":") && r.tok(j).glued {
		j++
	}
	if r.does(j, smallOrder) && r.tok(j).glued && (r.english || j > i+1) {
		j, ordered = j+1, true
	}
	if !ordered && (r.english || j > i+1 || !r.does(i-1, smallThe)) || !r.standsAlone(j) {
		return nil
	}
	return &when{class: monthDay, d: d, start: i, end: j}
}

// standsAlone reports that what comes at i is nothing that a number before it could count or belong to.
func (r *dateReader) standsAlone(i int) bool {
	t := r.tok(i)
	if i >= len(r.ts) || r.ts[i].use != free {
		return i >= len(r.ts) || r.ts[i].use != usedKind
	}
	switch r.lex.dates[t.fold].class {
	case "month", "week", "unit", "part", "hours", "percent", "counted", "only":
		return false
	}
	if t.kind == word {
		return !r.lex.counts(t.fold) && (r.lex.filler[t.fold] || r.lex.ordinary[t.fold])
	}
	return t.kind != mark || t.text != "%" && !(t.glued && (t.text == "-" || t.text == "/" || t.text == ":"))
}

func (r *dateReader) monthDay(start, end, m, d int) *when {
	w := &when{class: dayMonth, d: d, m: m, start: start, end: end}
	if r.is(end, ".") && r.tok(end).glued && !r.tok(end+1).cap && r.tok(end+1).kind != mark {
		w.end++
	}
	r.yearAfter(w, "")
	return w
}

func (l *lexicon) isMonth(w string) bool { return l.dates[w].class == "month" }
