package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"handslag/bot/workspace"
	"handslag/store"
)

// monday is when the people of the house are reminded the first time.
var monday = time.Date(2020, 6, 29, 6, 0, 0, 0, time.UTC)

// reminding opens a house that reminds people, and has looked at the clock once.
func reminding(t *testing.T, o options) *house {
	t.Helper()
	o.reminds = true
	h := openHouse(t, o)
	h.until("the clock has been looked at", func() bool {
		resp, err := http.Get(h.web.URL + "/metrics")
		h.must(err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		h.must(err)
		return bytes.Contains(body, []byte("handslag_reminder_looks_total 1"))
	})
	return h
}

// heard gives what the bot says next to a person with a part in it.
func (h *house) heard(watch *workspace.Watch, part string) workspace.Message {
	h.Helper()
	for {
		_, m, err := watch.NextMessage(h.ctx())
		h.must(err)
		if m.BotID != "" && strings.Contains(m.Text, part) {
			return m
		}
	}
}

// reads gives what stands in a message now.
func (h *house) reads(user string, m workspace.Message) string {
	for _, now := range h.slack.Messages(user, h.slack.DM(user)) {
		if now.TS == m.TS {
			return now.Text
		}
	}
	return ""
}

func TestOnMondayEachIsRemindedAndTheReminderReadsWhatIsTrue(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := reminding(t, o)
		swedish, english, board := h.slack.Watch(head), h.slack.Watch(care), h.slack.Watch(hrPerson)
		defer swedish.Close()
		defer english.Close()
		defer board.Close()
		h.slack.MoveClock(monday)
		reminder := h.heard(swedish, "Förskolan Kullen")
		h.heard(english, "Hemtjänst Ryd")
		h.heard(board, "vecka 27")

		before := reminder.Text
		h.says(head, "/plats boka praktik")
		h.until("the reminder reads what is true", func() bool { return h.reads(head, reminder) != before })
		if now := h.reads(head, reminder); !strings.Contains(now, "Plats #1 ledig sedan 29 juni") {
			t.Errorf("after a claim the reminder reads %q", now)
		}
	})
}

func TestReminderWaitsUntilSlackSaysWhoIsThere(t *testing.T) {
	t.Parallel()
	h := reminding(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "users.list", Error: "internal_error"})
	h.slack.MoveClock(monday)
	h.until("Slack has been asked again", func() bool { return h.calls("users.list") > 2 })
	if said := h.textsOf(head); len(said) != 0 {
		t.Errorf("before anything was known of who is there the bot said %q", said)
	}
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.slack.Faults().Clear()
	h.heard(watch, "Förskolan Kullen")
}

func TestWhoIsAwayOrGoneIsNotReminded(t *testing.T) {
	t.Parallel()
	h := reminding(t, options{})
	h.must(h.slack.SetStatus(head, workspace.Status{Text: "Semester t.o.m. 9 aug", Until: monday.AddDate(0, 1, 0)}))
	h.must(h.slack.Deactivate(care))
	board := h.slack.Watch(hrPerson)
	defer board.Close()
	h.slack.MoveClock(monday)
	h.heard(board, "Hemtjänst Ryd") // has nobody
	h.heard(board, "borta")
	if said := append(h.textsOf(head), h.textsOf(care)...); len(said) != 0 {
		t.Errorf("the bot said %q", said)
	}
}

// TestHowFarARunHasComeIsOfTheWhole: the metrics count all whom a week's run concerns, also when it is over.
func TestHowFarARunHasComeIsOfTheWhole(t *testing.T) {
	t.Parallel()
	people, rows := managersOf(60)
	h := reminding(t, options{people: people, more: rows})
	h.take("programme", strings.ReplaceAll(houseProgramme, "target = 60", "target = 1200"))
	shown := func(line string) func() bool {
		return func() bool {
			_, page := h.get("/metrics")
			return strings.Contains(page, line)
		}
	}
	h.slack.MoveClock(monday)
	h.until("all have theirs", func() bool { return h.depth() == 0 && len(h.textsOf(people[59].ID)) == 1 })
	h.slack.MoveClock(monday.Add(10 * time.Minute))
	h.until("the metrics tell of all", shown(`handslag_reminders{state="sent"} 6`))
	h.until("nobody waits", shown(`handslag_reminders{state="planned"} 0`))
}

