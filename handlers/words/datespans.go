package words

// inSome reads "om två veckor", "in 14 days", "inom en månad" and "i två veckor"; it also reads "i veckan", "i år", "i
// helgen", "i fjol", "i morgon" and "i september", where the preposition is a part of the expression.
func (r *dateReader) inSome(i int) *when {
	kind, _ := r.word(i, "in")
	if _, hours := r.word(i-1, "hours"); hours { // "timmar i veckan"
		return nil
	}
	if u, _ := r.word(i-1, "unit"); u == "day" && r.aWeek(i) { // "tre dagar i veckan"
		return nil
	}
	if n, ok := r.small(i + 1); ok {
		if u, ok := r.unit(i + 2); ok {
			if r.aWeek(i+3) && u == "day" { // "for 3 days a week"
				return nil
			}
			if r.does(i+3, smallAgo) {
				d := r.moved(u, -n)
				return fixed(d, d, i, i+4)
			}
			if w := r.lengthFrom(i+3, u, n); w != nil && kind == "after" { // "om två veckor från idag"
				w.start = i
				return w
			}
			d := r.moved(u, n)
			w := fixed(d, d, i, i+3)
			w.n, w.unit = n, u
			if kind != "after" {
				w.role, w.roleAt = roleWithin, i
			}
			return w
		}
	}
	if kind == "in" && r.tok(i+2).kind != number { // "i T1"
		if u, ok := r.unit(i + 1); ok {
			switch u {
			case "year":
				return &when{class: year, y: r.today.Year(), start: i, end: i + 2}
			case "day":
				return fixed(r.today, r.today, i, i+2)
			case "week", "weekend", "month", "quarter", "tertial", "half":
				from, to := r.shifted(u, 0)
				w := fixed(from, to, i, i+2)
				w.unit = u
				if u == "weekend" && r.does(i+2, smallWhich) {
					w.from, w.to = from.AddDate(0, 0, -7), to.AddDate(0, 0, -7)
				}
				return w
			}
		}
	}
	n, ok := r.intWord(i+1, "iday")
	if !ok {
		n, ok = r.intWord(i+1, "day")
	}
	if ok && kind == "in" {
		d := r.today.AddDate(0, 0, n)
		return fixed(d, d, i, i+2)
	}
	if _, ok := r.word(i+1, "lastyear"); ok {
		return &when{class: year, y: r.today.Year() - 1, start: i, end: i + 2}
	}
	return nil
}

// window reads "senaste fyra veckorna", "de närmaste 14 dagarna", "last 30 days", "next two weeks".
func (r *dateReader) window(i int, value string) *when {
	n, j := 1, i+1
	k, counted := r.small(j)
	if counted {
		n, j = k, j+1
	}
	if wd, ok := r.intWord(j, "weekday"); ok && !counted { // "the coming Monday"
		w := &when{class: weekDay, d: wd, start: i, end: j + 1, forward: value == "future", backward: value == "past"}
		return w
	}
	u, ok := r.unit(j)
	if !ok {
		return nil
	}
	if !counted && partClass[u] != 0 && value == "past" { // the latest that is over
		from, to := r.shifted(u, -1)
		return fixed(from, to, i, j+1)
	}
	if value == "past" {
		return r.lasting(i, j+1, u, -n, true)
	}
	return r.lasting(i, j+1, u, n, false)
}

// lasting is the time from today n units forward or back.
func (r *dateReader) lasting(start, end int, unit string, n int, back bool) *when {
	d := r.moved(unit, n)
	if back {
		w := fixed(d, r.today, start, end)
		w.isRange, w.n, w.unit = true, -n, unit
		return w
	}
	w := fixed(d, d, start, end)
	w.n, w.unit = n, unit
	w.role, w.roleAt = roleWithin, start
	return w
}

// ago reads "two weeks ago" and "två veckor sedan".
func (r *dateReader) ago(i int) *when {
	n, ok := r.small(i)
	if !ok {
		return nil
	}
	u, ok := r.unit(i + 1)
	if w := r.lengthFrom(i+2, u, n); ok && w != nil {
		w.start = i
		return w
	}
	if !ok || !r.does(i+2, smallAgo) {
		return nil
	}
	d := r.moved(u, -n)
	return fixed(d, d, i, i+3)
}

// unit is a unit of time: "vecka" where no number of a week follows, "kvartal", "år".
func (r *dateReader) unit(i int) (string, bool) {
	if u, ok := r.word(i, "unit"); ok {
		return u, true
	}
	if u, ok := r.word(i, "week"); ok {
		_, numbered := r.num(i + 1)
		return u, !numbered || len(r.tok(i).fold) > 4 && r.tok(i).fold[len(r.tok(i).fold)-1] != 'a'
	}
	return r.word(i, "part")
}

