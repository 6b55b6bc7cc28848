package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"handslag/locales"
)

func load(t *testing.T) *locales.Locales {
	t.Helper()
	l, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestSame holds that every sentence is there in both languages, with the same facts and the same forms, and says something.
func TestSame(t *testing.T) {
	l := load(t)
	sv, en := sorted(l.IDs("sv")), sorted(l.IDs("en"))
	if diff := cmp.Diff(sv, en); diff != "" {
		t.Errorf("sentences (-sv +en):\n%s", diff)
	}
	for _, id := range sv {
		a, b := facts(l, "sv", id), facts(l, "en", id)
		if !cmp.Equal(a, b) {
			t.Errorf("%s: facts (-sv +en):\n%s", id, cmp.Diff(a, b))
		}
	}
}

func facts(l *locales.Locales, lang, id string) []string {
	return slices.Compact(sorted(l.FactsOf(lang, id)))
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

// forms reads a file as it stands: every value by its path, "claim.done.one".
func forms(t *testing.T, lang string) map[string]string {
	t.Helper()
	var tables map[string]any
	raw, err := os.ReadFile("active." + lang + ".toml")
	if err == nil {
		err = toml.Unmarshal(raw, &tables)
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, inner := range v {
				walk(strings.TrimPrefix(path+"."+k, "."), inner)
			}
		case string:
			out[path] = v
		default:
			t.Errorf("%s: %s is neither a text nor a table", lang, path)
		}
	}
	walk("", tables)
	return out
}

// TestForms holds that each file has the plural forms that the other has, that none is empty, and that none has what a slip leaves.
func TestForms(t *testing.T) {
	sv, en := forms(t, "sv"), forms(t, "en")
	for lang, pair := range map[string][2]map[string]string{"sv": {sv, en}, "en": {en, sv}} {
		for path, text := range pair[0] {
			if _, ok := pair[1][path]; !ok {
				t.Errorf("%s has %s and the other language has not", lang, path)
			}
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", lang, path)
			}
			if strings.Contains(text, "  ") || strings.HasSuffix(text, " ") || strings.Contains(text, " .") || strings.Contains(text, "..") && !strings.Contains(text, "…") {
				t.Errorf("%s: %s has a slip: %q", lang, path, text)
			}
			one, plural := strings.CutSuffix(path, ".one")
			if _, ok := pair[0][one+".other"]; plural && !ok {
				t.Errorf("%s: %s has no form for several", lang, one)
			}
		}
	}
}

// composed are the ids that the program puts together, by what they begin with.
var composed = []string{
	"ending.head", "ending.none", "ending.uncounted",
	"refusal.", "fault.", "guard.", "ask.", "role.", "who.", "field.", "date.weekday.", "date.month.", "date.full.", "explain.name_", "explain.",
	"release.reason_", "end.", "undo.done_", "undo.what_", "assign.you_", "summary.forecast_", "quota.", "target.", "import.", "export.head_", "subscribe.every_", "export.figure_", "export.meaning_", "export.status_",
	"summary.verdict_", "summary.was_", "summary.scope_", "summary.without", "ranking.by_", "missing.button_", "ranking.column_", "ranking.head_", "statement.",
	"export.sheet_", "export.file_", "export.name_", "export.as_", "export.coming_",
	"undo.plan_", "date.long_day.", "free.", "pause.", "remind.line_", "reminders.why_", "reminders.because_", "reminders.time_", "reminders.slack_",
	"mine.row_", "mine.head_", "mine.text_", "mine.language_", "mine.role_", "erase.row_", "erase.protocol_", "erase.class_", "erase.staff_",
	"assign.taken", "assign.leaves", "outcomes.noted_", "outcomes.plan_", "outcomes.working", "outcomes.left",
	"correct.row_", "correct.the_", "correct.ask_", "read.n_", "read.what_", "history.slot_", "history.trainee_", "history.head_", "history.import_", "history.statement_", "history.subscription_", "history.disposal", "history.retention",
}

// titled are what every command has, where it has it.
var titled = []string{"title", "submit", "form", "help"}

