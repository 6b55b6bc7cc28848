package handlers

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// asked is every read that tells of slots or trainees, and every form that lists them; a command that is in no other list than this one's is found
// by TestSensitiveAsksAll.
var asked = []string{"quota", "quota unit:FSK-1", "slots", "slots unit:FSK-1", "slots published", "trainees", "trainees unit:FSK-1", "trainee", "end", "release", "claim",
	"summary", "summary unit:FSK", "summary unit:FSK-1", "chart", "export", "publish", "assign", "erase", "mine", "undo", "help", "explain",
	"missing", "vacant", "vacant unit:FSK-1", "ending", "ending unit:FSK-1", "outcomes", "match", "ranking", "forecast", "history", "history trainee:D-2026-0641", "extend", "correct", "restrict", "support",
	"contact", "target", "transfer", "remind", "reminders", "pause", "resume", "language", "cancel", "join", "subscribe", "statement",
	"explain what:rows term:filled", "explain what:rows term:created", "explain what:rows term:vacant", "vacant kind:lönebidrag", "ending kind:lönebidrag"}

// TestSensitive asks everything as everybody. A type that says something of a person's health stands together with a reference, or with a slot of
// which a reference is told, for HR, coordinators and the unit's own manager and deputy alone; and a reference is told to nobody outside the branch
// who has no business with it.
func TestSensitive(t *testing.T) {
	for _, c := range []struct {
		person     string
		typed      bool // may be told of type and person together
		references bool // may be told of references in FSK-1
	}{
		{"preschool", true, true}, {"deputy", true, true}, {"head", false, true}, {"neighbour", false, false}, {"care", false, false},
		{"area", false, false}, {"hr", true, true}, {"board", true, true}, {"coordinator", true, true}, {"stranger", false, false}, {"newcomer", false, false},
	} {
		t.Run(c.person, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			for _, line := range []string{"slot 4 FSK-1 2026-03-03 förstärkt arbetsträning", "slot 5 FSK-1 2026-03-03 förstärkt arbetsträning",
				"slot 6 FSK-1 2026-03-03 lönebidrag", "slot 7 FSK-1 2026-03-03 lönebidrag", "trainee D-2026-0641 4 2026-06-01 2026-08-21",
				"trainee D-2026-0642 5 2026-06-01 2026-08-05", "trainee D-2026-0643 6 2026-08-17 2026-12-21"} {
				p.set(line)
			}
			var told []string
			for i, text := range asked {
				for _, door := range []Door{Button, Slash, Message} {
					name, _, _ := strings.Cut(text, " ")
					if lookup(name) == nil {
						continue
					}
					reply, err := p.h.Answer(context.Background(), Request{ID: fmt.Sprintf("%d-%s", i, door), User: p.id(c.person), Door: door, Text: text})
					if err != nil {
						t.Fatal(err)
					}
					told = append(told, p.everything(reply)...)
				}
			}
			told = append(told, p.home(c.person, "")...)
			checkTold(t, told, c.typed, c.references)
		})
	}
}

var (
	saysReference = regexp.MustCompile(`D-2026-064\d`)
	saysSlot      = regexp.MustCompile(`#\d+`)
	saysType      = regexp.MustCompile(`förstärkt arbetsträning|lönebidrag`)
)

func checkTold(t *testing.T, told []string, typed, references bool) {
	t.Helper()
	of := map[string]bool{} // slots of which a reference is told
	for _, line := range told {
		if !saysReference.MatchString(line) {
			continue
		}
		if !references {
			t.Errorf("a reference: %s", line)
		}
		for _, slot := range saysSlot.FindAllString(line, -1) {
			of[slot] = true
		}
	}
	for _, line := range told {
		if typed || !saysType.MatchString(line) {
			continue
		}
		if saysReference.MatchString(line) || slices.ContainsFunc(saysSlot.FindAllString(line, -1), func(slot string) bool { return of[slot] }) {
			t.Errorf("type and person: %s", line)
		}
	}
}

// everything gives each line that a reply says, by whatever way.
func (p *player) everything(reply Reply) (lines []string) {
	p.t.Helper()
	who := "UANYBODY"
	if reply.Form != nil {
		lines = append(lines, p.open(who, reply)...)
	} else if !reply.Queued {
		payload, err := reply.Message()
		if err != nil {
			p.t.Fatal(err)
		}
		lines = append(lines, p.show(who, "bot:", payload)...)
		lines = append(lines, strings.Split(reply.Text, "\n")...)
	}
	return append(lines, p.delivered(who)...)
}

// TestSensitiveAsksAll holds that a new command is asked too.
func TestSensitiveAsksAll(t *testing.T) {
	for _, c := range commands {
		if !slices.ContainsFunc(asked, func(text string) bool { return text == c.name || strings.HasPrefix(text, c.name+" ") }) {
			t.Errorf("%s is not asked in TestSensitive", c.name)
		}
	}
}

// TestErasedIsNobody holds that a reference that has been disposed of is not one that anybody can give to a trainee.
func TestErasedIsNobody(t *testing.T) {
	p := newPlayer(t)
	p.set("slot 4 FSK-1 2026-03-03 praktik")
	reply, err := p.h.Answer(context.Background(), Request{ID: "1", User: p.id("preschool"), Door: Form, Text: "trainee slot:4",
		Values: map[string]string{"slot": "4", "from": "2026-08-17", "trainee": "D-0000-000001", "supervisor": "Rektor"}})
	if err != nil || reply.Errors["trainee"] == "" || !store.Erased("D-0000-000001") {
		t.Errorf("%+v %v", reply, err)
	}
}
