package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	smallOrganisation = "code,parent,kind,name,headcount,valid_from\nK,,kommun,Kommunen,0,2019-01-01\nA,K,verksamhet,Skola,40,2019-01-01\nB,K,verksamhet,Omsorg,60,2019-01-01\n"
	smallProgramme    = `key = "uppdrag"
name.sv = "Uppdraget"
start = 2019-01-01
end = 2020-12-31
target = 10
scope = "K"
types = ["praktik", "språkpraktik"]

[[period]]
name = "2019"
start = 2019-01-01
end = 2019-12-31
`
	smallSlots    = "slot,programme,unit,type,created,discontinued\n1,uppdrag,A,praktik,2019-02-01,\n2,,B,språkpraktik,2019-03-01,2019-09-01\n3,,B,extratjänst,2019-03-01,\n"
	smallTrainees = "reference,slot,start,end,result,outcome\nD-2019-0001,1,2019-02-10,2019-05-10,completed,employed\nD-2019-0002,1,2019-05-10,2019-08-10,,\nD-2019-0003,2,2019-03-10,2019-08-01,interrupted,\n"
)

// small has two units, a programme, three slots and three trainees.
func small(tb testing.TB) *Store {
	tb.Helper()
	s := importStore(tb, atNoon("2020-06-25"))
	for what, text := range map[string]string{"organisation": smallOrganisation} {
		take(tb, s, what, text, ImportOptions{})
	}
	take(tb, s, "programme", smallProgramme, ImportOptions{})
	take(tb, s, "slots", smallSlots, ImportOptions{})
	take(tb, s, "trainees", smallTrainees, ImportOptions{})
	return s
}

const (
	organisationHeader = "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email\n"
	successorHeader    = "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email,successor\n"
	slotsHeader        = "slot,programme,unit,type,created,discontinued\n"
	traineesHeader     = "reference,slot,start,end,result,outcome\n"
)

