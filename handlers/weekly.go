package handlers

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"handslag/store"
)

// The weekly reminder is read on a phone without scrolling: in six lines, its head and its note among them, of which none is broken. A phone is 390
// points wide; less the margins and the picture of who writes that is 36 characters in the widest type that it may be shown in, 32 of a head.
const (
	mostLines = 6
	phoneLine = 36
	phoneHead = 32
)

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
	sample bool // it is shown to somebody else
}

// weekly tells a member what waits for them in the units, each with its button, and how to be left alone. It tells how many things wait.
func (t *turn) weekly(units []string, n note) (reply Reply, things int, err error) {
	waits, err := t.waitsIn(units)
	if err != nil {
		return Reply{}, 0, err
	}
	name, head, short := t.say("weekly.units", Facts{"N": len(units)}), t.say("weekly.head_all", nil), t.say("weekly.head_all", nil)
	if len(units) == 1 {
		name = t.reg.Tree.Name(units[0])
		head = t.say("weekly.head", Facts{"Unit": name})
		short = t.say("weekly.head", Facts{"Unit": cutTo(name, phoneHead-width(t.say("weekly.head", Facts{"Unit": ""})))})
	}
	if len(waits) == 0 {
		return t.done(t.say("weekly.nothing", Facts{"Unit": name})), 0, nil
	}
	said, err := t.weeklyNote(n)
	if err != nil {
		return Reply{}, 0, err
	}
	lines := t.lines(waits, mostLines-1-linesOn(said), units, n.sample)
	reply = Reply{Text: head}
	texts, pressed := []string{"*" + short + "*"}, []slack.BlockElement{}
	for _, l := range lines {
		reply.Text += "\n• " + l.text
		texts, pressed = append(texts, l.text), append(pressed, l.button)
	}
	reply.Blocks = []slack.Block{section(strings.Join(texts, "\n")), slack.NewActionBlock("", append(pressed, t.weeklyMenu())...)}
	if said != "" {
		reply.Text += "\n" + said
		reply.Blocks = append(reply.Blocks, contextLine(said))
	}
	return reply, len(waits), nil
}

// weeklyMenu is how one is left alone for a while. Its choices are typed as words, so that they are of the day on which they are chosen.
func (t *turn) weeklyMenu() *slack.OverflowBlockElement {
	if t.pausedFrom(t.today()) {
		return menu(choice{"resume", t.label("resume.title", nil)})
	}
	return t.aloneMenu("me")
}

// aloneMenu lets whom it says, me or a mention, be left alone.
func (t *turn) aloneMenu(whom string) *slack.OverflowBlockElement {
	theirs := ""
	if whom != "me" {
		theirs = " " + whom
	}
	return menu(choice{"remind " + whom + " tomorrow", t.label("weekly.tomorrow", nil)}, choice{"remind " + whom + " on Monday", t.label("weekly.monday", nil)},
		choice{"pause" + theirs, t.label("weekly.pause", nil)}, choice{"pause" + theirs + " this week", t.label("weekly.not_this_week", nil)})
}

// weeklyNote says one thing more, the one that matters most: that a copy has gone to somebody, that there is a pause, when it comes again, or why it
// comes to a deputy.
func (t *turn) weeklyNote(n note) (string, error) {
	switch {
	case len(n.copied) > 0:
		return t.say("weekly.copied", Facts{"N": n.weeks, "To": Markup(t.few(n.copied))}), nil
	case n.last:
		return t.say("weekly.last", Facts{"N": n.weeks}), nil
	case t.pausedFrom(t.today()) && t.person.Pause.From > t.today():
		return t.say("weekly.paused_from", Facts{"From": t.shortDate(t.person.Pause.From), "Date": t.shortDate(t.person.Pause.To)}), nil
	case t.pausedFrom(t.today()):
		return t.say("weekly.paused", Facts{"Date": t.shortDate(t.person.Pause.To)}), nil
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

// few names the first of several, and how many more there are.
func (t *turn) few(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return t.say("weekly.and_more", Facts{"Name": Markup(names[0]), "N": len(names) - 1})
}

func width(s string) int { return utf8.RuneCountInString(s) }

// shortName shortens a unit's name to n characters. Where another of the units would read the same, its end tells which is which.
func (t *turn) shortName(unit string, n int, units []string) string {
	name := t.reg.Tree.Name(unit)
	short := cutTo(name, n)
	for _, other := range units {
		if r := []rune(name); other != unit && short != name && cutTo(t.reg.Tree.Name(other), n) == short {
			return string(r[:n-1-n/2]) + "…" + string(r[len(r)-n/2:])
		}
	}
	return short
}

// linesOn is how many lines a text takes on a phone. Slack shows a name for a mention, of a usual length.
func linesOn(text string) (n int) {
	if text == "" {
		return 0
	}
	n = 1
	left := phoneLine
	for _, word := range strings.Fields(text) {
		w := width(word)
		if strings.HasPrefix(word, "<@") {
			w = len("Ställföreträdaren")
		}
		if left < phoneLine && left < w+1 {
			n, left = n+1, phoneLine
		}
		left -= w + 1
	}
	return n
}
