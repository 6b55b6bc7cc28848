package store

import (
	"database/sql"
	"strconv"
)

func (im *slotImport) plan(tx *Tx) error {
	if im.table == nil {
		return nil
	}
	im.report.LeftOut = im.left
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	im.check(reg)
	if len(im.rows) == 0 {
		return nil
	}
	lives, err := im.compare(tx)
	if err != nil {
		return err
	}
	im.count()
	return im.checkLives(tx, lives)
}

// check looks up what the rows name, and finds the programme of those that name none.
func (im *slotImport) check(reg *Register) {
	units := im.known(func(code string) bool { return reg.Tree.Unit(code) != nil })
	programmes := im.known(func(key string) bool { return reg.Programme(key) != nil })
	kinds := im.known(func(name string) bool { k, _ := reg.Kind(name, ""); return k != nil })
	look := func(row *slotRow) {
		if row.kind != 0 && !kinds[row.kind] {
			open, closed := reg.KindNames(row.created.Date())
			im.wrong(row, slotKind, "kind_unknown", wordFacts(im.words.list[row.kind], append(open, closed...)))
		}
		if row.unit != 0 && !units[row.unit] {
			im.wrong(row, slotUnit, "unit_unknown", im.unitFacts(reg.Tree, im.words.list[row.unit]))
		}
		if row.programme != 0 && !programmes[row.programme] {
			im.wrong(row, slotProgramme, "programme_unknown", wordFacts(im.words.list[row.programme], reg.programmeKeys()))
		}
	}
	for i := range im.broken {
		look(&im.broken[i])
	}
	for i := range im.rows {
		row := &im.rows[i]
		row.state, row.counts = rowAdded, row.programme
		look(row)
		if row.programme == 0 && kinds[row.kind] && units[row.unit] {
			row.counts = im.words.id(reg.ProgrammeFor(im.words.list[row.kind], im.words.list[row.unit], im.date(row.created)))
		}
	}
}

func (im *slotImport) wrong(row *slotRow, c int, reason string, facts Facts) {
	im.errs.add(im.table.wrong(int(row.line), c, reason, facts))
}

// known says of every word of the file whether it is one.
func (im *slotImport) known(is func(string) bool) []bool {
	out := make([]bool, len(im.words.list))
	for id, word := range im.words.list {
		out[id] = is(word)
	}
	return out
}

// unitFacts finds the unit that was meant: the one of that name, or the code most like it.
func (im *slotImport) unitFacts(tree *Tree, written string) Facts {
	f := Facts{"Value": brief(written), "Nearest": ""}
	if im.errs.full() {
		return f
	}
	for _, code := range tree.Codes() {
		if tree.Name(code) == written {
			f["Nearest"] = code
			return f
		}
	}
	f["Nearest"] = nearest(written, tree.Codes())
	return f
}

func (r *Register) programmeKeys() []string {
	out := make([]string, len(r.Programmes))
	for i := range r.Programmes {
		out[i] = r.Programmes[i].Key
	}
	return out
}

// storedSlot is what is compared with a row.
type storedSlot struct {
	number                int64
	programme, kind, unit string
	created, gone         Date
	claimed               bool // by somebody in Slack
}

// compare goes through the rows and the slots that are there side by side, both by number. It gives the rows that change a slot's life.
func (im *slotImport) compare(tx *Tx) (lives []*slotRow, err error) {
	i := 0
	err = each(tx, func(r *sql.Rows) error {
		var s storedSlot
		if err := r.Scan(&s.number, &s.programme, &s.kind, &s.unit, &s.created, &s.gone, &s.claimed); err != nil {
			return err
		}
		for i < len(im.rows) && int64(im.rows[i].number) < s.number {
			i++
		}
		if i == len(im.rows) || int64(im.rows[i].number) != s.number {
			return nil
		}
		row := &im.rows[i]
		row.state = rowSame
		if im.differ(row, &s) {
			row.state = rowChanged
			if im.date(row.created) > s.created || im.date(row.gone) != s.gone {
				lives = append(lives, row)
			}
		}
		return nil
	}, `SELECT number, coalesce(programme, ''), kind, coalesce(unit, ''), coalesce(created_on, ''), coalesce(discontinued_on, ''), claimed_by IS NOT NULL
	    FROM slots WHERE number BETWEEN ? AND ? ORDER BY number`, int64(im.rows[0].number), int64(im.rows[len(im.rows)-1].number))
	return lives, err
}

// differ compares a row with the slot that is there, and keeps of it what the file has no column for.
func (im *slotImport) differ(row *slotRow, s *storedSlot) bool {
	words := im.words.list
	if !im.table.has(slotProgramme) {
		row.counts = im.words.id(s.programme)
		words = im.words.list
	}
	if !im.table.has(slotGone) {
		row.gone = dayOf(s.gone)
	}
	if s.claimed && words[row.unit] != s.unit {
		im.wrong(row, slotUnit, "slot_claimed", Facts{"Value": words[row.unit], "Slot": s.number, "Unit": s.unit})
	}
	compare := func(c int, was, is string) bool {
		if was == is {
			return false
		}
		im.report.show(ImportChange{int(row.line), strconv.FormatInt(s.number, 10), slotImportColumns[c].name, was, is})
		return true
	}
	differs := compare(slotProgramme, s.programme, words[row.counts])
	differs = compare(slotKind, s.kind, words[row.kind]) || differs
	differs = compare(slotUnit, s.unit, words[row.unit]) || differs
	differs = compare(slotCreated, string(s.created), string(im.date(row.created))) || differs
	differs = compare(slotGone, string(s.gone), string(im.date(row.gone))) || differs
	return differs
}

func (im *slotImport) count() {
	for i := range im.rows {
		switch row := &im.rows[i]; row.state {
		case rowSame:
			im.report.Same++
		case rowChanged:
			im.report.Changed++
		case rowAdded:
			im.report.added(int(row.line), strconv.Itoa(int(row.number)))
		}
	}
}

// checkLives holds the changed slots against the trainees that have been in them. It warns only: what sets it right may stand in the file
// with the trainees, which comes after this one.
func (im *slotImport) checkLives(tx *Tx, rows []*slotRow) error {
	var found errorList
	for _, row := range rows {
		var from, to sql.NullString
		if err := tx.get([]any{&from, &to}, `SELECT min(starts_on), max(coalesce(ended_on, '9999-12-31')) FROM trainees WHERE slot = ?`, int64(row.number)); err != nil {
			return err
		}
		facts := Facts{"Slot": int64(row.number), "Start": from.String, "End": to.String}
		switch gone := im.date(row.gone); {
		case !from.Valid:
		case Date(from.String) < im.date(row.created):
			found.add(im.table.wrong(int(row.line), slotCreated, "slot_trainee_before", facts))
		case gone != "" && to.String == "9999-12-31":
			found.add(im.table.wrong(int(row.line), slotGone, "slot_trainee_present", facts))
		case gone != "" && Date(to.String) > gone:
			found.add(im.table.wrong(int(row.line), slotGone, "slot_trainee_after", facts))
		}
	}
	im.report.Warnings = found.all()
	return nil
}
