package handlers

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// target sets a unit's quota or the programme's target. Where no number is said it is about all quotas at once: what a rule proposes, the decision,
// and what has become of them.
func target(t *turn) (Reply, error) {
	p := t.programme(t.today())
	if p == nil {
		return Reply{}, store.Refuse("no_programme", nil)
	}
	switch {
	case t.args.Count != nil:
		return t.setTarget(p)
	case t.args.Step == "history":
		return t.quotaHistory(p)
	case t.decides():
		return t.decideQuotas(p)
	}
	return t.proposal(p)
}

func planTarget(t *turn) (plan, error) {
	p := t.programme(t.today())
	switch {
	case p == nil:
		return plan{}, store.Refuse("no_programme", nil)
	case t.args.Count != nil:
		return t.planSet(p)
	case t.decides():
		return t.planDecision(p)
	case t.args.Step == "" && (t.args.Unit != "" || t.args.Period != "" || t.args.From != ""):
		return t.howMuch(p)
	}
	return plan{}, nil
}

// howMuch asks for the number, of a unit or a period that was said.
func (t *turn) howMuch(p *store.Programme) (plan, error) {
	none := 0
	t.args.Count = &none
	a, err := t.aimed(p)
	t.args.Count = nil
	if r := store.AsRefusal(err); err != nil && (r == nil || r.Reason != "target_same") {
		return plan{}, err
	}
	return plan{text: t.say("target.which"+aimedAt(a), t.aimFacts(p, a)), piece: "count"}, nil
}

// aim is what is to be set.
type aim struct {
	unit   string // "": the programme
	period string // "": the whole programme
	before int
	after  int
}

// aimed makes out what is to be set, and leaves it in the arguments as it will be typed by the button.
func (t *turn) aimed(p *store.Programme) (aim, error) {
	a := aim{unit: t.args.Unit}
	switch {
	case t.args.Kind != "":
		return a, store.Refuse("target_kind", nil)
	case len(t.args.Units) > 0 || t.args.Scope != "" && t.args.Scope != "kommun":
		return a, store.Refuse("target_one", nil)
	case a.unit == p.Scope:
		a.unit = ""
	}
	var err error
	if a.unit != "" || t.args.Period != "" || t.args.From != "" {
		if a.period, err = t.periodMeant(p); err != nil {
			return a, err
		}
	}
	if a.unit != "" {
		if err := t.reg.HasQuota(p, a.unit); err != nil {
			return a, err
		}
	}
	a.before = t.aimNow(p, a)
	a.after = *t.args.Count
	switch t.args.Change {
	case "more":
		a.after = a.before + a.after
	case "less":
		a.after = a.before - a.after
	}
	t.args.Unit, t.args.Period, t.args.From, t.args.To, t.args.Scope = a.unit, a.period, "", "", ""
	t.args.Count, t.args.Change = &a.after, ""
	if a.before == a.after {
		return a, store.Refuse("target_same", store.Facts{"After": a.after})
	}
	return a, store.CheckQuota(a.after)
}

func (t *turn) aimNow(p *store.Programme, a aim) int {
	i := p.Place(a.period)
	switch {
	case a.unit != "":
		return t.reg.Quota(p, a.unit)[i]
	case i >= 0:
		return p.Planned()[i]
	case p.Target != nil:
		return *p.Target
	}
	return 0
}

// periodMeant names the period that is said, by its name or its time; else the one that goes on, or the last one that has begun.
func (t *turn) periodMeant(p *store.Programme) (string, error) {
	if len(p.Periods) == 0 {
		return "", store.Refuse("no_periods", nil)
	}
	from, to := store.Date(t.args.From), store.Date(cmp.Or(t.args.To, t.args.From))
	now := p.Periods[0].Name
	names := make([]string, len(p.Periods))
	for i, d := range p.Periods {
		names[i] = d.Name
		if d.Name == t.args.Period || t.args.Period == "" && from != "" && d.Starts <= from && to <= d.Ends {
			return d.Name, nil
		}
		if d.Starts <= t.today() {
			now = d.Name
		}
	}
	if t.args.Period != "" || from != "" {
		return "", store.RefuseField("period", "period_unknown", store.Facts{"Periods": t.list(names)})
	}
	return now, nil
}

