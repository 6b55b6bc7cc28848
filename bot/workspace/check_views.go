package workspace

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/mail"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Limits of a view (docs.slack.dev/reference/views).
const (
	maxViewBlocks = 100
	maxViewBytes  = 250 * 1024
)

const viewsPage = "reference/views"

var (
	homeShape  = viewShape(nil)
	modalShape = viewShape(map[string]rule{"title": plain(1, 24), "submit": plain(1, 24), "close": plain(1, 24), "clear_on_close": boolean, "notify_on_close": boolean})
)

func viewShape(more map[string]rule) shape {
	fields := map[string]rule{"type": anything, "blocks": viewBlocks, "private_metadata": chars(0, 3000), "callback_id": chars(0, 255), "external_id": chars(0, 255)}
	for k, v := range more {
		fields[k] = v
	}
	return shape{page: viewsPage, need: "type blocks", fields: fields}
}

func viewBlocks(c *checker, at string, v any) {
	list(1, maxViewBlocks, func(c *checker, at string, v any) { c.block(at, v) })(c, at, v)
}

// checkView reads a view for a surface ("modal" or "home"), checks it, and gives it as Slack keeps it.
func (w *Workspace) checkView(data []byte, kind string) (View, error) {
	var o Object
	if err := json.Unmarshal(data, &o); err != nil || o == nil {
		return View{}, refuse("invalid_arguments", "view must provide an object [json-pointer:/view]; docs.slack.dev/%s", viewsPage)
	}
	if len(data) > maxViewBytes {
		return View{}, refuse("view_too_large", "a view has at most %d bytes, this has %d; docs.slack.dev/surfaces/modals", maxViewBytes, len(data))
	}
	c := newChecker(onModal, viewsPage)
	s := modalShape
	if kind == "home" {
		c.surface, s = onHome, homeShape
	}
	if str(o, "type") != kind {
		c.bad("/view/type", "must be %s, not %q", kind, o["type"])
	}
	s.check(c, "/view", o)
	if kind == "modal" {
		if o["title"] == nil {
			c.bad("/view", "missing required field: title")
		}
		if c.types["input"] > 0 && o["submit"] == nil {
			c.bad("/view", "missing required field: submit, as there are input blocks")
		}
	}
	if err := c.refusal("invalid_arguments"); err != nil {
		return View{}, err
	}
	blocks, err := decodeBlocks(data)
	if err != nil {
		return View{}, err
	}
	w.complete(blocks)
	for _, k := range []string{"title", "submit", "close"} {
		textDefaults(o[k])
	}
	flag := func(k string) bool { b, _ := o[k].(bool); return b }
	part := func(k string) Object { p, _ := o[k].(Object); return p }
	return View{Type: kind, Title: part("title"), Submit: part("submit"), Close: part("close"), Blocks: blocks, PrivateMetadata: str(o, "private_metadata"),
		CallbackID: str(o, "callback_id"), ExternalID: str(o, "external_id"), ClearOnClose: flag("clear_on_close"), NotifyOnClose: flag("notify_on_close")}, nil
}

// incomplete is what Slack's client itself refuses to send: empty fields, and values that are not of their kind.
func (v *View) incomplete() FieldErrors {
	wrong := FieldErrors{}
	for _, p := range elementsOf(v.Blocks) {
		if !p.input {
			continue
		}
		value := v.State.Values[p.blockID()][p.actionID()][valueField[p.kind()]]
		if empty(value) {
			if p.block["optional"] != true {
				wrong[p.blockID()] = "Please fill in this field."
			}
			continue
		}
		if s, ok := value.(string); ok {
			if problem := p.malformed(s); problem != "" {
				wrong[p.blockID()] = problem
			}
		}
	}
	return wrong
}

func empty(v any) bool {
	list, isList := v.([]any)
	return v == nil || v == "" || isList && len(list) == 0
}

// malformed says what is wrong with a text that is not of the kind that its element takes, "" when nothing is.
func (p placed) malformed(s string) string {
	switch p.kind() {
	case "plain_text_input":
		n := utf8.RuneCountInString(s)
		least, most := limit(p.element, "min_length", 0), limit(p.element, "max_length", 3000)
		if n < least || n > most {
			return fmt.Sprintf("Please write %d–%d characters; there are %d.", least, most, n)
		}
	case "number_input":
		return p.malformedNumber(s)
	case "email_text_input":
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			return "Please write an e-mail address."
		}
	case "url_text_input":
		if u, err := url.Parse(s); err != nil || u.Scheme == "" || u.Host == "" {
			return "Please write an address such as https://example.com."
		}
	}
	return ""
}

func (p placed) malformedNumber(s string) string {
	n, ok := new(big.Rat).SetString(s)
	switch {
	case !ok || !decimalForm.MatchString(s):
		return "Please write a number, with a point as decimal sign."
	case p.element["is_decimal_allowed"] == false && strings.Contains(s, "."):
		return "Please write a whole number."
	}
	if least, ok := new(big.Rat).SetString(str(p.element, "min_value")); ok && n.Cmp(least) < 0 {
		return "Please write a number of at least " + str(p.element, "min_value") + "."
	}
	if most, ok := new(big.Rat).SetString(str(p.element, "max_value")); ok && n.Cmp(most) > 0 {
		return "Please write a number of at most " + str(p.element, "max_value") + "."
	}
	return ""
}

func limit(e Object, name string, def int) int {
	if n, ok := e[name].(float64); ok {
		return int(n)
	}
	return def
}
