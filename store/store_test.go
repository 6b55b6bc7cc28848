package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// world is a store in a file of its own with a clock that stands still until it is set.
type world struct {
	testing.TB
	*Store
	path string

	mu  sync.Mutex
	now time.Time
}

const start = Date("2020-03-02") // a Monday

// newWorld has a small municipality: two förvaltningar, a company, a partner, and a programme of 100 slots in two years.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{TB: t, path: emptyDatabase(t), now: start.Time().Add(9 * time.Hour)}
	w.open()
	w.write(func(tx *Tx) error { return tx.script(smallTown) })
	return w
}

func (w *world) open() {
	w.Helper()
	s, err := Open(w.path, Options{Now: w.clock})
	if err != nil {
		w.Fatal(err)
	}
	w.Store = s
	w.Cleanup(func() {
		if err := s.Close(); err != nil {
			w.Error(err)
		}
	})
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// set moves the clock to nine o'clock on a day.
func (w *world) set(day Date) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = day.Time().Add(9 * time.Hour)
}

// write does fn, and fails where it fails. Within fn errors are returned: a test that stops in there would stop the writer.
func (w *world) write(fn func(*Tx) error) {
	w.Helper()
	if err := w.Write(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(fn func(*Tx) error) {
	w.Helper()
	if err := w.Read(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// refused does fn, and fails unless it is refused for the reason. It gives the facts.
func (w *world) refused(reason string, fn func(*Tx) error) Facts {
	w.Helper()
	err := w.Write(context.Background(), fn)
	r := AsRefusal(err)
	if r == nil || r.Reason != reason {
		w.Fatalf("got %v, want it refused as %s", err, reason)
	}
	return r.Facts
}

// forbidden runs hand-written SQL, and fails unless the tables say no to it.
func (w *world) forbidden(why, query string, args ...any) {
	w.Helper()
	err := w.Write(context.Background(), func(tx *Tx) error { _, err := tx.exec(query, args...); return err })
	if err == nil || !strings.Contains(err.Error(), why) {
		w.Fatalf("%s: got %v, want an error that says %q", query, err, why)
	}
}

// tallied fails where the counts differ from what they count.
func (w *world) tallied() {
	w.Helper()
	w.read(func(tx *Tx) error { return tx.CheckTallies() })
}

func (w *world) register() (reg *Register) {
	w.Helper()
	w.read(func(tx *Tx) (err error) { reg, err = tx.Register(); return err })
	return reg
}

// as acts for a member by a command of a slash command.
func as(member int64, command string, fn func(*Tx) error) func(*Tx) error {
	return func(tx *Tx) error {
		tx.Act(By{Member: member, Door: "slash", Command: command})
		return fn(tx)
	}
}

// claim makes slots for a unit, by the member 1.
func (w *world) claim(unit, kind string, count int) (made []Slot) {
	w.Helper()
	w.write(as(1, "claim", func(tx *Tx) (err error) {
		made, err = tx.ClaimNew(Claim{Unit: unit, Kind: kind, Count: count})
		return err
	}))
	return made
}

// log puts a trainee in a slot, by the member 1.
func (w *world) log(t Trainee) (out *Trainee) {
	w.Helper()
	w.write(as(1, "trainee", func(tx *Tx) (err error) { out, err = tx.Log(t); return err }))
	return out
}

func (w *world) end(reference string, on Date) {
	w.Helper()
	w.write(as(1, "end", func(tx *Tx) error { _, err := tx.End(reference, "completed", "", on); return err }))
}

// standing tells how a unit stands in the programme on a day.
func (w *world) standing(unit string, at Date) (s *Standing) {
	w.Helper()
	w.read(func(tx *Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		s, err = tx.Standing(&reg.Programmes[0], unit, at)
		return err
	})
	return s
}

// script runs statements that end with a semicolon.
func (tx *Tx) script(text string) error {
	for _, statement := range strings.SplitAfter(text, ";") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := tx.exec(statement); err != nil {
			return err
		}
	}
	return tx.changed()
}

const smallTown = `
INSERT INTO units (code, parent, kind, name, headcount, valid_from, valid_to) VALUES
	('K',     NULL,  'kommun',      'Kommunen',      0,   '2018-01-01', NULL),
	('S',     'K',   'förvaltning', 'Skola',         0,   '2018-01-01', NULL),
	('S-1',   'S',   'verksamhet',  'Grundskola',    0,   '2018-01-01', NULL),
	('S-1-1', 'S-1', 'enhet',       'Norra skolan',  300, '2018-01-01', NULL),
	('S-1-2', 'S-1', 'enhet',       'Södra skolan',  200, '2018-01-01', NULL),
	('S-2',   'S',   'verksamhet',  'Förskola',      0,   '2018-01-01', NULL),
	('S-2-1', 'S-2', 'enhet',       'Kullen',        90,  '2018-01-01', NULL),
	('V',     'K',   'förvaltning', 'Vård',          0,   '2018-01-01', NULL),
	('V-1',   'V',   'verksamhet',  'Hemtjänst',     0,   '2018-01-01', NULL),
	('V-1-1', 'V-1', 'enhet',       'Hemtjänst Ryd', 240, '2018-01-01', NULL),
	('V-1-2', 'V-1', 'enhet',       'Hemtjänst Öst', 160, '2018-01-01', '2019-12-31'),
	('B',     'K',   'bolag',       'Energi AB',     0,   '2018-01-01', NULL),
	('B-1',   'B',   'verksamhet',  'Elnät',         10,  '2018-01-01', NULL),
	('P',     'K',   'partner',     'Kaféet',        70,  '2018-01-01', NULL);
INSERT INTO aliases (unit, alias) VALUES ('S-1-1', 'Norra'), ('S-1-1', 'Norrskolan');
INSERT INTO programmes (key, name_sv, name_en, starts, ends, target, net, scope) VALUES
	('hundra', 'Hundra platser', 'A hundred slots', '2019-01-01', '2020-12-31', 100, 1, 'K');
INSERT INTO programme_kinds (programme, kind) VALUES ('hundra', 'praktik'), ('hundra', 'språkpraktik'), ('hundra', 'arbetsträning');
INSERT INTO periods (programme, name, starts, ends, target) VALUES
	('hundra', '2019', '2019-01-01', '2019-12-31', 45), ('hundra', '2020', '2020-01-01', '2020-12-31', NULL);
INSERT INTO members (slack_id, email) VALUES ('U1', 'chef.s-1-1@kommunen.example'), ('U2', 'chef.v-1-1@kommunen.example'), ('U3', NULL);
`

func TestOpenTakesAnyPath(t *testing.T) {
	for _, name := range []string{"plain.db", "with space.db", "åäö.db", "100%.db", "what?.db", "a#b.db", "a&b=c;d.db", "%41.db"} {
		path := filepath.Join(t.TempDir(), "some where", name)
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the file is elsewhere: %v", err)
		}
	}
}

func TestOpenTwice(t *testing.T) {
	w := newWorld(t)
	w.claim("S-1-1", "praktik", 2)
	other, err := Open(w.path, Options{Now: w.clock}) // another process, say
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	w.claim("S-1-1", "praktik", 1)
	if got := w.standing("K", start).Gross; got != 3 {
		t.Errorf("%d slots after opening again, want 3", got)
	}
}

func TestOpenAtTheSameMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	db, err := sql.Open("sqlite3", dsn(path, usualBusy)) // the file is there, with nothing in it
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Ping(), db.Close()); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := Open(path, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestOpenRefusesWhatIsNewer(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO migrations (number, name, applied_at) VALUES (9999, '9999_later.sql', '2030-01-01')`)
		return err
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(w.path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
}

func TestOpenSaysWhichFileIsWrong(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, dir, filepath.Join(dir, "missing", "x.db")} {
		if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want an error that names the file", path, err)
		}
	}
}

func TestEveryConnectionIsSafe(t *testing.T) {
	w := newWorld(t)
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
	check := func(tx *Tx) error {
		for name, want := range want {
			var got string
			if err := tx.get([]any{&got}, "PRAGMA "+name); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
		}
		return nil
	}
	w.write(check)
	w.read(check)
	err := w.Read(context.Background(), func(tx *Tx) error { _, err := tx.exec(`UPDATE units SET headcount = 7`); return err })
	if err == nil {
		t.Error("a reader could write")
	}
}

func TestTreeWithARing(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error { return tx.script(`UPDATE units SET parent = 'S-1-1' WHERE code = 'S'`) })
	err := w.Read(context.Background(), func(tx *Tx) error { _, err := tx.Register(); return err })
	if err == nil || !strings.Contains(err.Error(), "below itself") {
		t.Errorf("got %v, want it said that a unit lies below itself", err)
	}
}
