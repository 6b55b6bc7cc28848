package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// quotas of every unit that has one, "S 10/12".
func (w *world) quotas() map[string]string {
	reg, out := w.register(), map[string]string{}
	for _, unit := range reg.Tree.Codes() {
		if q := reg.Quota(reg.Programme("hundra"), unit); sum(q) > 0 {
			out[unit] = fmt.Sprintf("%d/%d", q[0], q[1])
		}
	}
	return out
}

func (w *world) hundra() *Programme { return w.register().Programme("hundra") }

// byHR does fn and gives its entry in the audit.
func (w *world) byHR(command string, fn func(*Tx) error) (entry int64) {
	w.Helper()
	w.write(as(1, command, func(tx *Tx) error {
		err := fn(tx)
		entry = tx.Did()
		return err
	}))
	return entry
}

func (w *world) settled() *world {
	w.write(func(tx *Tx) error { return tx.WorkOutQuotas() })
	return w
}

func TestUndoOfQuotas(t *testing.T) {
	w := newWorld(t).settled()
	before := w.quotas()
	for _, c := range []struct {
		command string
		fn      func(*Tx) error
	}{
		{"target", func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "S-1-1", 31) }},
		{"transfer", func(tx *Tx) error { _, err := tx.Transfer(w.hundra(), "2020", "S-1-1", "V-1-1", 3); return err }},
		{"target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), SainteLague, false) }},
		{"target", func(tx *Tx) error { return tx.SetTarget(w.hundra(), "", 130) }},
		{"target", func(tx *Tx) error { return tx.SetTarget(w.hundra(), "2020", 70) }},
	} {
		entry := w.byHR(c.command, c.fn)
		if after := w.quotas(); cmp.Equal(before, after) && c.command == "transfer" {
			t.Errorf("%s changed nothing", c.command)
		}
		w.write(undo(1, entry))
		if d := cmp.Diff(before, w.quotas()); d != "" {
			t.Errorf("%s and back (-was +is):\n%s", c.command, d)
		}
		w.refused("undo_done", undo(1, entry))
	}
	if last := w.lastRevision(); last.Frozen {
		t.Error("a decision that is undone still holds")
	}
}

func (w *world) lastRevision() (last Revision) {
	w.Helper()
	p := w.hundra()
	w.read(func(tx *Tx) (err error) { last, err = tx.LastRevision(p); return err })
	return last
}

func TestTransferKeepsSums(t *testing.T) {
	w := newWorld(t).settled()
	before, p := w.register(), w.hundra()
	var moves []QuotaMove
	w.byHR("transfer", func(tx *Tx) (err error) { moves, err = tx.Transfer(p, "2020", "S-1-1", "V-1-1", 2); return err })
	after := w.register()
	want := map[string]int{"S-1-1": -2, "S-1": -2, "S": -2, "V-1-1": 2, "V-1": 2, "V": 2}
	for _, unit := range after.Tree.Codes() {
		was, is := before.Quota(p, unit), after.Quota(p, unit)
		if is[1]-was[1] != want[unit] || is[0] != was[0] {
			t.Errorf("%s had %v and has %v", unit, was, is)
		}
	}
	if len(moves) != len(want) {
		t.Errorf("%v is told, want all of %v", moves, want)
	}
	for _, m := range moves {
		if m.After-m.Before != want[m.Unit] || m.Before != before.Quota(p, m.Unit)[1] {
			t.Errorf("%v is told", m)
		}
	}
}

func TestTransferRefused(t *testing.T) {
	w := newWorld(t).settled()
	for _, c := range []struct {
		reason, from, to string
		n                int
	}{
		{"transfer_same", "S-1", "S-1", 1},
		{"transfer_within", "S-1", "S", 1},
		{"transfer_within", "S", "S-1-1", 1},
		{"transfer_count", "S-1", "V-1", 0},
		{"transfer_short", "B-1", "V-1", 9},
		{"quota_unit", "K", "V-1", 1},
		{"quota_unit", "S-1", "P", 1},
		{"unit_unknown", "X", "S", 1},
	} {
		w.refused(c.reason, func(tx *Tx) error { _, err := tx.Transfer(w.hundra(), "2020", c.from, c.to, c.n); return err })
	}
	w.refused("quota_limit", func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "S", -1) })
	if n := w.lastRevision().Number; n != 0 {
		t.Errorf("what was refused made revision %d", n)
	}
}

