package handlers

import (
	"strconv"

	"handslag/store"
)

// claim commits a unit to slots: a published one by its number, or new ones of its own.
func claim(t *turn) (Reply, error) {
	unit, err := t.mine()
	if err != nil {
		return Reply{}, err
	}
	if unit == "" || t.args.Kind == "" && t.args.Slot == 0 {
		return t.claimForm(unit)
	}
	if t.args.Slot != 0 {
		return t.claimPublished(unit)
	}
	made, err := t.tx.ClaimNew(t.claimOf(unit))
	if err != nil {
		return Reply{}, err
	}
	return t.claimed(unit, made)
}

// claimOf is the claim that the arguments say.
func (t *turn) claimOf(unit string) store.Claim {
	c := store.Claim{Unit: unit, Kind: t.args.Kind, Count: 1, StartsOn: store.Date(t.args.From), Tasks: t.tasks, Supervisor: t.super}
	if t.args.Count != nil {
		c.Count = *t.args.Count
	}
	c.Hours = hoursOf(t.args.Hours, t.args.Percent)
	return c
}

// fullTime is the hours of a full week, which a percentage is of.
const fullTime = 40

func hoursOf(hours, percent *float64) float64 {
	switch {
	case hours != nil:
		return *hours
	case percent != nil:
		return *percent * fullTime / 100
	}
	return 0
}

func (t *turn) claimPublished(unit string) (Reply, error) {
	s, err := t.tx.ClaimPublished(t.args.Slot, unit)
	if r := store.AsRefusal(err); r != nil && r.Reason == "slot_taken" {
		return t.taken(unit, r)
	}
	if err != nil {
		return Reply{}, err
	}
	return t.claimed(unit, []store.Slot{*s})
}

// taken tells who came second, and offers the three nearest.
func (t *turn) taken(unit string, r *store.Refusal) (Reply, error) {
	was, err := t.tx.Slot(t.args.Slot)
	if err != nil {
		return Reply{}, err
	}
	near := was.StartsOn
	if near == "" {
		near = t.today()
	}
	open, err := t.tx.OpenSlots(unit, was.Kind, near, 3)
	if err != nil {
		return Reply{}, err
	}
	text := t.say("refusal.slot_taken", Facts(r.Facts))
	reply := t.done(text)
	reply.Result = "refused"
	if len(open) == 0 {
		reply.Blocks = append(reply.Blocks, buttons(button(t.label("claim.own", Facts{"Kind": was.Kind}), "claim kind:"+quoted(was.Kind)+" unit:"+unit)))
		return reply, nil
	}
	for _, s := range open {
		line := t.openLine(s)
		reply.Text += "\n• " + line
		reply.Blocks = append(reply.Blocks, row(line, button(t.label("claim.take", Facts{"Slot": s.Number}), t.claimCommand(s.Number, unit))))
	}
	return reply, nil
}

func (t *turn) claimCommand(slot int64, unit string) string {
	return typedSlot("claim", slot) + " unit:" + unit
}

func typedSlot(command string, slot int64) string {
	return command + " slot:" + strconv.FormatInt(slot, 10)
}

func quoted(s string) string { return strconv.Quote(s) }

// claimed says what was claimed, the new quota, and what comes next.
func (t *turn) claimed(unit string, made []store.Slot) (Reply, error) {
	first := made[0]
	text := t.say("claim.done", Facts{"N": len(made), "Kind": first.Kind, "Unit": t.reg.Tree.Name(unit), "Slots": t.numbers(made), "From": Markup(t.from(first.StartsOn))})
	line, err := t.standingLine(unit, first)
	if err != nil {
		return Reply{}, err
	}
	undo := "undo entry:" + strconv.FormatInt(t.tx.Did(), 10)
	reply := t.done(text+"\n"+line, buttons(
		primary(t.label("trainee.title", nil), typedSlot("trainee", first.Number)),
		button(t.label("undo.title", nil), undo)))
	if first.PublishedOn != "" {
		return reply, nil
	}
	open, err := t.tx.OpenSlots(unit, first.Kind, max(first.StartsOn, t.today()), 1)
	if err != nil || len(open) == 0 {
		return reply, err
	}
	hint := t.say("claim.published", Facts{"Slot": open[0].Number, "Kind": first.Kind})
	reply.Text += "\n" + hint
	reply.Blocks = append(reply.Blocks, contextLine(hint))
	return reply, nil
}

