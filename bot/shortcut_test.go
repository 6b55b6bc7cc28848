package main

import "testing"

func TestShortcuts(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		for _, id := range []string{"claim_sv", "claim_en"} {
			view := h.opens(head, func() { h.must(h.slack.Shortcut(head, id, "", "")) })
			if view.CallbackID != "claim" {
				t.Errorf("%s opened %q", id, view.CallbackID)
			}
			h.must(h.slack.CloseView(head, view.ID, true))
		}
		h.says(head, "/plats boka praktik")
		for _, id := range []string{"trainee_sv", "trainee_en"} {
			view := h.opens(head, func() { h.must(h.slack.Shortcut(head, id, "", "")) })
			if view.CallbackID != "trainee" {
				t.Errorf("%s opened %q", id, view.CallbackID)
			}
			h.must(h.slack.CloseView(head, view.ID, true))
		}
	})
}

func TestShortcutOnAMessage(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.must(h.slack.Say(care, lobby, "kan någon ta en språkpraktikant från v 34?"))
		said := h.slack.Messages(head, lobby)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Shortcut(head, "read_sv", lobby, said[len(said)-1].TS))
		h.wants(h.next(watch), "språkpraktik", "Kullen")
		h.must(h.slack.Say(care, lobby, "ja"))
		said = h.slack.Messages(head, lobby)
		h.must(h.slack.Shortcut(head, "read_en", lobby, said[len(said)-1].TS))
		h.wants(h.next(watch), "Jag väntar inte på något svar")
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("%d were created before anybody had said yes", n)
		}
		h.wants(h.says(head, "ja"), "Klart") // what was read in between ended nothing
	})
}
