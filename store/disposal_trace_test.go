package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"
)

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
			_, err := tx.AddWish(Wish{Member: 1, DueOn: "2020-05-01", Trainee: ref}, tx.Today())
			return firstError(err, tx.Send("sent "+key, "UKARNA", []byte(`{"text":"Klart: `+ref+`"}`)), tx.Send("waits "+key, "UKARNA", []byte(`{"text":"`+ref+`"}`)),
				tx.Send("tried "+key, "UKARNA", []byte(`{"text":"`+ref+`"}`)), tx.Hear(Heard{Message: "D2 " + key, Member: 1, Key: key, Before: "{}", After: `{"trainee":"` + ref + `"}`}),
				tx.MarkHandled("r "+key, []byte(ref)), tx.KeepTalk(Talk{Member: 1, Key: key, Command: "end", Args: `{"trainee":"` + ref + `"}`, Waits: "yes"}, "UKARNA", nil))
		})
		w.write(func(tx *Tx) error {
			o, err := tx.ByKey("sent " + key)
			tried, err2 := tx.ByKey("tried " + key)
			return firstError(err, err2, tx.Sent(o.ID, "D1 "+key), tx.Later(tried.ID, true, tx.Now, "timeout"))
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
	before, _ := w.bytes("D-2020-70")
	w.dispose()
	after, size := w.bytes("D-2020-70")
	t.Logf("%d bytes searched: references stand there %d times before the disposal of 19 of 20, and %d times after it", size, before, after)
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
			} else if strings.HasPrefix(o.Key, "waits ") {
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
func (w *world) found(text string) int { n, _ := w.bytes(text); return n }

// bytes is found with how many bytes were searched.
func (w *world) bytes(text string) (n, size int) {
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
		size += len(raw)
	}
	return n, size
}

// oneIsDue has a trainee whose time for disposal has come, by a decision.
func (w *world) oneIsDue() string {
	w.Helper()
	ref := w.log(Trainee{Slot: w.claim("S-1-1", "praktik", 1)[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	w.set("2020-04-01")
	w.end(ref, "2020-04-01")
	w.set("2021-05-01")
	w.write(decided)
	return ref
}

// TestRestoredIsDueAgain holds that a copy from before a disposal has the same rows due.
func TestRestoredIsDueAgain(t *testing.T) {
	w := newWorld(t)
	ref := w.oneIsDue()
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

// TestNoTraceBetweenTheRows has rows grow and move between pages before they are disposed of: what a page holds beside its rows is not written over when
// they leave, and has to go too.
func TestNoTraceBetweenTheRows(t *testing.T) {
	w := newWorld(t)
	w.moving()
	if d := w.dispose(); d.Rows != movingRows {
		t.Errorf("%d rows are disposed of", d.Rows)
	}
	w.traceless()
}

// TestNoTraceAfterAnEndInTheMiddle has the process end when the disposal is committed and the file not yet written anew.
func TestNoTraceAfterAnEndInTheMiddle(t *testing.T) {
	w := newWorld(t)
	w.moving()
	w.write(as(1, "erase", func(tx *Tx) error {
		d, err := proposed(tx)
		if err == nil {
			_, err = tx.Dispose(d.ID, 1)
		}
		tx.conn.scrub = 0 // what a process that ends forgets
		return err
	}))
	if w.found("D-2020-7")+w.found("D-2020-8") == 0 {
		t.Fatal("there is nothing to write anew")
	}
	if !w.isStale() {
		t.Error("the file does not say that it is to be written anew")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	if !w.isStale() {
		t.Error("the start forgets that the file is to be written anew")
	}
	w.write((*Tx).Probe)
	if w.isStale() {
		t.Error("the file says that it is still to be written anew")
	}
	w.traceless()
	before := w.version()
	w.write((*Tx).Probe)
	if w.version() != before {
		t.Error("the file was written anew once more")
	}
}

// TestAFileThatCannotBeWrittenAnew holds that each try is told of, that there are ever fewer, and that one succeeds when nothing is in the way.
func TestAFileThatCannotBeWrittenAnew(t *testing.T) {
	w := newWorld(t)
	w.moving()
	told := 0 // the writer's, between two writes
	w.opt.OnStale = func(error) { told++ }
	allow := func(others int) { // databases beside the file, of which writing it anew needs one
		w.write(func(tx *Tx) error {
			return raw(tx.conn.c, func(c *sqlite3.SQLiteConn) error { c.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, others); return nil })
		})
	}
	allow(0)
	w.dispose()
	for range 6 {
		w.write((*Tx).Probe)
	}
	if told != 3 { // the first, second and fourth commit
		t.Errorf("told of %d tries that failed, want 3", told)
	}
	if !w.isStale() {
		t.Error("the file does not say that it is still to be written anew")
	}
	allow(10)
	if told != 3 || w.isStale() {
		t.Errorf("after the eighth commit: told %d times, still to be written anew: %v", told, w.isStale())
	}
	w.traceless()
}

const movingRows = 1000

func (w *world) isStale() bool {
	w.Helper()
	var h Health
	w.read(func(tx *Tx) (err error) { h, err = tx.Health(); return err })
	return h.Stale == 1
}

func (w *world) traceless() {
	w.Helper()
	if n := w.found("D-2020-7") + w.found("D-2020-8"); n > 0 {
		w.Errorf("references stand %d times in the file or its log", n)
	}
}

// moving has rows that have grown and moved between pages, and are due.
func (w *world) moving() {
	w.Helper()
	const slots = movingRows
	for range slots / MostAtOnce {
		w.claim("S-1-1", "praktik", MostAtOnce)
	}
	w.write(func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result)
			SELECT 'D-2020-' || (7000 + number), number, '2020-02-01', '2020-05-01', '2020-04-01', 'completed' FROM slots ORDER BY number * 7919 % 1009`)
		return err
	})
	for i := range 10 {
		w.write(func(tx *Tx) error {
			_, err := tx.exec(`UPDATE trainees SET supervisor = 'Biträdande rektor ' || reference WHERE reference LIKE '%' || ?`, i)
			return err
		})
	}
	w.write(func(tx *Tx) error { _, err := tx.exec(`UPDATE trainees SET supervisor = ''`); return err })
	w.write(func(tx *Tx) error { return tx.RebuildTallies() })
	w.set("2021-06-01")
	w.write(decided)
}

// TestTheFileIsWrittenAnewOnce has somebody read the database during a disposal, and thereby hold the log: the file is written anew once all the same,
// and the log is emptied by a later write.
func TestTheFileIsWrittenAnewOnce(t *testing.T) {
	w := newWorld(t)
	ref := w.oneIsDue()
	reads, free, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- w.Read(t.Context(), func(tx *Tx) error {
			_, err := tx.Trainee(ref)
			close(reads)
			<-free
			return err
		})
	}()
	<-reads
	w.dispose()
	after := w.version()
	w.claim("S-1-1", "praktik", 1)
	if n := w.version(); n != after {
		t.Errorf("the file was written anew %d times more", n-after)
	}
	close(free)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for range 8 { // ever fewer of them look whether the log is free
		w.claim("S-1-1", "praktik", 1)
	}
	if n := w.found(ref); n > 0 {
		t.Errorf("%s stands %d times in the file or its log", ref, n)
	}
}

// version counts how often the database's file has been written anew.
func (w *world) version() (n int) {
	w.Helper()
	w.read(func(tx *Tx) error { return tx.get([]any{&n}, `PRAGMA schema_version`) })
	return n
}
