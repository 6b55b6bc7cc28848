package handlers

import "handslag/store"

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

// nextWeekly says when the next weekly reminder may come; "" where that is not known.
func (t *turn) nextWeekly() (string, error) {
	rules, err := t.tx.Rules()
	if err != nil || rules == nil {
		return "", err
	}
	zone := t.h.zone(t.person.TZ)
	for _, next := range rules.Next(30, zone, t.tx.Now) {
		if next.Skipped == "" {
			return t.say("resume.next", Facts{"Date": store.DateOf(next.At), "Clock": next.At.Format("15:04")}), nil
		}
	}
	return "", nil
}
