package handlers

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"handslag/locales"
	"handslag/store"
)

// lively has slots of all sorts, and a unit whose name somebody has made a formula of.
func lively(t *testing.T) *player {
	t.Helper()
	p := newPlayer(t)
	p.scene = t.Name()
	p.set("unit EVIL < EK bolag 8 =HYPERLINK(A1)")
	units, kinds := []string{"FSK-1", "FSK-2", "GRU-1", "HEM-1", "HEM-2", "BOST"}, []string{"praktik", "språkpraktik", "arbetsträning"}
	for i := range 46 {
		gone := ""
		if i%9 == 4 && i%8 < 4 {
			gone = " 2026-05-" + fmt.Sprintf("%02d", 1+i%20)
		}
		p.set(fmt.Sprintf("slot %d %s %d-%02d-%02d%s %s", 100+i, units[i*i%len(units)], 2025+i%2, 1+i%8, 1+i%27, gone, kinds[i%7%3]))
		if i%3 == 0 && gone == "" {
			p.set(fmt.Sprintf("trainee D-2026-%04d %d 2026-%02d-%02d 2026-12-01", i, 100+i, 1+i%8, 1+i%27))
		}
	}
	p.set("slot 300 EVIL 2026-03-03 praktik")
	p.set(`programme category = [{ name = "skolan", units = ["SKO"] }, { name = "resten" }]` + "\n" +
		`event = [{ name.sv = "pandemin", name.en = "the pandemic", start = 2025-03-11 }]` + "\n" + `estimate = [{ period = "2026", on = 2026-05-01, low = 40, high = 60 }]`)
	p.write(func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		return tx.State(reg.Programme("60-uppdraget"), "partly", "Delar av uppdraget bedöms klara sig.")
	})
	return p
}

// made makes an order's files and gives what is in them.
func (p *player) made(o Order) (out [][]byte) {
	p.t.Helper()
	files, err := p.h.Make(context.Background(), o, p.t.TempDir())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f.Path)
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, raw)
	}
	return out
}

func (p *player) standing(unit string, at store.Date) (s *store.Standing) {
	p.t.Helper()
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err == nil {
			s, err = tx.Standing(reg.Programme("60-uppdraget"), unit, at)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// TestExportIsHarmless holds that no text in a file is taken for a formula.
func TestExportIsHarmless(t *testing.T) {
	p := lively(t)
	v := voice{all: p.h.said, lang: "sv", reg: p.register()}
	o := Order{Format: "csv", Programme: "60-uppdraget", Unit: "EK", At: "2026-08-11", Lang: "sv"}
	seen := 0
	for _, raw := range p.made(o) {
		for _, row := range p.rowsOf(v, raw) {
			for _, field := range row {
				if strings.HasPrefix(field, "'=HYPERLINK") {
					seen++
				} else if field != "" && strings.ContainsAny(field[:1], "=+@\t\r") {
					t.Errorf("%q is taken for a formula", field)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("the unit with the name of a formula is not there")
	}
	o.Format = "xlsx"
	f, err := excelize.OpenReader(bytes.NewReader(p.made(o)[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s %s is the formula %q, %v", sheet, cell, formula, err)
				}
			}
		}
	}
	if id, err := f.GetCellStyle("Platser", "A2"); err != nil {
		t.Error(err)
	} else if style, err := f.GetStyle(id); err != nil || style.CustomNumFmt == nil || *style.CustomNumFmt != "0" {
		t.Errorf("a slot's number is written as a count: %v, %v", style, err)
	}
	if found, err := f.SearchSheet("Definitioner", "Underlag"); err != nil || len(found) != 1 {
		t.Errorf("what the figures are made from is not said: %v, %v", found, err)
	}
	for _, text := range []string{"=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"} {
		if got := harmless(text); got != "'"+text {
			t.Errorf("%q stays %q", text, got)
		}
	}
}

// TestPublicExportTellsNoSmallGroup holds that what leaves the room has no count of 1 to 4 of a part or a type, and no slots.
func TestPublicExportTellsNoSmallGroup(t *testing.T) {
	p := lively(t)
	v := voice{all: p.h.said, lang: "sv", reg: p.register()}
	o := Order{Format: "csv", Programme: "60-uppdraget", Unit: "EK", At: "2026-08-11", Lang: "sv", Public: true}
	files := p.made(o)
	if len(files) != 1 {
		t.Errorf("%d files, want the figures alone", len(files))
	}
	told := map[string]bool{}
	for name, value := range p.inCSV(v, files[0]) {
		table, rest, _ := strings.Cut(name, "/")
		_, head, _ := strings.Cut(rest, "/")
		if table != "Delar" && table != "Typer" || head != "Skapade" && head != "Tillsatta" && head != "Lediga" {
			continue
		}
		told[value] = true
		if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 5 {
			t.Errorf("%s is told: %d", name, n)
		}
	}
	if !told["<5"] || !told["dold"] {
		t.Errorf("nothing is masked: %v", told)
	}
	whole := p.inCSV(v, files[0])
	for _, code := range v.reg.Tree.Children("EK") { // a file of a part tells no more of it
		o.Unit = code
		own := p.inCSV(v, p.made(o)[0])
		for name, value := range own {
			if n, err := strconv.Atoi(value); strings.HasPrefix(name, "Typer/") && err == nil && n > 0 {
				t.Errorf("%s of %s is told, where others have few of a kind: %s", name, code, value)
			}
		}
		for _, head := range []string{"Skapade", "Tillsatta", "Lediga"} {
			_, masked := strconv.Atoi(whole["Delar/"+code+"/"+head])
			if n, err := strconv.Atoi(own["Sammanfattning//"+head]); masked != nil && err == nil && n > 0 {
				t.Errorf("%s of %s is told in a file of its own: %d", head, code, n)
			}
		}
	}
	o.Unit, o.Format = "EK", "xlsx"
	f, err := excelize.OpenReader(bytes.NewReader(p.made(o)[0]))
	if err != nil {
		t.Fatal(err)
	}
	if at, err := f.GetSheetIndex("Platser"); err != nil || at >= 0 {
		t.Errorf("the slots are there: %d, %v", at, err)
	}
}

// TestRowsAreCounted holds that as many rows as are said of a file, which the audit has too, are in it.
func TestRowsAreCounted(t *testing.T) {
	p := lively(t)
	files, err := p.h.Make(context.Background(), Order{Format: "csv", Programme: "60-uppdraget", Unit: "EK", At: "2026-08-11", Lang: "sv"}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(files[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(raw, []byte("\r\n")) - 1; got != files[1].Rows || got != p.standing("EK", "2026-08-11").Gross {
		t.Errorf("%d rows, said to be %d", got, files[1].Rows)
	}
}

// TestReportFile keeps a report where HANDSLAG_REPORT says, to be looked at.
func TestReportFile(t *testing.T) {
	p := lively(t)
	for _, lang := range locales.Languages {
		raw := string(p.made(Order{Format: "pdf", Programme: "60-uppdraget", Unit: "EK", At: "2026-08-11", Lang: lang})[0])
		for _, part := range []string{`<html lang="` + lang + `">`, "<caption>", `<th scope="col">`, `<th scope="row">`, "&lt;5", "=HYPERLINK", map[string]string{"sv": "minst 4", "en": "at least 4"}[lang]} {
			if !strings.Contains(raw, part) {
				t.Errorf("%s: the report has no %s", lang, part)
			}
		}
		if dir := os.Getenv("HANDSLAG_REPORT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, lang+".html"), []byte(raw), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
