package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// load sends claims, each with a trigger of its own, from several sides until stop is closed, and gives what was answered by trigger.
func (p *program) load(stop <-chan struct{}, answered func(n int)) func() (map[string]string, []string) {
	var mu sync.Mutex
	answers, unanswered := map[string]string{}, []string{}
	var sides sync.WaitGroup
	for side := range 4 {
		sides.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				trigger := fmt.Sprintf("%d.%d", side, i)
				body, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", trigger))
				mu.Lock()
				if err != nil {
					unanswered = append(unanswered, trigger)
					mu.Unlock()
					return
				}
				answers[trigger] = body
				n := len(answers)
				mu.Unlock()
				answered(n)
			}
		})
	}
	return func() (map[string]string, []string) {
		sides.Wait()
		return answers, unanswered
	}
}

// twentyAnswered puts load on the program and gives it back when twenty requests have been answered. Closing stop ends the load.
func (p *program) twentyAnswered() (stop chan struct{}, results func() (map[string]string, []string)) {
	p.Helper()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first"))
	p.must(err)
	enough, stop := make(chan struct{}), make(chan struct{})
	results = p.load(stop, func(n int) {
		if n == 20 {
			close(enough)
		}
	})
	<-enough
	return stop, results
}

// untilKept waits until what somebody asked last stands in the database, which is beside the answer.
func (p *program) untilKept(user string) {
	p.Helper()
	s := p.open()
	defer s.Close()
	p.until(func() (kept bool) {
		p.must(s.Read(p.Context(), func(tx *store.Tx) error {
			m, err := tx.MemberBySlack(user)
			if err != nil || m == nil {
				return err
			}
			talk, err := tx.LastTalk(m.ID)
			kept = talk != nil
			return err
		}))
		return kept
	})
}

func TestKilledInTheMiddleEachRequestIsDoneOnce(t *testing.T) {
	p := newProgram(t)
	p.start()
	stop, results := p.twentyAnswered()
	_, err := p.post("/slack/commands", formType, command(care, "/handslag", "quota", "asked"))
	p.must(err)
	p.untilKept(care)
	p.kill() // with four requests in hand, each somewhere between its arrival and its answer
	close(stop)
	answers, unanswered := results()

	p.start()
	_, err = p.post("/slack/events", jsonType, eventBody("Ev0ASKED001", `{"type":"message","channel_type":"im","channel":"`+p.slack.DM(care)+`","user":"`+care+`","text":"no, as of 1 March","ts":"1.1"}`))
	p.must(err)
	for trigger, before := range answers {
		again, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", trigger))
		p.must(err)
		if again != before {
			t.Errorf("%s was answered with %s, and before with %s", trigger, again, before)
		}
	}
	for _, trigger := range unanswered {
		for range 2 {
			_, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", trigger))
			p.must(err)
		}
	}
	p.sent()
	p.kill()
	if n, want := p.created("FSK-1-1"), len(answers)+len(unanswered); n != want {
		t.Errorf("%d requests made %d slots", want, n)
	}
	said := p.slack.Messages(care, p.slack.DM(care))
	if last := said[len(said)-1].Text; !strings.Contains(last, "Hemtjänst Ryd") || !strings.Contains(last, "1 Mar") {
		t.Errorf("what was asked just before is forgotten: it is answered with %s", last)
	}
}

func TestKilledBetweenCommitAndAnswerTheMessageIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first"))
	p.must(err)
	p.slack.Faults().Add(workspace.Fault{Method: "chat.postMessage", Delay: time.Hour})
	event := eventBody("Ev0KILLED01", `{"type":"message","channel_type":"im","channel":"`+p.slack.DM(head)+`","user":"`+head+`","text":"kvot","ts":"1.1"}`)
	_, err = p.post("/slack/events", jsonType, event) // acknowledged: it is on disk
	p.must(err)
	p.kill()
	p.slack.Faults().Clear()

	p.start()
	_, err = p.post("/slack/events", jsonType, event)
	p.must(err)
	p.sent()
	p.terminate()
	var said []string // Slack had the request when the process was killed, and nobody knew
	for _, m := range p.slack.Messages(head, p.slack.DM(head)) {
		if m.BotID != "" {
			said = append(said, m.Text)
		}
	}
	if len(said) != 1 || !strings.Contains(said[0], "Kullen") {
		t.Errorf("the bot said %q, want one thing", said)
	}
}

func TestTerminatedUnderLoadNothingAcceptedIsLost(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	stop, results := p.twentyAnswered()
	p.terminate()
	close(stop)
	answers, unanswered := results()
	if n := p.created("FSK-1-1"); n < len(answers) || n > len(answers)+len(unanswered) {
		t.Errorf("%d were answered, %d were not, and there are %d slots", len(answers), len(unanswered), n)
	}
	for _, line := range strings.Split(strings.TrimSpace(p.log.String()), "\n") {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("the log has a line that is no JSON: %s", line)
		}
		for _, secret := range []string{p.slack.BotToken(), p.slack.SigningSecret(), "boka praktik"} {
			if strings.Contains(line, secret) {
				t.Errorf("the log says %s", line)
			}
		}
	}
}
