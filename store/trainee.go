package store

import (
	"cmp"
	"database/sql"
	"slices"
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
	Restricted Date      // since when the row is told nobody; "": it is not restricted
	After      [3]string // of FollowUps: working, left; "": nobody has said
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

	Restricted Date `json:"restricted,omitempty"`

	After30  string `json:"after_30,omitempty"`
	After90  string `json:"after_90,omitempty"`
	After365 string `json:"after_365,omitempty"`
}

func (t *Trainee) facts() traineeFacts {
	return traineeFacts{t.Slot, t.StartsOn, t.EndsOn, t.EndedOn, t.Result, t.Outcome, t.Hours, t.Percent, t.Restricted, t.After[0], t.After[1], t.After[2]}
}

// Overdue tells whether the planned end has passed and nobody has said how it went.
func (t *Trainee) Overdue(today Date) bool { return !t.ended(today) && t.EndsOn < today }

// AsksOutcome tells whether the trainee has left and nobody has said what came after.
func (t *Trainee) AsksOutcome(today Date) bool {
	return t.ended(today) && t.Outcome == "" && !Erased(t.Reference)
}

// ended tells whether the trainee has left by a day. A history that has been read in ahead of the clock knows of ends to come.
func (t *Trainee) ended(by Date) bool { return t.EndedOn != "" && t.EndedOn <= by }

const traineeColumns = `t.reference, t.slot, coalesce(s.unit, ''), s.kind, t.starts_on, t.ends_on, coalesce(t.ended_on, ''),
	coalesce(t.result, ''), coalesce(t.outcome, ''), coalesce(t.hours, 0), coalesce(t.percent, 0), t.supervisor, coalesce(t.restricted_on, ''),
	coalesce(t.after_30, ''), coalesce(t.after_90, ''), coalesce(t.after_365, '')`

func scanTrainee(r *sql.Rows) (t Trainee, err error) {
	err = r.Scan(&t.Reference, &t.Slot, &t.Unit, &t.Kind, &t.StartsOn, &t.EndsOn, &t.EndedOn, &t.Result, &t.Outcome, &t.Hours, &t.Percent, &t.Supervisor, &t.Restricted,
		&t.After[0], &t.After[1], &t.After[2])
	return t, err
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
		unit, on, on)
}

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
	if err := firstError(reg.checkTrainee(slot, &t, tx.Today()), tx.free(slot, &t)); err != nil {
		return nil, err
	}
	if err := tx.giveReference(&t); err != nil {
		return nil, err
	}
	t.Unit, t.Kind = slot.Unit, slot.Kind
	if err := tx.insertTrainee(&t); err != nil {
		return nil, err
	}
	return &t, tx.tallyTrainee(slot, &Trainee{}, &t)
}

