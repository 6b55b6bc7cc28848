package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handslag/bot/workspace"
	"handslag/store"
)

// ran is what a command line came to.
type ran struct {
	code     int
	out, err string
}

func line(t *testing.T, in string, args ...string) ran {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, terminal{strings.NewReader(in), &out, &err})
	return ran{code, out.String(), err.String()}
}

// bare takes the settings of whoever runs the tests away.
func bare(t *testing.T) (dir string) {
	t.Helper()
	for _, name := range []string{"HANDSLAG_DB", "HANDSLAG_ADDR", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "HANDSLAG_HR",
		"HANDSLAG_LANG", "HANDSLAG_TZ", "HANDSLAG_REMIND", "HANDSLAG_WORDS", "HANDSLAG_NOW", "HANDSLAG_RATE", "HANDSLAG_BACKUP", "HANDSLAG_BACKUP_KEEP"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	dir = t.TempDir()
	t.Setenv("HANDSLAG_DB", filepath.Join(dir, "handslag.db"))
	return dir
}

func TestSettingsAreNamedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want []string
		not  []string
	}{
		"nothing": {nil, []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}, []string{"HANDSLAG_TZ"}},
		"all wrong": {map[string]string{"SLACK_BOT_TOKEN": "nonsense", "SLACK_APP_TOKEN": "nonsense", "SLACK_API_URL": "nonsense", "HANDSLAG_ADDR": "nonsense",
			"HANDSLAG_LANG": "no", "HANDSLAG_TZ": "Europe/Linköping", "HANDSLAG_REMIND": "monday", "HANDSLAG_NOW": "now", "HANDSLAG_HR": "nobody"},
			[]string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "HANDSLAG_ADDR", "HANDSLAG_LANG", "HANDSLAG_TZ", "HANDSLAG_REMIND", "HANDSLAG_NOW", "HANDSLAG_HR"}, nil},
		"both":  {map[string]string{"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "SLACK_SIGNING_SECRET": "s"}, []string{"both set"}, []string{"BOT_TOKEN"}},
		"Local": {map[string]string{"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "HANDSLAG_TZ": "Local"}, []string{"HANDSLAG_TZ"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			for k, v := range c.env {
				t.Setenv(k, v)
			}
			got := line(t, "", "serve")
			if got.code != exitUsage {
				t.Errorf("exit code %d", got.code)
			}
			for _, part := range c.want {
				if !strings.Contains(got.err, part) {
					t.Errorf("%q does not name %s", got.err, part)
				}
			}
			for _, part := range c.not {
				if strings.Contains(got.err, part) {
					t.Errorf("%q names %s", got.err, part)
				}
			}
			if strings.Contains(got.err, "xoxb-t") || strings.Contains(got.err, "xapp-t") {
				t.Errorf("%q shows a token", got.err)
			}
		})
	}
}

func TestUsage(t *testing.T) {
	bare(t)
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"--help"}, exitOK}, {[]string{"import", "--help"}, exitOK}, {nil, exitUsage}, {[]string{"nonsense"}, exitUsage},
		{[]string{"import", "nonsense", "x.csv"}, exitUsage}, {[]string{"import", "slots", "/nowhere.csv"}, exitFailed}, {[]string{"summary"}, exitFailed},
		{[]string{"summary", "--as-of", "25/6"}, exitUsage}, {[]string{"manifest", "--url", "nonsense"}, exitUsage},
		{[]string{"assign", "nonsense", "hr"}, exitUsage}, {[]string{"assign", "a@b.example", "manager"}, exitUsage}, {[]string{"assign", "a@b.example", "hr", "--unit", "X"}, exitUsage},
	} {
		if got := line(t, "", c.args...); got.code != c.code {
			t.Errorf("%q: exit code %d, want %d\n%s%s", c.args, got.code, c.code, got.out, got.err)
		}
	}
}

