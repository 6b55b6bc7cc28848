package store

import (
	"database/sql"
	"slices"
	"strings"
)

// Category is a name under which a programme tells of several units together.
type Category struct {
	NameSV string
	NameEN string
	Units  []string // with all below them, but for what lies in a nearer unit of another; none: all the rest
}

// Name in a language.
func (c *Category) Name(language string) string { return inLanguage(language, c.NameSV, c.NameEN) }

func inLanguage(language, sv, en string) string {
	if language == "en" {
		return en
	}
	return sv
}

// CategoryStands is what a category has.
type CategoryStands struct {
	Name    string  `json:"name"` // in Swedish; "": what no category of the programme has
	Created int     `json:"created"`
	Counted int     `json:"counted"` // toward the target: net or gross, as the programme says
	Share   float64 `json:"share"`   // of what counts of the whole, 0 to 1
	Filled  int     `json:"filled"`
	Vacant  int     `json:"vacant"`
	Place   int     `json:"-"` // among the programme's; -1: none of them
}

// categoriesOf splits a Standing by its programme's categories; they add up to it. None where there are none, or partners are asked about.
func (tx *Tx) categoriesOf(reg *Register, p *Programme, q Question, whole Tally) ([]CategoryStands, error) {
	programme, roots, but := q.reach(reg, p)
	if len(p.Categories) == 0 || programme == "" {
		return nil, nil
	}
	place, rest := map[string]int{}, -1
	for i, c := range p.Categories {
		if len(c.Units) == 0 {
			rest = i
		}
		for _, unit := range c.Units {
			place[unit] = i
		}
	}
	of := func(unit string) int { // the category of a unit's own slots
		for _, above := range reg.Tree.Path(unit) {
			if i, ok := place[above]; ok {
				return i
			}
		}
		return rest
	}
	below := func(root string) (out []string) {
		for unit := range place {
			if unit != root && reg.Tree.Within(unit, root) {
				out = append(out, unit)
			}
		}
		return out
	}
	tops := append(slices.Clone(roots), but...)
	var units []string
	if q.Scope != "" {
		units = slices.Clone(tops)
	}
	for _, root := range tops {
		units = append(units, below(root)...)
	}
	slices.Sort(units)
	tallies, err := tx.talliesWith(reg.Tree, p.Key, slices.Compact(units), until(q.At), q)
	if err != nil {
		return nil, err
	}
	if q.Scope == "" {
		tallies[q.Unit] = whole
	}
	has := map[int]Tally{}
	for i, root := range tops {
		add, take := Tally.Plus, Tally.Less
		if i >= len(roots) {
			add, take = take, add
		}
		has[of(root)] = add(has[of(root)], tallies[root])
		for _, unit := range below(root) {
			from := of(reg.Tree.Unit(unit).Parent)
			has[from] = take(has[from], tallies[unit])
			has[place[unit]] = add(has[place[unit]], tallies[unit])
		}
	}
	var out []CategoryStands
	for i := range p.Categories {
		if t, ok := has[i]; ok {
			out = append(out, p.categoryStands(p.Categories[i].NameSV, i, t, whole))
		}
	}
	if t := has[-1]; t.toward(p) != 0 || t.Filled() != 0 {
		out = append(out, p.categoryStands("", -1, t, whole))
	}
	return out, nil
}

func (p *Programme) categoryStands(name string, place int, t, whole Tally) CategoryStands {
	s := CategoryStands{Name: name, Place: place, Created: t.Net(), Counted: t.toward(p), Filled: t.Filled(), Vacant: t.Vacant()}
	if n := whole.toward(p); n > 0 {
		s.Share = float64(s.Counted) / float64(n)
	}
	return s
}

func (tx *Tx) loadCategories(p *Programme) (err error) {
	p.Categories, err = all(tx, func(r *sql.Rows) (c Category, err error) {
		var units sql.NullString
		err = r.Scan(&c.NameSV, &c.NameEN, &units)
		if units.Valid {
			c.Units = strings.Split(units.String, "|")
		}
		return c, err
	}, `SELECT name_sv, name_en, (SELECT string_agg(u.unit, '|' ORDER BY u.unit) FROM category_units u WHERE u.programme = c.programme AND u.place = c.place)
	    FROM categories c WHERE c.programme = ? ORDER BY c.place`, p.Key)
	return err
}

// putCategories writes a programme's, in the place of those that it had.
func (tx *Tx) putCategories(p *Programme) error {
	if _, err := tx.exec(`DELETE FROM categories WHERE programme = ?`, p.Key); err != nil {
		return err
	}
	for i, c := range p.Categories {
		if _, err := tx.exec(`INSERT INTO categories (programme, place, name_sv, name_en) VALUES (?, ?, ?, ?)`, p.Key, i+1, c.NameSV, c.NameEN); err != nil {
			return err
		}
		for _, unit := range c.Units {
			if _, err := tx.exec(`INSERT INTO category_units (programme, unit, place) VALUES (?, ?, ?)`, p.Key, unit, i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// flatCategories is how an import tells of them.
func flatCategories(categories []Category) string {
	out := make([]string, len(categories))
	for i, c := range categories {
		out[i] = c.NameSV + " (" + strings.Join(slices.Sorted(slices.Values(c.Units)), ", ") + ")"
	}
	return strings.Join(out, ", ")
}
