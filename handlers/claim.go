package handlers

import (
	"slices"
	"strconv"

	"handslag/handlers/words"
	"handslag/store"
)

// claim commits a unit to slots: published ones by their numbers, or new ones of its own.
func claim(t *turn) (Reply, error) {
	unit, err := t.mine()
	if err != nil {
		return Reply{}, err
	}
	if unit == "" || t.args.Kind == "" && len(t.slotsMeant()) == 0 {
		return t.claimForm(unit)
	}
	if len(t.slotsMeant()) > 0 {
		if err := t.tooMany(); err != nil {
			return Reply{}, err
		}
		return t.claimPublished(unit)
	}
	made, err := t.tx.ClaimNew(t.claimOf(unit))
	if err != nil {
		return Reply{}, err
	}
	return t.claimed(unit, made)
}

// slotsMeant are the numbers that were said, one or several.
func (t *turn) slotsMeant() []int64 {
	if t.args.Slot != 0 {
		return []int64{t.args.Slot}
	}
	return t.args.Slots
}

// tooMany refuses more numbers than can be taken at once.
func (t *turn) tooMany() error {
	if n := len(t.args.Slots); n > store.MostAtOnce {
		return store.RefuseField("count", "count_limit", store.Facts{"N": n, "Most": store.MostAtOnce})
	}
	return nil
}

// claimOf is the claim that the arguments say.
func (t *turn) claimOf(unit string) store.Claim {
	return store.Claim{Unit: unit, Kind: t.args.Kind, Count: t.count(), StartsOn: store.Date(t.args.From), Tasks: t.tasks, Supervisor: t.super,
		Hours: hoursOf(t.args.Hours, t.args.Percent)}
}

// count is how many were said; one where nothing was.
func (t *turn) count() int {
	if t.args.Count == nil {
		return 1
	}
	return *t.args.Count
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

// claimPublished takes every slot that was said, or none of them.
func (t *turn) claimPublished(unit string) (Reply, error) {
	if t.count() > 1 && t.args.Slot != 0 {
		return Reply{}, store.RefuseField("count", "count_published", store.Facts{"Slot": t.args.Slot})
	}
	for _, number := range t.slotsMeant() { // before any is claimed, since what is said of a taken one is an answer and undoes nothing
		s, err := t.tx.Slot(number)
		if err != nil {
			return Reply{}, err
		}
		if s.Unit != "" && s.Unit != unit && s.DiscontinuedOn == "" {
			return t.taken(unit, s)
		}
	}
	var claimed []store.Slot
	for _, number := range t.slotsMeant() {
		s, err := t.tx.ClaimPublished(number, unit)
		if err != nil {
			return Reply{}, err
		}
		claimed = append(claimed, *s)
	}
	return t.claimed(unit, claimed)
}

// taken tells who came second, and offers the three nearest.
func (t *turn) taken(unit string, was *store.Slot) (Reply, error) {
	open, err := t.tx.OpenSlots(unit, was.Kind, max(was.StartsOn, t.today()), 3)
	if err != nil {
		return Reply{}, err
	}
	id := "refusal.slot_taken"
	if was.ClaimedBy != 0 && was.CreatedOn == t.today() {
		id = "claim.just_taken"
	}
	text := t.say(id, Facts{"Slot": was.Number, "Kind": was.Kind})
	own := button(t.label("claim.own", nil), typed("claim", words.Args{Kind: was.Kind, Unit: unit}))
	if len(open) == 0 {
		reply := t.done(text, buttons(own))
		reply.Result = "refused"
		return reply, nil
	}
	reply := t.done(text + " " + t.say("claim.nearest", nil))
	reply.Result = "refused"
	for _, s := range open {
		line := t.openLine(s)
		reply.Text += "\n• " + line
		reply.Blocks = append(reply.Blocks, row(line, primary(t.label("claim.take", Facts{"Slot": s.Number}), typed("claim", words.Args{Unit: unit, Slot: s.Number}))))
	}
	reply.Blocks = append(reply.Blocks, buttons(own))
	return reply, nil
}

// claimed says what was claimed, the new quota, and what comes next.
func (t *turn) claimed(unit string, made []store.Slot) (Reply, error) {
	first := made[0]
	id := "claim.done"
	if slices.ContainsFunc(made, func(s store.Slot) bool { return s.Kind != first.Kind || s.StartsOn != first.StartsOn }) {
		id = "claim.done_several"
	}
	text := t.say(id, Facts{"N": len(made), "Kind": first.Kind, "Unit": t.reg.Tree.Name(unit), "Slots": t.numbers(made), "From": Markup(t.from(first.StartsOn))})
	line, err := t.standingLine(unit, first.Kind, first.Programme)
	if err != nil {
		return Reply{}, err
	}
	reply := t.done(text+"\n"+line, buttons(
		primary(t.label("trainee.title", nil), typed("trainee", words.Args{Slot: first.Number})),
		t.undoButton()))
	if first.PublishedOn != "" {
		return reply, nil
	}
	if any, err := t.tx.AnyOpen(first.Kind); err != nil || !any {
		return reply, err
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

// standingLine is the unit's quota as it is now, or why a slot of the kind does not count in it.
func (t *turn) standingLine(unit, kind, programme string) (string, error) {
	p := t.reg.Programme(programme)
	if p == nil {
		current := t.reg.Current(t.today())
		if current == nil {
			return t.say("refusal.no_programme", nil), nil
		}
		id := "claim.uncounted_unit"
		switch {
		case !slices.Contains(current.Kinds, kind):
			id = "claim.uncounted"
		case t.today() < current.Starts || t.today() > current.Ends:
			id = "claim.uncounted_time"
		}
		return t.say(id, Facts{"Programme": current.Name(t.lang), "Kind": kind, "Unit": t.reg.Tree.Name(unit),
			"From": t.long(current.Starts), "Until": t.long(current.Ends)}), nil
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
	said := make([]string, len(slots))
	for i, s := range slots {
		said[i] = "#" + strconv.FormatInt(s.Number, 10)
	}
	return v.list(said)
}

// mostTasks is how much of a slot's tasks stands in a list.
const mostTasks = 120

// openLine is a published slot in a list.
func (t *turn) openLine(s store.Slot) string {
	line := t.say("slots.open", Facts{"Slot": s.Number, "Kind": s.Kind, "From": Markup(t.from(s.StartsOn))})
	if s.Hours != 0 {
		line += " · " + t.say("slots.hours", Facts{"Hours": s.Hours})
	}
	if s.Tasks != "" {
		line += " · " + escaped(cutTo(oneLine(s.Tasks), mostTasks))
	}
	return line
}