// TestUsed holds that no sentence is left that nobody says, and that none is said that is not there.
func TestUsed(t *testing.T) {
	l := load(t)
	used := literals(t, "../handlers", "../bot", "../store")
	ids := l.IDs("sv")
	for _, id := range ids {
		if used[id] || slices.ContainsFunc(composed, func(p string) bool { return strings.HasPrefix(id, p) }) {
			continue
		}
		if _, last, _ := strings.Cut(id, "."); slices.Contains(titled, last) {
			continue
		}
		if base, ok := strings.CutSuffix(id, "_unit"); ok && used[base] { // the sister of a sentence, of somebody else's unit
			continue
		}
		if base, ok := strings.CutSuffix(id, "_masked"); ok && used[base] {
			continue
		}
		if base, ok := strings.CutSuffix(id, "_theirs"); ok && used[base] { // done for somebody else
			continue
		}
		t.Errorf("nobody says %s", id)
	}
	tables := map[string]bool{}
	for _, id := range ids {
		table, _, _ := strings.Cut(id, ".")
		tables[table] = true
	}
	for text := range used {
		table, name, found := strings.Cut(text, ".")
		if found && tables[table] && plainID(name) && !l.Has("sv", text) && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "_") && !slices.Contains(sections(l), text) {
			t.Errorf("%s is said, and is in no file", text)
		}
	}
}

// sections are the tables within tables, such as date.month.
func sections(l *locales.Locales) []string {
	var out []string
	for _, id := range l.IDs("sv") {
		if at := strings.LastIndexByte(id, '.'); at > 0 {
			out = append(out, id[:at])
		}
	}
	return out
}

func plainID(s string) bool {
	for _, r := range s {
		if r != '_' && r != '.' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return s != "" && !strings.HasSuffix(s, "go") && !strings.HasSuffix(s, "toml") && !strings.HasSuffix(s, "csv")
}

// literals gives every string in the program's sources, tests left out.
func literals(t *testing.T, dirs ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	each(t, dirs, func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					out[s] = true
				}
			}
			return true
		})
	})
	return out
}

// each parses the sources of the packages, tests left out.
func each(t *testing.T, dirs []string, do func(*ast.File)) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
			if err != nil {
				return err
			}
			do(f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestRefusals holds that every reason that is refused with has its sentence, and that every sentence has its reason.
func TestRefusals(t *testing.T) {
	l := load(t)
	reasons := map[string]bool{"outsider_guest": true, "outsider_bot": true, "outsider_foreign": true, "outsider_deactivated": true, "hr": true}
	each(t, []string{"../handlers", "../store", "../bot"}, func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fn := call.Fun.(type) {
			case *ast.Ident:
				name = fn.Name
			case *ast.SelectorExpr:
				name = fn.Sel.Name
			}
			at := map[string]int{"Refuse": 0, "RefuseField": 1}
			i, ok := at[name]
			if !ok || len(call.Args) <= i {
				return true
			}
			if lit, ok := call.Args[i].(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					reasons[s] = true
				}
			}
			return true
		})
	})
	for reason := range reasons {
		if !l.Has("sv", "refusal."+reason) {
			t.Errorf("refusal.%s has no sentence", reason)
		}
	}
	said := literals(t, "../handlers", "../bot")
	for _, id := range l.IDs("sv") {
		if reason, ok := strings.CutPrefix(id, "refusal."); ok && !reasons[reason] && !said[id] {
			t.Errorf("%s has a sentence, and nobody refuses with it", id)
		}
	}
}

// TestPlurals holds that N chooses the form, and that a fact that is missing is seen.
func TestPlurals(t *testing.T) {
	l := load(t)
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"sv", 1, "Ni har en plats"}, {"sv", 0, "Ni har 0 platser"}, {"sv", 2, "Ni har 2 platser"},
		{"en", 1, "You have one slot"}, {"en", 0, "You have 0 slots"}, {"en", 12345, "You have 12345 slots"},
	} {
		if got := l.Say(c.lang, "slots.mine", locales.Facts{"N": c.n}, nil); got != c.want {
			t.Errorf("%s %d: %q", c.lang, c.n, got)
		}
	}
	if got := l.Say("sv", "slots.mine", nil, nil); !strings.Contains(got, "⟨slots.mine.N⟩") {
		t.Errorf("a missing fact: %q", got)
	}
	if got := l.Say("sv", "no.such", nil, nil); got != "⟨no.such⟩" {
		t.Errorf("a missing sentence: %q", got)
	}
}
