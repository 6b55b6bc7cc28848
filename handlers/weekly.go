package handlers

import (
	"cmp"
	"crypto/rand"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// mostLines are those of the weekly reminder that tell what waits, so that all of it is read on a phone without scrolling.
const mostLines = 4

// of gives a turn that nobody has asked for: what the bot tells a member on its own, in their language.
func (h *Handlers) of(tx *store.Tx, m *store.Member) (*turn, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	own := m.Speaks(h.standard)
	return &turn{h: h, req: &Request{User: m.SlackID}, tx: tx, person: m, own: own,
		voice: voice{all: h.said, lang: own, reg: reg, year: tx.Today().Year()}}, nil
}

// note is what a weekly reminder says besides what waits.
type note struct {
	copied []string // to whom it goes too, for nobody has answered for a while: mentions
	weeks  int
	last   bool // nothing more is sent until it is answered
}

// weekly tells a member what waits for them in the units, each with its button, and how to be left alone. It tells whether anything waits.
func (t *turn) weekly(units []string, n note) (reply Reply, any bool, err error) {
	var waits []task
	if len(units) == 1 {
		waits, err = t.waitsFor(units[0])
	} else {
		waits, err = t.waitsInAll(units)
	}
	if err != nil {
		return Reply{}, false, err
	}
	name := t.say("weekly.units", Facts{"N": len(units)})
	if len(units) == 1 {
		name = t.reg.Tree.Name(units[0])
	}
	if len(waits) == 0 {
		return t.done(t.say("weekly.nothing", Facts{"Unit": name})), false, nil
	}
	head := t.say("weekly.head", Facts{"Unit": name})
	reply = Reply{Text: head, Blocks: []slack.Block{withMenu("*"+head+"*", t.weeklyMenu())}}
	for _, w := range waits {
		reply.Text += "\n• " + w.text
		reply.Blocks = append(reply.Blocks, row(w.text, w.button))
	}
	said, err := t.weeklyNote(units, n)
	if said != "" {
		reply.Text += "\n" + said
		reply.Blocks = append(reply.Blocks, contextLine(said))
	}
	return reply, true, err
}

// weeklyMenu is how one is left alone for a while. Its choices are typed as words, so that they are of the day on which they are chosen.
func (t *turn) weeklyMenu() *slack.OverflowBlockElement {
	if t.pausedFrom(t.today()) {
		return menu(choice{"resume", t.label("resume.title", nil)})
	}
	return menu(choice{"remind me tomorrow", t.label("weekly.tomorrow", nil)}, choice{"remind me on Monday", t.label("weekly.monday", nil)},
		choice{"pause", t.label("weekly.pause", nil)}, choice{"pause this week", t.label("weekly.not_this_week", nil)})
}

// weeklyNote says one thing more, the one that matters most: that a copy has gone to somebody, that there is a pause, when it comes again, or why it
// comes to a deputy.
func (t *turn) weeklyNote(units []string, n note) (string, error) {
	switch {
	case len(n.copied) > 0:
		return t.say("weekly.copied", Facts{"N": n.weeks, "To": Markup(t.list(n.copied))}), nil
	case n.last:
		return t.say("weekly.last", Facts{"N": n.weeks}), nil
	case t.pausedFrom(t.today()) && t.person.Pause.From > t.today():
		return t.say("weekly.paused_from", Facts{"From": t.person.Pause.From, "Date": t.person.Pause.To}), nil
	case t.pausedFrom(t.today()):
		return t.say("weekly.paused", Facts{"Date": t.person.Pause.To}), nil
	}
	mine, err := t.tx.Wishes(t.person.ID)
	for _, w := range mine {
		if w.Every == "" && w.Unnamed() {
			return t.say("weekly.again", Facts{"Date": w.DueOn}), err
		}
	}
	for _, r := range t.person.Roles {
		if r.Role == "manager" {
			return "", err
		}
	}
	return t.say("weekly.deputy", nil), err
}

// pausedFrom tells whether the person has a pause on a day, or one to come.
func (t *turn) pausedFrom(day store.Date) bool {
	return t.person.Pause.To >= day && t.person.Pause.To != ""
}

// waitsFor gives what waits in one unit: each trainee who ends, then in a line each its slots without a trainee and that it is behind its plan.
func (t *turn) waitsFor(unit string) ([]task, error) {
	now, late, err := t.lags(unit)
	if err != nil {
		return nil, err
	}
	waits, n, err := t.tasksOf(unit, 1)
	if err != nil {
		return nil, err
	}
	var rest []task
	if last := len(waits) - 1; last >= 0 && waits[last].due == "" {
		if empty := n - last; empty > 1 {
			waits[last] = task{text: t.say("weekly.slots", Facts{"N": empty}), button: button(t.label("trainee.title", nil), "trainee unit:"+unit)}
		}
		waits, rest = waits[:last], waits[last:]
	}
	if late {
		rest = append(rest, task{text: t.quotaLine(now), button: button(t.label("claim.title", nil), "claim unit:"+unit)})
	}
	room := mostLines - len(rest)
	if more := len(waits) - room + 1; more > 1 {
		waits = append(waits[:room-1:room-1], task{text: t.say("quota.more", Facts{"N": more}), button: button(t.label("trainees.title", nil), "trainees unit:"+unit)})
	}
	return append(waits, rest...), nil
}

// lags tells whether a unit has created fewer slots than an even pace would have given, and how it stands.
func (t *turn) lags(unit string) (now store.PeriodStands, lags bool, err error) {
	p := t.reg.Current(t.today())
	if p == nil || !t.reg.Tree.Within(unit, p.Scope) {
		return now, false, nil
	}
	periods, _, err := t.tx.Progress(p, unit, t.today())
	if err != nil {
		return now, false, err
	}
	now = periodOf(periods, t.today())
	late, _ := behind(now, t.today())
	return now, late > 0, nil
}

// waitsInAll gives what waits in several units, a line each.
func (t *turn) waitsInAll(units []string) (waits []task, err error) {
	for _, unit := range units {
		parts, err := t.waitsInShort(unit)
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 {
			waits = append(waits, task{text: t.say("weekly.unit", Facts{"Unit": t.reg.Tree.Name(unit), "What": Markup(strings.Join(parts, ", "))}),
				button: button(t.label("quota.show", nil), "quota unit:"+unit)})
		}
	}
	if more := len(waits) - mostLines + 1; more > 1 {
		waits = append(waits[:mostLines-1], task{text: t.say("weekly.more_units", Facts{"N": more}), button: button(t.label("quota.show", nil), "quota")})
	}
	return waits, nil
}

func (t *turn) waitsInShort(unit string) (parts []string, err error) {
	today := t.today()
	ending, err := t.tx.Ending(unit, today.AddDays(soon))
	if err != nil {
		return nil, err
	}
	overdue := 0
	for _, tr := range ending {
		if tr.Overdue(today) {
			overdue++
		}
	}
	if overdue > 0 {
		parts = append(parts, t.say("weekly.overdue", Facts{"N": overdue}))
	}
	if n := len(ending) - overdue; n > 0 {
		parts = append(parts, t.say("weekly.ending", Facts{"N": n, "Date": t.plainDate(ending[len(ending)-1].EndsOn)}))
	}
	_, empty, err := t.tx.Vacant(unit, today, 1)
	if err != nil {
		return nil, err
	}
	if empty > 0 {
		parts = append(parts, t.say("weekly.vacant", Facts{"N": empty}))
	}
	now, late, err := t.lags(unit)
	if late {
		parts = append(parts, t.say("weekly.behind", Facts{"Line": t.quotaShort(now), "Until": t.plainDate(now.End)}))
	}
	return parts, err
}

// newKey is one that says nothing about anybody.
func newKey() string { return "r:" + rand.Text() }

// showLive makes a message the one that shows the person how things stand. The one before it loses its buttons and says where the new one is.
func (t *turn) showLive(key string) error {
	before, err := t.tx.Live(t.person.ID)
	if err != nil {
		return err
	}
	if before != nil {
		gone := t.say("weekly.older", nil)
		payload, err := posted("", "", gone, []slack.Block{contextLine(gone)})
		if err != nil {
			return err
		}
		if err := t.tx.Revise(newKey(), before.Key, payload); err != nil {
			return err
		}
	}
	return t.tx.SetLive(t.person.ID, key)
}

// renew has the reminder that a member has before them say what is true now.
func (h *Handlers) renew(tx *store.Tx, live *store.Reminder) error {
	m, err := tx.MemberByID(live.Member)
	if err != nil || m == nil {
		return err
	}
	t, err := h.of(tx, m)
	if err != nil {
		return err
	}
	units, err := tx.Duties(m)
	if err != nil {
		return err
	}
	if len(units) == 0 {
		units = m.Units()
	}
	reply, _, err := t.weekly(units, note{})
	if err != nil {
		return err
	}
	payload, err := posted("", "", reply.Text, reply.Blocks)
	if err != nil {
		return err
	}
	return tx.Revise(newKey(), live.Key, payload)
}

// showBefore gives a member back the reminder that they had before one that is not sent.
func (h *Handlers) showBefore(tx *store.Tx, member int64) error {
	before, err := tx.Shown(member)
	if err != nil || before == nil {
		return err
	}
	if err := tx.SetLive(member, before.Key); err != nil {
		return err
	}
	return h.renew(tx, before)
}

// acted sees to it that what was done shows in the reminders of those whom it concerns. What a manager does counts as an answer: of the one who did it,
// and of those who answer for the same units.
func (t *turn) acted() error {
	units := t.tx.Touched()
	if len(units) == 0 {
		return nil
	}
	live, err := t.tx.LiveFor(units)
	if err != nil || len(live) == 0 {
		return err
	}
	answered := []int64{t.person.ID}
	for i := range live {
		if err := t.h.renew(t.tx, &live[i]); err != nil {
			return err
		}
		if m, err := t.tx.MemberByID(live[i].Member); err != nil {
			return err
		} else if sharesUnit(m, units) {
			answered = append(answered, m.ID)
		}
	}
	if t.command.who&manager == 0 {
		return nil
	}
	return t.tx.Answer(answered...)
}

// renewOwn is acted for what concerns a member alone: a pause, a snooze.
func (t *turn) renewOwn(m *store.Member) error {
	live, err := t.tx.Live(m.ID)
	if err != nil {
		return err
	}
	if live != nil {
		if err := t.h.renew(t.tx, live); err != nil {
			return err
		}
	}
	return t.tx.Answer(m.ID)
}

func sharesUnit(m *store.Member, units []string) bool {
	for _, own := range m.Units() {
		for _, u := range units {
			if own == u {
				return true
			}
		}
	}
	return false
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
		if reply, any, err := t.weekly(units, note{}); any || err != nil {
			return reply, any, err
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
