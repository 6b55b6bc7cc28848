package words

import "time"

// unitWord reports a week in the plural or the definite form, which no number names.
func (r *dateReader) unitWord(i int) bool {
	f := r.tok(i).fold
	return len(f) > 5 || f == "weeks"
}

// spoken is a number in words, "trettiofem" or "trettio fem"; end is the token after it, 0 for none.
func (r *dateReader) spoken(i int) (n, end int) {
	t := r.tok(i)
	n, ok := r.lex.numeral(t.fold)
	if !ok || t.kind != word {
		return 0, 0
	}
	if ones, ok := r.lex.numeral(r.tok(i + 1).fold); ok && n >= 20 && n%10 == 0 && ones > 0 && ones < 10 {
		return n + ones, i + 2
	}
	return n, i + 1
}

// ordinalAt reads "tjugofemte" and "twenty-fifth" at token i.
func (r *dateReader) ordinalAt(i int) (n, next int, ok bool) {
	t := r.tok(i)
	if t.kind != word {
		return 0, 0, false
	}
	if n, ok = r.lex.ordinalOf(t.fold); ok {
		return n, i + 1, true
	}
	if tens := r.lex.numbers[t.fold]; tens == 20 || tens == 30 {
		j := i + 1
		if r.is(j, "-") {
			j++
		}
		if n, ok = r.lex.ordinalOf(r.tok(j).fold); ok && n < 10 {
			return tens + n, j + 1, true
		}
	}
	return 0, 0, false
}

// ordinalAlone reads "den femtonde" after a preposition, whose month is not said.
func (r *dateReader) ordinalAlone(i, next, n int) *when {
	if n > 31 || !r.does(i-1, smallThe) {
		return nil
	}
	if role, _ := r.roleBefore(i); role == noRole && n < 13 {
		return nil
	}
	t := r.tok(next)
	_, role := r.word(next, "role")
	if next < len(r.ts) && t.kind == word && !role && !r.does(next, smallAnd|smallTo) {
		return nil
	}
	return &when{class: monthDay, d: n, start: i, end: next}
}

// ordinal reads "första september", "andra tertialet", "third quarter", "första halvåret 2026".
func (r *dateReader) ordinal(i int) *when {
	n, next, ok := r.ordinalAt(i)
	if !ok {
		return nil
	}
	if w := r.weekdayOfMonth(i, next, n); w != nil {
		return w
	}
	j := r.over(next, smallOf|smallIn)
	m, ok := r.intWord(j, "month")
	if spoken, end, isOrdinal := r.ordinalAt(j); !ok && isOrdinal && (j > next || n > 4) { // "femtonde i nionde"
		m, j, ok = spoken, end-1, true
	}
	if ok {
		if _, ok := validDay(2024, m, n); ok {
			return r.monthDay(i, j+1, m, n)
		}
	}
	if w := r.ordinalAlone(i, next, n); w != nil || next > i+1 {
		return w
	}
	if p, ok := r.word(i+1, "part"); ok && n <= partCount[p] {
		return r.withYear(&when{class: partClass[p], m: n, start: i, end: i + 2})
	}
	if u, ok := r.word(i+1, "unit"); ok && u == "half" && n <= 2 {
		return r.withYear(&when{class: half, m: n, start: i, end: i + 2})
	}
	return nil
}

// weekdayOfMonth reads "first Monday in September" and "sista fredagen i nästa månad", where the weekday is token j; n is -1 for the last.
func (r *dateReader) weekdayOfMonth(i, j, n int) *when {
	wd, ok := r.intWord(j, "weekday")
	if !ok || n > 5 {
		return nil
	}
	k := r.over(j+1, smallOf|smallIn|smallThe)
	if k == j+1 {
		return nil
	}
	if m, ok := r.intWord(k, "month"); ok {
		w := &when{class: dayMonth, start: i, end: k + 1, feast: func(y int) time.Time { return nthWeekday(y, time.Month(m), wd, n) }}
		r.yearAfter(w, "")
		return w
	}
	if w := r.at(k); w != nil && w.fixed && w.from.Day() == 1 && w.to.Equal(addMonths(w.from, 1).AddDate(0, 0, -1)) {
		d := nthWeekday(w.from.Year(), w.from.Month(), wd, n)
		return fixed(d, d, i, w.end)
	}
	return nil
}

// nthWeekday is the nth such day of the month, the last one where n is negative or there is no nth.
func nthWeekday(y int, m time.Month, wd, n int) time.Time {
	first := day(y, m, 1)
	first = first.AddDate(0, 0, (wd-weekdayOf(first)+7)%7)
	if d := first.AddDate(0, 0, 7*(n-1)); n > 0 && d.Month() == m {
		return d
	}
	d := first.AddDate(0, 0, 28)
	if d.Month() != m {
		d = d.AddDate(0, 0, -7)
	}
	return d
}
