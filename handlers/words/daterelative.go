package words

import (
	"cmp"
	"time"
)

// relative reads "nästa vecka", "förra månaden", "denna vecka", "nästa måndag", "last Friday", "next two weeks".
func (r *dateReader) relative(i int) *when {
	n, _ := r.intWord(i, "rel")
	j := i + 1
	if r.does(i, smallThe) { // "den här veckan"
		if !r.does(j, smallHere) {
			return nil
		}
		j++
	}
	if r.english && n < 0 && r.does(j, smallOf) { // "the last of August"
		if w := r.edge(i, "end"); w != nil && w.class == month {
			return w
		}
	}
	if u, ok := r.unit(j); ok {
		if u == "day" && n < 0 && r.tok(i).fold == "last" {
			return nil // "the last day" is nobody's yesterday
		}
		if u == "fortnight" {
			return r.lasting(i, j+1, u, cmp.Or(n, 1), n < 0)
		}
		from, to := r.shifted(u, n)
		if u == "year" {
			return &when{class: year, y: r.today.Year() + n, start: i, end: j + 1}
		}
		return fixed(from, to, i, j+1)
	}
	if d, ok := r.intWord(j, "iday"); ok && n == 0 { // "this morning"
		t := r.today.AddDate(0, 0, d)
		return fixed(t, t, i, j+1)
	}
	if w := r.weekdayOfMonth(i, j, n); n < 0 && w != nil {
		return w
	}
	if wd, ok := r.intWord(j, "weekday"); ok {
		return r.relativeDay(i, j+1, wd, n)
	}
	if m, ok := r.intWord(j, "month"); ok {
		w := &when{class: month, m: m, start: i, end: j + 1}
		r.shift(w, n)
		return w
	}
	if s, ok := r.word(j, "season"); ok {
		w := r.season(j, dateWord{"season", s})
		if w != nil {
			w.start = i
			r.shift(w, n)
		}
		return w
	}
	if name, ok := r.word(j, "named"); ok && n != 0 {
		return r.otherTurn(i, j, name, n)
	}
	if k, ok := r.small(j); ok && n != 0 {
		if u, ok := r.unit(j + 1); ok {
			return r.lasting(i, j+2, u, k*n, n < 0)
		}
	}
	return nil
}

// otherTurn reads "förra månadsskiftet", "nästa jul".
func (r *dateReader) otherTurn(i, j int, name string, n int) *when {
	w := r.named(j, name)
	if w == nil {
		return nil
	}
	w.start = i
	if name == "monthend" && n < 0 {
		_, w.to = monthsFrom(r.today.Year(), int(r.today.Month())-1, 1)
		w.from = w.to.AddDate(0, 0, 1)
	}
	w.backward, w.forward = n < 0, n > 0
	return w
}

// shift settles "förra hösten", which has ended, and "nästa höst", which has not begun.
func (r *dateReader) shift(w *when, n int) {
	if n == 0 || w.y != 0 {
		w.forward = w.y == 0
		return
	}
	step := n
	for y := r.today.Year() - n; ; y += step {
		from, to, _ := w.in(y)
		if n < 0 && to.Before(r.today) || n > 0 && from.After(r.today) {
			w.y = y
			return
		}
	}
}

// relativeDay settles "nästa fredag" and "förra fredagen": where two days may be meant they are asked about.
func (r *dateReader) relativeDay(start, end, wd, n int) *when {
	next, last := nextWeekday(r.today, wd), lastWeekday(r.today, wd)
	switch {
	case n > 0:
		w := fixed(next, next, start, end)
		if weekOf(next).Equal(weekOf(r.today)) {
			w.asked = []time.Time{next, next.AddDate(0, 0, 7)}
		}
		return w
	case n < 0:
		w := fixed(last, last, start, end)
		if !r.english || weekOf(last).Equal(weekOf(r.today)) {
			w.asked = []time.Time{last, last.AddDate(0, 0, -7)}
		}
		return w
	}
	d := weekOf(r.today).AddDate(0, 0, wd)
	if d.Before(r.today) { // "this Monday", said on a Tuesday: the last one or the coming
		return &when{class: weekDay, d: wd, start: start, end: end}
	}
	return fixed(d, d, start, end)
}

// shifted is the week, month … n away from this one.
func (r *dateReader) shifted(unit string, n int) (from, to time.Time) {
	y, m, _ := r.today.Date()
	switch unit {
	case "day":
		d := r.today.AddDate(0, 0, n)
		return d, d
	case "week":
		from = weekOf(r.today).AddDate(0, 0, 7*n)
		return from, from.AddDate(0, 0, 6)
	case "weekend":
		from = weekOf(r.today).AddDate(0, 0, 7*n+5)
		return from, from.AddDate(0, 0, 1)
	case "month":
		return monthsFrom(y, int(m)+n, 1)
	case "quarter":
		return monthsFrom(y, (int(m)-1)/3*3+1+3*n, 3)
	case "tertial":
		return monthsFrom(y, (int(m)-1)/4*4+1+4*n, 4)
	case "half":
		return monthsFrom(y, (int(m)-1)/6*6+1+6*n, 6)
	}
	return monthsFrom(y+n, 1, 12)
}

// moved is today moved by a number of units.
func (r *dateReader) moved(unit string, n int) time.Time {
	switch unit {
	case "day":
		return r.today.AddDate(0, 0, n)
	case "week", "weekend":
		return r.today.AddDate(0, 0, 7*n)
	case "fortnight":
		return r.today.AddDate(0, 0, 14*n)
	case "month":
		return addMonths(r.today, n)
	case "quarter":
		return addMonths(r.today, 3*n)
	case "tertial":
		return addMonths(r.today, 4*n)
	case "half":
		return addMonths(r.today, 6*n)
	}
	return addMonths(r.today, 12*n)
}
