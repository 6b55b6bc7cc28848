package workspace

import (
	"fmt"
	"maps"
	"time"
)

// trigger is the right to open one form, given to the app with something that a person did.
type trigger struct {
	user   string
	view   string // the form that the person did it in, "" outside forms
	issued time.Duration
	used   bool
}

// triggerLife is how long a trigger is good for (docs.slack.dev/surfaces/modals#opening_modals).
const triggerLife = 3 * time.Second

func (w *Workspace) newTrigger(user, view string) string {
	w.lastID++
	id := fmt.Sprintf("%d.%d.%s", 1000000000000+w.lastID, 100000000000, randomHex(16))
	w.triggers[id] = &trigger{user: user, view: view, issued: w.elapsed()}
	if len(w.triggers)%1000 == 0 { // forget now and then what nobody will use
		maps.DeleteFunc(w.triggers, func(_ string, t *trigger) bool { return w.elapsed()-t.issued > time.Hour })
	}
	return id
}

// usable finds a trigger that may still be used. It is not used up yet: a call that is refused leaves it.
func (w *Workspace) usable(c *call) (*trigger, error) {
	const where = "docs.slack.dev/surfaces/modals#opening_modals"
	t := w.triggers[c.str("trigger_id")]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id", "trigger_id is missing or was never given; %s", where)
	case t.used:
		return nil, refuse("exchanged_trigger_id", "a trigger_id is good for one call; %s", where)
	case w.elapsed()-t.issued > triggerLife:
		return nil, refuse("expired_trigger_id", "a trigger_id is good for 3 seconds; %s", where)
	}
	return t, nil
}
