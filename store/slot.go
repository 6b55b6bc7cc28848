package store

import (
	"database/sql"
	"slices"
	"strconv"
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
	Trainee        string // reference of who is in it now or to come; "": vacant
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

const slotColumns = `s.number, coalesce(s.programme, ''), s.kind, coalesce(s.unit, ''), coalesce(s.published_on, ''), coalesce(s.created_on, ''),
	coalesce(s.claimed_by, 0), coalesce(s.starts_on, ''), coalesce(s.hours, 0), s.tasks, s.supervisor, coalesce(s.discontinued_on, ''), s.reason,
	coalesce(s.replaces, 0), coalesce((SELECT t.reference FROM trainees t WHERE t.slot = s.number AND t.ended_on IS NULL), '')`

func scanSlot(r *sql.Rows) (s Slot, err error) {
	return s, r.Scan(&s.Number, &s.Programme, &s.Kind, &s.Unit, &s.PublishedOn, &s.CreatedOn, &s.ClaimedBy, &s.StartsOn, &s.Hours, &s.Tasks,
		&s.Supervisor, &s.DiscontinuedOn, &s.Reason, &s.Replaces, &s.Trainee)
}

// Slot gives a slot by its number; a Refusal "slot_unknown" where there is none.
func (tx *Tx) Slot(number int64) (*Slot, error) {
	found, err := all(tx, scanSlot, `SELECT `+slotColumns+` FROM slots s WHERE s.number = ?`, number)
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
	return all(tx, scanSlot, `SELECT `+slotColumns+` FROM slots s
		WHERE s.unit = ? AND s.created_on <= ? AND (s.discontinued_on IS NULL OR s.discontinued_on > ?)
		  AND (NOT ? OR NOT EXISTS (SELECT 1 FROM trainees t WHERE t.slot = s.number AND t.ended_on IS NULL))
		ORDER BY EXISTS (SELECT 1 FROM trainees t WHERE t.slot = s.number AND t.ended_on IS NULL), s.created_on, s.number`,
		unit, string(on), string(on), vacant)
}

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
		ORDER BY s.number`,
		unit, kind, kind)
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

// Claim is a commitment to slots of a unit's own.
type Claim struct {
	Unit       string
	Kind       string
	Count      int
	StartsOn   Date    // "": at once
	Hours      float64 // a week; 0: not said
	Tasks      string
	Supervisor string
}

// MostAtOnce is how many slots one claim may hold: more is a slip of the finger, and has to be said in parts.
const MostAtOnce = 20

// ClaimNew creates slots of the unit's own. A met quota is no hindrance.
func (tx *Tx) ClaimNew(c Claim) ([]Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	if err := reg.checkClaim(c, today); err != nil {
		return nil, err
	}
	made := make([]Slot, c.Count)
	for i := range made {
		made[i] = Slot{Kind: c.Kind, Unit: c.Unit, CreatedOn: today, ClaimedBy: tx.by.Member, StartsOn: c.StartsOn, Hours: c.Hours,
			Tasks: c.Tasks, Supervisor: c.Supervisor, Programme: reg.programmeFor(c.Kind, c.Unit, today)}
		if err := tx.insertSlot(&made[i]); err != nil {
			return nil, err
		}
	}
	return made, tx.tally(&made[0], today, Tally{Created: c.Count})
}

func (r *Register) checkClaim(c Claim, today Date) error {
	switch u := r.Tree.Unit(c.Unit); {
	case u == nil:
		return RefuseField("unit", "unit_unknown", Facts{"Unit": c.Unit})
	case !u.ValidOn(today):
		return RefuseField("unit", "unit_closed", Facts{"Unit": u.Name})
	}
	if c.Count < 1 || c.Count > MostAtOnce {
		return RefuseField("count", "count_limit", Facts{"N": c.Count, "Most": MostAtOnce})
	}
	return r.checkSlot(c.Kind, c.StartsOn, c.Hours, today)
}

// checkSlot holds what is asked of any slot, a unit's own or a published one.
func (r *Register) checkSlot(kind string, starts Date, hours float64, today Date) error {
	begins := max(starts, today)
	switch k, open := r.Kind(kind, begins); {
	case k == nil:
		return RefuseField("kind", "kind_unknown", Facts{"Kind": kind})
	case !open:
		return RefuseField("kind", "kind_closed", Facts{"Kind": kind, "Rule": k})
	}
	switch {
	case starts != "" && starts < today:
		return RefuseField("from", "from_past", Facts{"Date": starts})
	case starts > today.AddMonths(24):
		return RefuseField("from", "from_far", Facts{"Date": starts})
	case hours < 0 || hours > 60:
		return RefuseField("hours", "hours_limit", nil)
	}
	return nil
}

// programmeFor gives the programme that a slot created on a day counts in, "" where it counts in none.
func (r *Register) programmeFor(kind, unit string, on Date) string {
	for i := range r.Programmes {
		if r.Counts(&r.Programmes[i], kind, unit, on) {
			return r.Programmes[i].Key
		}
	}
	return ""
}

func (tx *Tx) insertSlot(s *Slot) error {
	var by, hours, replaces any
	if s.ClaimedBy != 0 {
		by = s.ClaimedBy
	}
	if s.Hours != 0 {
		hours = s.Hours
	}
	if s.Replaces != 0 {
		replaces = s.Replaces
	}
	r, err := tx.exec(`INSERT INTO slots (programme, kind, unit, published_on, created_on, claimed_by, starts_on, hours, tasks, supervisor, replaces)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		null(s.Programme), s.Kind, null(s.Unit), null(s.PublishedOn), null(s.CreatedOn), by, null(s.StartsOn), hours, s.Tasks, s.Supervisor, replaces)
	if err != nil {
		return err
	}
	if s.Number, err = r.LastInsertId(); err != nil {
		return err
	}
	return tx.noteSlot(nil, s)
}

