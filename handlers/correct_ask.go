package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"handslag/handlers/words"
	"handslag/store"
)

// rows are what can be wrong about a trainee, as args.What names it: of one who is there, and of one who has ended.
var (
	rowsHere  = []string{"from", "to", "slot", "extent", "supervisor", "result"}
	rowsEnded = []string{"from", "date", "slot", "extent", "supervisor", "result", "outcome"}
)

// planCorrect asks whose row is wrong, what in it, and what it should say, one at a time, and says what is going to change.
func planCorrect(t *turn) (plan, error) {
	ref, err := t.correctMeant()
	if err != nil {
		return plan{}, err
	}
	if ref == "" {
		here, err := t.traineesOf(t.person.Units())
		here = slices.DeleteFunc(here, func(tr store.Trainee) bool { return nobody(tr.Reference) })
		switch {
		case err != nil:
			return plan{}, err
		case len(here) == 0:
			return plan{text: t.say("correct.whose", nil), piece: "trainee"}, nil
		case len(here) > 1:
			return t.whichTrainee("correct.whom", t.whoStays(here)), nil
		}
		ref = here[0].Reference
	}
	tr, err := t.correctable(ref)
	if err != nil {
		return plan{}, err
	}
	if t.args.Trainee == "" { // the slot said whose
		t.args.Trainee, t.args.Slot = ref, 0
	}
	t.whatIsWrong(tr)
	if t.args.What == "" {
		rows := rowsHere
		if tr.EndedOn != "" {
			rows = rowsEnded
		}
		answers := t.among(t.choices("correct.row_", rows), func(a *words.Args, row string) { a.What = row })
		return plan{text: t.say("correct.what", Facts{"Trainee": tr.Reference}), facts: t.rowNow(tr), answers: answers}, nil
	}
	was := t.row(tr)
	if !t.correctOne(tr) {
		return t.askRow(tr, was)
	}
	if err := t.tx.CheckCorrect(*tr); err != nil {
		return plan{}, err
	}
	facts := Facts{"Trainee": tr.Reference, "Row": t.label("correct.the_"+t.args.What, nil), "Was": was, "Now": t.row(tr)}
	if was == "" {
		return plan{text: t.say("correct.plan_new", facts)}, nil
	}
	return plan{text: t.say("correct.plan", facts)}, nil
}

// whatIsWrong makes out of what was said what is to be put right; the days are those nearest to what stands, unless a year was said.
func (t *turn) whatIsWrong(tr *store.Trainee) {
	a := &t.args
	if a.What != "from" && tr.EndedOn != "" && a.To != "" && a.Date == "" {
		a.Date, a.To = a.To, ""
	}
	if a.What != "from" && a.What != "result" && tr.EndedOn == "" && a.Date != "" && a.To == "" && a.Result == "" {
		a.To, a.Date = a.Date, ""
	}
	if a.What == "from" && a.From == "" { // "the first day to 3 June"
		a.From, a.To, a.Date = cmp.Or(a.To, a.Date), "", ""
	}
	if a.What == "to" && tr.EndedOn != "" {
		a.What = "date"
	}
	a.From, a.To, a.Date = t.nearest(a.From, tr.StartsOn), t.nearest(a.To, tr.EndsOn), t.nearest(a.Date, cmp.Or(tr.EndedOn, tr.EndsOn))
	if a.What != "" {
		return
	}
	said := map[string]bool{"from": a.From != "", "to": a.To != "", "date": a.Date != "" && a.Result == "", "slot": a.Slot != 0,
		"extent": a.Hours != nil || a.Percent != nil, "result": a.Result != "", "outcome": a.Outcome != "" && a.Result == ""}
	var wrong []string
	for _, row := range append(slices.Clone(rowsEnded), "to") {
		if said[row] {
			wrong = append(wrong, row)
		}
	}
	if len(wrong) == 1 { // two at once are asked about
		a.What = wrong[0]
	}
}

// nearest is a day in the year in which it is nearest to what stands.
func (t *turn) nearest(said string, stands store.Date) string {
	day, ok := store.ParseDate(said)
	if !ok || stands == "" || strings.Contains(t.text, said[:4]) {
		return said
	}
	away := func(d store.Date) int { n := stands.DaysUntil(d); return max(n, -n) }
	for _, d := range []store.Date{day.AddMonths(-12), day.AddMonths(12)} {
		if away(d) < away(day) {
			day = d
		}
	}
	return string(day)
}

