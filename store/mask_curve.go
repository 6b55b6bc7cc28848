package store

// MaskCurve says which points of a curve are told where small groups are not: between two that are, or one of them and a count that is told of the
// whole or of its periods, there is nothing or no small group.
func (s *Standing) MaskCurve(points []CurvePoint) []Shade {
	told, sum := []int{0, s.Counted}, 0
	for _, d := range s.Periods {
		sum += d.Created
		told = append(told, sum)
	}
	out := make([]Shade, len(points))
	for i, p := range points {
		if !p.Known {
			continue
		}
		for _, n := range told {
			if few(p.Created-n) || few(n-p.Created) {
				out[i] = Hidden
			}
		}
		if few(p.Created) {
			out[i] = Small
		}
		if out[i] == Shown {
			told = append(told, p.Created)
		}
	}
	return out
}
