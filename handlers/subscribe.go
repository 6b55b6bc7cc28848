package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// subscribe has a summary sent regularly, to HR themselves or to a channel; ends one; and tells which there are.
func subscribe(t *turn) (Reply, error) {
	channel := cmp.Or(t.args.Channel, t.person.SlackID)
	switch {
	case t.args.Entry != 0:
		s, err := t.tx.Unsubscribe(t.args.Entry)
		if err != nil {
			return Reply{}, err
		}
		return t.done(t.say("subscribe.ended", t.subscribed(s))), nil
	case t.req.Door != Form && (t.args.Every == "channel" || t.args.Channel == words.AnyChannel || t.args.Channel != "" && t.args.Every == ""):
		return t.form((&form{}).add(field{name: "channel", channel: true},
			field{name: "every", value: "week", radio: true, choices: t.choices("subscribe.every_", store.Intervals)})), nil
	case t.req.Door == Message && !t.agreed || !slices.Contains(store.Intervals, t.args.Every): // "skicka läget varje fredag": what there is to choose from
		return t.subscriptions()
	}
	s, err := t.tx.Subscribe(t.person.ID, channel, t.args.Every)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("subscribe.done", t.subscribed(s))
	if s.Every == "week" {
		text += " " + t.say("subscribe.when", nil)
	}
	if channel != t.person.SlackID {
		text += "\n" + t.say("subscribe.invite", nil)
	}
	return t.done(text, buttons(t.stopButton(s.ID))), nil
}

// planSubscribe asks which channel and how often, where that was not said, and says what is going to be sent to whom.
func planSubscribe(t *turn) (plan, error) {
	a := &t.args
	if a.Every == "channel" {
		a.Every, a.Channel = "", words.AnyChannel
	}
	switch {
	case a.Entry != 0 || a.Every == "" && a.Channel == "":
		return plan{}, nil
	case a.Channel == words.AnyChannel:
		return plan{text: t.say("subscribe.which", nil), facts: t.say("subscribe.how", nil), piece: "channel"}, nil
	case !slices.Contains(store.Intervals, a.Every):
		often := t.choices("subscribe.every_", store.Intervals)
		for i := range often {
			often[i].text = capital(often[i].text)
		}
		return plan{text: t.say("subscribe.often", nil), answers: t.among(often, func(a *words.Args, every string) { a.Every = every })}, nil
	}
	p := plan{text: t.say("subscribe.plan", t.subscribed(&store.Subscription{Channel: cmp.Or(a.Channel, t.person.SlackID), Every: a.Every}))}
	if a.Channel != "" {
		p.facts = t.say("subscribe.invite", nil)
	}
	return p, nil
}

// subscribed are the facts of one: to whom, and how often.
func (t *turn) subscribed(s *store.Subscription) Facts {
	to := Markup("<#" + s.Channel + ">")
	switch {
	case s.Channel == t.person.SlackID:
		to = Markup(t.label("subscribe.you", nil))
	case s.Personal():
		to = Markup("<@" + s.Channel + ">")
	}
	return Facts{"To": to, "Every": t.label("subscribe.every_"+s.Every, nil)}
}

func (t *turn) stopButton(id int64) *slack.ButtonBlockElement {
	return button(t.label("subscribe.stop", nil), typed("subscribe", words.Args{Entry: id}))
}

// subscriptions tells of all there are: HR may end each.
func (t *turn) subscriptions() (Reply, error) {
	all, err := t.tx.Subscriptions()
	if err != nil {
		return Reply{}, err
	}
	head := t.say("subscribe.none", nil)
	if len(all) > 0 {
		head = t.say("subscribe.head", nil)
	}
	text, blocks := head, []slack.Block{section(head)}
	for _, s := range all[:min(len(all), maxBlocks-5)] {
		line := t.say("subscribe.line", t.subscribed(&s))
		text += "\n" + line
		blocks = append(blocks, row(line, t.stopButton(s.ID)))
	}
	return Reply{Text: text, Blocks: append(blocks, buttons(button(t.label("subscribe.week_me", nil), "subscribe every:week"),
		button(t.label("subscribe.report_me", nil), "subscribe every:report"), button(t.label("subscribe.channel", nil), "subscribe every:channel")))}, nil
}