func (t *turn) setTarget(p *store.Programme) (Reply, error) {
	a, err := t.aimed(p)
	if err != nil {
		return Reply{}, err
	}
	if a.unit != "" {
		err = t.tx.SetQuota(p, a.period, a.unit, a.after)
	} else {
		err = t.tx.SetTarget(p, a.period, a.after)
	}
	if err != nil {
		return Reply{}, err
	}
	if t.reg, err = t.tx.Register(); err != nil {
		return Reply{}, err
	}
	p = t.reg.Programme(p.Key)
	lines := []string{t.say("target.done"+aimedAt(a), t.aimFacts(p, a))}
	if a.unit != "" {
		lines = append(lines, t.sumLine(p, t.reg.Tree.Unit(a.unit).Parent, a.period, nil))
	}
	return t.done(strings.Join(lines, "\n"), buttons(t.undoButton(), button(t.label("target.proposal", nil), "target step:proposal"))), nil
}

// aimedAt chooses the sentence about a unit's quota, a period's target or the whole programme's.
func aimedAt(a aim) string {
	switch {
	case a.unit != "":
		return "_unit"
	case a.period != "":
		return "_period"
	}
	return ""
}

func (t *turn) aimFacts(p *store.Programme, a aim) Facts {
	return Facts{"Unit": t.reg.Tree.Name(a.unit), "Period": a.period, "Programme": p.Name(t.lang), "Before": a.before, "After": a.after}
}

// planSet says what is going to be set, and what follows for the others.
func (t *turn) planSet(p *store.Programme) (plan, error) {
	a, err := t.aimed(p)
	if err != nil {
		return plan{}, err
	}
	var lines []string
	if a.unit != "" {
		lines, err = t.unitFollows(p, a)
	} else {
		lines, err = t.programmeFollows(p, a)
	}
	return plan{text: t.say("target.plan"+aimedAt(a), t.aimFacts(p, a)), facts: strings.Join(lines, "\n")}, err
}

// unitFollows tells what a unit's new quota means: against what it has created, its floor, its neighbours, and what lies below it.
func (t *turn) unitFollows(p *store.Programme, a aim) ([]string, error) {
	below, err := t.belowCreated(p, a.unit, a.period, a.after)
	if err != nil {
		return nil, err
	}
	lines := below
	if floor := t.reg.Tree.Floor(a.unit, t.today()); a.after < floor {
		lines = append(lines, t.say("target.floor", Facts{"N": floor, "Unit": t.reg.Tree.Name(a.unit)}))
	}
	changed := map[string]int{a.unit: a.after}
	lines = append(lines, t.sumLine(p, t.reg.Tree.Unit(a.unit).Parent, a.period, changed))
	if len(t.quotasBelow(p, a.unit, a.period)) > 0 {
		lines = append(lines, t.sumLine(p, a.unit, a.period, changed))
	}
	last, err := t.tx.LastRevision(p)
	others := "target.others_stay"
	if !last.Frozen {
		others = "target.undecided"
	}
	return append(lines, t.say(others, nil)), err
}

// belowCreated says so where a quota becomes less than what the unit has created.
func (t *turn) belowCreated(p *store.Programme, unit, period string, quota int) ([]string, error) {
	periods, _, err := t.tx.Progress(p, unit, t.today())
	if err != nil {
		return nil, err
	}
	if i := p.Place(period); i >= 0 && periods[i].Created > quota {
		return []string{t.say("target.below_created", Facts{"N": periods[i].Created, "Unit": t.reg.Tree.Name(unit), "Over": periods[i].Created - quota})}, nil
	}
	return nil, nil
}

