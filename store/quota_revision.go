package store

import (
	"database/sql"
	"encoding/json"
)

// Revision is one of the changes of a programme's quotas.
type Revision struct {
	Number int // 0: nothing has been decided or set
	On     Date
	Member int64
	What   string // decide, set, move, undo
	Rule   Rule   // of a decision
	Frozen bool   // from then on nothing is worked out anew by itself
	Undoes int    // the revision that this one takes back; 0: none
	Undone bool
	Moves  []QuotaMove // at most mostMoves of them
	Moved  int         // how many there are
}

// QuotaMove is what becomes of one quota.
type QuotaMove struct {
	Period        string
	Unit          string
	Before, After int
}

const mostMoves = 8

// Revisions gives a programme's, the latest first.
func (tx *Tx) Revisions(p *Programme) ([]Revision, error) {
	all, err := all(tx, scanRevision, `SELECT `+revisionColumns+` FROM quota_revisions r WHERE programme = ? ORDER BY number DESC`, p.Key)
	for i := range all {
		if err == nil {
			all[i].Moves, err = tx.quotaMoves(p, all[i].Number, mostMoves)
		}
		if err == nil {
			err = tx.get([]any{&all[i].Moved}, `SELECT count(*) FROM quota_changes WHERE programme = ? AND number = ?`, p.Key, all[i].Number)
		}
	}
	return all, err
}

// LastRevision is the one that holds.
func (tx *Tx) LastRevision(p *Programme) (last Revision, err error) {
	found, err := all(tx, scanRevision, `SELECT `+revisionColumns+` FROM quota_revisions r WHERE programme = ? ORDER BY number DESC LIMIT 1`, p.Key)
	if len(found) > 0 {
		last = found[0]
	}
	return last, err
}

// RuleOf gives the rule that a programme's quotas were last decided by, and are proposed by where nobody says another.
func (tx *Tx) RuleOf(p *Programme) (Rule, error) {
	rule := LargestRemainder
	err := tx.get([]any{&rule}, `SELECT rule FROM quota_revisions r WHERE programme = ? AND what = 'decide'
		AND NOT EXISTS (SELECT 1 FROM quota_revisions u WHERE u.programme = r.programme AND u.undoes = r.number) ORDER BY number DESC LIMIT 1`, p.Key)
	if none(err) {
		err = nil
	}
	return rule, err
}

// DecidedQuotas are quotas that stay as they are though they would be worked out otherwise today.
type DecidedQuotas struct {
	Programme *Programme
	Revision  int
	Differ    int // units; 0: what would be worked out is not known yet
}

// frozenQuotas gives the programmes whose quotas are decided, before a file that they would depend on is written.
func (tx *Tx) frozenQuotas() (out []DecidedQuotas, err error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	for i := range reg.Programmes {
		last, err := tx.LastRevision(&reg.Programmes[i])
		if err != nil {
			return nil, err
		}
		if last.Frozen {
			out = append(out, DecidedQuotas{Programme: &reg.Programmes[i], Revision: last.Number})
		}
	}
	return out, nil
}

// decidedQuotas gives the programmes whose quotas are decided, and differ from what would be proposed now.
func (tx *Tx) decidedQuotas() (out []DecidedQuotas, err error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	for i := range reg.Programmes {
		p := &reg.Programmes[i]
		last, err := tx.LastRevision(p)
		if err != nil {
			return nil, err
		}
		if !last.Frozen {
			continue
		}
		rule, err := tx.RuleOf(p)
		if err != nil {
			return nil, err
		}
		o, err := tx.ProposeQuotas(p, rule, false)
		if err != nil {
			return nil, err
		}
		if n := o.Differ(); n > 0 {
			out = append(out, DecidedQuotas{p, last.Number, n})
		}
	}
	return out, nil
}

const revisionColumns = `number, made_on, coalesce(member, 0), what, rule, frozen, coalesce(undoes, 0),
	EXISTS (SELECT 1 FROM quota_revisions u WHERE u.programme = r.programme AND u.undoes = r.number)`

func scanRevision(r *sql.Rows) (v Revision, err error) {
	err = r.Scan(&v.Number, &v.On, &v.Member, &v.What, &v.Rule, &v.Frozen, &v.Undoes, &v.Undone)
	return v, err
}

func (tx *Tx) quotaMoves(p *Programme, number, most int) ([]QuotaMove, error) {
	return all(tx, func(r *sql.Rows) (m QuotaMove, err error) {
		err = r.Scan(&m.Period, &m.Unit, &m.Before, &m.After)
		return m, err
	}, `SELECT period, unit, coalesce(before, 0), coalesce(after, 0) FROM quota_changes WHERE programme = ? AND number = ? ORDER BY unit, period LIMIT ?`, p.Key, number, most)
}

