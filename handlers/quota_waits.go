package handlers

import (
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// task is something that waits, with its button.
type task struct {
	text   string
	button *slack.ButtonBlockElement
	due    store.Date // of a trainee who ends; "" of a slot without one
}

// waiting gives what a unit has to do, in at most most lines, and how much more there is.
func (t *turn) waiting(unit string, most int) ([]task, error) {
	out, n, err := t.tasksOf(unit, most)
	if err != nil {
		return nil, err
	}
	if more := n - most + 1; more > 1 {
		out = append(out[:most-1], task{text: t.say("quota.more", Facts{"N": more}), button: button(t.label("slots.title", nil), "slots unit:"+unit)})
	}
	return out, nil
}

// tasksOf gives what a unit has to do: trainees whose time has passed or soon will, and slots without a trainee, at most most of these; and how
// much there is in all.
func (t *turn) tasksOf(unit string, most int) (out []task, n int, err error) {
	today := t.today()
	ending, vacant, empty, err := t.tx.Tasks(unit, today.AddDays(soon), most)
	if err != nil {
		return nil, 0, err
	}
	for _, tr := range ending {
		id := "quota.ends"
		if tr.Overdue(today) {
			id = "quota.overdue"
		}
		if !t.inBranch(unit) {
			id += "_slot"
		}
		out = append(out, task{t.say(id, Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "Date": tr.EndsOn}),
			button(t.label("end.button", nil), "end trainee:"+tr.Reference), tr.EndsOn})
	}
	for _, s := range vacant {
		out = append(out, task{t.say("quota.vacant", Facts{"Slot": s.Number, "Kind": s.Kind}),
			button(t.label("trainee.title", nil), typed("trainee", words.Args{Slot: s.Number})), ""})
	}
	return out, len(ending) + empty, nil
}

// inBranch tells whether a unit is the person's own, or below one that is. Who reads of others, as HR does, is told of slots and not of references:
// those are told where they are needed for what is to be done (GDPR art. 5.1 c).
func (t *turn) inBranch(unit string) bool {
	return slices.ContainsFunc(t.person.Units(), func(own string) bool { return t.reg.Tree.On(t.today()).Within(unit, own) })
}
