package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

const (
	deputy = "U0DEPUTY01" // of Förskolan Kullen
	leader = "U0LEADER01" // manages Utbildningsförvaltningen
)

var homePeople = []workspace.Person{
	{ID: deputy, Name: "deputy", RealName: "Deputy", Email: "deputy@example.com", Locale: "sv-SE"},
	{ID: leader, Name: "leader", RealName: "Leader", Email: "fsk@example.com", Locale: "sv-SE"},
}

const ofDeputy = "FSK-1-1,FSK-1,enhet,Förskolan Kullen,Kullen,16,2018-01-01,,kullen@example.com,deputy@example.com\n"

// homeHouse has a deputy and a leader, and looks often for what other processes have written.
func homeHouse(t *testing.T, o options) *house {
	o.people = homePeople
	o.before = func(h *house) { h.bot.homes.look = 20 * time.Millisecond }
	h := openHouse(t, o)
	h.take("organisation", strings.SplitAfter(houseOrganisation, "\n")[0]+ofDeputy)
	return h
}

// home lets a person open their Home and gives it as JSON.
func (h *house) home(user string) string {
	h.Helper()
	watch := h.slack.Watch(user)
	defer watch.Close()
	h.must(h.slack.OpenHome(user))
	v, err := watch.NextHome(h.ctx())
	h.must(err)
	return h.text(v)
}

func (h *house) text(v *workspace.View) string {
	h.Helper()
	b, err := json.Marshal(v.Blocks)
	h.must(err)
	return string(b)
}

// untilHome waits until a person's Home says something, without their doing anything.
func (h *house) untilHome(user, part string) {
	h.Helper()
	h.until("the Home of "+user+" says "+part, func() bool { return strings.Contains(h.text(h.slack.Home(user)), part) })
}

func TestHomeOfEverybodyAffectedIsShownAgain(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := homeHouse(t, o)
		everybody := []string{head, deputy, leader, hrPerson, stranger}
		for _, user := range everybody {
			h.home(user)
		}
		h.says(head, "/plats boka praktik 2 st")
		h.untilHome(head, "#1 (praktik)")
		h.untilHome(deputy, "#1 (praktik)")
		h.untilHome(leader, "2 av ")
		h.untilHome(hrPerson, "2 av 60")

		h.says(hrPerson, "/handslag utse <@"+stranger+"> chef Dalen")
		h.untilHome(stranger, "Förskolan Dalen")
		h.untilHome(stranger, "av ")

		other, err := store.Open(h.db(), store.Options{Now: h.bot.store.Now}) // as another process does
		h.must(err)
		t.Cleanup(func() { other.Close() })
		_, err = other.Import(h.ctx(), "organisation", strings.NewReader(strings.SplitAfter(houseOrganisation, "\n")[0]+
			strings.ReplaceAll(ofDeputy, "deputy@example.com", "")), store.ImportOptions{})
		h.must(err)
		h.untilHome(deputy, "Be HR")
	})
}

func (h *house) db() string { return filepath.Join(h.dir, "handslag.db") }

func TestHomeOnANewDayAndInAnotherLanguage(t *testing.T) {
	h := homeHouse(t, options{})
	h.says(head, "/plats boka praktik")
	h.home(head)
	h.home(hrPerson)
	h.slack.MoveClock(time.Date(2020, 6, 26, 0, 1, 0, 0, time.FixedZone("", 2*60*60)))
	h.untilHome(hrPerson, "26 juni 2020")

	view := h.slack.Home(head)
	window := h.opens(head, func() { h.must(h.slack.PressView(head, view.ID, "language")) })
	h.must(h.slack.PressView(head, window.ID, "language language:en"))
	h.untilHome(head, "Waiting for you")
	h.must(h.slack.SetPerson(hrPerson, "en-US", ""))
	h.untilHome(hrPerson, "Waiting for HR")
}

