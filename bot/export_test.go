package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"handslag/store"
)

// TestExportCommandAgreesWithTheSummary takes out the real history as of the day of the news item.
func TestExportCommandAgreesWithTheSummary(t *testing.T) {
	dir := bare(t)
	t.Setenv("HANDSLAG_NOW", "2020-06-25T10:00:00+02:00")
	for _, what := range []string{"organisation.csv", "programme.toml", "slots.csv", "trainees.csv"} {
		kind, _, _ := strings.Cut(what, ".")
		if got := line(t, "", "import", kind, filepath.Join("demo", "data", what)); got.code != exitOK {
			t.Fatal(got.err)
		}
	}
	var s store.Standing
	if err := json.Unmarshal([]byte(line(t, "", "summary", "--format", "json").out), &s); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "laget.xlsx")
	if got := line(t, "", "export", file); got.code != exitOK || !strings.Contains(got.out, "laget.xlsx") {
		t.Fatal(got)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Platser")
	if err != nil || len(rows)-1 != s.Gross || s.Gross != 439 {
		t.Errorf("%d slots of %d, %v", len(rows)-1, s.Gross, err)
	}
	for cell, want := range map[string]string{"A1": "Sammanfattning", "A7": "Skapade", "B7": "439"} {
		if got, err := f.GetCellValue("Sammanfattning", cell); err != nil || got != want {
			t.Errorf("%s is %q, want %q, %v", cell, got, want, err)
		}
	}
	csv := filepath.Join(dir, "x.csv")
	if got := line(t, "", "export", "--format", "csv", csv); got.code != exitOK {
		t.Fatal(got)
	}
	slots, err := os.ReadFile(filepath.Join(dir, "x-platser.csv"))
	if err != nil || bytes.Count(slots, []byte("\r\n")) != 440 {
		t.Errorf("%d lines of slots, %v", bytes.Count(slots, []byte("\r\n")), err)
	}
	page := filepath.Join(dir, "x.html")
	if got := line(t, "", "export", "--format", "html", "--unit", "UAF", page); got.code != exitOK {
		t.Fatal(got)
	}
	if raw, err := os.ReadFile(page); err != nil || !bytes.Contains(raw, []byte(`<html lang="sv">`)) {
		t.Errorf("no page: %v", err)
	}
	for _, args := range [][]string{{"export", "--as-of", "25/6", file}, {"export", "--format", "odt", file}, {"export"}} {
		if got := line(t, "", args...); got.code != exitUsage {
			t.Errorf("%v ends with %d", args, got.code)
		}
	}
	if got := line(t, "", "export", "--unit", "NONSENSE", file); got.code != exitFailed {
		t.Errorf("an unknown unit ends with %d", got.code)
	}
}

// TestWhatAKilledExportHasLeftGoes holds that the next one takes it away, and leaves one that may still be made, and what is somebody else's.
func TestWhatAKilledExportHasLeftGoes(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	for name, age := range map[string]time.Duration{unfinished + "old": 2 * time.Hour, unfinished + "new": time.Minute, "mine": 2 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Join(path, "half"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(dir, now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != unfinished+"new" || filepath.Base(left[1]) != "mine" {
		t.Errorf("left: %v %v", left, err)
	}
}
