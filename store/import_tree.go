package store

import (
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
	var codes []string
	done := map[string]bool{"": true}
	for i := range im.rows {
		row := &im.rows[i]
		if _, known := parent[row.Parent]; !known && row.Parent != "" {
			if codes == nil {
				codes = im.codes(tree)
			}
			im.errs.add(im.table.wrong(row.line, unitParent, "parent_unknown", Facts{"Value": brief(row.Parent), "Nearest": nearest(row.Parent, codes)}))
		}
		if ring := circle(row.Code, parent, done); len(ring) > 0 {
			im.errs.add(im.table.wrong(row.line, unitParent, "cycle", Facts{"Value": row.Code, "Path": strings.Join(ring, " → ")}))
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
