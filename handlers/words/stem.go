package words

import "strings"

// Endings that Swedish and English words lose, longest first, when they are compared: Swedish until nothing is left to
// lose, so that every form of a word ends as the same stem. The stem keeps three letters and a vowel; before an ending of
// one consonant it keeps four. It is a light stemming: it makes forms of one word alike and need not find its dictionary form.
var (
	svEndings = byLast("heterna", "arna", "erna", "orna", "ande", "aren", "ades", "ade", "are", "ing", "ens", "ets", "en", "et", "er",
		"ar", "or", "as", "es", "at", "ad", "na", "a", "e", "s", "n", "t")
	enEndings = byLast("ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")
)

// byLast keeps the endings by their last letter.
func byLast(endings ...string) *[26][]string {
	var m [26][]string
	for _, e := range endings {
		k := e[len(e)-1] - 'a'
		m[k] = append(m[k], e)
	}
	return &m
}

func stemSV(word string) string {
	for {
		s := strip(word, svEndings)
		if strings.HasSuffix(word, "ant") { // who does it is not what is done: praktikant, praktik
			s = word
		}
		if len(s) == len(word) {
			return s
		}
		word = s
	}
}

func stemEN(word string) string {
	s := strip(word, enEndings)
	if n := len(word); len(s) == n && n == 4 && word[3] == 's' {
		return word[:3]
	}
	if n := len(s); n < len(word) && n > 3 && s[n-1] == s[n-2] && s[n-1] != 's' && s[n-1] != 'l' {
		return s[:n-1]
	}
	return s
}

func strip(word string, endings *[26][]string) string {
	if len(word) < 4 {
		return word
	}
	last := word[len(word)-1]
	if last < 'a' || last > 'z' {
		return word
	}
	for _, e := range endings[last-'a'] {
		n := len(word) - len(e)
		keep := 3
		if len(e) == 1 && last != 'a' && last != 'e' && last != 'y' {
			keep = 4
		}
		if n >= keep && word[n:] == e && hasVowel(word[:n]) {
			return word[:n]
		}
	}
	return word
}

func hasVowel(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}
