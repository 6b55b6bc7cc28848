package store

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (w *world) publish(p Publication) (made []Slot) {
	w.Helper()
	w.write(as(3, "publish", func(tx *Tx) (err error) { made, err = tx.Publish(p); return err }))
	return made
}

// take claims a published slot for a unit, by a member.
func (w *world) take(member, number int64, unit string) error {
	return w.Write(context.Background(), as(member, "claim", func(tx *Tx) error { _, err := tx.ClaimPublished(number, unit); return err }))
}

func (w *world) release(number int64) (gone, again *Slot) {
	w.Helper()
	w.write(as(1, "release", func(tx *Tx) (err error) { gone, again, err = tx.Release(number, "premises"); return err }))
	return gone, again
}

func (w *world) slot(number int64) (s *Slot) {
	w.Helper()
	w.read(func(tx *Tx) (err error) { s, err = tx.Slot(number); return err })
	return s
}

func TestClaimOfTheUnitsOwn(t *testing.T) {
	w := newWorld(t)
	var made []Slot
	w.write(as(1, "claim", func(tx *Tx) (err error) {
		made, err = tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "språkpraktik", Count: 2, StartsOn: "2020-08-17", Hours: 7.5, Tasks: "läsa högt", Supervisor: "Biträdande rektor"})
		return err
	}))
	want := Slot{Programme: "hundra", Kind: "språkpraktik", Unit: "S-1-1", CreatedOn: start, ClaimedBy: 1, StartsOn: "2020-08-17", Hours: 7.5,
		Tasks: "läsa högt", Supervisor: "Biträdande rektor"}
	for i, s := range made {
		want.Number = int64(i + 1)
		if d := cmp.Diff([]Slot{want, want}, []Slot{s, *w.slot(s.Number)}); d != "" {
			t.Errorf("slot %d (-want +got, told and kept):\n%s", s.Number, d)
		}
	}
	w.tallied()
	for unit, want := range map[string]int{"K": 2, "S": 2, "S-1": 2, "S-1-1": 2, "S-1-2": 0, "V": 0} {
		if got := w.standing(unit, start).Net; got != want {
			t.Errorf("%s has created %d, want %d", unit, got, want)
		}
	}
}

func TestClaimIsRefused(t *testing.T) {
	w := newWorld(t)
	for reason, c := range map[string]Claim{
		"unit_unknown": {Unit: "X", Kind: "praktik", Count: 1},
		"unit_closed":  {Unit: "V-1-2", Kind: "praktik", Count: 1},
		"count_limit":  {Unit: "S-1-1", Kind: "praktik", Count: MostAtOnce + 1},
		"kind_unknown": {Unit: "S-1-1", Kind: "trolleri", Count: 1},
		"kind_closed":  {Unit: "S-1-1", Kind: "etableringsjobb", Count: 1},
		"from_past":    {Unit: "S-1-1", Kind: "praktik", Count: 1, StartsOn: start.AddDays(-1)},
		"from_far":     {Unit: "S-1-1", Kind: "praktik", Count: 1, StartsOn: start.AddMonths(24).AddDays(1)},
		"hours_limit":  {Unit: "S-1-1", Kind: "praktik", Count: 1, Hours: 60.5},
		"text_long":    {Unit: "S-1-1", Kind: "praktik", Count: 1, Tasks: strings.Repeat("å", 301)},
	} {
		w.refused(reason, func(tx *Tx) error { _, err := tx.ClaimNew(c); return err })
	}
	w.refused("count_limit", func(tx *Tx) error { _, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik"}); return err })
	w.write(func(tx *Tx) error { // the most that is allowed
		_, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: MostAtOnce, StartsOn: start.AddMonths(24), Hours: 60, Tasks: strings.Repeat("å", 300)})
		return err
	})
	w.tallied()
}

