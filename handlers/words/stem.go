package words

import "strings"

// Endings, longest first, that Swedish and English words lose when they are compared. The stem that stays has at least
// three letters and a vowel. It is a light stemming: it makes forms of one word alike and need not find its dictionary form.
var (
	svEndings = []string{
		"heterna", "arnas", "ernas", "ornas", "andes", "arens", "ingar", "heten", "heter", "arna", "erna", "orna", "ande", "aren",
		"aste", "ades", "ade", "are", "ing", "ens", "ets", "ers", "ars", "ats", "en", "et", "er", "ar", "or", "as", "es", "at", "ad", "na",
		"a", "e", "s", "n", "t",
	}
	enEndings = []string{"ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"}
)

func stemSV(word string) string { return strip(strip(word, svEndings), svEndings) }

func stemEN(word string) string {
	s := strip(word, enEndings)
	if n := len(s); n > 3 && s[n-1] == s[n-2] && s[n-1] != 's' && s[n-1] != 'l' {
		return s[:n-1]
	}
	return s
}

func strip(word string, endings []string) string {
	for _, e := range endings {
		if len(word) >= len(e)+3 && strings.HasSuffix(word, e) {
			if rest := word[:len(word)-len(e)]; strings.ContainsAny(rest, "aeiouy") {
				return rest
			}
		}
	}
	return word
}
