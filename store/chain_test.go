package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
)

// chained is a world with rows in its audit, some of them of one batch, some of a write that read them, and none of what was undone.
func chained(t testing.TB) *world {
	w := newWorld(t)
	for range 3 {
		w.claim("S-1-1", "praktik", 2)
	}
	w.write(undo(1, 0))
	w.refused("undo_not_yours", undo(2, 1))
	w.write(func(tx *Tx) error {
		m, err := tx.MemberByID(1)
		if err != nil {
			return err
		}
		return firstError(tx.SetLanguage(m, "en"), tx.Assign(2, "hr", ""))
	})
	return w
}

// meddle runs statements on the file as somebody would who goes behind the program's back.
func (w *world) meddle(statements ...string) {
	w.Helper()
	db, err := sql.Open("sqlite3", w.path)
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	for _, s := range append([]string{`DROP TRIGGER IF EXISTS audit_is_not_changed`, `DROP TRIGGER IF EXISTS audit_is_not_removed`}, statements...) {
		if _, err := db.Exec(s); err != nil {
			w.Fatalf("%s: %v", s, err)
		}
	}
}

func (w *world) checkAudit(noted Head) (head Head, err error) {
	w.read(func(tx *Tx) error { head, err = tx.CheckAudit(noted); return nil })
	return head, err
}

func TestAuditIsAChain(t *testing.T) {
	w := chained(t)
	head, err := w.checkAudit(Head{})
	if err != nil || head.Row != 10 || len(head.Hash) != 32 {
		t.Fatalf("head %s, %v", head, err)
	}
	w.read(func(tx *Tx) error {
		if at, err := tx.Head(); err != nil || at.String() != head.String() {
			t.Errorf("the last row is %s, the chain's end %s, %v", at, head, err)
		}
		return nil
	})
	w.claim("S-1-1", "praktik", 1)
	if later, err := w.checkAudit(head); err != nil || later.Row != 11 {
		t.Errorf("with a noted head: %s, %v", later, err)
	}
}

func TestMeddlingWithTheAuditShows(t *testing.T) {
	for name, c := range map[string]struct {
		do    []string
		first int64
		why   string
	}{
		"another author":   {[]string{`UPDATE audit SET member = 2 WHERE id = 4`}, 4, "changed"},
		"another time":     {[]string{`UPDATE audit SET at = '2020-03-02T08:00:00.000Z' WHERE id = 1`}, 1, "changed"},
		"nothing for NULL": {[]string{`UPDATE audit SET before = '' WHERE id = 2`}, 2, "changed"},
		"from one field to the next": {[]string{`UPDATE audit SET door = door || substr(command, 1, 1), command = substr(command, 2) WHERE id = 3`}, 3,
			"changed"},
		"no hash":      {[]string{`UPDATE audit SET hash = NULL WHERE id = 5`}, 5, "changed"},
		"the first":    {[]string{`DELETE FROM audit WHERE id = 1`}, 1, "missing"},
		"one of many":  {[]string{`DELETE FROM audit WHERE id = 6`}, 6, "missing"},
		"closed ranks": {[]string{`DELETE FROM audit WHERE id = 6`, `UPDATE audit SET id = id - 1 WHERE id > 6`}, 6, "changed"},
		"the last":     {[]string{`DELETE FROM audit WHERE id = 10`}, 10, "cut"},
		"all":          {[]string{`DELETE FROM audit`}, 1, "cut"},
		"one put in": {[]string{`INSERT INTO audit (at, door, command, noun, object, hash) SELECT at, door, command, noun, object, hash FROM audit WHERE id = 10`},
			11, "changed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := chained(t)
			w.meddle(append([]string{`PRAGMA foreign_keys = off`}, c.do...)...)
			var broken *ErrAuditBroken
			if _, err := w.checkAudit(Head{}); !errors.As(err, &broken) || broken.Row != c.first || broken.Why != c.why {
				t.Errorf("said %v", err)
			}
		})
	}
}

// TestAnAuditMadeAnewShows holds that who makes all hashes anew, or cuts off the end and what tells of it, is found out by a head noted elsewhere.
func TestAnAuditMadeAnewShows(t *testing.T) {
	for name, c := range map[string]struct {
		do    []string
		first int64
	}{
		"changed": {[]string{`UPDATE audit SET member = 2 WHERE id = 4`, `UPDATE audit SET hash = NULL`}, 10},
		"cut":     {[]string{`DELETE FROM audit WHERE id > 7`, `UPDATE sqlite_sequence SET seq = 7 WHERE name = 'audit'`}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			w := chained(t)
			noted, err := w.checkAudit(Head{})
			if err != nil {
				t.Fatal(err)
			}
			if noted, err = ParseHead(noted.String()); err != nil {
				t.Fatal(err)
			}
			w.meddle(c.do...)
			w.sealAnew()
			if _, err := w.checkAudit(Head{}); err != nil {
				t.Errorf("without the noted head: %v", err)
			}
			var broken *ErrAuditBroken
			if _, err := w.checkAudit(noted); !errors.As(err, &broken) || broken.Row != c.first {
				t.Errorf("said %v", err)
			}
		})
	}
}

func (w *world) sealAnew() {
	w.Helper()
	c, err := w.db.Conn(context.Background())
	if err != nil {
		w.Fatal(err)
	}
	defer c.Close()
	if err := chainOld(context.Background(), c); err != nil {
		w.Fatal(err)
	}
}

// TestOldAuditIsChained holds that rows of an earlier version get the hashes that they would have had, however many they are.
func TestOldAuditIsChained(t *testing.T) {
	w := chained(t)
	w.write(func(tx *Tx) error {
		for range 2500 {
			if err := tx.note("round", "2020-W10", "", nil, Facts{"stopped": 1}); err != nil {
				return err
			}
		}
		return nil
	})
	head, err := w.checkAudit(Head{})
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{`1`, `7`, `1007`} {
		w.meddle(`UPDATE audit SET hash = NULL WHERE id >= ` + from)
		w.sealAnew()
		if anew, err := w.checkAudit(head); err != nil || anew.String() != head.String() {
			t.Errorf("from %s: %s instead of %s, %v", from, anew, head, err)
		}
	}
}

func TestHeadsAreRead(t *testing.T) {
	for _, wrong := range []string{"", "12", "12:", ":9f86d081", "0:9f86d081", "12:9f86d0", "12:xyzxyzxy"} {
		if h, err := ParseHead(wrong); err == nil {
			t.Errorf("%q is read as %s", wrong, h)
		}
	}
}

func BenchmarkCheckAudit(b *testing.B) {
	w := newWorld(b)
	w.write(func(tx *Tx) error {
		for range 100_000 {
			if err := tx.note("slot", "1", "S-1-1", nil, slotFacts{Unit: "S-1-1"}); err != nil {
				return err
			}
		}
		return nil
	})
	for b.Loop() {
		if _, err := w.checkAudit(Head{}); err != nil {
			b.Fatal(err)
		}
	}
}