// TestLinkoping takes in what the demo takes in, on the command line, and asks what HR asks.
func TestLinkoping(t *testing.T) {
	bare(t)
	for _, what := range []string{"organisation", "programme", "slots", "trainees"} {
		file := filepath.Join("demo", "data", what+map[bool]string{true: ".toml", false: ".csv"}[what == "programme"])
		if got := line(t, "", "import", what, file); got.code != exitOK {
			t.Fatalf("import %s: %s", what, got.err)
		}
	}
	for day, want := range map[string]string{
		"2020-06-25": `"as_of":"2020-06-25","target":500,"gross":439,"net":439,"remaining":61`,
		"2019-12-31": `"gross":256`,
	} {
		got := line(t, "", "summary", "--as-of", day, "--format", "json")
		if got.code != exitOK || strings.Count(got.out, "\n") != 1 || !strings.Contains(got.out, want) {
			t.Errorf("as of %s: %s%s", day, got.out, got.err)
		}
	}
	got := line(t, "", "summary", "--as-of", "2020-06-25")
	for _, part := range []string{"439", "500", "61", "256", "225", "31"} {
		if !strings.Contains(got.out, part) {
			t.Errorf("the summary does not say %s: %s", part, got.out)
		}
	}
	if got := line(t, "", "summary", "--unit", "NOWHERE"); got.code != exitFailed || got.err == "" || strings.Contains(got.err, "⟨") {
		t.Errorf("an unknown unit: %d %q", got.code, got.err)
	}
	if got := line(t, "", "assign", "HR@linkopingskommun.example", "hr"); got.code != exitOK {
		t.Errorf("assign: %s", got.err)
	}
	if got := line(t, "", "assign", "a@linkopingskommun.example", "manager", "--unit", "NOWHERE"); got.code != exitFailed {
		t.Errorf("a manager of nowhere: %s", got.out)
	}
	understood(t)
}

