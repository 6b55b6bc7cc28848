package store

import "encoding/json"

// WithTarget is the programme with another target: of one of its periods, before anything is carried over, or of the whole ("").
func (p *Programme) WithTarget(period string, n int) *Programme {
	out := *p
	out.Periods = append([]Period(nil), p.Periods...)
	if i := p.Place(period); i >= 0 {
		out.Periods[i].Target = &n
	} else {
		out.Target = &n
	}
	return &out
}

// SetTarget sets the target of a programme, or of one of its periods. Quotas that have not been decided are worked out anew.
func (tx *Tx) SetTarget(p *Programme, period string, n int) error {
	if err := CheckQuota(n); err != nil {
		return err
	}
	if p.Target == nil && period != "" {
		return RefuseField("period", "target_whole_first", nil)
	}
	return tx.putTarget(p, p.WithTarget(period, n))
}

// targetFacts are what the audit says of a programme's targets.
type targetFacts struct {
	Target  *int            `json:"target"`
	Periods map[string]*int `json:"periods"`
}

func (p *Programme) targetFacts() targetFacts {
	f := targetFacts{p.Target, map[string]*int{}}
	for _, d := range p.Periods {
		f.Periods[d.Name] = d.Target
	}
	return f
}

func (tx *Tx) putTarget(old, p *Programme) error {
	if _, err := tx.exec(`UPDATE programmes SET target = ? WHERE key = ?`, p.Target, p.Key); err != nil {
		return err
	}
	for _, d := range p.Periods {
		if _, err := tx.exec(`UPDATE periods SET target = ? WHERE programme = ? AND name = ?`, d.Target, p.Key, d.Name); err != nil {
			return err
		}
	}
	return firstError(tx.note("programme", p.Key, "", old.targetFacts(), p.targetFacts()), tx.changed(), tx.workOut(p), tx.changed())
}

// restoreTarget gives a programme the targets that it had.
func (tx *Tx) restoreTarget(e Entry) error {
	var was targetFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	p := reg.Programme(e.Object)
	if p == nil {
		return Refuse("undo_not_this", nil)
	}
	before := *p
	before.Target, before.Periods = was.Target, append([]Period(nil), p.Periods...)
	for i := range before.Periods {
		before.Periods[i].Target = was.Periods[before.Periods[i].Name]
	}
	return tx.putTarget(p, &before)
}

// targetsSet gives a programme's targets before anybody set one in Slack, and as they were left there; nil where nobody has.
func (tx *Tx) targetsSet(p *Programme) (first, last *targetFacts, err error) {
	var before, after string
	err = tx.get([]any{&before, &after}, `SELECT (SELECT before FROM audit WHERE noun = 'programme' AND object = ? ORDER BY id LIMIT 1),
		(SELECT after FROM audit WHERE noun = 'programme' AND object = ? ORDER BY id DESC LIMIT 1)
		WHERE EXISTS (SELECT 1 FROM audit WHERE noun = 'programme' AND object = ?)`, p.Key, p.Key, p.Key)
	if err != nil {
		if none(err) {
			err = nil
		}
		return nil, nil, err
	}
	first, last = &targetFacts{}, &targetFacts{}
	return first, last, firstError(json.Unmarshal([]byte(before), first), json.Unmarshal([]byte(after), last))
}
