package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"handslag/store"
)

// evil is what nobody should be able to make the bot say: it calls a whole channel, or somebody.
const evil = "<!channel> <@UHR> & <https://example.org|här>"

// TestLongest holds every answer and form to Slack's limits with the longest data that the tables take, many units, many slots, and figures of
// five digits, in both languages.
func TestLongest(t *testing.T) {
	for _, lang := range []string{"sv", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := longest(t, lang)
			for i, text := range []string{
				"help", "quota", "quota unit:LONG-01", "slots", "slots page:2", "slots published", "trainees", "trainees unit:LONG-01", "claim", "claim unit:LONG-01",
				"claim slot:1", "claim slot:1 unit:LONG-01", "claim kind:arbetsmarknadsanställning unit:LONG-01 count:20", "trainee", "trainee unit:LONG-01",
				"release", "end", "explain kind:arbetsmarknadsanställning", "explain", "language", "undo", "summary", "slots unit:LONG-02", "quota page:2",
			} {
				for _, door := range []Door{Button, Slash, Message} {
					p.scene = fmt.Sprintf("%s by %s", text, door)
					p.everywhere(t, Request{ID: fmt.Sprintf("%d-%s", i, door), User: "UMANY", Door: door, Text: text})
				}
			}
			for _, term := range terms {
				p.scene = "explain " + term
				p.everywhere(t, Request{ID: "explain-" + term, User: "UMANY", Door: Button, Text: "explain term:" + term})
			}
			for i, text := range []string{"summary", "summary unit:FSK what:parts", "summary unit:FSK what:types", "summary what:more", "summary unit:FSK compare:2025",
				"summary unit:FSK scope:kommun kind:arbetsträning", "forecast unit:FSK", "forecast percent:50 count:10 unit:FSK", "ranking unit:FSK by:headcount", "ranking unit:FSK by:quota",
				"missing", "missing unit:FSK at:2025-02-01", "vacant", "vacant unit:FSK weeks:6", "ending", "ending to:2026-12-31", "outcomes", "statement",
				"explain term:created what:rows unit:FSK", "explain term:vacant what:rows page:2", "quota", "publish kind:praktik count:20 unit:LONG-01", "publish", "assign person:UMANY role:deputy unit:LONG-03", "help"} {
				p.scene = text
				p.everywhere(t, Request{ID: fmt.Sprintf("hr-%d", i), User: "UMANY2", Door: Button, Text: text})
			}
			for _, who := range []string{"many", "many2"} {
				p.home(who, "")
				p.home(who, "units:2 waits:11 here:10")
			}
		})
	}
}

// longest makes a municipality of units with names of 80 characters that try to be markup, each with slots and trainees, and a manager of
// twelve of them.
func longest(t *testing.T, lang string) *player {
	t.Helper()
	p := newPlayer(t)
	units := []string{"code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email"}
	var codes []string
	for i := range 12 {
		code := fmt.Sprintf("LONG-%02d", i+1)
		codes = append(codes, code)
		units = append(units, fmt.Sprintf(`%s,FSK,enhet,"%s %s %d",,12345,2020-01-01,,,`, code, strings.Repeat("Ö", 80-len(evil)-4), evil, i+10))
	}
	p.take("organisation", strings.Join(units, "\n"))
	slots, trainees := []string{"slot,programme,unit,type,created,discontinued"}, []string{"reference,slot,start,end,result,outcome"}
	for i := range 120 {
		slots = append(slots, fmt.Sprintf("%d,60-uppdraget,%s,arbetsträning,2026-03-03,", 90001+i, codes[i%12]))
		if i >= 20 {
			trainees = append(trainees, fmt.Sprintf("D-2026-%06d,%d,2026-06-01,2026-08-%02d,,", 10001+i, 90001+i, 1+i%28))
		}
	}
	p.take("slots", strings.Join(slots, "\n"))
	p.take("trainees", strings.Join(trainees, "\n"))
	p.person(append([]string{"many", lang, "manager"}, codes...))
	p.person([]string{"many2", lang, "hr"})
	p.write(func(tx *store.Tx) error {
		_, err := tx.Publish(store.Publication{Kind: "arbetsmarknadsanställning", Count: 20, StartsOn: "2026-09-01", Hours: 37.5, Tasks: strings.Repeat(evil+" ", 300/len(evil+" "))})
		return err
	})
	return p
}

// everywhere has a request answered and holds whatever comes of it to the limits, and to its being escaped where it is markup.
func (p *player) everywhere(t *testing.T, req Request) {
	t.Helper()
	reply, err := p.h.Answer(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	if reply.Form != nil {
		p.open("many", reply)
	} else if !reply.Queued {
		payload, err := reply.Message()
		if err != nil {
			t.Fatal(err)
		}
		p.show("many", "bot:", payload)
		p.harmless(t, payload)
	}
	p.write(func(tx *store.Tx) error {
		waiting, err := tx.Waiting(10)
		for _, o := range waiting {
			p.show("many", "bot:", o.Payload)
			p.harmless(t, o.Payload)
			if err := tx.Sent(o.ID, "1"); err != nil {
				return err
			}
		}
		return err
	})
}

// harmless holds that nothing that came from people is markup.
func (p *player) harmless(t *testing.T, payload []byte) {
	t.Helper()
	var s shown
	if err := json.Unmarshal(payload, &s); err != nil {
		t.Fatal(err)
	}
	texts := []string{s.Text}
	for _, b := range s.Blocks {
		if b.Text != nil && b.Type != "header" { // which is plain text
			texts = append(texts, b.Text.Text)
		}
	}
	for _, text := range texts {
		for _, bad := range []string{"<!channel>", "<https:", "& <"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q stands as markup in %q", p.scene, bad, text)
			}
		}
	}
}

// TestTexts holds that texts longer than the tables take are refused at their fields, whatever Slack lets through.
func TestTexts(t *testing.T) {
	p := newPlayer(t)
	for field, n := range map[string]int{"tasks": 301, "supervisor": 101} {
		reply, err := p.h.Answer(context.Background(), Request{ID: field, User: "UPRESCHOOL", Door: Form, Text: "claim",
			Values: map[string]string{"kind": "praktik", "count": "1", field: strings.Repeat("ö", n)}})
		if err != nil {
			t.Fatal(err)
		}
		if reply.Errors[field] == "" {
			t.Errorf("%s of %d characters: %+v", field, n, reply)
		}
	}
	reply, err := p.h.Answer(context.Background(), Request{ID: "3000", User: "UPRESCHOOL", Door: Form, Text: "claim",
		Values: map[string]string{"kind": "praktik", "count": "1", "tasks": strings.Repeat("duka ", 600)}})
	if err != nil || reply.Errors["tasks"] == "" {
		t.Errorf("3 000 characters: %+v %v", reply, err)
	}
}

// TestUnknown holds that somebody who has not been seen is asked about before anything else, by every door, and that nothing is done.
func TestUnknown(t *testing.T) {
	p := newPlayer(t)
	for _, door := range []Door{Slash, Button, Form, Message} {
		if _, err := p.h.Answer(context.Background(), Request{ID: string(door), User: "UNOBODY", Door: door, Text: "claim kind:praktik"}); err != ErrUnknown {
			t.Errorf("%s: %v", door, err)
		}
	}
	if _, err := p.h.Home(context.Background(), "UNOBODY", ""); err != ErrUnknown {
		t.Errorf("Home: %v", err)
	}
}
