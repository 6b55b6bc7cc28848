package handlers

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// decides tells whether the quotas are to be decided as they are proposed.
func (t *turn) decides() bool { return t.args.Step == "decide" || t.args.Step == "decide_anew" }

// fromScratch tells whether what has been set by hand is to be worked out too.
func (t *turn) fromScratch() bool { return strings.HasSuffix(t.args.Step, "anew") }

// proposed works out the quotas by the rule that is asked for, else the one they were last decided by.
func (t *turn) proposed(p *store.Programme) (*store.Proposal, error) {
	rule := store.Rule(t.args.Rule)
	if rule != store.LargestRemainder && rule != store.SainteLague {
		var err error
		if rule, err = t.tx.RuleOf(p); err != nil {
			return nil, err
		}
	}
	if p.Target == nil {
		return nil, store.Refuse("target_none", store.Facts{"Programme": p.Name(t.lang)})
	}
	return t.tx.ProposeQuotas(p, rule, t.fromScratch())
}

// proposal shows what every unit would get in a period, and by which figures: a page of a table, with the same figures in words.
func (t *turn) proposal(p *store.Programme) (Reply, error) {
	period, err := t.periodMeant(p)
	if err != nil {
		return Reply{}, err
	}
	o, err := t.proposed(p)
	if err != nil {
		return Reply{}, err
	}
	last, err := t.tx.LastRevision(p)
	if err != nil {
		return Reply{}, err
	}
	all := o.Periods[p.Place(period)]
	head := t.say("target.head", Facts{"Programme": p.Name(t.lang), "Period": period})
	lines := []string{t.standsDecided(o, last), t.say("target.by_"+string(o.Rule), nil)}
	if len(p.Periods) > 1 {
		lines = append(lines, t.say("target.cumulated", nil))
	}
	shown, page, pages := pageOf(t, t.within(all))
	lines = append(append(lines, t.remarks(p, all, period)...), t.ties(all, shown)...)
	text := "*" + head + "*\n" + strings.Join(lines, "\n")
	reply := Reply{Text: head + "\n" + strings.Join(lines, "\n"), Blocks: []slack.Block{section(text)}}
	t.proposalTable(&reply, shown, o.Rule, period)
	t.args.Period, t.args.From, t.args.To = period, "", ""
	reply.Blocks = append(reply.Blocks, t.pager("target", t.args.Unit, page, pages)...)
	reply.Blocks = append(reply.Blocks, t.proposalButtons(p, o, last, period))
	return reply, nil
}

// within are the parts that are asked about: those of a branch, else all but the programme's scope itself.
func (t *turn) within(all []store.Proposed) (out []store.Proposed) {
	for _, u := range all[1:] {
		if t.args.Unit == "" || t.reg.Tree.Within(u.Unit, t.args.Unit) {
			out = append(out, u)
		}
	}
	return out
}

// standsDecided says whether the quotas are decided, and how much the proposal differs from them.
func (t *turn) standsDecided(o *store.Proposal, last store.Revision) string {
	switch n := o.Differ(); {
	case !last.Frozen && n == 0:
		return t.say("target.open_same", nil)
	case !last.Frozen:
		return t.say("target.open_differs", Facts{"N": n})
	case n == 0:
		return t.say("target.frozen_same", Facts{"Revision": last.Number})
	default:
		return t.say("target.frozen_differs", Facts{"Revision": last.Number, "N": n})
	}
}

// remarks tell of the sum, and of what has been set by hand.
func (t *turn) remarks(p *store.Programme, all []store.Proposed, period string) []string {
	sum, set := 0, 0
	for _, u := range all[1:] {
		if unit := t.reg.Tree.Unit(u.Unit); unit.Parent == p.Scope {
			sum += u.Target
		}
		if u.Set {
			set++
		}
	}
	own := all[0].Target
	lines := []string{t.say("target.sum_whole_"+compared(sum, own), Facts{"Period": period, "Sum": sum, "Own": own, "N": max(sum-own, own-sum)})}
	if set > 0 {
		lines = append(lines, t.say("target.set", Facts{"N": set}))
	}
	return lines
}

// ties names those who had the same claim to the last slot of their parent's, where one of them is shown.
func (t *turn) ties(all, shown []store.Proposed) []string {
	var lines []string
	told := map[string]bool{}
	for _, s := range shown {
		parent := t.reg.Tree.Unit(s.Unit).Parent
		if !s.Tied || told[parent] {
			continue
		}
		told[parent] = true
		var names []string
		for _, u := range all {
			if u.Tied && t.reg.Tree.Unit(u.Unit).Parent == parent {
				names = append(names, t.reg.Tree.Name(u.Unit))
			}
		}
		lines = append(lines, t.say("target.tied", Facts{"Units": t.some(names)}))
	}
	return lines
}

