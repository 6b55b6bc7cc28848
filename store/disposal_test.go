package store

import (
	"context"
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
