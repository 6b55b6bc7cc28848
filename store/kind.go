package store

import (
	"database/sql"
	_ "embed"
	"slices"

	"github.com/BurntSushi/toml"
)

// Kind is a kind of placement with the rule that holds for those that begin between ValidFrom and ValidTo.
type Kind struct {
	Name        string `toml:"name"`    // Swedish; what slots store
	English     string `toml:"english"` // as the authorities translate it
	UsualMonths int    `toml:"usual_months"`
	MaxMonths   int    `toml:"max_months"` // 0: no limit is known
	Supervisor  bool   `toml:"needs_supervisor"`
	Sensitive   bool   `toml:"sensitive"`
	RuleSV      string `toml:"rule_sv"`
	RuleEN      string `toml:"rule_en"`
	Source      string `toml:"source"`
	ValidFrom   Date   `toml:"valid_from"`
	ValidTo     Date   `toml:"valid_to"` // the last day on which one may begin; "": open
}

// Rule gives the rule in a language.
func (k Kind) Rule(language string) string {
	if language == "en" {
		return k.RuleEN
	}
	return k.RuleSV
}

// UsualEnd is the last day of a placement of the usual length.
func (k Kind) UsualEnd(start Date) Date { return start.AddMonths(k.UsualMonths).AddDays(-1) }

// LatestEnd is the last day that the limit allows; "" where there is none.
func (k Kind) LatestEnd(start Date) Date {
	if k.MaxMonths == 0 {
		return ""
	}
	return start.AddMonths(k.MaxMonths).AddDays(-1)
}

// Kind gives the kind as its rule stands for a placement that begins on a day. A kind that is closed on that day, or not yet open, gives the
// rule nearest to it and false; an unknown name gives nil.
func (r *Register) Kind(name string, on Date) (*Kind, bool) {
	var found *Kind
	for i := range r.Kinds {
		k := &r.Kinds[i]
		if k.Name != name {
			continue
		}
		if k.ValidFrom <= on && (k.ValidTo == "" || on <= k.ValidTo) {
			return k, true
		}
		if found == nil || k.ValidFrom <= on {
			found = k
		}
	}
	return found, false
}

// KindNames gives every kind's name once, those that are open on the day first.
func (r *Register) KindNames(on Date) (open, closed []string) {
	for _, k := range r.Kinds {
		if slices.Contains(open, k.Name) || slices.Contains(closed, k.Name) {
			continue
		}
		if _, ok := r.Kind(k.Name, on); ok {
			open = append(open, k.Name)
		} else {
			closed = append(closed, k.Name)
		}
	}
	return open, closed
}

//go:embed kinds.toml
var shippedKinds string

// loadKinds puts the shipped kinds into the database where it lacks them. A row that is there is left as it is: somebody may have changed it.
func loadKinds(tx *Tx) error {
	var file struct {
		Kind []Kind `toml:"kind"`
	}
	if err := toml.Unmarshal([]byte(shippedKinds), &file); err != nil {
		return err
	}
	added := int64(0)
	for _, k := range file.Kind {
		r, err := tx.exec(`INSERT INTO kinds (name, english, usual_months, max_months, needs_supervisor, sensitive, rule_sv, rule_en, source, valid_from, valid_to)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			k.Name, k.English, k.UsualMonths, nullInt(k.MaxMonths), k.Supervisor, k.Sensitive, k.RuleSV, k.RuleEN, k.Source, string(k.ValidFrom), null(k.ValidTo))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		added += n
	}
	if added == 0 {
		return nil
	}
	return tx.changed()
}

func nullInt(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func (tx *Tx) loadKindRows() ([]Kind, error) {
	return all(tx, func(r *sql.Rows) (Kind, error) {
		var k Kind
		var most sql.NullInt64
		var to sql.NullString
		err := r.Scan(&k.Name, &k.English, &k.UsualMonths, &most, &k.Supervisor, &k.Sensitive, &k.RuleSV, &k.RuleEN, &k.Source, &k.ValidFrom, &to)
		k.MaxMonths, k.ValidTo = int(most.Int64), Date(to.String)
		return k, err
	}, `SELECT name, english, usual_months, max_months, needs_supervisor, sensitive, rule_sv, rule_en, source, valid_from, valid_to
	    FROM kinds ORDER BY name, valid_from`)
}
