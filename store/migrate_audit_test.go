package store

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAuditOfBefore holds that the references in the audit of an earlier version become numbers, and nothing else of it changes.
func TestAuditOfBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "before.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%v: %.60s", err, query)
		}
	}
	run(`CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`)
	names, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	for i, name := range names {
		if strings.HasSuffix(name, "_disposal.sql") {
			break
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		run(string(text))
		run(`INSERT INTO migrations (number, name, applied_at) VALUES (?, ?, '')`, i+1, filepath.Base(name))
	}
	const row = `INSERT INTO audit (at, door, command, noun, object, before, after) VALUES ('2026-08-11T08:00:00.000Z', 'slash', ?, ?, ?, ?, ?)`
	run(row, "trainee", "trainee", "D-2026-0143", nil, `{"slot":4}`)
	run(row, "claim", "slot", "1", nil, `{"unit":"S"}`)
	run(row, "end", "trainee", "D-2026-0143", `{"slot":4}`, `{"slot":4,"ended":"2026-08-07"}`)
	run(row, "remind", "wish", "1", nil, `{"due":"2026-09-01","trainee":"D-2026-0007"}`)
	run(row, "remind", "wish", "2", nil, `{"due":"2026-09-01","slot":4}`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, path: path, now: start.Time()}
	w.open()
	want := []string{
		`1|2026-08-11T08:00:00.000Z|slash|trainee|trainee|2|{"slot":4}`, `2|2026-08-11T08:00:00.000Z|slash|claim|slot|1|{"unit":"S"}`,
		`3|2026-08-11T08:00:00.000Z|slash|end|trainee|2|{"slot":4}|{"slot":4,"ended":"2026-08-07"}`,
		`4|2026-08-11T08:00:00.000Z|slash|remind|wish|1|{"due":"2026-09-01","trainee":1}`, `5|2026-08-11T08:00:00.000Z|slash|remind|wish|2|{"due":"2026-09-01","slot":4}`,
	}
	if diff := cmp.Diff(want, w.audit()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.read(func(tx *Tx) error {
		about, err := tx.About("D-2026-0143")
		if len(about) != 2 || about[1].Called != "D-2026-0143" {
			t.Errorf("about it: %+v", about)
		}
		return err
	})
	w.forbidden("the audit is not changed", `UPDATE audit SET object = ''`)
}
