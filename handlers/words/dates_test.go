package words

import (
	"strings"
	"testing"
	"time"
)

// args writes the dates of a reading: "from 2026-08-17 to 2026-09-06".
func datesOf(a Args) string {
	var out []string
	for _, f := range []struct{ name, value string }{{"from", a.From}, {"to", a.To}, {"at", a.At}, {"date", a.Date}, {"compare", a.Compare}} {
		if f.value != "" {
			out = append(out, f.name+" "+f.value)
		}
	}
	return strings.Join(out, " ")
}

func TestDatesInPlans(t *testing.T) {
	for text, want := range map[string]string{
		"nästa måndag":                     "from 2026-08-17",
		"på måndag":                        "from 2026-08-17",
		"nu på måndag":                     "from 2026-08-17",
		"måndag v. 34":                     "from 2026-08-17",
		"vecka 34":                         "from 2026-08-17",
		"v34":                              "from 2026-08-17",
		"W34":                              "from 2026-08-17",
		"v. 34–36":                         "from 2026-08-17 to 2026-09-06",
		"v 34 till 36":                     "from 2026-08-17 to 2026-09-06",
		"v. 34 - v. 36":                    "from 2026-08-17 to 2026-09-06",
		"1 sept":                           "from 2026-09-01",
		"1/9":                              "from 2026-09-01",
		"1.9":                              "from 2026-09-01",
		"första september":                 "from 2026-09-01",
		"den 1:a september":                "from 2026-09-01",
		"1/9 2027":                         "from 2027-09-01",
		"1/9-27":                           "from 2027-09-01",
		"från årsskiftet":                  "from 2027-01-01",
		"efter årsskiftet":                 "from 2027-01-01",
		"till årsskiftet":                  "to 2026-12-31",
		"om två veckor":                    "from 2026-08-25",
		"om 14 dgr":                        "from 2026-08-25",
		"om en månad":                      "from 2026-09-11",
		"i morgon":                         "from 2026-08-12",
		"imorgon":                          "from 2026-08-12",
		"i övermorgon":                     "from 2026-08-13",
		"från månadsskiftet":               "from 2026-09-01",
		"t o m månadsskiftet":              "to 2026-08-31",
		"efter halvårsskiftet":             "from 2027-07-01",
		"HT-26":                            "from 2026-08-11",
		"till hösten 2027":                 "to 2027-12-31",
		"VT-27":                            "from 2027-01-01",
		"före jul":                         "to 2026-12-23",
		"innan sommaren":                   "to 2027-06-26",
		"efter semestern":                  "from 2026-08-11",
		"2026-09-01":                       "from 2026-09-01",
		"260901":                           "from 2026-09-01",
		"20260901":                         "from 2026-09-01",
		"v. 53":                            "from 2026-12-28",
		"v. 1":                             "from 2027-01-04",
		"klockan 8 på måndag":              "from 2026-08-17",
		"fr o m 1 sept t o m årsskiftet":   "from 2026-09-01 to 2026-12-31",
		"fr.o.m. 1/9 t.o.m. 30/11":         "from 2026-09-01 to 2026-11-30",
		"från och med den 1 september":     "from 2026-09-01",
		"till v. 40":                       "to 2026-10-04",
		"från v 36 till v 40":              "from 2026-08-31 to 2026-10-04",
		"2026-08-17–10-16":                 "from 2026-08-17 to 2026-10-16",
		"2026-08-17 – 2026-10-16":          "from 2026-08-17 to 2026-10-16",
		"17/8–16/10":                       "from 2026-08-17 to 2026-10-16",
		"17/8-16/10":                       "from 2026-08-17 to 2026-10-16",
		"17-28 augusti":                    "from 2026-08-17 to 2026-08-28",
		"17 augusti till 16 oktober":       "from 2026-08-17 to 2026-10-16",
		"mellan 17 augusti och 16 oktober": "from 2026-08-17 to 2026-10-16",
		"från 17 till 28 augusti":          "from 2026-08-17 to 2026-08-28",
		"17 aug 2026 - 15 jan 2027":        "from 2026-08-17 to 2027-01-15",
		"från 1 november till 15 januari":  "from 2026-11-01 to 2027-01-15",
		"slutet av augusti":                "from 2026-08-31",
		"sista augusti":                    "from 2026-08-31",
		"i september":                      "from 2026-09-01",
		"mån 17 aug":                       "from 2026-08-17",
		"mån 17 aug (v. 34)":               "from 2026-08-17",
		"måndag den 17 augusti":            "from 2026-08-17",
		"måndag nästa vecka":               "from 2026-08-17",
		"nästa vecka":                      "from 2026-08-17",
		"senast 1/9":                       "to 2026-09-01",
		"året ut":                          "to 2026-12-31",
		"29 februari":                      "from 2028-02-29",
		"next Monday please, we want it":   "from 2026-08-17",
		"from Sept 1":                      "from 2026-09-01",
		"starting September 1st":           "from 2026-09-01",
		"from the 1st of September":        "from 2026-09-01",
		"from 1 September 2027 to 31 May":  "from 2027-09-01 to 2028-05-31",
		"from week 34 through week 36":     "from 2026-08-17 to 2026-09-06",
		"until Christmas":                  "to 2026-12-24",
		"after the new year":               "from 2027-01-01",
		"until new year":                   "to 2026-12-31",
		"in two weeks":                     "from 2026-08-25",
		"the day after tomorrow":           "from 2026-08-13",
		"from tomorrow until 30 September": "from 2026-08-12 to 2026-09-30",
		"by the end of the month":          "to 2026-08-31",
		"from 17/8 to 16/10":               "from 2026-08-17 to 2026-10-16",
		"from the beginning of October":    "from 2026-10-01",
		"the week after next":              "from 2026-08-24",
		"7,5 timmar från 1/9":              "from 2026-09-01",
	} {
		r := testVocabulary().Read("boka praktik "+text, testContext(t))
		if got := datesOf(r.Args); got != want || r.Command != "claim" || r.Ask != "" {
			t.Errorf("%q: %s %q %s, want %q", text, r.Command, got, r.Ask, want)
		}
	}
}

