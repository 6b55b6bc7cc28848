package handlers

import (
	"strings"

	"github.com/slack-go/slack"
)

// help tells what this person can do, with examples that work.
func help(t *turn) (Reply, error) {
	may := is(t.person, t.reg.Tree)
	head := t.say("help.head", nil)
	if len(t.person.Roles) == 0 {
		head = t.say("help.stranger", nil)
	}
	var lines []string
	var offered []*slack.ButtonBlockElement
	for _, c := range commands {
		id := c.name + ".help"
		if c.who&may == 0 || !t.all.Has(t.lang, id) {
			continue
		}
		if c.name == "join" && len(t.person.Roles) > 0 {
			continue
		}
		lines = append(lines, "*"+t.say(c.name+".title", nil)+"* – "+t.say(id, nil))
		if c.name != "help" && len(offered) < 5 && c.who != everyone {
			offered = append(offered, button(t.label(c.name+".title", nil), c.name))
		}
	}
	if len(t.person.Roles) == 0 {
		offered = append(offered, primary(t.label("join.button", nil), "join"))
	}
	offered = append(offered, button(t.label("language.title", nil), "language"))
	text := head + "\n" + strings.Join(lines, "\n")
	return Reply{Text: text, Blocks: []slack.Block{section(head), section(strings.Join(lines, "\n")), contextLine(t.say("help.foot", nil)), buttons(offered...)}}, nil
}
