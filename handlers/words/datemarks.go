package words

import "time"

// all finds every expression of time, with its role, and marks its tokens.
func (r *dateReader) all() []when {
	r.clocks()
	var out []when
	for i := 0; i < len(r.ts); i++ {
		w := r.dayRange(i)
		if w == nil {
			w = r.at(i)
		}
		if w == nil {
			if end := r.impossible(i); end > 0 {
				out = append(out, r.takeImpossible(i, end))
				i = end - 1
			}
			continue
		}
		r.extend(w)
		w.none = w.never() || w.until != nil && (w.until.none || w.until.never())
		r.weekInBrackets(w)
		if w.role == noRole {
			r.findRole(w)
		} else if w.role == roleWithin && w.start == w.roleAt {
			r.findRole(w)
		}
		for k := w.start; k < w.end; k++ {
			r.ts[k].use = usedDate
		}
		i = w.end - 1
		if n := len(out); n > 0 && r.continues(&out[n-1], w) {
			continue
		}
		out = append(out, *w)
	}
	return out
}

// weekInBrackets takes the week that stands after a day as an explanation: "mån 17 aug (v. 34)".
func (r *dateReader) weekInBrackets(w *when) {
	if !r.is(w.end, "(") || w.class == isoWeek {
		return
	}
	if week := r.at(w.end + 1); week != nil && week.class == isoWeek && week.d < 0 && r.is(week.end, ")") {
		w.end = week.end + 1
	}
}

// clocks takes the times of day away: "klockan 8", "kl 14.30", "08:00".
func (r *dateReader) clocks() {
	for i := range r.ts {
		_, clock := r.word(i, "clock")
		j := i
		if clock {
			j++
			if r.is(j, ".") {
				j++
			}
		}
		if clock && r.english && i > 0 { // "8 o'clock"
			if n, ok := r.num(i - 1); ok && n <= 24 {
				r.ts[i-1].use, r.ts[i].use = usedOther, usedOther
				continue
			}
		}
		n, ok := r.num(j)
		if !ok || n > 24 || !clock && !(r.gluedMark(j+1, ":") && len(r.tok(j+2).text) == 2 && r.tok(j+2).kind == number) {
			continue
		}
		end := j + 1
		if s := r.tok(end).text; (s == ":" || s == "." || s == "-") && r.gluedMark(end, s) && len(r.tok(end+1).text) == 2 {
			end += 2
		}
		for k := i; k < end; k++ {
			r.ts[k].use = usedOther
		}
	}
}

// dayRange reads "17-20 augusti" and "från 17 till 20 augusti", where the first day has no month of its own.
func (r *dateReader) dayRange(i int) *when {
	d, ok := r.num(i)
	if !ok || d < 1 || d > 31 || len(r.tok(i).text) > 2 {
		return nil
	}
	j := i + 1
	if r.is(j, ":") && r.tok(j).glued {
		j += 2
	}
	switch {
	case r.is(j, "-"):
	case r.tok(j).kind == word && r.joins(j):
		if role, _ := r.roleBefore(i); role != roleFrom && !r.between(i) {
			return nil
		}
		j = r.joinEnd(j) - 1
	default:
		return nil
	}
	e, ok := r.num(j + 1)
	if !ok {
		return nil
	}
	w := r.slashed(j+1, e)
	if w == nil {
		w = r.dayAndMonth(j+1, e)
	}
	if w == nil || r.is(j, "-") && r.tok(j).glued && w.class == dayMonth && r.is(j+2, "/") && d > 31 {
		return nil
	}
	first := &when{class: dayMonth, d: d, m: w.m, y: w.y, start: i, end: w.end, isRange: true, until: w}
	if w.asked != nil {
		first.asked, w.asked = w.asked, nil
	}
	return first
}

// joins reports a word that leads from the first day of a range to its last.
func (r *dateReader) joins(i int) bool {
	role, ok := r.word(i, "role")
	return ok && role == "to" || r.does(i, smallAnd)
}

func (r *dateReader) joinEnd(i int) int {
	return r.over(i+1, smallAnd|smallWith|smallThe)
}

func (r *dateReader) between(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if r.does(j, smallBetween) {
			return true
		}
	}
	return false
}

// extend reads what makes a range of an expression: "-36", "-10-16", "till 31", "- 16/10".
func (r *dateReader) extend(w *when) {
	if last := r.lastOfRow(w); last != nil {
		w.until, w.isRange, w.end = last, true, last.end
		return
	}
	i := w.end
	dash := r.is(i, "-")
	switch {
	case dash:
		i++
		if r.is(i, "-") { // "2026-01-01--2026-06-30"
			i++
		}
	case r.tok(i).kind == word && r.joins(i):
		to, _ := r.word(i, "role")
		if to != "to" && !r.between(w.start) {
			_, alsoMonth := r.word(r.joinEnd(i), "month")
			if (w.class != isoWeek || r.tok(r.joinEnd(i)).kind != number) && (w.class != month || !alsoMonth) {
				return
			}
		}
		i = r.joinEnd(i)
	default:
		return
	}
	end := r.at(i)
	if n, ok := r.num(i); ok && w.class == isoWeek && n >= 1 && n <= 53 && len(r.tok(i).text) <= 2 && end == nil && !r.counted(i+1) {
		end = &when{class: isoWeek, w: n, d: -1, start: i, end: i + 1}
		if y, ok := r.num(i + 1); ok && plausible(y) {
			end.y, end.end = y, i+2
		}
	}
	if n, ok := r.num(i); ok && w.fixed && w.class == fixedSpan && w.from.Equal(w.to) && dash && r.gluedMark(i+1, "-") {
		if d, ok := r.num(i + 2); ok && end == nil {
			if t, ok := validDay(w.from.Year(), n, d); ok {
				if t.Before(w.from) {
					t = t.AddDate(1, 0, 0)
				}
				end = fixed(t, t, i, i+3)
			}
		}
	}
	if end == nil || end.role != noRole && end.role != roleTo || end.until != nil {
		return
	}
	if !dash && w.class == weekDay && end.class != weekDay {
		return
	}
	w.until, w.isRange, w.end = end, true, end.end
	if end.asked != nil || w.asked != nil {
		w.asked = []time.Time{{}, {}}
	}
}

// continues makes one range of "från X" followed by "till Y", wherever they stand; the roles stay, so this only takes
// care of "mellan X och Y".
func (r *dateReader) continues(prev, w *when) bool {
	if prev.until == nil && w.until == nil && prev.end == w.start-1 && r.between(prev.start) {
		end := *w
		prev.until, prev.isRange, prev.end = &end, true, w.end
		return true
	}
	return false
}
