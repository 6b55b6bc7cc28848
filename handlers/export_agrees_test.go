package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"handslag/locales"
	"handslag/store"
)

// figuresOf gives every figure of a standing by the names that a file gives them: table, of what, which figure.
func figuresOf(v voice, s *store.Standing) map[string]string {
	out := map[string]string{}
	whole := v.label("export.sheet_summary", nil)
	add := func(table, of, id string, value any) {
		out[strings.Join([]string{table, of, id}, "/")] = fmt.Sprint(value)
	}
	for id, value := range map[string]int{"target": s.Target, "net": s.Net, "gross": s.Gross, "remaining": s.Remaining, "filled": s.Filled, "vacant": s.Vacant,
		"persons": s.Persons, "expected": s.Forecast.ExpectedAtEnd, "without": s.UnitsWithout.Count, "without_of": s.UnitsWithout.Of} {
		if strings.HasPrefix(id, "without") && s.UnitsWithout.Of == 0 {
			continue // a unit without service areas
		}
		add(whole, "", v.label("export.figure_"+id, nil), value)
	}
	for id, value := range map[string]any{"overdue": s.Flow.Overdue, "long_vacant": s.Flow.LongVacant, "outside_periods": s.Quality.OutsidePeriods,
		"outside_programme": s.Quality.OutsideProgramme, "verdict": v.label("statement."+s.Verdict, nil), "status": v.label("export.status_"+s.Forecast.Status, nil),
		"workdays": s.Forecast.WorkdaysLeft} {
		add(whole, "", v.label("export.figure_"+id, nil), value)
	}
	for id, value := range map[string]int{"starts": s.Flow.Starts, "ends": s.Flow.Ends} {
		add(whole, "", v.label("export.figure_"+id, Facts{"Date": v.long(s.Flow.Until)}), value)
	}
	for name, since := range map[string]*store.Since{"week": s.Week, "report": s.Report} {
		for id, value := range map[string]int{"created": since.Created, "filled": since.Taken, "vacant": since.Free} {
			add(whole, "", v.label("export.figure_"+name+"_"+id, Facts{"Date": v.long(since.On)}), value)
		}
	}
	if l := s.Forecast.Likely; l != nil {
		add(whole, "", v.label("export.figure_low", nil), l.Low)
		add(whole, "", v.label("export.figure_high", nil), l.High)
	}
	if c := s.Concentration; c != nil {
		add(whole, "", v.label("export.figure_largest", Facts{"N": c.Parts}), c.Created)
	}
	if said := s.Statement; said != nil {
		add(whole, "", v.label("export.figure_said", nil), v.label("statement."+said.Verdict, nil))
		add(whole, "", v.label("export.figure_said_text", nil), said.Text)
	}
	for _, p := range s.Periods {
		for id, value := range map[string]int{"planned": p.Planned, "target": p.Target, "created": p.Created, "over": p.Over, "remaining": p.Remaining, "filled": p.Filled, "vacant": p.Vacant} {
			add(v.label("export.sheet_periods", nil), p.Name, v.label("export.head_"+id, nil), value)
		}
	}
	for _, u := range s.Units {
		if !v.counting(s, u) {
			continue
		}
		for id, value := range map[string]int{"quota": u.Quota, "created": u.Created, "filled": u.Filled, "vacant": u.Vacant, "headcount": u.Headcount, "rank": u.Rank, "week": u.Week} {
			add(v.label("export.sheet_units", nil), u.Code, v.label("export.head_"+id, nil), value)
		}
	}
	p := v.reg.Programme(s.Programme)
	for _, c := range s.Categories {
		for id, value := range map[string]int{"created": c.Created, "filled": c.Filled, "vacant": c.Vacant} {
			add(v.label("export.sheet_categories", nil), v.category(p, c), v.label("export.head_"+id, nil), value)
		}
	}
	for _, e := range s.Events {
		add(v.label("export.sheet_events", nil), capital(e.Event.Name(v.lang)), v.label("export.head_start", nil), e.Start)
	}
	for _, d := range s.Periods {
		if e := d.Estimate; e != nil {
			facts := Facts{"Period": d.Name, "Date": v.long(e.On)}
			add(whole, "", v.label("export.figure_estimate_low", facts), e.Low)
			add(whole, "", v.label("export.figure_estimate_high", facts), e.High)
		}
	}
	for _, k := range s.Types {
		for id, value := range map[string]int{"created": k.Created, "filled": k.Filled, "vacant": k.Created - k.Filled} {
			add(v.label("export.sheet_types", nil), v.kind(k.Kind), v.label("export.head_"+id, nil), value)
		}
	}
	return out
}

