package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// offeredFirst are the commands that help gives a button, where the person may: what is done most.
var offeredFirst = []string{"quota", "claim", "trainee", "slots", "summary", "publish"}

// help tells what this person can do, with examples that work: their own work first, and then what is there for everyone.
func help(t *turn) (Reply, error) {
	if len(t.person.Roles) == 0 {
		return t.menu(t.say("help.stranger", nil)), nil
	}
	return t.menu(t.say("help.head", nil)), nil
}

// menu is all that the person can do, below a line.
func (t *turn) menu(head string) Reply {
	may := is(t.person, t.reg.Tree)
	var own, common []string
	var offered []*slack.ButtonBlockElement
	for _, c := range commands {
		id := c.name + ".help"
		if c.who&may == 0 || !t.all.Has(t.lang, id) {
			continue
		}
		line := "*" + t.say(c.name+".title", nil) + "* – " + t.say(id, nil)
		if c.who == everyone {
			common = append(common, line)
			continue
		}
		own = append(own, line)
		if slices.Contains(offeredFirst, c.name) {
			offered = append(offered, button(t.label(c.name+".title", nil), c.name))
		}
	}
	if len(t.person.Roles) == 0 {
		offered = append(offered, primary(t.label("join.button", nil), "join"))
	}
	offered = append(offered, button(t.label("language.title", nil), "language"))
	lines := strings.Join(append(own, common...), "\n")
	return Reply{Text: head + "\n" + lines, Blocks: []slack.Block{section(head), section(lines), contextLine(t.say("help.foot", nil)), buttons(offered...)}}
}
