package store

import (
	"cmp"
	"database/sql"
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