// standingLine is the unit's quota after a slot came or went, or why the slot does not count.
func (t *turn) standingLine(unit string, s store.Slot) (string, error) {
	p := t.reg.Programme(s.Programme)
	if p == nil {
		if current := t.reg.Current(t.today()); current != nil {
			return t.say("claim.uncounted", Facts{"Programme": current.Name(t.lang), "Kind": s.Kind}), nil
		}
		return t.say("refusal.no_programme", nil), nil
	}
	periods, _, err := t.tx.Progress(p, unit, t.today())
	if err != nil {
		return "", err
	}
	now := periodOf(periods, t.today())
	return t.say("quota.now", Facts{"Period": now.Name, "Line": Markup(t.quotaLine(now))}), nil
}

// from is " från mån 17 aug (v. 34)", or nothing.
func (v voice) from(d store.Date) string {
	if d == "" {
		return ""
	}
	return v.say("claim.from", Facts{"Date": d})
}

// numbers is "#503, #504 och #505".
func (v voice) numbers(slots []store.Slot) string {
	words := make([]string, len(slots))
	for i, s := range slots {
		words[i] = "#" + strconv.FormatInt(s.Number, 10)
	}
	return v.list(words)
}

// claimForm asks for what a claim needs: published slots that fit come first, then new ones of the unit's own.
func (t *turn) claimForm(unit string) (Reply, error) {
	f := &form{}
	near := unit
	if unit == "" {
		units := t.person.Units()
		f.add(field{name: "unit", choices: t.unitChoices(units), value: t.args.Unit})
		near = units[0]
	}
	open, err := t.tx.OpenSlots(near, t.args.Kind, max(store.Date(t.args.From), t.today()), 20)
	if err != nil {
		return Reply{}, err
	}
	var which []choice
	for _, s := range open {
		which = append(which, choice{"#" + strconv.FormatInt(s.Number, 10), t.label("claim.option", Facts{"Slot": s.Number, "Kind": s.Kind, "From": t.from(s.StartsOn)})})
	}
	for _, kind := range t.kindsInOrder() {
		which = append(which, choice{kind, t.label("claim.new", Facts{"Kind": kind})})
	}
	count := "1"
	if t.args.Count != nil {
		count = strconv.Itoa(*t.args.Count)
	}
	f.add(field{name: "kind", choices: which, value: t.args.Kind},
		field{name: "count", value: count},
		field{name: "from", value: t.args.From, optional: true, hint: t.label("field.from_hint", nil)},
		field{name: "extent", value: t.extent(), optional: true, hint: t.label("field.extent_hint", nil)},
		field{name: "tasks", optional: true, lines: true, hint: t.label("field.tasks_hint", nil)},
		field{name: "supervisor", optional: true, hint: t.label("field.supervisor_hint", nil)})
	return t.form(f), nil
}

// extent is what was said of hours or share, as one types it.
func (t *turn) extent() string {
	switch {
	case t.args.Hours != nil:
		return t.label("field.hours_value", Facts{"Hours": *t.args.Hours})
	case t.args.Percent != nil:
		return t.label("field.percent_value", Facts{"Percent": *t.args.Percent})
	}
	return ""
}

func (t *turn) unitChoices(units []string) []choice {
	out := make([]choice, len(units))
	for i, code := range units {
		out[i] = choice{code, t.reg.Tree.Name(code)}
	}
	return out
}

// kindsInOrder gives the kinds that may begin now, those that count in the programme first.
func (t *turn) kindsInOrder() []string {
	open, _ := t.reg.KindNames(t.today())
	p := t.reg.Current(t.today())
	if p == nil {
		return open
	}
	out := append([]string(nil), p.Kinds...)
	for _, kind := range open {
		if !contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

// planClaim says what a claim would do, in one line; "" where a piece is missing.
func planClaim(t *turn) (string, error) {
	unit, err := t.mine()
	if err != nil || unit == "" {
		return "", err
	}
	t.args.Unit = unit
	name := t.reg.Tree.Name(unit)
	if t.args.Slot != 0 {
		return t.say("claim.plan_slot", Facts{"Slot": t.args.Slot, "Unit": name}), nil
	}
	if t.args.Kind == "" {
		return "", nil
	}
	c := t.claimOf(unit)
	return t.say("claim.plan", Facts{"N": c.Count, "Kind": c.Kind, "Unit": name, "From": Markup(t.from(c.StartsOn))}), nil
}

// openLine is a published slot in a list.
func (t *turn) openLine(s store.Slot) string {
	line := t.say("slots.open", Facts{"Slot": s.Number, "Kind": s.Kind, "From": Markup(t.from(s.StartsOn))})
	if s.Tasks != "" {
		line += " · " + t.plainEscaped(s.Tasks)
	}
	return line
}
