package store

import (
	"context"
	"strings"
	"testing"
)

// hundraFile is the programme of the small town as a file.
const hundraFile = `key = "hundra"
name.sv = "Hundra platser"
name.en = "A hundred slots"
start = 2019-01-01
end = 2020-12-31
target = 90
count = "net"
scope = "K"
types = ["praktik"]
[[period]]
name = "2019"
start = 2019-01-01
end = 2019-12-31
target = 30
[[period]]
name = "2020"
start = 2020-01-01
end = 2020-12-31
`

func TestTargetSetInSlackStays(t *testing.T) {
	w := newWorld(t).settled()
	take := func(dry bool) *ImportReport {
		t.Helper()
		report, err := w.Import(context.Background(), "programme", strings.NewReader(hundraFile), ImportOptions{DryRun: dry})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	take(false)
	is := func(whole, first int) {
		t.Helper()
		if p := w.hundra(); *p.Target != whole || *p.Periods[0].Target != first {
			t.Fatalf("the targets are %d and %d, want %d and %d", *p.Target, *p.Periods[0].Target, whole, first)
		}
	}
	is(90, 30)
	w.byHR("target", func(tx *Tx) error { return tx.SetTarget(w.hundra(), "", 120) })
	for _, dry := range []bool{true, false} {
		report := take(dry)
		is(120, 30)
		if len(report.Kept) != 1 || report.Kept[0].Column != "target" || report.Kept[0].Before != "120" || report.Kept[0].After != "90" {
			t.Errorf("dry run %v tells of %+v", dry, report.Kept)
		}
		if !report.nothing() {
			t.Errorf("dry run %v: the file changes %+v", dry, report.Changes)
		}
	}
	w.write(as(1, "undo", func(tx *Tx) error { _, err := tx.Undo(1, 0); return err }))
	is(90, 30)
	if report := take(false); len(report.Kept) != 0 || !report.nothing() {
		t.Errorf("taken back, the import tells of %+v", report)
	}
	w.byHR("target", func(tx *Tx) error { return tx.DecideQuotas(w.hundra(), LargestRemainder, true) })
	if report := take(true); len(report.Decided) != 1 || report.Decided[0].Revision == 0 {
		t.Errorf("a dry run does not tell that the quotas are decided: %+v", report.Decided)
	}
}
