package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Wish is what somebody has asked to be reminded of: a slot, a trainee, a unit, or, where nothing is named, what waits for them.
type Wish struct {
	ID      int64
	Member  int64
	DueOn   Date   // the next time
	Every   string // monday … friday, day, week, month, quarter; "": once
	Slot    int64
	Trainee string
	Unit    string
}

// Unnamed tells whether the wish is about whatever waits.
func (w *Wish) Unnamed() bool { return w.Slot == 0 && w.Trainee == "" && w.Unit == "" }

type wishFacts struct {
	Due     Date   `json:"due"`
	Every   string `json:"every,omitempty"`
	Slot    int64  `json:"slot,omitempty"`
	Trainee int64  `json:"trainee,omitempty"` // by the number of the subject
	Unit    string `json:"unit,omitempty"`
	Member  int64  `json:"member,omitempty"` // whose it is, where somebody else writes it for them
}

// Rule is the wish's name in the ledger.
func (w *Wish) Rule() string { return "wish:" + strconv.FormatInt(w.ID, 10) }

// wishFacts gives what the audit says of a wish.
func (tx *Tx) wishFacts(w *Wish) (f wishFacts, err error) {
	f = wishFacts{Due: w.DueOn, Every: w.Every, Slot: w.Slot, Unit: w.Unit}
	if w.Member != tx.by.Member {
		f.Member = w.Member
	}
	if w.Trainee != "" {
		f.Trainee, err = tx.subject(w.Trainee)
	}
	return f, err
}

var wishDays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// next is the first day of a wish after another day.
func (w *Wish) next(after Date) Date {
	if at := slices.Index(wishDays, w.Every); at >= 0 {
		next := WeekOf(after).Day(time.Weekday(at))
		if next <= after {
			next = next.AddDays(7)
		}
		return next
	}
	for n := 1; ; n++ {
		next := Date("")
		switch w.Every {
		case "day":
			next = after.AddDays(1)
		case "week":
			next = w.DueOn.AddDays(7 * n)
		case "month":
			next = w.DueOn.AddMonths(n)
		case "quarter":
			next = w.DueOn.AddMonths(3 * n)
		default:
			return ""
		}
		if next > after {
			return next
		}
	}
}

// First gives the wish's first day: the one that was said, or the first that Every gives.
func (w *Wish) First(today Date) Date {
	if w.DueOn != "" || w.Every == "" {
		return w.DueOn
	}
	from := *w
	from.DueOn = today
	return from.next(today)
}

// MostWishes a person may have at a time.
const MostWishes = 50

// AddWish writes a wish down. It is for the day after today, where the person is, at the earliest.
func (tx *Tx) AddWish(w Wish, today Date) (*Wish, error) {
	w.DueOn = w.First(today)
	mine, err := tx.Wishes(w.Member)
	switch {
	case err != nil:
		return nil, err
	case w.DueOn <= today:
		return nil, RefuseField("date", "remind_past", nil)
	case w.DueOn > today.AddMonths(24):
		return nil, RefuseField("date", "remind_far", nil)
	case slices.ContainsFunc(mine, func(o Wish) bool { o.ID = 0; return o == w }):
		return nil, RefuseField("date", "remind_twice", Facts{"Date": w.DueOn})
	case len(mine) >= MostWishes:
		return nil, Refuse("remind_many", Facts{"N": MostWishes})
	}
	w.ID, err = tx.insert(`INSERT INTO wishes (member, due_on, every, slot, trainee, unit) VALUES (?, ?, ?, ?, ?, ?)`,
		w.Member, w.DueOn, w.Every, w.Slot, w.Trainee, w.Unit)
	if err != nil {
		return nil, err
	}
	facts, err := tx.wishFacts(&w)
	return &w, firstError(err, tx.note("wish", strconv.FormatInt(w.ID, 10), "", nil, facts))
}

// DropWish takes a member's wish away; a Refusal "wish_unknown" where there is none such.
func (tx *Tx) DropWish(member, id int64) (*Wish, error) {
	mine, err := tx.Wishes(member)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(mine, func(w Wish) bool { return w.ID == id })
	if i < 0 {
		return nil, Refuse("wish_unknown", nil)
	}
	if _, err := tx.exec(`UPDATE wishes SET done = 1 WHERE id = ?`, id); err != nil {
		return nil, err
	}
	facts, err := tx.wishFacts(&mine[i])
	return &mine[i], firstError(err, tx.note("wish", strconv.FormatInt(id, 10), "", facts, nil))
}

// restoreWish takes a wish away that was made, and brings one back that was dropped.
func (tx *Tx) restoreWish(e Entry) error {
	done := e.Before == nil
	if _, err := tx.exec(`UPDATE wishes SET done = ? WHERE id = ?`, done, e.Object); err != nil {
		return err
	}
	was := func(raw json.RawMessage) any {
		if raw == nil {
			return nil
		}
		return raw
	}
	return tx.note("wish", e.Object, "", was(e.After), was(e.Before))
}

const wishColumns = `id, member, due_on, every, slot, trainee, unit`

func scanWish(r *sql.Rows) (w Wish, err error) {
	err = r.Scan(&w.ID, &w.Member, &w.DueOn, &w.Every, &w.Slot, &w.Trainee, &w.Unit)
	return w, err
}

// told is true of a wish that is about nobody whose row is restricted.
const told = `NOT EXISTS (SELECT 1 FROM trainees t WHERE t.reference = wishes.trainee AND t.restricted_on IS NOT NULL)`

// Wishes gives those that a member has, the next one first.
func (tx *Tx) Wishes(member int64) ([]Wish, error) {
	return all(tx, scanWish, `SELECT `+wishColumns+` FROM wishes WHERE member = ? AND done = 0 AND `+told+` ORDER BY due_on, id`, member)
}

// DueWishes gives those whose day has come by a day, oldest first.
func (tx *Tx) DueWishes(by Date, after int64, most int) ([]Wish, error) {
	return all(tx, scanWish, `SELECT `+wishColumns+` FROM wishes WHERE done = 0 AND due_on <= ? AND id > ? AND `+told+` ORDER BY id LIMIT ?`, by, after, most)
}

// NextWishes gives the first day on which somebody in a time zone, as Slack names it, is to be reminded.
func (tx *Tx) NextWishes() (map[string]Date, error) {
	next := map[string]Date{}
	err := each(tx, func(r *sql.Rows) error {
		var tz string
		var d Date
		err := r.Scan(&tz, &d)
		next[tz] = d
		return err
	}, `SELECT m.tz, min(due_on) FROM wishes JOIN members m ON m.id = member WHERE done = 0 AND `+told+` GROUP BY m.tz`)
	return next, err
}

// WishOf gives the wish that a rule of the ledger names, done or not; nil where there is none such.
func (tx *Tx) WishOf(rule string) (*Wish, error) {
	found, err := all(tx, scanWish, `SELECT `+wishColumns+` FROM wishes WHERE id = ?`, strings.TrimPrefix(rule, "wish:"))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Granted says that the wish has been seen to on a day: it is done, or waits for its next one.
func (tx *Tx) Granted(w *Wish, today Date) error {
	next := w.next(max(today, w.DueOn))
	if next == "" {
		_, err := tx.exec(`UPDATE wishes SET done = 1 WHERE id = ?`, w.ID)
		return err
	}
	_, err := tx.exec(`UPDATE wishes SET due_on = ? WHERE id = ?`, next, w.ID)
	return err
}