// TestHomeAnswersInAWindow holds that nobody has to look for an answer in another tab than the one they pressed in.
func TestHomeAnswersInAWindow(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := homeHouse(t, o)
		h.home(head)
		said := len(h.textsOf(head))
		window := h.opens(head, func() { h.must(h.slack.PressView(head, h.slack.Home(head).ID, "slots")) })
		if window.CallbackID != "window" || !strings.Contains(h.text(window), "Boka plats") {
			t.Fatalf("the answer is %s", h.text(window))
		}
		if n := len(h.textsOf(head)); n != said {
			t.Errorf("it was said in the direct message too: %q", h.textsOf(head)[said:])
		}
		form := h.opens(head, func() { h.must(h.slack.PressView(head, window.ID, "claim")) })
		if form.ID != window.ID || form.CallbackID != "claim" {
			t.Fatalf("the form is not in the window's place: %+v", form)
		}
		h.must(h.slack.Submit(head, form.ID, map[string]any{"kind": "praktik", "count": "2"}))
		done := h.slack.TopView(head)
		if done == nil || !strings.Contains(h.text(done), "#1 och #2") {
			t.Fatalf("after the form: %+v", done)
		}
		h.until("it is in the direct message too", func() bool { return len(h.textsOf(head)) == said+1 })
		undone := h.opens(head, func() { h.must(h.slack.PressView(head, done.ID, buttonOf(done.Blocks, "undo"))) })
		if !strings.Contains(h.text(undone), "Ångrat") || h.created("FSK-1-1") != 0 {
			t.Errorf("after undo: %s", h.text(undone))
		}
	})
}

func TestAnswerOverHomeThatComesTooLate(t *testing.T) {
	h := homeHouse(t, options{})
	h.home(head)
	h.slack.Faults().Add(workspace.Fault{Method: "views.open", Times: 1, Error: "expired_trigger_id"})
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.must(h.slack.PressView(head, h.slack.Home(head).ID, "slots"))
	if m := h.next(watch); m.Text == "" || strings.Contains(m.Text, "en gång till") {
		t.Errorf("the direct message says %q", m.Text)
	}
}

func TestHomeThatFails(t *testing.T) {
	for name, fault := range map[string]workspace.Fault{
		"Slack will not have it":   {Method: "views.publish", Times: 1, Error: "invalid_blocks"},
		"Slack wants fewer":        {Method: "views.publish", Times: 1, Status: 429, RetryAfter: 1},
		"Slack has a fault":        {Method: "views.publish", Times: 2, Error: "internal_error"},
		"the connection breaks":    {Method: "views.publish", Times: 2, Reset: true},
		"who it is, is not known":  {Method: "users.info", Times: 1, Error: "internal_error"},
		"the answer is half of it": {Method: "views.publish", Times: 1, BrokenJSON: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := homeHouse(t, options{})
			h.slack.Faults().Add(fault)
			h.must(h.slack.OpenHome(head))
			h.until("there is a Home", func() bool { return h.slack.Home(head) != nil })
			if v := h.slack.Home(head); buttonOf(v.Blocks, "home:") == "home:" {
				if !strings.Contains(h.text(v), "F-") {
					t.Errorf("the small Home has no reference: %s", h.text(v))
				}
				h.must(h.slack.PressView(head, v.ID, "home:"))
			} else if strings.HasPrefix(name, "Slack will") {
				t.Errorf("the Home is not the small one: %s", h.text(v))
			}
			h.untilHome(head, "Förskolan Kullen")
		})
	}
}

// TestManyHomes holds that a change that concerns thousands is no storm: 20 at once, then one a second, and first whoever looked last.
func TestManyHomes(t *testing.T) {
	h := newHomes()
	users := make([]string, 5000)
	for i := range users {
		users[i] = string(rune('A'+i%26)) + time.Duration(i).String()
		h.open(users[i], "")
		h.opened[users[i]].at = time.Unix(int64(i), 0)
	}
	h.mark(users...)
	h.mark(users...)
	at := time.Now()
	shown := 0
	for h.pace.AllowN(at, 1) {
		shown++
	}
	if shown != 20 || h.pace.AllowN(at.Add(900*time.Millisecond), 1) || !h.pace.AllowN(at.Add(1100*time.Millisecond), 1) {
		t.Errorf("%d at once", shown)
	}
	for i := range 3 {
		user, _ := h.next()
		if user != users[len(users)-1-i] {
			t.Errorf("%d: %s", i, user)
		}
		if _, mine := h.begin(user); !mine {
			t.Error("it is not to be shown")
		}
		h.mark(user) // changes while it is on its way
		if _, mine := h.begin(user); mine {
			t.Error("it is shown twice at the same time")
		}
		if !h.end(user, nil) {
			t.Error("what changed on the way is not shown")
		}
		h.begin(user)
		if h.end(user, nil) {
			t.Error("it is shown again for nothing")
		}
	}
	if n := len(h.people()); n != 0 {
		t.Errorf("%d Homes that nobody has looked at for years are kept", n)
	}
}
