package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rules say when the weekly reminder goes out. HANDSLAG_REMIND gives the first ones, HR changes them.
type Rules struct {
	Weekday    time.Weekday
	Clock      string       // "08:00", in each person's own zone
	Cutoff     time.Weekday // the last day of the week on which it is of use
	Unanswered int          // weeks without an answer before somebody else gets a copy
	QuietFrom  int          // ISO weeks without reminders, both included; 0: none
	QuietTo    int
	Since      time.Time // the first start: what was due before it is not sent
	Calendar
}

// What a new municipality begins with. In the weeks 28–31 Sweden is on holiday.
const (
	firstCutoff     = time.Thursday
	firstUnanswered = 3
	firstQuietFrom  = 28
	firstQuietTo    = 31
	lastHour        = 18 // nobody is written to later in the day
)

// RuleFacts are the rules as the audit holds them and as a form fills them in.
type RuleFacts struct {
	Weekday    time.Weekday `json:"weekday"`
	Clock      string       `json:"clock"`
	Cutoff     time.Weekday `json:"cutoff"`
	Unanswered int          `json:"unanswered"`
	QuietFrom  int          `json:"quiet_from"`
	QuietTo    int          `json:"quiet_to"`
	Bridges    bool         `json:"bridges"`
	Own        []Span       `json:"own,omitempty"`
}

// Facts gives what can be changed of the rules.
func (r *Rules) Facts() RuleFacts {
	return RuleFacts{r.Weekday, r.Clock, r.Cutoff, r.Unanswered, r.QuietFrom, r.QuietTo, r.Bridges, r.Own}
}

// ParseTiming reads "mon 08:00".
func ParseTiming(s string) (day time.Weekday, clock string, ok bool) {
	name, clock, _ := strings.Cut(s, " ")
	at := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, name)
	_, err := time.Parse("15:04", clock)
	return time.Weekday(at), clock, at >= 0 && err == nil && len(clock) == len("08:00")
}

// SeedRules writes the first rules, with the instant as that of the first start. Where there are rules already, it does nothing.
func (tx *Tx) SeedRules(day time.Weekday, clock string) error {
	cutoff := firstCutoff
	if (cutoff+6)%7 < (day+6)%7 {
		cutoff = day
	}
	_, err := tx.exec(`INSERT INTO rules (name, weekday, clock, cutoff, unanswered, quiet_from, quiet_to, since) VALUES ('weekly', ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, day, clock, cutoff, firstUnanswered, firstQuietFrom, firstQuietTo, tx.Stamp())
	return err
}

// Rules gives the ones that hold, nil where the bot has not been started yet.
func (tx *Tx) Rules() (*Rules, error) {
	r := &Rules{}
	var since string
	err := tx.get([]any{&r.Weekday, &r.Clock, &r.Cutoff, &r.Unanswered, &r.QuietFrom, &r.QuietTo, &r.Bridges, &since},
		`SELECT weekday, clock, cutoff, unanswered, quiet_from, quiet_to, bridges, since FROM rules WHERE name = 'weekly'`)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if r.Since, err = time.Parse(time.RFC3339, since); err != nil {
		return nil, err
	}
	r.Own, err = all(tx, func(rows *sql.Rows) (s Span, err error) { return s, rows.Scan(&s.From, &s.To) },
		`SELECT starts, ends FROM free_days ORDER BY starts`)
	return r, err
}

// SetRules changes the rules; a Refusal at the field of what cannot be.
func (tx *Tx) SetRules(f RuleFacts) error {
	before, err := tx.Rules()
	if err != nil {
		return err
	}
	if before == nil {
		return fmt.Errorf("set the rules: there are none yet")
	}
	if err := firstError(append(f.Check(), tx.writeRules(f))...); err != nil {
		return err
	}
	return tx.note("rule", "weekly", "", before.Facts(), f)
}

func (tx *Tx) restoreRules(e Entry) error {
	var was RuleFacts
	if err := json.Unmarshal(e.Before, &was); err != nil {
		return err
	}
	return firstError(tx.writeRules(was), tx.note("rule", e.Object, "", e.After, was))
}

// Check gives a Refusal for each field that holds what cannot be.
func (f *RuleFacts) Check() (wrong []error) {
	if hour, err := time.Parse("15:04", f.Clock); err != nil || hour.Hour() < 7 || hour.Hour() >= lastHour {
		wrong = append(wrong, RefuseField("clock", "rule_clock", nil))
	}
	if (f.Cutoff+6)%7 < (f.Weekday+6)%7 {
		wrong = append(wrong, RefuseField("cutoff", "rule_cutoff", nil))
	}
	if f.Unanswered < 1 || f.Unanswered > 52 {
		wrong = append(wrong, RefuseField("unanswered", "rule_unanswered", nil))
	}
	if f.QuietFrom < 0 || f.QuietFrom > 53 || f.QuietTo < 0 || f.QuietTo > 53 || (f.QuietFrom == 0) != (f.QuietTo == 0) {
		wrong = append(wrong, RefuseField("quiet", "rule_quiet", nil))
	}
	for _, s := range f.Own {
		if s.To < s.From || s.From.DaysUntil(s.To) > 92 {
			return append(wrong, RefuseField("own", "rule_own", nil))
		}
	}
	return wrong
}

func (tx *Tx) writeRules(f RuleFacts) error {
	_, err := tx.exec(`UPDATE rules SET weekday = ?, clock = ?, cutoff = ?, unanswered = ?, quiet_from = ?, quiet_to = ?, bridges = ?`,
		f.Weekday, f.Clock, f.Cutoff, f.Unanswered, f.QuietFrom, f.QuietTo, f.Bridges)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM free_days`); err != nil {
		return err
	}
	for _, s := range f.Own {
		if _, err := tx.exec(`INSERT INTO free_days (starts, ends) VALUES (?, ?) ON CONFLICT (starts) DO UPDATE SET ends = excluded.ends`, s.From, s.To); err != nil {
			return err
		}
	}
	return tx.unquiet()
}

