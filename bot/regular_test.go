package main

import (
	"strings"
	"sync"
	"testing"

	"handslag/bot/workspace"
	"handslag/store"
)

// subscribed has HR send the status to a channel every week from a week ago on.
func (h *house) subscribed(channel string) {
	h.Helper()
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		m, err := tx.MemberByEmail("hr@example.com")
		if err == nil {
			tx.Now = tx.Now.AddDate(0, 0, -7)
			_, err = tx.Subscribe(m.ID, channel, "week")
		}
		return err
	}))
}

func TestSubscriptionIsSentOnceAWeek(t *testing.T) {
	h := openHouse(t, options{})
	h.says(hrPerson, "/handslag hjälp")
	h.subscribed(lobby)
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			if err := h.bot.handlers.Regular(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	h.settled()
	n := 0
	for _, m := range h.slack.Messages(head, lobby) {
		if strings.Contains(m.Text, "60-uppdraget") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the status came %d times, want once", n)
	}
}

func TestSubscriptionToAChannelWithoutTheBotIsToldOf(t *testing.T) {
	h := openHouse(t, options{})
	h.says(hrPerson, "/handslag hjälp")
	h.subscribed(lobby)
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Times: 1, Error: "not_in_channel"})
	h.must(h.bot.handlers.Regular(h.ctx()))
	h.until("HR is told", func() bool {
		return strings.Contains(strings.Join(h.textsOf(hrPerson), "\n"), "Bjud in mig i kanalen")
	})
}
