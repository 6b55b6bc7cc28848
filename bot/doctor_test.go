package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// examine runs the doctor on the program's database against its workspace.
func (p *program) examine(args ...string) (code int, said string) {
	p.Helper()
	return p.line(append([]string{"doctor", "--bot-token", p.slack.BotToken(), "--signing-secret", p.slack.SigningSecret(), "--api-url", p.slack.URL() + "/api/",
		"--hr", "hr@example.com", "--now", "2020-06-25T09:00:00+02:00"}, args...)...)
}

func TestDoctorFindsNothingWrong(t *testing.T) {
	p := newProgram(t)
	app := filepath.Join(t.TempDir(), "manifest.json")
	p.must(os.WriteFile(app, manifest("http://"+p.addr), 0o600))
	code, said := p.examine("--manifest", app)
	if code != exitOK || !strings.Contains(said, "Nothing is wrong") || strings.Contains(said, "WRONG") {
		t.Errorf("%d\n%s", code, said)
	}
	for _, secret := range []string{p.slack.BotToken(), p.slack.SigningSecret()} {
		if strings.Contains(said, secret) {
			t.Errorf("the doctor tells a secret:\n%s", said)
		}
	}
}

// TestDoctorNamesEachThing takes everything away from the app and wants each thing named.
func TestDoctorNamesEachThing(t *testing.T) {
	p := newProgram(t)
	app := filepath.Join(t.TempDir(), "manifest.json")
	p.must(os.WriteFile(app, []byte(`{"settings":{"socket_mode_enabled":true}}`), 0o600))
	code, said := p.examine("--manifest", app)
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	wants := append(append([]string{"Home tab", "Messages Tab", "interactivity", "Socket Mode is on"}, scopes...), events...)
	for _, c := range slashCommands {
		wants = append(wants, c.Command)
	}
	for _, s := range shortcuts {
		wants = append(wants, s.CallbackID)
	}
	for _, s := range scopes {
		wants = append(wants, scopeUse[s])
	}
	for _, e := range events {
		wants = append(wants, eventUse[e])
	}
	for _, want := range wants {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not named", want)
		}
	}
}

func TestDoctorWithoutSettingsOrDatabase(t *testing.T) {
	dir := bare(t)
	got := line(t, "", "doctor")
	for _, want := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "is not there: handslag import organisation"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("%s is not named:\n%s", want, got.out)
		}
	}
	if got.code != exitFailed {
		t.Errorf("exit code %d", got.code)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("the doctor left %v %v", files, err)
	}
}

func TestDoctorSeesADatabaseThatIsNotWhole(t *testing.T) {
	p := newProgram(t)
	p.must(os.Truncate(p.db, 20_000))
	p.must(os.Chmod(p.db, 0o644))
	if code, said := p.examine(); code != exitFailed || !strings.Contains(said, "handslag restore") || !strings.Contains(said, "chmod 600") {
		t.Errorf("%d\n%s", code, said)
	}
	if code, said := p.examine("--tz", "Europe/Linköping"); code != exitFailed || !strings.Contains(said, "HANDSLAG_TZ") {
		t.Errorf("a zone that is none: %d\n%s", code, said)
	}
}

