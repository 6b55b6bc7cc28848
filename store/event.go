package store

import (
	"database/sql"
	"strings"
)

// Event is something outside that a programme's figures should be read with, such as a pandemic. It changes none of them.
type Event struct {
	Starts Date
	Ends   Date // the last day; "": it goes on
	NameSV string
	NameEN string
}

// Name in a language.
func (e *Event) Name(language string) string { return inLanguage(language, e.NameSV, e.NameEN) }

// On tells whether it goes on on a day.
func (e *Event) On(d Date) bool { return e.Starts <= d && (e.Ends == "" || d <= e.Ends) }

// EventStands is an event as it was known on a day.
type EventStands struct {
	Name  string `json:"name"` // in Swedish
	Start Date   `json:"start"`
	End   Date   `json:"end,omitempty"` // "": it goes on
	Event Event  `json:"-"`
}

// eventsBy gives those that had begun by a day. One that ended later went on then.
func (p *Programme) eventsBy(d Date) (out []EventStands) {
	for _, e := range p.Events {
		if e.Starts > d {
			continue
		}
		if e.Ends >= d {
			e.Ends = ""
		}
		out = append(out, EventStands{Name: e.NameSV, Start: e.Starts, End: e.Ends, Event: e})
	}
	return out
}

func (tx *Tx) loadEvents(p *Programme) (err error) {
	p.Events, err = all(tx, func(r *sql.Rows) (e Event, err error) {
		var ends sql.NullString
		err = r.Scan(&e.Starts, &ends, &e.NameSV, &e.NameEN)
		e.Ends = Date(ends.String)
		return e, err
	}, `SELECT starts, ends, name_sv, name_en FROM events WHERE programme = ? ORDER BY starts, name_sv`, p.Key)
	return err
}

// putEvents writes a programme's, in the place of those that it had.
func (tx *Tx) putEvents(p *Programme) error {
	if _, err := tx.exec(`DELETE FROM events WHERE programme = ?`, p.Key); err != nil {
		return err
	}
	for _, e := range p.Events {
		if _, err := tx.exec(`INSERT INTO events (programme, starts, ends, name_sv, name_en) VALUES (?, ?, ?, ?, ?)`,
			p.Key, string(e.Starts), null(e.Ends), e.NameSV, e.NameEN); err != nil {
			return err
		}
	}
	return nil
}

// flatEvents is how an import tells of them.
func flatEvents(events []Event) string {
	out := make([]string, len(events))
	for i, e := range events {
		out[i] = e.NameSV + " " + string(e.Starts) + "–" + string(e.Ends)
	}
	return strings.Join(out, ", ")
}
