package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// depth is how many messages wait.
func (h *house) depth() (n int) {
	h.Helper()
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { n, err = tx.Depth(); return err }))
	return n
}

// send puts plain messages in the outbox, in one transaction.
func (h *house) send(to string, texts ...string) {
	h.Helper()
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		for _, text := range texts {
			if err := tx.Send("test:"+to+":"+text, to, plainMessage(text)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestOutboxGetsEachMessageThroughOnceAndInOrder(t *testing.T) {
	const post = "chat.postMessage"
	for name, faults := range map[string][]workspace.Fault{
		"nothing wrong":           nil,
		"limited":                 {{Method: post, Times: 1, Status: 429, RetryAfter: 1}},
		"server error":            {{Method: post, Times: 2, Status: 503}},
		"connection cut":          {{Method: post, Times: 2, Reset: true}},
		"answer lost":             {{Method: post, Times: 1, AnswerLost: true}},
		"answer broken":           {{Method: post, Times: 1, BrokenJSON: true}},
		"Slack's own error":       {{Method: post, Times: 1, Error: "internal_error"}},
		"token away for a moment": {{Method: post, Times: 1, Error: "invalid_auth"}},
		"lost, and hard to find": {{Method: post, Times: 1, AnswerLost: true}, {Method: "conversations.open", Times: 1, Status: 500},
			{Method: "conversations.history", Times: 1, Status: 429, RetryAfter: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, options{})
			for _, f := range faults {
				h.slack.Faults().Add(f)
			}
			h.send(head, "one", "two", "three")
			h.settled()
			if said := h.textsOf(head); !slices.Equal(said, []string{"one", "two", "three"}) {
				t.Errorf("arrived: %q", said)
			}
		})
	}
}

// sendMany puts messages to many in the outbox, in one transaction.
func (h *house) sendMany(texts map[string]string, until time.Time) {
	h.Helper()
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		for to, text := range texts {
			if err := tx.SendMany("many:"+to, to, plainMessage(text), until); err != nil {
				return err
			}
		}
		return nil
	}))
}

// revise has an earlier message read otherwise.
func (h *house) revise(of, text string) {
	h.Helper()
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error { return tx.Revise("revision:"+text, of, plainMessage(text)) }))
}

func TestOutboxChangesWhatItHasSent(t *testing.T) {
	for name, faults := range map[string][]workspace.Fault{
		"nothing wrong":         nil,
		"limited":               {{Method: "chat.update", Times: 1, Status: 429, RetryAfter: 1}},
		"answer lost":           {{Method: "chat.update", Times: 1, AnswerLost: true}},
		"not sent yet":          {{Method: "chat.postMessage", Times: 2, Status: 503}},
		"the other not changed": {{Method: "chat.update", Times: 1, Error: "fatal_error"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, options{})
			for _, f := range faults {
				h.slack.Faults().Add(f)
			}
			h.send(head, "one", "two")
			h.revise("test:"+head+":one", "one, changed")
			h.revise("test:"+head+":two", "overtaken")
			h.revise("test:"+head+":two", "two, changed")
			h.settled()
			if said := h.textsOf(head); !slices.Equal(said, []string{"one, changed", "two, changed"}) {
				t.Errorf("there stands: %q", said)
			}
		})
	}
}

func TestOutboxLetsGoOfARevisionOfWhatIsGone(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"message_not_found", "cant_update_message", "edit_window_closed"} {
		h := openHouse(t, options{})
		h.slack.Faults().Add(workspace.Fault{Method: "chat.update", Error: code})
		h.send(head, "one")
		h.revise("test:"+head+":one", "changed")
		h.send(head, "two")
		h.settled()
		if said := h.textsOf(head); !slices.Equal(said, []string{"one", "two"}) {
			t.Errorf("%s: there stands: %q", code, said)
		}
	}
}

func TestOutboxSendsToManyWhileItIsWorthIt(t *testing.T) {
	h := openHouse(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Times: 1, AnswerLost: true})
	h.sendMany(map[string]string{head: "in time"}, h.bot.store.Now().Add(time.Hour))
	h.until("it has been sent once", func() bool { return h.calls("chat.postMessage") == 1 })
	h.sendMany(map[string]string{care: "too late"}, h.bot.store.Now().Add(-time.Second))
	h.settled()
	if said := h.textsOf(head); !slices.Equal(said, []string{"in time"}) {
		t.Errorf("arrived: %q", said)
	}
	if said := h.textsOf(care); len(said) != 0 {
		t.Errorf("arrived too late: %q", said)
	}
}

