package handlers

import (
	"cmp"

	"handslag/handlers/words"
	"handslag/store"
)

// statement takes down what the programme leader says of the outlook: one of three steps and a sentence. It stands beside the forecast.
func statement(t *turn) (Reply, error) {
	p := t.programme(t.today())
	if p == nil {
		return Reply{}, store.Refuse("no_programme", nil)
	}
	if t.args.What == "" || t.quote == "" && t.req.Door != Form {
		f := (&form{}).add(field{name: "verdict", value: cmp.Or(t.args.What, store.Verdicts[0]), choices: t.verdicts(), radio: true},
			field{name: "sentence", lines: true, hint: t.label("statement.hint", nil)})
		return t.form(f), nil
	}
	if err := t.tx.State(p, t.args.What, t.quote); err != nil {
		return Reply{}, err
	}
	s, err := t.tx.Standing(p, p.Scope, t.today())
	if err != nil {
		return Reply{}, err
	}
	text := t.say("statement.done", nil)
	if s.Statement != nil {
		text += "\n" + t.statementLine(s.Statement)
	}
	return t.done(text, buttons(t.undoButton(), button(t.label("forecast.title", nil), "forecast"), button(t.label("summary.title", nil), "summary"))), nil
}

func (t *turn) verdicts() []choice {
	out := make([]choice, len(store.Verdicts))
	for i, v := range store.Verdicts {
		out[i] = choice{v, capital(t.label("statement."+v, nil))}
	}
	return out
}

// planStatement asks for the step, then for the sentence, and says both before they are kept.
func planStatement(t *turn) (plan, error) {
	if t.programme(t.today()) == nil {
		return plan{}, store.Refuse("no_programme", nil)
	}
	if t.args.What == "" {
		return plan{text: t.say("statement.form", nil), piece: "verdict",
			answers: t.among(t.verdicts(), func(a *words.Args, verdict string) { a.What = verdict })}, nil
	}
	verdict := t.label("statement."+t.args.What, nil)
	if t.quote == "" {
		return plan{text: t.say("statement.ask", Facts{"Verdict": verdict}), facts: t.say("statement.hint", nil), piece: "sentence"}, nil
	}
	return plan{text: t.say("statement.plan", Facts{"Text": t.quote, "Verdict": verdict})}, nil
}
