package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImportForms: the same rows however a spreadsheet writes them.
func TestImportForms(t *testing.T) {
	const want = "slot,programme,unit,type,created,discontinued\n7,,A,praktik,2020-02-01,2020-03-01\n8,,B,språkpraktik,2020-02-01,\n"
	s := small(t)
	take(t, s, "slots", want, ImportOptions{})
	for name, text := range map[string]string{
		"semicolons":            strings.ReplaceAll(want, ",", ";"),
		"byte order mark":       "\ufeff" + want,
		"CRLF":                  strings.ReplaceAll(want, "\n", "\r\n"),
		"all three":             "\ufeff" + strings.NewReplacer(",", ";", "\n", "\r\n").Replace(want),
		"no line break at last": strings.TrimSuffix(want, "\n"),
		"empty lines":           "\n" + want + "\n\n,,,,,\n  \n",
		"separators at the end": "slot,programme,unit,type,created,discontinued,,\n7,,A,praktik,2020-02-01,2020-03-01,,\n8,,B,språkpraktik,2020-02-01,,,\n",
		"space":                 "Slot, programme , unit,TYPE,created,discontinued\n 7 ,, A ,praktik,2020-02-01 , 2020-03-01\n8,,B,språkpraktik,2020-02-01,\n",
		"other order":           "type,created,unit,slot,discontinued\npraktik,2020-02-01,A,7,2020-03-01\nspråkpraktik,2020-02-01,B,8,\n",
		"quoted":                "\"slot\",\"programme\",\"unit\",\"type\",\"created\",\"discontinued\"\n\"7\",\"\",\"A\",\"praktik\",\"2020-02-01\",\"2020-03-01\"\n\"8\",,\"B\",\"språkpraktik\",\"2020-02-01\",\"\"\n",
		"without columns":       "slot,unit,type,created\n7,A,praktik,2020-02-01\n8,B,språkpraktik,2020-02-01\n",
		"header alone":          "slot,unit,type,created\n",
	} {
		t.Run(name, func(t *testing.T) {
			report := take(t, s, "slots", text, ImportOptions{})
			if !report.nothing() || (report.Same != 2 && name != "header alone") {
				t.Errorf("%+v", report)
			}
		})
	}
}

