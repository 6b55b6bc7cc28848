package words

// A manager who says "jag är sjuk idag", or that the supervisor is, tells how the week will go: nothing is kept of it, and it is answered as a
// colleague would. That holds for the plain words of an ordinary day off ([sets] off_sick); an illness by its name is refused whoever has it.

// staffIsSick says that all that is sensitive in the text is that the writer or a colleague is off sick.
func (s *sift) staffIsSick() bool {
	some := false
	for i := range s.pieces {
		if s.pieces[i].place || !s.has(i, hintSensitive) {
			continue
		}
		if s.list.offSick[string(s.word(i))] && s.staffBeforeSick(i) && !s.has(i+1, hintTrainee|hintSomeone) {
			some = true
		} else if !s.list.offBetween[string(s.word(i))] && s.has(i, hintHealth|hintBackground) {
			return false
		}
	}
	return some
}

// staffBeforeSick says that what is said at piece i is said of the writer or a colleague: nothing but small words stand between.
func (s *sift) staffBeforeSick(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		switch {
		case s.list.offWho[string(s.word(k))], s.has(k, hintStaff) && !s.has(k, hintTrainee):
			return true
		case !s.list.offBetween[string(s.word(k))] && !s.list.offSick[string(s.word(k))] || s.pieces[k+1].gap == '.':
			return false
		}
	}
	return false
}
