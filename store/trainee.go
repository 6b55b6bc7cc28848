package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Trainee is one person's time in a slot, known by a reference and never by name.
type Trainee struct {
	Reference  string
	Slot       int64
	Unit       string // of the slot
	Kind       string // of the slot
	StartsOn   Date
	EndsOn     Date // as planned
	EndedOn    Date // as it became; "": not ended
	Result     string
	Outcome    string
	Hours      float64 // a week; 0: not said
	Percent    float64 // of full time; 0: not said
	Supervisor string
}

type traineeFacts struct {
	Slot    int64   `json:"slot"`
	Starts  Date    `json:"starts"`
	Ends    Date    `json:"ends"`
	Ended   Date    `json:"ended,omitempty"`
	Result  string  `json:"result,omitempty"`
	Outcome string  `json:"outcome,omitempty"`
	Hours   float64 `json:"hours,omitempty"`
	Percent float64 `json:"percent,omitempty"`
}

func (t *Trainee) facts() traineeFacts {
	return traineeFacts{t.Slot, t.StartsOn, t.EndsOn, t.EndedOn, t.Result, t.Outcome, t.Hours, t.Percent}
}

// Overdue tells whether the planned end has passed and nobody has said how it went.
func (t *Trainee) Overdue(today Date) bool { return t.EndedOn == "" && t.EndsOn < today }

const traineeColumns = `t.reference, t.slot, coalesce(s.unit, ''), s.kind, t.starts_on, t.ends_on, coalesce(t.ended_on, ''),
	coalesce(t.result, ''), coalesce(t.outcome, ''), coalesce(t.hours, 0), coalesce(t.percent, 0), t.supervisor`

func scanTrainee(r *sql.Rows) (t Trainee, err error) {
	return t, r.Scan(&t.Reference, &t.Slot, &t.Unit, &t.Kind, &t.StartsOn, &t.EndsOn, &t.EndedOn, &t.Result, &t.Outcome, &t.Hours, &t.Percent, &t.Supervisor)
}

