package main

import (
	"strings"
	"testing"

	"handslag/bot/workspace"
)

// said is the person's own latest message in a conversation.
func (h *house) said(user, channel string) workspace.Message {
	h.Helper()
	all := h.slack.Messages(user, channel)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].User == user {
			return all[i]
		}
	}
	h.Fatalf("%s has said nothing in %s", user, channel)
	return workspace.Message{}
}

func TestQuestionFollowsAnEditedMessage(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		asked := h.says(head, "vi kan ta en språkpraktikant från v 34")
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Edit(head, h.slack.DM(head), h.said(head, h.slack.DM(head)).TS, "vi kan ta två språkpraktikanter från v 36"))
		now := h.next(watch)
		h.wants(now, "2 platser", "v. 36")
		if now.TS != asked.TS {
			t.Errorf("the question was asked anew instead of changed: %q", h.textsOf(head))
		}
		old, fresh := buttonOf(asked.Blocks, "claim"), buttonOf(now.Blocks, "claim")
		if old == fresh || buttonOf(now.Blocks, old) != "" {
			t.Error("the old button is still there")
		}
		h.press(head, now, "claim")
		h.wants(h.next(watch), "Klart!")
		h.settled()
		if n := h.created("FSK-1-1"); n != 2 {
			t.Errorf("Kullen has created %d, want 2", n)
		}
		h.must(h.slack.Edit(head, h.slack.DM(head), h.said(head, h.slack.DM(head)).TS, "vi kan ta fem språkpraktikanter från v 36"))
		done := h.next(watch)
		h.wants(done, "redan gjort")
		h.press(head, done, "undo")
		h.next(watch)
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("after undo Kullen has created %d", n)
		}
	})
}

func TestQuestionIsWithdrawnWithItsMessage(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		asked := h.says(care, "we can take one language practice trainee from week 34")
		watch := h.slack.Watch(care)
		defer watch.Close()
		h.must(h.slack.Delete(care, h.slack.DM(care), h.said(care, h.slack.DM(care)).TS))
		now := h.next(watch)
		h.wants(now, "letting the question go")
		if now.TS != asked.TS || len(now.Blocks) != 1 {
			t.Errorf("the question became %+v", now)
		}
		h.settled()
		if n := h.created("OMS-1-1"); n != 0 {
			t.Errorf("%d were created", n)
		}
	})
}

// TestTheSameChangeTwiceIsOne has Slack send the change again, and the message itself after its change.
func TestTheSameChangeTwiceIsOne(t *testing.T) {
	h := openHouse(t, options{})
	h.says(head, "vi kan ta en språkpraktikant från v 34")
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.slack.Faults().Repeat("events_api", 1)
	h.must(h.slack.Edit(head, h.slack.DM(head), h.said(head, h.slack.DM(head)).TS, "vi kan ta två språkpraktikanter från v 34"))
	h.wants(h.next(watch), "2 platser")
	h.settled()
	if n := h.passed(func(e workspace.Entry) bool { return e.Method == "chat.update" }); n != 1 {
		t.Errorf("the question was changed %d times, want once", n)
	}
}

func TestChangedMentionIsAskedAboutAnew(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		watch := h.slack.Watch(head)
		defer watch.Close()
		at := "<@" + workspace.BotUserID + "> "
		h.must(h.slack.Say(head, lobby, at+"boka en språkpraktikplats från v 34"))
		old := h.next(watch)
		h.must(h.slack.Edit(head, lobby, h.said(head, lobby).TS, at+"boka en språkpraktikplats från v 36"))
		fresh := h.next(watch)
		h.wants(fresh, "v. 36")
		if !fresh.IsEphemeral {
			t.Error("the new question is shown to all")
		}
		h.must(h.slack.Press(head, lobby, old.TS, buttonOf(old.Blocks, "claim")))
		h.wants(h.next(watch), "ändrats sedan dess")
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("%d were created by a question that no longer holds", n)
		}
		h.must(h.slack.Press(head, lobby, fresh.TS, buttonOf(fresh.Blocks, "claim")))
		h.wants(h.next(watch), "Klart!")
	})
}

// Slack may refuse to change a question, of which Slack's administrators decide.
func TestAQuestionThatCannotBeChangedIsAskedAnew(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"edit_window_closed", "msg_too_long"} {
		t.Run(code, func(t *testing.T) { cannotBeChanged(t, code) })
	}
}

