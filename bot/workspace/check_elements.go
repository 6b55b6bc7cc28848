package workspace

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// elementShape is what an element is and which blocks it can stand in.
type elementShape struct {
	in string // names of blocks, spaces between
	on surface
	shape
}

const elementPages = "reference/block-kit/block-elements/"

// elementShapes are the interactive elements (docs.slack.dev/reference/block-kit/block-elements).
var elementShapes map[string]elementShape

func init() { // the shapes refer to checks that refer to the shapes
	type f = map[string]rule
	element := func(in, page, need string, fields f, also func(*checker, string, Object)) elementShape {
		fields["type"], fields["action_id"] = anything, chars(1, 255)
		return elementShape{in, everywhere, shape{elementPages + page, need, fields, also}}
	}
	with := func(base f, more f) f {
		out := f{}
		for k, v := range base {
			out[k] = v
		}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	menu := f{"placeholder": plain(1, 150), "confirm": confirm.check, "focus_on_load": boolean}
	multi := with(menu, f{"max_selected_items": whole(1, 1000)})
	typed := f{"placeholder": plain(1, 150), "initial_value": chars(0, 3000), "dispatch_action_config": dispatchConfig.check, "focus_on_load": boolean}
	static := f{"options": list(1, 100, option.check), "option_groups": list(1, 100, optionGroup.check)}
	ids := list(0, 1000, chars(1, 255))
	conversations := f{"filter": anything, "default_to_current_conversation": boolean}
	visibility := f{"visible_to_user_ids": ids}
	const anyBlock, chosen = "section actions input", "section input"

	elementShapes = map[string]elementShape{
		"button": element("section actions", "button-element", "text", with(visibility, f{"text": plain(1, 75), "value": chars(0, 2000), "url": chars(1, 3000),
			"style": word("primary", "danger"), "confirm": confirm.check, "accessibility_label": chars(1, 75), "agent_prompt": anything, "agent_prompt_display": anything}), nil),
		"overflow":      element("section actions", "overflow-menu-element", "options", f{"options": list(1, 5, linkedOption.check), "confirm": confirm.check}, nil),
		"checkboxes":    element(anyBlock, "checkboxes-element", "options", with(visibility, f{"options": list(1, 10, richOption.check), "initial_options": list(1, 10, richOption.check), "confirm": confirm.check, "focus_on_load": boolean}), initialAmong),
		"radio_buttons": element(anyBlock, "radio-button-group-element", "options", f{"options": list(1, 10, richOption.check), "initial_option": richOption.check, "confirm": confirm.check, "focus_on_load": boolean}, initialAmong),

		"static_select":              element(anyBlock, "select-menu-element", "", with(with(menu, static), f{"initial_option": option.check}), ownOptions),
		"external_select":            element(anyBlock, "select-menu-element", "", with(menu, f{"initial_option": option.check, "min_query_length": whole(0, 1000)}), nil),
		"users_select":               element(anyBlock, "select-menu-element", "", with(menu, f{"initial_user": chars(1, 255)}), nil),
		"conversations_select":       element(anyBlock, "select-menu-element", "", with(with(menu, conversations), f{"initial_conversation": chars(1, 255), "response_url_enabled": boolean}), responseURLInModal),
		"channels_select":            element(anyBlock, "select-menu-element", "", with(menu, f{"initial_channel": chars(1, 255), "response_url_enabled": boolean}), responseURLInModal),
		"multi_static_select":        element(chosen, "multi-select-menu-element", "", with(with(multi, static), f{"initial_options": list(1, 100, option.check)}), ownOptions),
		"multi_external_select":      element(chosen, "multi-select-menu-element", "", with(multi, f{"initial_options": list(1, 100, option.check), "min_query_length": whole(0, 1000)}), nil),
		"multi_users_select":         element(chosen, "multi-select-menu-element", "", with(multi, f{"initial_users": ids}), nil),
		"multi_conversations_select": element(chosen, "multi-select-menu-element", "", with(with(multi, conversations), f{"initial_conversations": ids}), nil),
		"multi_channels_select":      element(chosen, "multi-select-menu-element", "", with(multi, f{"initial_channels": ids}), nil),

		"datepicker":     element(anyBlock, "date-picker-element", "", with(menu, f{"initial_date": moment(time.DateOnly)}), nil),
		"timepicker":     element(anyBlock, "time-picker-element", "", with(menu, f{"initial_time": moment("15:04"), "timezone": zone}), nil),
		"datetimepicker": element("actions input", "datetime-picker-element", "", f{"initial_date_time": whole(1e9, 1e10-1), "confirm": confirm.check, "focus_on_load": boolean}, nil),

		"plain_text_input": element("input", "plain-text-input-element", "", with(typed, f{"multiline": boolean, "min_length": whole(0, 3000), "max_length": whole(1, 3000)}), nil),
		"number_input":     element("input", "number-input-element", "is_decimal_allowed", with(typed, f{"is_decimal_allowed": boolean, "initial_value": decimal, "min_value": decimal, "max_value": decimal}), nil),
		"email_text_input": element("input", "email-input-element", "", with(typed, nil), nil),
		"url_text_input":   element("input", "url-input-element", "", with(typed, nil), nil),
		"rich_text_input":  element("input", "rich-text-input-element", "", with(typed, f{"initial_value": anything, "min_lines": whole(1, 100), "max_lines": whole(1, 100)}), nil),
		"file_input":       element("input", "file-input-element", "", f{"filetypes": list(1, 100, chars(1, 20)), "max_files": whole(1, 10)}, nil),

		"feedback_buttons": element("context_actions", "feedback-buttons-element", "positive_button negative_button", f{"positive_button": feedback.check, "negative_button": feedback.check}, nil),
		"icon_button": element("context_actions", "icon-button-element", "icon text", with(visibility, f{"icon": word("trash"), "text": plain(1, 75), "value": chars(0, 2000),
			"confirm": confirm.check, "accessibility_label": chars(1, 75)}), nil),
	}
	onlyModal := elementShapes["file_input"]
	onlyModal.on = onModal
	elementShapes["file_input"] = onlyModal
}

// elementIn checks an element where it stands: in a block of the kind given.
func elementIn(block string) rule {
	return func(c *checker, at string, v any) {
		o, ok := v.(Object)
		if !ok {
			c.bad(at, "must provide an object")
			return
		}
		kind := str(o, "type")
		if kind == "image" && block == "section" {
			imageElement(c, at, v)
			return
		}
		s, known := elementShapes[kind]
		switch {
		case !known:
			c.bad(at+"/type", "unsupported type: %s", kind)
			return
		case !slices.Contains(strings.Fields(s.in), block):
			c.pages = append(c.pages, s.page)
			c.bad(at+"/type", "unsupported type: %s does not stand in a block of type %s", kind, block)
			c.pages = c.pages[:len(c.pages)-1]
			return
		case s.on&c.surface == 0:
			c.bad(at+"/type", "unsupported type: %s does not stand in a %s", kind, c.surface)
			return
		}
		c.unique(at, "action_id", str(o, "action_id"), c.actions, c.surface.String())
		if o["focus_on_load"] == true {
			if c.focus++; c.focus > 1 {
				c.bad(at+"/focus_on_load", "only one element can have focus_on_load")
			}
		}
		s.check(c, at, v)
	}
}

const objectPages = "reference/block-kit/composition-objects/"

var (
	confirm = shape{page: objectPages + "confirmation-dialog-object", need: "title text confirm deny",
		fields: map[string]rule{"title": plain(1, 100), "text": text(1, 300), "confirm": plain(1, 30), "deny": plain(1, 30), "style": word("primary", "danger")}}
	option         = optionShape(plain(1, 75), plain(1, 75), false)
	richOption     = optionShape(text(1, 75), text(1, 75), false) // of checkboxes and radio buttons
	linkedOption   = optionShape(plain(1, 75), plain(1, 75), true)
	optionGroup    = shape{page: objectPages + "option-group-object", need: "label options", fields: map[string]rule{"label": plain(1, 75), "options": list(1, 100, option.check)}}
	dispatchConfig = shape{page: objectPages + "dispatch-action-configuration-object",
		fields: map[string]rule{"trigger_actions_on": list(1, 2, word("on_enter_pressed", "on_character_entered"))}}
	feedback = shape{page: elementPages + "feedback-buttons-element", need: "text value",
		fields: map[string]rule{"text": plain(1, 75), "value": chars(1, 2000), "accessibility_label": chars(1, 75)}}
)

func optionShape(label, description rule, link bool) shape {
	fields := map[string]rule{"text": label, "value": chars(1, 150), "description": description}
	if link {
		fields["url"] = chars(1, 3000)
	}
	return shape{page: objectPages + "option-object", need: "text value", fields: fields}
}

func moment(layout string) rule {
	return func(c *checker, at string, v any) {
		s, _ := v.(string)
		if _, err := time.Parse(layout, s); err != nil {
			c.bad(at, "must be of the form %s, not %q", map[string]string{time.DateOnly: "YYYY-MM-DD", "15:04": "HH:mm"}[layout], s)
		}
	}
}

func zone(c *checker, at string, v any) {
	s, _ := v.(string)
	if _, err := time.LoadLocation(s); err != nil || s == "" {
		c.bad(at, "must be an IANA time zone, not %q", s)
	}
}

var decimalForm = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func decimal(c *checker, at string, v any) {
	if s, _ := v.(string); !decimalForm.MatchString(s) {
		c.bad(at, "must be a string with a number with . as decimal sign, not %q", fmt.Sprint(v))
	}
}

// ownOptions: a static menu has options or groups, and begins with one of them.
func ownOptions(c *checker, at string, o Object) {
	if (o["options"] == nil) == (o["option_groups"] == nil) {
		c.bad(at, "exactly one of options and option_groups is required")
	}
	initialAmong(c, at, o)
}

// initialAmong: what is chosen from the beginning is, in every part, one of the options.
func initialAmong(c *checker, at string, o Object) {
	chosen := append(one(o, "initial_option"), objects(o, "initial_options")...)
	for _, initial := range chosen {
		if !slices.ContainsFunc(options(o), func(o Object) bool { return reflect.DeepEqual(o, initial) }) {
			c.bad(at, "the initial option %q must exactly match one of the options", str(initial, "value"))
		}
	}
}

func responseURLInModal(c *checker, at string, o Object) {
	if o["response_url_enabled"] == true && c.surface != onModal {
		c.bad(at+"/response_url_enabled", "response_url_enabled stands in modals only")
	}
}

// checkOptions checks what an app answers when it is asked for options.
func checkOptions(o Object) error {
	c := newChecker(onModal, elementPages+"select-menu-element")
	fields := map[string]rule{"options": list(0, 100, option.check), "option_groups": list(0, 100, optionGroup.check)}
	shape{fields: fields, also: needsOne("options", "option_groups")}.check(c, "", o)
	return c.refusal("invalid_options")
}