// proposalTable adds the figures of some units.
func (t *turn) proposalTable(reply *Reply, shown []store.Proposed, rule store.Rule, period string) {
	heads := make([]string, 0, 8)
	for _, h := range []string{"unit", "base", "exact", "floor", "remainder", "sum", "result", "now"} {
		heads = append(heads, t.label("target.column_"+h, Facts{"Period": period}))
	}
	rows := [][]string{heads}
	for _, u := range shown {
		remainder := t.decimals(u.Remainder)
		if u.Set || rule == store.SainteLague {
			remainder = "–"
		}
		row := []string{t.reg.Tree.Name(u.Unit), strconv.Itoa(u.Base), t.decimals(u.Exact), strconv.Itoa(u.Floor), remainder, strconv.Itoa(u.Sum),
			strconv.Itoa(u.Target), strconv.Itoa(u.Now)}
		rows = append(rows, row)
		reply.Text += "\n" + t.say("target.row", Facts{"Unit": row[0], "Base": row[1], "Exact": row[2], "Floor": row[3], "Remainder": row[4], "Sum": row[5],
			"Result": row[6], "Now": row[7], "Period": period})
	}
	if len(rows) > 1 {
		reply.Blocks = append(reply.Blocks, tableOf(rows))
	}
}

// decimals writes a share with three decimals, as it is divided by.
func (v voice) decimals(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	if v.lang == "sv" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// proposalButtons let the proposal be decided, the other rule be tried, what was set be worked out too, and the other periods be seen.
func (t *turn) proposalButtons(p *store.Programme, o *store.Proposal, last store.Revision, period string) slack.Block {
	step, decide := "proposal", "decide"
	if t.fromScratch() {
		step, decide = "anew", "decide_anew"
	}
	var b []*slack.ButtonBlockElement
	if !last.Frozen || o.Differ() > 0 {
		b = append(b, primary(t.label("target.decide", nil), marks{ask: true}.mark(typed("target", words.Args{Step: decide, Rule: string(o.Rule)}))))
	}
	other := store.SainteLague
	if o.Rule == store.SainteLague {
		other = store.LargestRemainder
	}
	b = append(b, button(t.label("target.try_"+string(other), nil), typed("target", words.Args{Unit: t.args.Unit, Period: period, Step: step, Rule: string(other)})))
	if step == "proposal" && t.anySet(o) {
		b = append(b, button(t.label("target.anew", nil), typed("target", words.Args{Unit: t.args.Unit, Period: period, Step: "anew", Rule: string(o.Rule)})))
	}
	for _, d := range p.Periods {
		if d.Name != period && len(b) < 5 {
			b = append(b, button(d.Name, typed("target", words.Args{Unit: t.args.Unit, Period: d.Name, Step: step, Rule: string(o.Rule)})))
		}
	}
	if last.Number > 0 {
		b = append(b, t.historyButton())
	}
	return buttons(b...)
}

func (t *turn) anySet(o *store.Proposal) bool {
	for _, units := range o.Periods {
		for _, u := range units {
			if u.Set {
				return true
			}
		}
	}
	return false
}

// planDecision says what a decision would change.
func (t *turn) planDecision(p *store.Programme) (plan, error) {
	o, _, err := t.decidable(p)
	if err != nil {
		return plan{}, err
	}
	t.args.Rule = string(o.Rule)
	lines := []string{t.orNone("target.decide_changes", o.Differ()), t.say("target.decide_stays", nil)}
	for i, d := range p.Periods {
		lines = append(lines, t.remarks(p, o.Periods[i], d.Name)[0])
	}
	return plan{text: t.say("target.plan_decide", Facts{"Programme": p.Name(t.lang), "Rule": t.label("target.rule_"+string(o.Rule), nil)}), facts: strings.Join(lines, "\n")}, nil
}

// decidable gives the proposal and the revision that it would follow, and refuses where it is decided already.
func (t *turn) decidable(p *store.Programme) (*store.Proposal, store.Revision, error) {
	o, err := t.proposed(p)
	if err != nil {
		return nil, store.Revision{}, err
	}
	last, err := t.tx.LastRevision(p)
	if err == nil && last.Frozen && o.Differ() == 0 {
		err = store.Refuse("target_decided", store.Facts{"Revision": last.Number})
	}
	return o, last, err
}

func (t *turn) decideQuotas(p *store.Programme) (Reply, error) {
	o, last, err := t.decidable(p)
	if err != nil {
		return Reply{}, err
	}
	if err := t.tx.DecideQuotas(p, o.Rule, t.fromScratch()); err != nil {
		return Reply{}, err
	}
	text := t.say("target.decided", Facts{"Programme": p.Name(t.lang), "Revision": last.Number + 1}) + " " + t.orNone("target.decided_changed", o.Differ())
	return t.done(text, buttons(t.undoButton(), t.historyButton())), nil
}
