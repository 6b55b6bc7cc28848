package store

import (
	"cmp"
	"slices"
	"strings"
)

// checkParents says which parents are unknown and which units lie below themselves.
func (im *unitImport) checkParents(tree *Tree) {
	parent := make(map[string]string, len(im.rows))
	for _, code := range tree.Codes() {
		parent[code] = tree.Unit(code).Parent
	}
	for i := range im.rows {
		parent[im.rows[i].Code] = im.rows[i].Parent
	}
	im.checkSuccessors(tree, parent)
	var codes []string
	done := map[string]bool{"": true}
	for i := range im.rows {
		row := &im.rows[i]
		if _, known := parent[row.Parent]; !known && row.Parent != "" {
			if codes == nil {
				codes = im.codes(tree)
			}
			im.errs.add(im.table.wrong(row.line, unitParent, "parent_unknown", Facts{"Value": brief(row.Parent), "Nearest": nearest(row.Parent, codes)}), row.Parent)
		}
		if ring := circle(row.Code, parent, done); len(ring) > 0 {
			im.errs.add(im.table.wrong(row.line, unitParent, "cycle", Facts{"Value": row.Code, "Path": strings.Join(ring, " → ")}))
		}
	}
}

// checkSuccessors says which units are taken over by one that is unknown or lies below them, or without a last day.
func (im *unitImport) checkSuccessors(tree *Tree, parent map[string]string) {
	above := make(map[string]string, len(parent))
	for code, p := range parent {
		above[code] = p
		if u := tree.Unit(code); u != nil && u.Successor != "" {
			above[code] = u.Successor
		}
	}
	for i := range im.rows {
		if row := &im.rows[i]; im.table.has(unitSuccessor) {
			above[row.Code] = cmp.Or(row.Successor, row.Parent)
		}
	}
	for i := range im.rows {
		row := &im.rows[i]
		fail := func(id string, facts Facts) {
			im.errs.add(im.table.wrong(row.line, unitSuccessor, id, facts), row.Successor)
		}
		if row.Successor == "" {
			continue
		}
		_, known := parent[row.Successor]
		switch ring := circle(row.Code, above, map[string]bool{"": true}); {
		case !known:
			fail("successor_unknown", Facts{"Value": brief(row.Successor), "Nearest": nearest(row.Successor, im.codes(tree))})
		case len(ring) > 0:
			fail("successor_cycle", Facts{"Value": row.Code, "Path": strings.Join(ring, " → ")})
		case row.ValidTo == "" && im.table.has(unitTo):
			fail("successor_without_end", Facts{"Value": row.Successor})
		}
	}
}

// circle follows the parents of a unit and gives the way round where it comes back, first and last the same. done holds what has been followed.
func circle(code string, parent map[string]string, done map[string]bool) []string {
	var path []string
	for !done[code] {
		done[code] = true
		path = append(path, code)
		code = parent[code]
	}
	if i := slices.Index(path, code); i >= 0 {
		return append(path[i:], code)
	}
	return nil
}

func (im *unitImport) codes(tree *Tree) []string {
	codes := slices.Clone(tree.Codes())
	for i := range im.rows {
		codes = append(codes, im.rows[i].Code)
	}
	return codes
}
