package handlers

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"handslag/store"
)

// realNames are the longest names of units in Linköping's own list, some of which begin alike.
var realNames = []string{
	"Gustav Adolfsgatan servicehus och hemtjänst, Gottfridsberg", "Gustav Adolfsgatan servicehus och hemtjänst/Gottfridsberg",
	"Gustav Adolfsgatan servicehus och hemtjänst/Vallastaden", "Gustav Adolfsgatan servicehus och hemtjänst, Hjulsbro",
	"Gustav Adolfsgatan servicehus och hemtjänst, Linghem", "Hagalundsvägen servicehus och hemtjänst, Johannelund",
	"Utbildnings- och arbetsmarknadsförvaltningen", "Förskolan Trollet, Lambohov & <Kullen>",
}

// TestWeeklyOnAPhone holds that the weekly reminder is six lines that a phone shows unbroken, each thing with its button, however much waits, whatever
// the units are called, in both languages; and that all of it can be had.
func TestWeeklyOnAPhone(t *testing.T) {
	for _, lang := range []string{"sv", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			p.set("now 2026-09-28 08:00")
			codes := onAPhone(p)
			p.person(append([]string{"all", lang, "manager"}, codes...))
			notes := []note{{}, {sample: true}, {last: true, weeks: 3}, {copied: []string{"<@U0DEPUTY01>", "<@U0DEPUTY02>", "<@U0DEPUTY03>"}, weeks: 52}}
			pauses := []store.Span{{}, {From: "2026-09-28", To: "2027-09-28"}, {From: "2026-12-28", To: "2027-09-28"}}
			for n := range len(codes) + 1 {
				units := codes[:n]
				if n == 0 {
					units = codes[3:4]
				}
				for _, note := range notes {
					for _, pause := range pauses {
						p.onAPhone(units, lang, note, pause)
					}
				}
			}
		})
	}
}

// onAPhone makes units with the real names, where all that can wait does: in the first, most of it.
func onAPhone(p *player) (codes []string) {
	units := []string{"code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email"}
	slots, trainees := []string{"slot,programme,unit,type,created,discontinued"}, []string{"reference,slot,start,end,result,outcome"}
	number := 90001
	for i, name := range realNames {
		code := fmt.Sprintf("REAL-%d", i+1)
		codes = append(codes, code)
		units = append(units, fmt.Sprintf(`%s,FSK,enhet,"%s",,12345,2020-01-01,,,`, code, name))
		for j := range 8 {
			slots = append(slots, fmt.Sprintf("%d,60-uppdraget,%s,arbetsträning,2025-09-%02d,", number, code, 21+j))
			end := []string{"2026-09-25,,", "2026-09-24,,", "2026-09-30,,", "2026-10-12,,", "2026-09-22,completed,", "2026-09-21,interrupted,", "", ""}[j]
			if end != "" {
				trainees = append(trainees, fmt.Sprintf("D-2026-%04d,%d,2026-06-01,%s", number-90000, number, end))
			}
			number++
		}
	}
	p.take("organisation", strings.Join(units, "\n"))
	p.take("slots", strings.Join(slots, "\n"))
	p.take("trainees", strings.Join(trainees, "\n"))
	return codes
}

