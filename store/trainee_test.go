package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLog(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "arbetsträning", 1)[0]
	got := w.log(Trainee{Slot: s.Number, StartsOn: "2020-03-09", Hours: 20, Percent: 50, Supervisor: "Biträdande rektor"})
	want := &Trainee{Reference: "D-2020-0001", Slot: s.Number, Unit: "S-1-1", Kind: "arbetsträning", StartsOn: "2020-03-09", EndsOn: "2020-06-08",
		Hours: 20, Percent: 50, Supervisor: "Biträdande rektor"}
	var kept *Trainee
	w.read(func(tx *Tx) (err error) { kept, err = tx.Trainee("D-2020-0001"); return err })
	if d := cmp.Diff([]*Trainee{want, want}, []*Trainee{got, kept}); d != "" {
		t.Errorf("(-want +got, told and kept):\n%s", d)
	}
	if w.slot(s.Number).Trainee != "D-2020-0001" {
		t.Error("the slot does not know who will come")
	}
	for on, want := range map[Date]int{"2020-03-08": 0, "2020-03-09": 1} {
		w.set("2020-03-09")
		if s := w.standing("K", on); s.Filled != want || s.Persons != want || s.Vacant != 1-want || s.Net != 1 {
			t.Errorf("on %s: %+v", on, s)
		}
	}
	w.tallied()
}

func TestLogIsRefused(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "arbetsträning", 4)
	ordinary := w.claim("S-1-1", "språkpraktik", 1)[0].Number
	open := w.publish(Publication{Kind: "praktik", Count: 1})[0].Number
	w.log(Trainee{Reference: "D-2020-0700", Slot: own[0].Number, StartsOn: start, Supervisor: "Rektor"})
	w.release(own[1].Number)
	free := own[2].Number
	for what, c := range map[string]struct {
		reason string
		t      Trainee
	}{
		"no such slot":        {"slot_unknown", Trainee{Slot: 99, StartsOn: start}},
		"nobody's yet":        {"slot_open", Trainee{Slot: open, StartsOn: start}},
		"given back":          {"slot_gone", Trainee{Slot: own[1].Number, StartsOn: start}},
		"somebody is there":   {"slot_filled", Trainee{Slot: own[0].Number, StartsOn: "2020-12-01"}},
		"before the slot":     {"start_before_slot", Trainee{Slot: free, StartsOn: start.AddDays(-1)}},
		"far away":            {"from_far", Trainee{Slot: free, StartsOn: start.AddMonths(12).AddDays(1)}},
		"the end comes first": {"end_before_start", Trainee{Slot: free, StartsOn: "2020-04-01", EndsOn: "2020-03-31"}},
		"a day too long":      {"end_limit", Trainee{Slot: free, StartsOn: "2020-04-01", EndsOn: "2020-10-01"}},
		"endless":             {"end_far", Trainee{Slot: ordinary, StartsOn: "2020-04-01", EndsOn: "2022-04-02"}},
		"hours":               {"hours_limit", Trainee{Slot: free, StartsOn: start, Hours: 61}},
		"more than full":      {"hours_limit", Trainee{Slot: free, StartsOn: start, Percent: 101}},
		"no supervisor":       {"supervisor_missing", Trainee{Slot: free, StartsOn: start}},
		"known reference":     {"trainee_known", Trainee{Reference: "D-2020-0700", Slot: free, StartsOn: start, Supervisor: "Rektor"}},
		"a name in it":        {"reference_form", Trainee{Reference: "D-2020-0143 Anna", Slot: free, StartsOn: start, Supervisor: "Rektor"}},
		"a number of a kind":  {"reference_form", Trainee{Reference: "640823-3234", Slot: free, StartsOn: start, Supervisor: "Rektor"}},
	} {
		facts := w.refused(c.reason, func(tx *Tx) error { _, err := tx.Log(c.t); return err })
		if c.reason == "end_limit" && (facts["Date"] != Date("2020-09-30") || facts["Rule"].(*Kind).Source == "") {
			t.Errorf("%s: told %v, want the last day and the rule", what, facts)
		}
	}
	w.log(Trainee{Slot: free, StartsOn: "2020-04-01", EndsOn: "2020-09-30", Supervisor: "Rektor"}) // the limit itself
	w.log(Trainee{Slot: ordinary, StartsOn: "2020-04-01", EndsOn: "2022-04-01", Supervisor: "Rektor"})
	w.tallied()
}

func TestProbationaryEmploymentOfSevenMonths(t *testing.T) {
	w := newWorld(t)
	w.set("2026-08-20")
	s := w.claim("S-1-1", "provanställning", 1)[0]
	facts := w.refused("end_limit", func(tx *Tx) error {
		_, err := tx.Log(Trainee{Slot: s.Number, StartsOn: "2026-09-01", EndsOn: "2027-03-31"})
		return err
	})
	if facts["Date"] != Date("2027-02-28") {
		t.Errorf("told %v", facts)
	}
	if got := w.log(Trainee{Slot: s.Number, StartsOn: "2026-09-01"}); got.EndsOn != "2027-02-28" {
		t.Errorf("ends on %s", got.EndsOn)
	}
}

