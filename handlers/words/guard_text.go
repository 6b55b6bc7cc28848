package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// sift is one text on its way through the guard: cleaned, cut into pieces, each with what the watchlist knows of it.
type sift struct {
	list   *watchlist
	text   []byte // as written, with one kind of dash, space and digit
	fold   []byte // the pieces alone: lower case, without marks (å as a)
	pieces []piece
	chain  digitChain
	said   []saidItem
	seen   hint // of all pieces together
	digits int
	uppers int // pieces that begin with a capital
}

// piece is a run of letters or a run of digits.
type piece struct {
	start, end int // in scan.text
	from, to   int // in scan.fold
	flags      hint
	gap        byte // the strongest mark between the piece before and this one: 0 at the start, then ' ', '-', ',', '.', …
	upper      bool
	number     bool
	place      bool // part of a unit's name or of another place: neither a sensitive word nor a person
}

func (s *sift) read(text string) {
	s.text, s.fold, s.pieces, s.seen, s.digits, s.uppers = s.text[:0], s.fold[:0], s.pieces[:0], 0, 0, 0
	if strings.IndexByte(text, '<') >= 0 {
		text = unwrap(text)
	}
	if strings.IndexByte(text, '%') >= 0 {
		text = escapes.Replace(text)
	}
	if !plain(text) {
		text = norm.NFKC.String(text)
	}
	for _, r := range text {
		s.text = appendClean(s.text, r)
	}
	s.cut()
	for i := range s.pieces {
		s.list.look(s, i)
	}
	for i := range s.pieces {
		s.seen |= s.pieces[i].flags
	}
}

// escapes are what an address has in the place of what stands between two parts of a number.
var escapes = strings.NewReplacer("%20", " ", "%2D", "-", "%2d", "-", "%2B", "+", "%2b", "+")

// plain says that every character has one spelling, so that normalising would change nothing.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf && c != 0xC3 { // 0xC3 begins À…ÿ
			return false
		}
	}
	return true
}

// appendClean appends r with dashes, spaces and digits made one kind each; what takes no room is dropped.
func appendClean(to []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		return append(to, byte(r))
	case r >= 0xC0 && r <= 0x17F:
		return utf8.AppendRune(to, r)
	case r == '\u2212' || unicode.Is(unicode.Pd, r):
		return append(to, '-')
	case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
		return append(to, ' ')
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me):
		return to
	case unicode.IsDigit(r):
		return append(to, digitOf(r))
	case r == '\u2044' || r == '\u2215':
		return append(to, '/')
	case r == '·' || r == '•' || r == '∙' || r == '‧':
		return append(to, '.')
	case unicode.IsLetter(r):
		return utf8.AppendRune(to, r)
	}
	return append(to, '|')
}

// digitOf gives the ASCII digit for a decimal digit of any script; their blocks hold ten each, in order.
func digitOf(r rune) byte {
	for _, block := range unicode.Nd.R16 {
		if r >= rune(block.Lo) && r <= rune(block.Hi) {
			return '0' + byte((r-rune(block.Lo))%10)
		}
	}
	for _, block := range unicode.Nd.R32 {
		if r >= rune(block.Lo) && r <= rune(block.Hi) {
			return '0' + byte((r-rune(block.Lo))%10)
		}
	}
	return '|'
}

// unwrap takes Slack's markup apart (docs.slack.dev/messaging/formatting-message-text): both halves of a link are
// read, people and channels are not text. A telephone link whose two halves hold the same digits is read once, as written.
func unwrap(text string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '<')
		if open < 0 {
			break
		}
		width := strings.IndexByte(text[open:], '>')
		if width < 0 {
			break
		}
		b.WriteString(text[:open])
		unwrapOne(&b, text[open+1:open+width])
		text = text[open+width+1:]
	}
	b.WriteString(text)
	return b.String()
}