// Trainee gives a trainee by the reference; a Refusal "trainee_unknown" where there is none.
func (tx *Tx) Trainee(reference string) (*Trainee, error) {
	found, err := all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM trainees t JOIN slots s ON s.number = t.slot WHERE t.reference = ?`, reference)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, RefuseField("trainee", "trainee_unknown", Facts{"Trainee": reference})
	}
	return &found[0], nil
}

// TraineesOf gives who is in a unit's own slots or will come, not yet ended on a day, who leaves first first.
func (tx *Tx) TraineesOf(unit string, on Date) ([]Trainee, error) {
	return all(tx, scanTrainee, `SELECT `+traineeColumns+` FROM trainees t JOIN slots s ON s.number = t.slot
		WHERE s.unit = ? AND s.created_on <= ? AND (t.ended_on IS NULL OR t.ended_on > ?) ORDER BY t.ends_on, t.reference`,
		unit, string(on), string(on))
}

// NextReference is the one that Log would give on a day, "D-2026-0143".
func (tx *Tx) NextReference() (string, error) {
	year := tx.Today().Year()
	var last int
	err := tx.get([]any{&last}, `SELECT coalesce((SELECT last FROM reference_numbers WHERE year = ?), 0)`, year)
	return reference(year, last+1), err
}

func reference(year, n int) string { return fmt.Sprintf("D-%d-%04d", year, n) }

// Log writes down a new trainee in a vacant slot. An empty Reference gets the next one.
func (tx *Tx) Log(t Trainee) (*Trainee, error) {
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return nil, err
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	if err := reg.checkTrainee(slot, &t, tx.Today()); err != nil {
		return nil, err
	}
	if err := tx.free(slot, &t); err != nil {
		return nil, err
	}
	if t.Reference == "" {
		if t.Reference, err = tx.NextReference(); err != nil {
			return nil, err
		}
	} else if _, err := tx.Trainee(t.Reference); err == nil {
		return nil, RefuseField("trainee", "trainee_known", Facts{"Trainee": t.Reference})
	} else if AsRefusal(err) == nil {
		return nil, err
	}
	if err := tx.insertTrainee(&t); err != nil {
		return nil, err
	}
	t.Unit, t.Kind = slot.Unit, slot.Kind
	return &t, tx.tally(slot, t.StartsOn, Tally{Started: 1})
}

func (r *Register) checkTrainee(slot *Slot, t *Trainee, today Date) error {
	switch {
	case slot.Unit == "":
		return RefuseField("slot", "slot_open", Facts{"Slot": slot.Number})
	case slot.DiscontinuedOn != "":
		return RefuseField("slot", "slot_gone", Facts{"Slot": slot.Number})
	case slot.Trainee != "":
		return RefuseField("slot", "slot_filled", Facts{"Slot": slot.Number, "Trainee": slot.Trainee})
	case t.StartsOn < slot.CreatedOn:
		return RefuseField("from", "start_before_slot", Facts{"Date": slot.CreatedOn})
	case t.StartsOn > today.AddMonths(12):
		return RefuseField("from", "from_far", Facts{"Date": t.StartsOn})
	}
	k, open := r.Kind(slot.Kind, t.StartsOn)
	if k == nil || !open {
		return RefuseField("slot", "kind_closed", Facts{"Kind": slot.Kind, "Rule": k})
	}
	if t.EndsOn == "" {
		t.EndsOn = k.UsualEnd(t.StartsOn)
	}
	if t.EndsOn < t.StartsOn {
		return RefuseField("to", "end_before_start", Facts{"Date": t.StartsOn})
	}
	if latest := k.LatestEnd(t.StartsOn); latest != "" && t.EndsOn > latest {
		return RefuseField("to", "end_limit", Facts{"Kind": k.Name, "Date": latest, "Rule": k})
	}
	if k.MaxMonths == 0 && t.EndsOn > t.StartsOn.AddMonths(24) {
		return RefuseField("to", "end_far", Facts{"Date": t.EndsOn})
	}
	if t.Hours < 0 || t.Hours > 60 || t.Percent < 0 || t.Percent > 100 {
		return RefuseField("hours", "hours_limit", nil)
	}
	if k.Supervisor && t.Supervisor == "" && slot.Supervisor == "" {
		return RefuseField("supervisor", "supervisor_missing", Facts{"Kind": k.Name, "Rule": k})
	}
	if t.Supervisor == "" {
		t.Supervisor = slot.Supervisor
	}
	return nil
}

// free refuses where somebody was in the slot in that time; the tables refuse it too.
func (tx *Tx) free(slot *Slot, t *Trainee) error {
	var who string
	err := tx.get([]any{&who}, `SELECT reference FROM trainees WHERE slot = ? AND (ended_on IS NULL OR ended_on > ?) LIMIT 1`, slot.Number, string(t.StartsOn))
	switch {
	case err == nil:
		return RefuseField("from", "slot_filled", Facts{"Slot": slot.Number, "Trainee": who})
	case none(err):
		return nil
	}
	return err
}

func (tx *Tx) insertTrainee(t *Trainee) error {
	var hours, percent any
	if t.Hours != 0 {
		hours = t.Hours
	}
	if t.Percent != 0 {
		percent = t.Percent
	}
	if _, err := tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on, hours, percent, supervisor) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Reference, t.Slot, string(t.StartsOn), string(t.EndsOn), hours, percent, t.Supervisor); err != nil {
		return err
	}
	if err := tx.usedReference(t.Reference); err != nil {
		return err
	}
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return err
	}
	return tx.note("trainee", t.Reference, slot.Unit, nil, t.facts())
}

// usedReference keeps the next number above every one that has been used.
func (tx *Tx) usedReference(ref string) error {
	year, n, err := splitReference(ref)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO reference_numbers (year, last) VALUES (?, ?)
		ON CONFLICT (year) DO UPDATE SET last = excluded.last WHERE excluded.last > reference_numbers.last`, year, n)
	return err
}

var errReference = errors.New("a reference is written D-2026-0143")

func splitReference(ref string) (year, n int, err error) {
	parts := strings.Split(ref, "-")
	if len(parts) != 3 || parts[0] != "D" {
		return 0, 0, errReference
	}
	year, err1 := strconv.Atoi(parts[1])
	n, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return 0, 0, errReference
	}
	return year, n, nil
}

// End writes down how a trainee's time ended and when; outcome may be "".
func (tx *Tx) End(ref, result, outcome string, on Date) (*Trainee, error) {
	t, err := tx.Trainee(ref)
	if err != nil {
		return nil, err
	}
	switch {
	case t.EndedOn != "":
		return nil, RefuseField("trainee", "trainee_ended", Facts{"Trainee": ref, "Date": t.EndedOn})
	case on < t.StartsOn:
		return nil, RefuseField("date", "end_before_start", Facts{"Date": t.StartsOn})
	case on > tx.Today():
		return nil, RefuseField("date", "end_future", Facts{"Date": on})
	}
	was := t.facts()
	t.EndedOn, t.Result, t.Outcome = on, result, outcome
	if _, err := tx.exec(`UPDATE trainees SET ended_on = ?, result = ?, outcome = ? WHERE reference = ?`, string(on), result, null(outcome), ref); err != nil {
		return nil, err
	}
	if err := tx.note("trainee", ref, t.Unit, was, t.facts()); err != nil {
		return nil, err
	}
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return nil, err
	}
	return t, tx.tally(slot, on, Tally{Ended: 1})
}
