package handlers

import (
	"context"
	"strings"
	"testing"

	"handslag/store"
)

// lacking are messages that lack a piece of what they ask for, by their command, and what is typed to answer the question.
var lacking = map[string][]struct{ piece, who, says, answer string }{
	"remind":  {{"date", "preschool", "påminn mig om plats 1", "på fredag"}, {"date", "care", "remind me about slot 4", "in two weeks"}},
	"pause":   {{"to", "preschool", "pausa påminnelserna", "v 35"}, {"to", "care", "pause my reminders", "Friday"}},
	"claim":   {{"unit", "area", "boka en plats för språkpraktik", "Hemtjänst Syd"}, {"kind", "preschool", "boka en plats från v 34", "språkpraktik"}, {"kind", "care", "claim a slot", "work training"}},
	"release": {{"slot", "preschool", "släpp en plats, det är personalbrist", "#2"}, {"reason", "preschool", "släpp plats 1", "ingen kan handleda"}, {"reason", "care", "release slot 4", "short of staff"}},
	"trainee": {{"slot", "preschool", "en ny praktikant börjar på måndag", "plats 2"}, {"from", "preschool", "en ny praktikant börjar på plats 2", "på måndag"}, {"from", "care", "a new trainee in slot 4", "Monday"},
		{"supervisor", "preschool", "en ny praktikant börjar på plats 2 på måndag", "det blir kocken"}, {"supervisor", "care", "a new trainee in slot 4 from Monday", "the cook"}},
	"end":       {{"trainee", "neighbour", "en praktikant har slutat, fullföljde", "D-2026-0002"}, {"result", "neighbour", "avsluta D-2026-0001", "avbröts"}},
	"extend":    {{"trainee", "neighbour", "förläng praktikanten till 30 november", "D-2026-0002"}, {"to", "neighbour", "förläng D-2026-0001", "30 november"}},
	"publish":   {{"kind", "hr", "utlys 3 platser", "språkpraktik"}, {"kind", "board", "publish 3 slots", "work training"}},
	"target":    {{"count", "hr", "ändra kvoten för Bergaskolan", "6"}, {"count", "board", "set the quota of Bergaskolan", "six"}},
	"transfer":  {{"count", "hr", "flytta kvot från Bergaskolan till Förskolan Kullen", "två"}, {"units", "hr", "flytta kvot", "Bergaskolan"}, {"units", "board", "move 2 of the quota to Hemtjänst Nord", "from Hemtjänst Nord"}},
	"assign":    {{"person", "hr", "utse en ny chef på Bergaskolan", "<@UNEWCOMER>"}, {"role", "hr", "utse <@UNEWCOMER>", "chef"}, {"unit", "hr", "gör <@UNEWCOMER> till chef", "Bergaskolan"}},
	"join":      {{"where", "stranger", "anslut", "Bergaskolan"}, {"where", "newcomer", "join", "Hemtjänst Syd"}},
	"statement": {{"verdict", "hr", "ny bedömning", "delvis"}, {"verdict", "board", "our assessment", "in part"}},
	"language":  {{"language", "preschool", "byt språk", "engelska"}},
}

// entire are the commands that write and lack nothing when they are only named, or whose piece is none of the words'.
var entire = map[string]string{
	"mine": "of oneself", "resume": "of oneself", "undo": "the last entry", "cancel": "what is asked about", "reminders": "shows them",
	"subscribe": "shows them", "export": "the whole", "erase": "shows who is due",
	"correct": "a form with what is written down", "restrict": "says how, by an example", "outcomes": "shows them",
}

// TestWhatIsMissingIsAskedFor: every command that writes asks for each piece that a message lacks, one at a time, and takes the answer typed.
func TestWhatIsMissingIsAskedFor(t *testing.T) {
	p := newPlayer(t)
	p.settled()
	for _, c := range commands {
		rows, reason := lacking[c.name], entire[c.name]
		switch {
		case !c.writes:
			continue
		case len(rows) == 0 && reason == "":
			t.Errorf("nothing says what %s asks for", c.name)
		}
		for _, row := range rows {
			t.Run(c.name+" "+row.piece+" "+row.who, func(t *testing.T) {
				p.reply(p.written(row.who, "avbryt"))
				if asked := p.reply(p.written(row.who, row.says)); asked.Command != c.name || asked.agree || asked.Form != nil || c.plan != nil && asked.Result != "asked" || !strings.Contains(asked.Text, "?") {
					t.Fatalf("%q is answered %q (%s)", row.says, asked.Text, asked.Result)
				}
				before := p.talk(row.who)
				reply := p.reply(p.written(row.who, row.answer))
				after := p.talk(row.who)
				if after == nil && reply.Command != c.name || after != nil && (after.Command != c.name || after.Args == before.Args) {
					t.Errorf("%q, %q is answered %q", row.says, row.answer, reply.Text)
				}
			})
		}
	}
}

// settled has slots and trainees for the pieces to be chosen among.
func (p *player) settled() {
	for _, line := range []string{"preschool: /plats boka 3 språkpraktik", "care: /slot claim 2 language practice", "neighbour: /plats boka 2 språkpraktik",
		"neighbour: /praktikant ny #6 i dag", "neighbour fills supervisor=Rektorn", "neighbour: /praktikant ny #7 i dag", "neighbour fills supervisor=Rektorn"} {
		p.do(line)
	}
}

func (p *player) written(who, text string) Request {
	p.count++
	return Request{ID: "said-" + numbered(int64(p.count)), User: p.id(who), Door: Message, Text: text, Message: "D 1." + numbered(int64(p.count))}
}

func (p *player) reply(req Request) Reply {
	p.t.Helper()
	reply, err := p.h.Answer(context.Background(), req)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply
}

func (p *player) talk(who string) (talk *store.Talk) {
	p.t.Helper()
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		m, err := tx.MemberBySlack(p.id(who))
		if err != nil {
			return err
		}
		talk, err = tx.Talk(m.ID)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return talk
}