// agoOrLong reads "veckan efter nästa" and "året ut".
func (r *dateReader) agoOrLong(i int) *when {
	u, ok := r.unit(i)
	if !ok {
		return nil
	}
	if n, ok := r.intWord(i+2, "day"); ok && u == "day" && (n == 1 && r.does(i+1, smallAfter) || n == -1 && r.tok(i+1).fold == "before") {
		d := r.today.AddDate(0, 0, 2*n) // "the day after tomorrow"
		return fixed(d, d, i, i+3)
	}
	next, _ := r.intWord(i+2, "rel")
	edge, _ := r.word(i+1, "edge")
	dashed, _ := r.word(i+2, "edge")
	switch {
	case r.does(i+1, smallAfter) && next == 1:
		from, to := r.shifted(u, 2)
		return fixed(from, to, i, i+3)
	case r.tok(i+1).fold == "before" && r.does(i-1, smallThe) && r.relOf(i+2) == -1:
		from, to := r.shifted(u, -2)
		return fixed(from, to, i, i+3)
	case r.does(i+1, smallOut) && (u == "year" || u == "month" || u == "week"):
		_, to := r.shifted(u, 0)
		w := fixed(to, to, i, i+2)
		w.role, w.roleAt = roleTo, i
		return w
	case (u == "year" || u == "month") && (edge == "end" || r.is(i+1, "-") && dashed == "end"):
		_, to := r.shifted(u, 0)
		w := fixed(to, to, i, i+2)
		if u == "year" {
			w = &when{class: turn, m: 12, start: i, end: i + 2}
		}
		if edge == "" {
			w.end++
		}
		return w
	case u == "weekend" && r.tok(i-1).kind == word:
		from, to := r.shifted(u, 0)
		return fixed(from, to, i, i+1)
	case u == "year":
		if y, ok := r.num(i + 1); ok && plausible(y) {
			return &when{class: year, y: y, start: i, end: i + 2}
		}
	}
	return nil
}

func (r *dateReader) relOf(i int) int {
	n, _ := r.intWord(i, "rel")
	return n
}

// edge reads "slutet av augusti", "början av sept", "mitten av nästa månad", "sista augusti", "end of the month".
func (r *dateReader) edge(i int, value string) *when {
	if w := r.weekdayOfMonth(i, i+1, -1); value == "end" && w != nil {
		return w
	}
	j := r.over(i+1, smallOf|smallIn|smallThe)
	if _, rel := r.word(j, "rel"); r.english && (rel && j == i+1 || r.does(i+1, smallIn)) && value == "end" {
		return nil // "which trainees end this month"
	}
	w := r.at(j)
	if w == nil {
		u, ok := r.unit(j)
		if !ok || u == "day" && j == i+1 { // "sin sista dag"
			return nil
		}
		from, to := r.shifted(u, 0)
		w = fixed(from, to, j, j+1)
	}
	if w.class == dayMonth || w.class == weekDay || w.class == turn {
		return nil
	}
	w.edge, w.start = value, i
	return w
}

// lengthFrom reads at token i from when a length of time is counted: "from now", "från idag", "from Monday", and the "today" of "a week today".
func (r *dateReader) lengthFrom(i int, unit string, n int) *when {
	role, _ := r.word(i, "role")
	j := i
	if role == "from" {
		j++
	} else if !r.english || unit == "day" {
		return nil
	}
	first := r.today
	end := j + 1
	if wd, ok := r.intWord(j+1, "weekday"); ok && role == "" && n == 1 && unit == "week" && r.does(j, smallLead) && !r.does(i-3, smallInside) { // "a week on Friday"
		d := nextWeekday(r.today, wd).AddDate(0, 0, 7)
		return fixed(d, d, i, j+2)
	}
	switch w := r.at(j); {
	case w == nil && role == "from" && r.does(j, smallNow):
	case w == nil:
		return nil
	case w.fixed && w.from.Equal(w.to) && r.tok(j).kind == word && (r.english || w.from.Equal(r.today)):
		first, end = w.from, w.end
	case w.class == weekDay && role == "from" && r.english && n == 1 && unit == "week":
		first, end = nextWeekday(r.today, w.d), w.end
	default:
		return nil
	}
	d := (&dateReader{today: first}).moved(unit, n)
	return fixed(d, d, i, end)
}

// aWeek reports "a week", "i veckan" or "/v" at token i.
func (r *dateReader) aWeek(i int) bool {
	u, ok := r.unit(i + 1)
	return ok && u == "week" && (r.does(i, smallEach) || r.is(i, "/"))
}
