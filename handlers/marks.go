package handlers

import (
	"strconv"
	"strings"
)

// marks are what a button carries before its command, of the conversation that it belongs to.
type marks struct {
	lang string // "in:en": the language that it is held in, where that is not the person's own
	once string // "once:ID": the question that it answers. A question is answered once, whichever of its buttons is pressed
	at   int64  // "at:…": when that was asked, in seconds
	ask  bool   // "ask:": what it says is shown before it is written
	fix  bool   // "fix:": a form is opened in which it can be put right

	window bool // "window:": of a form that was opened from Home, over which the answer is shown
}

func (m marks) mark(command string) string {
	if m.ask {
		command = "ask: " + command
	}
	if m.fix {
		command = "fix: " + command
	}
	if m.once != "" {
		command = "once:" + strings.ReplaceAll(m.once, " ", "_") + " " + command
	}
	if m.at != 0 {
		command = "at:" + strconv.FormatInt(m.at, 36) + " " + command
	}
	if m.lang != "" {
		command = "in:" + m.lang + " " + command
	}
	if m.window {
		command = "window: " + command
	}
	return command
}

// unmarked takes the marks off a button's value.
func unmarked(text string) (m marks, command string) {
	for {
		word, rest, _ := strings.Cut(text, " ")
		name, value, found := strings.Cut(word, ":")
		switch {
		case found && name == "in" && (value == "sv" || value == "en"):
			m.lang = value
		case found && name == "once":
			m.once = value
		case found && name == "at" && m.once == "":
			at, err := strconv.ParseInt(value, 36, 64)
			if err != nil {
				return m, text
			}
			m.at = at
		case word == "ask:":
			m.ask = true
		case word == "fix:":
			m.fix = true
		case word == "window:":
			m.window = true
		default:
			return m, text
		}
		text = rest
	}
}

// keepLanguage lets the buttons and the form of an answer go on in its language where that is not the person's own.
func (t *turn) keepLanguage(reply *Reply) {
	if t.lang == t.own {
		return
	}
	m := marks{lang: t.lang}
	eachValue(reply.Blocks, func(command *string) {
		if !strings.HasPrefix(*command, "in:") {
			*command = m.mark(*command)
		}
	})
	if reply.Form != nil {
		reply.Form.PrivateMetadata = m.mark(reply.Form.PrivateMetadata)
	}
}