func understood(t *testing.T) {
	t.Helper()
	texts := "vi kan ta två språkpraktikanter på Kärna skola\n\nhow many are left?\nutan radslut"
	got := line(t, texts, "understand")
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if got.code != exitOK || len(lines) != 4 {
		t.Fatalf("%d lines for 4 texts: %s%s", len(lines), got.out, got.err)
	}
	for i, line := range lines {
		var r struct {
			Text string         `json:"text"`
			Args map[string]any `json:"args"`
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil || r.Text != strings.Split(texts, "\n")[i] || r.Args == nil {
			t.Errorf("line %d: %s", i+1, line)
		}
	}
	if got := line(t, "", "understand", "två texter", "den andra\npå två rader"); strings.Count(got.out, "\n") != 2 || !strings.Contains(got.out, "den andra på två rader") {
		t.Errorf("two texts, one of two lines: %s", got.out)
	}
	if got := line(t, "kvot\n", "understand", "--as", "nobody@nowhere.example"); got.code != exitFailed {
		t.Errorf("as nobody: %s", got.out)
	}
}

// An organisation's own words are read by every command, and what is wrong with them is said by file and line.
func TestOwnWords(t *testing.T) {
	dir := bare(t)
	own := filepath.Join(dir, "own")
	write := func(text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(own, 0o700), os.WriteFile(filepath.Join(own, "sv.toml"), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("[commands.claim]\nfirst = [\"norpa\"]\n")
	if got := line(t, "", "understand", "--words", own, "norpa plats 214"); got.code != exitOK || !strings.Contains(got.out, `"command":"claim","certain":true`) {
		t.Errorf("%s%s", got.out, got.err)
	}
	t.Setenv("HANDSLAG_WORDS", own)
	if got := line(t, "", "doctor"); !strings.Contains(got.out, "1 of your own in "+own) {
		t.Errorf("the doctor says: %s", got.out)
	}
	write("[commands.claim]\nfirst = [\"norpa\"]\nalso = \"inte\"\n")
	if got := line(t, "", "understand", "hjälp"); got.code != exitUsage || !strings.Contains(got.err, "sv.toml:3: commands.claim.also") {
		t.Errorf("%d %s%s", got.code, got.out, got.err)
	}
	if got := line(t, "", "doctor"); !strings.Contains(got.out, "sv.toml:3:") {
		t.Errorf("the doctor says: %s", got.out)
	}
}

func TestUnderstandLeavesNoDatabaseBehind(t *testing.T) {
	dir := bare(t)
	if got := line(t, "", "understand", "hjälp"); got.code != exitOK || !strings.Contains(got.out, `"command":"help"`) {
		t.Errorf("%s%s", got.out, got.err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestImportSaysWhereAFileIsWrong(t *testing.T) {
	dir := bare(t)
	file := filepath.Join(dir, "organisation.csv")
	bad := strings.Replace(houseOrganisation, "verksamhet", "verksamet", 1)
	if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"sv", "en"} {
		got := line(t, "", "import", "organisation", file, "--lang", lang)
		if got.code != exitFailed || !strings.HasPrefix(got.err, file+":4:3: ") || strings.Contains(got.err, "⟨") || !strings.Contains(got.err, "verksamhet") {
			t.Errorf("%s: %d %s", lang, got.code, got.err)
		}
	}
	if err := os.WriteFile(file, []byte(houseOrganisation), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := line(t, "", "import", "organisation", file, "--dry-run"); got.code != exitOK || !strings.Contains(got.out, "FSK-1-1") {
		t.Errorf("dry: %s%s", got.out, got.err)
	}
	if got := line(t, "", "summary"); got.code != exitFailed || got.out != "" {
		t.Errorf("after a dry run: %s%s", got.out, got.err)
	}
}

func TestManifestIsWhatSlackTakes(t *testing.T) {
	for _, url := range []string{"", "http://127.0.0.1:3000", "http://127.0.0.1:3000/"} {
		if _, err := workspace.New(workspace.Config{Manifest: manifest(url)}); err != nil {
			t.Errorf("manifest %q: %v", url, err)
		}
	}
	got := line(t, "", "manifest", "--url", "https://handslag.example.se/")
	for _, part := range []string{`"https://handslag.example.se/slack/commands"`, `"https://handslag.example.se/slack/events"`, `"https://handslag.example.se/slack/interactions"`} {
		if !strings.Contains(got.out, part) {
			t.Errorf("no %s", part)
		}
	}
}

// TestWouldRemind says on the command line who would get what, in their language, and how many nothing and why; nothing is written down.
func TestWouldRemind(t *testing.T) {
	bare(t)
	t.Setenv("HANDSLAG_NOW", "2020-06-22T07:00:00+02:00")
	dir := t.TempDir()
	for what, text := range map[string]string{"organisation": houseOrganisation, "programme": houseProgramme} {
		file := filepath.Join(dir, what)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range []string{"organisation", "programme"} {
		if got := line(t, "", "import", what, filepath.Join(dir, what)); got.code != exitOK {
			t.Fatalf("import %s: %s", what, got.err)
		}
	}
	got := line(t, "", "remind", "--dry-run")
	if want := "3 chefer och ställföreträdare. Så här vore det nu:\n\nfinns inte i Slack ännu: 3\n"; got.code != exitOK || got.out != want {
		t.Errorf("nobody has been in Slack: %q %s", got.out, got.err)
	}
	s, err := store.Open(os.Getenv("HANDSLAG_DB"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), func(tx *store.Tx) error {
		rules, err := tx.Rules()
		if rules != nil {
			t.Error("the rules have been written")
		}
		for _, m := range []store.Member{{Email: "kullen@example.com", SlackID: head, Locale: "sv-SE"}, {Email: "ryd@example.com", SlackID: care, Locale: "en-GB"}} {
			if err == nil {
				_, err = tx.Know(m)
			}
		}
		return err
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	got = line(t, "", "remind", "--dry-run")
	for _, part := range []string{"kullen@example.com\n    Hej! Hos Förskolan Kullen:\n    • 0 av ", "ryd@example.com\n    Hello! At Hemtjänst Ryd:\n    • 0 of ", "finns inte i Slack ännu: 1\n"} {
		if !strings.Contains(got.out, part) {
			t.Errorf("no %q in %q %s", part, got.out, got.err)
		}
	}
}

// TestZonesAreBuiltIn looks for the zone files in the program itself: a machine may have none.
func TestZonesAreBuiltIn(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if name := strings.Join([]string{"Pacific", "Kiritimati"}, "/"); !bytes.Contains(program, []byte(name)) { // joined here, so that it isn't found where it is written
		t.Errorf("%s is not in it", name)
	}
}
