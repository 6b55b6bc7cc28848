package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Retention is a rule of disposal (gallring): public records are disposed of by decision alone, which the rule names (arkivlagen 1990:782 § 10).
type Retention struct {
	Class    string // trainee: of those whose time has ended; staff: of those who have left
	Months   int    // since it ended; since the last role and the last doing
	Decision string // its reference, "AMN 2026-118"
}

// Classes are those that there are rules for.
var Classes = []string{"trainee", "staff"}

const mostDecision = 60

// MostMonths is the longest that a rule may keep anything.
const MostMonths = 120

// IsDecision tells whether a text may be a decision's reference: it has a number.
func IsDecision(text string) bool {
	return len([]rune(text)) <= mostDecision && strings.ContainsAny(text, "0123456789")
}

type retentionFacts struct {
	Months   int    `json:"months"`
	Decision string `json:"decision"`
}

// Retention gives the rule of a class; a Refusal "erase_undecided" where none has been decided.
func (tx *Tx) Retention(class string) (*Retention, error) {
	r := Retention{Class: class}
	err := tx.get([]any{&r.Months, &r.Decision}, `SELECT months, decision FROM retentions WHERE class = ?`, class)
	if none(err) {
		return nil, Refuse("erase_undecided", nil)
	}
	return &r, err
}

// Retain writes a rule down in the place of the one before.
func (tx *Tx) Retain(r Retention) error {
	r.Decision = strings.TrimSpace(r.Decision)
	switch {
	case !slices.Contains(Classes, r.Class):
		return fmt.Errorf("there is no class %q", r.Class)
	case r.Months < 1 || r.Months > MostMonths:
		return RefuseField("months", "erase_months", nil)
	case !IsDecision(r.Decision):
		return RefuseField("decision", "erase_decision", nil)
	}
	var before any
	was, err := tx.Retention(r.Class)
	switch {
	case err == nil:
		before = retentionFacts{was.Months, was.Decision}
	case AsRefusal(err) == nil:
		return err
	}
	if _, err := tx.exec(`INSERT INTO retentions (class, months, decision) VALUES (?, ?, ?)
		ON CONFLICT (class) DO UPDATE SET months = excluded.months, decision = excluded.decision`, r.Class, r.Months, r.Decision); err != nil {
		return err
	}
	return tx.note("retention", r.Class, "", before, retentionFacts{r.Months, r.Decision})
}

// Until is the last day on which the time of those who are due on a day ended.
func (r *Retention) Until(today Date) Date { return today.AddMonths(-r.Months) }

// Due gives the trainees whom a rule says to dispose of today, whose time ended first first.
func (tx *Tx) Due(r *Retention) ([]Trainee, error) {
	return all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM trainees t JOIN slots s ON s.number = t.slot
		WHERE t.ended_on <= ? AND t.reference NOT LIKE ? AND t.restricted_on IS NULL ORDER BY t.ended_on, t.reference`, r.Until(tx.Today()), erasedPrefix+"%")
}

// Disposal is of certain rows by a rule as it held when it was proposed.
type Disposal struct {
	ID         int64
	Class      string
	Months     int
	Decision   string
	EndedBy    Date
	ProposedAt string
	ProposedBy int64
	Protocol   string // the key of the message with the protocol
	DoneAt     string // "": not done
	DoneBy     int64
	Rows       int
	Messages   int // that Dispose has taken back
}

type disposalFacts struct {
	Decision string `json:"decision"`
	Months   int    `json:"months"`
	Rows     int    `json:"rows"`
	EndedBy  Date   `json:"ended_by"`
}

func (d *Disposal) facts() disposalFacts {
	return disposalFacts{d.Decision, d.Months, d.Rows, d.EndedBy}
}

// Propose fixes what is due today, for a protocol that goes out in the message with the key; a Refusal "erase_nothing" where nothing is.
func (tx *Tx) Propose(r *Retention, member int64, protocol string) (*Disposal, error) {
	id, err := tx.insert(`INSERT INTO disposals (class, months, decision, ended_by, proposed_at, proposed_by, protocol) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.Class, r.Months, r.Decision, r.Until(tx.Today()), tx.Stamp(), null(member), protocol)
	if err != nil {
		return nil, err
	}
	if err := tx.proposeAll(id, r); err != nil {
		return nil, err
	}
	d, err := tx.Disposal(id)
	if err != nil {
		return nil, err
	}
	if d.Rows == 0 {
		return nil, Refuse("erase_nothing", nil)
	}
	return d, tx.note("disposal", fmt.Sprint(id), "", nil, d.facts())
}

func (tx *Tx) proposeAll(id int64, r *Retention) error {
	if r.Class == "staff" {
		return tx.proposeStaff(id, r)
	}
	due, err := tx.Due(r)
	if err != nil {
		return err
	}
	for _, t := range due {
		number, err := tx.subject(t.Reference)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`INSERT INTO disposed (disposal, subject) VALUES (?, ?)`, id, number); err != nil {
			return err
		}
	}
	return nil
}

// Disposal gives a disposal by its number; a Refusal "erase_unknown" where there is none.
func (tx *Tx) Disposal(id int64) (*Disposal, error) {
	var d Disposal
	err := tx.get([]any{&d.ID, &d.Class, &d.Months, &d.Decision, &d.EndedBy, &d.ProposedAt, &d.ProposedBy, &d.Protocol, &d.DoneAt, &d.DoneBy, &d.Rows},
		`SELECT id, class, months, decision, ended_by, proposed_at, coalesce(proposed_by, 0), protocol, coalesce(done_at, ''), coalesce(done_by, 0),
		        (SELECT count(*) FROM disposed WHERE disposal = id) + (SELECT count(*) FROM disposed_members WHERE disposal = id) FROM disposals WHERE id = ?`, id)
	if none(err) {
		return nil, Refuse("erase_unknown", nil)
	}
	return &d, err
}

