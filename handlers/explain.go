package handlers

import (
	"strings"

	"github.com/slack-go/slack"
)

// terms are the figures and rules that explain has a sentence for.
var terms = []string{"created", "filled", "vacant", "discontinued", "persons", "quota", "target", "period", "carry_over", "pace", "forecast",
	"programme", "undo", "reference", "supervisor", "personnummer"}

// explain tells what a figure or a term means, or what the rule of a kind of placement is and where it stands.
func explain(t *turn) (Reply, error) {
	if t.args.Kind != "" {
		return t.explainKind(t.args.Kind)
	}
	term := strings.ReplaceAll(t.args.Term, " ", "_")
	if contains(terms, term) {
		return t.done(t.say("explain."+term, t.explainFacts())), nil
	}
	var offered []*slack.ButtonBlockElement
	for _, term := range terms[:10] {
		offered = append(offered, button(t.label("explain.name_"+term, nil), "explain term:"+term))
	}
	return t.done(t.say("explain.which", nil), buttons(offered[:5]...), buttons(offered[5:]...)), nil
}

// explainFacts are the programme's own figures, which make a definition concrete.
func (t *turn) explainFacts() Facts {
	facts := Facts{"Programme": "Handslag", "Target": 0, "Kinds": "", "Until": t.today()}
	p := t.reg.Current(t.today())
	if p == nil {
		return facts
	}
	kinds := make([]string, len(p.Kinds))
	for i, k := range p.Kinds {
		kinds[i] = t.kind(k)
	}
	facts["Programme"], facts["Kinds"], facts["Until"] = p.Name(t.lang), t.list(kinds), p.Ends
	if p.Target != nil {
		facts["Target"] = *p.Target
	}
	return facts
}

func (t *turn) explainKind(name string) (Reply, error) {
	k, open := t.reg.Kind(name, t.today())
	if k == nil {
		return t.done(t.say("refusal.kind_unknown", Facts{"Kind": name})), nil
	}
	lines := []string{"*" + t.plainEscaped(t.kind(name)) + "*", t.plainEscaped(k.Rule(t.lang)), t.say("explain.usual", Facts{"N": k.UsualMonths})}
	if k.Supervisor {
		lines = append(lines, t.say("explain.needs_supervisor", nil))
	}
	if !open {
		lines = append(lines, t.say("explain.closed", nil))
	}
	if p := t.reg.Current(t.today()); p != nil {
		id := "explain.counts_not"
		if contains(p.Kinds, name) {
			id = "explain.counts"
		}
		lines = append(lines, t.say(id, Facts{"Programme": p.Name(t.lang)}))
	}
	lines = append(lines, t.say("explain.source", Facts{"Source": k.Source}))
	return t.done(strings.Join(lines, "\n")), nil
}
