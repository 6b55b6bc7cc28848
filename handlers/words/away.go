package words

import (
	"strings"
	"unicode"
)

// palm is the picture of Slack's own status for holidays.
const palm = ":palm_tree:"

// Away tells whether a status in Slack says plainly that somebody is away for days: a word for it and none that takes it back, or Slack's own
// picture for holidays and no words.
func Away(text, emoji string) bool {
	words := strings.FieldsFunc(fold(clean(strings.ToLower(text))), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return emoji == palm
	}
	said := false
	for _, w := range words {
		away, there := theLexicon().away[w]
		if there && !away {
			return false
		}
		said = said || away
	}
	return said
}
