package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Programme is what the words need to know of a programme: what it is called by.
type Programme struct {
	Key   string
	Names []string
}

// AboutProgramme tells whether a command is about one programme at a time, so that another one can be asked for.
func AboutProgramme(command string) bool { return acceptsSet[command]["programme"] }

// named writes the first programme that a text names as buttons say it, "programme:KEY". Where there is one alone it need not be named, and a text
// that says its name means nothing else by it.
func (v *Vocabulary) named(text string, c Context) string {
	if len(v.programmes) < 2 {
		return text
	}
	from, to, key := 0, 0, ""
	for _, p := range v.programmes {
		for _, name := range p.Names {
			if at := standsAlone(text, name); at >= 0 && len(name) > to-from {
				from, to, key = at, at+len(name), p.Key
			}
		}
	}
	if key == "" {
		return text
	}
	said := `programme:"` + key + `"`
	if c.Last != nil && len(strings.Fields(text[:from]+text[to:])) < 3 { // "och Ny metod?"
		return text[:from] + said + text[to:]
	}
	called := v.lex.named[0]
	if v.languageOf(tokens(text[:from]+text[to:], nil), c) == languages[1] {
		called = v.lex.named[1]
	}
	return text[:from] + called + text[to:] + " " + said
}

// standsAlone finds a name in a text where it stands by itself, in capitals or not; -1 where it does not. What a button says after a colon is no name.
func standsAlone(text, name string) int {
	for i := range text {
		end := i + len(name)
		if name == "" || end > len(text) || !strings.EqualFold(text[i:end], name) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !inWord(before) && !inWord(after) && before != ':' && before != '"' {
			return i
		}
	}
	return -1
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' }
