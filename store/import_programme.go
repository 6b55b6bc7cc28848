package store

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// programmeImport takes in programme.toml: one programme.
type programmeImport struct {
	*importJob
	file *tomlFile
	p    Programme
}

func (im *programmeImport) read(r io.Reader) error {
	f, err := openTOML(r, im.errs)
	if err != nil || f == nil {
		return err
	}
	im.file = f
	top := f.top()
	top.only("key", "name", "start", "end", "target", "count", "scope", "types", "period", "category", "event", "estimate")
	im.p = Programme{
		Key:    top.text("key", true),
		Starts: top.day("start"),
		Ends:   top.day("end"),
		Target: top.number("target"),
		Net:    top.oneOf("count", "net", "gross") != "gross",
		Scope:  top.text("scope", true),
		Kinds:  top.texts("types"),
	}
	im.p.NameSV, im.p.NameEN = top.names("name")
	top.inOrder("start", "end", im.p.Starts, im.p.Ends)
	for _, t := range top.tables("period") {
		im.period(t)
	}
	slices.SortStableFunc(im.p.Periods, func(a, b Period) int { return strings.Compare(string(a.Starts), string(b.Starts)) })
	im.beside(top)
	return nil
}

func (im *programmeImport) period(t tomlTable) {
	t.only("name", "start", "end", "target")
	d := Period{Name: t.text("name", true), Starts: t.day("start"), Ends: t.day("end"), Target: t.number("target")}
	t.inOrder("start", "end", d.Starts, d.Ends)
	if d.Starts == "" || d.Ends == "" {
		return
	}
	p := &im.p
	if p.Starts != "" && d.Starts < p.Starts {
		t.fail("start", "period_outside", Facts{"Value": d.Starts, "Start": p.Starts, "End": p.Ends})
	}
	if p.Ends != "" && d.Ends > p.Ends {
		t.fail("end", "period_outside", Facts{"Value": d.Ends, "Start": p.Starts, "End": p.Ends})
	}
	for _, other := range p.Periods {
		if other.Name == d.Name {
			t.fail("name", "period_twice", Facts{"Value": d.Name})
		}
		if d.Starts <= other.Ends && other.Starts <= d.Ends {
			t.fail("start", "period_overlap", Facts{"Value": d.Name, "Other": other.Name, "Start": other.Starts, "End": other.Ends})
		}
	}
	p.Periods = append(p.Periods, d)
}