func (r *Register) checkTrainee(slot *Slot, t *Trainee, today Date) error {
	switch err := slot.there(today); {
	case err != nil:
		return err
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
	if t.Supervisor == "" {
		t.Supervisor = slot.Supervisor
	}
	return firstError(checkEnd(k, t), checkHours(t), checkText("supervisor", t.Supervisor, mostSupervisor), checkSupervisor(k, t))
}

// CheckTrainee is CheckClaim for Log. The trainee gets the end and the supervisor that Log would give.
func (tx *Tx) CheckTrainee(t *Trainee) error {
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return err
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	return firstError(reg.checkTrainee(slot, t, tx.Today()), tx.free(slot, t))
}

func checkEnd(k *Kind, t *Trainee) error {
	latest := k.LatestEnd(t.StartsOn)
	switch {
	case t.EndsOn < t.StartsOn:
		return RefuseField("to", "end_before_start", Facts{"Date": t.StartsOn})
	case latest != "" && t.EndsOn > latest:
		return RefuseField("to", "end_limit", Facts{"Kind": k.Name, "Date": latest, "Rule": k})
	case latest == "" && t.EndsOn > t.StartsOn.AddMonths(24):
		return RefuseField("to", "end_far", Facts{"Date": t.EndsOn})
	}
	return nil
}

func checkHours(t *Trainee) error {
	if !(t.Hours >= 0 && t.Hours <= 60 && t.Percent >= 0 && t.Percent <= 100) { // so written that what is no number fails too
		return RefuseField("hours", "hours_limit", nil)
	}
	return nil
}

func checkSupervisor(k *Kind, t *Trainee) error {
	if k.Supervisor && t.Supervisor == "" {
		return RefuseField("supervisor", "supervisor_missing", Facts{"Kind": k.Name, "Rule": k})
	}
	return nil
}

// free refuses where somebody is, was or will be in the slot in that time; the tables refuse it too.
func (tx *Tx) free(slot *Slot, t *Trainee) error {
	who, err := tx.overlapping(slot.Number, t)
	if err == nil && who != "" {
		err = RefuseField("from", "slot_filled", Facts{"Slot": slot.Number, "Trainee": who})
	}
	return err
}

// overlapping gives somebody else whose time in a slot meets a trainee's; "" where nobody's does.
func (tx *Tx) overlapping(slot int64, t *Trainee) (who string, err error) {
	err = tx.get([]any{&who}, `SELECT reference FROM trainees WHERE slot = ? AND reference <> ?
		AND ? < coalesce(ended_on, '9999') AND starts_on < ? ORDER BY starts_on LIMIT 1`, slot, t.Reference, t.StartsOn, cmp.Or(t.EndedOn, "9999"))
	if none(err) {
		return "", nil
	}
	return who, err
}

func (tx *Tx) insertTrainee(t *Trainee) error {
	if _, err := tx.exec(`INSERT INTO trainees (reference, slot, starts_on, ends_on, hours, percent, supervisor) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Reference, t.Slot, t.StartsOn, t.EndsOn, null(t.Hours), null(t.Percent), t.Supervisor); err != nil {
		return err
	}
	return tx.noteTrainee(t.Reference, t.Unit, nil, t.facts())
}

// Results are how a trainee's time may end, and Outcomes what may have become of the trainee then.
var (
	Results  = []string{"completed", "interrupted"}
	Outcomes = []string{"employed", "subsidised", "municipal", "studies", "new_measure", "unknown"}
)

// End writes down how a trainee's time ended and when; outcome may be "".
func (tx *Tx) End(ref, result, outcome string, on Date) (*Trainee, error) {
	t, err := tx.Trainee(ref)
	if err != nil {
		return nil, err
	}
	if t.AsksOutcome(tx.Today()) && outcome != "" {
		on, result = t.EndedOn, t.Result
	}
	switch {
	case t.unrestricted() != nil:
		return nil, t.unrestricted()
	case t.ended(tx.Today()) && (t.Outcome != "" || outcome == ""):
		return nil, RefuseField("trainee", "trainee_ended", Facts{"Trainee": ref, "Date": t.EndedOn})
	case on < t.StartsOn:
		return nil, RefuseField("date", "end_before_start", Facts{"Date": t.StartsOn})
	case on > tx.Today():
		return nil, RefuseField("date", "end_future", Facts{"Date": on})
	case !slices.Contains(Results, result):
		return nil, RefuseField("result", "result_unknown", nil)
	case outcome != "" && !slices.Contains(Outcomes, outcome):
		return nil, RefuseField("outcome", "outcome_unknown", nil)
	}
	was, before := t.facts(), *t
	t.EndedOn, t.Result, t.Outcome = on, result, outcome
	if _, err := tx.exec(`UPDATE trainees SET ended_on = ?, result = ?, outcome = ? WHERE reference = ?`, on, result, null(outcome), ref); err != nil {
		return nil, err
	}
	if err := tx.noteTrainee(ref, t.Unit, was, t.facts()); err != nil {
		return nil, err
	}
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return nil, err
	}
	return t, tx.tallyTrainee(slot, &before, t)
}

// CheckExtend is CheckClaim for Extend. It gives the trainee as it is.
func (tx *Tx) CheckExtend(ref string, to Date) (*Trainee, error) {
	t, err := tx.Trainee(ref)
	if err != nil {
		return nil, err
	}
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	k, _ := reg.Kind(t.Kind, t.StartsOn)
	switch {
	case t.unrestricted() != nil:
		return nil, t.unrestricted()
	case t.ended(tx.Today()):
		return nil, RefuseField("trainee", "trainee_ended", Facts{"Trainee": ref, "Date": t.EndedOn})
	case k == nil:
		return nil, RefuseField("trainee", "kind_unknown", Facts{"Kind": t.Kind})
	case to <= t.EndsOn:
		return nil, RefuseField("to", "extend_shorter", Facts{"Trainee": ref, "Date": t.EndsOn})
	case to < tx.Today():
		return nil, RefuseField("to", "extend_past", Facts{"Date": to})
	}
	longer := *t
	longer.EndsOn = to
	return t, checkEnd(k, &longer)
}

// Extend moves a trainee's planned end to a later day, within what the kind allows.
func (tx *Tx) Extend(ref string, to Date) (*Trainee, error) {
	before, err := tx.CheckExtend(ref, to)
	if err != nil {
		return nil, err
	}
	slot, err := tx.Slot(before.Slot)
	if err != nil {
		return nil, err
	}
	if err := slot.there(tx.Today()); err != nil {
		return nil, err
	}
	t := *before
	t.EndsOn = to
	if _, err := tx.exec(`UPDATE trainees SET ends_on = ? WHERE reference = ?`, to, ref); err != nil {
		return nil, err
	}
	if err := tx.noteTrainee(ref, t.Unit, before.facts(), t.facts()); err != nil {
		return nil, err
	}
	return &t, tx.tallyTrainee(slot, before, &t)
}
