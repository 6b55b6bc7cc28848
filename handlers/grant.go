package handlers

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

// grantWishes tells people what they have asked to be reminded of, in the daytime of a working day where they are.
func (h *Handlers) grantWishes(ctx context.Context, rules *store.Rules) error {
	for after := int64(0); ; {
		var due []store.Wish
		tomorrow := store.DateOf(h.store.Now().In(h.store.Zone()).AddDate(0, 0, 1)) // where it is a day later already
		err := h.store.Read(ctx, func(tx *store.Tx) (err error) { due, err = tx.DueWishes(tomorrow, after, atOnce); return err })
		if err != nil || len(due) == 0 {
			return err
		}
		after = due[len(due)-1].ID
		err = h.store.Write(ctx, func(tx *store.Tx) error {
			for i := range due {
				if err := h.grant(tx, rules, &due[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func (h *Handlers) grant(tx *store.Tx, rules *store.Rules, w *store.Wish) error {
	m, err := tx.MemberByID(w.Member)
	if err != nil || m == nil {
		return err
	}
	there := tx.Now.In(h.zone(m.TZ))
	today := store.DateOf(there)
	if rules.Daytime(w.DueOn, there.Location(), tx.Now).After(tx.Now) {
		return nil
	}
	key := newKey()
	r := store.Reminder{Member: m.ID, Rule: w.Rule(), Week: string(w.DueOn), State: "planned", Key: key}
	same := false
	if w.Unnamed() {
		if same, err = h.weeklyToday(tx, rules, m, there); err != nil {
			return err
		}
	}
	switch {
	case m.Outsider != "":
		r.State, r.Why, r.Key = "skipped", m.Outsider, ""
	case w.Unnamed() && m.Away >= today: // the weekly reminder put off: it comes to nobody who is away
		r.State, r.Why, r.Key = "skipped", "away", ""
	case same:
		r.State, r.Why, r.Key = "skipped", store.Weekly, ""
	}
	first, err := tx.Record(r)
	if err != nil {
		return err
	}
	if err := tx.Granted(w, today); err != nil || !first || r.Key == "" { // before it is told, so that it does not stand as one to come
		return err
	}
	t, err := h.of(tx, m)
	if err != nil {
		return err
	}
	reply, live, err := t.granted(w)
	if err != nil {
		return err
	}
	payload, err := posted("", "", reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	if err := tx.SendMany(key, m.SlackID, payload, tx.Now.AddDate(0, 0, 7)); err != nil || !live {
		return err
	}
	return t.showLive(key)
}

// weeklyToday tells whether the weekly reminder, of the same, comes to a member today or has come.
func (h *Handlers) weeklyToday(tx *store.Tx, rules *store.Rules, m *store.Member, there time.Time) (bool, error) {
	today := store.DateOf(there)
	week := store.WeekOf(today)
	decided, err := tx.Decided(m.ID, week.String())
	if err != nil || decided != nil {
		return decided != nil && (decided.State == "planned" || decided.State == "sent" && store.DateOf(decided.At.In(there.Location())) == today), err
	}
	usual := rules.Timing(week, there.Location()).At
	at, skipped := rules.Due(week, there.Location(), tx.Now)
	if skipped != "" || store.DateOf(at) != today || usual.Before(rules.Since) {
		return false, nil
	}
	if due, err := tx.IsUndecided(m.ID, week.String(), store.DateOf(usual)); err != nil || !due { // who has got a role later waits for the next
		return false, err
	}
	stopped, err := tx.Stopped(week.String())
	if err != nil || stopped || m.Outsider != "" {
		return false, err
	}
	d, err := h.decide(tx, rules, m)
	return err == nil && d.why == "", err
}

// granted tells a person of what they have asked to be reminded of.
func (t *turn) granted(w *store.Wish) (reply Reply, live bool, err error) {
	what, next, err := t.wished(w)
	if err != nil {
		return Reply{}, false, err
	}
	if next == nil {
		units, err := t.tx.Duties(t.person)
		if err != nil {
			return Reply{}, false, err
		}
		if reply, things, err := t.weekly(units, note{}); things > 0 || err != nil {
			return reply, things > 0, err
		}
		return t.done(t.say("remind.nothing", nil)), false, nil
	}
	return t.done(t.say("remind.now", Facts{"What": Markup(what)}), buttons(next...)), false, nil
}

// wished says what a wish is about as it is now, and what can be done about it. No buttons: it is about what waits.
func (t *turn) wished(w *store.Wish) (string, []*slack.ButtonBlockElement, error) {
	switch {
	case w.Slot != 0:
		s, err := t.tx.Slot(w.Slot)
		if store.AsRefusal(err) != nil { // it has been taken back since
			return "#" + strconv.FormatInt(w.Slot, 10), []*slack.ButtonBlockElement{button(t.label("slots.title", nil), "slots")}, nil
		}
		if err != nil {
			return "", nil, err
		}
		what := t.say("remind.slot", Facts{"Slot": s.Number, "Kind": s.Kind})
		if own := t.person.Units(); len(own) > 0 && s.Unit != "" && s.Trainee == "" && sharesUnit(t.person, []string{s.Unit}) {
			return what, []*slack.ButtonBlockElement{primary(t.label("trainee.title", nil), "trainee slot:"+strconv.FormatInt(s.Number, 10)),
				button(t.label("slots.title", nil), "slots unit:"+s.Unit)}, nil
		}
		return what, []*slack.ButtonBlockElement{button(t.label("slots.title", nil), "slots")}, nil
	case w.Trainee != "":
		return w.Trainee, []*slack.ButtonBlockElement{button(t.label("end.title", nil), "end trainee:"+w.Trainee), button(t.label("trainees.title", nil), "trainees")}, nil
	case w.Unit != "":
		return escaped(t.reg.Tree.Name(w.Unit)), []*slack.ButtonBlockElement{button(t.label("quota.show", nil), "quota unit:"+w.Unit)}, nil
	}
	if w.Member != t.person.ID {
		return t.say("remind.what_waits_theirs", nil), nil, nil
	}
	return t.say("remind.what_waits", nil), nil, nil
}

// wishLine says when, how often and of what.
func (t *turn) wishLine(w *store.Wish) (string, error) {
	what, _, err := t.wished(w)
	return t.say("remind.line_"+cmp.Or(w.Every, "once"), Facts{"Date": w.DueOn, "What": Markup(what)}), err
}

func (t *turn) dropButton(w *store.Wish) *slack.ButtonBlockElement {
	return button(t.label("remind.drop", nil), "remind what:stop entry:"+strconv.FormatInt(w.ID, 10))
}