// quotasBelow are the quotas of a unit's children in a period, those that have one.
func (t *turn) quotasBelow(p *store.Programme, unit, period string) map[string]int {
	out := map[string]int{}
	for _, c := range t.reg.Tree.Children(unit) {
		if n := t.reg.Quota(p, c)[p.Place(period)]; n > 0 || t.reg.Tree.Unit(c).ValidOn(t.today()) && t.reg.HasQuota(p, c) == nil {
			out[c] = n
		}
	}
	return out
}

// sumLine compares the quotas of a unit's parts with the unit's own, or with the programme's target at the top. changed are not written yet.
func (t *turn) sumLine(p *store.Programme, unit, period string, changed map[string]int) string {
	i, parts := p.Place(period), t.quotasBelow(p, unit, period)
	whole := 0
	for c, n := range parts {
		if to, there := changed[c]; there {
			n = to
		}
		whole += n
	}
	id, own := "target.sum_", t.reg.Quota(p, unit)[i]
	if to, there := changed[unit]; there {
		own = to
	}
	if unit == p.Scope {
		id, own = "target.sum_whole_", p.Planned()[i]
	}
	return t.say(id+compared(whole, own), Facts{"Unit": t.reg.Tree.Name(unit), "Period": period, "Sum": whole, "Own": own, "N": max(whole-own, own-whole)})
}

// compared chooses the sentence by how a sum stands against what it is to be.
func compared(sum, own int) string {
	switch {
	case sum > own:
		return "over"
	case sum < own:
		return "under"
	}
	return "even"
}

// programmeFollows tells what another target means: for the periods, for what is carried over, and for the quotas.
func (t *turn) programmeFollows(p *store.Programme, a aim) ([]string, error) {
	next := p.WithTarget(a.period, a.after)
	var lines []string
	planned, whole := next.Planned(), 0
	parts := make([]string, len(planned))
	for i, n := range planned {
		whole += n
		parts[i] = t.say("target.of_period", Facts{"Period": next.Periods[i].Name, "N": n})
	}
	lines = append(lines, t.say("target.periods", Facts{"Periods": Markup(strings.Join(parts, ", "))}))
	if next.Target != nil && whole != *next.Target {
		lines = append(lines, t.say("target.periods_"+compared(whole, *next.Target), Facts{"Sum": whole, "Own": *next.Target, "N": max(whole-*next.Target, *next.Target-whole)}))
	}
	carried, err := t.carriedInto(next, a.period)
	if err != nil {
		return nil, err
	}
	quotas, err := t.quotasFollow(next)
	return append(append(lines, carried...), quotas, t.say("target.backwards", nil)), err
}

// carriedInto says what a period's target becomes with what is carried over to it.
func (t *turn) carriedInto(p *store.Programme, period string) ([]string, error) {
	periods, _, err := t.tx.Progress(p, p.Scope, t.today())
	if err != nil || period == "" {
		return nil, err
	}
	if d := periods[p.Place(period)]; d.Target != d.Planned {
		return []string{t.say("target.carried", Facts{"Period": period, "N": d.Target})}, nil
	}
	return nil, nil
}

// quotasFollow says what becomes of the quotas: those that are not decided are worked out anew.
func (t *turn) quotasFollow(p *store.Programme) (string, error) {
	last, err := t.tx.LastRevision(p)
	if err != nil {
		return "", err
	}
	if last.Frozen {
		return t.say("target.quotas_stay", Facts{"Revision": last.Number}), nil
	}
	o, err := t.tx.ProposeQuotas(p, store.LargestRemainder, false)
	if err != nil {
		return "", err
	}
	return t.orNone("target.quotas_follow", o.Differ()), nil
}

// orNone says how many, and by another sentence that it is none.
func (t *turn) orNone(id string, n int) string {
	if n == 0 {
		return t.say(id+"_none", nil)
	}
	return t.say(id, Facts{"N": n})
}

// historyButton leads to what has become of the quotas.
func (t *turn) historyButton() *slack.ButtonBlockElement {
	return button(t.label("target.history", nil), "target step:history")
}
