package store

import (
	"database/sql"
	_ "embed"
	"errors"
	"slices"

	"github.com/pelletier/go-toml/v2"
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
func (k Kind) UsualEnd(start Date) Date { return start.LastDay(k.UsualMonths) }

// LatestEnd is the last day that the limit allows; "" where there is none.
func (k Kind) LatestEnd(start Date) Date {
	if k.MaxMonths == 0 {
		return ""
	}
	return start.LastDay(k.MaxMonths)
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

func readKinds() ([]Kind, error) {
	var file struct {
		Kind []Kind `toml:"kind"`
	}
	err := toml.Unmarshal([]byte(shippedKinds), &file)
	return file.Kind, err
}

// loadKinds puts the shipped kinds into the database where it lacks them. A row that is there is left as it is: somebody may have changed it.
func loadKinds(tx *Tx) (err error) {
	shipped, err := readKinds()
	if err != nil {
		return err
	}
	known, err := tx.loadKindRows()
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(shipped, func(k Kind) bool {
		return slices.ContainsFunc(known, func(o Kind) bool { return o.Name == k.Name && o.ValidFrom == k.ValidFrom })
	})
	if len(missing) == 0 {
		return nil // the usual start writes nothing
	}
	if _, err := tx.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, rollback := tx.exec("ROLLBACK")
			err = errors.Join(err, rollback)
		}
	}()
	for _, k := range missing {
		if _, err := tx.exec(`INSERT INTO kinds (name, english, usual_months, max_months, needs_supervisor, sensitive, rule_sv, rule_en, source, valid_from, valid_to)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			k.Name, k.English, k.UsualMonths, null(k.MaxMonths), k.Supervisor, k.Sensitive, k.RuleSV, k.RuleEN, k.Source, k.ValidFrom, null(k.ValidTo)); err != nil {
			return err
		}
	}
	if err := tx.changed(); err != nil {
		return err
	}
	_, err = tx.exec("COMMIT")
	return err
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
