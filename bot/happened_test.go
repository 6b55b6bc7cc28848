package main

import (
	"net/url"
	"strings"
	"testing"

	"handslag/bot/workspace"
	"handslag/store"
)

// knownAs gives what the store has of somebody in Slack; nil where nothing is.
func (h *house) knownAs(user string) (m *store.Member) {
	h.Helper()
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { m, err = tx.MemberBySlack(user); return err }))
	return m
}

// TestWhoComesToTheWorkspace has two people join: who manages a unit by the organisation's file is known and has a Home, without a message; of
// the other nothing is written down.
func TestWhoComesToTheWorkspace(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.must(h.slack.Join(workspace.Person{ID: "U0NEWBOSS1", Name: "boss", Email: "FSK@example.com", Locale: "sv-SE"}))
		h.must(h.slack.Join(workspace.Person{ID: "U0NEWBODY1", Name: "body", Email: "body@example.com", Locale: "sv-SE"}))
		h.must(h.slack.Join(workspace.Person{ID: "U0NEWGUES1", Name: "gues", Email: "fsk@example.com", Guest: true}))
		h.until("the manager is known, with a Home", func() bool {
			m := h.knownAs("U0NEWBOSS1")
			return m != nil && m.Has("manager") && h.slack.Home("U0NEWBOSS1") != nil
		})
		h.delivered("team_join", 3)
		h.settled()
		for _, nobody := range []string{"U0NEWBODY1", "U0NEWGUES1"} {
			if m := h.knownAs(nobody); m != nil {
				t.Errorf("%s is written down: %+v", nobody, m)
			}
		}
		if said := h.textsOf("U0NEWBOSS1"); len(said) != 0 {
			t.Errorf("unasked the bot said %q", said)
		}
	})
}

// TestWhoLeavesOrChanges has a manager choose another language and then be deactivated, by user_change: the next answer is in the language, and the
// one after that none.
func TestWhoLeavesOrChanges(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.wants(h.says(head, "/handslag kvot"), "platser skapade")
		h.must(h.slack.SetPerson(head, "en-US", ""))
		h.until("the language is known", func() bool { return h.knownAs(head).Locale == "en-US" })
		h.must(h.slack.Deactivate(head))
		h.until("the account is known to be closed", func() bool { return h.knownAs(head).Outsider == "deactivated" })
		h.delivered("user_change", 2)
	})
}

// TestAChangeIsAskedAboutAnew has a manager deactivated while what Slack said of them before is still being written down.
func TestAChangeIsAskedAboutAnew(t *testing.T) {
	h := openHouse(t, options{})
	h.wants(h.says(head, "/handslag kvot"), "platser skapade")
	asked := h.calls("users.info")
	release := h.hold(false)
	h.must(h.slack.SetPerson(head, "en-US", ""))
	h.until("Slack has been asked", func() bool { return h.calls("users.info") == asked+1 })
	h.must(h.slack.Deactivate(head))
	h.until("Slack has been asked again", func() bool { return h.calls("users.info") == asked+2 })
	release()
	h.until("the account is known to be closed", func() bool { return h.knownAs(head).Outsider == "deactivated" })
}

// TestTokensTakenBack has the bot's own token revoked, over sockets and over HTTP: nothing is sent until it holds again.
func TestTokensTakenBack(t *testing.T) {
	for _, event := range []string{"tokens_revoked", "app_uninstalled"} {
		t.Run(event, func(t *testing.T) {
			bothWays(t, func(t *testing.T, o options) {
				h := openHouse(t, o)
				h.slack.Faults().Add(workspace.Fault{Method: "auth.test", Error: "token_revoked"})
				h.slack.Emit(event, map[string]any{"type": event, "tokens": map[string]any{"bot": []string{workspace.BotUserID}}})
				h.until("it has noticed", func() bool { return h.bot.removed.Load() })
				h.send(head, "one")
				if said := h.textsOf(head); len(said) != 0 || h.depth() != 1 {
					t.Errorf("sent %q, %d wait", said, h.depth())
				}
			})
		})
	}
}

