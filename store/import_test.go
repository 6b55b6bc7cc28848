package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// atNoon is a clock that stands still.
func atNoon(on Date) func() time.Time {
	return func() time.Time { return on.Time().Add(12 * time.Hour) }
}

func importStore(tb testing.TB, now func() time.Time) *Store {
	tb.Helper()
	s, err := Open(emptyDatabase(tb), Options{Now: now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func take(tb testing.TB, s *Store, what, text string, opt ImportOptions) *ImportReport {
	tb.Helper()
	report, err := s.Import(context.Background(), what, strings.NewReader(text), opt)
	if err != nil {
		tb.Fatalf("import %s: %v", what, err)
	}
	return report
}

var linkopingFiles = map[string]string{"organisation": "organisation.csv", "programme": "programme.toml", "slots": "slots.csv", "trainees": "trainees.csv"}

func linkoping(tb testing.TB, what string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "bot", "demo", "data", linkopingFiles[what]))
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

func takeLinkoping(tb testing.TB, s *Store, opt ImportOptions) map[string]*ImportReport {
	tb.Helper()
	reports := map[string]*ImportReport{}
	for _, what := range ImportWhats {
		reports[what] = take(tb, s, what, linkoping(tb, what), opt)
	}
	return reports
}

func read(tb testing.TB, s *Store, fn func(*Tx) error) {
	tb.Helper()
	if err := s.Read(context.Background(), fn); err != nil {
		tb.Fatal(err)
	}
}

func standing(tb testing.TB, s *Store, at Date) (out *Standing) {
	tb.Helper()
	read(tb, s, func(tx *Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		p := reg.Programme("500-uppdraget")
		out, err = tx.Standing(p, p.Scope, at)
		return err
	})
	return out
}

// TestLinkoping holds the figures of the news item of 25 June 2020, imported as the history stood then and as it stood half a year later.
func TestLinkoping(t *testing.T) {
	for name, until := range map[string]Date{"whole": "", "until then": "2020-06-25"} {
		t.Run(name, func(t *testing.T) {
			s := importStore(t, atNoon("2020-06-25"))
			takeLinkoping(t, s, ImportOptions{Until: until})
			got := standing(t, s, "2020-06-25")
			if got.Target != 500 || got.Gross != 439 || got.Net != 439 || got.Remaining != 61 {
				t.Errorf("target %d, gross %d, net %d, remaining %d", got.Target, got.Gross, got.Net, got.Remaining)
			}
			first, second := got.Periods[0], got.Periods[1]
			if first.Target != 225 || first.Created != 256 || first.Over != 31 {
				t.Errorf("2019: %+v", first)
			}
			if second.Target != 244 || second.Created != 183 || second.Remaining != 61 || second.Filled != 150 || second.Vacant != 33 {
				t.Errorf("2020: %+v", second)
			}
			if f := got.Forecast; f.Status != "on_track" || f.NeededPerWeek != 2.26 || f.PacePerWeek != 7.24 || f.ReachedOn != "2020-08-23" {
				t.Errorf("forecast: %+v", f)
			}
			var top []string
			var created []int
			for _, u := range got.Units[:3] {
				top, created = append(top, u.Code), append(created, u.Created)
			}
			if diff := cmp.Diff([]string{"UAF", "IAS", "LEAN"}, top); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]int{144, 142, 93}, created); diff != "" {
				t.Error(diff)
			}
			if then := standing(t, s, "2019-12-31"); then.Net != 256 {
				t.Errorf("at the end of 2019: %d", then.Net)
			}
			read(t, s, (*Tx).CheckTallies)
		})
	}
}

// TestLinkopingAgain: a second run changes nothing at all.
func TestLinkopingAgain(t *testing.T) {
	s := importStore(t, atNoon("2020-06-25"))
	for what, report := range takeLinkoping(t, s, ImportOptions{}) {
		if report.Same+report.Changed > 0 || report.Added == 0 {
			t.Errorf("first %s: %+v", what, report)
		}
	}
	seen := func() (c [2]int64) {
		read(t, s, func(tx *Tx) (err error) { c, err = tx.changes(); return err })
		return c
	}
	before := seen()
	for what, report := range takeLinkoping(t, s, ImportOptions{}) {
		if !report.nothing() || report.Same == 0 || len(report.Changes) > 0 {
			t.Errorf("second %s: %+v", what, report)
		}
	}
	if after := seen(); after != before {
		t.Errorf("audit and revision went from %v to %v", before, after)
	}
}
