package handlers

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// match tells a coordinator which slots meet a need: of a kind, near a unit, from a day, with so many hours a week. It is a suggestion with its
// reasons, and knows nothing of who is to come.
func match(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	need := store.Need{Kind: t.args.Kind, Near: t.args.Unit, Scope: t.args.Scope, From: max(store.Date(cmp.Or(t.args.From, t.args.Date)), t.today()),
		Hours: hoursOf(t.args.Hours, t.args.Percent)}
	fits, err := t.tx.Fitting(need)
	if err != nil {
		return Reply{}, err
	}
	head := t.say("match.head", Facts{"N": len(fits), "Need": Markup(t.needed(need))})
	if len(fits) == 0 {
		return t.done(t.say("match.none", Facts{"Need": Markup(t.needed(need))}), buttons(t.wider()...)), nil
	}
	reply := Reply{Text: head, Blocks: []slack.Block{section("*" + head + "*")}}
	shown, page, pages := pageOf(t, fits)
	for _, fit := range shown {
		line := t.fitLine(fit, need)
		reply.Text += "\n• " + line
		if fit.Unit == "" {
			reply.Blocks = append(reply.Blocks, section("• "+line))
			continue
		}
		reply.Blocks = append(reply.Blocks, row("• "+line, button(t.label("match.whom", nil), typed("contact", words.Args{Unit: fit.Unit}))))
	}
	reply.Blocks = append(reply.Blocks, t.pager("match", t.args.Unit, page, pages)...)
	if k, _ := t.reg.Kind(need.Kind, need.From); k != nil {
		rule := t.say("match.rule", Facts{"Rule": k})
		reply.Text += "\n" + rule
		reply.Blocks = append(reply.Blocks, contextLine(rule))
	}
	reply.Blocks = append(reply.Blocks, buttons(t.wider()...))
	return reply, nil
}

// needed is the need in words: "språkpraktik vid Kärna skola från mån 17 aug (v. 34), 20 h i veckan".
func (t *turn) needed(n store.Need) string {
	var parts []string
	if n.Kind != "" {
		parts = append(parts, escaped(t.kind(n.Kind)))
	}
	if n.Near != "" {
		parts = append(parts, t.say("match.near", Facts{"Unit": t.reg.Tree.Name(n.Near)}))
	}
	if scope := t.called("summary.scope_", n.Scope); scope != "" {
		parts = append(parts, scope)
	}
	parts = append(parts, t.say("match.from", Facts{"From": n.From}))
	if n.Hours != 0 {
		parts = append(parts, t.say("slots.hours", Facts{"Hours": n.Hours}))
	}
	return strings.Join(parts, ", ")
}

// fitLine tells of a slot and why it fits.
func (t *turn) fitLine(f store.Fit, n store.Need) string {
	line := t.say("match.line", Facts{"Slot": f.Number, "Kind": f.Kind, "Unit": t.reg.Tree.Name(f.Unit)})
	if f.Unit == "" {
		line = t.say("match.line_open", Facts{"Slot": f.Number, "Kind": f.Kind})
	}
	why := []string{t.label("match.now", nil)}
	if f.Days > 0 {
		why[0] = t.label("match.later", Facts{"Date": f.StartsOn})
	}
	if n.Near != "" && f.Steps > 0 {
		why = append(why, t.label("match.away", Facts{"Unit": t.reg.Tree.Name(t.meetsAt(n.Near, f.Unit))}))
	}
	if f.Hours != 0 {
		why = append(why, t.label("slots.hours", Facts{"Hours": f.Hours}))
	} else if n.Hours != 0 {
		why = append(why, t.label("match.hours_unsaid", nil))
	}
	if f.Tasks != "" {
		why = append(why, oneLine(f.Tasks))
	}
	return line + ": " + escaped(strings.Join(why, " · "))
}

// meetsAt is the lowest unit that both lie below.
func (t *turn) meetsAt(one, other string) string {
	for _, code := range t.reg.Tree.Path(one) {
		if t.reg.Tree.Within(other, code) {
			return code
		}
	}
	return ""
}

// wider are the buttons that leave out a part of the need, and publish what is lacking.
func (t *turn) wider() []*slack.ButtonBlockElement {
	var out []*slack.ButtonBlockElement
	if t.args.Unit != "" {
		out = append(out, button(t.label("match.anywhere", nil), typed("match", with(t.args, func(a *words.Args) { a.Unit, a.Page = "", 0 }))))
	}
	if t.args.Hours != nil || t.args.Percent != nil {
		out = append(out, button(t.label("match.any_hours", nil), typed("match", with(t.args, func(a *words.Args) { a.Hours, a.Percent, a.Page = nil, nil, 0 }))))
	}
	if t.args.Kind != "" {
		out = append(out, button(t.label("match.any_kind", nil), typed("match", with(t.args, func(a *words.Args) { a.Kind, a.Page = "", 0 }))))
	}
	return append(out, button(t.label("publish.title", nil), marks{ask: true}.mark(typed("publish", words.Args{Kind: t.args.Kind, From: t.args.From}))))
}
