package handlers

import (
	"cmp"
	"slices"
	"strings"

	"handslag/handlers/words"
	"handslag/store"
)

// mostPause is how long a pause may be.
const mostPause = 12 // months

// pause has the person not reminded for a while, or one whom they stand in for.
func pause(t *turn) (Reply, error) {
	if t.notReminded() {
		return t.done(t.say("pause.hr", nil), buttons(button(t.label("reminders.stop", nil), marks{ask: true}.mark("reminders what:stop")), button(t.label("reminders.title", nil), "reminders"))), nil
	}
	if t.args.To == "" {
		return t.pauseForm()
	}
	m, days, err := t.pausing()
	if err != nil {
		return Reply{}, err
	}
	if err := t.tx.SetPause(m, days); err != nil {
		return Reply{}, err
	}
	m.Pause = days
	if err := t.dropSnoozes(m); err != nil {
		return Reply{}, err
	}
	if err := t.renewOwn(m); err != nil {
		return Reply{}, err
	}
	done := t.pauseSays("pause.done", m, days)
	if m.ID != t.person.ID {
		return t.done(done, buttons(t.undoButton(), button(t.label("resume.title", nil), "resume person:"+m.SlackID))), nil
	}
	return t.done(done, buttons(t.undoButton())), nil
}

// notReminded tells whether it is somebody in HR without units who asks: those reminders can only be the managers'.
func (t *turn) notReminded() bool {
	return t.args.To == "" && t.args.Person == "" && t.person.Has("hr") && len(t.person.Units()) == 0 && t.req.Door != Form
}

// dropSnoozes takes away what would bring the weekly reminder anew in the midst of a pause.
func (t *turn) dropSnoozes(m *store.Member) error {
	wishes, err := t.tx.Wishes(m.ID)
	if err != nil {
		return err
	}
	for _, w := range wishes {
		if w.Every == "" && w.Unnamed() && m.Pause.From <= w.DueOn && w.DueOn <= m.Pause.To {
			if _, err := t.tx.DropWish(m.ID, w.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// pausing is who is to be left alone and when.
func (t *turn) pausing() (*store.Member, store.Span, error) {
	days := store.Span{From: max(store.Date(t.args.From), t.here()), To: store.Date(t.args.To)}
	switch {
	case days.To < t.here():
		return nil, days, store.RefuseField("to", "pause_past", store.Facts{"Date": days.To})
	case days.To > t.here().AddMonths(mostPause):
		return nil, days, store.RefuseField("to", "pause_far", store.Facts{"Date": t.here().AddMonths(mostPause)})
	case days.To < days.From:
		return nil, days, store.RefuseField("to", "pause_backwards", nil)
	}
	m, err := t.whoPauses()
	return m, days, err
}

// whoPauses is the person, or the one named, where the person is that one's deputy.
func (t *turn) whoPauses() (*store.Member, error) {
	said, _, _ := strings.Cut(strings.Trim(t.args.Person, "<@>"), "|")
	if said == "" || said == t.person.SlackID || strings.EqualFold(said, t.person.Email) {
		return t.person, nil
	}
	mine, err := t.managersBeside()
	if err != nil {
		return nil, err
	}
	for i := range mine {
		if mine[i].SlackID == said || strings.EqualFold(mine[i].Email, said) {
			return t.tx.MemberByID(mine[i].ID)
		}
	}
	return nil, store.RefuseField("person", "pause_not_yours", nil)
}

// managersBeside are the managers of the units that the person is deputy of.
func (t *turn) managersBeside() (out []store.Member, err error) {
	for _, r := range t.person.Roles {
		if r.Role != "deputy" {
			continue
		}
		people, err := t.tx.WithRole("manager", r.Unit)
		if err != nil {
			return nil, err
		}
		for _, m := range people {
			if m.ID != t.person.ID && !slices.ContainsFunc(out, func(o store.Member) bool { return o.ID == m.ID }) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

func (t *turn) pauseForm() (Reply, error) {
	f := (&form{}).add(field{name: "to", hint: t.label("pause.to_hint", nil)})
	beside, err := t.managersBeside()
	if err != nil {
		return Reply{}, err
	}
	if len(beside) > 0 {
		whose := []choice{{t.person.SlackID, t.label("pause.mine", nil)}}
		for i := range beside {
			whole, err := t.tx.MemberByID(beside[i].ID)
			if err != nil {
				return Reply{}, err
			}
			var names []string
			for _, u := range whole.Units() {
				names = append(names, t.reg.Tree.Name(u))
			}
			whose = append(whose, choice{beside[i].SlackID, t.label("pause.theirs", Facts{"Units": t.list(names)})})
		}
		f.add(field{name: "person", label: "pause_whose", choices: whose, radio: len(whose) <= 10, value: cmp.Or(strings.Trim(t.args.Person, "<@>"), t.person.SlackID)})
	}
	return t.form(f), nil
}

// pauseSays tells of a pause: of the person's own, or of somebody else's.
func (t *turn) pauseSays(id string, m *store.Member, days store.Span) string {
	facts := Facts{"From": days.From, "Date": days.To, "Person": mention(m)}
	switch {
	case m.ID != t.person.ID:
		return t.say(id+"_theirs", facts)
	case days.From > t.today():
		return t.say(id+"_from", facts)
	}
	return t.say(id, facts)
}

func planPause(t *turn) (plan, error) {
	if t.notReminded() {
		return plan{}, nil
	}
	if t.args.To == "" {
		until := t.onDays(func(a *words.Args, day string) { a.To = day }, t.nextMonday().AddDays(-1), t.nextMonday().AddDays(daysAWeek-1), t.today().AddMonths(1))
		return plan{text: t.say("pause.until", nil), answers: until, piece: "to"}, nil
	}
	m, days, err := t.pausing()
	if err != nil {
		return plan{}, err
	}
	return plan{text: t.pauseSays("pause.plan", m, days)}, nil
}
