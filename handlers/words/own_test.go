package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ownWords writes an organisation's own files.
func ownWords(t *testing.T, sv, en string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{"sv.toml": sv, "en.toml": en} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOwnWordsAreRead(t *testing.T) {
	t.Cleanup(func() { extended.Store(nil) })
	texts := []string{"norpa plats 214", "kvarten på plats 12 är slut", "give me the tally"}
	for _, text := range texts {
		if r := testVocabulary().Read(text, testContext(t)); r.Certain && r.Command != "" {
			t.Fatalf("%q is read as %s without words of one's own", text, r.Command)
		}
	}
	if err := Use(ownWords(t, `[commands.claim]
first = ["norpa"]
[same]
"stämpla" = "avsluta"
`, `[commands.quota]
sure = ["the tally"]
`)); err != nil {
		t.Fatal(err)
	}
	v := New(testUnits(), testKinds)
	for text, want := range map[string]string{"norpa plats 214": "claim", "stämpla D-2026-0143 fullföljd": "end", "give me the tally": "quota", "boka plats 214": "claim"} {
		if r := v.Read(text, testContext(t)); r.Command != want || !r.Certain {
			t.Errorf("%q: %s certain %v%s, want %s", text, r.Command, r.Certain, r.Refuse, want)
		}
	}
}

// Nothing that is added makes the guard see less, or an order of what is none.
func TestOwnWordsWeakenNothing(t *testing.T) {
	t.Cleanup(func() { extended.Store(nil) })
	err := Use(ownWords(t, `ordinary = "personnummer adhd sjuk 640823"
[commands.claim]
sure = ["640823 3234", "adhd", "har|är sjuk|sjukskriven", "ska börja", "heter"]
first = ["personnummer", "adhd"]
[kinds]
"språkpraktik" = ["adhd", "skyddad identitet"]
[values.reason]
capacity = ["sjukskriven", "diagnos*"]
[same]
pnr = "plats"
`, ""))
	if err != nil {
		t.Fatal(err)
	}
	v := New(testUnits(), testKinds)
	for text, want := range map[string]string{
		"personnummer 640823-3234": "personnummer", "boka 640823 3234 plats 4": "personnummer", "pnr 6408233234": "personnummer",
		"praktikanten har adhd": "health", "praktikanten är sjukskriven": "health", "praktikanten har skyddad identitet": "background",
	} {
		if r := v.Read(text, testContext(t)); r.Refuse != want || r.Text != "" {
			t.Errorf("%q: refused %q, want %q", text, r.Refuse, want)
		}
	}
	for _, text := range []string{"boka inte plats 214", "vi bokade plats 214"} {
		if r := v.Read(text, testContext(t)); r.Certain && isWrite[r.Command] {
			t.Errorf("%q is certain", text)
		}
	}
}

func TestWrongOwnWordsAreSaidByLine(t *testing.T) {
	for sv, want := range map[string]string{
		"[commands.claim]\nfirst = [\"norpa\"\nsure = []":        "sv.toml:3:",
		"\n[commands.clam]\nfirst = [\"x\"]":                     `sv.toml:2: there is no command "clam"`,
		"[commands.claim]\nalso = \"inte\"":                      "sv.toml:2: commands.claim.also is nothing that can be added to",
		"fillers = \"inte\"":                                     "sv.toml:1: fillers is nothing",
		"[commands.claim]\nsure = [\"norpa\",\n\"@nobody tar\"]": `sv.toml:3: commands.claim: "@nobody tar": unknown group @nobody`,
		"[values.reason]\nboredom = [\"tråkigt\"]":               `sv.toml:2: there is no value "boredom"`,
		"[values.conditional]\nyes = [\"när\"]":                  "sv.toml:2:",
		"[same]\nknata = \"avsluta\"\ninte = \"gärna\"":          `sv.toml:3: "inte" means something already`,
	} {
		if _, err := Check(ownWords(t, sv, "")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", sv, err, want)
		}
	}
	if _, err := Check(t.TempDir()); err == nil {
		t.Error("an empty directory is nothing to add")
	}
	if n, err := Check(ownWords(t, "", "ordinary = \"tally\"\n[commands.quota]\nsure = [\"the tally\"]")); n != 2 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}
