package store

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// The columns of organisation.csv.
const (
	unitCode = iota
	unitParent
	unitKind
	unitName
	unitAliases
	unitHeadcount
	unitFrom
	unitTo
	unitManager
	unitDeputy
	unitSuccessor
)

var unitColumns = []column{
	{"code", true}, {"parent", true}, {"kind", true}, {"name", true}, {"aliases", false}, {"headcount", false},
	{"valid_from", false}, {"valid_to", false}, {"manager_email", false}, {"deputy_email", false}, {"successor", false},
}

var unitKinds = []string{"kommun", "förvaltning", "bolag", "verksamhet", "enhet", "partner"}

// earliest is from when a unit exists of which nothing is said.
const earliest Date = "1900-01-01"

const mostHeadcount = 1_000_000

// unitRow is a line of the file.
type unitRow struct {
	Unit
	line   int
	emails [2]string // of the manager and the deputy
}

// unitImport takes in organisation.csv.
type unitImport struct {
	*importJob
	table *table
	rows  []unitRow
	first map[string]int // the line of each code

	added   []Unit // what the last plan found
	changed []Unit
	roles   rolePlan
	moved   bool // a unit has come under another one, so that sums over branches are others
}

func (im *unitImport) read(r io.Reader) error {
	t, err := openTable(r, unitColumns, im.errs)
	if err != nil || t == nil {
		return err
	}
	im.table, im.first = t, map[string]int{}
	for {
		more, err := t.next()
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
		row := im.row(t)
		if row.Code == "" {
			continue
		}
		if first := im.first[row.Code]; first != 0 {
			t.twice(row.line, first, unitCode, row.Code)
			continue
		}
		im.first[row.Code] = row.line
		im.rows = append(im.rows, row)
		if err := im.progress(len(im.rows), 0); err != nil {
			return err
		}
	}
}

func (im *unitImport) row(t *table) unitRow {
	row := unitRow{line: t.line, Unit: Unit{
		Code:      strings.Clone(t.text(unitCode, t.needed(unitCode))),
		Parent:    strings.Clone(t.text(unitParent, t.cell(unitParent))),
		Kind:      t.oneOf(unitKind, unitKinds),
		Name:      oneLine(t.text(unitName, t.needed(unitName))),
		Aliases:   aliases(t.text(unitAliases, t.cell(unitAliases))),
		Headcount: t.number(unitHeadcount, 0, mostHeadcount, "headcount"),
		ValidFrom: t.day(unitFrom).Date(),
		ValidTo:   t.day(unitTo).Date(),
		Successor: strings.Clone(t.text(unitSuccessor, t.cell(unitSuccessor))),
	}}
	if strings.ContainsAny(row.Code, " \t\r\n|,;\"") {
		t.fail(unitCode, "code", Facts{"Value": brief(row.Code)})
	}
	if row.Kind == "" && t.cell(unitKind) == "" {
		t.fail(unitKind, "word_missing", Facts{"Allowed": unitKinds})
	}
	if row.ValidTo != "" && row.ValidTo < row.ValidFrom {
		t.fail(unitTo, "end_before_start", Facts{"Value": row.ValidTo, "Start": row.ValidFrom})
	}
	row.emails = [2]string{t.email(unitManager), t.email(unitDeputy)}
	return row
}

// email gives a cell that must hold one address, or nothing, in small letters.
func (t *table) email(c int) string {
	v := strings.ToLower(t.text(c, t.cell(c)))
	name, domain, ok := strings.Cut(v, "@")
	if v != "" && (!ok || name == "" || !strings.Contains(domain, ".") || strings.ContainsAny(v, " \t\r\n,;<>") || strings.Contains(domain, "@")) {
		t.fail(c, "email", Facts{"Value": brief(v)})
		return ""
	}
	return v
}