func cannotBeChanged(t *testing.T, code string) {
	h := openHouse(t, options{})
	asked := h.says(head, "vi kan ta en språkpraktikant från v 34")
	h.slack.Faults().Add(workspace.Fault{Method: "chat.update", Times: 1, Error: code})
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.must(h.slack.Edit(head, h.slack.DM(head), h.said(head, h.slack.DM(head)).TS, "vi kan ta två språkpraktikanter från v 34"))
	now := h.next(watch)
	h.wants(now, "2 platser")
	if now.TS == asked.TS {
		t.Error("the question was changed, though Slack refused")
	}
	h.press(head, asked, "claim")
	h.wants(h.next(watch), "ändrats sedan dess")
}

func TestAnswersStayInTheirThread(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.Say(head, lobby, "hur går det med platserna?"))
		root := h.said(head, lobby)
		h.must(h.slack.SayIn(head, lobby, root.TS, "<@"+workspace.BotUserID+"> kvot"))
		m := h.next(watch)
		if m.ThreadTS != root.TS || !m.IsEphemeral || !strings.Contains(m.Text, "Kullen") {
			t.Errorf("in a channel's thread the bot said %+v", m)
		}
		first := h.says(head, "kvot")
		h.next(watch)
		h.must(h.slack.SayIn(head, h.slack.DM(head), first.TS, "vi kan ta en språkpraktikant från v 34"))
		asked := h.next(watch)
		if asked.ThreadTS != first.TS || asked.IsEphemeral {
			t.Errorf("in a direct message's thread the bot said %+v", asked)
		}
		h.must(h.slack.Edit(head, h.slack.DM(head), h.said(head, h.slack.DM(head)).TS, "vi kan ta två språkpraktikanter från v 34"))
		now := h.next(watch)
		h.wants(now, "2 platser")
		if now.TS != asked.TS || now.ThreadTS != first.TS {
			t.Errorf("the question became %+v", now)
		}
		h.press(head, now, "claim")
		done := h.next(watch)
		h.wants(done, "Klart!")
		h.must(h.slack.SayIn(head, h.slack.DM(head), first.TS, "kvot"))
		h.press(head, h.next(watch), "slots")
		if m := h.next(watch); m.ThreadTS != first.TS {
			t.Errorf("a button in a thread was answered with %+v", m)
		}
		h.must(h.slack.Press(head, lobby, m.TS, buttonOf(m.Blocks, "slots")))
		if m := h.next(watch); m.ThreadTS != root.TS || !m.IsEphemeral {
			t.Errorf("a button in a channel's thread was answered with %+v", m)
		}
	})
}

func TestAThreadThatIsGoneIsAnsweredBesideIt(t *testing.T) {
	h := openHouse(t, options{})
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.must(h.slack.Say(head, lobby, "hur går det med platserna?"))
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postEphemeral", Times: 1, Error: "thread_not_found"})
	h.must(h.slack.SayIn(head, lobby, h.said(head, lobby).TS, "<@"+workspace.BotUserID+"> kvot"))
	if m := h.next(watch); m.ThreadTS != "" || !m.IsEphemeral || !strings.Contains(m.Text, "Kullen") {
		t.Errorf("the bot said %+v", m)
	}
}

// TestAPieceThatIsAskedForFollowsTheMessage: also where an answer has been pressed, typed, or chosen in a list.
func TestAPieceThatIsAskedForFollowsTheMessage(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		asked := h.says(head, "vi vill boka en plats från v 34")
		h.wants(asked, "vilken sort?")
		watch := h.slack.Watch(head)
		defer watch.Close()
		first := h.said(head, h.slack.DM(head)).TS
		h.must(h.slack.Edit(head, h.slack.DM(head), first, "vi vill boka två platser från v 36"))
		now := h.next(watch)
		h.wants(now, "2 platser", "v. 36", "vilken sort?")
		if now.TS != asked.TS {
			t.Error("the piece was asked for anew instead of in its place")
		}
		h.must(h.slack.Say(head, h.slack.DM(head), "språkpraktik"))
		h.wants(h.next(watch), "Ska jag boka 2 platser (språkpraktik)")
		h.must(h.slack.Delete(head, h.slack.DM(head), first))
		h.wants(h.next(watch), "jag släpper frågan")
		h.must(h.slack.Say(head, h.slack.DM(head), "ja"))
		h.wants(h.next(watch), "Jag väntar inte på något svar")
		h.settled()
		if n := h.created("FSK-1-1"); n != 0 {
			t.Errorf("%d were created by a message that is no more", n)
		}
	})
}
