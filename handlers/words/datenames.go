package words

import "time"

// named reads the days and turns that have a name.
func (r *dateReader) named(i int, name string) *when {
	w := &when{start: i, end: i + 1}
	switch name {
	case "newyear": // årsskiftet
		w.class, w.m = turn, 12
	case "halfyear":
		w.class, w.m = turn, 6
	case "monthend":
		w.class, w.fixed = turn, true
		_, w.to = monthsFrom(r.today.Year(), int(r.today.Month()), 1)
		w.from = w.to.AddDate(0, 0, 1)
		return w
	case "christmas":
		w.class, w.d, w.m = dayMonth, 24, 12
	case "lucia":
		w.class, w.d, w.m = dayMonth, 13, 12
	case "newyearseve":
		w.class, w.d, w.m = dayMonth, 31, 12
	case "interim": // delåret
		w.class, w.m = tertial, 2
		w = r.withYear(w)
		w.forward = w.y == 0
	case "accounts":
		w.class, w.m = year, 0
		w.y = r.today.Year()
		w = r.withYear(w)
	case "midsummer":
		return r.feast(i, midsummer)
	case "easter":
		return r.feast(i, easter)
	case "holiday":
		if role, _ := r.roleBefore(i); role == noRole && !r.does(i-1, smallIn|smallLead) {
			return nil // "semester t o m 23 augusti"
		}
		if role, _ := r.word(i+1, "role"); role == "to" || r.does(i+1, smallTo) {
			return nil // "på semester till 24 augusti"
		}
		// the end of the main holiday weeks, v. 28–32
		from, _ := monday(r.today.Year(), 28)
		if r.today.After(from.AddDate(0, 0, 49)) {
			from, _ = monday(r.today.Year()+1, 28)
		}
		return fixed(from, from.AddDate(0, 0, 34), i, i+1)
	}
	return r.withYear(w)
}

func (r *dateReader) feast(i int, of func(int) time.Time) *when {
	w := &when{class: dayMonth, feast: of, start: i, end: i + 1}
	r.yearAfter(w, "")
	return w
}
