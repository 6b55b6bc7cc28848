package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"handslag/bot/workspace"
)

// filesOf gives the files that a person has been shown.
func (h *house) filesOf(user string) (out []workspace.Object) {
	h.Helper()
	for _, m := range h.slack.Messages(user, h.slack.DM(user)) {
		out = append(out, m.Files...)
	}
	return out
}

func TestExportComesOnceToTheAskerAlone(t *testing.T) {
	for name, faults := range map[string][]workspace.Fault{
		"nothing wrong":                    nil,
		"Slack limits":                     {{Method: "files.getUploadURLExternal", Times: 1, Status: 429, RetryAfter: 1}},
		"the upload is cut":                {{Method: "upload", Times: 1, Reset: true}},
		"the upload's answer is lost":      {{Method: "upload", Times: 1, AnswerLost: true}},
		"not taken the first time":         {{Method: "files.completeUploadExternal", Times: 1, Status: 503}},
		"shown, and the answer lost":       {{Method: "files.completeUploadExternal", Times: 1, AnswerLost: true}},
		"the conversation can't be opened": {{Method: "conversations.open", Times: 1, Error: "internal_error"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, options{})
			h.says(head, "/plats boka praktik")
			for _, f := range faults {
				h.slack.Faults().Add(f)
			}
			h.wants(h.says(hrPerson, "/handslag exportera till excel"), "Jag gör i ordning en Excel-fil")
			h.settled()
			files := h.filesOf(hrPerson)
			if len(files) != 1 {
				t.Fatalf("%d files, want one", len(files))
			}
			id := files[0]["id"].(string)
			f, err := excelize.OpenReader(bytes.NewReader(h.slack.File(id)))
			h.must(err)
			rows, err := f.GetRows("Platser")
			h.must(err)
			if len(rows) != 2 || rows[1][3] != "Förskolan Kullen" {
				t.Errorf("the sheet of slots says %q", rows)
			}
			if other := h.filesOf(head); len(other) != 0 {
				t.Errorf("somebody else was shown %v", other)
			}
		})
	}
}

func TestExportThatSlackWillNotHaveIsTold(t *testing.T) {
	h := openHouse(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "files.completeUploadExternal", Times: 1, Error: "invalid_channel"})
	h.says(hrPerson, "/handslag exportera som csv")
	h.settled()
	if said := strings.Join(h.textsOf(hrPerson), "\n"); !strings.Contains(said, "Filen gick inte att skicka") {
		t.Errorf("HR was told %q", said)
	}
}

func TestExportIsNotInTheWayOfAnswers(t *testing.T) {
	h := openHouse(t, options{before: func(h *house) { h.bot.outbox.files.turn <- struct{}{} }}) // another is being made
	h.says(hrPerson, "/handslag exportera till excel")
	h.wants(h.says(hrPerson, "läget"), "skapade")
	if files := h.filesOf(hrPerson); len(files) != 0 {
		t.Errorf("%v was shown", files)
	}
	<-h.bot.outbox.files.turn
	h.settled()
	if files := h.filesOf(hrPerson); len(files) != 1 {
		t.Errorf("%d files, want one", len(files))
	}
}

func TestKilledWhenTheFileIsShownItIsNotShownAgain(t *testing.T) {
	p := newProgram(t)
	p.start("HANDSLAG_HR=hr@example.com")
	p.slack.Faults().Add(workspace.Fault{Method: "files.completeUploadExternal", Times: 1, AnswerLost: true})
	p.slack.Faults().Add(workspace.Fault{Method: "conversations.history", Delay: time.Hour}) // it never learns that the file is there
	_, err := p.post("/slack/commands", formType, command(hrPerson, "/handslag", "exportera till excel", "once"))
	p.must(err)
	shown := func() (n int) {
		for _, m := range p.slack.Messages(hrPerson, p.slack.DM(hrPerson)) {
			n += len(m.Files)
		}
		return n
	}
	for ctx := p.limit(); shown() == 0; {
		if ctx.Err() != nil {
			t.Fatalf("no file came\n%s", p.log)
		}
	}
	p.kill()
	p.slack.Faults().Clear()
	p.start()
	p.sent()
	if n := shown(); n != 1 {
		t.Errorf("%d files are shown, want one", n)
	}
}

func TestExportIsNotForWhoIsInHRNoMore(t *testing.T) {
	h := openHouse(t, options{before: func(h *house) { h.bot.outbox.files.turn <- struct{}{} }}) // another is being made
	h.says(hrPerson, "/handslag exportera till excel")
	h.bot.working.wait()
	db, err := sql.Open("sqlite3", "file:"+strings.TrimSuffix(h.bot.making, ".files")+"?_busy_timeout=5000")
	h.must(err)
	defer db.Close()
	_, err = db.Exec(`DELETE FROM roles WHERE role = 'hr'`)
	h.must(err)
	<-h.bot.outbox.files.turn
	h.settled()
	if files := h.filesOf(hrPerson); len(files) != 0 {
		t.Errorf("%v was shown", files)
	}
	if said := strings.Join(h.textsOf(hrPerson), "\n"); !strings.Contains(said, "Filen gick inte att skicka") {
		t.Errorf("the asker was told %q", said)
	}
}

func TestWhatAKilledBotHadBegunToMakeIsTakenAway(t *testing.T) {
	p := newProgram(t)
	left := p.db + ".files"
	p.must(os.Mkdir(left, 0o700))
	p.must(os.WriteFile(filepath.Join(left, "laget.xlsx"), []byte("half"), 0o600))
	p.start("HANDSLAG_HR=hr@example.com")
	for ctx := p.limit(); ; {
		if _, err := os.Stat(left); os.IsNotExist(err) {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("it is still there\n%s", p.log)
		}
	}
}