// pointsOf gives the points of the curve as a file names them.
func (p *player) pointsOf(v voice, s *store.Standing) map[string]string {
	p.t.Helper()
	out := map[string]string{}
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		curve, err := tx.Curve(v.reg.Programme("60-uppdraget"), s, chartPoints)
		for _, point := range curve {
			id := "created"
			if !point.Known {
				id = "expected"
			}
			of := v.label("export.sheet_growth", nil) + "/" + string(point.On) + "/"
			out[of+v.label("export.head_"+id, nil)], out[of+v.label("export.head_plan", nil)] = strconv.Itoa(point.Created), strconv.Itoa(point.Plan)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// TestExportAgrees holds that workbook and CSV hold the very figures of the summary, in both languages, of the whole and of a branch, on several days,
// and that the slots in them add up to those.
func TestExportAgrees(t *testing.T) {
	p := lively(t)
	for _, lang := range locales.Languages {
		for _, unit := range []string{"EK", "HEM-1"} {
			for _, at := range []store.Date{"2026-08-11", "2025-12-31"} {
				t.Run(fmt.Sprint(lang, unit, at), func(t *testing.T) {
					p.t = t
					s := p.standing(unit, at)
					v := voice{all: p.h.said, lang: lang, reg: p.register()}
					o := Order{Format: "xlsx", Programme: "60-uppdraget", Unit: unit, At: at, Lang: lang}
					inBook, slots := p.inBook(v, p.made(o)[0])
					o.Format = "csv"
					files := p.made(o)
					inCSV, rows := p.inCSV(v, files[0]), p.rowsOf(v, files[1])
					all := figuresOf(v, s)
					maps.Copy(all, p.pointsOf(v, s))
					for name, want := range all {
						if inBook[name] != want || inCSV[name] != want {
							t.Errorf("%s is %s, in the workbook %q, in CSV %q", name, want, inBook[name], inCSV[name])
						}
					}
					p.addUp(v, s, slots)
					p.addUp(v, s, rows)
				})
			}
		}
	}
}

// TestExportOfAPart holds that the slots in a file of a kind, of the companies, or of all but those are those of its figures.
func TestExportOfAPart(t *testing.T) {
	p := lively(t)
	v := voice{all: p.h.said, lang: "sv", reg: p.register()}
	for _, q := range []store.Question{{Kind: "praktik"}, {Scope: "kommun"}, {Scope: "bolag"}, {Scope: "kommun", Kind: "praktik"}} {
		p.t = t
		q.Unit, q.At = "EK", "2026-08-11"
		var s *store.Standing
		if err := p.store.Read(context.Background(), func(tx *store.Tx) (err error) { s, err = tx.Stand(v.reg.Programme("60-uppdraget"), q); return err }); err != nil {
			t.Fatal(err)
		}
		o := Order{Format: "csv", Programme: "60-uppdraget", Unit: q.Unit, At: q.At, Scope: q.Scope, Kind: q.Kind, Lang: "sv"}
		files := p.made(o)
		p.addUp(v, s, p.rowsOf(v, files[1]))
		if got := p.inCSV(v, files[0])["Sammanfattning//Skapade"]; got != strconv.Itoa(s.Net) || s.Gross == 0 {
			t.Errorf("%+v: %s created in the file, want %d", q, got, s.Net)
		}
		o.Format = "xlsx"
		p.made(o)
	}
}

func (p *player) register() (reg *store.Register) {
	p.t.Helper()
	if err := p.store.Read(context.Background(), func(tx *store.Tx) (err error) { reg, err = tx.Register(); return err }); err != nil {
		p.t.Fatal(err)
	}
	return reg
}

// inBook reads a workbook: its figures by name, and its slots.
func (p *player) inBook(v voice, raw []byte) (figures map[string]string, slots [][]string) {
	p.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		p.t.Fatal(err)
	}
	figures = map[string]string{}
	for _, id := range []string{"summary", "periods", "growth", "units", "types", "categories", "events"} {
		name := v.label("export.sheet_"+id, nil)
		if at, err := f.GetSheetIndex(name); err != nil || at < 0 {
			continue // what there is nothing of has no sheet
		}
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			p.t.Fatal(err)
		}
		heads := rows[headRow-1]
		for _, row := range rows[headRow:] {
			if id == "summary" {
				figures[name+"//"+row[0]] = row[1]
				continue
			}
			for i := 1; i < len(row); i++ {
				at := map[string]int{"growth": 0, "events": i}
				if cell, ok := at[id]; ok {
					row[cell] = asDay(row[cell])
				}
				figures[name+"/"+row[0]+"/"+heads[i]] = row[i]
			}
		}
	}
	slots, err = f.GetRows(v.label("export.sheet_slots", nil))
	if err != nil {
		p.t.Fatal(err)
	}
	return figures, slots
}

