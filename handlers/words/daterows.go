package words

// lastOfRow is the last of months, weeks, years or parts of them that follow on each other, "maj, juni och juli"; nil where there is no row.
func (r *dateReader) lastOfRow(w *when) (last *when) {
	n := w.inRow()
	if n == 0 || r.comparing() {
		return nil
	}
	for i := w.end; ; {
		j := i
		if r.is(j, ",") {
			j++
		}
		if j = r.over(j, smallAnd); j == i {
			return last
		}
		next := r.at(j)
		if k, ok := r.num(j); ok && w.class == isoWeek && k == n+1 && !r.counted(j+1) {
			next = &when{class: isoWeek, w: k, d: -1, start: j, end: j + 1}
		}
		if next == nil || next.class != w.class || next.inRow() != n+1 {
			return last
		}
		n, last, i = n+1, next, next.end
	}
}

// inRow is the number of a month, a week, a year or a part of it among its like; 0 for other times.
func (w *when) inRow() int {
	switch w.class {
	case month, quarter, tertial:
		return w.m
	case isoWeek:
		if w.d < 0 {
			return w.w
		}
	case year:
		return w.y
	}
	return 0
}

// comparing reports a word that sets two times against each other.
func (r *dateReader) comparing() bool {
	for i := range r.ts {
		if role, _ := r.word(i, "role"); role == "compare" || role == "comparing" {
			return true
		}
	}
	return false
}
