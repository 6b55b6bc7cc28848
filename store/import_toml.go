package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// tomlFile is a TOML file with the lines that its keys stand on.
type tomlFile struct {
	values map[string]any
	lines  map[string][2]int // "period[1].start": line and character
	errs   *errorList
}

// mostTOML is far more than a programme needs: who gives a wrong file is told before it is read whole.
const mostTOML = 1 << 20

// openTOML reads the file. One that is not TOML is nil, and errs says where.
func openTOML(r io.Reader, errs *errorList) (*tomlFile, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostTOML+1))
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, utf8Mark)
	if len(text) > mostTOML || !utf8.Valid(text) {
		errs.add(ImportError{Line: 1, Column: 1, Reason: "encoding"})
		return nil, nil
	}
	f := &tomlFile{errs: errs}
	var fault *toml.DecodeError
	if err := toml.Unmarshal(text, &f.values); errors.As(err, &fault) {
		line, column := fault.Position()
		errs.add(ImportError{Line: line, Column: max(1, column), Field: strings.Join(fault.Key(), "."), Reason: "toml",
			Facts: Facts{"Value": strings.TrimPrefix(fault.Error(), "toml: ")}})
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	f.lines = tomlLines(string(text))
	return f, nil
}

var (
	tomlHeader = regexp.MustCompile(`^\s*(\[\[?)\s*([^\]]+?)\s*\]`)
	tomlKey    = regexp.MustCompile(`^(\s*)([A-Za-z0-9_."-]+(?:\s*\.\s*[A-Za-z0-9_"-]+)*)\s*=`)
)

// tomlLines finds where keys and tables stand; the parser does not tell.
func tomlLines(text string) map[string][2]int {
	lines, seen, prefix := map[string][2]int{}, map[string]int{}, ""
	for i, line := range strings.Split(text, "\n") {
		if m := tomlHeader.FindStringSubmatch(line); m != nil {
			prefix = m[2]
			if m[1] == "[[" {
				prefix = fmt.Sprintf("%s[%d]", m[2], seen[m[2]])
				seen[m[2]]++
			}
			lines[prefix] = [2]int{i + 1, 1}
			prefix += "."
		} else if m := tomlKey.FindStringSubmatch(line); m != nil {
			lines[prefix+strings.NewReplacer(`"`, "", " ", "").Replace(m[2])] = [2]int{i + 1, len(m[1]) + 1}
		}
	}
	return lines
}

// tomlTable is the file's top, or one of its tables.
type tomlTable struct {
	file   *tomlFile
	prefix string // "period[1]"
	values map[string]any
}

func (f *tomlFile) top() tomlTable { return tomlTable{f, "", f.values} }

// at is where a key stands, or its table where the key is missing.
func (t tomlTable) at(key string) [2]int {
	path := key
	if t.prefix != "" {
		path = t.prefix + "." + key
	}
	list, _, _ := strings.Cut(t.prefix, "[")
	for _, p := range []string{path, path + ".sv", t.prefix, list} {
		if at, ok := t.file.lines[p]; ok {
			return at
		}
	}
	return [2]int{1, 1}
}

func (t tomlTable) line(key string) int { return t.at(key)[0] }

// fail says what is wrong with a key.
func (t tomlTable) fail(key, reason string, facts Facts) {
	at := t.at(key)
	t.file.errs.add(ImportError{Line: at[0], Column: at[1], Field: key, Reason: reason, Facts: facts}, fmt.Sprint(t.values[key]))
}

func (t tomlTable) wrongType(key, want string) {
	t.fail(key, "toml_type", Facts{"Value": brief(fmt.Sprint(t.values[key])), "Want": want})
}

// only says which keys there should not be.
func (t tomlTable) only(keys ...string) {
	for key := range t.values {
		if !slices.Contains(keys, key) {
			t.fail(key, "key_unknown", Facts{"Value": brief(key), "Nearest": nearest(key, keys), "Columns": keys})
		}
	}
}

func (t tomlTable) missing(key string) bool {
	_, ok := t.values[key]
	if !ok {
		t.fail(key, "key_missing", Facts{"Value": key})
	}
	return !ok
}

func (t tomlTable) text(key string, needed bool) string {
	v, ok := t.values[key].(string)
	switch {
	case !ok && (t.values[key] != nil || needed && !t.missing(key)):
		t.wrongType(key, key+` = "…"`)
	case ok && needed && strings.TrimSpace(v) == "":
		t.fail(key, "value_missing", nil)
	case t.file.errs.personal(v):
		t.fail(key, "personnummer", nil)
		return ""
	}
	return oneLine(v)
}

func (t tomlTable) oneOf(key string, allowed ...string) string {
	v := t.text(key, false)
	if v != "" && !slices.Contains(allowed, v) {
		t.fail(key, "word", wordFacts(v, allowed))
	}
	return v
}

// texts gives a list that must hold at least one.
func (t tomlTable) texts(key string) []string {
	if t.missing(key) {
		return nil
	}
	list, ok := t.values[key].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, isText := v.(string)
		ok = ok && isText
		if t.file.errs.personal(s) {
			t.fail(key, "personnummer", nil)
			return nil
		}
		out = append(out, s)
	}
	if !ok {
		t.wrongType(key, key+` = ["…", "…"]`)
		return nil
	}
	if len(out) == 0 {
		t.fail(key, "value_missing", nil)
	}
	return out
}

// names gives the Swedish and the English one; where there is one name it is both.
func (t tomlTable) names(key string) (sv, en string) {
	both, ok := t.values[key].(map[string]any)
	if !ok {
		v := t.text(key, true)
		return v, v
	}
	in := tomlTable{t.file, strings.TrimPrefix(t.prefix+"."+key, "."), both}
	in.only("sv", "en")
	if sv, en = in.text("sv", true), in.text("en", false); en == "" {
		en = sv
	}
	return sv, en
}

// day gives a day that must be there, written as one or as text.
func (t tomlTable) day(key string) Date {
	if t.missing(key) {
		return ""
	}
	text := fmt.Sprint(t.values[key])
	if v, ok := t.values[key].(time.Time); ok {
		text = string(DateOf(v))
	}
	d, ok := parseDay(text)
	if !ok {
		t.fail(key, "date", dateFacts(text))
	}
	return d.Date()
}

// number gives a whole number of 0 or more, nil where the file says none.
func (t tomlTable) number(key string) *int {
	v, ok := t.values[key].(int64)
	if !ok || v < 0 || v > mostHeadcount {
		if t.values[key] != nil {
			t.fail(key, "target", Facts{"Value": brief(fmt.Sprint(t.values[key]))})
		}
		return nil
	}
	n := int(v)
	return &n
}

func (t tomlTable) inOrder(from, to string, starts, ends Date) {
	if starts != "" && ends != "" && ends < starts {
		t.fail(to, "end_before_start", Facts{"Value": ends, "Start": starts, "From": from})
	}
}

// tables gives the tables of a list, [[period]].
func (t tomlTable) tables(key string) []tomlTable {
	if t.values[key] == nil {
		return nil
	}
	list, ok := t.values[key].([]any)
	out := make([]tomlTable, len(list))
	for i, v := range list {
		values, isTable := v.(map[string]any)
		out[i], ok = tomlTable{t.file, fmt.Sprintf("%s[%d]", key, i), values}, ok && isTable
	}
	if !ok {
		t.wrongType(key, "[["+key+"]]")
		return nil
	}
	return out
}
