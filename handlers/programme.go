package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// programme gives the programme that is asked about on a day: the one named, else the one that goes on; nil where there is none.
func (t *turn) programme(on store.Date) *store.Programme {
	if p := t.reg.Programme(t.args.Programme); p != nil {
		return p
	}
	return t.reg.Current(on)
}

// byKey gives a programme by its key, or where none is named the one that goes on on a day. An unknown key is refused with the keys that there are.
func byKey(reg *store.Register, key string, on store.Date) (*store.Programme, error) {
	p := reg.Programme(key)
	if key == "" {
		p = reg.Current(on)
	}
	switch {
	case p != nil:
		return p, nil
	case len(reg.Programmes) == 0:
		return nil, store.Refuse("no_programme", nil)
	}
	keys := make([]string, len(reg.Programmes))
	for i := range reg.Programmes {
		keys[i] = reg.Programmes[i].Key
	}
	return nil, store.Refuse("programme_unknown", store.Facts{"Name": key, "Programmes": strings.Join(keys, ", ")})
}

// programmeOf is programme, and refuses where there is none.
func (t *turn) programmeOf(on store.Date) (*store.Programme, error) {
	if p := t.programme(on); p != nil {
		return p, nil
	}
	return nil, store.Refuse("no_programme", nil)
}

// mostProgrammes are led to from an answer about another.
const mostProgrammes = 3

// otherProgrammes leads to the same question about the other programmes that go on on a day, of those that a unit is in.
func (t *turn) otherProgrammes(command, unit string, than *store.Programme, on store.Date) (out []*slack.ButtonBlockElement) {
	for _, p := range t.reg.Running(on) {
		if p.Key == than.Key || len(out) == mostProgrammes || !t.reg.Tree.Within(unit, p.Scope) {
			continue
		}
		a := with(t.args, func(a *words.Args) { a.Programme, a.Period, a.Page = p.Key, "", 0 })
		out = append(out, button(p.Name(t.lang), typed(command, a)))
	}
	return out
}

// keepProgramme lets the buttons of an answer about a programme that was named go on with it.
func (t *turn) keepProgramme(reply *Reply) {
	if t.args.Programme == "" {
		return
	}
	of := pairs([][2]string{{"programme", t.args.Programme}})
	eachValue(reply.Blocks, func(command *string) {
		_, typed := unmarked(*command)
		name, _, _ := strings.Cut(typed, " ")
		if words.AboutProgramme(name) && !strings.Contains(typed, " programme:") {
			*command += of
		}
	})
}
