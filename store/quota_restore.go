package store

import (
	"database/sql"
	"encoding/json"
)

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
