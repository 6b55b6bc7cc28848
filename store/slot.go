package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Slot is a place for one trainee at a time: open (published, nobody has taken it) → claimed, which is created → discontinued.
type Slot struct {
	Number         int64
	Programme      string // "": counts in none
	Kind           string
	Unit           string // "" while it is open
	PublishedOn    Date
	CreatedOn      Date
	ClaimedBy      int64
	StartsOn       Date
	Hours          float64 // a week; 0: not said
	Tasks          string
	Supervisor     string
	DiscontinuedOn Date
	Reason         string
	Replaces       int64  // the slot that was given back
	Trainee        string // reference of who is in it today or is to come; "": vacant
}

// there refuses a slot that has been given back, or, where a history has been read in ahead of the clock, does not exist yet.
func (s *Slot) there(today Date) error {
	switch {
	case s.CreatedOn > today:
		return RefuseField("slot", "slot_unknown", Facts{"Slot": s.Number})
	case s.DiscontinuedOn != "" && s.DiscontinuedOn <= today:
		return RefuseField("slot", "slot_gone", Facts{"Slot": s.Number})
	}
	return nil
}

// slotFacts is what the audit holds of a slot: no free text.
type slotFacts struct {
	Kind         string  `json:"kind"`
	Programme    string  `json:"programme,omitempty"`
	Unit         string  `json:"unit,omitempty"`
	Published    Date    `json:"published,omitempty"`
	Created      Date    `json:"created,omitempty"`
	Starts       Date    `json:"starts,omitempty"`
	Hours        float64 `json:"hours,omitempty"`
	Discontinued Date    `json:"discontinued,omitempty"`
	Reason       string  `json:"reason,omitempty"`
	Replaces     int64   `json:"replaces,omitempty"`
}

func (s *Slot) facts() slotFacts {
	return slotFacts{s.Kind, s.Programme, s.Unit, s.PublishedOn, s.CreatedOn, s.StartsOn, s.Hours, s.DiscontinuedOn, s.Reason, s.Replaces}
}

func (tx *Tx) noteSlot(before *slotFacts, s *Slot) error {
	var was any
	if before != nil {
		was = *before
	}
	return tx.note("slot", strconv.FormatInt(s.Number, 10), s.Unit, was, s.facts())
}

// slotColumns takes the day on which somebody is, or is not, in the slot.
const (
	slotColumns = slotItself + `,
	coalesce((SELECT CASE WHEN t.restricted_on IS NULL THEN t.reference ELSE '` + RestrictedReference + `' END FROM trainees t WHERE t.slot = s.number AND (t.ended_on IS NULL OR t.ended_on > ?) ORDER BY t.starts_on LIMIT 1), '')`
	slotItself = `s.number, coalesce(s.programme, ''), s.kind, coalesce(s.unit, ''), coalesce(s.published_on, ''), coalesce(s.created_on, ''),
	coalesce(s.claimed_by, 0), coalesce(s.starts_on, ''), coalesce(s.hours, 0), s.tasks, s.supervisor, coalesce(s.discontinued_on, ''), s.reason,
	coalesce(s.replaces, 0)`
)

func scanSlot(r *sql.Rows) (s Slot, err error) {
	err = r.Scan(&s.Number, &s.Programme, &s.Kind, &s.Unit, &s.PublishedOn, &s.CreatedOn, &s.ClaimedBy, &s.StartsOn, &s.Hours, &s.Tasks,
		&s.Supervisor, &s.DiscontinuedOn, &s.Reason, &s.Replaces, &s.Trainee)
	return s, err
}

// Slot gives a slot by its number; a Refusal "slot_unknown" where there is none.
func (tx *Tx) Slot(number int64) (*Slot, error) {
	found, err := all(tx, scanSlot, `SELECT `+slotColumns+` FROM slots s WHERE s.number = ?`, tx.Today(), number)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, RefuseField("slot", "slot_unknown", Facts{"Slot": number})
	}
	return &found[0], nil
}

// SlotsOf gives the slots that a unit itself has on a day, vacant ones first, oldest first; vacant leaves the others out.
func (tx *Tx) SlotsOf(unit string, on Date, vacant bool) ([]Slot, error) {
	query, args := `SELECT `+slotColumns+ofUnit, []any{on, unit, on, on}
	if vacant {
		query, args = `SELECT `+slotItself+`, ''`+ofUnit+vacantOnly, []any{unit, on, on, on}
	}
	found, err := all(tx, scanSlot, query+` ORDER BY s.created_on, s.number`, args...)
	slices.SortStableFunc(found, func(a, b Slot) int { return cmp.Compare(min(len(a.Trainee), 1), min(len(b.Trainee), 1)) })
	return found, err
}

const (
	ofUnit     = ` FROM slots s WHERE s.unit = ? AND s.created_on <= ? AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)`
	vacantOnly = ` AND s.discontinued_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM trainees t WHERE t.slot = s.number AND (t.ended_on IS NULL OR t.ended_on > ?))`
)

