package handlers

import (
	"sync"
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// acquaintance is what the last request showed of a person: enough to read the next one's words before the store is asked, and to speak
// the person's language when the store cannot be. It says nothing of what the person may.
type acquaintance struct {
	lang string
	tz   string
}

func (h *Handlers) remember(m *store.Member, lang string) {
	now := acquaintance{lang, m.TZ}
	if then, ok := h.met.Load(m.SlackID); ok && *then.(*acquaintance) == now {
		return
	}
	h.met.Store(m.SlackID, &now)
}

// guess reads the words with what is remembered; false where the person or the words of the organisation are not. What it guessed wrong is
// read again in the transaction.
func (t *turn) guess() bool {
	then, ok := t.h.met.Load(t.req.User)
	if !ok {
		return false
	}
	a := then.(*acquaintance)
	t.lang = a.lang
	v := t.h.words.Load()
	if v == nil {
		return false
	}
	t.read(v, words.Context{Now: inZone(t.h.store.Now().In(t.h.store.Zone()), a.tz), Language: a.lang})
	return true
}

func sameDay(a, b time.Time) bool {
	y, m, d := a.Date()
	y2, m2, d2 := b.Date()
	return y == y2 && m == m2 && d == d2
}

var zones sync.Map // *time.Location by name; nil where there is no such zone

// inZone gives the instant where the person is; as it is where Slack's zone is none that is known.
func inZone(t time.Time, name string) time.Time {
	if name == "" {
		return t
	}
	known, ok := zones.Load(name)
	if !ok {
		zone, err := time.LoadLocation(name)
		if err != nil {
			zone = nil
		}
		known, _ = zones.LoadOrStore(name, zone)
	}
	if zone := known.(*time.Location); zone != nil {
		return t.In(zone)
	}
	return t
}