func TestStoppedTheRunSendsNothingMore(t *testing.T) {
	t.Parallel()
	people, rows := managersOf(60)
	h := reminding(t, options{people: people, more: rows, before: func(h *house) {
		h.bot.outbox.bulk = rate.NewLimiter(1.0/3600, 3) // three, and then one an hour
	}})
	h.take("programme", strings.ReplaceAll(houseProgramme, "target = 60", "target = 1200"))
	h.slack.MoveClock(monday)
	reminded := func() (n int) {
		for _, p := range append(slices.Clone(people), workspace.Person{ID: head}, workspace.Person{ID: care}) {
			n += len(h.textsOf(p.ID))
		}
		return n
	}
	h.until("three have it, and the others wait", func() bool { return reminded() == 3 })
	times := h.says(hrPerson, "/handslag påminnelser")
	sure := h.presses(hrPerson, times, "what:stop")
	h.presses(hrPerson, sure, "what:stop")
	h.until("nothing waits", func() bool { return h.onTheirWay() == 0 })
	if n := reminded(); n != 3 {
		t.Errorf("%d have been reminded, want the three from before", n)
	}
}

// TestWhoLeavesIsMissedWithinADay: between two rounds the unit of a manager whose account is closed is told of to HR, and to nobody else.
func TestWhoLeavesIsMissedWithinADay(t *testing.T) {
	h := reminding(t, options{})
	board := h.slack.Watch(hrPerson)
	defer board.Close()
	h.slack.MoveClock(monday)
	h.heard(board, "vecka 27")
	before := len(h.textsOf(head))
	h.must(h.slack.Deactivate(care))
	h.slack.MoveClock(monday.Add(6 * time.Hour))
	h.slack.MoveClock(monday.Add(24 * time.Hour))
	told := h.heard(board, "Hemtjänst Ryd")
	h.wants(told, "inte längre någon chef i Slack")
	h.slack.MoveClock(monday.Add(48 * time.Hour))
	h.until("it has been looked again", func() bool { return h.calls("users.list") > 2 })
	if n := len(h.textsOf(head)); n != before || len(h.textsOf(care)) != 1 {
		t.Errorf("others were written to: %q %q", h.textsOf(head), h.textsOf(care))
	}
	if n := strings.Count(strings.Join(h.textsOf(hrPerson), "\n"), "Hemtjänst Ryd"); n != 1 {
		t.Errorf("HR was told %d times", n)
	}
}

// TestWhatWasPlannedWaitsForTheMorning: reminders that Slack does not take on Monday do not go out in the night, but on Tuesday morning; and not to who
// has paused meanwhile. The conversation does not wait with them.
func TestWhatWasPlannedWaitsForTheMorning(t *testing.T) {
	var putOff atomic.Int32
	h := reminding(t, options{before: func(h *house) {
		ask := h.bot.outbox.again
		h.bot.outbox.again = func(ctx context.Context, key string, late bool) (time.Time, bool, error) {
			until, gone, err := ask(ctx, key, late)
			if until.After(monday.Add(20 * time.Hour)) {
				putOff.Add(1)
			}
			return until, gone, err
		}
	}})
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Status: 503})
	h.slack.MoveClock(monday)
	h.until("it has been tried for both", func() bool { return h.calls("chat.postMessage") > 4 })
	h.slack.MoveClock(monday.Add(14 * time.Hour))
	h.until("both have been put off", func() bool { return putOff.Load() == 2 })
	h.slack.Faults().Clear()
	h.until("nothing goes any more", func() bool { return h.onTheirWay() == 0 })
	if said := append(h.textsOf(head), h.textsOf(care)...); len(said) != 0 {
		t.Errorf("in the night the bot said %q", said)
	}
	h.wants(h.says(care, "/handslag pause until Friday"), "3 July", "No weekly reminder")
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.slack.MoveClock(monday.Add(24 * time.Hour))
	h.heard(watch, "Förskolan Kullen")
	h.until("all is done", func() bool { return h.onTheirWay() == 0 })
	if said := h.textsOf(care); len(said) != 1 {
		t.Errorf("who has paused was told %q", said)
	}
}

// onTheirWay is how many messages to many are on their way.
func (h *house) onTheirWay() (n int) {
	h.Helper()
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { n, err = tx.DepthOfMany(); return err }))
	return n
}

// TestAReminderWaitsWhereItCannotBeLookedFor: one that Slack may have is not sent anew as long as the bot may not read the conversation.
func TestAReminderWaitsWhereItCannotBeLookedFor(t *testing.T) {
	h := reminding(t, options{})
	h.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Times: 2, AnswerLost: true})
	h.slack.Faults().Add(workspace.Fault{Method: "conversations.history", Error: "missing_scope"})
	h.slack.MoveClock(monday)
	h.until("it has been looked for", func() bool { return h.calls("conversations.history") > 6 })
	for _, who := range []string{head, care} {
		if said := h.textsOf(who); len(said) != 1 {
			t.Errorf("%s has %q", who, said)
		}
	}
	h.slack.Faults().Clear()
	h.until("they have been found", func() bool { return h.onTheirWay() == 0 })
	for _, who := range []string{head, care} {
		if said := h.textsOf(who); len(said) != 1 {
			t.Errorf("%s has %q in the end", who, said)
		}
	}
}
