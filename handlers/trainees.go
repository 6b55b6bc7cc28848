package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// trainees tells who is here and until when, who leaves first first.
func trainees(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	units, err := t.readable()
	if err != nil {
		return Reply{}, err
	}
	here, err := t.traineesOf(units)
	if err != nil {
		return Reply{}, err
	}
	if len(here) == 0 && t.leads(units) {
		return t.done(t.say("trainees.none_own", Facts{"Unit": t.reg.Tree.Name(units[0])}), buttons(button(t.label("quota.title", nil), "quota"))), nil
	}
	if len(here) == 0 {
		return t.done(t.ofUnit("trainees.none", nil), buttons(primary(t.label("trainee.title", nil), "trainee"))), nil
	}
	slices.SortStableFunc(here, func(a, b store.Trainee) int { return strings.Compare(string(a.EndsOn), string(b.EndsOn)) })
	head := t.ofUnit("trainees.head", Facts{"N": len(here)})
	text := head
	blocks := []slack.Block{section("*" + head + "*")}
	shown, page, pages := pageOf(t, here)
	for _, tr := range shown {
		line := t.traineeLine(tr, len(units) > 1)
		text += "\n• " + line
		if slices.Contains(t.person.Units(), tr.Unit) && tr.StartsOn <= t.today() {
			b := button(t.label("end.button", nil), "end trainee:"+tr.Reference)
			if nobody(tr.Reference) {
				b = t.freeButton(tr.Slot)
			}
			blocks = append(blocks, row(line, b))
		} else {
			blocks = append(blocks, section(line))
		}
	}
	blocks = append(blocks, t.pager("trainees", t.args.Unit, page, pages)...)
	if slices.ContainsFunc(shown, func(tr store.Trainee) bool {
		return !nobody(tr.Reference) && slices.Contains(t.person.Units(), tr.Unit)
	}) {
		blocks = append(blocks, buttons(button(t.label("correct.title", nil), "correct")))
	}
	return Reply{Text: text, Blocks: blocks}, nil
}

// traineesOf gives who is in the units' slots or will come, but for those whose rows are restricted.
func (t *turn) traineesOf(units []string) (out []store.Trainee, err error) {
	for _, unit := range units {
		here, err := t.tx.TraineesOf(unit, t.today())
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(here, func(tr store.Trainee) bool { return tr.Restricted != "" })...)
	}
	return out, nil
}

func (t *turn) traineeLine(tr store.Trainee, named bool) string {
	if nobody(tr.Reference) {
		return t.reservedLine(tr.Slot)
	}
	id := "trainees.here"
	switch {
	case tr.StartsOn > t.today():
		id = "trainees.coming"
	case tr.Overdue(t.today()):
		id = "trainees.overdue"
	}
	line := t.say(id, Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "From": tr.StartsOn, "To": tr.EndsOn})
	if named {
		line += " · " + escaped(t.reg.Tree.Name(tr.Unit))
	}
	return line
}
