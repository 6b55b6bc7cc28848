package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are what a package of ours may import of ours: bot stands on everything, nothing stands on bot.
var arrows = map[string][]string{
	"bot":                   {"handlers", "locales", "store", "bot/workspace"},
	"bot/workspace":         {},
	"bot/workspace/browser": {}, // of the tests
	"handlers":              {"handlers/words", "locales", "store"},
	"handlers/words":        {},
	"locales":               {},
	"store":                 {},
}

// apart are modules that one package alone may use, so that the rest does not come to depend on them.
var apart = map[string][]string{
	"github.com/mattn/go-sqlite3":          {"store"},
	"github.com/slack-go/slack":            {"bot", "handlers"},
	"github.com/slack-go/slack/socketmode": {"bot"},
	"github.com/gorilla/websocket":         {"bot/workspace"},
	"github.com/chromedp":                  {"bot/workspace/browser"},
	"github.com/nicksnyder/go-i18n":        {"locales"},
	"github.com/alecthomas/kong":           {"bot"},
	"github.com/prometheus":                {"bot"},
}

func TestPackagesPointOneWay(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		from := path.Dir(filepath.ToSlash(rel))
		allowed, known := arrows[from]
		if !known {
			t.Errorf("%s: a package that the layout does not know", from)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(to, "handslag/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", rel, ours)
			}
			for module, only := range apart {
				if strings.HasPrefix(to, module) && !slices.Contains(only, from) {
					t.Errorf("%s imports %s, which is for %v", rel, to, only)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
