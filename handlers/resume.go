package handlers

import (
	"time"

	"handslag/store"
)

// resume ends the person's pause, and has them reminded again who had not answered for so long that they were left alone.
func resume(t *turn) (Reply, error) {
	_, silent, err := t.tx.Unanswered(t.person.ID)
	if err != nil {
		return Reply{}, err
	}
	m, err := t.whoPauses()
	if err != nil {
		return Reply{}, err
	}
	paused := m.Pause.To >= t.today() && m.Pause.To != ""
	if paused {
		if err := t.tx.SetPause(m, store.Span{}); err != nil {
			return Reply{}, err
		}
		m.Pause = store.Span{}
	}
	if err := t.renewOwn(m); err != nil {
		return Reply{}, err
	}
	if m.ID != t.person.ID {
		return t.resumed(m, paused), nil
	}
	text := t.say("resume.done", nil)
	if !paused && !silent {
		text = t.say("resume.not_paused", nil)
	}
	next, err := t.nextWeekly()
	if err != nil {
		return Reply{}, err
	}
	if next != "" {
		text += " " + next
	}
	if !paused {
		return t.done(text), nil
	}
	return t.done(text, buttons(t.undoButton())), nil
}

// resumed tells a deputy that the manager is reminded again.
func (t *turn) resumed(m *store.Member, paused bool) Reply {
	if !paused {
		return t.done(t.say("resume.not_paused_theirs", Facts{"Person": mention(m)}))
	}
	return t.done(t.say("resume.done_theirs", Facts{"Person": mention(m)}), buttons(t.undoButton()))
}

// nextWeekly says when the next weekly reminder may come; "" where that is not known.
func (t *turn) nextWeekly() (string, error) {
	next, err := t.nextFor(t.person)
	if err != nil || next.IsZero() {
		return "", err
	}
	return t.say("resume.next", Facts{"Date": store.DateOf(next), "Clock": next.Format("15:04")}), nil
}

// mostWeeks ahead a weekly reminder is looked for: more than a holiday and a long pause.
const mostWeeks = 60

// nextFor gives when a member's next weekly reminder may come: in no week that is stopped or has been decided about for them, and not while they have
// a pause or are away. The zero time where that is not known.
func (t *turn) nextFor(m *store.Member) (time.Time, error) {
	rules, err := t.tx.Rules()
	if err != nil || rules == nil {
		return time.Time{}, err
	}
	next, err := t.timings(rules, t.h.zone(m.TZ), mostWeeks)
	for _, at := range next {
		day := store.DateOf(at.At)
		if at.Skipped != "" || m.Pause.From <= day && day <= m.Pause.To || m.Away >= day {
			continue
		}
		decided, err := t.tx.Decided(m.ID, at.Week.String())
		if err != nil || decided == nil {
			return at.At, err
		}
	}
	return time.Time{}, err
}

// timings gives the coming n send times in a zone and the weeks among them without one, those that HR has stopped too.
func (t *turn) timings(rules *store.Rules, zone *time.Location, n int) (out []store.Timing, err error) {
	for _, at := range rules.Next(2*mostWeeks, zone, t.tx.Now) {
		if n == 0 {
			break
		}
		stopped, err := t.tx.Stopped(at.Week.String())
		if err != nil {
			return nil, err
		}
		if over, err := t.isOver(rules, at.Week); err != nil {
			return nil, err
		} else if over {
			continue
		}
		if stopped && at.Skipped == "" {
			at.Skipped = "stopped"
		}
		if at.Skipped == "" {
			n--
		}
		out = append(out, at)
	}
	return out, nil
}

// isOver tells whether this week's reminders have been decided about already, at a time that was another then.
func (t *turn) isOver(rules *store.Rules, w store.Week) (bool, error) {
	if w != store.WeekOf(t.today()) {
		return false, nil
	}
	r, err := t.tx.Round(w.String())
	if err != nil || r == nil || r.Stopped {
		return false, err
	}
	left, err := t.h.left(t.tx, rules, w, []string{"", t.h.store.Zone().String()})
	return left == 0, err
}
