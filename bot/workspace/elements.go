package workspace

import (
	"fmt"
	"slices"
	"time"
)

// placed is an interactive element with the block that it stands in.
type placed struct {
	block   Object
	element Object
	input   bool // the block is an input block
}

func (p placed) blockID() string  { return str(p.block, "block_id") }
func (p placed) actionID() string { return str(p.element, "action_id") }
func (p placed) kind() string     { return str(p.element, "type") }

// valueField is where the value of an element of a type stands, in an action and in the state alike
// (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
var valueField = map[string]string{
	"static_select": "selected_option", "external_select": "selected_option", "users_select": "selected_user",
	"conversations_select": "selected_conversation", "channels_select": "selected_channel",
	"multi_static_select": "selected_options", "multi_external_select": "selected_options", "multi_users_select": "selected_users",
	"multi_conversations_select": "selected_conversations", "multi_channels_select": "selected_channels",
	"overflow": "selected_option", "checkboxes": "selected_options", "radio_buttons": "selected_option",
	"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
	"plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
	"rich_text_input": "rich_text_value", "file_input": "files", "button": "value", "icon_button": "value",
}

// initialField is where an element says what it begins with.
var initialField = map[string]string{
	"selected_option": "initial_option", "selected_options": "initial_options", "selected_user": "initial_user", "selected_users": "initial_users",
	"selected_conversation": "initial_conversation", "selected_conversations": "initial_conversations", "selected_channel": "initial_channel",
	"selected_channels": "initial_channels", "selected_date": "initial_date", "selected_time": "initial_time",
	"selected_date_time": "initial_date_time", "value": "initial_value", "rich_text_value": "initial_value",
}

// stateful tells whether an element's value is part of the state.
func stateful(kind string) bool {
	switch kind {
	case "button", "overflow", "icon_button", "feedback_buttons", "workflow_button", "image":
		return false
	}
	return valueField[kind] != ""
}

// elementsOf are the interactive elements of blocks, in order.
func elementsOf(blocks []Object) []placed {
	var out []placed
	for _, b := range blocks {
		for _, e := range inside(b) {
			if _, ok := valueField[str(e, "type")]; ok {
				out = append(out, placed{b, e, str(b, "type") == "input"})
			}
		}
		out = append(out, elementsOf(objects(b, "child_blocks"))...)
		if str(b, "type") == "carousel" {
			out = append(out, elementsOf(objects(b, "elements"))...)
		}
	}
	return out
}

// inside are the elements directly in a block.
func inside(b Object) []Object {
	switch str(b, "type") {
	case "section":
		return one(b, "accessory")
	case "input":
		return one(b, "element")
	case "actions", "context_actions":
		return objects(b, "elements")
	case "card":
		return objects(b, "actions")
	case "data_table":
		var out []Object
		rows, _ := b["rows"].([]any)
		for _, row := range rows {
			cells, _ := row.([]any)
			for _, cell := range cells {
				if c, ok := cell.(Object); ok {
					out = append(out, one(c, "element")...)
				}
			}
		}
		return out
	}
	return nil
}

func str(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

func one(o Object, key string) []Object {
	if v, ok := o[key].(Object); ok {
		return []Object{v}
	}
	return nil
}

func objects(o Object, key string) []Object {
	list, _ := o[key].([]any)
	var out []Object
	for _, v := range list {
		if v, ok := v.(Object); ok {
			out = append(out, v)
		}
	}
	return out
}

// options are all options of an element, in groups or not.
func options(e Object) []Object {
	out := objects(e, "options")
	for _, g := range objects(e, "option_groups") {
		out = append(out, objects(g, "options")...)
	}
	return out
}

// initialState is what the elements of blocks begin with.
func initialState(blocks []Object) map[string]map[string]Object {
	out := map[string]map[string]Object{}
	for _, p := range elementsOf(blocks) {
		if !stateful(p.kind()) {
			continue
		}
		field := valueField[p.kind()]
		value := p.element[initialField[field]]
		if value == nil && plural(field) {
			value = []any{}
		}
		put(out, p, Object{"type": p.kind(), field: value})
	}
	return out
}

func plural(field string) bool {
	return slices.Contains([]string{"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}, field)
}

func put(state map[string]map[string]Object, p placed, value Object) {
	if state[p.blockID()] == nil {
		state[p.blockID()] = map[string]Object{}
	}
	state[p.blockID()][p.actionID()] = value
}

// stateOf is a whole state: what is given over what was before over what the elements begin with. What is given for
// elements that are not there is left out.
func stateOf(blocks []Object, given, before map[string]map[string]Object) (map[string]map[string]Object, error) {
	out := initialState(blocks)
	for _, p := range elementsOf(blocks) {
		if !stateful(p.kind()) {
			continue
		}
		if v := before[p.blockID()][p.actionID()]; v != nil && v["type"] == p.kind() {
			put(out, p, v)
		}
		if v := given[p.blockID()][p.actionID()]; v != nil {
			value, err := p.value(v)
			if err != nil {
				return nil, err
			}
			put(out, p, Object{"type": p.kind(), valueField[p.kind()]: value})
		}
	}
	return out, nil
}

// value is what a person gave an element, made sure of: options are the element's own, dates and times are such.
func (p placed) value(given Object) (any, error) {
	field := valueField[p.kind()]
	v := given[field]
	switch {
	case field == "selected_option" && v != nil:
		return p.option(v)
	case field == "selected_options":
		list, _ := v.([]any)
		out := []any{}
		for _, item := range list {
			option, err := p.option(item)
			if err != nil {
				return nil, err
			}
			out = append(out, option)
		}
		return out, nil
	case field == "selected_date" && v != nil:
		return v, p.parses(time.DateOnly, v)
	case field == "selected_time" && v != nil:
		return v, p.parses("15:04", v)
	case v == "":
		return nil, nil
	case v == nil && plural(field):
		return []any{}, nil
	}
	return v, nil
}

func (p placed) parses(layout string, v any) error {
	if _, err := time.Parse(layout, fmt.Sprint(v)); err != nil {
		return fmt.Errorf("%s: %w", p.actionID(), err)
	}
	return nil
}

// option finds the element's own option by the value of the one given. Those of external selects came from the app.
func (p placed) option(v any) (any, error) {
	given, _ := v.(Object)
	if p.kind() == "external_select" || p.kind() == "multi_external_select" {
		return given, nil
	}
	for _, o := range options(p.element) {
		if str(o, "value") == str(given, "value") {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%s has no option %q", p.actionID(), str(given, "value"))
}

// fill makes the state of a value in plain Go: a string, or several for what takes several.
func (p placed) fill(values ...string) Object {
	field := valueField[p.kind()]
	asOption := func(s string) any { return s }
	if field == "selected_option" || field == "selected_options" {
		asOption = func(s string) any {
			for _, o := range options(p.element) {
				if text, ok := o["text"].(Object); str(o, "value") == s || ok && str(text, "text") == s {
					return o
				}
			}
			return Object{"value": s}
		}
	}
	var list []any
	for _, s := range values {
		list = append(list, asOption(s))
	}
	switch {
	case plural(field):
		return Object{"type": p.kind(), field: append([]any{}, list...)}
	case len(list) == 0 || values[0] == "":
		return Object{"type": p.kind(), field: nil}
	case field == "selected_date_time":
		var seconds int64
		fmt.Sscan(values[0], &seconds)
		return Object{"type": p.kind(), field: seconds}
	}
	return Object{"type": p.kind(), field: list[0]}
}