func TestOutboxAnswersBeforeWhatGoesToMany(t *testing.T) {
	h := openHouse(t, options{before: func(h *house) { h.bot.outbox.bulk.SetLimit(1.0 / 3600) }}) // one an hour
	watch := h.slack.Watch(hrPerson)
	defer watch.Close()
	h.sendMany(map[string]string{head: "many", care: "many", stranger: "many"}, h.bot.store.Now().Add(time.Hour))
	h.send(hrPerson, "at once")
	h.wants(h.next(watch), "at once")
}

// TestOutboxRestsOneMethodAlone has Slack ask for an hour's rest of one method: what needs another goes on.
func TestOutboxRestsOneMethodAlone(t *testing.T) {
	h := openHouse(t, options{})
	h.send(head, "one")
	h.settled()
	h.slack.Faults().Add(workspace.Fault{Method: "chat.update", Times: 1, Status: 429, RetryAfter: 3600})
	h.revise("test:"+head+":one", "changed")
	h.until("the revision has been refused", func() bool { return h.calls("chat.update") == 1 })
	watch := h.slack.Watch(care)
	defer watch.Close()
	h.send(care, "at once")
	h.wants(h.next(watch), "at once")
	h.send(care, "and again")
	h.wants(h.next(watch), "and again")
	if n := h.calls("chat.update"); n != 1 {
		t.Errorf("chat.update was called %d times within the hour", n)
	}
}

// calls counts the calls of a method that Slack has seen.
func (h *house) calls(method string) (n int) {
	for _, e := range h.slack.Traffic(0) {
		if e.Method == method {
			n++
		}
	}
	return n
}

func TestOutboxGivesUpWhatSlackWillNeverHave(t *testing.T) {
	h := openHouse(t, options{})
	for i, code := range []string{"channel_not_found", "is_inactive", "user_not_found"} {
		before := h.calls("chat.postMessage")
		h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Times: 1, Error: code})
		h.send(head, "first after "+code, "second after "+code)
		h.settled()
		if said := h.textsOf(head); len(said) != i+1 || said[i] != "second after "+code {
			t.Errorf("arrived: %q", said)
		}
		if n := h.calls("chat.postMessage") - before; n != 2 {
			t.Errorf("after %s there were %d calls", code, n)
		}
	}
}

func TestOutboxOneConversationDoesNotWaitForAnother(t *testing.T) {
	t.Parallel()
	h := openHouse(t, options{before: func(h *house) { h.bot.outbox.perChan = 1.0 / 3600 }}) // one an hour in each
	watch := h.slack.Watch(care)
	defer watch.Close()
	h.send(head, "one", "two", "three")
	h.send(care, "at once")
	h.wants(h.next(watch), "at once")
	h.until("the first of the others is there, and two wait", func() bool { return len(h.textsOf(head)) == 1 && h.depth() == 2 })
}

// TestOutboxKeepsSlacksPace sends more to one conversation than Slack takes in a burst: as fast as it takes them, and never faster.
func TestOutboxKeepsSlacksPace(t *testing.T) {
	t.Parallel()
	h := openHouse(t, options{rates: 1, before: func(h *house) { h.bot.outbox.perChan = usualTempo.perChan }})
	h.send(head, "1", "2", "3", "4", "5", "6", "7")
	h.settled()
	if n := h.calls("chat.postMessage"); n != 7 || len(h.textsOf(head)) != 7 {
		t.Errorf("%d calls for %d messages: Slack has said no", n, len(h.textsOf(head)))
	}
}

// TestOutboxDoesNotSendWhatWasSentWhileItLooked: it read what waits, and the message left before it gave out the work.
func TestOutboxDoesNotSendWhatWasSentWhileItLooked(t *testing.T) {
	var read []store.Outgoing
	h := openHouse(t, options{before: func(h *house) {
		h.send(head, "one")
		h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { read, err = tx.Waiting(10); return err }))
	}})
	h.settled()
	h.until("the sender rests", func() bool { idle, _ := h.bot.outbox.start(h.bot.ctx, h.bot.store.Now(), 0, read); return idle })
	if said := h.textsOf(head); !slices.Equal(said, []string{"one"}) {
		t.Errorf("arrived: %q", said)
	}
}

// TestOutboxLooksForWhatAnEarlierProcessMayHaveSent: it was killed after Slack had the message and before that was written down.
func TestOutboxLooksForWhatAnEarlierProcessMayHaveSent(t *testing.T) {
	h := openHouse(t, options{before: func(h *house) {
		h.send(head, "sent", "not sent")
		h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) error {
			waiting, err := tx.Waiting(10)
			if err != nil {
				return err
			}
			_, _, err = h.bot.outbox.post(h.ctx(), &waiting[0])
			return err
		}))
	}})
	h.settled()
	if said := h.textsOf(head); !slices.Equal(said, []string{"sent", "not sent"}) {
		t.Errorf("arrived: %q", said)
	}
}

