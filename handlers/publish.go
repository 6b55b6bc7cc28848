package handlers

import (
	"strconv"
	"strings"

	"handslag/store"
)

// publish opens slots for units to claim.
func publish(t *turn) (Reply, error) {
	if t.args.Kind == "" {
		return t.publishForm()
	}
	made, err := t.tx.Publish(t.publication())
	if err != nil {
		return Reply{}, err
	}
	first := made[0]
	text := t.say("publish.done", Facts{"N": len(made), "Kind": first.Kind, "Slots": t.numbers(made), "From": Markup(t.from(first.StartsOn)), "To": t.publishedTo()})
	return t.done(text, buttons(t.undoButton())), nil
}

// countNumber takes a number alone, which may be a slot's, as how many: what is published is new. "utlys 3"
func (t *turn) countNumber() {
	if n := int(t.args.Slot); t.args.Count == nil && n > 0 && t.req.Door == Message && strings.HasSuffix(plainly(t.text), " "+strconv.Itoa(n)) && len(strings.Fields(t.text)) == 2 {
		t.args.Slot, t.args.Count = 0, &n
	}
}

func (t *turn) publication() store.Publication {
	p := store.Publication{Kind: t.args.Kind, Count: t.count(), StartsOn: store.Date(t.args.From), Hours: hoursOf(t.args.Hours, t.args.Percent), Tasks: t.tasks, To: t.args.Units}
	if t.args.Unit != "" {
		p.To = []string{t.args.Unit}
	}
	return p
}

// publishedTo names the units that are offered, or everybody.
func (t *turn) publishedTo() string {
	to := t.publication().To
	if len(to) == 0 {
		return t.label("publish.everybody", nil)
	}
	names := make([]string, len(to))
	for i, code := range to {
		names[i] = t.reg.Tree.Name(code)
	}
	return t.list(names)
}

func (t *turn) publishForm() (Reply, error) {
	where := ""
	if t.args.Unit != "" {
		where = t.reg.Tree.Name(t.args.Unit)
	}
	return t.form((&form{}).add(
		field{name: "kind", choices: t.kindChoices(), value: t.args.Kind},
		field{name: "count", value: strconv.Itoa(t.count())},
		field{name: "from", value: t.typedDate(store.Date(t.args.From)), optional: true, hint: t.label("field.from_hint", nil)},
		field{name: "extent", value: t.extent(), optional: true, hint: t.label("field.extent_hint", nil)},
		field{name: "tasks", optional: true, lines: true, hint: t.label("field.tasks_hint", nil)},
		field{name: "where", value: where, optional: true, hint: t.label("publish.where_hint", nil)})), nil
}

func (t *turn) kindChoices() []choice {
	var out []choice
	for _, kind := range t.kindsInOrder() {
		out = append(out, choice{kind, t.kind(kind)})
	}
	return out
}

func planPublish(t *turn) (plan, error) {
	t.countNumber()
	if t.args.Kind == "" {
		q := plan{text: t.say("publish.which", Facts{"N": t.count()}), piece: "kind"}
		q.answers, q.rest = t.ofKinds(true)
		return q, nil
	}
	p := t.publication()
	if err := t.tx.CheckPublication(p); err != nil {
		return plan{}, err
	}
	return plan{text: t.say("publish.plan", Facts{"N": p.Count, "Kind": p.Kind, "From": Markup(t.from(p.StartsOn)), "To": t.publishedTo()})}, nil
}
