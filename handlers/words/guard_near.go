package words

import "strings"

// nearLength is the length in letters from which a watched word is also found with one letter wrong.
const nearLength = 8

// addNear makes an entry of one long word findable where it is misspelt.
func (w *watchlist) addNear(low string, h hint) {
	part := strings.TrimSuffix(low, "*")
	if len(part) >= nearLength && part[0] != '*' && part[0] != '=' {
		w.near[part[:2]] = append(w.near[part[:2]], watchedPart{part: low, flags: h})
	}
}

// misspelt gives the hints of the watched words that low is with one letter wrong, missing, too many, or two swapped.
// The first two letters have to be right.
func (w *watchlist) misspelt(low []byte) (found hint) {
	if w.isPlace(low) {
		return 0
	}
	text := string(low)
	for _, entry := range w.near[text[:2]] {
		part, open := strings.CutSuffix(entry.part, "*")
		if nearly(text, part, open) {
			found |= entry.flags
		}
	}
	return found
}

// nearly says that text is within one letter of part, or begins with what is, in which case the last letter is right.
func nearly(text, part string, open bool) bool {
	i := 0
	for i < len(text) && i < len(part) && text[i] == part[i] {
		i++
	}
	if i == len(part) || i == len(text) {
		return !open && len(text)-len(part) <= 1 && len(part)-len(text) <= 1
	}
	if open && i == len(part)-1 {
		return false
	}
	same := func(a, b string) bool { return a == b || open && strings.HasPrefix(a, b) }
	return same(text[i+1:], part[i+1:]) || same(text[i:], part[i+1:]) || same(text[i+1:], part[i:]) ||
		i+1 < len(part) && i+1 < len(text) && text[i] == part[i+1] && text[i+1] == part[i] && same(text[i+2:], part[i+2:])
}