func TestTheSlotsSupervisorWillDo(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		_, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 1, Supervisor: "Vaktmästaren"})
		return err
	})
	if got := w.log(Trainee{Slot: 1, StartsOn: start}); got.Supervisor != "Vaktmästaren" {
		t.Errorf("the supervisor is %q", got.Supervisor)
	}
}

func TestReferences(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 9)
	next := func() (ref string) {
		w.read(func(tx *Tx) (err error) { ref, err = tx.NextReference(); return err })
		return ref
	}
	log := func(typed string) string {
		slot := s[0].Number
		s = s[1:]
		return w.log(Trainee{Reference: typed, Slot: slot, StartsOn: w.Today(), Supervisor: "Rektor"}).Reference
	}
	for _, c := range []struct{ typed, got, next string }{
		{"", "D-2020-0001", "D-2020-0002"},
		{"D-2020-0003", "D-2020-0003", "D-2020-0002"}, // typed ones are passed by
		{"", "D-2020-0002", "D-2020-0004"},
		{"D-2020-999999", "D-2020-999999", "D-2020-0004"}, // and a slip of the finger uses up no numbers
		{"D-2019-0001", "D-2019-0001", "D-2020-0004"},
	} {
		if got := log(c.typed); got != c.got || next() != c.next {
			t.Errorf("typed %q: got %s, next is %s; want %s, %s", c.typed, got, next(), c.got, c.next)
		}
	}
	log("")
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, 0); return err }))
	if got := next(); got != "D-2020-0005" {
		t.Errorf("what was taken back is given again: %s", got)
	}
	w.set("2021-01-04")
	if got := next(); got != "D-2021-0001" {
		t.Errorf("in a new year the first is %s", got)
	}
}

func TestEnd(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 1)[0]
	ref := w.log(Trainee{Slot: s.Number, StartsOn: "2020-03-09", EndsOn: "2020-06-08", Supervisor: "Rektor"}).Reference
	w.set("2020-06-10")
	end := func(ref, result, outcome string, on Date) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.End(ref, result, outcome, on); return err }
	}
	w.refused("trainee_unknown", end("D-2020-0009", "completed", "", "2020-06-08"))
	w.refused("end_before_start", end(ref, "completed", "", "2020-03-08"))
	w.refused("end_future", end(ref, "completed", "", "2020-06-11"))
	w.refused("result_unknown", end(ref, "was often ill", "", "2020-06-08"))
	w.refused("outcome_unknown", end(ref, "completed", "moved in with a friend", "2020-06-08"))
	w.write(as(1, "end", end(ref, "completed", "employed", "2020-06-08")))
	w.refused("trainee_ended", end(ref, "completed", "", "2020-06-09"))
	for on, want := range map[Date]int{"2020-06-07": 1, "2020-06-08": 0} {
		if got := w.standing("S-1-1", on); got.Filled != want || got.Persons != 1 {
			t.Errorf("on %s filled %d, persons %d", on, got.Filled, got.Persons)
		}
	}
	w.tallied()
}

func TestOverdue(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 2)
	late := w.log(Trainee{Slot: s[0].Number, StartsOn: "2020-03-09", EndsOn: "2020-04-08", Supervisor: "Rektor"})
	w.log(Trainee{Slot: s[1].Number, StartsOn: "2020-03-09", EndsOn: "2020-03-20", Supervisor: "Rektor"})
	if late.Overdue("2020-04-08") || !late.Overdue("2020-04-09") {
		t.Error("overdue is the day after the last")
	}
	w.set("2020-04-09")
	if got := w.standing("S-1-1", "2020-04-09").Filled; got != 2 {
		t.Errorf("%d are there, want both until somebody has said how it went", got)
	}
	w.end("D-2020-0002", "2020-03-20")
	var refs []string
	w.read(func(tx *Tx) error {
		here, err := tx.TraineesOf("S-1-1", w.Today())
		for _, t := range here {
			refs = append(refs, t.Reference)
		}
		return err
	})
	if !slices.Equal(refs, []string{"D-2020-0001"}) {
		t.Errorf("there are %v", refs)
	}
}

func TestThreePersonsInOneSlot(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 1)[0]
	day := start
	for i := range 3 {
		w.set(day)
		ref := w.log(Trainee{Slot: s.Number, StartsOn: day, Supervisor: "Rektor"}).Reference
		if i == 2 {
			break
		}
		day = day.AddMonths(2)
		w.set(day)
		w.end(ref, day) // the next one comes on the same day
	}
	if got := w.standing("S-1-1", day); got.Net != 1 || got.Persons != 3 || got.Filled != 1 || got.Vacant != 0 {
		t.Errorf("created %d, persons %d, filled %d, vacant %d; want 1, 3, 1, 0", got.Net, got.Persons, got.Filled, got.Vacant)
	}
	w.tallied()
}