// TestAReplayHasNoEffectAndIsCounted sends what changes something once more, rightly signed, within the five minutes that a signature holds: by every
// door nothing more happens, and it is counted.
func TestAReplayHasNoEffectAndIsCounted(t *testing.T) {
	h := openHouse(t, options{http: true})
	h.must(h.bot.greet(h.ctx()))
	h.says(head, "/handslag kvot")
	press := `{"type":"block_actions","trigger_id":"press","user":{"id":"` + head + `"},"actions":[{"type":"button","value":"claim kind:praktik"}]}`
	form := `{"type":"view_submission","trigger_id":"form","user":{"id":"` + head + `"},"view":{"private_metadata":"claim kind:praktik unit:FSK-1-1","state":{"values":{"count":{"count":{"type":"plain_text_input","value":"1"}}}}}}`
	event := eventBody("Ev1", `{"type":"message","channel_type":"im","channel":"`+h.slack.DM(head)+`","user":"`+head+`","text":"kvot","ts":"1593075600.000100"}`)
	payload := func(p string) string { return url.Values{"payload": {p}}.Encode() }
	for door, p := range map[string]posting{
		"slash":   {path: "/slack/commands", body: command(head, "/plats", "boka praktik", "slash"), kind: formType},
		"button":  {path: "/slack/interactions", body: payload(press), kind: formType},
		"form":    {path: "/slack/interactions", body: payload(form), kind: formType},
		"message": {path: "/slack/events", body: event, kind: jsonType},
	} {
		h.post(p)
		h.settled()
		created, said := h.created("FSK-1-1"), len(h.textsOf(head))
		for _, age := range []int{0, 1} {
			p.age = 0
			if age == 1 {
				p.age = 4 * 60e9
			}
			if status, _ := h.post(p); status != 200 {
				t.Errorf("%s: %d", door, status)
			}
			h.settled()
		}
		if n, told := h.created("FSK-1-1"), len(h.textsOf(head)); n != created || told != said {
			t.Errorf("%s: %d slots after the replays and %d before, %d messages and %d", door, n, created, told, said)
		}
		_, metrics := h.get("/metrics")
		n := 0
		for _, line := range strings.Split(metrics, "\n") {
			if strings.HasPrefix(line, "handslag_requests_total") && strings.Contains(line, `door="`+door+`",result="again"`) && strings.HasSuffix(line, " 2") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: two replays are not counted", door)
		}
		p.age = 6 * 60e9
		if status, _ := h.post(p); status != 401 {
			t.Errorf("%s: a request of six minutes ago is answered %d", door, status)
		}
	}
	if _, metrics := h.get("/metrics"); !strings.Contains(metrics, `handslag_requests_total{command="",door="http",result="turned_away"} 4`) {
		t.Error("what was too old is not counted")
	}
}

// TestWhatIsSaidIsDeletedWithTheTrainee has messages that name a trainee taken back when the trainee is disposed of, over sockets and over HTTP: they are
// deleted in Slack, and where Slack refuses the bot goes on.
func TestWhatIsSaidIsDeletedWithTheTrainee(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		for _, refusal := range []string{"", "message_not_found", "cant_delete_message"} {
			h := openHouse(t, o)
			h.take("slots", "slot,programme,unit,type,created\n7,60-uppdraget,FSK-1-1,praktik,2020-01-07\n")
			h.take("trainees", "reference,slot,start,end,result,outcome\nD-2020-0143,7,2020-01-08,,,\n")
			h.wants(h.says(head, "vilka praktikanter har vi?"), "D-2020-0143")
			h.settled()
			if n := h.naming("D-2020-0143"); n != 1 {
				t.Fatalf("%d messages name the trainee", n)
			}
			if refusal != "" {
				h.slack.Faults().Add(workspace.Fault{Method: "chat.delete", Error: refusal})
			}
			h.disposeOf("D-2020-0143")
			h.settled()
			want := 0
			if refusal != "" {
				want = 1
			}
			if n := h.naming("D-2020-0143"); n != want {
				t.Errorf("%q: %d messages still name the trainee, want %d", refusal, n, want)
			}
			h.wants(h.says(head, "/handslag kvot"), "Kullen")
			h.stop()
		}
	})
}

// naming counts what the bot has said to the head that has a text in it.
func (h *house) naming(text string) (n int) {
	for _, said := range h.textsOf(head) {
		if strings.Contains(said, text) {
			n++
		}
	}
	return n
}

// disposeOf ends a trainee long ago and disposes of what is due, as HR does it.
func (h *house) disposeOf(reference string) {
	h.Helper()
	h.take("trainees", "reference,slot,start,end,result,outcome\n"+reference+",7,2020-01-08,2020-02-01,completed,\n")
	rule := store.Retention{Class: "trainee", Months: 1, Decision: "AMN 2020-1"}
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		if err := tx.Retain(rule); err != nil {
			return err
		}
		return tx.Send("protocol", hrPerson, []byte(`{"text":"Gallringsprotokoll"}`))
	}))
	h.settled()
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		d, err := tx.Propose(&rule, 0, "protocol")
		if err == nil {
			_, err = tx.Dispose(d.ID, 0)
		}
		return err
	}))
}
