package handlers

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Slack's limits, docs.slack.dev/reference/block-kit.
const (
	maxBlocks  = 50 // in a message
	maxSection = 3000
	maxButton  = 75
	maxOption  = 75
	maxChoices = 100
)

// cutTo shortens a text to at most n characters, with an ellipsis where something was cut.
func cutTo(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}

func plain(s string, most int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, cutTo(s, most), false, false)
}

func markup(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, cutTo(s, maxSection), false, false)
}

func section(text string) slack.Block { return slack.NewSectionBlock(markup(text), nil, nil) }

// row is a line with one button beside it. A screen reader reads the button with the line, since many rows have the same button.
func row(text string, b *slack.ButtonBlockElement) slack.Block {
	line, _, _ := strings.Cut(text, "\n")
	b.AccessibilityLabel = cutTo(b.Text.Text+": "+strings.ReplaceAll(line, "*", ""), maxButton)
	return slack.NewSectionBlock(markup(text), nil, slack.NewAccessory(b))
}

func contextLine(text string) slack.Block { return slack.NewContextBlock("", markup(text)) }

// button types a command when it is pressed.
func button(text, command string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement("", command, plain(text, maxButton))
}

func primary(text, command string) *slack.ButtonBlockElement {
	return button(text, command).WithStyle(slack.StylePrimary)
}

// menu is the three dots beside a line: each choice types its command.
func menu(choices ...choice) *slack.OverflowBlockElement {
	options := make([]*slack.OptionBlockObject, len(choices))
	for i, c := range choices {
		options[i] = slack.NewOptionBlockObject(c.value, plain(c.text, maxOption), nil)
	}
	return slack.NewOverflowBlockElement("menu", options...)
}

func withMenu(text string, m *slack.OverflowBlockElement) slack.Block {
	return slack.NewSectionBlock(markup(text), nil, slack.NewAccessory(m))
}

func buttons(b ...*slack.ButtonBlockElement) slack.Block {
	elements := make([]slack.BlockElement, len(b))
	for i := range b {
		elements[i] = b[i]
	}
	return slack.NewActionBlock("", elements...)
}

// name gives every button an action_id of its own, since Slack wants it unique in its message.
func name(blocks []slack.Block) {
	n := 0
	eachButton(blocks, func(b *slack.ButtonBlockElement) {
		n++
		b.ActionID = "b" + strconv.Itoa(n)
	})
}

func eachButton(blocks []slack.Block, do func(*slack.ButtonBlockElement)) {
	for _, block := range blocks {
		switch b := block.(type) {
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				if e, ok := e.(*slack.ButtonBlockElement); ok {
					do(e)
				}
			}
		case *slack.SectionBlock:
			if b.Accessory != nil && b.Accessory.ButtonElement != nil {
				do(b.Accessory.ButtonElement)
			}
		}
	}
}
