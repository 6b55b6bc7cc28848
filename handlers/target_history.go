package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// quotaHistory tells what has become of the quotas, the latest first.
func (t *turn) quotaHistory(p *store.Programme) (Reply, error) {
	all, err := t.tx.Revisions(p)
	if err != nil {
		return Reply{}, err
	}
	head := t.say("target.history_head", Facts{"Programme": p.Name(t.lang)})
	if len(all) == 0 {
		return t.done(head + "\n" + t.say("target.history_none", nil)), nil
	}
	shown, page, pages := pageOf(t, all)
	var lines []string
	for _, v := range shown {
		line, err := t.revisionLine(v)
		if err != nil {
			return Reply{}, err
		}
		lines = append(lines, line)
	}
	text := strings.Join(lines, "\n")
	reply := Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*\n" + text)}}
	reply.Blocks = append(reply.Blocks, t.pager("target", "", page, pages)...)
	reply.Blocks = append(reply.Blocks, buttons(button(t.label("target.proposal", nil), "target step:proposal")))
	return reply, nil
}

// revisionLine tells of a revision: its number, the day, who, what, and what became of the quotas.
func (t *turn) revisionLine(v store.Revision) (string, error) {
	by, err := t.tx.MemberByID(v.Member)
	if err != nil {
		return "", err
	}
	person := Markup(t.say("refusal.hr", nil))
	if by != nil {
		person = mention(by)
	}
	facts := Facts{"Revision": v.Number, "Date": t.long(v.On), "Person": person, "N": v.Moved, "Undoes": v.Undoes}
	if v.Rule != "" {
		facts["Rule"] = t.label("target.rule_"+string(v.Rule), nil)
	}
	line := t.say("target.history_"+v.What, facts)
	if v.What != "decide" && v.Moved <= len(v.Moves) {
		line += " " + t.movesLine(v.Moves)
	}
	if v.Undone {
		line += " " + t.say("target.history_undone", nil)
	}
	return line, nil
}

// movesLine writes what became of quotas: "Bergaskolan 2026: 10 → 8, …".
func (v voice) movesLine(moves []store.QuotaMove) string {
	parts := make([]string, len(moves))
	for i, m := range moves {
		parts[i] = v.say("target.move", Facts{"Unit": v.reg.Tree.Name(m.Unit), "Period": m.Period, "Before": m.Before, "After": m.After})
	}
	return strings.Join(parts, ", ") + "."
}
