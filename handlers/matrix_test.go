package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// extent is how far a command goes for who may have it.
type extent int

const (
	nowhere extent = iota // it is about no unit
	ownUnit               // one's own units alone
	branch                // and what lies below them; for HR and coordinators everything
	all                   // every unit
)

// reaches has a row for every command: how far it goes, and with which words it is asked for beside the unit.
var reaches = map[string]struct {
	reach extent
	words string
}{
	"help": {nowhere, ""}, "explain": {nowhere, ""}, "language": {nowhere, ""}, "mine": {nowhere, ""}, "remind": {nowhere, ""}, "pause": {nowhere, ""},
	"resume": {nowhere, ""}, "undo": {nowhere, ""}, "cancel": {nowhere, ""}, "join": {nowhere, ""},
	"quota": {branch, ""}, "claim": {ownUnit, "kind:praktik"}, "release": {ownUnit, ""}, "slots": {branch, ""}, "trainee": {ownUnit, ""}, "trainees": {branch, ""},
	"end": {nowhere, ""}, "summary": {branch, ""}, "chart": {branch, ""}, "export": {all, ""}, "subscribe": {nowhere, ""},
	"forecast": {branch, ""}, "ranking": {branch, ""}, "missing": {branch, ""}, "vacant": {branch, ""}, "ending": {branch, ""}, "outcomes": {branch, ""}, "match": {nowhere, ""},
	"statement": {nowhere, ""}, "publish": {all, "kind:praktik count:1"}, "erase": {nowhere, ""}, "assign": {all, "person:UNEWCOMER role:deputy"},
	"extend": {nowhere, ""}, "correct": {nowhere, ""}, "restrict": {nowhere, ""}, "support": {nowhere, ""}, "contact": {nowhere, ""}, "target": {all, ""}, "transfer": {nowhere, ""}, "history": {all, ""}, "reminders": {nowhere, ""},
}

// matrixPeople are one of each role, with what they are and the units that are theirs.
var matrixPeople = []struct {
	name string
	is   who
	own  string
}{
	{"stranger", everyone, ""}, {"visitor", 0, ""}, {"machine", 0, ""}, {"foreigner", 0, ""}, {"gone", 0, ""}, {"preschool", everyone | manager, "FSK-1"}, {"deputy", everyone | manager, "FSK-1"},
	{"head", everyone | manager | leader, "SKO"}, {"coordinator", everyone | coordinator, ""}, {"hr", everyone | hr, ""},
}

// denials are what is said to who may not.
var denials = []string{"är till för", "Jag vet inte vilken enhet du är chef för. Fråga", "är inte din enhet", "” is for ",
	"I don't know which unit you manage. Ask", "isn't your unit", "Handslag is for the municipality's own staff", "Handslag är till för kommunens egna medarbetare", "Jag svarar bara människor",
	"Handslag är till för kommunens egen arbetsyta", "Kontot är avstängt", "I answer people only", "the municipality's own workspace", "The account is closed"}

// try is a cell of the matrix.
type try struct {
	command, person, unit string
	door                  Door
	may                   bool
}

// TestMatrix tries every command of the table as everybody by every door, about no unit, one's own, one below it and another's: who may not is told
// so and changes nothing, and who may is not turned away. A command without a row in reaches fails it.
func TestMatrix(t *testing.T) {
	counts := map[string][2]int{}
	for _, c := range commands {
		if _, there := reaches[c.name]; !there {
			t.Errorf("%s has no row in reaches: say how far it goes", c.name)
		}
	}
	for _, person := range matrixPeople {
		t.Run(person.name, func(t *testing.T) {
			p := newPlayer(t)
			for name, why := range map[string]string{"visitor": "guest", "machine": "bot", "foreigner": "foreign", "gone": "deactivated"} {
				p.set("person " + name + " sv manager FSK-1") // what they were given before does not let them in
				p.knows(name, func(m *store.Member) { m.Outsider = why })
			}
			var no, yes []try
			for _, c := range commands {
				for _, door := range []Door{Slash, Message, Button, Form} {
					for _, unit := range []string{"", "FSK-1", "FSK-2", "SKO", "HEM-1", "EK"} {
						try := try{c.name, person.name, unit, door, c.who&person.is != 0 && reached(p, person.is, person.own, reaches[c.name].reach, unit)}
						if try.may {
							yes = append(yes, try)
						} else {
							no = append(no, try)
						}
					}
				}
			}
			before := p.entries()
			for i, try := range no {
				p.try(t, try, fmt.Sprintf("no-%d", i))
			}
			if after := p.entries(); after != before {
				t.Errorf("%d entries were written for who may not", after-before)
			}
			for i, try := range yes {
				p.try(t, try, fmt.Sprintf("yes-%d", i))
			}
			for _, try := range append(no, yes...) {
				key := fmt.Sprintf("%-12s %-8s", try.person, try.door)
				n := counts[key]
				if try.may {
					n[0]++
				} else {
					n[1]++
				}
				counts[key] = n
			}
		})
	}
	var keys []string
	sum := [2]int{}
	for key, n := range counts {
		keys = append(keys, key)
		sum[0], sum[1] = sum[0]+n[0], sum[1]+n[1]
	}
	slices.Sort(keys)
	for _, key := range keys {
		t.Logf("%s %4d allowed %4d refused", key, counts[key][0], counts[key][1])
	}
	t.Logf("%d commands, %d tries: %d allowed, %d refused", len(commands), sum[0]+sum[1], sum[0], sum[1])
}

