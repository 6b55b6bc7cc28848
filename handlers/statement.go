package handlers

import (
	"handslag/store"
)

// statement takes down what the programme leader says of the outlook: one of three steps and a sentence. It stands beside the forecast.
func statement(t *turn) (Reply, error) {
	p := t.reg.Current(t.today())
	if p == nil {
		return Reply{}, store.Refuse("no_programme", nil)
	}
	if t.req.Door != Form {
		f := (&form{}).add(field{name: "verdict", value: "whole", choices: t.verdicts(), radio: true},
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