func TestResponseURLIsTriedAgainAndThenLeft(t *testing.T) {
	for name, fault := range map[string]workspace.Fault{
		"limited":      {Method: "response_url", Times: 1, Status: 429, RetryAfter: 1},
		"server error": {Method: "response_url", Times: 1, Status: 500},
		"used up":      {Method: "response_url", Times: 1, Status: 404}, // the answer comes as a message instead
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, options{})
			claimed := h.says(head, "/plats boka praktik")
			h.slack.Faults().Add(fault)
			h.presses(head, claimed, "undo")
			if n := h.created("FSK-1-1"); n != 0 {
				t.Errorf("%d slots, want 0", n)
			}
		})
	}
}

func TestFormWhoseTriggerIsTooOldIsAskedForAgain(t *testing.T) {
	h := openHouse(t, options{})
	h.says(head, "/handslag kvot")
	h.slack.Faults().Add(workspace.Fault{Method: "views.open", Times: 1, Error: "expired_trigger_id"})
	h.wants(h.says(head, "/plats boka"), "Tryck en gång till")
}

func TestUnknownPersonWhileSlackDoesNotSayWhoTheyAre(t *testing.T) {
	h := openHouse(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "users.info", Times: 1, Error: "internal_error"})
	h.wants(h.says(head, "/handslag kvot"), "Slack")
	h.wants(h.says(head, "/handslag kvot"), "Kullen")
}

func TestBackoffGrowsAndEnds(t *testing.T) {
	last := backoff(0)
	if last != firstTry {
		t.Errorf("the first pause is %v", last)
	}
	for tries := 1; tries < 100; tries++ {
		next := backoff(tries)
		if next < last || next > longestBy {
			t.Fatalf("pause %d is %v after %v", tries, next, last)
		}
		last = next
	}
}

func TestCleanTakesSecretsOut(t *testing.T) {
	for _, secret := range []string{"xoxb-12-abc", "xapp-1-A0-xyz", "https://hooks.slack.com/commands/T0/1/secret", "wss://wss.slack.com/link?ticket=secret", "xoxe.xoxb-1-secret"} {
		text := clean(fmt.Sprint(errors.New(`Post "` + secret + `": broken`)))
		if strings.Contains(text, "secret") || strings.Contains(text, "abc") || strings.Contains(text, "xyz") || !strings.HasSuffix(text, "broken") {
			t.Errorf("%s became %s", secret, text)
		}
	}
}

// TestOutboxLeavesWhatAnotherSenderHas: by this process's clock, which is ahead, the other's time is out long since; it may be about to send all the same.
func TestOutboxLeavesWhatAnotherSenderHas(t *testing.T) {
	h := openHouse(t, options{before: func(h *house) {
		o, now := h.bot.outbox, h.bot.store.Now()
		o.hold = time.Hour
		var m *store.Outgoing
		row := func() *store.Outgoing {
			h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { m, err = tx.ByKey("many"); return err }))
			return m
		}
		h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
			return tx.SendMany("many", head, plainMessage("hello"), now.Add(24*time.Hour))
		}))
		h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
			m, err := tx.ByKey("many")
			if err != nil {
				return err
			}
			_, err = tx.Take(m, now.Add(-2*time.Minute))
			return err
		}))
		for range 2 {
			if ours, until := o.takes(row()); ours || until.Before(now.Add(50*time.Minute)) {
				t.Errorf("it was taken from who has it; free at %v", until)
			}
		}
		o.later(h.ctx(), row(), true, time.Minute, errUnsent) // as the one that tried it itself
		if ours, _ := o.takes(row()); !ours {
			t.Error("its own has to wait for itself")
		}
		o.hold = 0
		if ours, _ := o.takes(row()); !ours {
			t.Error("nobody takes what a sender has left behind")
		}
		h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error { return tx.Failed(m.ID, "late") }))
	}})
	h.settled()
}

// TestOutboxChangesDoNotHoldUpMessages: Slack wants fewer changes, and a message to the same person goes all the same; those to many go before
// the changes of many.
func TestOutboxChangesDoNotHoldUpMessages(t *testing.T) {
	h := openHouse(t, options{})
	h.send(head, "one")
	h.settled()
	h.slack.Faults().Add(workspace.Fault{Method: "chat.update", Times: 1000, Status: 429, RetryAfter: 3600})
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		return tx.ReviseMany("revision", "test:"+head+":one", plainMessage("changed"))
	}))
	h.sendMany(map[string]string{head: "two"}, h.bot.store.Now().Add(time.Hour))
	h.until("the message is there", func() bool { return slices.Contains(h.textsOf(head), "two") })
}
