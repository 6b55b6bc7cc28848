package words

import (
	"slices"
	"strings"
)

// Oddities are pieces that say what cannot be, so that the reading is not certain whatever else it says.
type oddities struct {
	count, slot, trainee, extent bool
	guessed                      bool // a number was taken for a slot's
	twice                        bool // an argument is said with two values
	cut                          bool // the text is longer than what is read of it
}

// readOddities takes the numbers away that no number of slots can be, "-3", "3,5", "2-3", and references in part, "D-1".
func (s *scan) readOddities() {
	for i := range s.ts {
		t := &s.ts[i]
		if t.use != free {
			continue
		}
		switch {
		case t.kind == word && t.fold == "d":
			s.oddReference(i)
		case t.text == "#" && i+1 < len(s.ts) && s.ts[i+1].kind == number && s.ts[i+1].use == free:
			s.odd.slot = true
			s.take(i, i+2, usedOther)
		case t.kind == number && len(t.text) > 1 && t.text[0] == '0':
			s.phone(i)
		case s.isAmount(i):
			s.oddNumber(i)
		}
	}
}

func (s *scan) isAmount(i int) bool {
	return i >= 0 && i < len(s.ts) && s.ts[i].use == free && (s.ts[i].kind == number || s.ts[i].kind == word && s.isNumeral(s.ts[i].fold))
}

func (s *scan) markAt(i int, text string) bool {
	return i >= 0 && i < len(s.ts) && s.ts[i].kind == mark && s.ts[i].use == free && s.ts[i].text == text
}

// oddReference takes "D-1" and "D2026" away, which are no reference and no slot.
func (s *scan) oddReference(i int) {
	j := i + 1
	if s.markAt(j, "-") && s.ts[j].glued {
		j++
	}
	if j >= len(s.ts) || s.ts[j].kind != number || !s.ts[j].glued {
		return
	}
	for s.markAt(j+1, "-") && j+2 < len(s.ts) && s.ts[j+2].kind == number && s.ts[j+2].glued {
		j += 2
	}
	s.odd.trainee = true
	s.take(i, j+1, usedOther)
}

// phone takes a telephone number away, which begins with a zero as no count does.
func (s *scan) phone(i int) {
	end := i + 1
	for end < len(s.ts) && s.ts[end].use == free && (s.ts[end].kind == number || s.markAt(end, "-") && end+1 < len(s.ts) && s.ts[end+1].kind == number) {
		end++
	}
	s.take(i, end, usedOther)
}

func (s *scan) oddNumber(i int) {
	t := s.ts[i]
	minus := s.markAt(i-1, "-") && t.glued && (i == 1 || !s.ts[i-1].glued || s.ts[i-2].kind == mark)
	minus = minus || i > 0 && s.ts[i-1].fold == "minus"
	if minus && (i < 2 || s.ts[i-2].use != usedDate) {
		s.odd.count = true
		s.take(i-1, i+1, usedOther)
		return
	}
	j := i + 1
	glued := j+1 < len(s.ts) && s.ts[j].glued && s.ts[j+1].glued
	switch {
	case t.kind == number && glued && (s.markAt(j, ",") || s.markAt(j, ".")) && s.ts[j+1].kind == number:
		if len(s.ts[j+1].text) == 3 {
			s.thousands(i, j+1)
			return
		}
		s.odd.count = true
		s.take(i, j+2, usedOther)
	case t.kind == number && j < len(s.ts) && !s.ts[j].glued && s.ts[j].kind == number && s.ts[j].use == free && len(s.ts[j].text) == 3 && isThousands(t.text, s.ts[j].text):
		s.thousands(i, j)
	case t.kind == number && s.isSlotRange(i):
	case s.isAmount(j+1) && (s.markAt(j, "-") || s.markAt(j, "/") && glued || s.does(j, smallOr) || s.does(j, smallTo) && s.countsNext(j+1)):
		s.odd.count = true
		s.take(i, j+2, usedOther)
	}
}

// slotOrDay reports a number after "plats" that may be a slot's and may be the day of a month: "boka plats 12 september".
func (s *scan) slotOrDay() bool {
	return len(s.slots) == 0 && slices.ContainsFunc(s.dates, func(w when) bool {
		i := w.start - 1
		if w.class != dayMonth || w.feast != nil || i < 1 || s.ts[w.start].kind != number || s.lex.dates[s.ts[i].fold] != (dateWord{"counted", "slot"}) || !s.lex.isMonth(s.ts[w.start+1].fold) {
			return false
		}
		before := &s.ts[i-1]
		return s.lex.dates[before.fold].class != "article" && before.use != usedKind && before.kind == word
	})
}

// isSlotRange reports a range whose first number is too high for a count: "släpp 601-604".
func (s *scan) isSlotRange(i int) bool {
	n, ok := s.numberAt(i)
	return ok && n >= manySlots && s.lastOfRange(i+1, false) > int64(n)
}

// isThousands tells "1 000" and "12 500" from the two slots of "300 301".
func isThousands(first, second string) bool {
	return len(first) == 1 || len(first) == 2 && strings.HasSuffix(second, "00")
}

// thousands joins "1 000", "1.000" and "1,000".
func (s *scan) thousands(i, last int) {
	whole := s.ts[i].text + s.ts[last].text
	s.take(i+1, last+1, usedOther)
	s.ts[i].text, s.ts[i].fold, s.ts[i].low = whole, whole, whole
}

// doubt asks about what the oddities leave unsaid, and about plans that cannot be.
func (s *scan) doubt(r *Reading) {
	a := &r.Args
	if a.Count != nil && *a.Count == 0 && oneAtLeast[s.command] {
		a.Count, s.odd.count = nil, true
	}
	switch {
	case s.odd.count && s.takes("count") && s.command != "release":
		s.ask(r, "count", nil)
	case (s.odd.slot || s.slotOrDay() || s.odd.count && slotAlone[s.command]) && s.takes("slot"):
		s.ask(r, "slot", nil)
	case s.odd.trainee && (s.takes("trainee") || s.command == ""):
		s.ask(r, "trainee", nil)
	case a.From != "" && a.To != "" && a.To < a.From, s.tooLate(a):
		s.ask(r, "date", nil)
	}
}

// oneAtLeast are the commands whose count is of things to do.
var oneAtLeast = map[string]bool{"claim": true, "publish": true, "transfer": true, "match": true}

// longAgo reports an order for a time that has been for so long that it must be told of: "förra året: boka plats 4".
func (s *scan) longAgo(a *Args) bool {
	days := 31
	switch {
	case isLogged[s.command]:
		days = 180
	case s.command == "erase" || s.command == "correct":
		return false
	}
	since := iso(dateOf(s.c.Now).AddDate(0, 0, -days))
	return slices.ContainsFunc([]string{a.From, a.To, a.Date}, func(day string) bool { return day != "" && day < since })
}

// tooLate reports a plan for a time that has been. ISO days sort as they follow each other.
func (s *scan) tooLate(a *Args) bool {
	today := iso(dateOf(s.c.Now))
	past := func(day *string) bool {
		if *day == "" || *day >= today {
			return false
		}
		*day = ""
		return true
	}
	switch s.command {
	case "claim", "publish", "match", "extend", "pause": // a start is as it was written: the handler says that it has been
		return past(&a.To)
	case "remind":
		return past(&a.Date)
	}
	return false
}
