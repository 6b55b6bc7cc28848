package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// TestDeployFilesNameWhatThereIs wants every metric in the alerts and on the dashboard to be one that the program has, and every setting of the
// systemd unit to be one that it reads.
func TestDeployFilesNameWhatThereIs(t *testing.T) {
	m := newMetrics()
	m.requests.WithLabelValues("", "", "")
	m.seconds.WithLabelValues("")
	m.calls.WithLabelValues("", "")
	m.sent.WithLabelValues("")
	m.depth(&store.Store{})
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, f := range families {
		there = append(there, f.GetName())
	}
	parts := regexp.MustCompile(`_(bucket|sum|count)$`)
	for _, file := range []string{"deploy/alerts.yml", "deploy/dashboard.json"} {
		for _, name := range regexp.MustCompile(`\b(handslag|process)_[a-z_]+`).FindAllString(deployed(t, file), -1) {
			if !slices.Contains(there, name) && !slices.Contains(there, parts.ReplaceAllString(name, "")) {
				t.Errorf("%s names %s, which is no metric", file, name)
			}
		}
	}
	if !json.Valid([]byte(deployed(t, "deploy/dashboard.json"))) {
		t.Error("the dashboard is no JSON")
	}
	settings := deployed(t, "settings.go") + deployed(t, "backup.go")
	for _, name := range regexp.MustCompile(`\b(HANDSLAG|SLACK)_[A-Z_]+`).FindAllString(deployed(t, "deploy/handslag.service"), -1) {
		if !strings.Contains(settings, `env:"`+name+`"`) {
			t.Errorf("the unit sets %s, which nothing reads", name)
		}
	}
}

func deployed(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
