package handlers

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shown is a message as somebody has it before them.
type shown struct {
	Type   string       `json:"type"` // of a Home, or a window over it
	Text   string       `json:"text"`
	Blocks []shownBlock `json:"blocks"`

	key string // of the outgoing message that it is
}

type shownBlock struct {
	Type      string         `json:"type"`
	Title     any            `json:"title"` // of a chart
	Text      *shownText     `json:"text"`
	Accessory *shownElement  `json:"accessory"`
	Elements  []shownElement `json:"elements"`
	Rows      [][]shownText  `json:"rows"` // of a table
	// of a form's input
	ID       string       `json:"block_id"`
	Label    shownText    `json:"label"`
	Hint     *shownText   `json:"hint"`
	Optional bool         `json:"optional"`
	Element  shownElement `json:"element"`
}

type shownText struct {
	Text string `json:"text"`
}

type shownElement struct {
	Type    string        `json:"type"`
	Text    any           `json:"text"` // of a button an object, of a context's line a string
	Value   string        `json:"value"`
	Initial string        `json:"initial_value"`
	Options []shownOption `json:"options"`

	Placeholder shownText    `json:"placeholder"`
	Chosen      *shownOption `json:"initial_option"`
	User        string       `json:"initial_user"`
}

type shownOption struct {
	Text  shownText `json:"text"`
	Value string    `json:"value"`
}

func (e shownElement) label() string {
	if m, ok := e.Text.(map[string]any); ok {
		return fmt.Sprint(m["text"])
	}
	return fmt.Sprint(e.Text)
}

// view is a form that somebody has open.
type view struct {
	Title    shownText    `json:"title"`
	Submit   shownText    `json:"submit"`
	Metadata string       `json:"private_metadata"`
	Blocks   []shownBlock `json:"blocks"`
}

// show puts a message before somebody and gives it as lines.
func (p *player) show(who, from string, payload []byte) []string {
	p.t.Helper()
	checkMessage(p.t, p.scene, payload)
	var s shown
	if err := json.Unmarshal(payload, &s); err != nil {
		p.t.Fatal(err)
	}
	p.shown[who] = append(p.shown[who], s)
	if len(s.Blocks) == 0 {
		return indented(from, p.named(s.Text))
	}
	var lines []string
	for _, b := range s.Blocks {
		lines = append(lines, b.lines()...)
	}
	if s.Text != "" { // a Home has none
		p.carried(s)
	}
	return indented(from, p.named(strings.Join(lines, "\n")))
}

// carried sees to it that what notifications and screen readers get says all that the blocks say.
func (p *player) carried(s shown) {
	p.t.Helper()
	for _, b := range s.Blocks {
		for _, row := range b.Rows[min(1, len(b.Rows)):] {
			if !slices.ContainsFunc(strings.Split(s.Text, "\n"), func(line string) bool { return holds(line, row) }) {
				p.t.Errorf("%s: the text leaves out a figure of %v: %q", p.scene, row, s.Text)
			}
		}
		if b.Type != "section" || b.Text == nil {
			continue
		}
		for _, line := range strings.Split(plainText(b.Text.Text), "\n") {
			if !strings.Contains(plainText(s.Text), line) {
				p.t.Errorf("%s: the text leaves out %q: %q", p.scene, line, s.Text)
			}
		}
	}
}

// holds tells whether a line says all that a table's row says, but for shares, which follow from its figures.
func holds(line string, row []shownText) bool {
	return !slices.ContainsFunc(row, func(cell shownText) bool {
		return !strings.HasSuffix(cell.Text, "%") && !strings.Contains(line, escaped(cell.Text))
	})
}

var barLine = regexp.MustCompile(`[▰▱]+[\n ]`)

func plainText(s string) string { return strings.ReplaceAll(barLine.ReplaceAllString(s, ""), "*", "") }

func (b shownBlock) lines() []string {
	var labels []string
	for _, e := range b.Elements {
		switch e.Type {
		case "overflow":
			labels = append(labels, "[⋯ "+options(e.Options)+"]")
			continue
		case "static_select":
			labels = append(labels, "["+e.Placeholder.Text+": "+options(e.Options)+"]")
			continue
		}
		labels = append(labels, "["+e.label()+"]")
	}
	switch b.Type {
	case "actions":
		return []string{strings.Join(labels, " ")}
	case "context":
		text := strings.Join(labels, " ")
		return []string{"(" + strings.Trim(text, "[]") + ")"}
	case "data_visualization":
		return []string{fmt.Sprintf("<%v>", b.Title)}
	case "divider":
		return []string{"---"}
	case "header":
		return []string{"# " + b.Text.Text}
	case "table":
		var lines []string
		for _, row := range b.Rows {
			cells := make([]string, len(row))
			for i := range row {
				cells[i] = row[i].Text
			}
			lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		}
		return lines
	}
	text := b.Text.Text
	switch {
	case b.Accessory != nil && b.Accessory.Type == "overflow":
		text += "  [⋯ " + options(b.Accessory.Options) + "]"
	case b.Accessory != nil:
		text += "  [" + b.Accessory.label() + "]"
	}
	return strings.Split(text, "\n")
}

var faultReference = regexp.MustCompile(`F-[A-Z2-7]{6}`)

var mentioned = regexp.MustCompile(`<@(U\w+)>`)

