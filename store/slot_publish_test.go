package store

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRelease(t *testing.T) {
	w := newWorld(t)
	own := w.claim("S-1-1", "praktik", 2)
	w.set(start.AddDays(7))
	gone, again := w.release(own[0].Number)
	if again != nil || gone.DiscontinuedOn != start.AddDays(7) || gone.Reason != "premises" {
		t.Errorf("given back %+v, in its place %+v", gone, again)
	}
	w.tallied()
	for on, want := range map[Date][2]int{start: {2, 2}, start.AddDays(6): {2, 2}, start.AddDays(7): {2, 1}} {
		if s := w.standing("K", on); s.Gross != want[0] || s.Net != want[1] {
			t.Errorf("on %s gross %d, net %d; want %v", on, s.Gross, s.Net, want)
		}
	}
	w.log(Trainee{Slot: own[1].Number, StartsOn: start.AddDays(7), Supervisor: "Rektor"})
	for reason, number := range map[string]int64{"slot_gone": own[0].Number, "slot_filled": own[1].Number, "slot_unknown": 99} {
		w.refused(reason, func(tx *Tx) error { _, _, err := tx.Release(number, "capacity"); return err })
	}
	w.claim("S-1-1", "praktik", 1)
	w.refused("reason_unknown", func(tx *Tx) error { _, _, err := tx.Release(3, "she was often ill"); return err })
}

func TestReleaseOfAPublishedSlotPublishesItAnew(t *testing.T) {
	w := newWorld(t)
	s := w.publish(Publication{Kind: "praktik", Count: 1, StartsOn: "2020-04-01", Hours: 20, Tasks: "tvätta", To: []string{"S"}})[0]
	if err := w.take(1, s.Number, "S-1-1"); err != nil {
		t.Fatal(err)
	}
	_, again := w.release(s.Number)
	want := &Slot{Kind: "praktik", PublishedOn: start, StartsOn: "2020-04-01", Hours: 20, Tasks: "tvätta", Replaces: s.Number}
	if d := cmp.Diff(want, again, cmpopts.IgnoreFields(Slot{}, "Number")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if err := w.take(2, again.Number, "V-1-1"); AsRefusal(err) == nil || AsRefusal(err).Reason != "slot_not_offered" {
		t.Errorf("it is offered to others than it was: %v", err)
	}
	if err := w.take(2, again.Number, "S-2-1"); err != nil {
		t.Fatal(err)
	}
	w.tallied()
	if s := w.standing("K", start); s.Gross != 2 || s.Net != 1 {
		t.Errorf("gross %d, net %d", s.Gross, s.Net)
	}
	open := w.publish(Publication{Kind: "praktik", Count: 1})[0]
	if gone, again := w.release(open.Number); again != nil || gone.DiscontinuedOn != start { // taken off the list
		t.Errorf("withdrawn %+v, in its place %+v", gone, again)
	}
	w.refused("slot_gone", func(tx *Tx) error { _, err := tx.ClaimPublished(open.Number, "S-1-1"); return err })
	w.tallied()
}

func TestPublishIsRefused(t *testing.T) {
	w := newWorld(t)
	for reason, p := range map[string]Publication{
		"count_limit":  {Kind: "praktik"},
		"kind_unknown": {Kind: "trolleri", Count: 1},
		"unit_unknown": {Kind: "praktik", Count: 1, To: []string{"X"}},
		"from_past":    {Kind: "praktik", Count: 1, StartsOn: "2020-01-01"},
		"text_long":    {Kind: "praktik", Count: 1, Tasks: strings.Repeat("x", 301)},
	} {
		w.refused(reason, func(tx *Tx) error { _, err := tx.Publish(p); return err })
	}
}