// ClaimPublished takes a published slot for a unit. Who comes second gets a Refusal "slot_taken".
func (tx *Tx) ClaimPublished(number int64, unit string) (*Slot, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	s, err := tx.Slot(number)
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	switch {
	case s.DiscontinuedOn != "":
		return nil, RefuseField("slot", "slot_gone", Facts{"Slot": number})
	case s.Unit == unit:
		return nil, RefuseField("slot", "slot_yours", Facts{"Slot": number, "Unit": reg.Tree.Name(unit)})
	case s.Unit != "":
		return nil, RefuseField("slot", "slot_taken", Facts{"Slot": number, "Kind": s.Kind})
	}
	if offered, err := tx.offeredTo(number, unit); err != nil || !offered {
		return nil, firstError(err, RefuseField("slot", "slot_not_offered", Facts{"Slot": number, "Unit": reg.Tree.Name(unit)}))
	}
	if u := reg.Tree.Unit(unit); u == nil || !u.ValidOn(today) {
		return nil, RefuseField("unit", "unit_closed", Facts{"Unit": reg.Tree.Name(unit)})
	}
	was := s.facts()
	s.Unit, s.CreatedOn, s.ClaimedBy, s.Programme = unit, today, tx.by.Member, reg.programmeFor(s.Kind, unit, today)
	var by any
	if s.ClaimedBy != 0 {
		by = s.ClaimedBy
	}
	if _, err := tx.exec(`UPDATE slots SET unit = ?, created_on = ?, claimed_by = ?, programme = ? WHERE number = ?`,
		unit, string(today), by, null(s.Programme), number); err != nil {
		return nil, err
	}
	if err := tx.noteSlot(&was, s); err != nil {
		return nil, err
	}
	return s, tx.tally(s, today, Tally{Created: 1})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) offeredTo(number int64, unit string) (bool, error) {
	reg, err := tx.Register()
	if err != nil {
		return false, err
	}
	roots, err := all(tx, func(r *sql.Rows) (code string, err error) { return code, r.Scan(&code) }, `SELECT unit FROM offers WHERE slot = ?`, number)
	for _, root := range roots {
		if reg.Tree.Within(unit, root) {
			return true, err
		}
	}
	return len(roots) == 0, err
}
