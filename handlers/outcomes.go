package handlers

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/store"
)

// followUps are after how many days it is asked whether somebody is still at work.
var followUps = []int{30, 90, 365}

// outcomes tells what became of the trainees whose time ended, in the span that is named or else in the period so far, and whom to follow up.
func outcomes(t *turn) (Reply, error) {
	if t.several() {
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
	from, to := t.outcomeSpan(p)
	ended, err := t.tx.EndedIn(unit, t.args.Kind, append(slices.Clone(store.Outcomes), ""), from, to)
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
	due, err := t.followUp(unit)
	if err != nil {
		return Reply{}, err
	}
	blocks := []slack.Block{section("*" + head + "*\n" + t.say("outcomes.results", Facts{"Completed": completed, "Interrupted": all - completed})), tableOf(table)}
	if due != "" {
		text += "\n" + due
		blocks = append(blocks, section(due))
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

// followUp tells how many have left for work long enough ago to be asked whether they still have it. Nobody's answers are kept here.
func (t *turn) followUp(unit string) (string, error) {
	days := followUps
	if t.args.Days != nil {
		days = []int{*t.args.Days}
	}
	said := ""
	for _, d := range days {
		ended, err := t.tx.EndedIn(unit, t.args.Kind, []string{"employed", "subsidised"}, "0001-01-01", t.today().AddDays(-d))
		if err != nil {
			return "", err
		}
		n := 0
		for _, e := range ended {
			n += e.N
		}
		if n == 0 && t.args.Days == nil {
			continue
		}
		if said != "" {
			said += "\n"
		}
		said += t.say("outcomes.follow_up", Facts{"N": n, "Days": d})
	}
	return said, nil
}
