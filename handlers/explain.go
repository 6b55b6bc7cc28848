package handlers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// terms are the figures and rules that explain has a sentence for: those that the words know. The first ten are offered.
var terms = []string{"created", "filled", "vacant", "discontinued", "persons", "quota", "target", "pace", "forecast", "carry_over",
	"claimed", "open", "remaining", "net", "gross", "surplus", "deficit", "period", "programme", "headcount", "status", "limit", "supervisor",
	"slot", "trainee", "unit", "leader", "interrupted", "completed", "outcome", "reference", "retention", "extent", "tertial",
	"outside_periods", "outside_programme"}

const offeredTerms = 10

// concrete are the terms that the programme's own figures make plain.
var concrete = []string{"created", "target", "programme", "remaining"}

// explain tells what a figure or a term means, or what the rule of a kind of placement is and where it stands.
func explain(t *turn) (Reply, error) {
	if t.args.Term == "" && t.args.Kind == "" {
		if t.args.Term = t.offered(); t.args.Term == "" {
			if err := t.figureSaid(); err != nil {
				return Reply{}, err
			}
		}
	}
	if t.offersRows() {
		return t.rows(t.args.Term)
	}
	if t.args.Kind != "" {
		return t.explainKind(t.args.Kind)
	}
	if slices.Contains(terms, t.args.Term) {
		text := t.say("explain."+t.args.Term, nil)
		if slices.Contains(concrete, t.args.Term) {
			text = strings.TrimSpace(text + " " + t.inProgramme())
		}
		return t.done(text, t.rowsButton(t.args.Term)...), nil
	}
	var offered []*slack.ButtonBlockElement
	for _, term := range terms[:offeredTerms] {
		offered = append(offered, button(t.label("explain.name_"+term, nil), "explain term:"+term))
	}
	return t.done(t.say("explain.which", nil), buttons(offered[:offeredTerms/2]...), buttons(offered[offeredTerms/2:]...)), nil
}

// offered is the term that stands in the message by the name on its button; "" where none does.
func (t *turn) offered() string {
	for _, term := range terms[:offeredTerms] {
		if t.mentions("explain.name_" + term) {
			return term
		}
	}
	if t.mentions("explain.said_forecast") {
		return "forecast"
	}
	return ""
}

// inProgramme makes a definition concrete with the programme's own figures; "" where there is no programme.
func (t *turn) inProgramme() string {
	p := t.programme(t.today())
	if p == nil {
		return ""
	}
	kinds := make([]string, len(p.Kinds))
	for i, k := range p.Kinds {
		kinds[i] = t.kind(k)
	}
	facts := Facts{"Programme": p.Name(t.lang), "Kinds": t.list(kinds), "Until": t.long(p.Ends)}
	if p.Target == nil {
		return t.say("explain.here_no_target", facts)
	}
	facts["Target"] = *p.Target
	return t.say("explain.here", facts)
}

func (t *turn) explainKind(name string) (Reply, error) {
	k, open := t.reg.Kind(name, t.today())
	if k == nil {
		return t.done(t.say("refusal.kind_unknown", Facts{"Kind": name})), nil
	}
	lines := []string{"*" + escaped(capital(t.kind(name))) + "*", escaped(k.Rule(t.lang)), t.say("explain.usual", Facts{"N": k.UsualMonths})}
	if k.Supervisor {
		lines = append(lines, t.say("explain.needs_supervisor", nil))
	}
	if !open {
		lines = append(lines, t.say("explain.closed", nil))
	}
	for _, p := range t.reg.Running(t.today()) {
		id := "explain.counts_not"
		if slices.Contains(p.Kinds, name) {
			id = "explain.counts"
		}
		lines = append(lines, t.say(id, Facts{"Programme": p.Name(t.lang)}))
	}
	lines = append(lines, t.say("explain.source", Facts{"Source": k.Source}))
	return t.done(strings.Join(lines, "\n")), nil
}