// named writes mentions with people's names.
func (p *player) named(s string) string {
	s = faultReference.ReplaceAllString(s, "F-ABCDEF")
	return mentioned.ReplaceAllStringFunc(s, func(m string) string { return "@" + p.ids[strings.Trim(m, "<@>")] })
}

func indented(from, text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		if i == 0 {
			lines[i] = from + " " + lines[i]
			continue
		}
		lines[i] = "      " + lines[i]
	}
	return lines
}

func (p *player) errors(wrong map[string]string) []string {
	out := []string{"errors:"}
	for name, text := range wrong {
		out = append(out, "      "+name+": "+text)
	}
	slices.Sort(out[1:])
	return out
}

// open puts a form before somebody and gives it as lines: each field with what stands in it.
func (p *player) open(who string, reply Reply) []string {
	p.t.Helper()
	raw, err := json.Marshal(reply.Form)
	if err != nil {
		p.t.Fatal(err)
	}
	checkView(p.t, p.scene, raw)
	if reply.Form.CallbackID == "window" {
		return p.window(who, raw)
	}
	var v view
	if err := json.Unmarshal(raw, &v); err != nil {
		p.t.Fatal(err)
	}
	p.form[who] = v
	out := []string{"form: " + v.Title.Text + "  [" + v.Submit.Text + "]"}
	for _, b := range v.Blocks {
		if b.Type != "input" {
			for _, line := range b.lines() {
				out = append(out, "      "+line)
			}
			continue
		}
		line := "      " + b.ID + ": " + b.Label.Text + " = " + b.Element.Initial + p.ids[b.Element.User]
		if b.Element.Chosen != nil {
			line += b.Element.Chosen.Text.Text
		}
		if b.Optional {
			line = strings.TrimRight(line, " ") + " – may be empty"
		}
		out = append(out, strings.TrimRight(line, " "))
		if n := len(b.Element.Options); n > 0 {
			out = append(out, "        {"+options(b.Element.Options)+"}")
		}
		if b.Hint != nil {
			out = append(out, "        ("+b.Hint.Text+")")
		}
	}
	return out
}

// window puts before somebody what is said over their Home.
func (p *player) window(who string, raw []byte) []string {
	p.t.Helper()
	var s shown
	var v view
	for _, of := range []any{&s, &v} {
		if err := json.Unmarshal(raw, of); err != nil {
			p.t.Fatal(err)
		}
	}
	p.shown[who] = append(p.shown[who], s)
	var lines []string
	for _, b := range s.Blocks {
		lines = append(lines, b.lines()...)
	}
	return indented("window:", p.named(v.Title.Text+"\n"+strings.Join(lines, "\n")))
}

func options(of []shownOption) string {
	var names []string
	for _, o := range of[:min(8, len(of))] {
		names = append(names, o.Text.Text)
	}
	if len(of) > 8 {
		names = append(names, fmt.Sprintf("… %d in all", len(of)))
	}
	return strings.Join(names, " | ")
}

func accessories(b shownBlock) []shownElement {
	if b.Accessory == nil {
		return nil
	}
	return []shownElement{*b.Accessory}
}

// button gives the command of the latest button with the label that somebody has before them, and where it stands: "home", "modal" or "".
func (p *player) button(who, label, beside string) (command, where string) {
	p.t.Helper()
	for _, s := range slices.Backward(p.shown[who]) {
		for _, b := range s.Blocks {
			for _, e := range append(b.Elements, accessories(b)...) {
				for _, o := range e.Options {
					if o.Text.Text == label && strings.Contains(s.Text, beside) {
						return o.Value, s.Type
					}
				}
			}
			if b.Accessory != nil && b.Accessory.label() == label && strings.Contains(b.Text.Text, beside) {
				return b.Accessory.Value, s.Type
			}
			for _, e := range b.Elements {
				if b.Type == "actions" && e.label() == label && (strings.Contains(s.Text, beside) || s.Type != "") {
					return e.Value, s.Type
				}
			}
		}
	}
	p.t.Fatalf("%s: %s has no button [%s] %s", p.scene, who, label, beside)
	return "", ""
}

var fieldSet = regexp.MustCompile(`(?:^| )(\w+)=`)

// filled gives the values of the form with some of them changed. A select's option is named by its text, or the beginning of it.
func (v view) filled(t *testing.T, text string) map[string]string {
	t.Helper()
	given := map[string]string{}
	at := fieldSet.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		given[text[m[2]:m[3]]] = expand(strings.TrimSpace(text[m[1]:end]))
	}
	values := map[string]string{}
	for _, b := range v.Blocks {
		if b.Type != "input" {
			continue
		}
		value := b.Element.Initial
		if b.Element.Chosen != nil {
			value = b.Element.Chosen.Value
		}
		if to, ok := given[b.ID]; ok {
			value = to
			delete(given, b.ID)
			if len(b.Element.Options) > 0 && to != "" {
				value = b.choose(t, to)
			}
		}
		values[b.ID] = value
	}
	if len(given) > 0 {
		t.Fatalf("the form %q has no field %v", v.Title.Text, given)
	}
	return values
}

func (b shownBlock) choose(t *testing.T, text string) string {
	t.Helper()
	for _, o := range b.Element.Options {
		if strings.HasPrefix(o.Text.Text, text) {
			return o.Value
		}
	}
	t.Fatalf("%s has no choice %q", b.ID, text)
	return ""
}
