package words

import (
	"slices"
	"strconv"
)

func (s *scan) fillNumbers(r *Reading) {
	a := &r.Args
	if s.takes("hours") {
		a.Hours, a.Percent = s.hours, s.percent
	}
	if s.command == "forecast" {
		s.whatIf(a)
		return
	}
	switch {
	case len(s.slots) == 1 && s.takes("slot"):
		a.Slot = s.slots[0]
	case len(s.slots) > 1 && s.takes("slots"):
		a.Slots = s.slots
	}
	switch {
	case len(s.trainees) == 1 && s.takes("trainee"):
		a.Trainee = s.trainees[0]
	case len(s.trainees) > 1 && s.takes("trainees"):
		a.Trainees = s.trainees
	case len(s.trainees) > 1 && s.takes("trainee"):
		a.Trainee = s.trainees[0]
	}
	if len(s.persons) > 0 && s.takes("person") && s.command != "" {
		a.Person = s.personMeant()
	}
	s.readLengths()
	if s.takes("count") && s.command != "" {
		a.Count = s.countOf()
	}
	if s.command == "release" && len(s.slots) > 0 {
		a.Count = nil // "två platser, 41 och 42"
	}
	if s.command == "claim" && len(s.slots) == 0 && a.Count == nil && len(s.kinds) == 0 && !s.odd.count {
		s.manyAsSlots(a)
	}
	if slotAlone[s.command] && len(s.slots) == 0 {
		switch lone := s.loneSlots(); {
		case len(lone) == 1:
			a.Slot = lone[0]
		case len(lone) > 1 && s.takes("slots"):
			a.Slots = lone
		case len(lone) > 1:
			s.odd.slot = true
		}
	}
	switch s.command {
	case "publish":
		if a.Count == nil && a.Slot == 0 && len(a.Slots) == 0 { // "utlys tre"
			a.Count = s.firstNumber()
		}
	case "ranking":
		a.Top = s.firstNumber()
	case "vacant":
		a.Weeks = s.lengthIn("week")
	case "outcomes":
		a.Days = s.lengthIn("day")
	case "undo":
		if n := s.firstNumber(); n != nil && s.exact && s.inDigits(*n) {
			a.Entry = int64(*n)
		}
	}
}

// personMeant is the last of the people that are named, but not the one whom somebody follows: "<@U1> tar över efter <@U2>".
func (s *scan) personMeant() string {
	last := len(s.persons) - 1
	for i := range s.ts {
		if last > 0 && s.ts[i].use == usedPerson && s.ts[i].text == s.persons[last] && s.does(i-1, smallInstead) {
			last--
		}
	}
	return s.persons[last]
}

// manyAsSlots reads numbers that are too high for a count as slots, which is not beyond doubt: "vi tar 215".
func (s *scan) manyAsSlots(a *Args) {
	lone := s.loneSlots()
	if len(lone) == 0 || slices.ContainsFunc(lone, func(n int64) bool { return n < manySlots }) {
		return
	}
	s.odd.guessed = true
	if len(lone) == 1 {
		a.Slot = lone[0]
		return
	}
	a.Slots = lone
}

// inDigits reports that the number is written with digits: "the last one" is no entry.
func (s *scan) inDigits(n int) bool {
	return slices.ContainsFunc(s.ts, func(t token) bool { return t.kind == number && t.text == strconv.Itoa(n) })
}

// slotAlone are the commands in which a number by itself is a slot's.
var slotAlone = map[string]bool{"release": true, "trainee": true, "end": true, "extend": true, "correct": true, "support": true, "publish": true, "history": true}

func (s *scan) loneSlots() (lone []int64) {
	for i, t := range s.ts {
		n, ok := s.numberAt(i)
		if !ok || t.kind != number || s.countsNext(i) || s.isShare(i) || s.command == "history" && !s.endsText(i) {
			continue
		}
		lone = appendOnce(lone, int64(n))
		if last := s.lastOfRange(i+1, false); last > int64(n) { // "701-703"
			for k := int64(n) + 1; k <= last; k++ {
				lone = appendOnce(lone, k)
			}
		}
	}
	return lone
}

// endsText reports that nothing but marks, small words and dates comes after token i: "vem bokade 214 igår", not "de 10 senaste".
func (s *scan) endsText(i int) bool {
	for i++; i < len(s.ts); i++ {
		if t := &s.ts[i]; t.kind != mark && t.use != usedDate && (t.kind != word || !s.lex.filler[t.fold]) {
			return false
		}
	}
	return true
}
