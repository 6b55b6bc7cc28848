package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
)

// UnitStands is a child of the scope.
type UnitStands struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Quota     int    `json:"quota"`
	Created   int    `json:"created"`
	Filled    int    `json:"filled"`
	Headcount int    `json:"headcount"`
	Vacant    int    `json:"vacant"`
	Rank      int    `json:"rank"`             // by created; who have the same share it, and the next are so many lower: 1, 2, 2, 4
	Week      int    `json:"created_week"`     // more, or fewer, than seven days before
	Closed    Date   `json:"closed,omitempty"` // the last day of a unit that is no more

	Counted int `json:"counted"` // toward the quota: net or gross, as the programme says
}

// Direct is what the unit has beside its parts: with it they add up to the whole.
func (s *Standing) Direct() UnitStands {
	own := UnitStands{Created: s.Net, Counted: s.Counted, Filled: s.Filled, Vacant: s.Vacant}
	for _, u := range s.Units {
		own.Created, own.Counted, own.Filled, own.Vacant = own.Created-u.Created, own.Counted-u.Counted, own.Filled-u.Filled, own.Vacant-u.Vacant
	}
	return own
}

// KindStands is a kind of placement.
type KindStands struct {
	Kind    string `json:"kind"`
	Created int    `json:"created"`
	Counted int    `json:"counted"` // toward the target: net or gross, as the programme says
	Filled  int    `json:"filled"`
	Vacant  int    `json:"vacant"`
}

// UnitsWithout says how many verksamheter have nothing created.
type UnitsWithout struct {
	Level string `json:"level"`
	Count int    `json:"count"`
	Of    int    `json:"of"`
}

// largest is how many of the parts Concentration is of.
const largest = 3

// Concentration says how much of what is created the largest parts have.
type Concentration struct {
	Parts   int     `json:"parts"`
	Of      int     `json:"of"`
	Created int     `json:"created"`
	Share   float64 `json:"share"` // of the whole, 0 to 1
}

// concentrated adds up the largest of units, which are in order. A partner's slots count in no programme, so that it is no part of one.
func concentrated(tree *Tree, units []UnitStands, whole int) *Concentration {
	units = slices.DeleteFunc(slices.Clone(units), func(u UnitStands) bool { return tree.Unit(u.Code).Kind == "partner" })
	if len(units) <= largest || whole == 0 {
		return nil
	}
	c := &Concentration{Parts: largest, Of: len(units)}
	for _, u := range units[:largest] {
		c.Created += u.Counted
	}
	c.Share = float64(c.Created) / float64(whole)
	return c
}

// reach gives what is asked about: the programme, the units whose branches count, and those within them that do not.
func (q Question) reach(reg *Register, p *Programme) (programme string, roots, but []string) {
	switch q.Scope {
	case "kommun":
		return p.Key, []string{q.Unit}, reg.Tree.childrenOfKind(q.Unit, "bolag")
	case "bolag":
		return p.Key, reg.Tree.childrenOfKind(q.Unit, q.Scope), nil
	case "partner": // whose slots count in no programme
		return "", reg.Tree.childrenOfKind(q.Unit, q.Scope), nil
	}
	return p.Key, []string{q.Unit}, nil
}

// partsFor gives the counts of what is asked about, as of a day.
func (tx *Tx) partsFor(reg *Register, p *Programme, q Question, at Date) ([]Part, error) {
	programme, roots, but := q.reach(reg, p)
	var out []Part
	add := func(units []string, sign func(t, o Tally) Tally) error {
		for _, unit := range units {
			parts, err := tx.talliesIn(reg.Tree, programme, unit, at)
			if err != nil {
				return err
			}
			for _, part := range parts {
				if q.has(part) {
					out = summed1(out, part, sign)
				}
			}
		}
		return nil
	}
	return out, firstError(add(roots, Tally.Plus), add(but, Tally.Less))
}

