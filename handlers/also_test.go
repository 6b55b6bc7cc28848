package handlers

import (
	"testing"

	"handslag/handlers/words"
	"handslag/store"
)

func TestOneRequestIsNotTakenForTwo(t *testing.T) {
	t.Parallel()
	p := newPlayer(t)
	var reg *store.Register
	if err := p.store.Read(t.Context(), func(tx *store.Tx) (err error) { reg, err = tx.Register(); return err }); err != nil {
		t.Fatal(err)
	}
	for text, others := range map[string]int{
		"släpp 14 och boka en språkpraktik v 40":                        1,
		"visa hela läget nu. boka en praktik och släpp 14":              2,
		"new trainee at slot 3, starts 24/8, ends 20/11":                0,
		"jag bokade fel plats, släpp 55":                                0,
		"boka en praktik och påminn mig på fredag":                      1,
		"utlys plats 12 och 13 till hela kommunen":                      0,
		"förklara skillnaden mellan tillsatt och ledig":                 1,
		"ångra och visa kvoten":                                         1,
		"om vi bokar tre platser till, når vi kvoten då":                0,
		"plats 90 - ingen dök upp. kan ni ta tillbaka den":              0,
		"påminn mig om att boka en praktik och släppa 14 på måndag":     0,
		"avsluta D-2026-0143 och D-2026-0144, de fick jobb":             0,
		"kvoten för Förskolan Kullen och Hemtjänst Nord":                0,
		"boka en praktik för 640823-3234 och släpp 14":                  0,
		"finish D-2026-0605 as completed, outcome studies, and thanks!": 0,
	} {
		turn := p.h.turn(Request{Door: Message, Text: text})
		turn.read(p.h.vocabulary(reg), words.Context{Now: p.now, Language: "sv"})
		if len(turn.also) != others {
			t.Errorf("%s: %s, and beside it %q", text, turn.reading.Command, turn.also)
		}
	}
}
