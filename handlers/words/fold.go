package words

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean makes every way to write the same characters one: composed letters, plain dashes, quotes and spaces, no
// zero-width marks, Slack's escapes undone.
func clean(text string) string {
	if isPlain(text) {
		return text
	}
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	text = strings.Map(plainRune, text)
	if strings.IndexByte(text, '&') >= 0 {
		text = unescape.Replace(text)
	}
	return text
}

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf || text[i] == '&' {
			return false
		}
	}
	return true
}

func plainRune(r rune) rune {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '\uff0d':
		return '-'
	case '’', '‘', '‚', '′', '´', '`', 'ʼ':
		return '\''
	case '”', '“', '„', '«', '»', '″':
		return '"'
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\ufe0f':
		return -1
	case '％':
		return '%'
	case '…':
		return '.'
	}
	if r >= utf8.RuneSelf && unicode.IsSpace(r) {
		return ' '
	}
	if r >= '０' && r <= '９' {
		return '0' + r - '０'
	}
	return r
}

// foldRune is the plain lower-case letter of r: å, ä → a, ö → o, é → e.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	switch r {
	case 'å', 'ä', 'à', 'á', 'â', 'ã', 'æ':
		return 'a'
	case 'ö', 'ò', 'ó', 'ô', 'õ', 'ø':
		return 'o'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'ü', 'ú', 'ù', 'û':
		return 'u'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	case 'ñ':
		return 'n'
	case 'ç':
		return 'c'
	}
	return r
}

// fold is the text as it is compared: lower case, without diacritics.
func fold(text string) string {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return strings.Map(foldRune, text)
		}
	}
	return text
}

// near reports whether a and b differ by at most one wrong, missing, extra or swapped letter.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i >= len(a)-1 {
		return true
	}
	return a[i+1:] == b[i+1:] || a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// wordList holds words by their length, each with the letters that it has: a word within one letter of another one has nearly the same letters,
// so that few have to be compared, and to add one costs next to nothing.
type wordList [][]listedWord

type listedWord struct {
	letters uint32
	word    string
}

func (s *wordList) add(word string) {
	for len(*s) <= len(word) {
		*s = append(*s, nil)
	}
	(*s)[len(word)] = append((*s)[len(word)], listedWord{lettersOf(word), word})
}

// near gives the words that are near a word.
func (s wordList) near(word string, yield func(string)) {
	letters := lettersOf(word)
	for n := max(0, len(word)-1); n <= len(word)+1 && n < len(s); n++ {
		for i := range s[n] {
			if c := &s[n][i]; bits.OnesCount32(c.letters^letters) <= 2 && near(word, c.word) {
				yield(c.word)
			}
		}
	}
}

func lettersOf(word string) (letters uint32) {
	for i := 0; i < len(word); i++ {
		letters |= 1 << (word[i] & 31)
	}
	return letters
}
