package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"handslag/store"
)

// TestHomeConcerned holds who is shown their Home again after what: whoever's desk tells of it, and nobody else.
func TestHomeConcerned(t *testing.T) {
	everybody := []string{"UPRESCHOOL", "UDEPUTY", "UNEIGHBOUR", "UCARE", "UHEAD", "UHR", "UCOORDINATOR", "USTRANGER"}
	for name, c := range map[string]struct {
		do   func(p *player)
		want []string
	}{
		"a claim":          {func(p *player) { p.do("preschool: /plats boka praktik") }, []string{"UPRESCHOOL", "UDEPUTY", "UHEAD"}},
		"a trainee":        {func(p *player) { p.do("trainee D-2026-0011 11 2026-08-03 2026-10-30") }, everybody},
		"a read":           {func(p *player) { p.do("preschool: /kvot") }, []string{}},
		"a language":       {func(p *player) { p.do("care: /handslag språk svenska") }, []string{"UCARE"}},
		"a role":           {func(p *player) { p.do("hr: /handslag utse <@USTRANGER> chef Förskolan Ängen") }, []string{"UNEIGHBOUR", "UHEAD", "USTRANGER"}},
		"a file":           {func(p *player) { p.do("unit FSK-3 < FSK enhet 5 Förskolan Nya") }, everybody},
		"a published slot": {func(p *player) { p.do("coordinator: /plats utlys 1 praktik v 40") }, everybody},
		"a wish for a role": {func(p *player) {
			p.ask(Request{User: "USTRANGER", Door: Form, Text: "join", Values: map[string]string{"where": "Bergaskolan"}})
		}, []string{"UHEAD", "USTRANGER"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			p.do("slot 11 FSK-1 2026-02-02 praktik")
			_, since, err := p.h.Concerned(context.Background(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			c.do(p)
			got, _, err := p.h.Concerned(context.Background(), everybody, since)
			if err != nil {
				t.Fatal(err)
			}
			want := c.want
			if len(want) > 0 && len(want) < len(everybody) {
				want = append(want, "UHR", "UCOORDINATOR") // whose Home is of the whole
			}
			if diff := cmp.Diff(sortedOf(want), sortedOf(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func sortedOf(s []string) []string {
	out := append([]string{}, s...)
	slices.Sort(out)
	return out
}

// TestHomeOfMany holds a Home to Slack's 100 blocks and 250 KB for a manager of 60 units, a leader of 300 and HR of 5 000, on every page, with
// names of 80 characters that try to be markup.
func TestHomeOfMany(t *testing.T) {
	p := newPlayer(t)
	rows := []string{"code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email"}
	row := func(code, parent, kind string, i int) {
		rows = append(rows, fmt.Sprintf(`%s,%s,%s,"%s %s %d",,20,2020-01-01,,,`, code, parent, kind, strings.Repeat("Ö", 80-len(evil)-6), evil, i))
	}
	var own []string
	for i := range 5000 {
		if i%300 == 0 {
			row(fmt.Sprintf("V%d", i/300), "SKO", "verksamhet", i/300)
		}
		row(fmt.Sprintf("E%d", i), fmt.Sprintf("V%d", i/300), "enhet", i)
		if i < 60 {
			own = append(own, fmt.Sprintf("E%d", i))
		}
	}
	p.take("organisation", strings.Join(rows, "\n"))
	slots, trainees := []string{"slot,programme,unit,type,created,discontinued"}, []string{"reference,slot,start,end,result,outcome"}
	for i := range 600 {
		slots = append(slots, fmt.Sprintf("%d,60-uppdraget,E%d,arbetsmarknadsanställning,2026-03-03,", 90001+i, i%60))
		if i%2 == 0 {
			trainees = append(trainees, fmt.Sprintf("D-2026-%06d,%d,2026-06-01,2026-08-%02d,,", 10001+i, 90001+i, 1+i%28))
		}
	}
	p.take("slots", strings.Join(slots, "\n"))
	p.take("trainees", strings.Join(trainees, "\n"))
	p.person(append([]string{"many", "sv", "manager"}, own...))
	p.person([]string{"many", "sv", "hr"})
	p.person([]string{"many", "sv", "coordinator"})
	p.person([]string{"branch", "en", "manager", "V3"})
	for i := range 30 {
		who := fmt.Sprintf("asker%d", i)
		p.person([]string{who, "sv", "stranger"})
		p.write(func(tx *store.Tx) error {
			m, err := tx.MemberBySlack(p.id(who))
			if err != nil {
				return err
			}
			_, _, err = tx.Ask(m.ID, own[i])
			return err
		})
	}
	for _, who := range []string{"many", "branch"} {
		for _, pages := range []string{"", "units:2 waits:2 here:2 petitions:2", "units:99 waits:99 here:99 petitions:99", "units:-3 rubbish:x :"} {
			p.scene = who + " " + pages
			v, err := p.h.Home(context.Background(), p.id(who), pages)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			checkMessage(t, p.scene, raw)
			p.harmless(t, raw)
			if len(raw) > 250_000 || len(v.PrivateMetadata) > 3000 {
				t.Errorf("%s: %d bytes, private_metadata %q", p.scene, len(raw), v.PrivateMetadata)
			}
			t.Logf("%s: %d blocks, %d bytes, pages %q", p.scene, len(v.Blocks.BlockSet), len(raw), v.PrivateMetadata)
			if !strings.Contains(string(raw), `"help"`) {
				t.Errorf("%s: the last row of buttons is cut off", p.scene)
			}
		}
	}
}

// TestHomeThatCannotBeMade holds that a small one says so, with a button to try again.
func TestHomeThatCannotBeMade(t *testing.T) {
	p := newPlayer(t)
	p.do("the database is gone")
	_, err := p.h.Home(context.Background(), "UPRESCHOOL", "")
	if err == nil {
		t.Fatal("a Home without a database")
	}
	for _, lang := range []string{"sv", "en"} {
		raw, err := json.Marshal(p.h.Small(lang, err))
		if err != nil {
			t.Fatal(err)
		}
		checkMessage(t, lang, raw)
		if !strings.Contains(string(raw), `"home:"`) || !faultReference.Match(raw) {
			t.Errorf("%s", raw)
		}
	}
}
