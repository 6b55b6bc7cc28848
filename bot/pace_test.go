package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
)

func TestWhoAsksTooFastIsToldSo(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.bot.pace = newPace(0.001)
		for range paceBurst {
			h.says(head, "/handslag kvot")
		}
		h.wants(h.says(head, "/plats boka praktik"), "många frågor")
		h.wants(h.says(care, "/handslag quota"), "Ryd") // another person is not held back
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("%d slots were claimed by the request that was not taken", n)
		}
	})
}

func TestWhoIsQuietIsForgotten(t *testing.T) {
	p := newPace(1e9)
	for i := range 100 {
		p.allows(fmt.Sprint("U", i))
	}
	p.swept = p.swept.Add(-2 * paceSweep)
	p.allows("U")
	if len(p.people) != 1 {
		t.Errorf("%d are remembered", len(p.people))
	}
}

func TestTooMuchInHandIsTurnedAway(t *testing.T) {
	h := openHouse(t, options{http: true})
	free := make(chan struct{})
	for range maxInHand {
		h.bot.later(func(context.Context) { <-free })
	}
	defer close(free)
	status, _ := h.post(posting{path: "/slack/commands", kind: formType, body: command(head, "/handslag", "kvot", "1")})
	if status != http.StatusServiceUnavailable {
		t.Errorf("answered %d", status)
	}
}

// TestReadyTellsOfAnOutboxThatStandsStill has a message that Slack does not take.
func TestReadyTellsOfAnOutboxThatStandsStill(t *testing.T) {
	t.Parallel()
	h := openHouse(t, options{http: true})
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Delay: time.Hour})
	h.send(head, "one")
	if status, body := h.get("/readyz"); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	h.slack.MoveClock(h.bot.store.Now().Add(2 * outboxStuck))
	if status, body := h.get("/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "have been due since") {
		t.Errorf("%d %s", status, body)
	}
}
