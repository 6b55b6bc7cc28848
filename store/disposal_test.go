package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// decided writes the rule of a year down.
func decided(tx *Tx) error {
	return tx.Retain(Retention{Class: "trainee", Months: 12, Decision: "AMN 2026-118"})
}

// proposed fixes what is due, with a protocol that has arrived.
func proposed(tx *Tx) (*Disposal, error) {
	r, err := tx.Retention("trainee")
	if err != nil {
		return nil, err
	}
	key := "protocol " + tx.Stamp()
	if err := tx.Send(key, "UHR", []byte(`{}`)); err != nil {
		return nil, err
	}
	o, err := tx.ByKey(key)
	if err != nil {
		return nil, err
	}
	if err := tx.Sent(o.ID, "D1 1"); err != nil {
		return nil, err
	}
	return tx.Propose(r, tx.by.Member, key)
}

// dispose does all that is due.
func (w *world) dispose() (d *Disposal) {
	w.Helper()
	w.write(as(1, "erase", func(tx *Tx) (err error) {
		if d, err = proposed(tx); err == nil {
			d, err = tx.Dispose(d.ID, 1)
		}
		return err
	}))
	return d
}

// TestDisposalByDecision holds that nothing goes without a decision, that what goes is what the protocol says, and that it goes once.
func TestDisposalByDecision(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "praktik", 3)
	for i, ended := range []Date{"2020-03-31", "2020-04-01", ""} {
		ref := w.log(Trainee{Slot: own[i].Number, StartsOn: start, EndsOn: "2020-06-30", Supervisor: "Rektor"}).Reference
		if ended != "" {
			w.set(ended)
			w.end(ref, ended)
		}
	}
	w.set("2021-03-31")
	w.refused("erase_undecided", func(tx *Tx) error { _, err := tx.Retention("trainee"); return err })
	for _, bad := range []Retention{{"trainee", 0, "AMN 2026-118"}, {"trainee", 121, "AMN 2026-118"}, {"trainee", 12, " "}, {"trainee", 12, "beslutet"},
		{"trainee", 12, strings.Repeat("1", 61)}} {
		if err := w.Write(t.Context(), func(tx *Tx) error { return tx.Retain(bad) }); AsRefusal(err) == nil {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	w.write(decided)
	var d *Disposal
	w.write(func(tx *Tx) (err error) { d, err = proposed(tx); return err })
	if d.Rows != 1 || d.EndedBy != "2020-03-31" || d.Decision != "AMN 2026-118" {
		t.Errorf("proposed: %+v", d)
	}
	w.set("2021-04-01") // another is due; the protocol's is one
	w.write(func(tx *Tx) error { _, err := tx.Dispose(d.ID, 1); return err })
	w.refused("erase_done", func(tx *Tx) error { _, err := tx.Dispose(d.ID, 1); return err })
	var due []Trainee
	w.read(func(tx *Tx) (err error) {
		r, err := tx.Retention("trainee")
		if err == nil {
			due, err = tx.Due(r)
		}
		return err
	})
	if len(due) != 1 || due[0].Reference != "D-2020-0002" {
		t.Errorf("due: %+v", due)
	}
	w.tallied()
}

func TestDisposalIsRefused(t *testing.T) {
	w := newWorld(t)
	slot := w.claim("S-1-1", "praktik", 1)[0].Number
	ref := w.log(Trainee{Slot: slot, StartsOn: start, Supervisor: "Rektor"}).Reference
	w.write(decided)
	r := &Retention{"trainee", 12, "AMN 2026-118"}
	w.refused("erase_nothing", func(tx *Tx) error { _, err := tx.Propose(r, 1, "p"); return err })
	w.set("2020-04-01")
	w.end(ref, "2020-04-01")
	w.set("2021-05-01")
	var d *Disposal
	w.write(func(tx *Tx) (err error) { d, err = tx.Propose(r, 1, "p"); return err })
	dispose := func(tx *Tx) error { _, err := tx.Dispose(d.ID, 1); return err }
	w.refused("erase_no_protocol", dispose)
	w.write(func(tx *Tx) error { return tx.Send("p", "UHR", []byte(`{}`)) })
	w.refused("erase_no_protocol", dispose)
	w.write(func(tx *Tx) error { o, err := tx.ByKey("p"); return firstError(err, tx.Sent(o.ID, "D1 1")) })
	for what, change := range map[string]func(*Tx) error{
		"another decision": func(tx *Tx) error { return tx.Retain(Retention{"trainee", 12, "AMN 2027-1"}) },
		"another time":     func(tx *Tx) error { return tx.Retain(Retention{"trainee", 13, "AMN 2026-118"}) },
		"still here": func(tx *Tx) error {
			_, err := tx.exec(`UPDATE trainees SET ended_on = NULL, result = NULL`)
			return err
		},
	} {
		err := w.Write(t.Context(), func(tx *Tx) error { return firstError(change(tx), dispose(tx)) })
		if r := AsRefusal(err); r == nil || r.Reason != "erase_changed" {
			t.Errorf("%s: %v", what, err)
		}
	}
	w.refused("erase_unknown", func(tx *Tx) error { _, err := tx.Dispose(99, 1); return err })
	w.write(dispose)
	var ended int64
	w.read(func(tx *Tx) error { return tx.get([]any{&ended}, `SELECT max(id) FROM audit WHERE noun = 'trainee'`) })
	w.refused("undo_not_this", undo(1, ended))
}

// TestNoTraceInTheFile searches the bytes of the database and of its log: after a disposal a reference is in neither, and no row of the audit has
// changed. What the bot has said is taken back.
func TestNoTraceInTheFile(t *testing.T) {
	w := newWorld(t)
	var refs []string
	for i, s := range w.claim("S-1-1", "praktik", 20) {
		ref := w.log(Trainee{Reference: fmt.Sprintf("D-2020-%04d", 7001+i), Slot: s.Number, StartsOn: start, Supervisor: "Biträdande rektor Y"}).Reference
		refs = append(refs, ref)
		key := fmt.Sprint(i)
		w.write(func(tx *Tx) error {
			_, err := tx.AddWish(Wish{Member: 1, DueOn: "2020-05-01", Trainee: ref})
			return firstError(err, tx.Send("sent "+key, "UKARNA", []byte(`{"text":"Klart: `+ref+`"}`)), tx.Send("waits "+key, "UKARNA", []byte(`{"text":"`+ref+`"}`)),
				tx.MarkHandled("r "+key, []byte(ref)), tx.KeepTalk(Talk{Member: 1, Key: key, Command: "end", Args: `{"trainee":"` + ref + `"}`, Waits: "yes"}, "UKARNA", nil))
		})
		w.write(func(tx *Tx) error {
			o, err := tx.ByKey("sent " + key)
			return firstError(err, tx.Sent(o.ID, "D1 "+key))
		})
	}
	w.set("2020-04-01")
	for _, ref := range refs[1:] { // the first one stays
		w.end(ref, "2020-04-01")
	}
	w.set("2021-05-01")
	w.write(decided)
	audit := w.audit()
	if n := w.found("D-2020-70"); n == 0 {
		t.Fatal("the search finds nothing before the disposal either")
	}
	w.dispose()
	for _, ref := range refs[1:] {
		if n := w.found(ref); n > 0 {
			t.Errorf("%s stands %d times in the file or its log", ref, n)
		}
	}
	if w.found(refs[0]) == 0 {
		t.Error("who is still here is gone too")
	}
	if got := w.audit()[:len(audit)]; !slices.Equal(got, audit) {
		t.Error("the audit has changed")
	}
	withdrawn, waiting := 0, 0
	w.read(func(tx *Tx) error {
		all, err := tx.Waiting(100)
		for _, o := range all {
			if string(o.Payload) == WithdrawnPayload && strings.HasPrefix(o.Updates, "sent ") {
				withdrawn++
			} else {
				waiting++
			}
		}
		return err
	})
	if withdrawn != 19 || waiting != 1 {
		t.Errorf("%d are taken back and %d wait", withdrawn, waiting)
	}
	w.tallied()
	if err := w.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// audit gives every row as text.
func (w *world) audit() (rows []string) {
	w.Helper()
	w.read(func(tx *Tx) (err error) {
		rows, err = all(tx, scanText, `SELECT concat_ws('|', id, at, member, door, command, entry, noun, object, unit, before, after, undoes) FROM audit ORDER BY id`)
		return err
	})
	return rows
}

// found counts a text in the database's file and those beside it.
func (w *world) found(text string) (n int) {
	w.Helper()
	files, err := filepath.Glob(w.path + "*")
	if err != nil {
		w.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			w.Fatal(err)
		}
		n += bytes.Count(raw, []byte(text))
	}
	return n
}

// TestRestoredIsDueAgain holds that a copy from before a disposal has the same rows due.
func TestRestoredIsDueAgain(t *testing.T) {
	w := newWorld(t)
	ref := w.log(Trainee{Slot: w.claim("S-1-1", "praktik", 1)[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	w.set("2020-04-01")
	w.end(ref, "2020-04-01")
	w.set("2021-05-01")
	w.write(decided)
	before := filepath.Join(t.TempDir(), "before.db")
	if err := w.Backup(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	w.dispose()
	w.refused("erase_nothing", func(tx *Tx) error { _, err := proposed(tx); return err })
	w.path = before
	w.open()
	if d := w.dispose(); d.Rows != 1 {
		t.Errorf("of the restored copy %d rows are disposed of", d.Rows)
	}
	if w.found(ref) > 0 {
		t.Errorf("%s stands in the restored copy", ref)
	}
}

// TestDisposalKeepsTheFigures holds of any town that every figure as of any day is the same before and after a disposal.
func TestDisposalKeepsTheFigures(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		town := drawTown(r)
		s := importStore(t, atNoon("2021-12-31"))
		defer s.Close()
		files := town.files(r)
		for _, what := range ImportWhats {
			take(t, s, what, files[what], ImportOptions{})
		}
		days := []Date{townFirst, townLast, "2021-12-31", drawDay(r, townFirst, "2021-12-31", "at"), drawDay(r, townFirst, "2021-12-31", "at")}
		figures := func() (out []*Standing) {
			read(t, s, func(tx *Tx) error {
				reg, err := tx.Register()
				if err != nil {
					return err
				}
				for _, at := range days {
					s, err := tx.Stand(&reg.Programmes[0], Question{At: at})
					if err != nil {
						return err
					}
					out = append(out, s)
				}
				return tx.CheckTallies()
			})
			return out
		}
		before, months := figures(), rapid.IntRange(1, 24).Draw(r, "months")
		err := s.Write(context.Background(), func(tx *Tx) error {
			if err := tx.Retain(Retention{"trainee", months, "AMN 2026-118"}); err != nil {
				return err
			}
			d, err := proposed(tx)
			if err == nil {
				_, err = tx.Dispose(d.ID, 0)
			}
			return err
		})
		if refusal := AsRefusal(err); err != nil && (refusal == nil || refusal.Reason != "erase_nothing") {
			r.Fatal(err)
		}
		if diff := cmp.Diff(before, figures()); diff != "" {
			r.Fatalf("(-before +after the disposal):\n%s", diff)
		}
	})
}

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

// TestReserve holds that a slot of which nobody is told counts as filled, in all figures, until it is free again.
func TestReserve(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "praktik", 2)
	w.write(as(1, "trainee", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err }))
	w.tallied()
	w.refused("slot_filled", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err })
	w.refused("slot_unknown", func(tx *Tx) error { _, err := tx.Reserve(99); return err })
	if s := w.standing("K", start); s.Filled != 1 || s.Vacant != 1 || s.Persons != 1 || s.Net != 2 || s.Flow.Overdue != 0 || s.Flow.Ends != 0 {
		t.Errorf("reserved: %+v", s)
	}
	who := w.slot(own[0].Number).Trainee
	if !Erased(who) {
		t.Errorf("%s is somebody", who)
	}
	w.set("2020-04-01")
	w.end(who, "2020-04-01")
	w.tallied()
	w.write(as(1, "trainee", func(tx *Tx) error { _, err := tx.Reserve(own[0].Number); return err }))
	if s := w.standing("K", "2020-04-01"); s.Filled != 1 || s.Persons != 2 {
		t.Errorf("again: %+v", s)
	}
	w.set("2022-01-01")
	w.write(decided)
	w.refused("erase_nothing", func(tx *Tx) error { _, err := proposed(tx); return err })
}
