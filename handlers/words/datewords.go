package words

// words reads an expression that begins with a word.
func (r *dateReader) words(i int) *when {
	t := r.ts[i]
	dw, ok := r.lex.dates[t.fold]
	if !ok || t.short {
		return r.ordinal(i)
	}
	switch dw.class {
	case "day":
		n, _ := r.intWord(i, "day")
		d := r.today.AddDate(0, 0, n)
		return fixed(d, d, i, i+1)
	case "month":
		return r.month(i)
	case "weekday":
		return r.weekday(i)
	case "lastweekday":
		n, _ := r.intWord(i, "lastweekday")
		d := lastWeekday(r.today, n)
		return fixed(d, d, i, i+1)
	case "week":
		if w := r.week(i); w != nil {
			return w
		}
		return r.agoOrLong(i)
	case "part":
		if w := r.numbered(i, dw.value); w != nil {
			return w
		}
		return r.current(i, dw.value)
	case "season", "lastseason":
		return r.season(i, dw)
	case "lastyear": // "ifjol", "fjolåret"
		return &when{class: year, y: r.today.Year() - 1, start: i, end: i + 1}
	case "named":
		return r.named(i, dw.value)
	case "rel":
		return r.relative(i)
	case "edge":
		return r.edge(i, dw.value)
	case "in":
		return r.inSome(i)
	case "window":
		return r.window(i, dw.value)
	case "term":
		return r.term(i, dw.value)
	case "unit":
		if w := r.agoOrLong(i); w != nil {
			return w
		}
		return r.current(i, dw.value)
	case "hours": // H1
		if t.fold == "h" && r.tok(i+1).kind == number && r.tok(i+1).glued {
			return r.numbered(i, "half")
		}
		return nil
	case "newword":
		if u, ok := r.unit(i + 1); ok && u == "year" {
			w := r.named(i, "newyear")
			w.end++
			return w
		}
		return nil
	}
	return r.ordinal(i)
}

// month reads "september", "sept 2026", "Sept 1" and "September 1st, 2026".
func (r *dateReader) month(i int) *when {
	m, _ := r.intWord(i, "month")
	j := i + 1
	if r.is(j, ".") && r.tok(j).glued && r.tok(j+1).kind == number {
		j++
	}
	if n, ok := r.num(j); ok {
		if plausible(n) && !r.counted(j+1) {
			return &when{class: month, m: m, y: n, start: i, end: j + 1}
		}
		if w := r.monthThenDay(i, j, m, n); w != nil {
			return w
		}
	}
	if r.shyMonth(i) {
		return nil
	}
	if r.is(i+1, "-") && r.tok(i+1).glued {
		if n, ok := r.num(i + 2); ok && len(r.tok(i+2).text) == 2 && plausible(2000+n) {
			return &when{class: month, m: m, y: 2000 + n, start: i, end: i + 3}
		}
	}
	w := &when{class: month, m: m, start: i, end: i + 1}
	if r.tok(w.end).kind == word { // "maj i fjol"
		r.yearAfter(w, "")
	}
	return w
}

func (r *dateReader) monthThenDay(i, j, m, d int) *when {
	ordered := r.english && r.does(j+1, smallOrder) && r.tok(j+1).glued
	if len(r.tok(j).text) > 2 || r.counted(j+1) && !ordered || r.tok(j+1).text == "%" {
		return nil
	}
	if _, ok := validDay(2024, m, d); !ok || r.gluedMark(j+1, "/") {
		return nil
	}
	end := j + 1
	if r.does(end, smallOrder) && r.tok(end).glued {
		end++
	}
	return r.monthDay(i, end, m, d)
}

// shyMonth reports a word that is a month only after a preposition, as "may".
func (r *dateReader) shyMonth(i int) bool {
	if !r.does(i, smallShyMonth) {
		return false
	}
	return !r.leadsToDate(i-1) && !r.does(i-1, smallIn|smallOf|smallAnd|smallInside|smallWith) && !r.is(i-1, "-")
}

// leadsToDate reports a word of the calendar that a month may stand after: "from", "next", "end", "first".
func (r *dateReader) leadsToDate(i int) bool {
	switch r.lex.dates[r.tok(i).fold].class {
	case "role", "rel", "edge", "ordinal", "in", "window", "weekday", "part":
		return true
	}
	return false
}

// weekday reads "måndag", "måndag v. 34", "måndag nästa vecka" and "mån 17 aug", where the date decides.
func (r *dateReader) weekday(i int) *when {
	n, _ := r.intWord(i, "weekday")
	if r.does(i, smallShyDay) && r.ts[i].low == r.ts[i].fold {
		return nil
	}
	j := i + 1
	if r.is(j, ",") || r.is(j, ".") && r.tok(j).glued {
		j++
	}
	j = r.over(j, smallThe|smallIn|smallOf)
	if w := r.at(j); w != nil && r.tok(j).use == free {
		switch {
		case w.class == dayMonth || w.fixed && w.from.Equal(w.to) && r.tok(j).kind == number:
			w.start = i
			return w
		case w.class == isoWeek && w.d < 0:
			w.start, w.d = i, n
			return w
		case w.fixed && w.to.Equal(w.from.AddDate(0, 0, 6)):
			d := w.from.AddDate(0, 0, n)
			return fixed(d, d, i, w.end)
		}
	}
	if end := r.weekLater(i + 1); end > 0 {
		d := nextWeekday(r.today, n).AddDate(0, 0, 7)
		return fixed(d, d, i, end)
	}
	return &when{class: weekDay, d: n, start: i, end: i + 1}
}

