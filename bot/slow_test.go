package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handslag/store"
)

// hold keeps the database from writing, or with reading too from both, until the function it gives is called.
func (h *house) hold(reading bool) (release func()) {
	h.Helper()
	begun, free := make(chan struct{}, 10), make(chan struct{})
	wait := func(*store.Tx) error {
		begun <- struct{}{}
		<-free
		return nil
	}
	holders := 1
	go h.bot.store.Write(h.ctx(), wait) // it writes nothing
	if reading {
		for range 4 {
			holders++
			go h.bot.store.Read(h.ctx(), wait) // it reads nothing
		}
	}
	for range holders {
		<-begun
	}
	return func() { close(free) }
}

const hurried = 20 * time.Millisecond // patience where the test makes the database slow

func TestSlowDatabaseIsNoSilence(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		o.patience = hurried
		for _, reading := range []bool{false, true} {
			h := openHouse(t, o)
			h.says(head, "/handslag kvot")
			h.settled()
			release := h.hold(reading)
			watch := h.slack.Watch(head)
			defer watch.Close()
			h.must(h.slack.Say(head, h.slack.DM(head), "/plats boka praktik"))
			h.wants(h.first(watch), "Ett ögonblick")
			release()
			h.wants(h.next(watch), "praktik", "Kullen")
			if n := h.created("FSK-1-1"); n != 1 {
				t.Errorf("%d slots, want 1", n)
			}
			h.stop()
		}
	})
}

func TestSlowButtonIsAnsweredWhenItIsDone(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		o.patience = hurried
		h := openHouse(t, o)
		claimed := h.says(head, "/plats boka praktik")
		h.settled()
		release := h.hold(false)
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.press(head, claimed, "undo") // returns when it is acknowledged
		release()
		h.next(watch)
	})
}

func TestSlowFormIsAnsweredInTheConversation(t *testing.T) {
	for name, count := range map[string]string{"right": "2", "wrong": "många"} {
		bothWays(t, func(t *testing.T, o options) {
			o.patience = hurried
			h := openHouse(t, o)
			var form string
			h.until("the form is open", func() bool {
				h.must(h.slack.Say(head, h.slack.DM(head), "/plats boka"))
				h.bot.working.wait()
				for _, v := range h.slack.Views(head) {
					form = v.ID
				}
				return form != ""
			})
			h.settled()
			release := h.hold(true)
			watch := h.slack.Watch(head)
			defer watch.Close()
			h.must(h.slack.Submit(head, form, map[string]any{"kind": "praktik", "count": count}))
			release()
			if m := h.next(watch); m.Text == "" || (name == "wrong") != (h.created("FSK-1-1") == 0) {
				t.Errorf("the bot said %q, and %d slots are created", m.Text, h.created("FSK-1-1"))
			}
		})
	}
}

func TestDatabaseThatIsGoneIsToldOf(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(head, "/handslag kvot")
		h.settled()
		h.must(h.bot.store.Close())
		h.wants(h.says(head, "/plats boka praktik"), "F-")
		if m := h.says(head, "kvot"); !strings.Contains(m.Text, "F-") { // past the outbox, which is gone too
			t.Errorf("the bot said %q", m.Text)
		}
	})
}

// TestAnswerTooLargeForASocketGoesAnotherWay: Slack drops acknowledgements of 20 KB without a word.
func TestAnswerTooLargeForASocketGoesAnotherWay(t *testing.T) {
	h := openHouse(t, options{})
	got := make(chan string, 1)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got <- string(body)
	}))
	defer hook.Close()
	req := slashRequest(head, "/handslag", "kvot", "trigger:large")
	if body := h.bot.slash(req, back{id: req.ID, user: head, url: hook.URL}, 10); body != nil {
		t.Errorf("the acknowledgement says %s", body)
	}
	if body := <-got; !strings.Contains(body, "Kullen") {
		t.Errorf("the response_url got %s", body)
	}
}

func TestPanicIsToldAndSurvived(t *testing.T) {
	h := openHouse(t, options{})
	watch := h.slack.Watch(head)
	defer watch.Close()
	h.bot.promptly(back{id: "trigger:panic", user: head}, func(context.Context) []byte { panic("on purpose") }, nil)
	h.wants(h.next(watch), "F-")
	h.bot.later(func(context.Context) { panic("on purpose") })
	h.wants(h.says(head, "/handslag kvot"), "Kullen")
}
