package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	word tokenKind = iota
	number
	mark   // punctuation, one character
	key    // key:value
	person // <@U…> or an e-mail address
)

// use is what a token has been taken for.
type use uint8

const (
	free use = iota
	usedKey
	usedSlot
	usedTrainee
	usedPerson
	usedUnit
	usedKind
	usedDate
	usedExtent
	usedNumber
	usedOther
)

type token struct {
	text      string // as written
	low       string // lower case with its diacritics
	fold      string // lower case without
	kind      tokenKind
	use       use
	cap       bool // written with a capital
	glued     bool // no space before it
	ids       []int32
	known     bool // a word of the lexicon
	corrected bool // one letter was wrong
	short     bool // "we'd", "we'll": a pronoun and its verb, never a weekday
}

// tokens cuts a text: runs of letters, runs of digits, single marks, and whole mentions, addresses and key:value pairs.
func tokens(text string, out []token) []token {
	text = clean(text)
	glued := false
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			glued = false
			i += w
			continue
		}
		n, t := cut(text[i:], glued)
		if n == 0 {
			n, t = w, token{text: text[i : i+w], kind: mark}
		}
		t.glued = glued
		if t.text != "" {
			t.finish()
			out = append(out, t)
			glued = true
		}
		i += n
	}
	return join(out, theLexicon())
}

func (t *token) finish() {
	if t.kind == key {
		return
	}
	t.fold = fold(t.text)
	t.low = t.text
	if t.kind == word {
		t.low = strings.ToLower(t.text)
		r, _ := utf8.DecodeRuneInString(t.text)
		t.cap = unicode.IsUpper(r)
	}
}

// cut takes one token from the front of s and says how many bytes it was; 0 is a mark.
func cut(s string, glued bool) (int, token) {
	switch c := s[0]; {
	case c == '<':
		return cutMarkup(s)
	case '0' <= c && c <= '9':
		n := 1
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		return n, token{text: s[:n], kind: number}
	}
	if !glued {
		if n := emailLen(s); n > 0 {
			return n, token{text: s[:n], kind: person}
		}
		if k, val, n := keyValue(s); n > 0 {
			return n, token{text: val, fold: k, low: val, kind: key}
		}
	}
	n := letters(s)
	if n == 0 {
		return 0, token{}
	}
	text := s[:n]
	i := strings.IndexByte(text, '\'')
	if i < 0 {
		return n, token{text: text, kind: word}
	}
	switch text[i+1:] {
	case "d", "ll", "re", "ve":
		return n, token{text: text[:i] + text[i+1:], kind: word, short: true}
	}
	return n, token{text: strings.ReplaceAll(text, "'", ""), kind: word}
}

// letters is the length of the run of letters at the front; an apostrophe between two letters belongs to it.
func letters(s string) int {
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			n += w
			continue
		}
		if r == '\'' && n > 0 {
			if next, _ := utf8.DecodeRuneInString(s[n+1:]); unicode.IsLetter(next) {
				n++
				continue
			}
		}
		break
	}
	return n
}

// cutMarkup reads Slack's <@U…>, <mailto:…|…>, <tel:…|…>, <#C…> and links (docs.slack.dev/messaging/formatting-message-text).
func cutMarkup(s string) (int, token) {
	end := strings.IndexByte(s, '>')
	if end < 2 {
		return 0, token{}
	}
	inner, label, _ := strings.Cut(s[1:end], "|")
	switch {
	case strings.HasPrefix(inner, "@"):
		return end + 1, token{text: "<" + inner + ">", kind: person}
	case strings.HasPrefix(inner, "mailto:"):
		return end + 1, token{text: inner[len("mailto:"):], kind: person}
	case strings.HasPrefix(inner, "#"):
		return end + 1, token{text: "channel", kind: word}
	case strings.HasPrefix(inner, "!"):
		return end + 1, token{}
	case label != "":
		return end + 1, token{text: label, kind: word}
	}
	return end + 1, token{}
}

func emailLen(s string) int {
	at := 0
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if r == '@' && at == 0 && n > 0 {
			at = n
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-+", r) {
			break
		}
		n += w
	}
	for n > 0 && strings.IndexByte(".-_+", s[n-1]) >= 0 {
		n--
	}
	if at == 0 || !strings.Contains(s[at:n], ".") {
		return 0
	}
	return n
}

// keys are the words that buttons put before a colon.
var keys = map[string]bool{
	"unit": true, "units": true, "slot": true, "from": true, "to": true, "at": true, "date": true, "hours": true, "percent": true,
	"count": true, "kind": true, "trainee": true, "result": true, "outcome": true, "after": true, "reason": true, "page": true, "language": true,
	"term": true, "what": true, "by": true, "person": true, "role": true, "period": true, "compare": true, "top": true, "weeks": true,
	"days": true, "scope": true, "programme": true, "format": true, "every": true, "channel": true, "longer": true, "entry": true, "step": true, "rule": true,
}

// keyValue splits "unit:UAF-2-11" and `kind:"daglig verksamhet"`; n is how many bytes it was. The value runs to the next
// space or the closing quote.
func keyValue(s string) (k, val string, n int) {
	i := 0
	for i < len(s) && 'a' <= s[i] && s[i] <= 'z' {
		i++
	}
	if i == 0 || i+1 >= len(s) || s[i] != ':' || s[i+1] == ' ' || !keys[s[:i]] {
		return "", "", 0
	}
	val = s[i+1:]
	if val[0] == '"' {
		if end := strings.IndexByte(val[1:], '"'); end >= 0 {
			return s[:i], val[1 : 1+end], i + 3 + end
		}
	}
	if end := strings.IndexAny(val, " \t"); end >= 0 {
		val = val[:end]
	}
	return s[:i], val, i + 1 + len(val)
}

// joinedWord is a word that is also written in pieces: "t o m", "t.o.m.", "fr. o. m.".
type joinedWord struct {
	rest []string
	word string
}

// join makes one word of the spellings in pieces.
func join(ts []token, l *lexicon) []token {
	out := ts[:0]
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if n, end := l.inDigits(ts[i:]); end > 0 {
			out = append(out, n)
			i += end - 1
			continue
		}
		for _, j := range l.joined[t.fold] {
			if n := j.length(ts[i:]); n > 0 {
				t.text, t.low, t.fold = j.word, j.word, j.word
				i += n - 1
				break
			}
		}
		if full, ok := l.same[t.fold]; ok && t.kind == word && !t.glued && (i+1 == len(ts) || !ts[i+1].glued || ts[i+1].kind == mark) {
			t.low, t.fold = full, fold(full)
		}
		out = append(out, t)
		if i+1 < len(ts) && t.kind == word && l.short[t.fold] && ts[i+1].text == "." && ts[i+1].glued && i+2 < len(ts) && !ts[i+2].glued && !ts[i+2].cap {
			i++ // the dot of "enl. plan" ends nothing
		}
	}
	return out
}

// length is how many tokens the pieces are, 0 where they don't stand here.
func (j *joinedWord) length(ts []token) int {
	n := 1
	for _, piece := range j.rest {
		if n < len(ts) && ts[n].text == "." {
			n++
		}
		if n >= len(ts) || ts[n].fold != piece {
			return 0
		}
		n++
	}
	if n < len(ts) && ts[n].text == "." && ts[n].glued {
		n++
	}
	return n
}