// TestWhatLooksDoesNotUpgrade has doctor and backup read a database of an earlier version, which they leave as it is.
func TestWhatLooksDoesNotUpgrade(t *testing.T) {
	p := newProgram(t)
	db, err := sql.Open("sqlite3", p.db)
	p.must(err)
	_, err = db.Exec(`DELETE FROM migrations WHERE number = (SELECT max(number) FROM migrations)`)
	p.must(err)
	p.must(db.Close())
	before, last, err := store.Versions(t.Context(), p.db)
	p.must(err)
	if before != last-1 {
		t.Fatalf("version %d of %d", before, last)
	}
	if code, said := p.examine(); code != exitOK || !strings.Contains(said, fmt.Sprintf("would bring it from %d to %d", before, last)) {
		t.Errorf("%d\n%s", code, said)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	p.wantLine(exitOK, "whole", "backup", copied)
	for _, path := range []string{p.db, copied} {
		if now, _, err := store.Versions(t.Context(), path); now != before || err != nil {
			t.Errorf("%s is of version %d, %v; want %d", path, now, err, before)
		}
	}
}

// TestDoctorSeesADisposalThatIsNotOver has the process have ended before the file was written anew.
func TestDoctorSeesADisposalThatIsNotOver(t *testing.T) {
	p := newProgram(t)
	db, err := sql.Open("sqlite3", p.db)
	p.must(err)
	_, err = db.Exec(`PRAGMA user_version = 2`)
	p.must(errors.Join(err, db.Close()))
	for range 2 { // it changes nothing
		if code, said := p.examine(); code != exitOK || !strings.Contains(said, "still to be written anew") {
			t.Errorf("%d\n%s", code, said)
		}
	}
	s := p.open()
	p.must(errors.Join(s.Write(t.Context(), (*store.Tx).Probe), s.Close()))
	if _, said := p.examine(); strings.Contains(said, "still to be written anew") {
		t.Errorf("after a write:\n%s", said)
	}
}

func TestDoctorAndSlack(t *testing.T) {
	for name, c := range map[string]struct {
		fault workspace.Fault
		want  string
	}{
		"token":    {workspace.Fault{Method: "auth.test", Error: "invalid_auth"}, "SLACK_BOT_TOKEN is not accepted"},
		"no Slack": {workspace.Fault{Method: "auth.test", Status: 503}, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProgram(t)
			p.slack.Faults().Add(c.fault)
			if code, said := p.examine(); code != exitFailed || !strings.Contains(said, c.want) {
				t.Errorf("%d\n%s", code, said)
			}
		})
	}
	var out strings.Builder
	f := &findings{w: &out}
	drift(f, http.Header{"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}})
	scopesMissing(f, http.Header{"X-Oauth-Scopes": {"chat:write,commands,im:write,im:history,users:read,users:read.email,app_mentions:read,admin"}})
	for _, want := range []string{"clock is 1h0m", "files:write is missing, for sending exports", "admin is more than"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said:\n%s", want, &out)
		}
	}
}

func TestEachScopeAndEventSaysWhatItIsFor(t *testing.T) {
	for _, s := range scopes {
		if scopeUse[s] == "" {
			t.Error(s)
		}
	}
	for _, e := range events {
		if eventUse[e] == "" {
			t.Error(e)
		}
	}
}

// TestDoctorGoesThroughTheAudit has a row changed behind the program's back, and one noted that is no more.
func TestDoctorGoesThroughTheAudit(t *testing.T) {
	p := newProgram(t)
	_, said := p.examine()
	head := regexp.MustCompile(`its head is (\S+)`).FindStringSubmatch(said)
	if head == nil {
		t.Fatalf("no head is said:\n%s", said)
	}
	if code, said := p.examine("--audit-head", head[1]); code != exitOK {
		t.Errorf("the head of before: %d\n%s", code, said)
	}
	for _, wrong := range []string{"1000000:9f86d081884c7d65", "nothing"} {
		if code, said := p.examine("--audit-head", wrong); code != exitFailed || !strings.Contains(said, "WRONG audit") {
			t.Errorf("%s: %d\n%s", wrong, code, said)
		}
	}
	db, err := sql.Open("sqlite3", p.db)
	p.must(err)
	defer db.Close()
	for _, s := range []string{`DROP TRIGGER audit_is_not_changed`, `UPDATE audit SET door = 'slash' WHERE id = 1`} {
		_, err := db.Exec(s)
		p.must(err)
	}
	if code, said := p.examine(); code != exitFailed || !strings.Contains(said, "row 1 of the audit has been changed") {
		t.Errorf("%d\n%s", code, said)
	}
}
