package words

import (
	"encoding/csv"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

var testKinds = []string{"praktik", "arbetsträning", "språkpraktik", "förstärkt arbetsträning", "extratjänst", "introduktionsjobb",
	"etableringsjobb", "nystartsjobb", "lönebidrag", "kommunal praktik", "intensiv praktik", "OSA", "daglig verksamhet", "provanställning", "feriejobb", "arbetsmarknadsanställning"}

// testVocabulary is of testdata/organisation.csv, the organisation that the examples speak of.
var testVocabulary = sync.OnceValue(func() *Vocabulary { return New(testUnits(), testKinds) })

func testUnits() []Unit {
	f, err := os.Open("testdata/organisation.csv")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	var units []Unit
	for _, r := range rows[1:] {
		u := Unit{Code: r[0], Parent: r[1], Kind: r[2], Name: r[3]}
		if r[4] != "" {
			u.Aliases = strings.Split(r[4], "|")
		}
		units = append(units, u)
	}
	return units
}

func testContext(t testing.TB) Context {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return Context{Now: time.Date(2026, time.August, 11, 10, 0, 0, 0, zone)}
}