// A refusal may be answered and the request marked as done in the same transaction: so what refuses has changed nothing.
func TestWhatIsRefusedChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.publish(Publication{Kind: "praktik", Count: 1})
	full := w.claim("S-1-1", "praktik", 1)[0]
	w.log(Trainee{Slot: full.Number, StartsOn: start, Supervisor: "Rektor"})
	ended := w.claim("S-1-1", "praktik", 1)[0]
	gone := w.log(Trainee{Slot: ended.Number, StartsOn: start, Supervisor: "Rektor"})
	w.end(gone.Reference, start)
	entry := w.did(func(tx *Tx) error { _, err := tx.End(gone.Reference, "completed", "", start); return err }, false)
	w.release(ended.Number)
	count := func() (n [5]int) {
		w.read(func(tx *Tx) error {
			return tx.get([]any{&n[0], &n[1], &n[2], &n[3], &n[4]}, `SELECT (SELECT count(*) FROM slots), (SELECT count(*) FROM trainees),
				(SELECT count(*) FROM audit), (SELECT sum(last) FROM reference_numbers), (SELECT sum(created + 3 * ended + 7 * discontinued) FROM tallies)`)
		})
		return n
	}
	before := count()
	for what, fn := range map[string]func(*Tx) error{
		"publish": func(tx *Tx) error {
			_, err := tx.Publish(Publication{Kind: "praktik", Count: 3, To: []string{"S", "X"}})
			return err
		},
		"log":     func(tx *Tx) error { _, err := tx.Log(Trainee{Slot: full.Number, StartsOn: start}); return err },
		"release": func(tx *Tx) error { _, _, err := tx.Release(full.Number, "capacity"); return err },
		"undo":    func(tx *Tx) error { _, err := tx.Undo(1, entry); return err },
	} {
		w.write(func(tx *Tx) error {
			if err := fn(tx); AsRefusal(err) == nil {
				t.Errorf("%s: got %v, want it refused", what, err)
			}
			return nil
		})
	}
	if after := count(); after != before {
		t.Errorf("before %v, after %v", before, after)
	}
	w.tallied()
}

func TestClaimIsNotHinderedByAMetQuota(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error { return tx.WorkOutQuotas() })
	for range 3 {
		w.claim("B-1", "praktik", 10)
	}
	s := w.standing("B-1", start)
	if s.Net != 30 || s.Remaining != 0 || s.Periods[1].Over != 30-s.Periods[1].Target {
		t.Errorf("30 created, it stands %+v", s)
	}
}

func TestClaimOfAKindThatCountsInNone(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "feriejobb", 1)[0]
	if got := w.slot(s.Number).Programme; got != "" || w.standing("K", start).Gross != 0 {
		t.Errorf("it counts in %q", got)
	}
	w.read(func(tx *Tx) error {
		parts, err := tx.Tallies("", "K", start)
		if TallyOf(parts).Created != 1 {
			t.Errorf("outside programmes there are %v", parts)
		}
		return err
	})
	w.tallied()
}

