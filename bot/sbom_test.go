package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// phrase is what a licence's text says and no other's that is allowed here does.
var phrase = map[string]string{
	"MIT":          "Permission is hereby granted, free of charge",
	"BSD-2-Clause": "Redistribution and use in source and binary forms",
	"BSD-3-Clause": "Neither the name of",
	"Apache-2.0":   "Apache License",
}

// TestLicencesAreListed wants the licence of every module in the program to be listed, to be one that lets the program be given away, and to be
// what the module itself says.
func TestLicencesAreListed(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	of, seen := licenceOf(), map[string]bool{"std": true, "module": true}
	for line := range strings.Lines(string(out)) {
		module, dir, found := strings.Cut(strings.TrimSpace(line), " ")
		if !found || seen[module] {
			continue
		}
		seen[module] = true
		want := phrase[of[module]]
		if want == "" {
			t.Errorf("%s has no licence in deploy/licences.csv that is allowed", module)
			continue
		}
		if !strings.Contains(licenceText(t, dir), want) {
			t.Errorf("%s does not say that it is %s", module, of[module])
		}
	}
	for module := range of {
		if !seen[module] {
			t.Errorf("%s is listed and not part of the program", module)
		}
	}
}

func licenceText(t *testing.T, dir string) string {
	t.Helper()
	for _, pattern := range []string{"LICENSE*", "COPYING*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(strings.Fields(string(text)), " ")
		}
	}
	t.Errorf("%s has no licence", dir)
	return ""
}

func TestBillOfMaterials(t *testing.T) {
	got := line(t, "", "sbom")
	var bom struct {
		Format     string `json:"bomFormat"`
		Components []component
	}
	if err := json.Unmarshal([]byte(got.out), &bom); err != nil || got.code != exitOK || bom.Format != "CycloneDX" || len(bom.Components) < 10 {
		t.Fatalf("%d %v %s %s", got.code, err, got.out, got.err)
	}
}