// moreStaff is a file in which a school has grown.
const moreStaff = "code,parent,kind,name,headcount,valid_from\nS-1-2,S-1,enhet,Bergaskolan,900,2018-01-01\n"

func TestDecidedQuotasStay(t *testing.T) {
	w := newWorld(t).settled()
	w.byHR("target", func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "B-1", 7) })
	worked := w.quotas()
	if worked["B-1"] != strings.Split(worked["B-1"], "/")[0]+"/7" {
		t.Errorf("B-1 is set to 7 and has %s", worked["B-1"])
	}
	w.byHR("target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), LargestRemainder, false) })
	reg := w.register()
	for i, planned := range w.hundra().Planned() {
		whole := 0
		for _, c := range reg.Tree.Children("K") {
			whole += reg.Quota(w.hundra(), c)[i]
		}
		if whole != planned {
			t.Errorf("the parts are %d after the decision, want %d", whole, planned)
		}
	}
	decided := w.quotas()
	report, err := w.Import(context.Background(), "organisation", strings.NewReader(moreStaff), ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(decided, w.quotas()); d != "" {
		t.Errorf("decided quotas were worked out anew (-was +is):\n%s", d)
	}
	if len(report.Decided) != 1 || report.Decided[0].Revision != 2 || report.Decided[0].Differ == 0 {
		t.Errorf("the import tells of %+v", report.Decided)
	}
	w.byHR("target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), LargestRemainder, false) })
	if anew := w.quotas(); anew["S-1-2"] == decided["S-1-2"] || !strings.HasSuffix(anew["B-1"], "/7") {
		t.Errorf("decided anew: %v", anew)
	}
	var o *Proposal
	w.read(func(tx *Tx) (err error) { o, err = tx.ProposeQuotas(w.hundra(), LargestRemainder, true); return err })
	if o.Differ() == 0 {
		t.Error("worked out without what was set it would be the same")
	}
}

func TestQuotaAsOf(t *testing.T) {
	w := newWorld(t).settled()
	worked := w.register().Quota(w.hundra(), "B-1")[1]
	w.set("2020-03-02")
	w.byHR("target", func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "B-1", 7) })
	w.set("2020-05-04")
	entry := w.byHR("target", func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "B-1", 9) })
	w.set("2020-06-01")
	w.write(undo(1, entry))
	for on, want := range map[Date]int{"2020-03-01": worked, "2020-03-02": 7, "2020-05-03": 7, "2020-05-04": 9, "2020-05-31": 9, "2020-06-01": 7} {
		var periods []PeriodStands
		w.read(func(tx *Tx) (err error) { periods, _, err = tx.Progress(w.hundra(), "B-1", on); return err })
		if periods[1].Target != want {
			t.Errorf("on %s the quota is %d, want %d", on, periods[1].Target, want)
		}
	}
	var all []Revision
	w.read(func(tx *Tx) (err error) { all, err = tx.Revisions(w.hundra()); return err })
	var told []string
	for _, v := range all {
		told = append(told, fmt.Sprintf("%d %s %s %v %v", v.Number, v.On, v.What, v.Moves, v.Undone))
	}
	want := []string{"3 2020-06-01 undo [{2020 B-1 9 7}] false", "2 2020-05-04 set [{2020 B-1 7 9}] true", fmt.Sprintf("1 2020-03-02 set [{2020 B-1 %d 7}] false", worked)}
	if !slices.Equal(told, want) {
		t.Errorf("the revisions are %q, want %q", told, want)
	}
}

func TestUndoOfQuotasRefused(t *testing.T) {
	w := newWorld(t).settled()
	set := func(n int) func(*Tx) error {
		return func(tx *Tx) error { return tx.SetQuota(w.hundra(), "2020", "S-1-1", n) }
	}
	first := w.byHR("target", set(31))
	second := w.byHR("target", set(32))
	w.refused("undo_revised", undo(1, first))
	decision := w.byHR("target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), LargestRemainder, false) })
	w.refused("undo_revised", undo(1, second))
	w.byHR("target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), SainteLague, false) })
	w.refused("undo_revised", undo(1, decision))
	for range 4 {
		w.write(undo(1, 0))
	}
	w.refused("undo_nothing", undo(1, 0))
}