// weekLater reads the "om en vecka" of "måndag om en vecka" and the "week" of "Monday week"; it gives the token after, 0 for none.
func (r *dateReader) weekLater(i int) int {
	kind, _ := r.word(i, "in")
	n, _ := r.small(i + 1)
	if u, ok := r.unit(i + 2); ok && kind == "after" && n == 1 && u == "week" {
		return i + 3
	}
	if u, ok := r.unit(i); ok && u == "week" && r.english && r.tok(i).fold == "week" {
		return i + 1
	}
	return 0
}

// week reads "v. 34", "v34", "vecka 34 2026" and "W34".
func (r *dateReader) week(i int) *when {
	j := i + 1
	if r.is(j, ".") || r.is(j, ":") {
		j++
	}
	if _, ok := r.word(j, "slotnumber"); ok {
		j++
	}
	n, ok := r.num(j)
	if spoken, end := r.spoken(j); !ok && end > 0 && !r.unitWord(i) {
		n, j, ok = spoken, end-1, true
	}
	if !ok || n < 1 || n > 53 || len(r.tok(j).text) > 2 && r.tok(j).kind == number {
		return nil
	}
	w := &when{class: isoWeek, w: n, d: -1, start: i, end: j + 1}
	if y, ok := r.num(j + 1); ok && plausible(y) && !r.gluedMark(j+2, "-") {
		w.y, w.end = y, j+2
	}
	if w.y == 0 && r.tok(w.end).kind == word {
		if y := r.at(w.end); y != nil && y.class == year {
			w.y, w.end = y.y, y.end
		}
	}
	if w.y == 0 {
		if y, ok := r.num(j + 2); ok && (r.is(j+1, "-") || r.is(j+1, ",") || r.is(j+1, "/")) && plausible(y) && !r.gluedMark(j+3, "-") {
			w.y, w.end = y, j+3
		}
	}
	return w
}

var partClass = map[string]whenClass{"quarter": quarter, "tertial": tertial, "half": half}

var partCount = map[string]int{"quarter": 4, "tertial": 3, "half": 2}

// numbered reads "Q3", "tertial 2", "H1 2026".
func (r *dateReader) numbered(i int, part string) *when {
	j := i + 1
	if r.is(j, ".") {
		j++
	}
	n, ok := r.small(j)
	if _, article := r.word(j, "article"); article {
		return nil // "half a dozen"
	}
	if !ok || n < 1 || n > partCount[part] || len(r.ts[i].fold) == 1 && !r.tok(j).glued {
		return nil
	}
	return r.withYear(&when{class: partClass[part], m: n, start: i, end: j + 1})
}

// current reads "kvartalet", "månadens" and "the quarter" as the one that we are in.
func (r *dateReader) current(i int, unit string) *when {
	if !r.does(i, smallDefinite) && !(r.english && r.does(i-1, smallThe) && (unit == "quarter" || unit == "tertial")) {
		return nil
	}
	from, to := r.shifted(unit, 0)
	return fixed(from, to, i, i+1)
}

// withYear reads the year that may follow: "2026", "-26", "i fjol", "i år", "förra året".
func (r *dateReader) withYear(w *when) *when {
	j := w.end
	if r.is(j, "-") || r.is(j, "/") || r.is(j, ",") {
		j++
	}
	if n, ok := r.num(j); ok && !r.counted(j+1) {
		switch {
		case plausible(n) && !r.gluedMark(j+1, "-"):
			w.y, w.end = n, j+1
			return w
		case j > w.end && r.tok(j).glued && len(r.tok(j).text) == 2 && plausible(2000+n):
			w.y, w.end = 2000+n, j+1
			return w
		}
	}
	if y := r.at(w.end); y != nil && y.class == year && r.tok(w.end).kind == word {
		w.y, w.end = y.y, y.end
		return w
	}
	j = r.over(w.end, smallIn|smallOf)
	if n, ok := r.num(j); ok && j > w.end && plausible(n) {
		w.y, w.end = n, j+1
		return w
	}
	if y := r.at(j); y != nil && y.class == year {
		w.y, w.end = y.y, y.end
	}
	return w
}

func (r *dateReader) season(i int, dw dateWord) *when {
	s := map[string]int{"spring": spring, "summer": summer, "autumn": autumn, "winter": winter}[dw.value]
	w := r.withYear(&when{class: season, m: s, start: i, end: i + 1})
	w.backward = dw.class == "lastseason"
	if r.english && r.does(i, smallVerb) && r.ts[i].low == r.ts[i].fold {
		return nil
	}
	j := i - 1
	if r.does(j, smallThe) {
		j--
	}
	_, rel := r.word(j, "rel")
	if r.does(i, smallShySeason) && w.y == 0 && (!rel && !r.does(j, smallIn) || !r.english && r.ts[i].low == r.ts[i].fold) {
		return nil
	}
	if f, _ := r.word(i-1, "in"); f == "in" && w.y == 0 && !w.backward {
		w.forward = true
	}
	return w
}

// term reads "HT-26" and "vt 2027".
func (r *dateReader) term(i int, value string) *when {
	w := &when{class: season, m: spring, start: i, end: i + 1}
	if value == "autumn" {
		w.m = autumn
	}
	if n, ok := r.num(i + 1); ok && r.tok(i+1).glued && len(r.tok(i+1).text) == 2 && plausible(2000+n) {
		w.y, w.end = 2000+n, i+2
		return w
	}
	return r.withYear(w)
}