// onAPhone reads what somebody would get for the units.
func (p *player) onAPhone(units []string, lang string, n note, pause store.Span) {
	p.t.Helper()
	p.write(func(tx *store.Tx) error {
		m, err := tx.MemberBySlack("UALL")
		if err != nil {
			return err
		}
		m.Pause = pause
		turn, err := p.h.of(tx, m)
		if err != nil {
			return err
		}
		reply, things, err := turn.weekly(units, n)
		if err != nil || things == 0 {
			p.t.Fatalf("nothing waits in %v: %v", units, err)
		}
		list := reply.Blocks[0].(*slack.SectionBlock).Text.Text
		lines := strings.Split(html.UnescapeString(list), "\n")
		total := len(lines)
		if len(reply.Blocks) > 2 {
			total += linesOn(reply.Blocks[2].(*slack.ContextBlock).ContextElements.Elements[0].(*slack.TextBlockObject).Text)
		}
		if total > mostLines {
			p.t.Errorf("%s, %d units, %+v: %d lines\n%s", lang, len(units), n, total, list)
		}
		for i, line := range lines {
			if most := []int{phoneHead + 2, phoneLine}[min(i, 1)]; width(line) > most {
				p.t.Errorf("%s: %d characters are broken on a phone: %s", lang, width(line), line)
			}
		}
		var labels []string
		eachButton(reply.Blocks, func(b *slack.ButtonBlockElement) { labels = append(labels, b.Text.Text) })
		if len(labels) != len(lines)-1 {
			p.t.Errorf("%s: %d buttons for\n%s", lang, len(labels), list)
		}
		for _, label := range labels {
			if width(label) > mostPressed {
				p.t.Errorf("%s: %q is cut on a button", lang, label)
			}
		}
		return nil
	})
}

// TestTheFourteenthDayIsTold: a trainee whose time ends within 14 days is told of, and not one whose time ends the day after that.
func TestTheFourteenthDayIsTold(t *testing.T) {
	for end, told := range map[string]bool{"2026-08-31": true, "2026-09-01": false} {
		p := newPlayer(t)
		p.do("reminders mon 08:00")
		p.do("slot 1 FSK-1 2026-03-02 praktik")
		p.do("trainee D-2026-0001 1 2026-06-01 " + end)
		p.do("now 2026-08-17 08:00")
		if said := strings.Join(p.do("the clock strikes"), "\n"); strings.Contains(said, "D-2026-0001 slutar") != told {
			t.Errorf("until %s: %s", end, said)
		}
	}
}

// TestAStopTakenBackLetsTheCopyGo: who is told that the deputy knows is told the truth, also where HR stopped the round and took the stop back.
func TestAStopTakenBackLetsTheCopyGo(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("silent preschool 2026-W31 2026-W32 2026-W33")
	p.do("now 2026-08-17 08:00")
	p.remind() // planned, nothing sent
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
	p.ask(Request{ID: "back", User: p.id("hr"), Door: Slash, Text: "ångra"})
	p.do("now 2026-08-17 09:00")
	p.remind()
	out := strings.Join(p.delivered(""), "\n")
	if !strings.Contains(out, "@deputy vet också") || !strings.Contains(out, "har fått 3 veckopåminnelser") {
		t.Errorf("the manager is told that the deputy knows, and the deputy is told: %s", out)
	}
}

// TestOneCopyThoughItsReminderIsStopped: the copy has gone out when HR stops the round, and the reminder that says so has not. The week after there is
// no other copy; the next is for new silence.
func TestOneCopyThoughItsReminderIsStopped(t *testing.T) {
	p := newPlayer(t)
	p.do("reminders mon 08:00")
	p.do("silent preschool 2026-W31 2026-W32 2026-W33")
	p.do("now 2026-08-17 08:00")
	p.remind()
	p.write(func(tx *store.Tx) error {
		waiting, err := tx.Waiting(100)
		for _, o := range waiting {
			if err == nil && o.Channel == p.id("deputy") {
				err = tx.Sent(o.ID, "D1 1")
			}
		}
		return err
	})
	p.ask(Request{User: p.id("hr"), Door: Button, Text: "reminders what:stop date:2026-08-17"})
	for _, now := range []string{"2026-08-24 08:00", "2026-08-31 08:00"} {
		p.do("now " + now)
		if said := strings.Join(p.do("the clock strikes"), "\n"); strings.Contains(said, "to deputy: ") || strings.Contains(said, "to preschool: ") {
			t.Errorf("%s: %s", now, said)
		}
	}
	p.do("preschool: /plats boka språkpraktik")
	p.do("now 2026-09-07 08:00")
	if said := strings.Join(p.do("the clock strikes"), "\n"); !strings.Contains(said, "to preschool: *Hej!") || strings.Contains(said, "to deputy: ") {
		t.Errorf("after an answer: %s", said)
	}
}
