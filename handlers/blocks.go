package handlers

import (
	"cmp"
	"slices"
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
	maxValue   = 150 // of an option
	mostRows   = 100 // in a table, with its head
	mostCells  = 20  // in a row
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

// eachValue goes through what is typed by what can be pressed or chosen.
func eachValue(blocks []slack.Block, do func(*string)) {
	eachButton(blocks, func(b *slack.ButtonBlockElement) { do(&b.Value) })
	for _, block := range blocks {
		actions, ok := block.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range actions.Elements.ElementSet {
			if list, ok := e.(*slack.SelectBlockElement); ok {
				for _, o := range list.Options {
					do(&o.Value)
				}
			}
		}
	}
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

// tableOf makes a table whose first row is its head and whose first column is what the rows are of; columns of texts stand to the left, of figures
// to the right. A message has one at most, and the same figures in its text: that is what is shown where a table can't be.
func tableOf(rows [][]string, texts ...int) slack.Block {
	b := &slack.TableBlock{Type: "table"}
	rows = rows[:min(len(rows), mostRows)]
	width := min(len(rows[0]), mostCells)
	for i := range width {
		setting := slack.ColumnSetting{Align: slack.ColumnAlignmentRight}
		if i == 0 || slices.Contains(texts, i) {
			setting = slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true}
		}
		b.ColumnSettings = append(b.ColumnSettings, setting)
	}
	for _, row := range rows {
		cells := make([]slack.TableCell, width)
		for i := range cells {
			cells[i] = slack.NewTableRawTextCell(cmp.Or(row[i], "–"))
		}
		b.Rows = append(b.Rows, cells)
	}
	return b
}

// columns are the heads of a table's columns.
func (v voice) columns(ids ...string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = v.label(id, nil)
	}
	return out
}
