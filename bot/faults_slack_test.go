package main

import (
	"fmt"
	"os"
	"testing"
	"time"

	"handslag/bot/workspace"
)

// said counts what the bot has said to the head.
func (p *program) said() (n int) {
	for _, m := range p.slack.Messages(head, p.slack.DM(head)) {
		if m.BotID != "" {
			n++
		}
	}
	return n
}

// failed counts the calls of the bot's that came to nothing.
func (p *program) failed() (n int) {
	for _, e := range p.slack.Traffic(0) {
		if e.Direction == "in" && !e.OK {
			n++
		}
	}
	return n
}

// TestFaultSlack has Slack fail in each way while a message is to be answered, and wants one answer when it is well again.
func TestFaultSlack(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start("HANDSLAG_TEST_PACE=quick")
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"Slack out of reach", workspace.Fault{Reset: true, Times: 3}},
		{"Slack says 503", workspace.Fault{Status: 503, Times: 3}},
		{"Slack says 500", workspace.Fault{Status: 500, Times: 3}},
		{"Slack says 429, one second", workspace.Fault{Status: 429, RetryAfter: 1, Times: 2}},
		{"Slack answers broken JSON", workspace.Fault{BrokenJSON: true, Times: 3}},
		{"Slack's answer is lost", workspace.Fault{AnswerLost: true, Times: 2}},
		{"Slack is slow, 300 ms a call", workspace.Fault{Delay: 300 * time.Millisecond, Times: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, failed := p.said(), p.failed()
			c.fault.Method = "chat.postMessage"
			p.slack.Faults().Add(c.fault)
			begin := time.Now()
			p.must(p.slack.Say(head, p.slack.DM(head), "kvot"))
			p.until(func() bool { return p.said() > before })
			took := time.Since(begin).Round(10 * time.Millisecond)
			p.sent()
			if n := p.said() - before; n != 1 {
				t.Errorf("answered %d times", n)
			}
			cameOf(t, c.name, "%d calls in vain, answered once, after %v", p.failed()-failed, took)
			p.slack.Faults().Clear()
		})
	}
}

// until waits for what nothing tells of.
func (p *program) until(done func() bool) {
	p.Helper()
	p.untilWithin(2*time.Minute, done)
}

func (p *program) untilWithin(most time.Duration, done func() bool) {
	p.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(most); !done(); {
		select {
		case <-tick.C:
		case <-late:
			p.Fatalf("waited in vain\n%s", p.log)
		}
	}
}

// TestFaultSlackIsDown has nothing of Slack reached for a while, of HANDSLAG_TEST_DOWN where that is set: what is asked over HTTP is answered, and what
// has to be sent comes once each when Slack is back, at the pace that the program has for it.
func TestFaultSlackIsDown(t *testing.T) {
	t.Parallel()
	down := time.Second
	if set := os.Getenv("HANDSLAG_TEST_DOWN"); set != "" {
		var err error
		if down, err = time.ParseDuration(set); err != nil {
			t.Fatal(err)
		}
	}
	p := newProgram(t)
	p.start()
	p.claim("first")
	p.slack.Faults().Add(workspace.Fault{Reset: true})
	const messages, claims = 3, 3
	for range messages {
		p.must(p.slack.Say(head, p.slack.DM(head), "kvot"))
	}
	for i := range claims {
		p.claim(fmt.Sprint("down.", i))
	}
	<-time.After(down)
	p.slack.Faults().Clear()
	back := time.Now()
	p.untilWithin(2*time.Minute+3*down, func() bool { return p.said() >= messages })
	took := time.Since(back).Round(100 * time.Millisecond)
	p.sent()
	if n := p.said(); n != messages {
		t.Errorf("%d messages came, want %d", n, messages)
	}
	p.terminate()
	if n := p.created("FSK-1-1"); n != 1+claims {
		t.Errorf("%d slots, want %d", n, 1+claims)
	}
	cameOf(t, fmt.Sprintf("Slack down for %v", down), "%d of %d claims answered meanwhile; %d messages waited and came once each, the last %v after it was back",
		claims, claims, messages, took)
}

// TestFaultSilentSockets has both sockets go silent without a word: it is noticed within 60 s, and new ones are made.
func TestFaultSilentSockets(t *testing.T) {
	t.Parallel()
	p := newSocketProgram(t)
	p.start()
	p.until(func() bool { return p.slack.Connected() == socketCount }) // it is ready with the first
	p.slack.SilenceSockets()
	begin := time.Now()
	p.untilWithin(time.Minute, func() bool {
		opened := 0
		for _, e := range p.slack.Traffic(0) {
			if e.Method == "apps.connections.open" && e.OK {
				opened++
			}
		}
		return opened >= 2*socketCount && p.slack.Connected() == socketCount
	})
	noticed := time.Since(begin).Round(100 * time.Millisecond)
	p.must(p.slack.Say(head, p.slack.DM(head), "kvot"))
	p.until(func() bool { return p.said() == 1 })
	cameOf(t, "both sockets silent", "noticed and made anew within %v, and answers", noticed)
}