// sumFor adds up what is asked about, in a stretch of time.
func (tx *Tx) sumFor(reg *Register, p *Programme, q Question, in spans) (Tally, error) {
	programme, roots, but := q.reach(reg, p)
	of, err := tx.talliesWith(reg.Tree, programme, append(slices.Clone(roots), but...), in, q)
	var sum Tally
	for _, unit := range roots {
		sum = sum.Plus(of[unit])
	}
	for _, unit := range but {
		sum = sum.Less(of[unit])
	}
	return sum, err
}

// has tells whether a part is asked about.
func (q Question) has(part Part) bool {
	return (q.Kind == "" || q.Kind == part.Kind) && (q.Period == "" || q.Period == part.Period)
}

func summed1(parts []Part, part Part, sign func(t, o Tally) Tally) []Part {
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Kind == part.Kind && p.Period == part.Period })
	if i < 0 {
		i, parts = len(parts), append(parts, Part{Kind: part.Kind, Period: part.Period})
	}
	parts[i].Tally = sign(parts[i].Tally, part.Tally)
	return parts
}

// childrenOfKind gives those of a unit's children that are of a kind.
func (t *Tree) childrenOfKind(unit, kind string) (out []string) {
	for _, code := range t.children[unit] {
		if t.units[code].Kind == kind {
			out = append(out, code)
		}
	}
	return out
}

// inScope tells whether a child is asked about.
func (q Question) inScope(u *Unit) bool {
	switch q.Scope {
	case "":
		return true
	case "kommun":
		return u.Kind != "bolag" && u.Kind != "partner"
	}
	return u.Kind == q.Scope
}

// asked tells whether a unit lies in what is asked about.
func (t *Tree) asked(q Question, unit string) bool {
	path := t.Path(unit)
	at := slices.Index(path, q.Unit)
	return at == 0 && (q.Scope == "" || q.Scope == "kommun") || at > 0 && q.inScope(t.units[path[at-1]])
}

// scopeQuota adds up the quotas of the children that are asked about, for each period.
func (r *Register) scopeQuota(p *Programme, q Question) []int {
	out := make([]int, len(p.Periods))
	for _, code := range r.Tree.Children(q.Unit) {
		if q.inScope(r.Tree.Unit(code)) {
			for i, n := range r.QuotaAt(p, code, q.At) {
				out[i] += n
			}
		}
	}
	return out
}

