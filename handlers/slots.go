package handlers

import (
	"github.com/slack-go/slack"
	"slices"

	"handslag/handlers/words"
	"handslag/store"
)

// slots lists the unit's own slots, or the published ones that it may claim.
func slots(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	if t.args.Published {
		return t.published()
	}
	units, err := t.readable()
	if err != nil {
		return Reply{}, err
	}
	mine, err := t.slotsOf(units, false)
	if err != nil {
		return Reply{}, err
	}
	here, err := t.traineesOf(units)
	if err != nil {
		return Reply{}, err
	}
	coming := map[int64]store.Date{} // when somebody starts who has not yet
	for _, tr := range here {
		if tr.StartsOn > t.today() {
			coming[tr.Slot] = tr.StartsOn
		}
	}
	claim := "claim"
	if t.args.Unit != "" && slices.Contains(t.person.Units(), t.args.Unit) {
		claim += " unit:" + t.args.Unit
	}
	next := buttons(primary(t.label("claim.title", nil), claim), button(t.label("slots.published", nil), "slots published"))
	if len(mine) == 0 && t.leads(units) {
		return t.done(t.say("slots.none_own", Facts{"Unit": t.reg.Tree.Name(units[0])}), buttons(button(t.label("quota.title", nil), "quota"))), nil
	}
	if len(mine) == 0 {
		return t.done(t.ofUnit("slots.none", nil), next), nil
	}
	return t.slotsPage(mine, coming, len(units) > 1, next), nil
}

// slotsOf gives the units' own slots; vacant: those with nobody in them alone.
func (t *turn) slotsOf(units []string, vacant bool) (out []store.Slot, err error) {
	for _, unit := range units {
		own, err := t.tx.SlotsOf(unit, t.today(), vacant)
		if err != nil {
			return nil, err
		}
		out = append(out, own...)
	}
	return out, nil
}

// leads reports one unit that has others below it.
func (t *turn) leads(units []string) bool {
	return len(units) == 1 && len(t.reg.Tree.Children(units[0])) > 0
}

// ofUnit says a sentence of one's own units, or its sister that names the unit of somebody else that was asked about.
func (t *turn) ofUnit(id string, facts Facts) string {
	if t.args.Unit == "" || slices.Contains(t.person.Units(), t.args.Unit) {
		return t.say(id, facts)
	}
	named := Facts{"Unit": t.reg.Tree.Name(t.args.Unit)}
	for k, v := range facts {
		named[k] = v
	}
	return t.say(id+"_unit", named)
}

func (t *turn) slotsPage(mine []store.Slot, coming map[int64]store.Date, named bool, next slack.Block) Reply {
	head := t.ofUnit("slots.mine", Facts{"N": len(mine)})
	text := head
	blocks := []slack.Block{section("*" + head + "*")}
	shown, page, pages := pageOf(t, mine)
	for _, s := range shown {
		line := t.ownLine(s, coming[s.Number], named)
		text += "\n• " + line
		blocks = append(blocks, t.ownRow(s, coming[s.Number], line))
	}
	blocks = append(blocks, t.pager("slots", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, next)}
}

// ownLine is one of the unit's slots in a list. Who is in it is not told beside its kind.
func (t *turn) ownLine(s store.Slot, coming store.Date, named bool) string {
	if nobody(s.Trainee) && s.Trainee != store.RestrictedReference {
		return t.reservedLine(s.Number)
	}
	id := "slots.vacant"
	switch {
	case coming != "":
		id = "slots.coming"
	case s.Trainee != "":
		id = "slots.filled"
	}
	if k, _ := t.reg.Kind(s.Kind, t.today()); id != "slots.vacant" && k != nil && k.Sensitive {
		id += "_masked"
	}
	line := t.say(id, Facts{"Slot": s.Number, "Kind": s.Kind, "Date": coming})
	if named {
		line += " · " + escaped(t.reg.Tree.Name(s.Unit))
	}
	return line
}

func (t *turn) ownRow(s store.Slot, coming store.Date, line string) slack.Block {
	switch {
	case !slices.Contains(t.person.Units(), s.Unit) || coming != "" || s.Trainee == store.RestrictedReference:
		return section(line)
	case nobody(s.Trainee):
		return row(line, t.freeButton(s.Number))
	case s.Trainee != "":
		return row(line, button(t.label("end.button", nil), "end trainee:"+s.Trainee))
	}
	return row(line, button(t.label("trainee.title", nil), typed("trainee", words.Args{Slot: s.Number})))
}

// published lists the slots that wait for somebody to take them.
func (t *turn) published() (Reply, error) {
	units, err := t.ownUnits()
	if err != nil {
		return Reply{}, err
	}
	open, err := t.openFor(units, t.args.Kind, maxChoices)
	if err != nil {
		return Reply{}, err
	}
	if len(open) == 0 {
		return t.done(t.say("slots.none_published", nil), buttons(primary(t.label("claim.title", nil), "claim"))), nil
	}
	head := t.say("slots.head_published", Facts{"N": len(open)})
	text := head
	blocks := []slack.Block{section("*" + head + "*")}
	shown, page, pages := pageOf(t, open)
	for _, s := range shown {
		line := t.openLine(s)
		text += "\n• " + line
		take := words.Args{Slot: s.Number}
		if len(units) == 1 {
			take.Unit = units[0]
		}
		blocks = append(blocks, row(line, primary(t.label("claim.take", Facts{"Slot": s.Number}), typed("claim", take))))
	}
	return Reply{Text: text, Blocks: append(blocks, t.pager("slots published", t.args.Unit, page, pages)...)}, nil
}