// EachDisposed gives the trainees of a disposal, as they are now.
func (tx *Tx) EachDisposed(id int64) ([]Trainee, error) {
	return all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM disposed d JOIN subjects n ON n.number = d.subject
		JOIN trainees t ON t.reference = n.reference JOIN slots s ON s.number = t.slot WHERE d.disposal = ? ORDER BY t.ended_on, t.reference`, id)
}

// CheckDispose refuses what Dispose would.
func (tx *Tx) CheckDispose(id int64) (*Disposal, error) {
	d, err := tx.Disposal(id)
	if err != nil {
		return nil, err
	}
	if d.DoneAt != "" {
		return nil, Refuse("erase_done", nil)
	}
	r, err := tx.Retention(d.Class)
	if err != nil {
		return nil, err
	}
	sent, err := tx.ByKey(d.Protocol)
	if err != nil {
		return nil, err
	}
	if sent == nil || sent.State != "sent" {
		return nil, Refuse("erase_no_protocol", nil)
	}
	still, err := tx.stillDue(d, r)
	if err != nil {
		return nil, err
	}
	if still != d.Rows || r.Months != d.Months || r.Decision != d.Decision {
		return nil, Refuse("erase_changed", nil)
	}
	return d, nil
}

// stillDue counts those of a disposal who are due as they were when it was proposed.
func (tx *Tx) stillDue(d *Disposal, r *Retention) (int, error) {
	if d.Class == "staff" {
		still, err := tx.stillLeft(d, r)
		return len(still), err
	}
	still, err := tx.EachDisposed(d.ID)
	still = slices.DeleteFunc(still, func(t Trainee) bool {
		return Erased(t.Reference) || t.EndedOn == "" || t.EndedOn > d.EndedBy || t.Restricted != ""
	})
	return len(still), err
}

// Dispose does what has been proposed, once the protocol has arrived and if all is as it says. Of each trainee the days and what came of it stay,
// and with them every figure; who it was does not: the reference goes everywhere, also out of what the bot has said. The audit keeps its rows,
// which are of a number that is nobody's any more. The file is written anew before the transaction's answer is given; where that could not be, or the
// process has ended before it, by a commit that follows.
func (tx *Tx) Dispose(id, member int64) (*Disposal, error) {
	d, err := tx.CheckDispose(id)
	if err != nil {
		return nil, err
	}
	if err := tx.forgetAll(d); err != nil {
		return nil, err
	}
	d.DoneAt, d.DoneBy = tx.Stamp(), member
	if _, err := tx.exec(`UPDATE disposals SET done_at = ?, done_by = ? WHERE id = ?`, d.DoneAt, null(member), id); err != nil {
		return nil, err
	}
	if err := tx.stale(); err != nil {
		return nil, err
	}
	return d, tx.note("disposal", fmt.Sprint(id), "", d.facts(), nil)
}

// forgetAll takes away who those of a disposal were.
func (tx *Tx) forgetAll(d *Disposal) error {
	if d.Class == "staff" {
		return tx.forgetStaff(d, &Retention{d.Class, d.Months, d.Decision})
	}
	gone, err := tx.subjectsOf(d)
	if err != nil {
		return err
	}
	if d.Messages, err = tx.takeBack(gone, 0); err != nil {
		return err
	}
	references := map[string]bool{}
	for _, s := range gone {
		references[s.reference] = true
		if err := tx.forgetSubject(s); err != nil {
			return err
		}
	}
	return firstError(
		tx.forgetSaid(references, `SELECT id, trainee FROM wishes WHERE trainee <> ''`, `UPDATE wishes SET trainee = '', done = 1 WHERE id = ?`),
		tx.forgetSaid(references, `SELECT id, upper(text) FROM statements`, `DELETE FROM statements WHERE id = ?`))
}

// known by its number and its reference.
type subject struct {
	number    int64
	reference string
}

// subjectsOf gives those of a disposal, and with them those who were logged by mistake so long ago that nobody speaks of it.
func (tx *Tx) subjectsOf(d *Disposal) ([]subject, error) {
	return all(tx, func(r *sql.Rows) (s subject, err error) {
		err = r.Scan(&s.number, &s.reference)
		return s, err
	}, `SELECT n.number, n.reference FROM disposed d JOIN subjects n ON n.number = d.subject WHERE d.disposal = ?
		UNION
		SELECT n.number, n.reference FROM subjects n WHERE n.reference NOT LIKE ?
			AND NOT EXISTS (SELECT 1 FROM trainees t WHERE t.reference = n.reference)
			AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.noun = 'trainee' AND a.object = CAST(n.number AS TEXT) AND substr(a.at, 1, 10) > ?)`,
		d.ID, erasedPrefix+"%", d.EndedBy)
}

// forgetSubject takes a reference out of the trainee's own rows.
func (tx *Tx) forgetSubject(s subject) error {
	nobody := fmt.Sprintf("%s%06d", erasedPrefix, s.number)
	return tx.execAll([]query{
		{`DELETE FROM corrections WHERE subject = ?`, []any{s.number}},
		{`UPDATE trainees SET reference = ?, hours = NULL, percent = NULL, supervisor = '' WHERE reference = ?`, []any{nobody, s.reference}},
		{`UPDATE subjects SET reference = ? WHERE number = ?`, []any{nobody, s.number}},
	})
}