// TestImportErrors names each error by line, column, field and reason, with what would be right where that is known.
func TestImportErrors(t *testing.T) {
	for name, test := range map[string]struct{ what, text, want string }{
		"nothing":                {"slots", "", "1:1  empty"},
		"Latin 1":                {"organisation", organisationHeader + "X,K,enhet,F\xf6rskolan,,,,,,\n", "2:4 name encoding"},
		"UTF-16":                 {"slots", "\xff\xfes\x00l\x00", "1:1  encoding"},
		"all of a slot":          {"slots", slotsHeader + "5,uppdragt,Q,praktikk,2019-02-30,\n", "2:2 programme programme_unknown_near uppdrag|2:3 unit unit_unknown|2:4 type kind_unknown_near praktik|2:5 created date"},
		"all of a trainee":       {"trainees", traineesHeader + "D-2020-0099,77,2020-02-30,,done,\n", "2:2 slot slot_unknown|2:3 start date|2:5 result word"},
		"unknown header":         {"slots", "slot,units,unit,type,created\n", "1:2 units header_unknown_near unit"},
		"header twice":           {"slots", "slot,unit,type,created,Slot\n", "1:5 slot header_twice"},
		"missing headers":        {"slots", "slot,type\n", "1:3 created header_missing|1:3 unit header_missing"},
		"broken quote":           {"slots", slotsHeader + "7,,A,\"praktik,2019-02-01,\n8,,A,praktik,2019-02-01,\n", "2:0  quote"},
		"quote in a value":       {"slots", slotsHeader + "7,,A,pra\"ktik,2019-02-01,\n8,,Q,praktik,2019-02-01,\n", "2:9  quote|3:3 unit unit_unknown"},
		"header of another file": {"slots", "reference,slot,unit,type,created\n", "1:1 reference header_unknown"},
		"short row":              {"slots", slotsHeader + "7,,A\n", "2:0  width"},
		"long row":               {"slots", slotsHeader + "7,,A,praktik,2019-02-01,,,x\n", "2:0  width"},
		"values missing":         {"slots", slotsHeader + ",,A,praktik,2019-02-01,\n7,,,praktik,2019-02-01,\n8,,A,praktik,,\n", "2:1 slot value_missing|3:3 unit value_missing|4:5 created value_missing"},
		"number":                 {"slots", slotsHeader + "#7,,A,praktik,2019-02-01,\n0,,A,praktik,2019-02-01,\n99999999999,,A,praktik,2019-02-01,\n", "2:1 slot number|3:1 slot number|4:1 slot number"},
		"slot twice":             {"slots", slotsHeader + "7,,A,praktik,2019-02-01,\n8,,A,praktik,2019-02-01,\n7,,B,praktik,2019-02-01,\n", "4:1 slot twice 2"},
		"date with a known day":  {"slots", slotsHeader + "7,,A,praktik,1/2 2019,\n", "2:5 created date_near 2019-02-01"},
		"no such day":            {"slots", slotsHeader + "7,,A,praktik,2019-02-30,\n", "2:5 created date"},
		"no such year":           {"slots", slotsHeader + "7,,A,praktik,0219-02-03,\n", "2:5 created date"},
		"discontinued before":    {"slots", slotsHeader + "7,,A,praktik,2019-02-03,2019-02-02\n", "2:6 discontinued end_before_start"},
		"unknown unit":           {"slots", slotsHeader + "7,,AA,praktik,2019-02-03,\n", "2:3 unit unit_unknown_near A"},
		"unit by its name":       {"slots", slotsHeader + "7,,Omsorg,praktik,2019-02-03,\n", "2:3 unit unit_unknown_near B"},
		"unknown type":           {"slots", slotsHeader + "7,,A,praktk,2019-02-03,\n", "2:4 type kind_unknown_near praktik"},
		"unknown programme":      {"slots", slotsHeader + "7,updrag,A,praktik,2019-02-03,\n", "2:2 programme programme_unknown_near uppdrag"},
		"two errors in a row":    {"slots", slotsHeader + "7,,Q,xyz,2019-02-03,\n", "2:3 unit unit_unknown|2:4 type kind_unknown"},

		"unit kind":                            {"organisation", organisationHeader + "X,K,enhett,X,,,,,,\nY,K,,Y,,,,,,\n", "2:3 kind word_near enhet|3:3 kind word_missing"},
		"unit twice":                           {"organisation", organisationHeader + "X,K,enhet,X,,,,,,\nX,K,enhet,X,,,,,,\n", "3:1 code twice 2"},
		"code":                                 {"organisation", organisationHeader + "X Y,K,enhet,X,,,,,,\n", "2:1 code code"},
		"headcount":                            {"organisation", organisationHeader + "X,K,enhet,X,,tolv,,,,\nY,K,enhet,Y,,-1,,,,\nZ,K,enhet,Z,,1.5,,,,\n", "2:6 headcount headcount|3:6 headcount headcount|4:6 headcount headcount"},
		"validity":                             {"organisation", organisationHeader + "X,K,enhet,X,,,2019-01-01,2018-01-01,,\n", "2:8 valid_to end_before_start"},
		"address":                              {"organisation", organisationHeader + "X,K,enhet,X,,,,,chefen,a@b.example c@b.example\n", "2:9 manager_email email|2:10 deputy_email email"},
		"unknown parent":                       {"organisation", organisationHeader + "X,KK,enhet,X,,,,,,\n", "2:2 parent parent_unknown_near K"},
		"its own parent":                       {"organisation", organisationHeader + "X,X,enhet,X,,,,,,\n", "2:2 parent cycle"},
		"a ring":                               {"organisation", organisationHeader + "X,Y,enhet,X,,,,,,\nY,Z,enhet,Y,,,,,,\nZ,X,enhet,Z,,,,,,\n", "2:2 parent cycle"},
		"unknown successor":                    {"organisation", successorHeader + "X,K,enhet,X,,,2018-01-01,2018-12-31,,,KK\n", "2:11 successor successor_unknown_near K"},
		"succeeded by what lies below":         {"organisation", successorHeader + "X,K,enhet,X,,,2018-01-01,2018-12-31,,,Y\nY,X,enhet,Y,,,,,,,\n", "2:11 successor successor_cycle"},
		"a successor and no end":               {"organisation", successorHeader + "X,K,enhet,X,,,2018-01-01,,,,K\n", "2:11 successor successor_without_end"},
		"a ring with what is":                  {"organisation", organisationHeader + "K,A,kommun,K,,,,,,\n", "2:2 parent cycle"},
		"a parent in a row with another error": {"organisation", organisationHeader + "X,K,enhet,X,,x,,,,\nY,X,enhet,Y,,,,,,\n", "2:6 headcount headcount"},

		"personnummer":              {"trainees", traineesHeader + "640823-3234,1,2019-09-01,2019-10-01,,\n", "2:1 reference reference_number"},
		"name":                      {"trainees", traineesHeader + "Förnamn Efternamn,1,2019-09-01,2019-10-01,,\n", "2:1 reference reference_name"},
		"reference":                 {"trainees", traineesHeader + "2019-0143,1,2019-09-01,2019-10-01,,\n", "2:1 reference reference"},
		"reference twice":           {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-10-01,completed,\nD-2019-0009,3,2019-11-01,2019-12-01,,\n", "3:1 reference twice 2"},
		"end before start":          {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-08-01,,\n", "2:4 end end_before_start"},
		"result without end":        {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,,completed,\n", "2:4 end result_without_end"},
		"outcome only":              {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-10-01,,employed\n", "2:6 outcome outcome_without_result"},
		"result":                    {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-10-01,complete,\n", "2:5 result word_near completed"},
		"unknown slot":              {"trainees", traineesHeader + "D-2019-0009,99,2019-09-01,2019-10-01,,\n", "2:2 slot slot_unknown"},
		"before the slot":           {"trainees", traineesHeader + "D-2019-0009,3,2019-02-01,2019-10-01,,\n", "2:3 start start_before_slot"},
		"in a slot that is not":     {"trainees", traineesHeader + "D-2019-0009,2,2019-08-15,2019-10-01,,\n", "2:2 slot slot_gone"},
		"after the slot":            {"trainees", traineesHeader + "D-2019-0009,2,2019-08-15,2019-10-01,completed,\n", "2:4 end end_after_slot"},
		"two present":               {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-10-01,,\nD-2019-0010,3,2019-11-01,2019-12-01,,\n", "3:2 slot two_present 2"},
		"overlap":                   {"trainees", traineesHeader + "D-2019-0010,3,2019-09-15,2019-12-01,,\nD-2019-0009,3,2019-09-01,2019-10-01,completed,\n", "3:2 slot overlap_present 2"},
		"overlap of two who ended":  {"trainees", traineesHeader + "D-2019-0009,3,2019-09-01,2019-10-01,completed,\nD-2019-0010,3,2019-09-30,2019-12-01,interrupted,\n", "3:2 slot overlap 2"},
		"with one who stays":        {"trainees", traineesHeader + "D-2019-0009,1,2019-09-01,2019-10-01,completed,\n", "2:2 slot overlap_present_stored"},
		"present with one there is": {"trainees", traineesHeader + "D-2019-0009,1,2020-09-01,2020-10-01,,\n", "2:2 slot two_present_stored"},
		"overlap with one there is": {"trainees", traineesHeader + "D-2019-0009,1,2019-03-01,2019-04-01,completed,\n", "2:2 slot overlap_stored"},

		"not TOML":        {"programme", "key = \"x\nname = 2\n", "1:9  toml"},
		"programme twice": {"programme", smallProgramme + "name = \"y\"\n", "13:1 name toml"},
		"keys":            {"programme", "key = \"x\"\nnames = \"y\"\n", "1:1 end key_missing|1:1 name key_missing|1:1 scope key_missing|1:1 start key_missing|1:1 types key_missing|2:1 names key_unknown_near name"},
		"programme": {"programme", strings.NewReplacer("2020-12-31", "2018-12-31", "target = 10", "target = -1", `"K"`, `"Q"`, `"praktik"`, `"praktk"`, "[[period]]\nname", "count = \"netto\"\n[[period]]\nname").Replace(smallProgramme),
			"4:1 end end_before_start|5:1 target target|6:1 scope unit_unknown|7:1 types kind_unknown_near praktik|9:1 count word_near net|13:1 end period_outside"},
		"types of another kind": {"programme", strings.Replace(smallProgramme, `["praktik", "språkpraktik"]`, `"praktik"`, 1), "7:1 types toml_type"},
		"type twice":            {"programme", strings.Replace(smallProgramme, `["praktik", `, `["praktik", "praktik", `, 1), "7:1 types type_twice"},
		"categories": {"programme", `category = [{ name = "a", units = ["A"] }, { name = "a", units = ["A"] }, { name = "b" }, { name = "d" }, { name = "e", units = ["Q", "Q"] }, { name = "f", units = [] }]` + "\n" + smallProgramme,
			"1:1 name category_twice|1:1 units category_unit|1:1 units category_rest|1:1 units category_unit|1:1 units value_missing|1:1 units category_rest|1:1 units category_rest|1:1 units unit_unknown|1:1 units unit_unknown"},
		"events":    {"programme", smallProgramme + "[[event]]\nname = \"x\"\nstart = 2020-03-11\nend = 2020-03-10\n[[event]]\nname = \"x\"\nstart = 2020-03-11\nby = 1\n", "16:1 end end_before_start|18:1 name event_twice|20:1 by key_unknown"},
		"estimates": {"programme", smallProgramme + "[[estimate]]\nperiod = \"2021\"\nunit = \"Q\"\non = 2020-06-25\nlow = 3\nhigh = 2\n[[estimate]]\nperiod = \"2019\"\non = 2020-06-25\nlow = -1\n", "14:1 period estimate_period|15:1 unit unit_unknown|18:1 high estimate_order|19:1 high key_missing|22:1 low target"},
		"periods":   {"programme", smallProgramme + "[[period]]\nname = \"2019\"\nstart = 2019-12-31\nend = 2021-01-01\n", "14:1 name period_twice|15:1 start period_overlap|16:1 end period_outside"},
	} {
		t.Run(name, func(t *testing.T) {
			s := small(t)
			before := dump(t, s)
			_, err := s.Import(context.Background(), test.what, strings.NewReader(test.text), ImportOptions{})
			var wrong ImportErrors
			if !errors.As(err, &wrong) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(strings.Split(test.want, "|"), summarised(wrong)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, dump(t, s)); diff != "" {
				t.Errorf("a file with errors changed something: %s", diff)
			}
		})
	}
}

// summarised gives each error as line:column field reason, and what it says of the right or of the first.
func summarised(wrong ImportErrors) []string {
	out := make([]string, len(wrong))
	for i, e := range wrong {
		out[i] = fmt.Sprintf("%d:%d %s %s", e.Line, e.Column, e.Field, e.Reason)
		for _, fact := range []string{"Nearest", "ISO", "First"} {
			if v, ok := e.Facts[fact]; ok && e.Reason != "header_twice" {
				out[i] += fmt.Sprint(" ", v)
			}
		}
	}
	return out
}

// dump is every row that an import may touch, as text.
func dump(tb testing.TB, s *Store) (out []string) {
	tb.Helper()
	read(tb, s, func(tx *Tx) error {
		for _, table := range []string{"units", "aliases", "programmes", "programme_kinds", "periods", "quotas", "members", "roles", "slots", "trainees", "tallies", "audit", "revision", "reference_numbers"} {
			rows, err := tx.conn.c.QueryContext(context.Background(), "SELECT * FROM "+table)
			if err != nil {
				return err
			}
			defer rows.Close()
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			for rows.Next() {
				cells, into := make([]any, len(columns)), make([]any, len(columns))
				for i := range cells {
					into[i] = &cells[i]
				}
				if err := rows.Scan(into...); err != nil {
					return err
				}
				out = append(out, fmt.Sprint(table, cells))
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

// TestImportErrorsAreCounted: a hundred are named, and the rest is a number.
func TestImportErrorsAreCounted(t *testing.T) {
	s := small(t)
	_, err := s.Import(context.Background(), "slots", strings.NewReader(slotsHeader+strings.Repeat("x,,A,praktik,2019-02-01,\n", 150)), ImportOptions{})
	var wrong ImportErrors
	if !errors.As(err, &wrong) || len(wrong) != mostErrors+1 {
		t.Fatalf("got %d errors", len(wrong))
	}
	if last := wrong[mostErrors]; last.Reason != "more" || last.Facts["N"] != 50 {
		t.Errorf("last is %v", last)
	}
}

// TestImportKeepsSecrets: what may be a person's number or name is nowhere in the error.
func TestImportKeepsSecrets(t *testing.T) {
	s := small(t)
	for _, secret := range []string{"640823-3234", "Förnamn Efternamn", "19640823-3234"} {
		_, err := s.Import(context.Background(), "trainees", strings.NewReader(traineesHeader+secret+",1,2019-09-01,2019-10-01,,\n"), ImportOptions{})
		if shown := fmt.Sprintf("%v %+v", err, err); err == nil || strings.Contains(shown, secret) {
			t.Errorf("%s: %s", secret, shown)
		}
	}
}

// TestImportOfFaultyReader: a file that can't be read is no error of the file's.
func TestImportOfFaultyReader(t *testing.T) {
	s := small(t)
	fault := errors.New("disk on fire")
	for _, what := range ImportWhats {
		_, err := s.Import(context.Background(), what, io.MultiReader(strings.NewReader("slot"), faulty{fault}), ImportOptions{})
		if !errors.Is(err, fault) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

type faulty struct{ err error }

func (f faulty) Read([]byte) (int, error) { return 0, f.err }
