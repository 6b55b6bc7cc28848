package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"runtime/debug"
	"strings"
)

// sbomCommand prints what the program is made of, for whoever has to answer for it.
type sbomCommand struct{}

// licences are those of the modules, a line each.
//
//go:embed deploy/licences.csv
var licences string

// component is a module in CycloneDX's words (cyclonedx.org/specification/overview).
type component struct {
	Type     string `json:"type"`
	Name     string `json:"name"`
	Version  string `json:"version"`
	PURL     string `json:"purl,omitempty"`
	Licenses []any  `json:"licenses,omitempty"`
}

// Run prints a bill of materials as CycloneDX JSON, from what the linker has written into the program.
func (c *sbomCommand) Run(_ context.Context, t terminal) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program was built without a list of its modules")
	}
	of := licenceOf()
	parts := make([]component, 0, len(info.Deps)+1)
	for _, m := range append([]*debug.Module{{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")}}, info.Deps...) {
		if m.Replace != nil {
			m = m.Replace
		}
		parts = append(parts, component{"library", m.Path, m.Version, "pkg:golang/" + m.Path + "@" + m.Version, licensed(of[m.Path])})
	}
	e := json.NewEncoder(t.out)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": parts,
		"metadata": map[string]any{"component": component{Type: "application", Name: "handslag", Version: info.Main.Version, Licenses: licensed("MIT")}}})
}

func licensed(id string) []any {
	if id == "" {
		return nil
	}
	return []any{map[string]any{"license": map[string]string{"id": id}}}
}

// licenceOf gives each module's licence by its SPDX name.
func licenceOf() map[string]string {
	of := map[string]string{"std": "BSD-3-Clause"}
	for line := range strings.Lines(licences) {
		if module, id, found := strings.Cut(strings.TrimSpace(line), ","); found {
			of[module] = id
		}
	}
	return of
}