func (im *programmeImport) plan(tx *Tx) error {
	if im.file == nil {
		return nil
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	top := im.file.top()
	if p := &im.p; p.Scope != "" && reg.Tree.Unit(p.Scope) == nil {
		top.fail("scope", "unit_unknown", Facts{"Value": brief(p.Scope), "Nearest": nearest(p.Scope, reg.Tree.Codes())})
	}
	for i, kind := range im.p.Kinds {
		if k, _ := reg.Kind(kind, ""); k == nil {
			open, closed := reg.KindNames(im.p.Starts)
			top.fail("types", "kind_unknown", wordFacts(kind, append(open, closed...)))
		} else if slices.Contains(im.p.Kinds[:i], kind) {
			top.fail("types", "type_twice", Facts{"Value": kind})
		}
	}
	im.checkBeside(reg.Tree)
	line := top.line("key")
	old := reg.Programme(im.p.Key)
	if old == nil {
		im.report.added(line, im.p.Key)
		return nil
	}
	if err := im.keepTargets(tx, line, old); err != nil {
		return err
	}
	im.keepBeside(old)
	im.report.row(im.differ(line, old))
	return nil
}

// keepTargets leaves the targets that were set in Slack as they are: the file is older than what HR has decided since.
func (im *programmeImport) keepTargets(tx *Tx, line int, old *Programme) error {
	file, set, err := tx.targetsSet(old)
	if err != nil || set == nil {
		return err
	}
	keep := func(column string, was, is *int, old *int, to **int) {
		if written(was) == written(is) {
			return
		}
		if written(*to) != written(old) {
			im.report.Kept = append(im.report.Kept, ImportChange{line, im.p.Key, column, written(old), written(*to)})
		}
		*to = old
	}
	keep("target", file.Target, set.Target, old.Target, &im.p.Target)
	for i := range im.p.Periods {
		d := &im.p.Periods[i]
		if at := old.Place(d.Name); at >= 0 {
			keep("period "+d.Name, file.Periods[d.Name], set.Periods[d.Name], old.Periods[at].Target, &d.Target)
		}
	}
	return nil
}

func (im *programmeImport) differ(line int, old *Programme) []ImportChange {
	var out []ImportChange
	before, after := flat(old), flat(&im.p)
	for i := range before {
		if before[i] != after[i] {
			out = append(out, ImportChange{line, im.p.Key, programmeFields[i], before[i], after[i]})
		}
	}
	return out
}

var programmeFields = []string{"name.sv", "name.en", "start", "end", "target", "count", "scope", "types", "period", "category", "event", "estimate"}

func flat(p *Programme) []string {
	count := "gross"
	if p.Net {
		count = "net"
	}
	kinds := slices.Sorted(slices.Values(p.Kinds))
	periods := make([]string, len(p.Periods))
	for i, d := range p.Periods {
		periods[i] = strings.TrimSpace(d.Name + " " + string(d.Starts) + "–" + string(d.Ends) + " " + written(d.Target))
	}
	return []string{p.NameSV, p.NameEN, string(p.Starts), string(p.Ends), written(p.Target), count, p.Scope,
		strings.Join(kinds, ", "), strings.Join(periods, ", "),
		flatCategories(p.Categories), flatEvents(p.Events), flatEstimates(p.Estimates)}
}

func written(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// apply writes the programme and works out anew what follows from it.
func (im *programmeImport) apply(tx *Tx) error {
	if err := tx.putProgramme(&im.p); err != nil {
		return err
	}
	if err := tx.changed(); err != nil {
		return err
	}
	if err := im.workOutQuotas(tx); err != nil {
		return err
	}
	return tx.RebuildTallies()
}

// putProgramme writes a programme. A period that it has no longer goes, with the quotas of that period.
func (tx *Tx) putProgramme(p *Programme) error {
	if _, err := tx.exec(`INSERT INTO programmes (key, name_sv, name_en, starts, ends, target, net, scope) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET name_sv = excluded.name_sv, name_en = excluded.name_en, starts = excluded.starts, ends = excluded.ends,
			target = excluded.target, net = excluded.net, scope = excluded.scope`,
		p.Key, p.NameSV, p.NameEN, string(p.Starts), string(p.Ends), p.Target, p.Net, p.Scope); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM programme_kinds WHERE programme = ?`, p.Key); err != nil {
		return err
	}
	for _, kind := range p.Kinds {
		if _, err := tx.exec(`INSERT INTO programme_kinds (programme, kind) VALUES (?, ?)`, p.Key, kind); err != nil {
			return err
		}
	}
	return firstError(tx.putPeriods(p), tx.putCategories(p), tx.putEvents(p), tx.putEstimates(p))
}

func (tx *Tx) putPeriods(p *Programme) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	if old := reg.Programme(p.Key); old != nil {
		for _, d := range old.Periods {
			if slices.ContainsFunc(p.Periods, func(n Period) bool { return n.Name == d.Name }) {
				continue
			}
			if _, err := tx.exec(`DELETE FROM periods WHERE programme = ? AND name = ?`, p.Key, d.Name); err != nil {
				return err
			}
		}
	}
	for _, d := range p.Periods {
		if _, err := tx.exec(`INSERT INTO periods (programme, name, starts, ends, target) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (programme, name) DO UPDATE SET starts = excluded.starts, ends = excluded.ends, target = excluded.target`,
			p.Key, d.Name, string(d.Starts), string(d.Ends), d.Target); err != nil {
			return err
		}
	}
	return nil
}