func TestDatesInQuestions(t *testing.T) {
	for text, want := range map[string]string{
		"i fredags":                      "at 2026-08-07",
		"i går":                          "at 2026-08-10",
		"per 30/4":                       "at 2026-04-30",
		"den 30 april":                   "at 2026-04-30",
		"per 31 dec":                     "at 2025-12-31",
		"per 2020-06-25":                 "at 2020-06-25",
		"25 juni 2020":                   "at 2020-06-25",
		"as of 30 April":                 "at 2026-04-30",
		"i helgen":                       "from 2026-08-15 to 2026-08-16",
		"förra veckan":                   "from 2026-08-03 to 2026-08-09",
		"denna vecka":                    "from 2026-08-10 to 2026-08-16",
		"i veckan":                       "from 2026-08-10 to 2026-08-16",
		"förra månaden":                  "from 2026-07-01 to 2026-07-31",
		"i juli":                         "from 2026-07-01 to 2026-07-31",
		"i höst":                         "from 2026-08-01 to 2026-12-31",
		"i våras":                        "from 2026-01-01 to 2026-06-30",
		"T2":                             "from 2026-05-01 to 2026-08-31",
		"tertial 2":                      "from 2026-05-01 to 2026-08-31",
		"andra tertialet":                "from 2026-05-01 to 2026-08-31",
		"per T1":                         "at 2026-04-30",
		"per delåret":                    "at 2026-08-31",
		"Q3":                             "from 2026-07-01 to 2026-09-30",
		"kvartal 3":                      "from 2026-07-01 to 2026-09-30",
		"Q2 2025":                        "from 2025-04-01 to 2025-06-30",
		"H1":                             "from 2026-01-01 to 2026-06-30",
		"första halvåret":                "from 2026-01-01 to 2026-06-30",
		"2019":                           "from 2019-01-01 to 2019-12-31",
		"2019-2020":                      "from 2019-01-01 to 2020-12-31",
		"i år":                           "from 2026-01-01 to 2026-12-31",
		"i fjol":                         "from 2025-01-01 to 2025-12-31",
		"förra året":                     "from 2025-01-01 to 2025-12-31",
		"last year":                      "from 2025-01-01 to 2025-12-31",
		"sedan 1 januari":                "from 2026-01-01",
		"sedan årsskiftet":               "from 2026-01-01",
		"senaste 30 dagarna":             "from 2026-07-12 to 2026-08-11",
		"last four weeks":                "from 2026-07-14 to 2026-08-11",
		"januari till mars":              "from 2026-01-01 to 2026-03-31",
		"v. 30":                          "from 2026-07-20 to 2026-07-26",
		"v. 40":                          "from 2025-09-29 to 2025-10-05",
		"i december":                     "from 2025-12-01 to 2025-12-31",
		"vid årsskiftet":                 "at 2025-12-31",
		"per 30/4 jämfört med 30/4 2025": "at 2026-04-30 compare 2025-04-30",
		"2020 jämfört med 2019":          "from 2020-01-01 to 2020-12-31 compare 2019",
		"i år jämfört med förra året":    "from 2026-01-01 to 2026-12-31 compare 2025",
		"this year vs 2024":              "from 2026-01-01 to 2026-12-31 compare 2024",
		"per 30/4 och 31/8":              "at 2026-04-30 compare 2026-08-31",
		"2024-01":                        "from 2024-01-01 to 2024-01-31",
		"mellan 1 mars och 30 april":     "from 2026-03-01 to 2026-04-30",
		"1 mars - 30 april":              "from 2026-03-01 to 2026-04-30",
		"till och med 30 april":          "to 2026-04-30",
		"andra kvartalet förra året":     "from 2025-04-01 to 2025-06-30",
		"hösten 2025":                    "from 2025-08-01 to 2025-12-31",
		"för två veckor sedan":           "at 2026-07-28",
		"two weeks ago":                  "at 2026-07-28",
	} {
		r := testVocabulary().Read("lägesrapport "+text, testContext(t))
		if got := datesOf(r.Args); got != want || r.Command != "summary" || r.Ask != "" {
			t.Errorf("%q: %s %q %s, want %q", text, r.Command, got, r.Ask, want)
		}
	}
}