// unquiet has this week decided about anew, where the rules before had no reminders in it.
func (tx *Tx) unquiet() error {
	week := WeekOf(tx.Today()).String()
	if _, err := tx.exec(`DELETE FROM reminders WHERE rule = ? AND week >= ? AND state = 'skipped' AND why IN ('quiet', 'free_week')`, Weekly, week); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM rounds WHERE week >= ? AND stopped_at = '' AND NOT EXISTS (SELECT 1 FROM reminders WHERE week = rounds.week)`, week)
	return err
}

// Timing is when a week's reminder goes out.
type Timing struct {
	Week    Week
	At      time.Time // of a week that is skipped: when it would have been
	Moved   string    // why not on the usual day: what that day is, as Free says it
	Skipped string    // why not at all that week: quiet, free_week
}

// Timing gives a week's in a zone. A free day moves it to the next working day, before the cut-off; a weekend day that was chosen is meant.
func (r *Rules) Timing(w Week, zone *time.Location) Timing {
	usual := w.Day(r.Weekday)
	t := Timing{Week: w, At: r.at(usual, zone)}
	if r.quiet(w) {
		t.Skipped = "quiet"
		return t
	}
	for d := usual; d <= r.last(w); d = d.AddDays(1) {
		if why := r.Free(d); why != "" && !(d == usual && why == "weekend") {
			continue
		}
		t.At = r.at(d, zone)
		if d != usual {
			t.Moved = r.Free(usual)
		}
		return t
	}
	t.Skipped = "free_week"
	return t
}

func (r *Rules) quiet(w Week) bool {
	if r.QuietFrom <= r.QuietTo {
		return r.QuietFrom <= w.Number && w.Number <= r.QuietTo
	}
	return w.Number >= r.QuietFrom || w.Number <= r.QuietTo // over the turn of the year
}

// last is the last day of a week on which the reminder is of use.
func (r *Rules) last(w Week) Date { return max(w.Day(r.Cutoff), w.Day(r.Weekday)) }

func (r *Rules) at(d Date, zone *time.Location) time.Time { return At(d, r.Clock, zone) }

// At is a time of day in a zone. One that the change of clocks leaves out is as much later.
func At(d Date, clock string, zone *time.Location) time.Time {
	c, _ := time.Parse("15:04", clock)
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), c.Hour(), c.Minute(), 0, 0, zone)
}

// Due gives when a week's reminder that has not gone out is to be sent: at its time, or, where that has passed, at once in the daytime of a working
// day. skipped is why it is not sent that week; late, where it no longer is of use.
func (r *Rules) Due(w Week, zone *time.Location, now time.Time) (at time.Time, skipped string) {
	t := r.Timing(w, zone)
	if t.Skipped != "" || !now.After(t.At) {
		return t.At, t.Skipped
	}
	for d := DateOf(t.At); d <= r.last(w); d = d.AddDays(1) {
		if d != DateOf(t.At) && r.Free(d) != "" {
			continue
		}
		if begins, ends := r.hours(d, zone); now.Before(ends) {
			return later(now, begins), ""
		}
	}
	return time.Time{}, "late"
}

// hours are those of a day in which people may be written to.
func (r *Rules) hours(d Date, zone *time.Location) (begins, ends time.Time) {
	begins = r.at(d, zone)
	return begins, later(At(d, fmt.Sprintf("%02d:00", lastHour), zone), begins.Add(time.Hour))
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// Daytime gives the first instant from a day on, and from now on, in the daytime of a working day in a zone.
func (r *Rules) Daytime(from Date, zone *time.Location, now time.Time) time.Time {
	d := r.Workday(max(from, DateOf(now.In(zone))))
	begins, ends := r.hours(d, zone)
	if !now.Before(ends) {
		begins, _ = r.hours(r.Workday(d.AddDays(1)), zone)
	}
	return later(now, begins)
}

// Until is when a week's reminder is no longer of use: it is not sent after that.
func (r *Rules) Until(w Week, zone *time.Location) time.Time {
	_, ends := r.hours(r.last(w), zone)
	return ends
}

// Next gives the coming n send times, and the weeks among them that are skipped with their reason, from the first that has not been when now is. It
// looks two years ahead.
func (r *Rules) Next(n int, zone *time.Location, now time.Time) (out []Timing) {
	first := WeekOf(DateOf(now.In(zone)))
	for i := 0; i < 104 && n > 0; i++ {
		w := first.Add(i)
		t := r.Timing(w, zone)
		if !t.At.After(now) {
			continue
		}
		out = append(out, t)
		if t.Skipped == "" {
			n--
		}
	}
	return out
}