// DecideQuotas makes a proposal hold, and keeps it: from then on nothing is worked out anew by itself.
func (tx *Tx) DecideQuotas(p *Programme, rule Rule, anew bool) error {
	o, err := tx.ProposeQuotas(p, rule, anew)
	if err != nil {
		return err
	}
	var moves []QuotaMove
	for i, units := range o.Periods {
		for _, u := range units {
			if u.Now != u.Target {
				moves = append(moves, QuotaMove{p.Periods[i].Name, u.Unit, u.Now, u.Target})
			}
		}
	}
	return tx.revise(p, Revision{What: "decide", Rule: rule, Frozen: true}, "", moves)
}

// revisionFacts are what the audit says of a revision.
type revisionFacts struct {
	Revision int            `json:"revision"`
	Frozen   bool           `json:"frozen"`
	Rule     Rule           `json:"rule,omitempty"`
	Period   string         `json:"period,omitempty"`
	Moved    []string       `json:"moved,omitempty"` // the giver, the taker, and the sums above them
	Units    map[string]int `json:"units,omitempty"`
}

// Quotas gives what was done to single quotas, as an audit row tells it: of a transfer the giver first, then the taker; nothing of a decision.
func (e Entry) Quotas() []QuotaMove {
	var was, is revisionFacts
	if e.Noun != "quotas" || json.Unmarshal(e.Before, &was) != nil || json.Unmarshal(e.After, &is) != nil {
		return nil
	}
	var out []QuotaMove
	for _, unit := range is.Moved {
		out = append(out, QuotaMove{is.Period, unit, was.Units[unit], is.Units[unit]})
	}
	return out
}

// revise writes quotas down as the next revision.
func (tx *Tx) revise(p *Programme, v Revision, unit string, moves []QuotaMove) error {
	last, err := tx.LastRevision(p)
	if err != nil {
		return err
	}
	v.Number = last.Number + 1
	before, after := revisionFacts{Revision: last.Number, Frozen: last.Frozen}, revisionFacts{Revision: v.Number, Rule: v.Rule}
	if v.What == "set" || v.What == "move" {
		v.Frozen = last.Frozen
		before.Period, before.Units, after.Period, after.Units = moves[0].Period, map[string]int{}, moves[0].Period, map[string]int{}
		for _, m := range moves {
			before.Units[m.Unit], after.Units[m.Unit] = m.Before, m.After
			after.Moved = append(after.Moved, m.Unit)
		}
	}
	after.Frozen = v.Frozen
	if _, err := tx.exec(`INSERT INTO quota_revisions (programme, number, made_on, member, what, rule, frozen, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Key, v.Number, tx.Today(), null(tx.by.Member), v.What, v.Rule, v.Frozen, null(v.Undoes)); err != nil {
		return err
	}
	for _, m := range moves {
		if err := tx.moveQuota(p, v, m); err != nil {
			return err
		}
	}
	return firstError(tx.note("quotas", p.Key, unit, before, after), tx.changed())
}

// moveQuota writes one quota of a revision. What a person sets or moves is theirs; what a decision works out is the rule's.
func (tx *Tx) moveQuota(p *Programme, v Revision, m QuotaMove) error {
	var was sql.NullInt64
	var set bool
	if err := tx.get([]any{&was, &set}, `SELECT target, decided FROM quotas WHERE programme = ? AND period = ? AND unit = ?`, p.Key, m.Period, m.Unit); err != nil && !none(err) {
		return err
	}
	return tx.putQuota(p, v.Number, quotaRow{m.Period, m.Unit, was, sql.NullInt64{Int64: int64(m.After), Valid: true}, set, v.What != "decide"})
}

// quotaRow is a quota before and after a revision.
type quotaRow struct {
	period, unit   string
	was, is        sql.NullInt64
	wasSet, became bool // set by somebody
}

func (tx *Tx) putQuota(p *Programme, number int, q quotaRow) error {
	if _, err := tx.exec(`INSERT INTO quota_changes (programme, number, period, unit, before, after, set_before, set_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Key, number, q.period, q.unit, q.was, q.is, q.wasSet, q.became); err != nil {
		return err
	}
	if !q.is.Valid {
		_, err := tx.exec(`DELETE FROM quotas WHERE programme = ? AND period = ? AND unit = ?`, p.Key, q.period, q.unit)
		return err
	}
	_, err := tx.exec(`INSERT INTO quotas (programme, period, unit, target, decided) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (programme, unit, period) DO UPDATE SET target = excluded.target, decided = excluded.decided`, p.Key, q.period, q.unit, q.is, q.became)
	return err
}
