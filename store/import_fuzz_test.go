package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// FuzzImport gives the importers anything: they take it or say what is wrong with it, and a trial run changes nothing.
func FuzzImport(f *testing.F) {
	for _, s := range []string{
		"organisation\ncode,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email\nK,,kommun,K,,0,2018-01-01,,,\n",
		"slots\nslot;programme;unit;type;created;discontinued\n1;p;S-1-1;praktik;2020-01-01;\n",
		"trainees\nreference,slot,start,planned_end,end,result,outcome,hours,percent\nD-2020-001,1,2020-01-01,2020-02-01,,,,,\n",
		"programme\nkey = \"p\"\nstart = 2020-01-01\nend = 2020-12-31\n", "slots\n\"", "slots\n\xef\xbb\xbfslot", "organisation\r\n\"a\"\"b\",\n", "programme\n[[period]]\n[[period",
	} {
		f.Add(s)
	}
	w := newWorld(f)
	before := dump(f, w.Store)
	f.Fuzz(func(t *testing.T, text string) {
		what, rest, _ := strings.Cut(text, "\n")
		if !slices.Contains([]string{"organisation", "programme", "slots", "trainees"}, what) {
			return
		}
		_, err := w.Import(t.Context(), what, strings.NewReader(rest), ImportOptions{DryRun: true})
		var wrong ImportErrors
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("%v", err)
		}
		if len(rest) < 200 && !slices.Equal(before, dump(t, w.Store)) {
			t.Error("a trial run changed something")
		}
	})
}