// Regular puts the summaries that are due in the outbox: once for each subscription and week, or report date. It may be called at any time, by
// any process.
func (h *Handlers) Regular(ctx context.Context) error {
	due := 0
	count := func(tx *store.Tx) error {
		all, err := tx.DueSubscriptions()
		due = len(all)
		return err
	}
	if err := h.store.Read(ctx, count); err != nil || due == 0 {
		return err
	}
	return h.store.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.DueSubscriptions()
		if err != nil {
			return err
		}
		for i := range all {
			if err := h.regular(tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *Handlers) regular(tx *store.Tx, d *store.DueSubscription) error {
	tx.Act(store.By{Door: "clock", Command: "subscribe"})
	m, err := tx.MemberByID(d.Member)
	if err != nil {
		return err
	}
	own := m != nil && d.Channel == m.SlackID
	if own && (!m.Has("hr") || m.Outsider != "") { // the figures are HR's
		_, err := tx.Unsubscribe(d.ID)
		return err
	}
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	v := voice{all: h.said, lang: h.standard, reg: reg, year: tx.Today().Year()}
	if own {
		v.lang = m.Speaks(h.standard)
	}
	for i, p := range reg.Running(d.At) {
		s, err := tx.Standing(p, p.Scope, d.At)
		if err != nil {
			return err
		}
		payload, err := h.regularMessage(&turn{h: h, voice: v, tx: tx, person: m}, d, p, s, own)
		if err != nil {
			return err
		}
		key := "subscription:" + strconv.FormatInt(d.ID, 10) + ":" + d.Turn
		if i > 0 {
			key += ":" + p.Key
		}
		if err := tx.Send(key, d.Channel, payload); err != nil {
			return err
		}
	}
	return tx.SentSubscription(d)
}

// regularMessage is what is sent: to HR the summary, to a channel as much of it as anybody may know.
func (h *Handlers) regularMessage(t *turn, d *store.DueSubscription, p *store.Programme, s *store.Standing, own bool) ([]byte, error) {
	if !own {
		x, err := newExporting(t.voice, Order{Programme: p.Key, Unit: s.Scope, At: s.AsOf, Lang: t.lang, Public: true}, t.tx, p, s)
		if err != nil {
			return nil, err
		}
		head, lines := t.say("export.about", x.about()), x.publicLines()
		text := head + "\n" + strings.Join(lines, "\n")
		m := message{Text: text, Blocks: []slack.Block{section("*" + head + "*\n" + strings.Join(lines, "\n")), contextLine(t.say("subscribe.public", nil))}}
		if t.person != nil && t.person.SlackID != "" {
			theirs := t.voice
			theirs.lang = t.person.Speaks(h.standard)
			m.Tell, m.Otherwise = t.person.SlackID, theirs.say("subscribe.refused", t.subscribed(&d.Subscription))
		}
		return json.Marshal(m)
	}
	head, all := t.standing(p, s)
	lines := fitted(all, summaryLines-2)
	where := words.Args{Unit: s.Scope, At: string(s.AsOf), Programme: p.Key}
	return posted("", "", head+"\n"+strings.Join(lines, "\n"), []slack.Block{section("*" + head + "*\n" + strings.Join(lines, "\n")),
		buttons(button(t.label("summary.title", nil), typed("summary", where)), button(t.label("chart.title", nil), typed("chart", where)), button(t.label("export.title", nil), typed("export", where)), t.stopButton(d.ID))})
}

// publicLines are the figures that anybody may know: of the whole, and of the parts, where no small group can be worked out of them.
func (x *exporting) publicLines() []string {
	s, g := x.figures, x.guard
	var lines []string
	if g.Counted == store.Shown {
		lines = append(lines, x.createdLine(s))
	} else {
		lines = append(lines, x.say("export.figure_net", nil)+": "+escaped(x.masked(s.Counted, g.Counted))+" "+x.say("subscribe.of", Facts{"Target": x.whole(s.Target)}))
	}
	for _, line := range x.findings() {
		lines = append(lines, escaped(line))
	}
	if g.Filled == store.Shown {
		lines = append(lines, x.say("summary.period_filled", x.filled(s.Filled, s.AtLeast(), s.Vacant))+".")
	}
	var parts []string
	for i, u := range s.Units {
		if !x.guardUnits.None && x.guardUnits.Whole(i) && u.Counted > 0 && len(parts) < topUnits {
			parts = append(parts, escaped(u.Name)+" "+x.whole(u.Counted))
		}
	}
	if len(parts) > 0 {
		lines = append(lines, x.say("summary.most", Facts{"Units": Markup(strings.Join(parts, " · "))}))
	}
	return lines
}
