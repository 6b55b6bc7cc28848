package handlers

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/store"
)

// outcomes tells what became of the trainees whose time ended, in the span that is named or else in the period so far, and how many of those who
// left for work are still there. Of one trainee it writes that down.
func outcomes(t *turn) (Reply, error) {
	switch {
	case t.args.Trainee != "":
		return t.followUp()
	case t.several():
		return t.either()
	}
	p, err := t.programmeOf(t.today())
	if err != nil {
		return Reply{}, err
	}
	unit, err := t.branch(p)
	if err != nil {
		return Reply{}, err
	}
	if t.args.What == "answers" {
		return t.toFollowUp(unit)
	}
	from, to := t.outcomeSpan(p)
	ended, err := t.tx.EndedIn(unit, t.args.Kind, from, to)
	if err != nil {
		return Reply{}, err
	}
	sum := func(pleases func(store.Ended) bool) (n int) {
		for _, e := range ended {
			if pleases(e) {
				n += e.N
			}
		}
		return n
	}
	all := sum(func(store.Ended) bool { return true })
	head := t.say("outcomes.head", Facts{"N": all, "Unit": t.reg.Tree.Name(unit), "From": t.long(from), "To": t.long(to)})
	if all == 0 {
		return t.done(t.say("outcomes.none", Facts{"Unit": t.reg.Tree.Name(unit), "From": t.long(from), "To": t.long(to)})), nil
	}
	completed := sum(func(e store.Ended) bool { return e.Result == "completed" })
	text := head + "\n" + t.say("outcomes.results", Facts{"Completed": completed, "Interrupted": all - completed})
	table := [][]string{{t.label("outcomes.column", nil), t.label("outcomes.number", nil), t.label("outcomes.share", nil)}}
	for _, o := range append(slices.Clone(store.Outcomes), "") {
		n := sum(func(e store.Ended) bool { return e.Outcome == o })
		if o == "" && n == 0 {
			continue
		}
		name := t.label("outcomes.unsaid", nil)
		if o != "" {
			name = t.label("end."+o, nil)
		}
		table = append(table, []string{name, strconv.Itoa(n), t.percent(n, all)})
		text += "\n" + t.say("outcomes.line", Facts{"Name": name, "Number": n, "Percent": t.percent(n, all)})
	}
	blocks := []slack.Block{section("*" + head + "*\n" + t.say("outcomes.results", Facts{"Completed": completed, "Interrupted": all - completed})), tableOf(table)}
	said, open, err := t.stillAtWork(unit)
	if err != nil {
		return Reply{}, err
	}
	if said != "" {
		text += "\n" + said
		blocks = append(blocks, section(said))
	}
	if len(open) > 0 {
		blocks = append(blocks, buttons(open...))
	}
	return Reply{Text: text, Blocks: append(blocks, contextLine(t.say("outcomes.note", nil)))}, nil
}

// outcomeSpan is what is asked about; the period that goes on, so far, where nothing is.
func (t *turn) outcomeSpan(p *store.Programme) (from, to store.Date) {
	from, to = store.Date(t.args.From), store.Date(t.args.To)
	for _, d := range p.Periods {
		if t.args.Period == d.Name || t.args.Period == "" && from == "" && d.Starts <= t.today() && t.today() <= d.Ends {
			from, to = d.Starts, min(t.today(), d.Ends)
		}
	}
	if from == "" {
		from = p.Starts
	}
	if to == "" || to > t.today() {
		to = t.today()
	}
	return from, to
}
