package handlers

import (
	"context"
	"slices"
	"strings"
	"testing"

	"handslag/store"
)

// TestRoles asks for every command of the table as everybody who may not: each is told whom it is for, and nothing changes. Who may is never
// told so.
func TestRoles(t *testing.T) {
	people := map[string]who{"preschool": everyone | manager, "deputy": everyone | manager, "head": everyone | manager | leader,
		"hr": everyone | hr, "coordinator": everyone | coordinator, "stranger": everyone}
	for person, is := range people {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			p.scene = t.Name()
			for _, c := range commands {
				before := p.entries()
				reply, err := p.h.Answer(context.Background(), Request{ID: "r-" + c.name, User: p.id(person), Door: Button, Text: c.name})
				if err != nil {
					t.Fatal(err)
				}
				told := strings.Contains(reply.Text, "är till för") || strings.Contains(reply.Text, "Jag vet inte vilken enhet du är chef för. Fråga")
				if may := c.who&is != 0; told == may {
					t.Errorf("%s: may %v, and is told %q", c.name, may, reply.Text)
				}
				if told && (reply.Form != nil || reply.Result != "refused" || p.entries() != before) {
					t.Errorf("%s: form %v, result %s, %d entries more", c.name, reply.Form != nil, reply.Result, p.entries()-before)
				}
			}
		})
	}
}

// TestUnits tries every command that takes a unit, by every door, on one's own unit, on one in one's branch, and on another's.
func TestUnits(t *testing.T) {
	texts := map[string]string{
		"claim":    "claim kind:praktik unit:",
		"quota":    "quota unit:",
		"slots":    "slots unit:",
		"trainees": "trainees unit:",
		"summary":  "summary unit:",
		"forecast": "forecast unit:",
		"ranking":  "ranking unit:",
		"missing":  "missing unit:",
		"vacant":   "vacant unit:",
		"ending":   "ending unit:",
		"outcomes": "outcomes unit:",
	}
	may := map[string]map[string][]string{ // person → command → units
		"preschool": {"claim": {"FSK-1"}, "quota": {"FSK-1"}, "slots": {"FSK-1"}, "trainees": {"FSK-1"}},
		"deputy":    {"claim": {"FSK-1"}, "quota": {"FSK-1"}, "slots": {"FSK-1"}, "trainees": {"FSK-1"}},
		"head": {"claim": {"SKO"}, "quota": {"FSK-1", "FSK-2", "FSK", "SKO"}, "slots": {"FSK-1", "FSK-2", "FSK", "SKO"},
			"trainees": {"FSK-1", "FSK-2", "FSK", "SKO"}, "summary": {"FSK-1", "FSK-2", "FSK", "SKO"},
			"forecast": {"FSK-1", "FSK-2", "FSK", "SKO"}, "ranking": {"FSK-1", "FSK-2", "FSK", "SKO"}, "missing": {"FSK-1", "FSK-2", "FSK", "SKO"}, "vacant": {"FSK-1", "FSK-2", "FSK", "SKO"}, "ending": {"FSK-1", "FSK-2", "FSK", "SKO"}},
		"hr": {"quota": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "summary": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"},
			"forecast": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "ranking": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "missing": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "vacant": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "ending": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "outcomes": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}},
		"coordinator": {"vacant": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "ending": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}, "outcomes": {"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"}},
		"stranger":    {},
	}
	for person, allowed := range may {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			n := 0
			for name, text := range texts {
				for _, unit := range []string{"FSK-1", "FSK-2", "FSK", "SKO", "HEM-1", "EK"} {
					for _, door := range []Door{Slash, Button, Message} {
						n++
						before := p.entries()
						reply, err := p.h.Answer(context.Background(), Request{ID: strings.Repeat("r", n), User: p.id(person), Door: door, Text: text + unit})
						if err != nil {
							t.Fatal(err)
						}
						yes := slices.Contains(allowed[name], unit)
						if (reply.Result == "ok" || reply.Result == "asked") != yes {
							t.Errorf("%s %s by %s: %s %q", name, unit, door, reply.Result, reply.Text)
						}
						if wrote := p.entries() != before; wrote != (yes && name == "claim" && door != Message) {
							t.Errorf("%s %s by %s: wrote %v", name, unit, door, wrote)
						}
					}
				}
			}
		})
	}
}

// entries counts the rows of the audit.
func (p *player) entries() (n int64) {
	p.t.Helper()
	err := p.store.Write(context.Background(), func(tx *store.Tx) error {
		m, err := tx.MemberBySlack("UNEWCOMER")
		if err != nil {
			return err
		}
		if err := tx.SetLanguage(m, m.Language); err != nil { // a row of our own tells the number
			return err
		}
		n = tx.Did()
		return store.Refuse("undone", nil)
	})
	if store.AsRefusal(err) == nil {
		p.t.Fatal(err)
	}
	return n
}

// TestAnothersQuestion holds that a button which names somebody else's question tells nothing of how that was answered.
func TestAnothersQuestion(t *testing.T) {
	p := newPlayer(t)
	p.do("preschool writes: boka praktik")
	asked := p.last.ID
	p.do("preschool: [Ja, gör det]")
	got := p.ask(Request{User: p.id("neighbour"), Door: Button, Text: marks{once: asked}.mark("claim kind:praktik")})
	if said := strings.Join(got, "\n"); !strings.Contains(said, "Ängen") || strings.Contains(said, "Kullen") {
		t.Errorf("the neighbour was told %s", said)
	}
}
