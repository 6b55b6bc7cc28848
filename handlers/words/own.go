package words

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pelletier/go-toml/v2"
)

// ownData is what an organisation may add of its own to the words: ways to say things, never what a small word does, what makes an
// order certain, or anything of the guard's.
type ownData struct {
	Ordinary string
	Commands map[string]struct {
		First, Sure, Likely, Hint, Not []string
	}
	Kinds     map[string][]string
	Values    map[string]map[string][]string
	UnitWords map[string]string `toml:"unit_words"`
	Same      map[string]string
}

// ownFile is one of an organisation's own files.
type ownFile struct {
	path, text string
	lang       int
}

var extended atomic.Pointer[lexicon]

// theLexicon is the words as texts are read by. The guard reads by embedded alone.
func theLexicon() *lexicon {
	if l := extended.Load(); l != nil {
		return l
	}
	return embedded()
}

// Use adds the words of sv.toml and en.toml in a directory, of which one may be missing. Vocabularies that are made after it know them.
func Use(dir string) error {
	l, _, err := withOwn(dir)
	if err == nil {
		extended.Store(l)
	}
	return err
}

// Check counts the entries of an organisation's own words, and says what is wrong with them, by file and line.
func Check(dir string) (entries int, err error) {
	_, n, err := withOwn(dir)
	return n, err
}

func withOwn(dir string) (*lexicon, int, error) {
	var files []ownFile
	for lang, name := range languages {
		path := filepath.Join(dir, name+".toml")
		text, err := os.ReadFile(path)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return nil, 0, err
		default:
			files = append(files, ownFile{path, string(text), lang})
		}
	}
	if len(files) == 0 {
		return nil, 0, fmt.Errorf("%s holds neither sv.toml nor en.toml", dir)
	}
	l, err := newLexicon(svData, enData)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	for _, f := range files {
		added, err := f.add(l)
		if err != nil {
			return nil, 0, err
		}
		n += added
	}
	for _, name := range slices.Sorted(maps.Values(l.first)) {
		l.commandID(name)
	}
	return l, n, nil
}

// add puts the file's words into the lexicon and counts them.
func (f *ownFile) add(l *lexicon) (int, error) {
	var own ownData
	err := strictly(f.text, &own)
	if missing := (*toml.StrictMissingError)(nil); errors.As(err, &missing) {
		line, _ := missing.Errors[0].Position()
		return 0, fmt.Errorf("%s:%d: %s is nothing that can be added to", f.path, line, strings.Join(missing.Errors[0].Key(), "."))
	}
	if wrong := (*toml.DecodeError)(nil); errors.As(err, &wrong) {
		line, _ := wrong.Position()
		return 0, fmt.Errorf("%s:%d: %s", f.path, line, strings.TrimPrefix(wrong.Error(), "toml: "))
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", f.path, err)
	}
	if err := f.checkNames(l, &own); err != nil {
		return 0, err
	}
	d := languageData{Ordinary: own.Ordinary, Kinds: own.Kinds, Values: own.Values, UnitWords: own.UnitWords, Same: own.Same}
	d.Commands = map[string]commandWords{}
	n := len(strings.Fields(own.Ordinary)) + len(own.UnitWords) + len(own.Same)
	for name, c := range own.Commands {
		d.Commands[name] = commandWords{First: c.First, Sure: c.Sure, Likely: c.Likely, Hint: c.Hint, Not: c.Not}
		n += len(c.First) + len(c.Sure) + len(c.Likely) + len(c.Hint) + len(c.Not)
	}
	for _, list := range own.Kinds {
		n += len(list)
	}
	for _, values := range own.Values {
		for _, list := range values {
			n += len(list)
		}
	}
	if err := l.add(f.lang, &d); err != nil {
		phrase := ""
		if wrong := (*phraseError)(nil); errors.As(err, &wrong) {
			phrase = wrong.text
		}
		return 0, f.wrong("", phrase, "%v", err)
	}
	return n, nil
}

// checkNames reports commands, fields and values that there are none of, and words that already mean something.
func (f *ownFile) checkNames(l *lexicon, own *ownData) error {
	for name := range own.Commands {
		if _, there := accepts[name]; !there {
			return f.wrong("commands."+name, "", "there is no command %q", name)
		}
	}
	for field, values := range own.Values {
		for value := range values {
			if !l.values[target{field: field, value: value}] || !(&target{field: field}).said() {
				return f.wrong("values."+field, value, "there is no value %q of %q to add to", value, field)
			}
		}
	}
	for _, list := range []map[string]string{own.Same, own.UnitWords} {
		for w := range list {
			if _, number := l.numeral(fold(w)); number || l.small[fold(w)] != 0 || l.filler[fold(w)] || l.order[strings.ToLower(w)] || l.dates[fold(w)].class != "" {
				return f.wrong("", w, "%q means something already", w)
			}
		}
	}
	return nil
}

// wrong is an error at the line where a word stands, after the table that it belongs to.
func (f *ownFile) wrong(table, word, format string, args ...any) error {
	from := max(0, strings.Index(f.text, "["+table))
	at := max(from, from+strings.Index(f.text[from:], word))
	return fmt.Errorf("%s:%d: %s", f.path, 1+strings.Count(f.text[:at], "\n"), fmt.Sprintf(format, args...))
}
