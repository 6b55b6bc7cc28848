package store

// Publication is what HR or a coordinator opens to units.
type Publication struct {
	Kind     string
	Count    int
	StartsOn Date
	Hours    float64
	Tasks    string
	To       []string // units, with what lies below them; none: everybody
}

// Publish opens slots for units to claim.
func (tx *Tx) Publish(p Publication) ([]Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	if err := reg.checkPublication(p, today); err != nil {
		return nil, err
	}
	made := make([]Slot, p.Count)
	for i := range made {
		made[i] = Slot{Kind: p.Kind, PublishedOn: today, StartsOn: p.StartsOn, Hours: p.Hours, Tasks: p.Tasks}
		if err := tx.insertSlot(&made[i]); err != nil {
			return nil, err
		}
		for _, unit := range p.To {
			if _, err := tx.exec(`INSERT INTO offers (slot, unit) VALUES (?, ?) ON CONFLICT DO NOTHING`, made[i].Number, unit); err != nil {
				return nil, err
			}
		}
	}
	return made, nil
}

func (r *Register) checkPublication(p Publication, today Date) error {
	if err := firstError(checkCount(p.Count), checkText("tasks", p.Tasks, mostTasks), r.checkSlot(p.Kind, p.StartsOn, p.Hours, today)); err != nil {
		return err
	}
	for _, unit := range p.To {
		if r.Tree.Unit(unit) == nil {
			return RefuseField("unit", "unit_unknown", Facts{"Unit": unit})
		}
	}
	return nil
}

// CheckPublication is CheckClaim for Publish.
func (tx *Tx) CheckPublication(p Publication) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	return reg.checkPublication(p, tx.Today())
}

// Open is how many published slots wait for a unit to take them.
func (tx *Tx) Open() (n int, err error) {
	err = tx.get([]any{&n}, `SELECT count(*) FROM slots WHERE unit IS NULL AND discontinued_on IS NULL`)
	return n, err
}