// TestImportText: commas, quotes and line breaks in a name.
func TestImportText(t *testing.T) {
	s := small(t)
	take(t, s, "organisation", "code;parent;kind;name;aliases\nX;K;enhet;\"Förskolan \"\"Ängen\"\",\nVikingstad\";Ängen| Ängarna |Ängen|\nY;K;enhet;Utan rubrik för personal;\n", ImportOptions{})
	read(t, s, func(tx *Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		x := reg.Tree.Unit("X")
		if x.Name != `Förskolan "Ängen", Vikingstad` || x.ValidFrom != earliest {
			t.Errorf("%+v", x)
		}
		if diff := cmp.Diff([]string{"Ängarna", "Ängen"}, x.Aliases); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	// The line of what comes after a value of two lines.
	_, err := s.Import(context.Background(), "organisation", strings.NewReader("code,parent,kind,name\nX,K,enhet,\"två\nrader\"\nZ,K,enhet,\n"), ImportOptions{})
	if err == nil || !strings.HasPrefix(err.Error(), "line 4, column 4 (name): value_missing") {
		t.Errorf("got %v", err)
	}
}

// TestImportChanges: a row replaces what its file has columns for and nothing else, and a dry run says so without doing it.
func TestImportChanges(t *testing.T) {
	s := small(t)
	if err := s.Write(context.Background(), func(tx *Tx) error {
		_, err := tx.exec(`UPDATE slots SET tasks = 'Läsa högt', hours = 20 WHERE number = 1`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	for what, test := range map[string]struct {
		text string
		want []ImportChange
	}{
		"organisation": {"code,parent,kind,name\nA,B,verksamhet,Skolan\nB,K,verksamhet,Omsorg\nC,A,enhet,Ny\n",
			[]ImportChange{{2, "A", "parent", "K", "B"}, {2, "A", "name", "Skola", "Skolan"}, {4, "C", "", "", ""}}},
		"programme": {strings.NewReplacer("target = 10", "target = 12", `"praktik", `, "").Replace(smallProgramme),
			[]ImportChange{{1, "uppdrag", "target", "10", "12"}, {1, "uppdrag", "types", "praktik, språkpraktik", "språkpraktik"}}},
		"slots": {"slot,unit,type,created\n1,B,praktik,2019-01-31\n9,A,praktik,2020-01-01\n",
			[]ImportChange{{2, "1", "unit", "A", "B"}, {2, "1", "created", "2019-02-01", "2019-01-31"}, {3, "9", "", "", ""}}},
		"trainees": {traineesHeader + "D-2019-0002,3,2019-06-01,2019-08-10,,\nD-2019-0004,1,2019-06-01,2019-07-01,,\n",
			[]ImportChange{{2, "D-2019-0002", "slot", "1", "3"}, {2, "D-2019-0002", "start", "2019-05-10", "2019-06-01"}, {3, "D-2019-0004", "", "", ""}}},
	} {
		dry := take(t, s, what, test.text, ImportOptions{DryRun: true})
		if diff := cmp.Diff(test.want, dry.Changes); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
		if diff := cmp.Diff(before, dump(t, s)); diff != "" {
			t.Errorf("a dry run of %s changed %s", what, diff)
		}
	}
	wet := take(t, s, "slots", "slot,unit,type,created\n1,B,praktik,2019-01-31\n9,A,praktik,2020-01-01\n", ImportOptions{})
	if wet.Added != 1 || wet.Changed != 1 || wet.Same != 0 {
		t.Errorf("%+v", wet)
	}
	read(t, s, func(tx *Tx) error {
		slot, err := tx.Slot(1)
		if err != nil {
			return err
		}
		if slot.Unit != "B" || slot.Tasks != "Läsa högt" || slot.Hours != 20 || slot.Programme != "uppdrag" {
			t.Errorf("%+v", slot)
		}
		var object, after, door string
		var rows int
		if err := tx.get([]any{&rows, &object, &after, &door}, `SELECT count(*), object, after, door FROM audit WHERE id > 4`); err != nil {
			return err
		}
		if rows != 1 || object != "slots" || after != `{"added":1,"changed":1,"same":0}` || door != "import" {
			t.Errorf("audit: %d rows, %s %s %s", rows, object, after, door)
		}
		return tx.CheckTallies()
	})
}

// TestImportSwapsTrainees: two who change places, which no order of changing one at a time allows.
func TestImportSwapsTrainees(t *testing.T) {
	s := small(t)
	take(t, s, "trainees", traineesHeader+"D-2019-0005,3,2019-09-01,2020-09-01,,\n", ImportOptions{})
	report := take(t, s, "trainees", traineesHeader+"D-2019-0005,1,2019-06-01,2020-09-01,,\nD-2019-0002,3,2019-05-10,2019-08-10,,\n", ImportOptions{})
	if report.Changed != 2 {
		t.Errorf("%+v", report)
	}
	read(t, s, (*Tx).CheckTallies)
}

// TestImportEnds: a trainee's one end in the file is the planned one while it goes on and the real one with a result.
func TestImportEnds(t *testing.T) {
	s := small(t)
	for _, test := range []struct{ row, ends, ended string }{
		{"D-2019-0009,3,2019-06-01,,,", "2020-05-31", ""}, // the type's usual length
		{"D-2019-0009,3,2019-06-01,2019-12-31,,", "2019-12-31", ""},
		{"D-2019-0009,3,2019-06-01,,,", "2019-12-31", ""}, // nothing said: as it is
		{"D-2019-0009,3,2019-06-01,2019-10-15,interrupted,studies", "2019-12-31", "2019-10-15"},
		{"D-2019-0009,3,2019-06-01,2019-10-16,completed,", "2019-12-31", "2019-10-16"},
		{"D-2019-0009,3,2019-06-01,2020-01-31,,", "2020-01-31", ""},
	} {
		take(t, s, "trainees", traineesHeader+test.row+"\n", ImportOptions{})
		read(t, s, func(tx *Tx) error {
			var ends string
			var ended sql.NullString
			if err := tx.get([]any{&ends, &ended}, `SELECT ends_on, ended_on FROM trainees WHERE reference = 'D-2019-0009'`); err != nil {
				return err
			}
			if ends != test.ends || ended.String != test.ended {
				t.Errorf("%s: planned %s, ended %s", test.row, ends, ended.String)
			}
			return nil
		})
		if again := take(t, s, "trainees", traineesHeader+test.row+"\n", ImportOptions{}); !again.nothing() {
			t.Errorf("%s again: %+v", test.row, again)
		}
	}
	read(t, s, func(tx *Tx) error {
		next, err := tx.NextReference()
		if next != "D-2020-0001" {
			t.Errorf("next is %s", next)
		}
		return err
	})
}

// TestImportUntil leaves out what came later, and takes it in when it is asked to.
func TestImportUntil(t *testing.T) {
	s := small(t)
	slots := slotsHeader + "11,,A,praktik,2020-02-01,2020-06-01\n12,,A,praktik,2020-04-01,\n"
	trainees := traineesHeader + "D-2020-0001,11,2020-02-01,2020-05-01,completed,employed\nD-2020-0002,12,2020-04-01,2020-05-01,,\n"
	report := take(t, s, "slots", slots, ImportOptions{Until: "2020-03-01"})
	if report.Added != 1 || report.LeftOut != 1 {
		t.Errorf("slots: %+v", report)
	}
	report = take(t, s, "trainees", trainees, ImportOptions{Until: "2020-03-01"})
	if report.Added != 1 || report.LeftOut != 1 {
		t.Errorf("trainees: %+v", report)
	}
	if later := take(t, s, "slots", slots, ImportOptions{}); len(later.Warnings) != 1 || later.Warnings[0].Reason != "slot_trainee_present" {
		t.Errorf("slots later: %+v", later)
	}
	report = take(t, s, "trainees", trainees, ImportOptions{})
	if report.Added != 1 || report.Changed != 1 {
		t.Errorf("trainees later: %+v", report)
	}
	read(t, s, (*Tx).CheckTallies)
}

// TestImportWarnings: slots that their trainees no longer fit.
func TestImportWarnings(t *testing.T) {
	for row, want := range map[string]string{
		"1,,A,praktik,2019-02-11,":                "line 2, column 5 (created): slot_trainee_before",
		"1,,A,praktik,2019-02-01,2019-09-01":      "line 2, column 6 (discontinued): slot_trainee_present",
		"2,,B,språkpraktik,2019-03-01,2019-07-01": "line 2, column 6 (discontinued): slot_trainee_after",
		"2,,B,språkpraktik,2019-03-01,2019-08-01": "",
	} {
		if got := take(t, small(t), "slots", slotsHeader+row+"\n", ImportOptions{}).Warnings.Error(); got != want {
			t.Errorf("%s: %s", row, got)
		}
	}
}

// TestImportClaimedSlot: a slot that somebody claimed in Slack does not change hands by a file.
func TestImportClaimedSlot(t *testing.T) {
	s := small(t)
	var number int64
	if err := s.Write(context.Background(), func(tx *Tx) error {
		if err := tx.AssignByEmail("chef@kommun.example", "manager", "A"); err != nil {
			return err
		}
		m, err := tx.MemberByEmail("chef@kommun.example")
		if err != nil {
			return err
		}
		tx.Act(By{Member: m.ID, Door: "slash", Command: "claim"})
		made, err := tx.ClaimNew(Claim{Unit: "A", Kind: "praktik", Count: 1})
		if err == nil {
			number = made[0].Number
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if number != 4 {
		t.Errorf("the slot after the file's is %d", number)
	}
	_, err := s.Import(context.Background(), "slots", strings.NewReader(slotsHeader+"4,,B,praktik,2020-06-25,\n"), ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), "line 2, column 3 (unit): slot_claimed") {
		t.Errorf("got %v", err)
	}
	take(t, s, "slots", slotsHeader+"4,,A,språkpraktik,2020-06-25,\n", ImportOptions{})
	read(t, s, (*Tx).CheckTallies)
}
