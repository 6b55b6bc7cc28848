package main

import (
	"errors"
	"reflect"
	"testing"

	"handslag/bot/workspace"
)

func TestSlash(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.wants(h.says(head, "/kvot"), "Kullen")
		h.wants(h.says(care, "/quota"), "Ryd", "slots")
		h.wants(h.says(head, "/plats boka språkpraktik v 34 2 st"), "språkpraktik", "Kullen")
		if n := h.created("FSK-1-1"); n != 2 {
			t.Errorf("Kullen has created %d, want 2", n)
		}
		h.wants(h.says(head, "/handslag hjälp"), "/kvot")
	})
}

func TestButtonTakesThePlaceOfItsMessage(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		claimed := h.says(head, "/plats boka praktik")
		h.presses(head, claimed, "undo")
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("after undo Kullen has created %d", n)
		}
	})
}

func TestFormWithAnErrorAtItsField(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		view := h.opens(head, func() { h.must(h.slack.Say(head, h.slack.DM(head), "/plats boka")) })
		err := h.slack.Submit(head, view.ID, map[string]any{"kind": "praktik", "count": "många"})
		var wrong workspace.FieldErrors
		if !errors.As(err, &wrong) || wrong["count"] == "" {
			t.Fatalf("submitting gave %v, want an error at count", err)
		}
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Submit(head, view.ID, map[string]any{"kind": "praktik", "count": "3"}))
		h.wants(h.next(watch), "praktik")
		if n := h.created("FSK-1-1"); n != 3 {
			t.Errorf("Kullen has created %d, want 3", n)
		}
	})
}

func TestMessageIsConfirmedBeforeItIsWritten(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		asked := h.says(care, "we can take one language practice trainee from week 34")
		if n := h.created("OMS-1-1"); n != 0 {
			t.Fatalf("%d were created before anybody had said yes", n)
		}
		h.presses(care, asked, "claim")
		if n := h.created("OMS-1-1"); n != 1 {
			t.Errorf("Ryd has created %d, want 1", n)
		}
	})
}

func TestMentionIsAnsweredToTheAskerAlone(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Say(head, lobby, "<@"+workspace.BotUserID+"> kvot"))
		channel, m, err := watch.NextMessage(h.ctx())
		h.must(err)
		h.wants(m, "Kullen")
		if channel != lobby || !m.IsEphemeral {
			t.Errorf("answered in %s (to the asker alone: %t), want where it was asked, to the asker alone", channel, m.IsEphemeral)
		}
	})
}

func TestStrangerIsLetInByHR(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(hrPerson, "/handslag hjälp") // HR has to have been seen to be told
		turned := h.says(stranger, "/handslag kvot")
		view := h.opens(stranger, func() { h.press(stranger, turned, "join") })
		hr := h.slack.Watch(hrPerson)
		defer hr.Close()
		h.must(h.slack.Submit(stranger, view.ID, map[string]any{"where": "Dalen"}))
		asked := h.next(hr)
		h.wants(asked, "<@"+stranger+">", "Dalen")
		told := h.slack.Watch(stranger)
		defer told.Close()
		h.press(hrPerson, asked, "assign person:"+stranger+" role:manager")
		h.wants(h.says(stranger, "/handslag kvot"), "Dalen")
	})
}

func TestOutsidersAreTurnedAway(t *testing.T) {
	h := openHouse(t, options{})
	m := h.says(guest, "/handslag kvot")
	if m.Text == "" || buttonOf(m.Blocks, "join") != "" {
		t.Errorf("a guest was told %q", m.Text)
	}
}

func TestHomeIsShown(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.OpenHome(head))
		view, err := watch.NextHome(h.ctx())
		h.must(err)
		if len(view.Blocks) == 0 {
			t.Error("the Home is empty")
		}
		h.says(head, "/plats boka praktik") // it is shown again when something changes
		again, err := watch.NextHome(h.ctx())
		h.must(err)
		if reflect.DeepEqual(again.Blocks, view.Blocks) {
			t.Error("the Home is as it was before the claim")
		}
	})
}

func TestChangedPersonIsKnownAnew(t *testing.T) {
	h := openHouse(t, options{})
	h.wants(h.says(head, "/handslag kvot"), "Kullen")
	h.must(h.slack.SetPerson(head, "en-US", ""))
	h.until("the bot speaks English", func() bool { return h.bot.language(h.ctx(), head) == "en" })
}
