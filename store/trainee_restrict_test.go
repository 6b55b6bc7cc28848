package store

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// saying counts the rows of each table that say a text.
func (w *world) saying(text string) map[string]int {
	w.Helper()
	found := map[string]int{}
	w.read(func(tx *Tx) error {
		tables, err := all(tx, scanText, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
		for _, table := range tables {
			columns, err := all(tx, scanText, `SELECT name FROM pragma_table_info('`+table+`')`)
			if err != nil {
				return err
			}
			var n int
			row := "concat_ws('|', CAST(" + strings.Join(columns, " AS TEXT), CAST(") + " AS TEXT))"
			if err := tx.get([]any{&n}, `SELECT count(*) FROM `+table+` WHERE instr(`+row+`, ?) > 0`, text); err != nil {
				return err
			}
			if n > 0 {
				found[table] = n
			}
		}
		return err
	})
	return found
}

// TestRestrictReachesWhatHasBeenSaid searches every table: a reference that is restricted stands in none but its own row, its number and the reminders
// that wait, whatever had been said, asked and planned; what went to whoever restricts it stays with them.
func TestRestrictReachesWhatHasBeenSaid(t *testing.T) {
	w := newWorld(t)
	ref := w.log(Trainee{Slot: w.claim("S-1-1", "praktik", 1)[0].Number, StartsOn: start, EndsOn: start.AddDays(30), Supervisor: "Rektor"}).Reference
	payload := []byte(`{"text":"` + ref + `"}`)
	var me string
	w.write(func(tx *Tx) error {
		m, err := tx.MemberByID(1)
		if err != nil {
			return err
		}
		me = m.SlackID
		_, err = tx.AddWish(Wish{Member: 2, DueOn: start.AddDays(7), Trainee: ref}, tx.Today())
		return firstError(err, tx.Send("sent", "UOTHER", payload), tx.Send("waits", "UOTHER", payload), tx.Send("tried", "UOTHER", payload), tx.Send("mine", me, payload),
			tx.MarkHandled("r", payload), tx.KeepTalk(Talk{Member: 2, Key: "k", Command: "end", Args: `{"trainee":"` + ref + `"}`, Waits: "yes"}, "UOTHER", nil),
			tx.Hear(Heard{Message: "D1 1", Member: 2, Key: "k", Before: "{}", After: `{"trainee":"` + ref + `"}`}))
	})
	w.write(func(tx *Tx) error {
		sent, err := tx.ByKey("sent")
		tried, err2 := tx.ByKey("tried")
		return firstError(err, err2, tx.Sent(sent.ID, "D1 1"), tx.Later(tried.ID, true, tx.Now, "timeout"))
	})
	for _, table := range []string{"outgoing", "requests", "talks", "heard", "wishes"} {
		if w.saying(ref)[table] == 0 {
			t.Fatalf("the search finds nothing in %s before", table)
		}
	}
	w.write(as(1, "restrict", func(tx *Tx) error { _, err := tx.Restrict(ref, true); return err }))
	if got, want := w.saying(ref), map[string]int{"trainees": 1, "subjects": 1, "wishes": 1, "outgoing": 1}; !maps.Equal(got, want) {
		t.Errorf("it stands in %v, want %v", got, want)
	}
	w.read(func(tx *Tx) error {
		left, err := all(tx, scanText, `SELECT key || ' ' || CAST(payload AS TEXT) FROM outgoing ORDER BY key`)
		want := []string{`mine {"text":"` + ref + `"}`, "sent ", "tried " + emptiedPayload, "withdraw:sent " + WithdrawnPayload, "withdraw:tried " + WithdrawnPayload}
		if diff := cmp.Diff(want, left); diff != "" {
			t.Error(diff)
		}
		wishes, err2 := tx.Wishes(2)
		due, err3 := tx.DueWishes(start.AddDays(8), 0, 10)
		next, err4 := tx.NextWishes()
		if len(wishes)+len(due)+len(next) != 0 {
			t.Errorf("wishes: %v, due %v, next %v", wishes, due, next)
		}
		return firstError(err, err2, err3, err4)
	})
	w.write(as(1, "restrict", func(tx *Tx) error { _, err := tx.Restrict(ref, false); return err }))
	w.read(func(tx *Tx) error {
		wishes, err := tx.Wishes(2)
		if len(wishes) != 1 {
			t.Errorf("%d wishes after it was lifted", len(wishes))
		}
		return err
	})
}

// TestRestrict holds that a restricted row is told in no list and not changed, imported over or disposed of, that it counts, and that it is lifted.
func TestRestrict(t *testing.T) {
	w := newWorld(t)
	slot := w.claim("S-1-1", "praktik", 1)[0].Number
	ref := w.log(Trainee{Slot: slot, StartsOn: start, EndsOn: start.AddDays(30), Supervisor: "Rektor"}).Reference
	before := w.standing("K", start)
	set := func(on bool) func(*Tx) error {
		return as(1, "restrict", func(tx *Tx) error { _, err := tx.Restrict(ref, on); return err })
	}
	w.refused("restricted_not", set(false))
	w.write(set(true))
	w.refused("restricted_already", set(true))
	w.refused("trainee_restricted", func(tx *Tx) error { _, err := tx.End(ref, "completed", "", start); return err })
	w.refused("trainee_restricted", func(tx *Tx) error { _, err := tx.Extend(ref, start.AddDays(40)); return err })
	w.refused("trainee_restricted", corrected(ref, func(t *Trainee) { t.Hours = 10 }))
	if got := w.slot(slot).Trainee; got != RestrictedReference {
		t.Errorf("the slot says %s", got)
	}
	if got := w.standing("K", start); cmp.Diff(before, got) != "" {
		t.Errorf("the figures are %+v, and were %+v", got, before)
	}
	w.read(func(tx *Tx) error {
		ending, err := tx.Ending("S-1-1", start.AddDays(60))
		if len(ending) != 0 {
			t.Errorf("who is to end: %v", ending)
		}
		return err
	})
	_, err := w.Import(t.Context(), "trainees", strings.NewReader(fmt.Sprintf("%s%s,%d,%s,%s,,\n", traineesHeader, ref, slot, start, start.AddDays(50))), ImportOptions{})
	var wrong ImportErrors
	if !errors.As(err, &wrong) || wrong[0].Reason != "trainee_restricted" {
		t.Errorf("an import over it: %v", err)
	}
	w.write(undo(1, 0))
	w.end(ref, start)
	w.write(set(true))
	w.set(start.AddMonths(13))
	w.write(decided)
	w.refused("erase_nothing", func(tx *Tx) error { _, err := proposed(tx); return err })
	w.write(set(false))
	if d := w.dispose(); d.Rows != 1 {
		t.Errorf("%d are disposed of", d.Rows)
	}
	w.tallied()
}
