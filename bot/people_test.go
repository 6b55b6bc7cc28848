package main

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// TestPeople holds the page of facts to the database: in both languages every table is named, and of every table that can say something about a
// person every column; and nothing that is not there.
func TestPeople(t *testing.T) {
	tables := schema(t)
	for _, lang := range []string{"sv", "en"} {
		var page strings.Builder
		r := responsible{Controller: "Ekby kommun", DPO: "dso@ekby.example", LegalBasis: "artikel 6.1 e"}
		if err := r.people(&page, lang); err != nil {
			t.Fatal(err)
		}
		for _, said := range []string{"Ekby kommun", "dso@ekby.example", "artikel 6.1 e"} {
			if !strings.Contains(page.String(), said) {
				t.Errorf("%s: the page does not say %q", lang, said)
			}
		}
		told := listed(page.String())
		for table, columns := range tables {
			got, there := told[table]
			if !there {
				t.Errorf("%s: %s is not on the page", lang, table)
			}
			if got != nil && !slices.Equal(got, columns) {
				t.Errorf("%s: %s has %v, and the page says %v", lang, table, columns, got)
			}
		}
		for table := range told {
			if tables[table] == nil {
				t.Errorf("%s: the page tells of %s, which is not there", lang, table)
			}
		}
		for _, table := range []string{"trainees", "slots", "members", "roles", "audit", "outgoing", "reminders", "wishes", "talks", "heard", "requests"} {
			if told[table] == nil {
				t.Errorf("%s: the columns of %s are not told", lang, table)
			}
		}
	}
}

var (
	tableListed = regexp.MustCompile("`([a-z_0-9]+)`: ((?:`[a-z_0-9]+`(?: \\([^)]*\\))?(?:, )?)+)")
	named       = regexp.MustCompile("`([a-z_0-9]+)`")
)

// listed reads the page: tables with their columns, nil of those that hold nothing about people.
func listed(page string) map[string][]string {
	out := map[string][]string{}
	for _, line := range strings.Split(page, "\n") {
		switch {
		case strings.HasPrefix(line, "- **"):
			for _, m := range tableListed.FindAllStringSubmatch(line, -1) {
				for _, column := range named.FindAllStringSubmatch(m[2], -1) {
					out[m[1]] = append(out[m[1]], column[1])
				}
			}
		case strings.HasPrefix(line, "Inget om personer:"), strings.HasPrefix(line, "Nothing about people:"):
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				out[m[1]] = nil
			}
		}
	}
	return out
}

// schema gives the tables of a new database with their columns.
func schema(t *testing.T) map[string][]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "handslag.db")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		out[table] = append(out[table], column)
	}
	return out
}
