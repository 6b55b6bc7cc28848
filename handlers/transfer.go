package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// transfer moves a part of a unit's quota to another unit, and tells the managers of both.
func transfer(t *turn) (Reply, error) {
	p := t.programme(t.today())
	if p == nil {
		return Reply{}, store.Refuse("no_programme", nil)
	}
	if !t.wholeTransfer() {
		return t.done(t.say("transfer.how", nil)), nil
	}
	period, err := t.periodMeant(p)
	if err != nil {
		return Reply{}, err
	}
	moves, err := t.tx.Transfer(p, period, t.args.Units[0], t.args.Units[1], *t.args.Count)
	if err != nil {
		return Reply{}, err
	}
	told, err := t.tellMoved(moves, "transfer.told", *t.args.Count)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("transfer.done", t.moveFacts(moves, *t.args.Count)) + "\n" + t.moveLines(moves) + "\n" + told
	return t.done(text, buttons(t.undoButton())), nil
}

// wholeTransfer tells whether a number was said, and from which unit to which.
func (t *turn) wholeTransfer() bool { return len(t.args.Units) == 2 && t.args.Count != nil }

func (t *turn) moveFacts(moves []store.QuotaMove, n int) Facts {
	return Facts{"N": n, "Period": moves[0].Period, "From": t.reg.Tree.Name(moves[0].Unit), "To": t.reg.Tree.Name(moves[1].Unit)}
}

// moveLines writes a line for each quota that becomes another.
func (t *turn) moveLines(moves []store.QuotaMove) string {
	lines := make([]string, len(moves))
	for i, m := range moves {
		lines[i] = t.say("transfer.line", Facts{"Unit": t.reg.Tree.Name(m.Unit), "Before": m.Before, "After": m.After})
	}
	return strings.Join(lines, "\n")
}

// planTransfer shows what changes for whom.
func planTransfer(t *turn) (plan, error) {
	p := t.programme(t.today())
	switch {
	case p == nil:
		return plan{}, nil
	case len(t.args.Units) != 2:
		return t.whichTransfer(), nil
	case t.args.Count == nil:
		return plan{text: t.say("transfer.which_count", Facts{"From": t.reg.Tree.Name(t.args.Units[0]), "To": t.reg.Tree.Name(t.args.Units[1])}), piece: "count"}, nil
	}
	period, err := t.periodMeant(p)
	if err != nil {
		return plan{}, err
	}
	moves, err := t.reg.Moves(p, period, t.args.Units[0], t.args.Units[1], *t.args.Count)
	if err != nil {
		return plan{}, err
	}
	t.args.Period, t.args.From, t.args.To = period, "", ""
	below, err := t.belowCreated(p, moves[0].Unit, period, moves[0].After)
	if err != nil {
		return plan{}, err
	}
	lines := append([]string{t.moveLines(moves)}, below...)
	lines = append(lines, t.say("transfer.same_above", Facts{"Unit": t.reg.Tree.Name(t.meetsAt(moves[0].Unit, moves[1].Unit))}))
	for _, m := range moves[:2] {
		if len(t.quotasBelow(p, m.Unit, period)) > 0 {
			lines = append(lines, t.sumLine(p, m.Unit, period, map[string]int{m.Unit: m.After}))
		}
	}
	who, err := t.managersOf(moves)
	if err != nil {
		return plan{}, err
	}
	lines = append(lines, t.whoIsTold(who, moves, "transfer.will_tell"))
	return plan{text: t.say("transfer.plan", t.moveFacts(moves, *t.args.Count)), facts: strings.Join(lines, "\n")}, nil
}

// giver and taker are what transfer is told by, of a unit that stands alone.
const giver, taker = "giver", "taker"

// whichTransfer asks for the units, one at a time.
func (t *turn) whichTransfer() plan {
	name := t.reg.Tree.Name(t.args.Unit)
	if from, to := t.mentions("transfer.said_from"), t.mentions("transfer.said_to"); t.args.Unit != "" && t.args.What == "" && from != to {
		t.args.What = map[bool]string{true: giver, false: taker}[from]
	}
	switch {
	case t.args.Unit == "":
		return plan{text: t.say("transfer.which_giver", nil), piece: giver}
	case t.args.What == giver:
		return plan{text: t.say("transfer.which_taker", Facts{"Unit": name}), piece: "other"}
	case t.args.What == taker:
		return plan{text: t.say("transfer.which_giver_to", Facts{"Unit": name}), piece: "other"}
	}
	return plan{text: t.say("transfer.which_way", Facts{"Unit": name}), answers: t.among([]choice{
		{giver, t.label("transfer.from", Facts{"Unit": name})}, {taker, t.label("transfer.to", Facts{"Unit": name})}},
		func(a *words.Args, way string) { a.What = way })}
}

