package handlers

import (
	"cmp"
	"strconv"
	"strings"

	"handslag/handlers/words"
	"handslag/store"
)

// fill reads a submitted form into the arguments, as if typed. The result is what is wrong, by field; nil where nothing is.
func (t *turn) fill() map[string]string {
	wrong := map[string]string{}
	for name, value := range t.req.Values {
		value = strings.TrimSpace(value)
		t.clear(name)
		if value == "" {
			continue
		}
		if found := words.Guard(value, t.tx.Now); found.Ask || found.Refuse != "" && found.Refuse != "name" {
			wrong[name] = t.label("guard."+cmp.Or(found.Refuse, "personnummer"), nil)
			continue
		}
		if reason, facts := t.fillOne(name, value); reason != "" {
			wrong[name] = t.label(reason, facts)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// clear forgets what the command said of a field: what stands in the form is what holds.
func (t *turn) clear(name string) {
	a := &t.args
	switch name {
	case "kind":
		a.Kind, a.Slot, a.Slots = "", 0, nil
	case "slot":
		a.Slot, a.Slots = 0, nil
	case "count":
		a.Count = nil
	case "extent":
		a.Hours, a.Percent = nil, nil
	case "when":
		a.At, a.From, a.To, a.Date, a.Period = "", "", "", "", ""
	case "top", "weeks", "days":
		*t.numberOf(name) = nil
	case "where":
		a.Unit, a.Units = "", nil
	default:
		if said := t.textOf(name); said != nil {
			*said = ""
		}
	}
}

// textOf is where the arguments keep what a field says; nil where it is no text.
func (t *turn) textOf(name string) *string {
	a := &t.args
	return map[string]*string{"unit": &a.Unit, "from": &a.From, "to": &a.To, "date": &a.Date, "trainee": &a.Trainee, "scope": &a.Scope, "by": &a.By,
		"compare": &a.Compare, "result": &a.Result, "outcome": &a.Outcome, "after": &a.After, "reason": &a.Reason, "person": &a.Person, "every": &a.Every, "channel": &a.Channel,
		"role": &a.Role, "what": &a.What, "verdict": &a.What}[name]
}

// fillOne reads one field; the result is the message that says what is wrong, "" where nothing is.
func (t *turn) fillOne(name, value string) (string, Facts) {
	a := &t.args
	switch name {
	case "kind":
		return t.fillKind(value)
	case giver:
		a.What = giver
		return t.fillUnit(value)
	case "other":
		return t.fillOther(value)
	case "when":
		return t.fillWhen(value)
	case "compare":
		return t.fillCompare(value)
	case "slot":
		n, err := strconv.ParseInt(strings.TrimPrefix(value, "#"), 10, 64)
		if err != nil {
			return "field.wrong_slot", nil
		}
		a.Slot, a.Slots = n, nil
	case "months":
		n, ok := words.Months(value)
		if !ok || n < 1 || n > store.MostMonths {
			return "refusal.erase_months", nil
		}
		a.Count = &n
	case "weekly":
		if a.Every = words.Weekly(value); a.Every == "" {
			return "field.wrong_weekly", nil
		}
	case "count", "top", "weeks", "days":
		n, ok := words.Number(value)
		if !ok {
			return "field.wrong_count", nil
		}
		if name == "count" {
			a.Count = &n
		} else {
			*t.numberOf(name) = &n
		}
	case "extent":
		hours, percent, ok := words.Extent(value)
		if !ok {
			return "field.wrong_extent", nil
		}
		a.Hours, a.Percent = hours, percent
	case "channel":
		if a.Channel = words.Channel(value); a.Channel == "" {
			return "field.wrong_channel", nil
		}
	case "trainee":
		ref, ok := words.Reference(value)
		if !ok {
			return "field.wrong_reference", nil
		}
		a.Trainee = ref
	case "from", "to", "date":
		return t.fillDate(name, value)
	case "tasks", "supervisor", "where", "sentence", "decision":
		return t.fillText(name, value)
	default:
		if said := t.textOf(name); said != nil {
			*said = value
		}
	}
	return "", nil
}

// fillKind takes a kind, or a published slot that stands among the kinds as "#214".
func (t *turn) fillKind(value string) (string, Facts) {
	t.args.Slot, t.args.Slots = 0, nil
	if number, published := strings.CutPrefix(value, "#"); published {
		t.args.Kind = ""
		return t.fillOne("slot", number)
	}
	t.args.Kind = value
	return "", nil
}

// reads is how the form's texts are read: in its language.
func (t *turn) reads() words.Context { return words.Context{Now: t.context.Now, Language: t.lang} }

func (t *turn) fillDate(name, value string) (string, Facts) {
	first, last, either, ok := t.fillSpan(name, value)
	switch {
	case len(either) > 1:
		days := make([]string, len(either))
		for i, d := range either {
			days[i] = t.date(store.Date(d))
		}
		return "field.either_date", Facts{"Dates": t.anyOf(days)}
	case !ok:
		return "field.wrong_date", nil
	}
	today := string(t.today())
	switch name {
	case "from":
		t.args.From = first
		if t.command.name != "trainee" && t.command.name != "correct" && first < today && last > today { // "this week", on a Tuesday
			t.args.From = today
		}
	case "to":
		t.args.To = last
	default:
		t.args.Date = last
	}
	return "", nil
}

// fillSpan reads a day or days. Without a year it is the last such day for what has happened and the next for what is to come; of a day that is put
// right, the one nearest to what stood there.
func (t *turn) fillSpan(name, value string) (first, last string, either []string, ok bool) {
	was := map[string]string{"from": t.reading.Args.From, "to": t.reading.Args.To, "date": t.reading.Args.Date}[name]
	if t.command.name == "correct" && was == "" {
		was = t.stood(name)
	}
	if t.command.name != "correct" || was == "" {
		return t.words.Span(value, t.reads(), name == "date")
	}
	away := func(day string) int {
		n := store.Date(was).DaysUntil(store.Date(day))
		return max(n, -n)
	}
	first, last, either, ok = t.words.Span(value, t.reads(), true)
	if f, l, e, coming := t.words.Span(value, t.reads(), false); coming && len(e) < 2 && away(f) < away(first) {
		return f, l, e, coming
	}
	return first, last, either, ok
}

// fillText takes a free text that is kept, unless it says something that must not be.
func (t *turn) fillText(name, value string) (string, Facts) {
	found := words.Guard(value, t.tx.Now)
	if found.Sick { // it is kept
		return "guard.health", nil
	}
	if found.Refuse != "" {
		return "guard." + found.Refuse, nil
	}
	if found.Ask {
		return "guard.personnummer", nil
	}
	if name == "tasks" && words.Guard("the trainee: "+value, t.tx.Now).Refuse != "" { // who does them can only be a trainee
		return "guard.tasks", nil
	}
	switch name {
	case "tasks":
		t.tasks = value
	case "supervisor":
		if t.oneOf(plainly(value), "confirm.typed_me") {
			return "field.wrong_me", nil
		}
		t.super = value
	case "sentence":
		if store.Refers(value) {
			return "refusal.statement_reference", nil
		}
		t.quote = value
	case "decision":
		if !store.IsDecision(value) {
			return "refusal.erase_decision", nil
		}
		t.decision = value
	case "where":
		return t.fillUnit(value)
	}
	return "", nil
}

// fillUnit reads a unit's name.
func (t *turn) fillUnit(value string) (string, Facts) {
	r := t.words.Read("quota "+value, t.reads())
	switch {
	case r.Args.Unit != "":
		t.args.Unit = r.Args.Unit
		return "", nil
	case r.Ask == "unit" && len(r.Candidates) > 0:
		names := make([]string, 0, 3)
		for _, code := range r.Candidates[:min(3, len(r.Candidates))] {
			names = append(names, t.reg.Tree.Name(code))
		}
		return "field.either_unit", Facts{"Units": t.list(names)}
	}
	return "field.wrong_unit", nil
}
