// Package locales holds every sentence that Handslag says, in Swedish and English: active.sv.toml and active.en.toml, a table for each
// command. go-i18n reads them; what it gives is made ready once for each language, since its own way of saying a message matches languages
// anew at every call.
package locales

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
)

//go:embed active.*.toml
var files embed.FS

// Languages that Handslag speaks, the one that was written first first.
var Languages = []string{"sv", "en"}

// Facts are the values that a sentence is told with. N chooses between singular and plural.
type Facts = map[string]any

// Locales is every sentence, ready to be said. It does not change and may be used from any goroutine.
type Locales struct {
	said map[string]map[string]*sentence // by language and message id
}

// sentence is a message made ready: its form for one and for other numbers.
type sentence struct {
	one, many form
}

// form is a text cut at its facts: text, fact, text, fact, …, text.
type form struct {
	texts []string
	facts []string
}

// Load reads the embedded files. An error names what is wrong with them.
func Load() (*Locales, error) {
	read := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal}
	l := &Locales{said: map[string]map[string]*sentence{}}
	for _, lang := range Languages {
		name := "active." + lang + ".toml"
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := i18n.ParseMessageFileBytes(raw, name, read)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		l.said[lang] = make(map[string]*sentence, len(file.Messages))
		for _, m := range file.Messages {
			s, err := ready(m)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, m.ID, err)
			}
			l.said[lang][m.ID] = s
		}
	}
	return l, nil
}

// ready cuts a message's forms at their facts. Swedish and English have two forms of whole numbers: "one" for 1 and "other" for the rest
// (unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
func ready(m *i18n.Message) (s *sentence, err error) {
	s = &sentence{}
	if s.many, err = cut(m.Other); err != nil || m.One == "" {
		s.one = s.many
		return s, err
	}
	s.one, err = cut(m.One)
	return s, err
}

func cut(text string) (form, error) {
	var f form
	if n := strings.Count(text, "{{."); n > 0 {
		f.texts, f.facts = make([]string, 0, n+1), make([]string, 0, n)
	}
	for {
		before, rest, found := strings.Cut(text, "{{.")
		f.texts = append(f.texts, before)
		if !found {
			if strings.Contains(before, "{{") || strings.Contains(before, "}}") {
				return f, errors.New("a fact is written {{.Name}} and nothing else")
			}
			return f, nil
		}
		fact, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return f, errors.New("{{ without }}")
		}
		f.facts = append(f.facts, fact)
		text = after
	}
}

// Has tells whether there is such a message.
func (l *Locales) Has(lang, id string) bool { return l.said[lang][id] != nil }

// missing is what Say gives where a message or a fact of it is not there: the fault's name, so that no person meets an empty line.
func missing(what string) string { return "⟨" + what + "⟩" }

// Say gives the message in a language with its facts. put tells how a fact is written; nil writes it as it is.
func (l *Locales) Say(lang, id string, facts Facts, put func(any) string) string {
	s := l.said[lang][id]
	if s == nil {
		return missing(id)
	}
	f := &s.many
	if n, ok := facts["N"].(int); ok && n == 1 {
		f = &s.one
	}
	if len(f.facts) == 0 {
		return f.texts[0]
	}
	var b strings.Builder
	for i, text := range f.texts {
		b.WriteString(text)
		if i == len(f.facts) {
			break
		}
		v, ok := facts[f.facts[i]]
		switch {
		case !ok:
			b.WriteString(missing(id + "." + f.facts[i]))
		case put != nil:
			b.WriteString(put(v))
		default:
			fmt.Fprint(&b, v)
		}
	}
	return b.String()
}

// IDs gives every message's id in a language.
func (l *Locales) IDs(lang string) []string {
	var ids []string
	for id := range l.said[lang] {
		ids = append(ids, id)
	}
	return ids
}