// fillOther takes the other unit of a transfer.
func (t *turn) fillOther(value string) (string, Facts) {
	a := &t.args
	first, way := a.Unit, a.What
	if reason, facts := t.fillUnit(value); reason != "" {
		return reason, facts
	}
	if a.Units = []string{first, a.Unit}; way == taker {
		slices.Reverse(a.Units)
	}
	a.Unit, a.What = "", ""
	return "", nil
}

// concerned is a manager or deputy of a unit whose quota is moved.
type concerned struct {
	person store.Member
	moves  []store.QuotaMove // of their own units
}

// managersOf gives those of the giver and the taker, each once.
func (t *turn) managersOf(moves []store.QuotaMove) ([]concerned, error) {
	var out []concerned
	for _, m := range moves[:2] {
		for _, role := range []string{"manager", "deputy"} {
			people, err := t.tx.WithRole(role, m.Unit)
			if err != nil {
				return nil, err
			}
			for _, person := range people {
				out = addConcerned(out, person, m)
			}
		}
	}
	return out, nil
}

func addConcerned(all []concerned, person store.Member, m store.QuotaMove) []concerned {
	for i := range all {
		if all[i].person.ID == person.ID {
			if last := all[i].moves[len(all[i].moves)-1]; last.Unit != m.Unit {
				all[i].moves = append(all[i].moves, m)
			}
			return all
		}
	}
	return append(all, concerned{person, []store.QuotaMove{m}})
}

// tellMoved tells the managers of both units in their own language, and says who has been told.
func (t *turn) tellMoved(moves []store.QuotaMove, id string, n int) (string, error) {
	who, err := t.managersOf(moves)
	if err != nil {
		return "", err
	}
	for _, c := range who {
		key := "moved:" + strconv.FormatInt(t.tx.Did(), 10) + ":" + strconv.FormatInt(c.person.ID, 10)
		if err := t.tell(&c.person, key, func(v voice) (string, []slack.Block) {
			text := v.say(id, t.moveFacts(moves, n))
			for _, m := range c.moves {
				text += "\n" + v.say("transfer.yours", Facts{"Unit": v.reg.Tree.Name(m.Unit), "Before": m.Before, "After": m.After})
			}
			return text, []slack.Block{section(text), buttons(button(v.label("quota.title", nil), "quota"))}
		}); err != nil {
			return "", err
		}
	}
	return t.whoIsTold(who, moves, "transfer.have_told"), nil
}

// whoIsTold names the managers that are told, and the units that have none.
func (t *turn) whoIsTold(who []concerned, moves []store.QuotaMove, id string) string {
	var names, lonely []string
	for _, c := range who {
		names = append(names, string(mention(&c.person)))
	}
	for _, m := range moves[:2] {
		found := false
		for _, c := range who {
			for _, own := range c.moves {
				found = found || own.Unit == m.Unit
			}
		}
		if !found {
			lonely = append(lonely, t.reg.Tree.Name(m.Unit))
		}
	}
	var lines []string
	if len(names) > 0 {
		lines = append(lines, t.say(id, Facts{"People": Markup(t.list(names))}))
	}
	if len(lonely) > 0 {
		lines = append(lines, t.say("transfer.nobody", Facts{"Units": t.list(lonely)}))
	}
	return strings.Join(lines, "\n")
}

// takenBack says what quotas are again when they have been undone; of a transfer the managers are told.
func (t *turn) takenBack(done store.Entry) (string, error) {
	back := done.Quotas()
	for i, m := range back {
		back[i].Before, back[i].After = m.After, m.Before
	}
	text := t.moveLines(back)
	if done.Command != "transfer" || len(back) < 2 {
		return text, nil
	}
	told, err := t.tellMoved(back, "transfer.told_back", back[0].After-back[0].Before)
	return text + "\n" + told, err
}
