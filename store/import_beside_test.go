package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestImportRecounts: where a file changes few slots of many, those alone are counted anew, and right.
func TestImportRecounts(t *testing.T) {
	s := importStore(t, atNoon("2021-06-25"))
	takeLinkoping(t, s, ImportOptions{})
	for _, step := range []struct{ what, text string }{
		{"slots", slotsHeader + "7,500-uppdraget,IAS-1-01,språkpraktik,2019-01-14,2021-03-01\n900,,UAF,praktik,2020-02-02,\n"},                  // other unit, other kind, discontinued; new
		{"slots", slotsHeader + "75,500-uppdraget,UAF-2-37,extratjänst,2018-01-17,\n"},                                                          // before the programme
		{"trainees", traineesHeader + "D-2019-0001,900,2020-02-23,2020-08-22,completed,new_measure\nD-2021-0900,900,2021-01-01,2021-08-22,,\n"}, // to another slot; new
		{"trainees", traineesHeader + "D-2021-0900,900,2021-01-01,2021-05-01,interrupted,\n"},
		{"organisation", "code,parent,kind,name\nIAS-1,UAF,verksamhet,Idrottsservice\n"}, // a branch that moves
	} {
		take(t, s, step.what, step.text, ImportOptions{})
		read(t, s, (*Tx).CheckTallies)
	}
	if got := standing(t, s, "2020-12-31"); got.Gross != 503 || got.Periods[0].Created != 255 {
		t.Errorf("%+v", got)
	}
}

// TestImportBesideClaims: claims go on while files are taken in, and whatever came between a plan and its writing is seen.
func TestImportBesideClaims(t *testing.T) {
	s := small(t)
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			err := s.Write(context.Background(), func(tx *Tx) error {
				_, err := tx.ClaimNew(Claim{Unit: "A", Kind: "praktik", Count: 1})
				return err
			})
			if err != nil {
				done <- err
				return
			}
		}
	}()
	for i := range 20 {
		take(t, s, "slots", fmt.Sprintf("%s1,,%c,praktik,2019-02-01,\n%d,,B,praktik,2020-02-01,\n", slotsHeader, 'A'+i%2, 10_000*(i+1)), ImportOptions{})
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	read(t, s, (*Tx).CheckTallies)
}

// TestImportPlansAnew: a plan made again on a database that has moved on is the plan for that one.
func TestImportPlansAnew(t *testing.T) {
	s := small(t)
	files := map[string]string{
		"organisation": smallOrganisation + "C,A,enhet,Ny,3,2019-01-01\n",
		"programme":    strings.Replace(smallProgramme, "target = 10", "target = 20", 1),
		"slots":        slotsHeader + "1,uppdrag,B,praktik,2019-02-01,\n50,,A,praktik,2019-02-01,\n",
		"trainees":     traineesHeader + "D-2019-0001,1,2019-02-11,2019-05-10,completed,employed\nD-2019-0050,3,2019-05-10,2019-08-10,,\n",
	}
	for what, text := range files {
		job := &importJob{ctx: context.Background(), errs: &errorList{}}
		im, err := newImporter(what, job)
		if err != nil {
			t.Fatal(err)
		}
		if err := im.read(strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		plan := func(tx *Tx) error { return job.planned(tx, what, im) }
		read(t, s, plan)
		if job.report.nothing() {
			t.Errorf("%s: nothing to do", what)
		}
		take(t, s, what, text, ImportOptions{})
		read(t, s, plan)
		if !job.report.nothing() {
			t.Errorf("%s anew: %+v", what, job.report)
		}
	}
}