func unwrapOne(b *strings.Builder, inner string) {
	target, label, _ := strings.Cut(inner, "|")
	if isEntity(target) {
		b.WriteString(" @ ")
		if len(onlyDigits(label)) >= 6 {
			b.WriteString(label)
		}
		return
	}
	target = strings.TrimPrefix(strings.TrimPrefix(target, "tel:"), "mailto:")
	if label != "" && onlyDigits(label) == onlyDigits(target) {
		target = ""
	}
	b.WriteString(target)
	if target != "" && label != "" {
		b.WriteString(" | ; | ")
	}
	b.WriteString(label)
}

// isEntity says that a link's target is a person, a group or a channel by its Slack ID.
func isEntity(target string) bool {
	if len(target) < 3 || target[0] != '@' && target[0] != '#' {
		return false
	}
	letters := 0
	for _, c := range []byte(target[1:]) {
		if c >= 'A' && c <= 'Z' {
			letters++
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return letters > 0
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// cut makes the pieces.
func (s *sift) cut() {
	gap := byte(0)
	for i := 0; i < len(s.text); {
		switch c := s.text[i]; {
		case asciiDigit(c):
			i = s.cutNumber(i, gap)
			gap = ' '
		case c >= utf8.RuneSelf || asciiLetter(c):
			i = s.cutWord(i, gap)
			gap = ' '
		default:
			if gap == 0 || gap == ' ' || c != ' ' && gap != '.' && gap != '?' && gap != '!' {
				gap = c
			}
			i++
		}
	}
}

func (s *sift) cutNumber(i int, gap byte) int {
	t := piece{start: i, from: len(s.fold), gap: gap, number: true}
	for i < len(s.text) && asciiDigit(s.text[i]) {
		s.fold = append(s.fold, s.text[i])
		s.digits++
		i++
	}
	t.end, t.to = i, len(s.fold)
	s.pieces = append(s.pieces, t)
	return i
}

func (s *sift) cutWord(i int, gap byte) int {
	t := piece{start: i, from: len(s.fold), gap: gap}
	for i < len(s.text) {
		c := s.text[i]
		if c < utf8.RuneSelf {
			if !asciiLetter(c) {
				break
			}
			t.upper = t.upper || i == t.start && c <= 'Z'
			s.fold = append(s.fold, c|0x20)
			i++
			continue
		}
		r, width := utf8.DecodeRune(s.text[i:])
		t.upper = t.upper || i == t.start && unicode.IsUpper(r)
		s.fold = appendFolded(s.fold, r)
		i += width
	}
	t.end, t.to = i, len(s.fold)
	if t.upper {
		s.uppers++
	}
	s.pieces = append(s.pieces, t)
	return i
}

// appendFolded appends r in lower case and without its marks, as people write on keyboards that lack them.
func appendFolded(to []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(to, byte(unicode.ToLower(r)))
	}
	r = unicode.ToLower(r)
	if r < 0x180 {
		if plain := bare[r]; plain != 0 {
			return append(to, plain)
		}
	}
	return utf8.AppendRune(to, r)
}

// bare holds the letter under the marks, for Latin letters up to U+017F.
var bare = func() (table [0x180]byte) {
	for r := rune(0x80); r < 0x180; r++ {
		if base := norm.NFD.String(string(r)); base[0] < utf8.RuneSelf {
			table[r] = base[0]
		}
	}
	for r, base := range map[rune]byte{'æ': 'a', 'ø': 'o', 'ð': 'd', 'þ': 't', 'ß': 's', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'œ': 'o'} {
		table[r] = base
	}
	return table
}()

func (s *sift) word(i int) []byte { return s.fold[s.pieces[i].from:s.pieces[i].to] }

func asciiDigit(c byte) bool  { return c-'0' < 10 }
func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// guardFold folds what the watchlist holds as the pieces of a text are folded.
func guardFold(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		out = appendFolded(out, r)
	}
	return string(out)
}