// reached tells whether somebody's command goes as far as a unit.
func reached(p *player, is who, own string, far extent, unit string) (yes bool) {
	switch {
	case far == nowhere || far == all || unit == "":
		return true
	case far == branch && is&(hr|coordinator) != 0:
		return true
	case far == ownUnit:
		return unit == own
	}
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		yes = err == nil && own != "" && reg.Tree.Within(unit, own)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return yes
}

func (p *player) try(t *testing.T, try try, id string) {
	t.Helper()
	text := try.command
	if try.door == Message && text == "correct" {
		text = "trainee correct" // alone it is a yes
	}
	if words := reaches[try.command].words; words != "" {
		text += " " + words
	}
	if try.unit != "" {
		text += " unit:" + try.unit
	}
	req := Request{ID: id, User: p.id(try.person), Door: try.door, Text: text, Message: "D1 " + id}
	if try.door == Form {
		req.Values = map[string]string{}
	}
	reply, err := p.h.Answer(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	said := reply.Text
	for _, wrong := range reply.Errors {
		said += wrong
	}
	denied := slices.ContainsFunc(denials, func(d string) bool { return strings.Contains(said, d) })
	switch {
	case reply.Result == "fault":
		t.Errorf("%s by %s: %s", text, try.door, reply.Text)
	case denied == try.may:
		t.Errorf("%s: %s by %s: may %v, and is told %q", try.person, text, try.door, try.may, said)
	case denied && (reply.Result != "refused" || reply.Form != nil):
		t.Errorf("%s by %s: result %s, form %v", text, try.door, reply.Result, reply.Form != nil)
	}
}

// TestFormsAndButtonsAreNoKeys holds that what stands in a form's private_metadata or a button's value is asked for in the name of who sends it.
func TestFormsAndButtonsAreNoKeys(t *testing.T) {
	p := newPlayer(t)
	p.do("neighbour: /plats boka praktik")
	before := p.entries()
	for i, c := range []struct {
		door   Door
		text   string
		values map[string]string
	}{
		{Form, "claim kind:praktik unit:FSK-2", map[string]string{"count": "2"}},
		{Form, "claim kind:praktik unit:FSK-1", map[string]string{"unit": "FSK-2"}},
		{Form, "trainee slot:#1", map[string]string{"from": "i dag", "supervisor": "Förskollärare"}},
		{Form, "release slot:#1", map[string]string{"slot": "1", "reason": "other"}},
		{Form, "assign person:UPRESCHOOL role:hr", map[string]string{"person": "UPRESCHOOL", "role": "hr"}},
		{Button, "release slot:#1 reason:other", nil},
		{Button, "undo entry:1", nil},
		{Button, "assign person:UPRESCHOOL role:manager unit:EK", nil},
		{Button, "history person:UHR", nil},
		{Button, "export", nil},
	} {
		reply, err := p.h.Answer(context.Background(), Request{ID: fmt.Sprintf("tampered-%d", i), User: p.id("preschool"), Door: c.door, Text: c.text, Values: c.values})
		if err != nil {
			t.Fatal(err)
		}
		if reply.Result != "refused" {
			t.Errorf("%s by %s: %s %q %v", c.text, c.door, reply.Result, reply.Text, reply.Errors)
		}
	}
	if after := p.entries(); after != before {
		t.Errorf("%d entries were written", after-before)
	}
}
