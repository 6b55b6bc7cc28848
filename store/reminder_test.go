package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
)

// people gives members with a role, by their number: "U1 manager S-1-1".
func (w *world) people(lines ...string) {
	w.Helper()
	for _, line := range lines {
		var slack, role, unit string
		fmt.Sscan(line, &slack, &role, &unit)
		w.write(func(tx *Tx) error {
			m, err := tx.Know(Member{SlackID: slack, TZ: "Europe/Stockholm"})
			if err != nil {
				return err
			}
			return tx.Assign(m.ID, role, unit)
		})
	}
}

func (w *world) duties(slack string) (units []string) {
	w.Helper()
	m := w.member(slack)
	w.read(func(tx *Tx) (err error) { units, err = tx.Duties(m); return err })
	return units
}

// A row for a person, a rule and a week is written once, whichever process does it.
func TestTheLedgerTakesOneRowFromTwoProcesses(t *testing.T) {
	w := newWorld(t)
	other, err := Open(w.path, Options{Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	var mu sync.Mutex
	var group sync.WaitGroup
	won := map[string]int{}
	for i := range 40 {
		s := []*Store{w.Store, other}[i%2]
		week := fmt.Sprintf("2020-W%02d", 10+i/8)
		group.Go(func() {
			first := false
			err := s.Write(context.Background(), func(tx *Tx) (err error) {
				key := fmt.Sprintf("r:%d", i)
				first, err = tx.Record(Reminder{Member: 1, Rule: Weekly, Week: week, State: "planned", Key: key})
				if !first || err != nil {
					return err
				}
				return tx.SendMany(key, "U1", []byte("{}"), tx.Now)
			})
			if err != nil {
				t.Error(err)
			}
			if first {
				mu.Lock()
				won[week]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if want := map[string]int{"2020-W10": 1, "2020-W11": 1, "2020-W12": 1, "2020-W13": 1, "2020-W14": 1}; fmt.Sprint(won) != fmt.Sprint(want) {
		t.Errorf("written first: %v", won)
	}
	if got := len(w.waiting()); got != 5 {
		t.Errorf("%d messages wait", got)
	}
	w.forbidden("UNIQUE", `INSERT INTO reminders (member, rule, week, state, at) VALUES (1, 'weekly', '2020-W10', 'skipped', '')`)
}

func TestWhoIsReminded(t *testing.T) {
	w := newWorld(t)
	w.people("U1 manager S-1-1", "U2 deputy S-1-1", "U3 deputy S-1-2", "U3 manager V-1-1")
	expect := func(slack string, want ...string) {
		t.Helper()
		if got := w.duties(slack); !slices.Equal(got, want) {
			t.Errorf("%s is reminded of %v, want %v", slack, got, want)
		}
	}
	expect("U1", "S-1-1")
	expect("U2")
	expect("U3", "S-1-2", "V-1-1") // the post is vacant
	is := func(m Member) {
		t.Helper()
		w.write(func(tx *Tx) error { _, err := tx.Know(m); return err })
	}
	is(Member{SlackID: "U1", Away: "2020-03-06"})
	expect("U2", "S-1-1")
	w.set("2020-03-07")
	expect("U2")
	is(Member{SlackID: "U1", Outsider: "deactivated"})
	expect("U2") // HR is told, nobody else is written to
	unmanaged := func() (units []string) {
		t.Helper()
		w.write(func(tx *Tx) (err error) {
			if units, err = tx.Unmanaged(); err != nil {
				return err
			}
			with, err := tx.Remanaged()
			return firstError(err, tx.ToldUnmanaged(units, with))
		})
		return units
	}
	if got := unmanaged(); !slices.Equal(got, []string{"S-1-1"}) {
		t.Errorf("without a manager: %v", got)
	}
	if got := unmanaged(); got != nil {
		t.Errorf("told again: %v", got)
	}
	w.people("U9 manager S-1-1")
	unmanaged()
	is(Member{SlackID: "U9", Outsider: "deactivated"})
	if got := unmanaged(); !slices.Equal(got, []string{"S-1-1"}) {
		t.Errorf("the next manager has left too: %v", got)
	}
}

func TestUndecided(t *testing.T) {
	w := newWorld(t)
	w.people("U1 manager S-1-1", "U2 manager V-1-1", "U3 hr")
	w.write(func(tx *Tx) error { _, err := tx.Know(Member{SlackID: "U2", TZ: "America/New_York"}); return err })
	w.write(func(tx *Tx) error {
		zones, err := tx.Zones("2020-W10", start)
		if err != nil || fmt.Sprint(zones) != "[America/New_York Europe/Stockholm]" {
			t.Errorf("zones %v", zones)
		}
		one, err := tx.Undecided("2020-W10", "Europe/Stockholm", start, 25)
		if err != nil || len(one) != 1 {
			t.Errorf("undecided %v", one)
			return err
		}
		before, err := tx.CountUndecided("2020-W10", "Europe/Stockholm", start.AddDays(-1)) // had no role then
		if err != nil || before != 0 {
			t.Errorf("%d had a role the day before", before)
		}
		if _, err = tx.Record(Reminder{Member: one[0], Rule: Weekly, Week: "2020-W10", State: "skipped", Why: "nothing"}); err != nil {
			return err
		}
		left, err := tx.CountUndecided("2020-W10", "Europe/Stockholm", start)
		if left != 0 {
			t.Errorf("%d are left", left)
		}
		return err
	})
}

func TestARound(t *testing.T) {
	w := newWorld(t)
	ids := map[string]int64{}
	for i, key := range []string{"r:a", "r:b", "r:c", "r:d"} {
		w.write(func(tx *Tx) error {
			id, err := tx.insert(`INSERT INTO members (slack_id) VALUES (?)`, key)
			if err != nil {
				return err
			}
			_, err = tx.Record(Reminder{Member: id, Rule: Weekly, Week: "2020-W10", State: "planned", Key: key})
			return firstError(err, tx.BeginRound("2020-W10"), tx.SendMany(key, "U", []byte{byte(i)}, tx.Now.Add(1)))
		})
	}
	w.read(func(tx *Tx) error {
		out, err := tx.Waiting(10)
		for _, o := range out {
			ids[o.Key] = o.ID
		}
		return err
	})
	w.write(func(tx *Tx) error {
		_, err := tx.Record(Reminder{Member: 1, Rule: Weekly, Week: "2020-W10", State: "skipped", Why: "paused"})
		return firstError(err, tx.Sent(ids["r:a"], "D1 1.2"), tx.Failed(ids["r:b"], "user_not_found"), tx.Failed(ids["r:c"], "late"))
	})
	w.write(func(tx *Tx) error {
		whose, err := tx.StopRound("2020-W10")
		if len(whose) != 1 {
			t.Errorf("%v were taken back", whose)
		}
		return err
	})
	w.read(func(tx *Tx) error {
		r, err := tx.LastRound()
		if err != nil {
			return err
		}
		if !r.Stopped || r.Sent != 1 || r.Failed != 1 || r.WhyNot["user_not_found"] != 1 || r.Planned != 0 || r.Skipped != 3 ||
			r.Why["late"] != 1 || r.Why["stopped"] != 1 || r.Why["paused"] != 1 {
			t.Errorf("the round is %+v", r)
		}
		return nil
	})
}

// Reading is not answering, and weeks without a reminder do not count.
func TestUnanswered(t *testing.T) {
	w := newWorld(t)
	add := func(week, state string, copied bool) {
		w.write(func(tx *Tx) error {
			_, err := tx.Record(Reminder{Member: 1, Rule: Weekly, Week: week, State: state, Copied: copied})
			return err
		})
	}
	expect := func(n int, copied bool, silent string) {
		t.Helper()
		w.read(func(tx *Tx) error {
			got, c, err := tx.Unanswered(1)
			members, weeks, err2 := tx.Silent(3)
			if got != n || c != copied || fmt.Sprint(members, weeks) != silent {
				t.Errorf("%d unanswered, copied %v, silent %v %v", got, c, members, weeks)
			}
			return firstError(err, err2)
		})
	}
	add("2020-W10", "sent", false)
	add("2020-W11", "skipped", false)
	add("2020-W12", "sent", false)
	expect(2, false, "[] []")
	add("2020-W13", "sent", true)
	expect(3, true, "[1] [3]")
	w.write(func(tx *Tx) error { return tx.Answer(1) })
	expect(0, false, "[] []")
	add("2020-W14", "sent", false)
	expect(1, false, "[] []")
}

func TestLiveReminders(t *testing.T) {
	w := newWorld(t)
	w.people("U1 manager S-1-1", "U2 manager S", "U3 manager V-1-1")
	for i, week := range []string{"2020-W10", "2020-W11"} {
		for _, slack := range []string{"U1", "U2", "U3"} {
			m, key := w.member(slack), fmt.Sprint("r:", slack, i)
			w.write(func(tx *Tx) error {
				_, err := tx.Record(Reminder{Member: m.ID, Rule: Weekly, Week: week, State: "planned", Key: key})
				return firstError(err, tx.SetLive(m.ID, key))
			})
		}
	}
	w.write(func(tx *Tx) error { _, err := tx.Outdate([]string{"S-1-1"}); return err })
	w.read(func(tx *Tx) error {
		got, err := tx.Stale(10)
		var keys []string
		for _, r := range got {
			keys = append(keys, r.Key)
		}
		if fmt.Sprint(keys) != "[r:U11 r:U21]" {
			t.Errorf("they show S-1-1: %v", keys)
		}
		return err
	})
}
