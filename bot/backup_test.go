package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// line runs a command line on the program's database and gives its exit code and what it said.
func (p *program) line(args ...string) (code int, said string) {
	p.Helper()
	var out bytes.Buffer
	code = run(p.Context(), append(args, "--db", p.db), terminal{strings.NewReader(""), &out, &out})
	return code, out.String()
}

func (p *program) wantLine(code int, what string, args ...string) {
	p.Helper()
	if got, said := p.line(args...); got != code || !strings.Contains(said, what) {
		p.Errorf("%s: %d %s, want %d and %q", strings.Join(args, " "), got, said, code, what)
	}
}

func (p *program) claim(trigger string) {
	p.Helper()
	answer, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", trigger))
	p.must(err)
	if !strings.Contains(answer, "bokad") {
		p.Fatalf("not claimed: %s", answer)
	}
}

// TestDrill is the way back: a copy while the bot runs, a disaster, and the copy put back.
func TestDrill(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	for i := range 3 {
		p.claim(fmt.Sprint("before.", i))
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	begin := time.Now()
	p.wantLine(exitOK, "whole", "backup", copied)
	took := time.Since(begin)
	p.wantLine(exitFailed, "is there already", "backup", copied)
	p.wantLine(exitOK, "whole", "backup", copied, "--force")
	p.claim("after.1")
	p.wantLine(exitFailed, "another bot is running", "restore", copied)
	p.terminate()

	p.must(os.WriteFile(p.db, []byte("somebody saved a letter over the database, as it happens to happen"), 0o600))
	p.launch()
	if err := p.cmd.Wait(); err == nil || !strings.Contains(p.log.String(), "handslag restore") {
		t.Errorf("started on a letter: %v\n%s", err, p.log)
	}
	p.wantLine(exitFailed, "not a whole Handslag database", "restore", p.db)
	p.wantLine(exitFailed, "no such file", "restore", copied+".missing")
	begin = time.Now()
	p.wantLine(exitOK, "is kept as", "restore", copied)
	p.start()
	back := time.Since(begin)
	p.claim("after.2")
	p.terminate()
	if n := p.created("FSK-1-1"); n != 4 {
		t.Errorf("%d slots after the copy with 3 was put back and one claimed, want 4", n)
	}
	if kept, err := filepath.Glob(p.db + ".before-*"); err != nil || len(kept) != 1 {
		t.Errorf("kept %v, %v", kept, err)
	}
	t.Logf("copied in %v while it ran, refused a letter and a missing file, put back and answering again in %v: the 3 claims of the copy and 1 after it are there",
		took.Round(time.Millisecond), back.Round(time.Millisecond))
}

// TestACopyHasItsLog puts back a copy of the database's files from after a kill, whose log holds what has been answered last.
func TestACopyHasItsLog(t *testing.T) {
	p := newProgram(t)
	p.start()
	for i := range 3 {
		p.claim(fmt.Sprint("before.", i))
	}
	p.must(p.cmd.Process.Kill())
	p.cmd.Wait()
	aside := filepath.Join(t.TempDir(), "aside.db")
	for _, tail := range []string{"", "-wal"} {
		raw, err := os.ReadFile(p.db + tail)
		p.must(err)
		if tail != "" && len(raw) == 0 {
			t.Fatal("nothing is in the log")
		}
		p.must(os.WriteFile(aside+tail, raw, 0o600))
	}
	p.wantLine(exitOK, "is kept as", "restore", aside)
	if n := p.created("FSK-1-1"); n != 3 {
		t.Errorf("%d slots of the 3 that were answered", n)
	}
	if left, err := filepath.Glob(p.db + ".restored*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestNights(t *testing.T) {
	var log bytes.Buffer
	h := openHouse(t, options{before: func(h *house) { h.bot.log = slog.New(slog.NewTextHandler(&log, nil)) }})
	n := &nightly{Dir: t.TempDir(), Keep: 2}
	if pause := h.bot.backUp(t.Context(), n); pause > time.Hour {
		t.Errorf("looks again in %v", pause)
	}
	night := filepath.Join(n.Dir, "handslag-2020-06-25.db")
	before, err := os.Stat(night)
	h.must(err)
	h.bot.backUp(t.Context(), n) // it is there
	after, err := os.Stat(night)
	h.must(err)
	if !before.ModTime().Equal(after.ModTime()) {
		t.Error("the night's copy was made twice")
	}
	h.must(os.RemoveAll(n.Dir))
	if pause := h.bot.backUp(t.Context(), n); pause != backupRetry {
		t.Errorf("without a directory: again in %v", pause)
	}
	if h.stop(); !strings.Contains(log.String(), "not backed up") {
		t.Errorf("the log says %s", &log)
	}
	if wrong := n.check(); wrong.err() == nil {
		t.Error("a directory that is not there is no setting")
	}
}

// TestMissingCopyIsSeen: the alert for missing copies has a time to count from, also where no copy succeeds after the start.
func TestMissingCopyIsSeen(t *testing.T) {
	h := openHouse(t, options{})
	shown := func(dir string) float64 {
		h.bot.metrics.backup.Set(0)
		h.bot.sinceCopy(&nightly{Dir: dir, Keep: 2})
		_, metrics := h.get("/metrics")
		_, value, _ := strings.Cut(metrics, "\nhandslag_backup_timestamp_seconds ")
		value, _, _ = strings.Cut(value, "\n")
		seconds, err := strconv.ParseFloat(value, 64)
		h.must(err)
		return seconds
	}
	if got := shown(""); got != 0 {
		t.Errorf("no copies asked for: %v", got)
	}
	dir, start := t.TempDir(), h.bot.store.Now().Unix()
	if got := shown(dir); got < float64(start) || got > float64(start+60) {
		t.Errorf("no copy: %v, and it started at %d", got, start)
	}
	newest := time.Date(2020, 6, 20, 0, 30, 0, 0, time.UTC)
	for i, name := range []string{"handslag-2020-06-20.db", "handslag-2020-06-19.db", "other.db"} {
		path := filepath.Join(dir, name)
		h.must(os.WriteFile(path, nil, 0o600))
		at := newest.AddDate(0, 0, -i)
		if name == "other.db" {
			at = newest.AddDate(0, 0, 1)
		}
		h.must(os.Chtimes(path, at, at))
	}
	if got := shown(dir); got != float64(newest.Unix()) {
		t.Errorf("the newest copy is of %d: %v", newest.Unix(), got)
	}
}

func TestWhichNightsAreKept(t *testing.T) {
	var files []string
	for day := time.Date(2025, 1, 10, 0, 0, 0, 0, time.UTC); day.Before(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)); day = day.AddDate(0, 0, 1) {
		files = append(files, "dir/handslag-"+day.Format(time.DateOnly)+".db")
	}
	gone := discarded(slices.Clone(files), 14)
	kept := slices.DeleteFunc(files, func(f string) bool { return slices.Contains(gone, f) })
	if len(kept) != 14+12 { // none of the fourteen nights is the first of a month
		t.Errorf("%d are kept: %v", len(kept), kept)
	}
	for _, f := range []string{"2026-11-22", "2026-11-09", "2026-11-01", "2025-12-01"} {
		if !slices.Contains(kept, "dir/handslag-"+f+".db") {
			t.Errorf("%s is gone", f)
		}
	}
	if slices.Contains(kept, "dir/handslag-2025-11-01.db") {
		t.Error("one of a year ago is kept")
	}
}