// A history may have been read in that goes on after the day that the clock is set to.
func TestAHistoryAheadOfTheClock(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`INSERT INTO slots (number, programme, kind, unit, created_on, discontinued_on) VALUES
	(10, 'hundra', 'praktik', 'S-1-1', '2020-01-10', NULL), (11, 'hundra', 'praktik', 'S-1-1', '2020-09-01', NULL),
	(12, 'hundra', 'praktik', 'S-1-1', '2020-01-10', '2020-10-01');
INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result) VALUES
	('D-2020-0001', 10, '2020-02-01', '2020-02-20', '2020-08-01', 'completed');
`), tx.RebuildTallies())
	})
	if s := w.slot(10); s.Trainee != "D-2020-0001" {
		t.Errorf("the slot has %q in it", s.Trainee)
	}
	w.refused("slot_unknown", func(tx *Tx) error { _, _, err := tx.Release(11, "capacity"); return err })
	w.refused("slot_filled", func(tx *Tx) error { _, _, err := tx.Release(10, "capacity"); return err })
	w.read(func(tx *Tx) error {
		here, err := tx.TraineesOf("S-1-1", start)
		if len(here) != 1 || !here[0].Overdue(start) {
			t.Errorf("there are %+v", here)
		}
		return err
	})
	w.end("D-2020-0001", start)
	w.release(10)
	w.release(12)
	w.tallied()
	w.set("2020-12-31")
	if got := w.standing("K", "2020-12-31"); got.Filled != 0 || got.Gross != 3 || got.Net != 1 {
		t.Errorf("at the end filled %d, gross %d, net %d", got.Filled, got.Gross, got.Net)
	}
	for _, command := range []string{"release", "release", "end"} {
		w.write(as(1, "undo", func(tx *Tx) error {
			if done, err := tx.Undo(1, 0); err != nil || done[0].Command != command {
				t.Errorf("undone %+v (%v), want %s", done, err, command)
			}
			return nil
		}))
		w.tallied()
	}
}

func TestNoTwoTraineesByHand(t *testing.T) {
	w := newWorld(t)
	w.claim("S-1-1", "praktik", 2)
	w.write(func(tx *Tx) error {
		return tx.script(`INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result) VALUES ('D-2020-0001', 1, '2020-03-10', '2020-04-10', '2020-04-10', 'completed');
INSERT INTO trainees (reference, slot, starts_on, ends_on) VALUES ('D-2020-0002', 1, '2020-04-10', '2020-07-10');
INSERT INTO trainees (reference, slot, starts_on, ends_on) VALUES ('D-2020-0003', 2, '2020-04-10', '2020-07-10');
`)
	})
	insert := `INSERT INTO trainees (reference, slot, starts_on, ends_on, ended_on, result) VALUES ('D-2020-0009', 1, ?, '2021-01-01', ?, ?)`
	w.forbidden("in that time", insert, "2020-08-01", nil, nil)                  // two present
	w.forbidden("in that time", insert, "2020-04-09", "2020-05-01", "completed") // over the one who is there
	w.forbidden("in that time", insert, "2020-03-01", "2020-03-11", "completed") // over the one who was
	w.forbidden("in that time", insert, "2020-03-20", "2020-03-25", "completed") // inside
	w.forbidden("in that time", `UPDATE trainees SET slot = 1 WHERE reference = 'D-2020-0003'`)
	w.forbidden("in that time", `UPDATE trainees SET ended_on = NULL, result = NULL WHERE reference = 'D-2020-0001'`)
	w.forbidden("in that time", `UPDATE trainees SET starts_on = '2020-04-09' WHERE reference = 'D-2020-0002'`)
	w.forbidden("CHECK", `UPDATE trainees SET ended_on = '2020-06-01' WHERE reference = 'D-2020-0002'`) // without a result
	w.forbidden("CHECK", `UPDATE trainees SET ended_on = '2020-04-01', result = 'completed' WHERE reference = 'D-2020-0002'`)
	w.forbidden("CHECK", `UPDATE trainees SET reference = 'Anna' WHERE reference = 'D-2020-0002'`)
	w.write(func(tx *Tx) error { _, err := tx.exec(insert, "2020-03-02", "2020-03-10", "completed"); return err }) // before them
}

func TestExtend(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 1)[0]
	ref := w.log(Trainee{Slot: s.Number, StartsOn: "2020-03-09", EndsOn: "2020-06-08", Supervisor: "Rektor"}).Reference
	extend := func(ref string, to Date) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.Extend(ref, to); return err }
	}
	w.set("2020-06-10")
	w.refused("trainee_unknown", extend("D-2020-0009", "2020-07-31"))
	w.refused("extend_shorter", extend(ref, "2020-06-08"))
	w.refused("extend_past", extend(ref, "2020-06-09"))
	w.refused("end_limit", extend(ref, "2020-09-09")) // six months, förordning 2007:414 §10
	entry := w.did(as(1, "extend", extend(ref, "2020-09-08")), true)
	w.tallied()
	w.write(as(1, "undo", undo(1, entry)))
	w.tallied()
	w.refused("extend_past", extend(ref, "2020-06-09"))
	w.write(as(1, "end", func(tx *Tx) error { _, err := tx.End(ref, "completed", "", "2020-06-08"); return err }))
	w.refused("trainee_ended", extend(ref, "2020-07-31"))
}