func TestClaimOfAPublishedSlot(t *testing.T) {
	w := newWorld(t)
	s := w.publish(Publication{Kind: "praktik", Count: 2, StartsOn: "2020-04-01", Hours: 20, Tasks: "tvätta", To: []string{"S-1"}})
	if got := w.standing("K", start).Gross; got != 0 {
		t.Errorf("%d are created before anybody has committed", got)
	}
	if err := w.take(2, s[0].Number, "V-1-1"); AsRefusal(err) == nil || AsRefusal(err).Reason != "slot_not_offered" {
		t.Errorf("a unit that it is not offered to is told %v", err)
	}
	if err := w.take(1, s[0].Number, "S-1-1"); err != nil {
		t.Fatal(err)
	}
	want := &Slot{Number: s[0].Number, Programme: "hundra", Kind: "praktik", Unit: "S-1-1", PublishedOn: start, CreatedOn: start, ClaimedBy: 1,
		StartsOn: "2020-04-01", Hours: 20, Tasks: "tvätta"}
	if d := cmp.Diff(want, w.slot(s[0].Number)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for unit, reason := range map[string]string{"S-1-1": "slot_yours", "S-1-2": "slot_taken"} {
		if err := w.take(2, s[0].Number, unit); AsRefusal(err) == nil || AsRefusal(err).Reason != reason {
			t.Errorf("%s is told %v, want %s", unit, err, reason)
		}
	}
	for reason, fn := range map[string]func(*Tx) error{
		"slot_unknown": func(tx *Tx) error { _, err := tx.ClaimPublished(999, "S-1-1"); return err },
		"unit_unknown": func(tx *Tx) error { _, err := tx.ClaimPublished(s[1].Number, "X"); return err },
		"unit_closed":  func(tx *Tx) error { _, err := tx.ClaimPublished(s[1].Number, "V-1-2"); return err },
	} {
		w.refused(reason, fn)
	}
	w.tallied()
}

func TestAPublishedSlotOfAKindThatHasClosed(t *testing.T) {
	w := newWorld(t)
	s := w.publish(Publication{Kind: "extratjänst", Count: 1})[0]
	w.set("2023-01-02")
	w.refused("kind_closed", func(tx *Tx) error { _, err := tx.ClaimPublished(s.Number, "S-1-1"); return err })
}

func TestFiftyForOneSlot(t *testing.T) {
	w := newWorld(t)
	s := w.publish(Publication{Kind: "praktik", Count: 1})[0]
	var has, taken atomic.Int64
	var wg sync.WaitGroup
	units := []string{"S-1-1", "S-1-2", "S-2-1", "V-1-1", "B-1"}
	begin := make(chan struct{})
	for i := range 50 {
		wg.Go(func() {
			<-begin
			err := w.take(int64(i%3+1), s.Number, units[i%len(units)])
			switch r := AsRefusal(err); {
			case err == nil:
				has.Add(1)
			case r != nil && (r.Reason == "slot_taken" || r.Reason == "slot_yours"):
				taken.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	close(begin)
	wg.Wait()
	if has.Load() != 1 || taken.Load() != 49 {
		t.Errorf("%d have it, %d were told that it is taken", has.Load(), taken.Load())
	}
	if got := w.standing("K", start).Gross; got != 1 {
		t.Errorf("%d are created", got)
	}
	w.tallied()
}

func TestOpenSlots(t *testing.T) {
	w := newWorld(t)
	w.publish(Publication{Kind: "praktik", Count: 1, StartsOn: "2020-09-01"})
	w.publish(Publication{Kind: "praktik", Count: 1, StartsOn: "2020-04-01", To: []string{"V"}})
	w.publish(Publication{Kind: "språkpraktik", Count: 1, StartsOn: "2020-05-01", To: []string{"S-1", "V-1"}})
	w.publish(Publication{Kind: "praktik", Count: 1}) // at once
	taken := w.publish(Publication{Kind: "praktik", Count: 1})[0]
	if err := w.take(1, taken.Number, "S-1-1"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		unit, kind string
		near       Date
		most       int
		want       []int64
	}{
		{"V-1-1", "", start, 10, []int64{4, 2, 3, 1}},
		{"V-1-1", "", "2020-08-20", 10, []int64{4, 1, 3, 2}},
		{"V-1-1", "", start, 2, []int64{4, 2}},
		{"V-1-1", "praktik", start, 10, []int64{4, 2, 1}},
		{"S-1-2", "", start, 10, []int64{4, 3, 1}},
		{"S-2-1", "", start, 10, []int64{4, 1}},
		{"V", "praktik", start, 10, []int64{4, 2, 1}},
		{"B-1", "feriejobb", start, 10, nil},
	} {
		var got []int64
		w.read(func(tx *Tx) error {
			found, err := tx.OpenSlots(c.unit, c.kind, c.near, c.most)
			for _, s := range found {
				got = append(got, s.Number)
			}
			return err
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s for %s near %s: %v, want %v", c.kind, c.unit, c.near, got, c.want)
		}
	}
}

func TestSlotsOf(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 3)
	w.claim("S-1-2", "praktik", 1)
	w.set(start.AddDays(1))
	s = append(s, w.claim("S-1-1", "språkpraktik", 1)...)
	w.log(Trainee{Slot: s[0].Number, StartsOn: start.AddDays(10), Supervisor: "Rektor"}) // will come: the slot is not vacant
	w.release(s[1].Number)
	numbers := func(on Date, vacant bool) (out []int64) {
		w.read(func(tx *Tx) error {
			found, err := tx.SlotsOf("S-1-1", on, vacant)
			for _, s := range found {
				out = append(out, s.Number)
			}
			return err
		})
		return out
	}
	today := start.AddDays(1)
	for _, c := range []struct {
		on     Date
		vacant bool
		want   []int64
	}{
		{today, false, []int64{s[2].Number, s[3].Number, s[0].Number}},
		{today, true, []int64{s[2].Number, s[3].Number}},
		{start, false, []int64{s[1].Number, s[2].Number, s[0].Number}},
		{start.AddDays(-1), false, nil},
	} {
		if got := numbers(c.on, c.vacant); !slices.Equal(got, c.want) {
			t.Errorf("on %s, vacant only %v: %v, want %v", c.on, c.vacant, got, c.want)
		}
	}
}

func TestNoTwoClaimantsByHand(t *testing.T) {
	w := newWorld(t)
	s := w.claim("S-1-1", "praktik", 1)[0]
	for _, query := range []string{
		`UPDATE slots SET claimed_by = 2 WHERE number = ?`,
		`UPDATE slots SET unit = 'V-1-1' WHERE number = ?`,
		`UPDATE slots SET claimed_by = 2, unit = 'V-1-1' WHERE number = ?`,
		`UPDATE slots SET claimed_by = NULL WHERE number = ?`,
	} {
		w.forbidden("already claimed", query, s.Number)
	}
	w.forbidden("CHECK", `UPDATE slots SET unit = NULL WHERE number = ?`, s.Number)
	w.forbidden("CHECK", `UPDATE slots SET discontinued_on = '2019-01-01' WHERE number = ?`, s.Number)
	w.forbidden("CHECK", `INSERT INTO slots (kind) VALUES ('praktik')`)
	w.forbidden("FOREIGN KEY", `INSERT INTO slots (kind, unit, created_on) VALUES ('praktik', 'X', '2020-01-01')`)
}
