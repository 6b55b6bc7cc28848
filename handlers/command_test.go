package handlers

import (
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"handslag/locales"
)

// TestOneName holds that a command's name is that of its file, its function, its section in both languages, and its conversation.
func TestOneName(t *testing.T) {
	said, err := allSaid()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		for _, file := range []string{c.name + ".go", "testdata/" + c.name + ".txt"} {
			if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
		}
		if got := runtime.FuncForPC(reflect.ValueOf(c.run).Pointer()).Name(); got != "handslag/handlers."+c.name {
			t.Errorf("%s is done by %s", c.name, got)
		}
		for _, lang := range locales.Languages {
			if !slices.ContainsFunc(said.IDs(lang), func(id string) bool { return strings.HasPrefix(id, c.name+".") }) {
				t.Errorf("%s says nothing of %s", lang, c.name)
			}
		}
	}
}