// asDay is a day as Excel counts them; what is none stays as it is.
func asDay(cell string) string {
	if days, err := strconv.Atoi(cell); err == nil {
		return string(store.Date("1899-12-30").AddDays(days))
	}
	return cell
}

func (p *player) rowsOf(v voice, raw []byte) [][]string {
	p.t.Helper()
	if !bytes.HasPrefix(raw, []byte("\ufeff")) {
		p.t.Error("a CSV file without a byte order mark")
	}
	r := csv.NewReader(bytes.NewReader(raw[3:]))
	if v.lang == "sv" {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		p.t.Fatal(err)
	}
	return rows
}

func (p *player) inCSV(v voice, raw []byte) map[string]string {
	p.t.Helper()
	figures := map[string]string{}
	for _, row := range p.rowsOf(v, raw)[1:] {
		figures[strings.Join(row[:3], "/")] = row[3]
	}
	return figures
}

// addUp counts the slots of an export, which have their headings first, and compares with the figures.
func (p *player) addUp(v voice, s *store.Standing, rows [][]string) {
	p.t.Helper()
	column := map[string]int{}
	for i, h := range slotHeads {
		column[h.id] = i
	}
	at := func(row []string, id string) string {
		if column[id] < len(row) {
			return row[column[id]]
		}
		return ""
	}
	gross, net, filled, persons := 0, 0, 0, 0
	kinds, parts := map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		gross++
		n, err := strconv.Atoi(at(row, "persons"))
		if err != nil {
			p.t.Fatal(err)
		}
		persons += n
		if at(row, "status") == v.label("export.status_discontinued", nil) {
			continue
		}
		net++
		kinds[at(row, "kind")]++
		parts[at(row, "part")]++
		if at(row, "status") == v.label("export.status_filled", nil) {
			filled++
		}
	}
	if gross != s.Gross || net != s.Net || filled != s.Filled || persons != s.Persons {
		p.t.Errorf("the slots come to %d gross, %d net, %d filled, %d persons; the summary says %d, %d, %d, %d", gross, net, filled, persons, s.Gross, s.Net, s.Filled, s.Persons)
	}
	for _, k := range s.Types {
		if kinds[v.kind(k.Kind)] != k.Created {
			p.t.Errorf("%d of %s, the summary says %d", kinds[v.kind(k.Kind)], k.Kind, k.Created)
		}
	}
	for _, u := range s.Units {
		if name := harmless(u.Name); parts[name] != u.Created {
			p.t.Errorf("%d of %s, the summary says %d", parts[name], u.Name, u.Created)
		}
	}
}
