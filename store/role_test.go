package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// times gives the times of U1's role that are not over.
func (w *world) times(role, unit string) (out []Span) {
	w.read(func(tx *Tx) error {
		held, err := tx.held(Grant{Member: 1, Role: role, Unit: unit})
		for _, h := range held {
			out = append(out, Span{From: h.From, To: h.To})
		}
		return err
	})
	return out
}

func TestRolesAreGivenForATime(t *testing.T) {
	for name, c := range map[string]struct {
		give []Span
		want []Span
	}{
		"until further notice": {[]Span{{}}, []Span{{From: start}}},
		"from a day":           {[]Span{{From: "2020-04-01"}}, []Span{{From: "2020-04-01"}}},
		"a past beginning":     {[]Span{{From: "2020-01-01", To: "2020-04-01"}}, []Span{{From: start, To: "2020-04-01"}}},
		"an end after all":     {[]Span{{}, {To: "2020-05-31"}}, []Span{{From: start, To: "2020-05-31"}}},
		"no end after all":     {[]Span{{To: "2020-05-31"}, {}}, []Span{{From: start}}},
		"twice the same":       {[]Span{{To: "2020-05-31"}, {To: "2020-05-31"}}, []Span{{From: start, To: "2020-05-31"}}},
		"one after the other":  {[]Span{{To: "2020-05-31"}, {From: "2020-08-01"}}, []Span{{From: start, To: "2020-05-31"}, {From: "2020-08-01"}}},
		"cut":                  {[]Span{{To: "2020-05-31"}, {From: "2020-05-01", To: "2020-06-30"}}, []Span{{From: start, To: "2020-04-30"}, {From: "2020-05-01", To: "2020-06-30"}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for _, days := range c.give {
				w.write(func(tx *Tx) error { _, err := tx.GiveRole(Grant{1, "deputy", "S-2", days}); return err })
			}
			if diff := cmp.Diff(c.want, w.times("deputy", "S-2")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRolesAreTakenAway(t *testing.T) {
	for name, c := range map[string]struct {
		given Span
		last  Date
		want  []Span
	}{
		"at once":          {Span{}, "", nil},
		"after a day":      {Span{}, "2020-03-31", []Span{{From: start, To: "2020-03-31"}}},
		"before it begins": {Span{From: "2020-05-01"}, "2020-03-31", nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var given int64
			g := Grant{1, "deputy", "S-2", c.given}
			w.write(as(2, "assign", func(tx *Tx) error { _, err := tx.GiveRole(g); given = tx.Did(); return err }))
			before := w.times("deputy", "S-2")
			w.write(as(2, "assign", func(tx *Tx) error { return tx.TakeRole(g, c.last) }))
			if diff := cmp.Diff(c.want, w.times("deputy", "S-2")); diff != "" {
				t.Error(diff)
			}
			w.refused("undo_built_on", undo(2, given))
			w.write(undo(2, 0))
			if diff := cmp.Diff(before, w.times("deputy", "S-2")); diff != "" {
				t.Errorf("after undo: %s", diff)
			}
			w.write(undo(2, 0))
			if left := w.times("deputy", "S-2"); left != nil {
				t.Errorf("after both are undone: %v", left)
			}
		})
	}
	newWorld(t).refused("role_none", func(tx *Tx) error { return tx.TakeRole(Grant{Member: 1, Role: "deputy", Unit: "S-2"}, "") })
}

// TestTheLastHRStays tries every way to be left without anybody in HR.
func TestTheLastHRStays(t *testing.T) {
	w := newWorld(t)
	hr := Grant{Member: 1, Role: "hr"}
	var first int64
	w.write(as(2, "assign", func(tx *Tx) error { _, err := tx.GiveRole(hr); first = tx.Did(); return err }))
	w.write(func(tx *Tx) error { return tx.AssignByEmail("unseen@kommunen.example", "hr", "") }) // who may never come
	for _, fn := range []func(*Tx) error{
		func(tx *Tx) error { return tx.TakeRole(hr, "") },
		func(tx *Tx) error { return tx.TakeRole(hr, "2020-12-31") },
		func(tx *Tx) error { _, err := tx.GiveRole(Grant{1, "hr", "", Span{To: "2020-12-31"}}); return err },
		undo(2, first),
	} {
		w.refused("last_hr", fn)
	}
	w.write(func(tx *Tx) error { return tx.Assign(2, "hr", "") })
	w.write(func(tx *Tx) error { return tx.TakeRole(hr, "") })
	w.know(Member{SlackID: "U1", Outsider: "deactivated"})
	w.refused("last_hr", func(tx *Tx) error { return tx.TakeRole(Grant{Member: 2, Role: "hr"}, "") })
}
