package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
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

// fill reads a submitted form into the arguments, as if typed. The result is what is wrong, by field; nil where nothing is.
func (t *turn) fill() map[string]string {
	wrong := map[string]string{}
	for name, value := range t.req.Values {
		value = strings.TrimSpace(value)
		t.clear(name)
		if value == "" {
			continue
		}
		if found := words.Guard(value, t.tx.Now); found.Ask || found.Refuse != "" && found.Refuse != "name" {
			wrong[name] = t.label("guard."+cmp.Or(found.Refuse, "personnummer"), nil)
			continue
		}
		if reason, facts := t.fillOne(name, value); reason != "" {
			wrong[name] = t.label(reason, facts)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// clear forgets what the command said of a field: what stands in the form is what holds.
func (t *turn) clear(name string) {
	a := &t.args
	switch name {
	case "kind":
		a.Kind, a.Slot, a.Slots = "", 0, nil
	case "slot":
		a.Slot, a.Slots = 0, nil
	case "count":
		a.Count = nil
	case "extent":
		a.Hours, a.Percent = nil, nil
	case "when":
		a.At, a.From, a.To, a.Date, a.Period = "", "", "", "", ""
	case "top", "weeks", "days":
		*t.numberOf(name) = nil
	case "where":
		a.Unit, a.Units = "", nil
	default:
		if said := t.textOf(name); said != nil {
			*said = ""
		}
	}
}

// textOf is where the arguments keep what a field says; nil where it is no text.
func (t *turn) textOf(name string) *string {
	a := &t.args
	return map[string]*string{"unit": &a.Unit, "from": &a.From, "to": &a.To, "date": &a.Date, "trainee": &a.Trainee, "scope": &a.Scope, "by": &a.By,
		"compare": &a.Compare, "result": &a.Result, "outcome": &a.Outcome, "after": &a.After, "reason": &a.Reason, "person": &a.Person, "every": &a.Every, "channel": &a.Channel,
		"role": &a.Role, "what": &a.What, "verdict": &a.What}[name]
}

// fillOne reads one field; the result is the message that says what is wrong, "" where nothing is.
func (t *turn) fillOne(name, value string) (string, Facts) {
	a := &t.args
	switch name {
	case "kind":
		return t.fillKind(value)
	case giver:
		a.What = giver
		return t.fillUnit(value)
	case "other":
		return t.fillOther(value)
	case "when":
		return t.fillWhen(value)
	case "compare":
		return t.fillCompare(value)
	case "slot":
		n, err := strconv.ParseInt(strings.TrimPrefix(value, "#"), 10, 64)
		if err != nil {
			return "field.wrong_slot", nil
		}
		a.Slot, a.Slots = n, nil
	case "count", "months", "top", "weeks", "days":
		n, ok := words.Number(value)
		if !ok {
			return "field.wrong_count", nil
		}
		if name == "count" || name == "months" {
			a.Count = &n
		} else {
			*t.numberOf(name) = &n
		}
	case "extent":
		hours, percent, ok := words.Extent(value)
		if !ok {
			return "field.wrong_extent", nil
		}
		a.Hours, a.Percent = hours, percent
	case "channel":
		if a.Channel = words.Channel(value); a.Channel == "" {
			return "field.wrong_channel", nil
		}
	case "trainee":
		ref, ok := words.Reference(value)
		if !ok {
			return "field.wrong_reference", nil
		}
		a.Trainee = ref
	case "from", "to", "date":
		return t.fillDate(name, value)
	case "tasks", "supervisor", "where", "sentence", "decision":
		return t.fillText(name, value)
	default:
		if said := t.textOf(name); said != nil {
			*said = value
		}
	}
	return "", nil
}

// fillKind takes a kind, or a published slot that stands among the kinds as "#214".
func (t *turn) fillKind(value string) (string, Facts) {
	t.args.Slot, t.args.Slots = 0, nil
	if number, published := strings.CutPrefix(value, "#"); published {
		t.args.Kind = ""
		return t.fillOne("slot", number)
	}
	t.args.Kind = value
	return "", nil
}

// reads is how the form's texts are read: in its language.
func (t *turn) reads() words.Context { return words.Context{Now: t.context.Now, Language: t.lang} }

func (t *turn) fillDate(name, value string) (string, Facts) {
	first, last, either, ok := t.fillSpan(name, value)
	switch {
	case len(either) > 1:
		days := make([]string, len(either))
		for i, d := range either {
			days[i] = t.date(store.Date(d))
		}
		return "field.either_date", Facts{"Dates": t.anyOf(days)}
	case !ok:
		return "field.wrong_date", nil
	}
	today := string(t.today())
	switch name {
	case "from":
		t.args.From = first
		if t.command.name != "trainee" && t.command.name != "correct" && first < today && last > today { // "this week", on a Tuesday
			t.args.From = today
		}
	case "to":
		t.args.To = last
	default:
		t.args.Date = last
	}
	return "", nil
}

// fillSpan reads a day or days. Without a year it is the last such day for what has happened and the next for what is to come; of a day that is put
// right, the one nearest to what stood there.
func (t *turn) fillSpan(name, value string) (first, last string, either []string, ok bool) {
	was := map[string]string{"from": t.reading.Args.From, "to": t.reading.Args.To, "date": t.reading.Args.Date}[name]
	if t.command.name == "correct" && was == "" {
		was = t.stood(name)
	}
	if t.command.name != "correct" || was == "" {
		return t.words.Span(value, t.reads(), name == "date")
	}
	away := func(day string) int {
		n := store.Date(was).DaysUntil(store.Date(day))
		return max(n, -n)
	}
	first, last, either, ok = t.words.Span(value, t.reads(), true)
	if f, l, e, coming := t.words.Span(value, t.reads(), false); coming && len(e) < 2 && away(f) < away(first) {
		return f, l, e, coming
	}
	return first, last, either, ok
}

// fillText takes a free text that is kept, unless it says something that must not be.
func (t *turn) fillText(name, value string) (string, Facts) {
	found := words.Guard(value, t.tx.Now)
	if found.Sick { // it is kept
		return "guard.health", nil
	}
	if found.Refuse != "" {
		return "guard." + found.Refuse, nil
	}
	if found.Ask {
		return "guard.personnummer", nil
	}
	if name == "tasks" && words.Guard("the trainee: "+value, t.tx.Now).Refuse != "" { // who does them can only be a trainee
		return "guard.tasks", nil
	}
	switch name {
	case "tasks":
		t.tasks = value
	case "supervisor":
		t.super = value
	case "sentence":
		if store.Refers(value) {
			return "refusal.statement_reference", nil
		}
		t.quote = value
	case "decision":
		t.decision = value
	case "where":
		return t.fillUnit(value)
	}
	return "", nil
}

// fillUnit reads a unit's name.
func (t *turn) fillUnit(value string) (string, Facts) {
	r := t.words.Read("quota "+value, t.reads())
	switch {
	case r.Args.Unit != "":
		t.args.Unit = r.Args.Unit
		return "", nil
	case r.Ask == "unit" && len(r.Candidates) > 0:
		names := make([]string, 0, 3)
		for _, code := range r.Candidates[:min(3, len(r.Candidates))] {
			names = append(names, t.reg.Tree.Name(code))
		}
		return "field.either_unit", Facts{"Units": t.list(names)}
	}
	return "field.wrong_unit", nil
}