// OpenSlots gives the published slots that a unit may claim, of a kind ("": any), those that begin nearest to a day first; at most most.
func (tx *Tx) OpenSlots(unit, kind string, near Date, most int) ([]Slot, error) {
	found, err := all(tx, scanSlot, `WITH RECURSIVE path (code) AS (
			SELECT ?
			UNION ALL
			SELECT u.parent FROM path JOIN units u ON u.code = path.code WHERE u.parent IS NOT NULL
		)
		SELECT `+slotColumns+` FROM slots s
		WHERE s.unit IS NULL AND s.discontinued_on IS NULL AND (? = '' OR s.kind = ?)
		  AND (NOT EXISTS (SELECT 1 FROM offers o WHERE o.slot = s.number)
		       OR EXISTS (SELECT 1 FROM offers o JOIN path ON path.code = o.unit WHERE o.slot = s.number))
		ORDER BY +s.number`, // the plus keeps SQLite from walking every slot there is in the order of its key, rather than the open ones
		unit, tx.Today(), kind, kind)
	away := func(s Slot) int {
		if s.StartsOn == "" {
			return 0
		}
		n := near.DaysUntil(s.StartsOn)
		return max(n, -n)
	}
	slices.SortStableFunc(found, func(a, b Slot) int { return away(a) - away(b) })
	return found[:min(most, len(found))], err
}

// AnyOpen tells whether there is a published slot of a kind at all: a cheap question before OpenSlots.
func (tx *Tx) AnyOpen(kind string) (there bool, err error) {
	m := tx.remembered()
	if m != nil {
		if there, known := m.open[kind]; known {
			return there, nil
		}
	}
	err = tx.get([]any{&there}, `SELECT EXISTS (SELECT 1 FROM slots WHERE unit IS NULL AND discontinued_on IS NULL AND kind = ?)`, kind)
	if m != nil && err == nil {
		m.open[kind] = there
	}
	return there, err
}

// insertOwnSlot is of slots that nobody has published: such ones leave AnyOpen as it was.
func (tx *Tx) insertOwnSlot(s *Slot) (err error) {
	if s.Number, err = tx.next("slots", &tx.conn.numbers.slot); err != nil {
		return err
	}
	tx.own.slots = append(tx.own.slots, s.Number, null(s.Programme), s.Kind, s.Unit, s.CreatedOn, null(s.ClaimedBy), null(s.StartsOn), null(s.Hours),
		s.Tasks, s.Supervisor)
	return tx.noteSlot(nil, s)
}

func (tx *Tx) insertSlot(s *Slot) (err error) {
	s.Number, err = tx.insert(`INSERT INTO slots (programme, kind, unit, published_on, created_on, claimed_by, starts_on, hours, tasks, supervisor, replaces)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		null(s.Programme), s.Kind, null(s.Unit), null(s.PublishedOn), null(s.CreatedOn), null(s.ClaimedBy), null(s.StartsOn), null(s.Hours),
		s.Tasks, s.Supervisor, null(s.Replaces))
	if err != nil {
		return err
	}
	return tx.noteSlot(nil, s)
}

// MostAtOnce is how many slots one claim may hold: more is a slip of the finger, and has to be said in parts.
const MostAtOnce = 20

func checkCount(n int) error {
	if n < 1 || n > MostAtOnce {
		return RefuseField("count", "count_limit", Facts{"N": n, "Most": MostAtOnce})
	}
	return nil
}

// The longest texts that the tables take, in characters.
const mostTasks, mostSupervisor = 300, 100

func checkText(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return RefuseField(field, "text_long", Facts{"N": n, "Most": most})
	}
	return nil
}

// checkUnit holds what is asked of a unit that is to have a slot.
func (r *Register) checkUnit(code string, today Date) error {
	switch u := r.Tree.Unit(code); {
	case u == nil:
		return RefuseField("unit", "unit_unknown", Facts{"Unit": code})
	case !u.ValidOn(today):
		return RefuseField("unit", "unit_closed", Facts{"Unit": u.Name})
	}
	return nil
}

// checkSlot holds what is asked of any slot, a unit's own or a published one.
func (r *Register) checkSlot(kind string, starts Date, hours float64, today Date) error {
	if err := r.checkKind(kind, max(starts, today)); err != nil {
		return err
	}
	switch {
	case starts != "" && starts < today:
		return RefuseField("from", "from_past", Facts{"Date": starts})
	case starts > today.AddMonths(24):
		return RefuseField("from", "from_far", Facts{"Date": starts})
	case !(hours >= 0 && hours <= 60): // so written that what is no number fails too
		return RefuseField("hours", "hours_limit", nil)
	}
	return nil
}

func (r *Register) checkKind(kind string, begins Date) error {
	switch k, open := r.Kind(kind, begins); {
	case k == nil:
		return RefuseField("kind", "kind_unknown", Facts{"Kind": kind})
	case !open:
		return RefuseField("kind", "kind_closed", Facts{"Kind": kind, "Rule": k})
	}
	return nil
}