// aliases are divided by "|"; they are kept in order, each once.
func aliases(cell string) []string {
	var out []string
	for a := range strings.SplitSeq(cell, "|") {
		if a = oneLine(a); a != "" {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (im *unitImport) plan(tx *Tx) error {
	im.added, im.changed, im.moved = nil, nil, false
	if im.table == nil {
		return nil
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	im.checkParents(reg.Tree)
	if im.roles, err = tx.planRoles(); err != nil {
		return err
	}
	for i := range im.rows {
		row := im.rows[i]
		old := reg.Tree.Unit(row.Code)
		im.complete(&row, old)
		people := im.planPeople(&row)
		if old == nil {
			im.added = append(im.added, row.Unit)
			im.report.added(row.line, row.Code)
			continue
		}
		differ := im.differ(&row, old)
		if len(differ) > 0 {
			im.changed = append(im.changed, row.Unit)
			im.moved = im.moved || row.Parent != old.Parent
		}
		im.report.row(append(differ, people...))
	}
	return nil
}

// complete gives a row what its file says nothing of: what is there already, or what holds where nothing is known.
func (im *unitImport) complete(row *unitRow, old *Unit) {
	if old != nil {
		if !im.table.has(unitAliases) {
			row.Aliases = old.Aliases
		}
		if !im.table.has(unitHeadcount) {
			row.Headcount = old.Headcount
		}
		if !im.table.has(unitFrom) {
			row.ValidFrom = old.ValidFrom
		}
		if !im.table.has(unitTo) {
			row.ValidTo = old.ValidTo
		}
		if !im.table.has(unitSuccessor) {
			row.Successor = old.Successor
		}
	}
	if row.ValidFrom == "" {
		row.ValidFrom = earliest
	}
}

func (im *unitImport) planPeople(row *unitRow) []ImportChange {
	var differ []ImportChange
	for i, role := range [2]string{"manager", "deputy"} {
		c := unitManager + i
		if !im.table.has(c) {
			continue
		}
		if before, changed := im.roles.want(role, &row.Unit, row.emails[i]); changed {
			differ = append(differ, ImportChange{row.line, row.Code, unitColumns[c].name, before, row.emails[i]})
		}
	}
	return differ
}

func (im *unitImport) differ(row *unitRow, old *Unit) []ImportChange {
	var out []ImportChange
	compare := func(c int, before, after string) {
		if before != after {
			out = append(out, ImportChange{row.line, row.Code, unitColumns[c].name, before, after})
		}
	}
	compare(unitParent, old.Parent, row.Parent)
	compare(unitKind, old.Kind, row.Kind)
	compare(unitName, old.Name, row.Name)
	compare(unitAliases, strings.Join(old.Aliases, "|"), strings.Join(row.Aliases, "|"))
	compare(unitHeadcount, strconv.Itoa(old.Headcount), strconv.Itoa(row.Headcount))
	compare(unitFrom, string(old.ValidFrom), string(row.ValidFrom))
	compare(unitTo, string(old.ValidTo), string(row.ValidTo))
	compare(unitSuccessor, old.Successor, row.Successor)
	return out
}

func (im *unitImport) apply(tx *Tx) error {
	before, err := tx.Register()
	if err != nil {
		return err
	}
	wide := before.Tree.widest()
	for i, u := range slices.Concat(im.added, im.changed) {
		if err := tx.putUnit(&u); err != nil {
			return err
		}
		if err := im.progress(i+1, len(im.rows)); err != nil {
			return err
		}
	}
	if err := tx.applyRoles(&im.roles); err != nil {
		return err
	}
	if err := tx.changed(); err != nil {
		return err
	}
	if err := im.workOutQuotas(tx); err != nil {
		return err
	}
	after, err := tx.Register()
	if err != nil || !im.moved && slices.Equal(wide, after.Tree.widest()) {
		return err
	}
	return tx.RebuildTallies()
}

func (tx *Tx) putUnit(u *Unit) error {
	if _, err := tx.exec(`INSERT INTO units (code, parent, kind, name, headcount, valid_from, valid_to, successor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, kind = excluded.kind, name = excluded.name, headcount = excluded.headcount,
			valid_from = excluded.valid_from, valid_to = excluded.valid_to, successor = excluded.successor`,
		u.Code, null(u.Parent), u.Kind, u.Name, u.Headcount, string(u.ValidFrom), null(u.ValidTo), null(u.Successor)); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM aliases WHERE unit = ?`, u.Code); err != nil {
		return err
	}
	for _, alias := range u.Aliases {
		if _, err := tx.exec(`INSERT INTO aliases (unit, alias) VALUES (?, ?)`, u.Code, alias); err != nil {
			return err
		}
	}
	return nil
}
