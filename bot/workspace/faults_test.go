package workspace_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

func TestRatesAsInSlack(t *testing.T) {
	config := testConfig("")
	config.Rates = 1
	w := start(t, config)
	var limited *slack.RateLimitedError
	for n := range 10 {
		_, _, err := client(w).PostMessage(general, slack.MsgOptionText("hej", false))
		if errors.As(err, &limited) {
			if n < 5 || limited.RetryAfter < time.Second {
				t.Errorf("message %d: %v", n, limited)
			}
			if _, _, err := client(w).PostMessage(head, slack.MsgOptionText("hej", false)); err != nil {
				t.Errorf("another conversation is limited too: %v", err)
			}
			return
		}
	}
	t.Error("ten messages at once went through")
}

func TestFaults(t *testing.T) {
	w := start(t, testConfig(""))
	post := func() error {
		_, _, err := client(w).PostMessage(general, slack.MsgOptionText("hej", false))
		return err
	}
	tests := []struct {
		name  string
		fault workspace.Fault
		check func(error) bool
		sent  int
	}{
		{"429", workspace.Fault{Status: 429, RetryAfter: 7}, func(err error) bool {
			var limited *slack.RateLimitedError
			return errors.As(err, &limited) && limited.RetryAfter == 7*time.Second
		}, 0},
		{"503", workspace.Fault{Status: 503}, func(err error) bool {
			var status slack.StatusCodeError
			return errors.As(err, &status) && status.Code == 503
		}, 0},
		{"error", workspace.Fault{Error: "fatal_error"}, func(err error) bool { return err != nil && err.Error() == "fatal_error" }, 0},
		{"broken JSON", workspace.Fault{BrokenJSON: true}, func(err error) bool { return err != nil }, 0},
		{"reset", workspace.Fault{Reset: true}, func(err error) bool { return err != nil }, 0},
		{"answer lost", workspace.Fault{AnswerLost: true}, func(err error) bool { return err != nil }, 1},
		{"another method", workspace.Fault{Method: "chat.update", Status: 500}, func(err error) bool { return err == nil }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(w.Messages(head, general))
			tt.fault.Times = 1
			w.Faults().Add(tt.fault)
			if err := post(); !tt.check(err) {
				t.Errorf("got %v", err)
			}
			if sent := len(w.Messages(head, general)) - before; sent != tt.sent {
				t.Errorf("%d messages were sent, want %d", sent, tt.sent)
			}
			w.Faults().Clear()
			if err := post(); err != nil {
				t.Errorf("after the fault: %v", err)
			}
		})
	}
}

func TestClock(t *testing.T) {
	clock := workspace.NewClock(time.Date(2020, 6, 25, 8, 0, 0, 0, time.UTC))
	config := testConfig("")
	config.Clock = clock
	w := start(t, config)
	seen := w.Watch(head)
	defer seen.Close()
	post := func() string {
		_, ts, err := client(w).PostMessage(general, slack.MsgOptionText("hej", false))
		if err != nil {
			t.Fatal(err)
		}
		return ts
	}
	first := post()
	w.MoveClock(time.Date(2020, 6, 29, 8, 0, 0, 0, time.UTC))
	if got := clock.Now(); got.Day() != 29 {
		t.Errorf("the app's clock shows %v", got)
	}
	second := post()
	w.MoveClock(time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC))
	third := post()
	if first < "1593072000" || first > "1593072100" || second < "1593417600" || third <= second {
		t.Errorf("stamped %s, %s, %s", first, second, third)
	}
	for {
		e, err := seen.Next(within(t))
		if err != nil {
			t.Fatal(err)
		}
		if e.Type == "clock" {
			return
		}
	}
}
