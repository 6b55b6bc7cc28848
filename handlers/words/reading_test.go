package words

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
)

func TestReadingIsTheContract(t *testing.T) {
	for text, want := range map[string]string{
		"vi kan ta två språkpraktikanter på Kärna skola fr o m v 34": `{"text":"vi kan ta två språkpraktikanter på Kärna skola fr o m v 34",` +
			`"language":"sv","command":"claim","certain":true,"args":{"kind":"språkpraktik","unit":"UAF-2-11","count":2,"from":"2026-08-17"},` +
			`"missing":[],"ask":"","suggest":[],"refuse":""}`,
		"avsluta 640823-3234": `{"text":"","language":"sv","command":"","certain":false,"args":{},"missing":[],"ask":"","suggest":[],"refuse":"personnummer"}`,
		"hej\nhopp":           `{"text":"hej hopp","language":"sv","command":"","certain":false,"args":{},"missing":[],"ask":"","suggest":["help","quota","claim"],"refuse":""}`,
	} {
		got, err := json.Marshal(testVocabulary().Read(text, testContext(t)))
		if err != nil || string(got) != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestMissing(t *testing.T) {
	for text, want := range map[string]string{
		"boka": "kind", "boka #214": "", "boka praktik": "", "släpp": "slot reason", "ny praktikant på plats 4": "from", "avsluta": "trainee result",
		"avsluta D-2026-0143 avbruten": "", "förläng D-2026-0143": "to", "påminn mig": "date", "pausa": "to", "byt språk": "language",
		"sätt mål för UAF": "count", "flytta två platser från UAF": "units", "utse <@U1> till chef": "unit", "utse <@U1> till hr": "", "utlys": "slot",
	} {
		r := testVocabulary().Read(text, testContext(t))
		if got := strings.Join(r.Missing, " "); got != want {
			t.Errorf("%q: %s misses %q, want %q", text, r.Command, got, want)
		}
	}
}

// What buttons type is read exactly and with certainty.
func TestButtonsAreCertain(t *testing.T) {
	for _, text := range []string{
		"claim", "claim språkpraktik 2 unit:LEAN-1-04 from:2026-08-17 hours:20", "claim slot:214", "trainee slot:503", "undo 412", "undo entry:412",
		"quota unit:UAF page:2", "slots published", "language en", "explain created", "end D-2026-0143 completed employed", "trainees unit:UAF-2-11",
		"summary unit:UAF at:2026-04-30", "release slot:12 reason:capacity", "publish slot:1 slot:2", "help", "cancel", "join", "missing what:slots",
	} {
		r := testVocabulary().Read(text, testContext(t))
		if want, _, _ := strings.Cut(text, " "); !r.Certain || r.Command != want || r.Ask != "" {
			t.Errorf("%q: %s certain %v ask %q", text, r.Command, r.Certain, r.Ask)
		}
	}
}

func TestFollowing(t *testing.T) {
	v, c := testVocabulary(), testContext(t)
	say := func(text string) Reading {
		r := v.Read(text, c)
		c.Last = &r
		return r
	}
	say("hur många platser skapades i juli i UAF?")
	if r := say("nej, förra veckan"); r.Command != "summary" || r.Args.From != "2026-08-03" || r.Args.Unit != "UAF" {
		t.Errorf("another week: %s %+v", r.Command, r.Args)
	}
	if r := say("samma men bara bolagen"); r.Command != "summary" || r.Args.Scope != "bolag" || r.Args.Unit != "" || r.Args.From != "2026-08-03" {
		t.Errorf("only the companies: %s %+v", r.Command, r.Args)
	}
	if r := say("och på engelska"); r.Command != "summary" || r.Args.Language != "en" || r.Language != "en" || r.Args.Scope != "bolag" {
		t.Errorf("in English: %s %+v", r.Command, r.Args)
	}
	if r := say("boka praktik på Växeln"); r.Command != "claim" || r.Args.Scope != "" {
		t.Errorf("something else: %s %+v", r.Command, r.Args)
	}
	if r := say("nä jag mena Kärna skola"); r.Command != "claim" || r.Args.Unit != "UAF-2-11" || r.Args.Kind != "praktik" {
		t.Errorf("another unit: %s %+v", r.Command, r.Args)
	}
}

func TestLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"hur ligger vi till": "sv", "how are we doing": "en", "claim slot 4": "en", "🙏": "sv", "release slot 4 på Växeln": "en",
		"ge mig läget på engelska": "en", "status plz för social o omsorg": "sv", "": "sv",
	} {
		if r := testVocabulary().Read(text, testContext(t)); r.Language != want {
			t.Errorf("%q: %s, want %s", text, r.Language, want)
		}
	}
	c := testContext(t)
	c.Language = "en"
	if r := testVocabulary().Read("#214", c); r.Language != "en" {
		t.Errorf("the asker's language: %s", r.Language)
	}
}

func TestAnythingIsRead(t *testing.T) {
	v, c := testVocabulary(), testContext(t)
	for _, text := range []string{
		"", " ", "?", "<", "<@", "<@U1|", "#", "##12", "D-", "D-2026-", "v", "v.", "v 99", "1/", "/1", "1/13/", "2026-", "2026-13-40", "kl", "till", "från till",
		"unit:", "unit:\"", "slot:x", "\x00\xff\xfe", strings.Repeat("boka ", 1000), strings.Repeat("1/9-", 500), strings.Repeat("#1,", 300), "från 1/9 till",
		"senaste", "om", "i", "mellan och", "99999999999999999999", "#99999999999999999999", "½", "boka ½ plats", "İstanbul", "ﬁ", "é́́",
	} {
		v.Read(text, c)
		v.Date(text, c, false)
		Extent(text)
		Number(text)
		Reference(text)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"boka språkpraktik v 34–36", "<@U1> D-2026-0143 #1", "från 17 till 28 augusti"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := testVocabulary().Read(text, testContext(t))
		if r.Missing == nil || r.Suggest == nil {
			t.Error("a list is nil")
		}
		if r.Refuse != "" && (r.Text != "" || r.Command != "") {
			t.Error("a refused text is repeated")
		}
	})
}

func TestSeveralReadAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	c := testContext(t)
	want := testVocabulary().Read("boka praktik på Växeln v 34", c)
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if r := testVocabulary().Read("boka praktik på Växeln v 34", c); r.Args.Unit != want.Args.Unit || r.Args.From != want.Args.From {
					t.Errorf("read %+v, want %+v", r.Args, want.Args)
				}
			}
		})
	}
	wg.Wait()
}
