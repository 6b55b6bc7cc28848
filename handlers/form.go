package handlers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// form is a modal in the making. Every field's block_id and action_id is the field's name, and the view's private_metadata is the command that
// it completes, so that submitting it types that command with what was filled in.
type form struct {
	fields []field
	submit string // the label's name where it is not the command's
}

// field is one input.
type field struct {
	label    string   // the label's name where it is not the field's
	name     string   // unit, kind, count, from, to, date, extent, trainee, slot, tasks, supervisor, result, outcome, after, days, reason, where, verdict, sentence
	value    string   // to begin with
	choices  []choice // to select among; none: typed
	channel  bool     // a channel of Slack's is chosen
	people   bool     // to select among the people in Slack
	radio    bool     // the choices are few and all shown
	lines    bool     // room for several lines
	optional bool
	hint     string // of what can be typed
}

// choice is one of a select's options: value is what it stands for.
type choice struct{ value, text string }

func (f *form) add(fields ...field) *form {
	f.fields = append(f.fields, fields...)
	return f
}

// view makes the modal. Its texts are in the command's section: title, submit, and for each field a label, and where there is one a hint.
func (f *form) view(t *turn) *slack.ModalViewRequest {
	blocks := make([]slack.Block, 0, len(f.fields))
	for _, field := range f.fields {
		blocks = append(blocks, field.block(t))
	}
	return &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: t.command.name, PrivateMetadata: marks{once: t.marks.once}.mark(t.typed()),
		Title:  plain(t.label(t.command.name+".title", nil), 24),
		Submit: plain(t.label(cmp.Or(f.submit, t.command.name+".submit"), nil), 24),
		Close:  plain(t.label("form.close", nil), 24),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func (f field) block(t *turn) slack.Block {
	label := plain(t.label("field."+cmp.Or(f.label, f.name), nil), 2000)
	var hint *slack.TextBlockObject
	if f.hint != "" {
		hint = plain(f.hint, 2000)
	}
	return slack.NewInputBlock(f.name, label, hint, f.element()).WithOptional(f.optional)
}

func (f field) element() slack.BlockElement {
	if f.channel {
		s := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, f.name)
		s.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeExternalSharedChannels: true, ExcludeBotUsers: true}
		return s
	}
	if f.people {
		s := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, f.name)
		if !strings.Contains(f.value, "@") { // Slack knows people by ID
			s.InitialUser = f.value
		}
		return s
	}
	if len(f.choices) == 0 {
		in := slack.NewPlainTextInputBlockElement(nil, f.name)
		in.InitialValue, in.Multiline, in.MaxLength = f.value, f.lines, 100
		if f.lines {
			in.MaxLength = 300
		}
		return in
	}
	var chosen *slack.OptionBlockObject
	options := make([]*slack.OptionBlockObject, 0, len(f.choices))
	for _, c := range f.shown() {
		o := slack.NewOptionBlockObject(c.value, plain(c.text, maxOption), nil)
		if c.value == f.value {
			chosen = o
		}
		options = append(options, o)
	}
	if f.radio {
		r := slack.NewRadioButtonsBlockElement(f.name, options...)
		r.InitialOption = chosen
		return r
	}
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, f.name, options...)
	s.InitialOption = chosen
	return s
}

// shown is as many of the choices as Slack takes, the chosen one among them.
func (f field) shown() []choice {
	if len(f.choices) <= maxChoices {
		return f.choices
	}
	out := slices.Clone(f.choices[:maxChoices])
	if at := slices.IndexFunc(f.choices, func(c choice) bool { return c.value == f.value }); at >= maxChoices {
		out[maxChoices-1] = f.choices[at]
	}
	return out
}

// formField is the field of the submitted form that a Refusal's field stands at; "" where the form has none for it.
func (t *turn) formField(name string) string {
	if t.req.Door != Form || name == "" {
		return ""
	}
	for _, field := range append([]string{name}, standsAt[name]...) {
		if _, there := t.req.Values[field]; there {
			return field
		}
	}
	return ""
}

// standsAt is where what is wrong is told in a form that has no field of its own for it: a published slot is chosen among the kinds.
var standsAt = map[string][]string{"hours": {"extent"}, "percent": {"extent"}, "slot": {"kind"}, "unit": {"where"}, "result": {"trainee"}, "date": {"from"}}
