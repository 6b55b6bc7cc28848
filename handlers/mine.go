package handlers

import (
	"strings"

	"handslag/handlers/words"
	"handslag/store"
)

// mine tells what the bot keeps about who asks; to HR, by reference, what it keeps of a trainee.
func mine(t *turn) (Reply, error) {
	if t.args.Trainee != "" {
		return t.extract()
	}
	k, err := t.tx.Kept(t.person)
	if err != nil {
		return Reply{}, err
	}
	lines := []string{t.say("mine.slack", Facts{"ID": t.person.SlackID}) + t.known("mine.address", t.person.Email) + t.known("mine.zone", t.person.TZ),
		t.say("mine.language_"+t.person.Language, nil)}
	for _, h := range k.Roles {
		lines = append(lines, t.held(h))
	}
	if len(k.Roles) == 0 {
		lines = append(lines, t.say("mine.no_role", nil))
	}
	if t.person.Pause.To >= t.today() {
		lines = append(lines, t.say("mine.pause", Facts{"From": t.long(t.person.Pause.From), "To": t.long(t.person.Pause.To)}))
	}
	if t.person.Away >= t.today() {
		lines = append(lines, t.say("mine.away", nil))
	}
	for _, c := range []struct {
		id string
		n  int
	}{{"mine.wishes", k.Wishes}, {"mine.reminders", k.Reminders}, {"mine.slots", k.Slots}, {"mine.entries", k.Entries}, {"mine.messages", k.Messages}, {"mine.petitions", k.Petitions}} {
		if c.n > 0 {
			lines = append(lines, t.say(c.id, Facts{"N": c.n}))
		}
	}
	head, rest := t.say("mine.head", nil), t.say("mine.not", nil)+"\n"+t.say("mine.correct", Facts{"HR": t.askWhom()})
	list := "• " + strings.Join(lines, "\n• ")
	return Reply{Text: head + "\n" + list + "\n" + rest, Blocks: t.done("*"+head+"*\n"+list+"\n\n"+rest,
		buttons(button(t.label("language.title", nil), "language"), button(t.label("help.title", nil), "help"))).Blocks}, nil
}

// known says a thing that is kept, "" where it is not.
func (t *turn) known(id, value string) string {
	if value == "" {
		return ""
	}
	return " " + t.say(id, Facts{"Value": value})
}

func (t *turn) held(h store.Held) string {
	facts := Facts{"Role": t.label("role."+h.Role.Role, nil), "Unit": t.reg.Tree.Name(h.Unit), "From": t.long(h.From)}
	id := "mine.role"
	if h.Unit != "" {
		id = "mine.role_unit"
	}
	if h.Until != "" {
		facts["To"], id = t.long(h.Until), id+"_until"
	}
	return t.say(id, facts)
}

// extract has everything about a trainee put in a file for HR, who gives it to the person (GDPR art. 15). To anybody else it says the same
// whether there is such a trainee or not.
func (t *turn) extract() (Reply, error) {
	if !t.person.Has("hr") {
		return Reply{}, store.Refuse("extract_hr", store.Facts{"HR": t.askWhom()})
	}
	tr, err := t.tx.Trainee(t.args.Trainee)
	if err != nil {
		return Reply{}, err
	}
	if err := t.tx.NoteExtract(tr.Reference, tr.Unit); err != nil {
		return Reply{}, err
	}
	o := Order{Format: "pdf", Trainee: tr.Reference, At: t.today(), Lang: t.lang}
	if err := t.orderAs("file:"+t.req.ID, o, t.label("mine.file", Facts{"Trainee": tr.Reference})); err != nil {
		return Reply{}, err
	}
	return t.done(t.say("mine.extracted", Facts{"Trainee": tr.Reference, "Date": t.long(t.today().AddMonths(1))}),
		buttons(t.correctButton(tr.Reference), button(t.label("erase.when", nil), typed("erase", words.Args{Trainee: tr.Reference})))), nil
}
