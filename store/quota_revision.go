package store

import (
	"database/sql"
	"encoding/json"
	"slices"
)

// mostQuota bounds what can be set, so that sums stay whole numbers that people can read.
const mostQuota = 100_000

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

// HasQuota refuses a unit that a programme gives no quota: one outside its scope, or a partner; its scope's own is the programme's target.
func (r *Register) HasQuota(p *Programme, unit string) error {
	if u := r.Tree.Unit(unit); u == nil {
		return RefuseField("unit", "unit_unknown", Facts{"Unit": unit})
	}
	if unit == p.Scope || !r.Tree.Within(unit, p.Scope) || r.Tree.partner(unit) {
		return RefuseField("unit", "quota_unit", Facts{"Unit": r.Tree.Name(unit)})
	}
	return nil
}

// SetQuota sets a unit's quota for a period. All others stay as they are.
func (tx *Tx) SetQuota(p *Programme, period, unit string, n int) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	if err := firstError(reg.HasQuota(p, unit), CheckQuota(n)); err != nil {
		return err
	}
	move := QuotaMove{Period: period, Unit: unit, Before: reg.Quota(p, unit)[p.Place(period)], After: n}
	return tx.revise(p, Revision{What: "set"}, unit, []QuotaMove{move})
}

// CheckQuota refuses a number that is no quota.
func CheckQuota(n int) error {
	if n < 0 || n > mostQuota {
		return RefuseField("count", "quota_limit", Facts{"Most": mostQuota})
	}
	return nil
}

// Transfer moves n of a period's quota from a unit to another, and with it in the sums above them as far up as they differ.
func (tx *Tx) Transfer(p *Programme, period, from, to string, n int) ([]QuotaMove, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	moves, err := reg.Moves(p, period, from, to, n)
	if err != nil {
		return nil, err
	}
	return moves, tx.revise(p, Revision{What: "move"}, "", moves)
}

// Moves tells what a transfer would change: the giver, the taker, and the sums above them. It refuses what cannot be.
func (r *Register) Moves(p *Programme, period, from, to string, n int) ([]QuotaMove, error) {
	switch err := firstError(r.HasQuota(p, from), r.HasQuota(p, to)); {
	case err != nil:
		return nil, err
	case from == to:
		return nil, RefuseField("unit", "transfer_same", nil)
	case r.Tree.Within(from, to):
		return nil, RefuseField("unit", "transfer_within", Facts{"Inner": r.Tree.Name(from), "Outer": r.Tree.Name(to)})
	case r.Tree.Within(to, from):
		return nil, RefuseField("unit", "transfer_within", Facts{"Inner": r.Tree.Name(to), "Outer": r.Tree.Name(from)})
	case n < 1 || n > mostQuota:
		return nil, RefuseField("count", "transfer_count", nil)
	}
	if u := r.Tree.Unit(to); !u.ValidOn(p.Periods[p.Place(period)].Ends) {
		return nil, RefuseField("unit", "unit_closed", Facts{"Unit": u.Name})
	}
	up, down := r.Tree.Path(from), r.Tree.Path(to)
	moves := []QuotaMove{r.move(p, period, from, -n), r.move(p, period, to, n)}
	for _, unit := range up[1:] {
		if !slices.Contains(down, unit) {
			moves = append(moves, r.move(p, period, unit, -n))
		}
	}
	for _, unit := range down[1:] {
		if !slices.Contains(up, unit) {
			moves = append(moves, r.move(p, period, unit, n))
		}
	}
	for _, m := range moves {
		if m.After < 0 {
			return nil, RefuseField("count", "transfer_short", Facts{"Unit": r.Tree.Name(m.Unit), "N": m.Before, "Period": period})
		}
	}
	return moves, nil
}

func (r *Register) move(p *Programme, period, unit string, n int) QuotaMove {
	before := r.Quota(p, unit)[p.Place(period)]
	return QuotaMove{Period: period, Unit: unit, Before: before, After: before + n}
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

// revisionOf gives the programme and the revision that an audit row tells of.
func (tx *Tx) revisionOf(e Entry) (*Programme, int, error) {
	var is revisionFacts
	if err := json.Unmarshal(e.After, &is); err != nil {
		return nil, 0, err
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, 0, err
	}
	p := reg.Programme(e.Object)
	if p == nil {
		return nil, 0, Refuse("undo_not_this", nil)
	}
	return p, is.Revision, nil
}

// revisedSince tells whether a revision can't be taken back: one of its quotas is another by now, or there has been a decision after it.
func (tx *Tx) revisedSince(e Entry) (later bool, err error) {
	p, number, err := tx.revisionOf(e)
	if err != nil {
		return false, err
	}
	err = tx.get([]any{&later}, `SELECT EXISTS (SELECT 1 FROM quota_revisions r JOIN quota_revisions own ON own.programme = r.programme AND own.number = ?
			WHERE r.programme = ? AND r.number > own.number AND r.what <> 'undo' AND 'decide' IN (r.what, own.what)
			  AND NOT EXISTS (SELECT 1 FROM quota_revisions u WHERE u.programme = r.programme AND u.undoes = r.number))
		OR EXISTS (SELECT 1 FROM quota_changes c LEFT JOIN quotas q ON q.programme = c.programme AND q.period = c.period AND q.unit = c.unit
			WHERE c.programme = ? AND c.number = ? AND (q.target IS DISTINCT FROM c.after OR coalesce(q.decided, 0) <> c.set_after))`,
		number, p.Key, p.Key, number)
	return later, err
}

// restoreQuotas takes a revision back, as one more.
func (tx *Tx) restoreQuotas(e Entry) error {
	p, number, err := tx.revisionOf(e)
	if err != nil {
		return err
	}
	var was revisionFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	rows, err := all(tx, func(r *sql.Rows) (q quotaRow, err error) {
		err = r.Scan(&q.period, &q.unit, &q.was, &q.is, &q.wasSet, &q.became)
		return q, err
	}, `SELECT period, unit, after, before, set_after, set_before FROM quota_changes WHERE programme = ? AND number = ?`, p.Key, number)
	if err != nil {
		return err
	}
	last, err := tx.LastRevision(p)
	if err != nil {
		return err
	}
	frozen := last.Frozen
	if was.Units == nil { // a decision
		frozen = was.Frozen
	}
	if err := tx.revise(p, Revision{What: "undo", Frozen: frozen, Undoes: number}, e.Unit, nil); err != nil {
		return err
	}
	for _, q := range rows {
		if err := tx.putQuota(p, last.Number+1, q); err != nil {
			return err
		}
	}
	return tx.changed()
}