func typesOf(p *Programme, parts []Part) []KindStands {
	out := []KindStands{}
	for _, part := range parts {
		i := slices.IndexFunc(out, func(k KindStands) bool { return k.Kind == part.Kind })
		if i < 0 {
			i, out = len(out), append(out, KindStands{Kind: part.Kind})
		}
		out[i].Created += part.Net()
		out[i].Counted += part.toward(p)
		out[i].Filled += part.Filled()
		out[i].Vacant += part.Vacant()
	}
	slices.SortFunc(out, func(a, b KindStands) int {
		return cmp.Or(b.Counted-a.Counted, cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

func (tx *Tx) unitsOf(reg *Register, p *Programme, q Question) ([]UnitStands, error) {
	children := slices.DeleteFunc(slices.Clone(reg.Tree.Children(q.Unit)), func(code string) bool { return !q.inScope(reg.Tree.Unit(code)) })
	programme := p.Key
	if q.Scope == "partner" {
		programme = ""
	}
	now, err := tx.talliesWith(reg.Tree, programme, children, until(q.At), q)
	if err != nil {
		return nil, err
	}
	week, err := tx.talliesWith(reg.Tree, programme, children, days(q.At.AddDays(-6), q.At), q)
	if err != nil {
		return nil, err
	}
	on := tx.organisedOn(q)
	out := make([]UnitStands, 0, len(children))
	for _, code := range children {
		u, t := reg.Tree.Unit(code), now[code]
		if !u.ValidOn(on) && t.Created == 0 {
			continue
		}
		stands := UnitStands{Code: code, Name: u.Name, Quota: q.quota(p, reg, code), Created: t.Net(), Counted: t.toward(p), Filled: t.Filled(), Vacant: t.Vacant(),
			Week: week[code].toward(p), Headcount: reg.Tree.HeadcountOn(code, on)}
		if !u.ValidOn(on) && u.ValidTo < on {
			stands.Closed = u.ValidTo
		}
		out = append(out, stands)
	}
	slices.SortStableFunc(out, func(a, b UnitStands) int { return b.Counted - a.Counted })
	for i := range out {
		out[i].Rank = i + 1
		if i > 0 && out[i].Counted == out[i-1].Counted {
			out[i].Rank = out[i-1].Rank
		}
	}
	return out, nil
}

// quota is a unit's, of the period that is asked about or of all.
func (q Question) quota(p *Programme, reg *Register, unit string) (n int) {
	if q.Kind != "" {
		return 0
	}
	for i, quota := range reg.QuotaAt(p, unit, q.At) {
		if q.Period == "" || q.Period == p.Periods[i].Name {
			n += quota
		}
	}
	return n
}

// talliesIn is Tallies of a unit with what lies below it in a tree.
func (tx *Tx) talliesIn(tree *Tree, programme, unit string, at Date) ([]Part, error) {
	pieces := tree.pieces(unit)
	if len(pieces) == 1 {
		return tx.Tallies(programme, pieces[0].unit, at)
	}
	var out []Part
	for _, of := range pieces {
		parts, err := tx.Tallies(programme, of.unit, at)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			out = summed1(out, part, of.sign())
		}
	}
	return out, nil
}

// sign is how a piece is counted.
func (p piece) sign() func(t, o Tally) Tally {
	if p.less {
		return Tally.Less
	}
	return Tally.Plus
}

// talliesWith gives those of units in a tree, of the kind and the period that are asked about, in a stretch of time.
func (tx *Tx) talliesWith(tree *Tree, programme string, units []string, in spans, q Question) (map[string]Tally, error) {
	if tree.filed == nil {
		return tx.talliesFiled(programme, units, in, q)
	}
	made := make(map[string][]piece, len(units))
	var codes []string
	for _, unit := range units {
		made[unit] = tree.pieces(unit)
		for _, of := range made[unit] {
			codes = append(codes, of.unit)
		}
	}
	slices.Sort(codes)
	filed, err := tx.talliesFiled(programme, slices.Compact(codes), in, q)
	out := make(map[string]Tally, len(units))
	for unit, pieces := range made {
		for _, of := range pieces {
			out[unit] = of.sign()(out[unit], filed[of.unit])
		}
	}
	return out, err
}

func (tx *Tx) talliesFiled(programme string, units []string, in spans, q Question) (map[string]Tally, error) {
	out := make(map[string]Tally, len(units))
	if len(units) == 0 {
		return out, nil
	}
	if err := tx.settle(); err != nil {
		return nil, err
	}
	for _, span := range in {
		args := []any{programme, span[0], span[1]}
		for _, unit := range units {
			args = append(args, unit)
		}
		found, err := all(tx, func(r *sql.Rows) (t struct {
			unit string
			Tally
		}, err error) {
			err = r.Scan(append([]any{&t.unit}, t.scanned()...)...)
			return t, err
		}, `SELECT unit, `+tallySums+` FROM tallies
			WHERE programme = ? AND span BETWEEN ? AND ? AND unit IN (?`+strings.Repeat(", ?", len(units)-1)+`)
			  AND (? = '' OR kind = ?) AND (? = '' OR period = ?) GROUP BY unit`, append(args, q.Kind, q.Kind, q.Period, q.Period)...)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			out[t.unit] = out[t.unit].Plus(t.Tally)
		}
	}
	return out, nil
}

// without counts the units that are to have something each and have nothing created.
func (tx *Tx) without(reg *Register, p *Programme, q Question, on Date) (UnitsWithout, error) {
	level, codes := reg.Tree.wanted(q, on)
	empty, err := tx.empty(reg, p, q, codes)
	return UnitsWithout{Level: level, Count: len(empty), Of: len(codes)}, err
}

// wanted gives the units that are to have something each, and their level: the verksamheter below a unit, or its children where there are none; of
// the companies or the partners alone, those.
func (t *Tree) wanted(q Question, on Date) (level string, codes []string) {
	var below func(code string)
	below = func(code string) {
		for _, c := range t.children[code] {
			u := t.units[c]
			if u.Kind == "partner" || code == q.Unit && !q.inScope(u) {
				continue
			}
			if u.Kind == "verksamhet" && u.ValidOn(on) {
				codes = append(codes, c)
			}
			below(c)
		}
	}
	if q.Scope == "" || q.Scope == "kommun" {
		below(q.Unit)
	}
	if len(codes) > 0 {
		return "verksamhet", codes
	}
	for _, c := range t.children[q.Unit] {
		if u := t.units[c]; u.ValidOn(on) && q.inScope(u) && (q.Scope == "partner") == (u.Kind == "partner") {
			level, codes = cmp.Or(level, u.Kind), append(codes, c)
		}
	}
	return cmp.Or(level, "verksamhet"), codes
}

// empty gives those of the units that have nothing created with all below them. It looks for a slot of each itself or right below it, and adds up
// only those that have none there: to add up hundreds with a million slots takes a hundred times as long.
func (tx *Tx) empty(reg *Register, p *Programme, q Question, codes []string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	tree, at := reg.Tree, q.At
	programme, _, _ := q.reach(reg, p)
	if q.Kind != "" || programme == "" { // seldom asked for
		tallies, err := tx.talliesWith(tree, programme, codes, until(at), Question{Kind: q.Kind})
		return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return tallies[code].Net() > 0 }), err
	}
	const live = `s.programme = ? AND s.created_on <= ? AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)`
	moved := tree.disturbed(codes)
	lost := make([]string, 0, len(moved))
	if len(moved) > 0 {
		branches, err := json.Marshal(moved)
		if err != nil {
			return nil, err
		}
		if lost, err = all(tx, scanText, `SELECT v.key FROM json_each(?) v
			WHERE NOT EXISTS (SELECT 1 FROM json_each(v.value) u JOIN slots s ON s.unit = u.value AND `+live+`)`, string(branches), p.Key, at, at); err != nil {
			return nil, err
		}
	}
	args := []any{p.Key, at, at, p.Key, at, at}
	for _, code := range codes {
		if moved[code] == nil {
			args = append(args, code)
		}
	}
	still := len(args) - 6
	if still == 0 {
		return lost, nil
	}
	candidates, err := all(tx, scanText, `SELECT v.code FROM units v
		WHERE NOT EXISTS (SELECT 1 FROM slots s WHERE s.unit = v.code AND `+live+`)
		  AND NOT EXISTS (SELECT 1 FROM units c JOIN slots s ON s.unit = c.code WHERE c.parent = v.code AND `+live+`)
		  AND v.code IN (?`+strings.Repeat(", ?", still-1)+`)`, args...)
	if err != nil {
		return nil, err
	}
	tallies, err := tx.talliesWith(tree, p.Key, candidates, until(at), Question{})
	return append(slices.DeleteFunc(candidates, func(code string) bool { return tallies[code].Net() > 0 }), lost...), err
}

// disturbed gives the branches, as they lie in a tree, of those units that successions have moved something to or from.
func (t *Tree) disturbed(codes []string) map[string][]string {
	if t.filed == nil {
		return nil
	}
	out := map[string][]string{}
	for _, code := range codes {
		if len(t.moved()[code]) > 0 {
			out[code] = t.Branch(code)
		}
	}
	return out
}
