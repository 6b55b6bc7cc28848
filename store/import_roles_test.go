package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestImportRoles: managers come and go with the file, and what was stays written.
func TestImportRoles(t *testing.T) {
	today := Date("2020-06-25")
	s := importStore(t, func() time.Time { return today.Time().Add(12 * time.Hour) })
	header := "code,parent,kind,name,valid_from,manager_email,deputy_email\n"
	steps := []struct {
		on   Date
		row  string
		want []string
	}{
		{"2020-06-25", "K,,kommun,Kommunen,2019-01-01,Chef.Ett@kommun.example,bitr@kommun.example",
			[]string{"bitr deputy 2019-01-01–", "chef.ett manager 2019-01-01–"}},
		{"2020-07-01", "K,,kommun,Kommunen,2019-01-01,chef.två@kommun.example,",
			[]string{"bitr deputy 2019-01-01–2020-06-30", "chef.ett manager 2019-01-01–2020-06-30", "chef.två manager 2020-07-01–"}},
		{"2020-07-01", "K,,kommun,Kommunen,2019-01-01,chef.tre@kommun.example,", // the same day: chef.två never was
			[]string{"bitr deputy 2019-01-01–2020-06-30", "chef.ett manager 2019-01-01–2020-06-30", "chef.tre manager 2020-07-01–"}},
		{"2020-08-01", "K,,kommun,Kommunen,2019-01-01,,bitr@kommun.example",
			[]string{"bitr deputy 2019-01-01–2020-06-30", "bitr deputy 2020-08-01–", "chef.ett manager 2019-01-01–2020-06-30", "chef.tre manager 2020-07-01–2020-07-31"}},
	}
	for _, step := range steps {
		today = step.on
		take(t, s, "organisation", header+step.row+"\n", ImportOptions{})
		if again := take(t, s, "organisation", header+step.row+"\n", ImportOptions{}); !again.nothing() {
			t.Errorf("%s again: %+v", step.on, again)
		}
		if diff := cmp.Diff(step.want, rolesOf(t, s)); diff != "" {
			t.Errorf("%s: %s", step.on, diff)
		}
	}
}

// TestImportLeavesRolesGiven: what somebody gave in Slack is not the file's to take.
func TestImportLeavesRolesGiven(t *testing.T) {
	s := small(t)
	if err := s.Write(context.Background(), func(tx *Tx) error { return tx.AssignByEmail("chef@kommun.example", "manager", "A") }); err != nil {
		t.Fatal(err)
	}
	for _, manager := range []string{"chef@kommun.example", "annan@kommun.example", ""} {
		take(t, s, "organisation", "code,parent,kind,name,manager_email\nA,K,verksamhet,Skola,"+manager+"\n", ImportOptions{})
	}
	if diff := cmp.Diff([]string{"chef manager 2020-06-25–"}, rolesOf(t, s)); diff != "" {
		t.Error(diff)
	}
}

func rolesOf(tb testing.TB, s *Store) (out []string) {
	tb.Helper()
	read(tb, s, func(tx *Tx) (err error) {
		out, err = all(tx, func(r *sql.Rows) (string, error) {
			var email, role, from, until string
			err := r.Scan(&email, &role, &from, &until)
			return strings.TrimSuffix(email, "@kommun.example") + " " + role + " " + from + "–" + until, err
		}, `SELECT m.email, r.role, r.from_on, coalesce(r.until_on, '') FROM roles r JOIN members m ON m.id = r.member ORDER BY 1, 3`)
		return err
	})
	return out
}
