package words

// impossible reads what is written as a time that there is none of: "30 februari", "31/11", "v 54", "2026-02-30",
// "tertial 4". It must be asked about and never be a number of something else. It gives the token after it; 0 is none.
func (r *dateReader) impossible(i int) int {
	n, ok := r.num(i)
	if !ok {
		return r.impossibleName(i)
	}
	switch len(r.tok(i).text) {
	case 8:
		if plausible(n / 10000) {
			return i + 1
		}
	case 6:
		if plausible(2000+n/10000) && n/100%100 <= 12 {
			return i + 1
		}
	case 4:
		if plausible(n) && (r.gluedMark(i+1, "-") || r.gluedMark(i+1, "/")) && r.tok(i+2).kind == number {
			return r.digitsEnd(i)
		}
	case 1, 2:
		return r.impossibleDay(i, n)
	}
	return 0
}

// impossibleDay reads a day that its month does not have, and a month that the year does not have.
func (r *dateReader) impossibleDay(i, d int) int {
	if m, ok := r.num(i + 2); ok && len(r.tok(i+2).text) <= 2 {
		role, _ := r.roleBefore(i)
		dotted := r.gluedMark(i+1, ".") && (role != noRole || r.gluedMark(i+3, "."))
		if (r.gluedMark(i+1, "/") || dotted) && (d >= 1 && d <= 31 || m >= 1 && m <= 12) {
			return r.digitsEnd(i)
		}
	}
	j := i + 1
	if r.is(j, ":") && r.tok(j).glued {
		j++
	}
	if r.does(j, smallOrder) && r.tok(j).glued {
		j = r.over(j+1, smallIn)
	}
	j = r.over(j, smallOf)
	if _, ok := r.intWord(j, "month"); !ok || r.shyMonth(j) || r.isSlot(i-1) && r.dayAfter(j+1) {
		return 0
	}
	return r.withYear(&when{end: j + 1}).end
}

// digitsEnd is the token after digits with marks between.
func (r *dateReader) digitsEnd(i int) int {
	for i++; r.tok(i+1).kind == number && (r.gluedMark(i, "-") || r.gluedMark(i, "/") || r.gluedMark(i, ".")); i += 2 {
	}
	return i
}

func (r *dateReader) impossibleName(i int) int {
	t := r.tok(i)
	if n, next, ok := r.ordinalAt(i); ok && n > 12 {
		if j := r.over(next, smallOf|smallIn); r.lex.isMonth(r.tok(j).fold) {
			return j + 1
		}
	}
	if _, ok := r.word(i, "month"); ok {
		n, ok := r.num(i + 1)
		if ok && n > 28 && n <= 31 && !r.counted(i+2) && r.monthThenDay(i, i+1, r.monthOf(i), n) == nil {
			return i + 2
		}
		return 0
	}
	j := i + 1
	if r.is(j, ".") {
		j++
	}
	n, ok := r.num(j)
	if !ok || len(r.tok(j).text) > 3 || r.counted(j+1) {
		return 0
	}
	if _, ok := r.word(i, "week"); ok {
		_, whole := r.unit(i)
		if !whole && (n == 0 || n > 53) && !r.is(i-1, "/") {
			return j + 1
		}
	}
	if part, ok := r.word(i, "part"); ok && n < 10 && (n == 0 || n > partCount[part]) && (len(t.fold) > 1 || r.tok(j).glued) {
		return j + 1
	}
	return 0
}

func (r *dateReader) monthOf(i int) int {
	m, _ := r.intWord(i, "month")
	return m
}

// never reports a day or a week that its year does not have: "29 februari 2027", "v 53 2027".
func (w *when) never() bool {
	if w.fixed || w.y == 0 || w.class != dayMonth && w.class != isoWeek {
		return false
	}
	_, _, ok := w.in(w.y)
	return !ok
}

// takeImpossible makes a time to ask about of tokens i to end, with a number before it that a dash ties to it.
func (r *dateReader) takeImpossible(i, end int) when {
	if r.is(i-1, "-") && r.tok(i-2).kind == number && len(r.tok(i-2).text) <= 2 {
		i -= 2
	}
	for k := i; k < end; k++ {
		r.ts[k].use = usedDate
	}
	return when{start: i, end: end, none: true}
}
