package main

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"handslag/bot/workspace"
)

// delivered waits until the bot has acknowledged n deliveries of a kind.
func (h *house) delivered(kind string, n int) {
	h.Helper()
	h.until(kind+" was delivered", func() bool {
		return h.passed(func(e workspace.Entry) bool { return e.Direction == "out" && e.OK && strings.HasPrefix(e.Kind, kind) }) >= n
	})
}

// passed counts what has passed between the bot and the workspace.
func (h *house) passed(is func(workspace.Entry) bool) (n int) {
	for _, e := range h.slack.Traffic(0) {
		if is(e) {
			n++
		}
	}
	return n
}

// settled waits until nothing is on its way to Slack any more.
func (h *house) settled() {
	h.Helper()
	h.bot.working.wait()
	h.until("the outbox is empty", func() bool { return h.depth() == 0 })
}

func TestTheSameCommandTwiceIsOneClaim(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(head, "/handslag kvot")
		h.slack.Faults().Repeat("slash_commands", 1)
		claimed := h.says(head, "/plats boka praktik 2 st")
		h.delivered("/plats", 2)
		if n := h.created("FSK-1-1"); n != 2 {
			t.Errorf("%d slots, want 2", n)
		}
		h.slack.Faults().Repeat("interactive", 1)
		h.press(head, claimed, "undo")
		h.delivered("block_actions", 2)
		h.settled()
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("%d slots after undo, want 0", n)
		}
	})
}

func TestTheSameButtonTwiceIsOneAnswer(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		claimed := h.says(head, "/plats boka praktik")
		h.slack.Faults().Repeat("interactive", 1)
		h.press(head, claimed, "undo")
		h.delivered("block_actions", 2)
		h.settled()
		if n := h.passed(func(e workspace.Entry) bool { return e.Kind == "response_url" }); n != 1 {
			t.Errorf("the bot answered %d times, want once", n)
		}
	})
}

func TestTheSameMessageTwiceIsOneAnswer(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.slack.Faults().Repeat("events_api", 1)
		h.says(head, "kvot")
		h.delivered("message.im", 2)
		h.settled()
		if said := h.textsOf(head); len(said) != 1 {
			t.Errorf("the bot said %d things, want one: %q", len(said), said)
		}
	})
}

func TestTheSameFormTwiceIsOneClaim(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		view := h.opens(head, func() { h.must(h.slack.Say(head, h.slack.DM(head), "/plats boka")) })
		h.slack.Faults().Repeat("interactive", 1)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Submit(head, view.ID, map[string]any{"kind": "praktik", "count": "1"}))
		h.next(watch)
		h.delivered("view_submission", 2)
		h.settled()
		if n := h.created("FSK-1-1"); n != 1 {
			t.Errorf("%d slots, want 1", n)
		}
		if said := h.textsOf(head); len(said) != 1 {
			t.Errorf("the bot said %d things, want one: %q", len(said), said)
		}
	})
}

func TestRetryWhoseFirstTryWasNeverSeenIsHandled(t *testing.T) {
	var failed atomic.Bool
	h := openHouse(t, options{http: true, around: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slack/events" && !failed.Swap(true) {
				http.Error(rw, "somebody between Slack and the bot has a bad moment", http.StatusBadGateway)
				return
			}
			next.ServeHTTP(rw, r)
		})
	}})
	h.says(head, "kvot")
	h.settled()
	if said := h.textsOf(head); len(said) != 1 {
		t.Errorf("the bot said %d things, want one: %q", len(said), said)
	}
}

// renewed waits until the bot has made each of its sockets a second time.
func (h *house) renewed() {
	h.Helper()
	h.until("both sockets are new", func() bool {
		opened := h.passed(func(e workspace.Entry) bool { return e.Method == "apps.connections.open" && e.OK })
		return opened == 2*socketCount && h.slack.Connected() == socketCount
	})
}

func TestSocketsAreRenewed(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, options{})
			h.slack.Disconnect(reason)
			h.renewed()
			h.wants(h.says(head, "/handslag kvot"), "Kullen")
		})
	}
}

// fiftyManagers are people and their units.
func fiftyManagers() (people []workspace.Person, rows string) {
	for i := range 50 {
		n := string(rune('A'+i/10)) + string(rune('0'+i%10))
		people = append(people, workspace.Person{ID: "U0MANAGER" + n, Name: "manager" + strings.ToLower(n), Email: "m" + strings.ToLower(n) + "@example.com"})
		rows += "FSK-2-" + n + ",FSK-1,enhet,Avdelning " + n + ",,10,2018-01-01,,m" + strings.ToLower(n) + "@example.com,\n"
	}
	return people, rows
}

func TestOnePublishedSlotGoesToOneOfFifty(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		o.people, o.more = fiftyManagers()
		h := openHouse(t, o)
		h.says(hrPerson, "/handslag utlys språkpraktik")
		told := make(chan string, len(o.people))
		for _, p := range o.people {
			watch := h.slack.Watch(p.ID)
			go func() {
				defer watch.Close()
				if err := h.slack.Say(p.ID, h.slack.DM(p.ID), "/plats boka #1"); err != nil {
					t.Error(err)
				}
				told <- h.next(watch).Text
			}()
		}
		won := 0
		for range o.people {
			if strings.Contains(<-told, "Klart!") {
				won++
			}
		}
		if won != 1 || h.created("FSK-1") != 1 {
			t.Errorf("%d were told that it is theirs, and %d are created; want one of both", won, h.created("FSK-1"))
		}
	})
}