// stood is what a day of the trainee's that is put right is now; "" where it is none.
func (t *turn) stood(name string) string {
	if t.args.Trainee == "" {
		return ""
	}
	tr, err := t.tx.Trainee(t.args.Trainee)
	if err != nil {
		return "" // what is wrong with it is said when it is put right
	}
	return string(map[string]store.Date{"from": tr.StartsOn, "to": tr.EndsOn, "date": cmp.Or(tr.EndedOn, tr.EndsOn)}[name])
}

// correctOne makes of a trainee what was said of one thing; false where that is not known yet.
func (t *turn) correctOne(tr *store.Trainee) bool {
	a := &t.args
	ended := cmp.Or(store.Date(a.Date), tr.EndedOn)
	switch {
	case a.What == "from" && a.From != "":
		tr.StartsOn = store.Date(a.From)
	case a.What == "to" && a.To != "":
		tr.EndsOn = store.Date(a.To)
	case a.What == "date" && a.Date != "":
		tr.EndedOn = ended
	case a.What == "slot" && a.Slot != 0:
		tr.Slot = a.Slot
	case a.What == "extent" && a.Hours != nil:
		tr.Hours, tr.Percent = *a.Hours, 0
	case a.What == "extent" && a.Percent != nil:
		tr.Hours, tr.Percent = 0, *a.Percent
	case a.What == "supervisor" && t.super != "":
		tr.Supervisor = t.super
	case a.What == "outcome" && a.Outcome != "":
		tr.Outcome = a.Outcome
	case a.What == "result" && a.Result == stillHere:
		tr.EndedOn, tr.Result, tr.Outcome = "", "", ""
	case a.What == "result" && a.Result != "" && ended != "":
		tr.Result, tr.EndedOn, tr.Outcome = a.Result, ended, cmp.Or(a.Outcome, tr.Outcome)
	default:
		return false
	}
	return true
}

// row is what stands of the thing that is wrong, as it is told; "" where nothing does.
func (t *turn) row(tr *store.Trainee) string {
	switch t.args.What {
	case "from":
		return t.date(tr.StartsOn)
	case "to":
		return t.date(tr.EndsOn)
	case "date":
		return t.date(tr.EndedOn)
	case "slot":
		return "#" + strconv.FormatInt(tr.Slot, 10)
	case "extent":
		return t.extentOf(tr)
	case "supervisor":
		return tr.Supervisor
	case "outcome":
		return t.called("end.", tr.Outcome)
	}
	if tr.Result == "" {
		return t.called("correct.", stillHere)
	}
	return t.called("end.", tr.Result) + " " + t.date(tr.EndedOn)
}

func (t *turn) rowNow(tr *store.Trainee) string {
	return t.say("correct.now", Facts{"Slot": tr.Slot, "From": tr.StartsOn, "To": cmp.Or(tr.EndedOn, tr.EndsOn)})
}

// askRow asks what the thing that is wrong should be.
func (t *turn) askRow(tr *store.Trainee, was string) (plan, error) {
	row := t.args.What
	if row == "result" && t.args.Result != "" {
		return plan{text: t.say("correct.ask_date", Facts{"Trainee": tr.Reference}), piece: "date"}, nil
	}
	p := plan{text: t.say("correct.ask_"+row, Facts{"Trainee": tr.Reference}), piece: row}
	if was != "" {
		p.facts = t.say("correct.says", Facts{"Was": was})
	}
	switch row {
	case "slot":
		slots, err := t.tx.SlotsOf(tr.Unit, t.today(), false)
		if err != nil {
			return plan{}, err
		}
		slots = slices.DeleteFunc(slots, func(s store.Slot) bool { return s.Trainee != "" || s.Number == tr.Slot })
		p.answers = t.among(t.slotChoices(slots), func(a *words.Args, n string) { a.Slot, _ = strconv.ParseInt(n, 10, 64) })
	case "result":
		p.answers = t.among(append([]choice{{stillHere, t.label("correct.here", nil)}}, t.choices("end.", store.Results)...),
			func(a *words.Args, result string) { a.Result = result })
	case "outcome":
		p.answers = t.among(t.choices("end.", store.Outcomes), func(a *words.Args, outcome string) { a.Outcome = outcome })
	}
	return p, nil
}
