package words

import "strconv"

// readSlots finds "#214", "plats 412" and "slots 412, 413 and 414".
func (s *scan) readSlots() {
	for i := 0; i < len(s.ts); i++ {
		start, j, many := i, i, false
		plural := s.lex.dates[s.ts[i].fold].value == "many"
		if end := s.slotByEnding(i); end > 0 {
			n, _ := strconv.ParseInt(s.ts[i].text, 10, 64)
			s.slots = appendOnce(s.slots, n)
			s.take(i, end, usedSlot)
			i = end - 1
			continue
		}
		switch d := s.lex.dates[s.ts[i].fold]; {
		case s.ts[i].use != free:
			continue
		case s.ts[i].text == "#":
			j++
		case s.ts[i].kind == word && (d.class == "counted" && (d.value == "slot" || d.value == "many") || d.class == "slotnumber"):
			j++
			if d.value != "slot" && d.class == "counted" && !s.numberList(j) {
				continue
			}
			if s.does(j, smallWith) && j+1 < len(s.ts) && s.lex.dates[s.ts[j+1].fold].class == "slotnumber" { // "the slot with number 88"
				j++
			}
			for j < len(s.ts) && (s.ts[j].text == "." || s.ts[j].text == "#" || s.ts[j].text == ":" || s.lex.dates[s.ts[j].fold].class == "slotnumber") {
				j++
				many = true
			}
			many = many || d.class == "slotnumber"
		default:
			continue
		}
		sure := s.ts[i].text == "#" || many
		for end, ok := s.slotAt(j, sure); ok && (start == i || !s.isMeasure(end)); end, ok = s.slotAt(j, sure) {
			n, _ := strconv.ParseInt(s.ts[end-1].text, 10, 64)
			s.slots = appendOnce(s.slots, n)
			if last := s.lastOfRange(end, plural); last > n {
				for k := n + 1; k <= last; k++ {
					s.slots = appendOnce(s.slots, k)
				}
				for end++; s.ts[end-1].kind != number; end++ {
				}
			}
			s.take(start, end, usedSlot)
			j, start = s.afterAnd(end), end
			i = end - 1
		}
	}
}

// slotByEnding reads "214:an", "66an" and "66 är vår", and gives the token after the slot; 0 for none.
func (s *scan) slotByEnding(i int) int {
	if t := &s.ts[i]; t.kind != number || t.use != free || len(t.text) > 6 || t.text[0] == '0' {
		return 0
	}
	j := i + 1
	if s.markAt(j, ":") && s.ts[j].glued {
		j++
	}
	if j < len(s.ts) && s.ts[j].glued && s.does(j, smallEnding) {
		return j + 1
	}
	if s.does(i+1, smallIs) && s.does(i+2, smallOurs) {
		return i + 1
	}
	return 0
}

// lastOfRange is the last slot of "platser 30-33", or of "platser 30 till 33" after a plural, whose first ends before token i; 0 for none.
func (s *scan) lastOfRange(i int, plural bool) int64 {
	to := plural && i < len(s.ts) && s.ts[i].use == free && s.lex.dates[s.ts[i].fold] == dateWord{"role", "to"}
	if !to && !s.markAt(i, "-") {
		return 0
	}
	if i++; i < len(s.ts) && s.ts[i].text == "#" {
		i++
	}
	if i >= len(s.ts) || s.ts[i].kind != number || s.ts[i].use != free || s.isMeasure(i+1) || len(s.ts[i].text) > 9 {
		return 0
	}
	first, _ := strconv.ParseInt(s.ts[i-2].text, 10, 64)
	last, _ := strconv.ParseInt(s.ts[i].text, 10, 64)
	if first == 0 || last-first > manySlots {
		return 0
	}
	return last
}

// numberList reports two or more numbers after a word in the plural: "platser 12 och 13".
func (s *scan) numberList(i int) bool {
	if i >= len(s.ts) || s.ts[i].kind != number {
		return false
	}
	if s.lastOfRange(i+1, true) > 0 {
		return true
	}
	j := s.afterAnd(i + 1)
	return j > i+1 && j < len(s.ts) && s.ts[j].kind == number
}

func (s *scan) slotAt(i int, sure bool) (int, bool) {
	if i < len(s.ts) && s.ts[i].text == "#" {
		i++
		sure = true
	}
	if i >= len(s.ts) || s.ts[i].kind != number || s.ts[i].use != free || len(s.ts[i].text) > 9 {
		return 0, false
	}
	n, err := strconv.ParseInt(s.ts[i].text, 10, 64)
	if err != nil || n == 0 || !sure && (s.isCount(i) && n < manySlots || i+1 < len(s.ts) && s.ts[i+1].text == "%") {
		return 0, false
	}
	return i + 1, true
}

// isMeasure reports a word of time or extent, so that the number before it is no slot: "plats 77, 4 veckor".
func (s *scan) isMeasure(i int) bool {
	if i >= len(s.ts) || s.ts[i].kind != word {
		return false
	}
	switch s.lex.dates[s.ts[i].fold].class {
	case "unit", "week", "hours", "percent", "counted":
		return true
	}
	return false
}

func (s *scan) afterAnd(i int) int {
	for i < len(s.ts) && (s.ts[i].text == "," || s.ts[i].text == "&" || s.does(i, smallAnd) || s.does(i, smallAndNumber) && i+1 < len(s.ts) && s.ts[i+1].kind == number) {
		i++
	}
	return i
}
