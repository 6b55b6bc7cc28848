package store

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWhenAWishComesNext(t *testing.T) {
	for _, c := range []struct {
		due   Date
		every string
		after Date
		want  Date
	}{
		{"2026-08-17", "", "2026-08-17", ""},
		{"2026-08-17", "day", "2026-08-17", "2026-08-18"},
		{"2026-08-17", "monday", "2026-08-17", "2026-08-24"},
		{"2026-08-11", "friday", "2026-08-11", "2026-08-14"},
		{"2026-08-17", "week", "2026-09-02", "2026-09-07"},
		{"2026-01-31", "month", "2026-01-31", "2026-02-28"},
		{"2026-01-31", "month", "2026-02-28", "2026-03-31"},
		{"2026-11-30", "quarter", "2026-11-30", "2027-02-28"},
	} {
		w := Wish{DueOn: c.due, Every: c.every}
		if got := w.next(c.after); got != c.want {
			t.Errorf("%s every %q after %s: %s, want %s", c.due, c.every, c.after, got, c.want)
		}
	}
}

func TestAWishAlwaysComesLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Wish{DueOn: Date("2026-01-01").AddDays(rapid.IntRange(0, 800).Draw(t, "due")),
			Every: rapid.SampledFrom([]string{"monday", "friday", "sunday", "day", "week", "month", "quarter"}).Draw(t, "every")}
		after := w.DueOn.AddDays(rapid.IntRange(0, 800).Draw(t, "after"))
		next := w.next(after)
		if next <= after || after.DaysUntil(next) > 92 {
			t.Fatalf("%+v after %s comes %s", w, after, next)
		}
	})
}

func TestWishesAreMadeGrantedAndTakenBack(t *testing.T) {
	w := newWorld(t)
	for reason, wish := range map[string]Wish{
		"remind_past": {Member: 1, DueOn: start}, "remind_far": {Member: 1, DueOn: "2022-03-03"},
	} {
		w.refused(reason, func(tx *Tx) error { _, err := tx.AddWish(wish, tx.Today()); return err })
	}
	var entry int64
	w.write(as(1, "remind", func(tx *Tx) error {
		_, err := tx.AddWish(Wish{Member: 1, DueOn: "2020-03-16", Slot: 4}, tx.Today())
		entry = tx.Did()
		return err
	}))
	mine := func() (out []Wish) {
		w.read(func(tx *Tx) (err error) { out, err = tx.Wishes(1); return err })
		return out
	}
	if got := mine(); len(got) != 1 || got[0].Slot != 4 {
		t.Fatalf("wishes %+v", got)
	}
	w.refused("wish_unknown", func(tx *Tx) error { _, err := tx.DropWish(2, mine()[0].ID); return err })
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, entry); return err }))
	if got := mine(); got != nil {
		t.Fatalf("taken back: %+v", got)
	}
	w.write(as(1, "remind", func(tx *Tx) error { _, err := tx.AddWish(Wish{Member: 1, Every: "month"}, tx.Today()); return err }))
	due := mine()[0]
	if due.DueOn != "2020-04-02" {
		t.Errorf("every month from %s", due.DueOn)
	}
	w.write(func(tx *Tx) error { return tx.Granted(&due, "2020-04-20") })
	if got := mine()[0].DueOn; got != "2020-05-02" {
		t.Errorf("then %s", got)
	}
	w.write(as(1, "remind", func(tx *Tx) error { _, err := tx.DropWish(1, due.ID); entry = tx.Did(); return err }))
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, entry); return err }))
	if got := mine(); len(got) != 1 || got[0].DueOn != "2020-05-02" {
		t.Errorf("brought back: %+v", got)
	}
}

func TestAPauseIsTakenBack(t *testing.T) {
	w := newWorld(t)
	pause := Span{"2020-03-02", "2020-03-20"}
	w.write(as(1, "pause", func(tx *Tx) error {
		m, err := tx.MemberByID(1)
		return firstError(err, tx.SetPause(m, pause))
	}))
	if got := w.member("U1").Pause; got != pause {
		t.Errorf("paused %v", got)
	}
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, 0); return err }))
	if got := w.member("U1").Pause; got != (Span{}) {
		t.Errorf("still paused %v", got)
	}
}
