package words

import (
	"sync"
	"time"
)

// The kinds of thing that are refused, in the order in which they win when a text holds several.
const (
	refusePersonnummer = "personnummer"
	refuseHealth       = "health"
	refuseBackground   = "background"
	refuseName         = "name"
)

// Finding is what the guard saw, never what it was.
type Finding struct {
	// Refuse is "" where the text may go on, else "personnummer", "health", "background" or "name".
	Refuse string
	// Ask says that a number may be a personnummer: ask before anything is stored. Never together with Refuse.
	Ask bool
	// Sick says that the writer or a colleague is off sick: it may go on, and nothing is kept of it.
	Sick bool
}

// Guard looks for what must not come in: a personnummer in any of its forms, a word about somebody's health or
// background, the name of a trainee. It is the first to see a text and works on anything that a person can write:
// messages, form fields, file names. now decides which dates are near enough to be times of day rather than births.
//
// The line between a rule and a person: the name of an illness or a word for debts is refused wherever it stands, except in a
// question about the rules (the frames of guard.toml) that points at nobody: no pronoun, no name, no reference, no
// slot. Softer words (doctor, absence, wheelchair) are refused only where the text points at somebody. What the
// writer says about their own health is refused too, but for the plain word that they, or a colleague, are off sick.
func Guard(text string, now time.Time) Finding {
	return guard(text, now, nil)
}

func guard(text string, now time.Time, units *unitIndex) Finding {
	s := sifts.Get().(*sift)
	defer sifts.Put(s)
	s.read(text)
	ask, sick := false, false
	if s.digits >= 4 || s.seen&(hintBorn|hintSpoken) != 0 {
		switch s.numbers(now) {
		case certain:
			return Finding{Refuse: refusePersonnummer}
		case doubtful:
			ask = true
		}
		if s.disguised(now) {
			return Finding{Refuse: refusePersonnummer}
		}
	}
	switch s.spelledOut() {
	case certain:
		return Finding{Refuse: refusePersonnummer}
	case doubtful:
		ask = true
	}
	if s.seen&(hintSensitive|hintNameable) != 0 || s.uppers > 1 || s.uppers > 0 && s.seen&(hintTraineeish|hintStays) != 0 {
		s.markPlaces(units)
		s.markAddresses()
		if kind := s.sensitive(); kind != "" {
			if sick = s.staffIsSick(); !sick {
				return Finding{Refuse: kind}
			}
		}
		if s.namesTrainee() {
			return Finding{Refuse: refuseName}
		}
	}
	return Finding{Ask: ask, Sick: sick}
}

var sifts = sync.Pool{New: func() any { return &sift{list: theWatchlist()} }}
