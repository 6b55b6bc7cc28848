package workspace

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A surface is where blocks can stand.
type surface int

const (
	onMessage surface = 1 << iota
	onModal
	onHome
	everywhere = onMessage | onModal | onHome
)

func (s surface) String() string {
	return map[surface]string{onMessage: "message", onModal: "modal", onHome: "home"}[s]
}

// checker collects what is wrong with blocks and views, in Slack's manner of saying it, each with the page of
// docs.slack.dev on which the rule stands.
type checker struct {
	surface surface
	pages   []string // of the objects that are being checked, the innermost last
	wrong   []string
	blocks  map[string]bool // block_ids seen
	actions map[string]bool // action_ids seen
	types   map[string]int  // blocks by type
	focus   int             // elements with focus_on_load
	written int             // characters in markdown blocks
}

func newChecker(on surface, page string) *checker {
	return &checker{surface: on, pages: []string{page}, blocks: map[string]bool{}, actions: map[string]bool{}, types: map[string]int{}}
}

func (c *checker) bad(at, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf("[ERROR] %s [json-pointer:%s]; docs.slack.dev/%s", fmt.Sprintf(format, args...), at, c.pages[len(c.pages)-1]))
}

// refusal is what was found wrong, nil when nothing was.
func (c *checker) refusal(code string) error {
	if len(c.wrong) == 0 {
		return nil
	}
	return &refusal{code: code, messages: c.wrong}
}

// rule checks one value.
type rule func(c *checker, at string, v any)

// shape is what an object may and must have. A property that it does not name is refused.
type shape struct {
	page   string
	need   string // names of required fields, spaces between
	fields map[string]rule
	also   func(c *checker, at string, o Object)
}

func (s shape) check(c *checker, at string, v any) {
	o, ok := v.(Object)
	if !ok {
		c.bad(at, "must provide an object")
		return
	}
	if s.page != "" {
		c.pages = append(c.pages, s.page)
		defer func() { c.pages = c.pages[:len(c.pages)-1] }()
	}
	for _, name := range strings.Fields(s.need) {
		if o[name] == nil {
			c.bad(at, "missing required field: %s", name)
		}
	}
	for _, name := range sortedKeys(o) {
		check, known := s.fields[name]
		switch {
		case !known:
			c.bad(at, "invalid additional property: %s", name)
		case o[name] != nil:
			check(c, at+"/"+name, o[name])
		}
	}
	if s.also != nil {
		s.also(c, at, o)
	}
}

func sortedKeys(o Object) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// chars is a string of so many Unicode code points.
func chars(least, most int) rule {
	return func(c *checker, at string, v any) {
		s, ok := v.(string)
		if !ok {
			c.bad(at, "must provide a string")
			return
		}
		c.length(at, s, least, most)
	}
}

func (c *checker) length(at, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	if n < least {
		c.bad(at, "must be more than %d characters", least-1)
	}
	if n > most {
		c.bad(at, "must be less than %d characters, has %d", most+1, n)
	}
}

// plain is a plain_text object, text one of either kind.
func plain(least, most int) rule { return textObject(least, most, "plain_text") }
func text(least, most int) rule  { return textObject(least, most, "plain_text", "mrkdwn") }

func textObject(least, most int, kinds ...string) rule {
	return func(c *checker, at string, v any) {
		o, _ := v.(Object)
		kind := str(o, "type")
		if !slices.Contains(kinds, kind) {
			c.bad(at, "must be a text object of type %s", strings.Join(kinds, " or "))
			return
		}
		fields := map[string]rule{"type": anything, "text": chars(least, most)}
		if kind == "plain_text" {
			fields["emoji"] = boolean
		} else {
			fields["verbatim"] = boolean
		}
		shape{page: "reference/block-kit/composition-objects/text-object", need: "text", fields: fields}.check(c, at, v)
	}
}

func anything(*checker, string, any) {}

func boolean(c *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.bad(at, "must provide a boolean")
	}
}

func number(c *checker, at string, v any) {
	if _, ok := v.(float64); !ok {
		c.bad(at, "must provide a number")
	}
}

// whole is an integer within bounds, both included.
func whole(least, most float64) rule {
	return func(c *checker, at string, v any) {
		n, ok := v.(float64)
		if !ok || n != float64(int64(n)) || n < least || n > most {
			c.bad(at, "must be an integer of %.0f–%.0f", least, most)
		}
	}
}

// word is one of a few.
func word(allowed ...string) rule {
	return func(c *checker, at string, v any) {
		s, _ := v.(string)
		if !slices.Contains(allowed, s) {
			c.bad(at, "must be one of %s, not %q", strings.Join(allowed, ", "), v)
		}
	}
}

// list is an array of so many items.
func list(least, most int, item rule) rule {
	return func(c *checker, at string, v any) {
		items, ok := v.([]any)
		if !ok {
			c.bad(at, "must provide an array")
			return
		}
		if len(items) < least {
			c.bad(at, "must have at least %d items", least)
		}
		if len(items) > most {
			c.bad(at, "no more than %d items allowed, has %d", most, len(items))
		}
		for i, v := range items {
			item(c, fmt.Sprintf("%s/%d", at, i), v)
		}
	}
}

// unique notes an ID and refuses it the second time.
func (c *checker) unique(at, name, id string, seen map[string]bool, where string) {
	if id == "" {
		return
	}
	if seen[id] {
		c.bad(at+"/"+name, "`%s` %q already exists in this %s: it must be unique", name, id, where)
	}
	seen[id] = true
}
