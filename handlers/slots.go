package handlers

import (
	"github.com/slack-go/slack"

	"handslag/store"
)

// slots lists the unit's own slots, or the published ones that it may claim.
func slots(t *turn) (Reply, error) {
	if t.args.Published {
		return t.published()
	}
	units, err := t.readable()
	if err != nil {
		return Reply{}, err
	}
	var mine []store.Slot
	for _, unit := range units {
		own, err := t.tx.SlotsOf(unit, t.today(), false)
		if err != nil {
			return Reply{}, err
		}
		mine = append(mine, own...)
	}
	if len(mine) == 0 {
		text := t.say("slots.none", nil)
		return t.done(text, buttons(primary(t.label("claim.title", nil), "claim"), button(t.label("slots.published", nil), "slots published"))), nil
	}
	head := t.say("slots.mine", Facts{"N": len(mine)})
	text := head
	blocks := []slack.Block{section("*" + head + "*")}
	page, pages := t.page(len(mine))
	for _, s := range mine[(page-1)*pageSize : min(page*pageSize, len(mine))] {
		line := t.ownLine(s, len(units) > 1)
		text += "\n• " + line
		blocks = append(blocks, t.ownRow(s, line))
	}
	blocks = append(blocks, t.pager("slots", t.args.Unit, page, pages)...)
	return Reply{Text: text, Blocks: append(blocks, buttons(button(t.label("claim.title", nil), "claim"), button(t.label("slots.published", nil), "slots published")))}, nil
}

// ownLine is one of the unit's slots in a list. Who is in it is not told beside its kind.
func (t *turn) ownLine(s store.Slot, named bool) string {
	id, kind := "slots.vacant", s.Kind
	if s.Trainee != "" {
		id = "slots.filled"
		if k, _ := t.reg.Kind(s.Kind, t.today()); k != nil && k.Sensitive {
			id = "slots.filled_masked"
		}
	}
	line := t.say(id, Facts{"Slot": s.Number, "Kind": kind, "Date": s.CreatedOn})
	if named {
		line += " · " + t.plainEscaped(t.reg.Tree.Name(s.Unit))
	}
	return line
}

func (t *turn) ownRow(s store.Slot, line string) slack.Block {
	if !contains(t.person.Units(), s.Unit) {
		return section(line)
	}
	if s.Trainee != "" {
		return row(line, button(t.label("end.button", nil), "end trainee:"+s.Trainee))
	}
	return row(line, button(t.label("trainee.title", nil), typedSlot("trainee", s.Number)))
}

// published lists the slots that wait for somebody to take them.
func (t *turn) published() (Reply, error) {
	units := t.person.Units()
	if t.args.Unit != "" {
		unit, err := t.mine()
		if err != nil {
			return Reply{}, err
		}
		units = []string{unit}
	}
	open, err := t.tx.OpenSlots(units[0], t.args.Kind, max(store.Date(t.args.From), t.today()), 100)
	if err != nil {
		return Reply{}, err
	}
	if len(open) == 0 {
		return t.done(t.say("slots.none_published", nil), buttons(primary(t.label("claim.title", nil), "claim"))), nil
	}
	head := t.say("slots.head_published", Facts{"N": len(open)})
	text := head
	blocks := []slack.Block{section("*" + head + "*")}
	page, pages := t.page(len(open))
	for _, s := range open[(page-1)*pageSize : min(page*pageSize, len(open))] {
		line := t.openLine(s)
		text += "\n• " + line
		take := typedSlot("claim", s.Number)
		if len(units) == 1 {
			take = t.claimCommand(s.Number, units[0])
		}
		blocks = append(blocks, row(line, primary(t.label("claim.take", Facts{"Slot": s.Number}), take)))
	}
	return Reply{Text: text, Blocks: append(blocks, t.pager("slots published", t.args.Unit, page, pages)...)}, nil
}
