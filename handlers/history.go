package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// history tells who did what, newest first: of a slot, a trainee, a unit with what lies below it, a person, or of all. That a person, a trainee or a
// file was asked for is written down too.
func history(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	trail, err := t.trail()
	if err != nil {
		return Reply{}, err
	}
	if t.args.Format != "" {
		return t.historyFile(trail)
	}
	page := max(1, t.args.Page)
	found, err := t.tx.History(trail, (page-1)*pageSize, pageSize+1)
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.historyPage(trail, found, page)
	if page < 2 && (trail.Member != 0 || trail.Trainee != "") {
		reply.after = func(t *turn) error { return t.tx.NoteHistory(trail, "") }
	}
	return reply, err
}

// trail is what was asked for.
func (t *turn) trail() (store.Trail, error) {
	trail := store.Trail{Slot: t.args.Slot, Trainee: t.args.Trainee, Unit: t.args.Unit,
		Days: store.Span{From: store.Date(t.args.From), To: store.Date(t.args.To)}}
	if t.args.Person == "" {
		return trail, nil
	}
	who, err := t.personMeant()
	if err == nil {
		trail.Member = who.ID
	}
	return trail, err
}

// traced says what a trail is of.
func (v voice) traced(trail store.Trail, person string) string {
	id, facts := "history.all", Facts{"Slot": trail.Slot, "Trainee": trail.Trainee, "Unit": v.reg.Tree.Name(trail.Unit), "Person": Markup(person)}
	switch {
	case trail.Slot != 0:
		id = "history.slot"
	case trail.Trainee != "":
		id = "history.trainee"
	case trail.Member != 0:
		id = "history.person"
	case trail.Unit != "":
		id = "history.unit"
	}
	of := v.say(id, facts)
	switch {
	case trail.Days.From != "" && trail.Days.To != "":
		of += v.say("history.days", Facts{"From": trail.Days.From, "To": trail.Days.To})
	case trail.Days.From != "":
		of += v.say("history.from", Facts{"From": trail.Days.From})
	case trail.Days.To != "":
		of += v.say("history.to", Facts{"To": trail.Days.To})
	}
	return of
}

func (t *turn) historyPage(trail store.Trail, found []store.Doing, page int) (Reply, error) {
	s := t.scribe()
	who, err := s.person(trail.Member)
	if err != nil {
		return Reply{}, err
	}
	of := t.traced(trail, who)
	if len(found) == 0 {
		return t.done(t.say("history.none", Facts{"Of": Markup(of)})), nil
	}
	head := t.say("history.head", Facts{"Of": Markup(of)})
	var lines []string
	for _, d := range found[:min(len(found), pageSize)] {
		line, err := s.line(d)
		if err != nil {
			return Reply{}, err
		}
		lines = append(lines, "• "+line)
	}
	text := strings.Join(lines, "\n")
	a := t.args
	var turned []*slack.ButtonBlockElement
	if page > 1 {
		a.Page = page - 1
		turned = append(turned, button(t.label("history.newer", nil), typed("history", a)))
	}
	if len(found) > pageSize {
		a.Page = page + 1
		turned = append(turned, button(t.label("history.older", nil), typed("history", a)))
	}
	a.Page, a.Format = 0, "csv"
	turned = append(turned, button(t.label("export.as_csv", nil), typed("history", a)))
	return Reply{Text: head + "\n" + text, Blocks: []slack.Block{section("*" + head + "*"), section(text), buttons(turned...)}}, nil
}

// historyFile takes a trail out as CSV, to the asker alone.
func (t *turn) historyFile(trail store.Trail) (Reply, error) {
	reply := t.done(t.say("history.coming", nil))
	reply.after = func(t *turn) error {
		if err := t.tx.NoteHistory(trail, "csv"); err != nil {
			return err
		}
		trail.Until = t.tx.Did()
		return t.order(Order{Format: "csv", Lang: t.lang, At: t.today(), Trail: &trail, For: t.person.SlackID})
	}
	return reply, nil
}

// bareDoings are the sentences of what needs no more to be said of it.
var bareDoings = map[string]string{"history": "history.history", "round": "history.round", "rule": "history.rule", "export": "history.export", "extract": "history.extract"}
