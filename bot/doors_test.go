package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"handslag/bot/workspace"
	"handslag/handlers"
	"handslag/store"
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

// TestOutsidersAreTurnedAway has everybody who is turned away come to every door: they are told so or nothing at all, nothing is done, and nobody else
// hears of it. Each has the role of a manager by the organisation's file, which does not help.
func TestOutsidersAreTurnedAway(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		o.people = []workspace.Person{{ID: "U0GONE0001", Name: "gone", Email: "gone@example.com"}, {ID: "U0ROBOT001", Name: "robot", Email: "robot@example.com", Bot: true}}
		for _, email := range []string{"guest", "gone", "robot"} {
			o.more += "X-" + email + ",OMS-1,enhet,Hemtjänst " + email + ",,10,2018-01-01,," + email + "@example.com,\n"
		}
		h := openHouse(t, o)
		h.must(h.slack.Deactivate("U0GONE0001"))
		told := map[string]string{guest: "medarbetare", foreign: "arbetsyta", "U0GONE0001": "avstängt", "U0ROBOT001": "människor"}
		before := h.entries()
		for user, word := range told {
			press := h.bot.ask(h.ctx(), handlers.Request{ID: "press " + user, User: user, Door: handlers.Button, Text: "claim kind:praktik"})
			form := h.bot.ask(h.ctx(), handlers.Request{ID: "form " + user, User: user, Door: handlers.Form, Text: "claim kind:praktik unit:FSK-1-1", Values: map[string]string{"count": "1"}})
			slash := h.bot.ask(h.ctx(), handlers.Request{ID: "slash " + user, User: user, Door: handlers.Slash, Noun: "plats", Text: "boka praktik"})
			said := h.bot.ask(h.ctx(), handlers.Request{ID: "said " + user, User: user, Door: handlers.Message, Text: "boka praktik", Message: "D1 " + user})
			for door, r := range map[string]handlers.Reply{"button": press, "form": form, "slash": slash, "message": said} {
				if r.Result != "refused" || r.Form != nil || !strings.Contains(r.Text, word) {
					t.Errorf("%s by %s: %s %q", user, door, r.Result, r.Text)
				}
			}
			view, err := h.bot.handlers.Home(h.ctx(), user, "")
			h.must(err)
			if n := len(view.Blocks.BlockSet); n > 2 {
				t.Errorf("the Home of %s has %d blocks", user, n)
			}
		}
		h.settled()
		if after := h.entries(); after != before || h.created("FSK-1-1") != 0 {
			t.Errorf("%d entries were written", after-before)
		}
	})
}

// entries counts the rows of the audit.
func (h *house) entries() (n int64) {
	h.Helper()
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) error { head, err := tx.Head(); n = head.Row; return err }))
	return n
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