func TestDatesThatAreAsked(t *testing.T) {
	for text, want := range map[string]string{
		"claim a work training slot from 9/1":       "2027-01-09 2026-09-01",
		"end D-2026-0143 förra fredagen":            "2026-08-07 2026-07-31",
		"påminn mig nästa fredag":                   "2026-08-14 2026-08-21",
		"remind me next Friday about our own quota": "2026-08-14 2026-08-21",
	} {
		r := testVocabulary().Read(text, testContext(t))
		if got := strings.Join(r.Candidates, " "); r.Ask != "date" || r.Certain || got != want {
			t.Errorf("%q: ask %q %q, want date %q", text, r.Ask, got, want)
		}
	}
}

func TestDateField(t *testing.T) {
	for _, c := range []struct {
		text string
		past bool
		want string
	}{
		{"nästa måndag", false, "2026-08-17"}, {"v 34", false, "2026-08-17"}, {"1/9", false, "2026-09-01"}, {"1/9", true, "2025-09-01"},
		{"Sept 1", false, "2026-09-01"}, {"2026-09-01", false, "2026-09-01"}, {"igår", true, "2026-08-10"}, {"till v 40", false, "2026-10-04"},
		{"årsskiftet", false, "2027-01-01"}, {"kl 8 på måndag", false, "2026-08-17"}, {"sen ibland", false, ""}, {"", false, ""},
		{"31/2", false, ""}, {"2026-02-30", false, ""}, {"måndag och tisdag", false, ""}, {"1/9 på Växeln", false, ""},
	} {
		if got, _, ok := testVocabulary().Date(c.text, testContext(t), c.past); got != c.want || ok != (c.want != "") {
			t.Errorf("%q past %v: %q %v, want %q", c.text, c.past, got, ok, c.want)
		}
	}
}

// A day is a date in the person's zone, whatever the clock does that night.
func TestTodayIsInTheZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now  time.Time
		text string
		want string
	}{
		{time.Date(2026, 3, 28, 23, 30, 0, 0, zone), "i morgon", "2026-03-29"},
		{time.Date(2026, 10, 24, 22, 30, 0, 0, time.UTC).In(zone), "i dag", "2026-10-25"},
		{time.Date(2026, 12, 31, 23, 59, 0, 0, zone), "i morgon", "2027-01-01"},
		{time.Date(2027, 1, 2, 12, 0, 0, 0, zone), "v. 53", "2026-12-28"},
		{time.Date(2027, 1, 4, 12, 0, 0, 0, zone), "v. 53", "2032-12-27"},
		{time.Date(2021, 1, 1, 12, 0, 0, 0, zone), "v. 53", "2020-12-28"},
	} {
		got, _, _ := testVocabulary().Date(c.text, Context{Now: c.now}, false)
		if got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.text, c.now, got, c.want)
		}
	}
}
