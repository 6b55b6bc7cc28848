package store

import "slices"

// Headline says how the figures of a whole scope are told where small groups are not.
type Headline struct {
	Net, Gross, Filled, Vacant, Persons Shade
	Counted                             Shade  // toward the target: what remains, the share and what is needed a week give it away
	Pace                                bool   // the pace is told: it gives away what has been created in the period that goes on
	Periods                             Masked // of the filled, the vacant and the given back that count; Totals are the created
}

// MaskHeadline masks what small groups there are, and what they could be worked out of by what else is told.
func (s *Standing) MaskHeadline() Headline {
	h := Headline{Net: SmallOf(s.Net), Gross: SmallOf(s.Gross), Persons: SmallOf(s.Persons)}
	if h.Net != Shown || few(s.Filled) || few(s.Vacant) {
		h.Filled, h.Vacant = Hidden, Hidden // nothing tells which of them is small
	}
	if few(s.Gross-s.Net) && h.Gross == Shown {
		h.Gross = Hidden
	}
	if few(s.Persons-s.Filled) && h.Filled == Shown && h.Persons == Shown {
		h.Persons = Hidden
	}
	if h.Counted = h.Net; s.Counted != s.Net {
		h.Counted = h.Gross
	}
	rest := PeriodStands{Created: s.Counted, Filled: s.Filled, Vacant: s.Vacant} // created on a day of no period
	for _, d := range s.Periods {
		rest.Created, rest.Filled, rest.Vacant = rest.Created-d.Created, rest.Filled-d.Filled, rest.Vacant-d.Vacant
	}
	var rows [][]int
	for _, d := range append(slices.Clone(s.Periods), rest) {
		rows = append(rows, []int{d.Filled, d.Vacant, d.Created - d.Filled - d.Vacant})
	}
	h.Periods = Mask(rows, slices.Repeat([]bool{true}, len(rows)))
	h.Periods.Cells, h.Periods.Totals = h.Periods.Cells[:len(s.Periods)], h.Periods.Totals[:len(s.Periods)]
	h.Pace = h.Counted == Shown && !h.Periods.None
	for i, d := range s.Periods {
		if d.Start <= s.AsOf && s.AsOf <= d.End && h.Periods.Totals[i] != Shown {
			h.Pace = false
		}
	}
	return h
}

// SmallOf is how a count that stands alone is told.
func SmallOf(n int) Shade {
	if few(n) {
		return Small
	}
	return Shown
}
