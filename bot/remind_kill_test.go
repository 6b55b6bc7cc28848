package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// managersOf gives so many people, each the manager of a unit of their own, and the rows of these units.
func managersOf(n int) (people []workspace.Person, rows string) {
	var b strings.Builder
	for i := range n {
		locale := []string{"sv-SE", "en-GB"}[i%2]
		people = append(people, workspace.Person{ID: fmt.Sprintf("U0MANAGE%05d", i), Name: fmt.Sprintf("manager%d", i), Locale: locale, Email: fmt.Sprintf("m%d@example.com", i)})
		fmt.Fprintf(&b, "FSK-2-%d,FSK-1,enhet,Avdelning %d,,10,2018-01-01,,m%d@example.com,\n", i, i, i)
	}
	return people, b.String()
}

// dueProgram is a program whose managers all have something to do: each unit has a quota and nothing is created. It has been started before the
// week in which it reminds them.
func dueProgram(t testing.TB, managers int) *program {
	people, rows := managersOf(managers)
	p := newProgramWith(t, people, rows)
	s := p.open()
	_, err := s.Import(t.Context(), "programme", strings.NewReader(strings.ReplaceAll(houseProgramme, "target = 60", fmt.Sprint("target = ", 20*managers))), store.ImportOptions{})
	p.must(err)
	p.must(s.Close())
	p.start()
	p.terminate()
	p.day, p.runs = time.Date(2020, 6, 29, 6, 0, 0, 0, time.UTC), 0
	return p
}

// reminders counts what each manager has got.
func (p *program) reminders(managers int) (once, twice, never int) {
	people, _ := managersOf(managers)
	for _, who := range people {
		n := 0
		for _, m := range p.slack.Messages(who.ID, p.slack.DM(who.ID)) {
			if m.BotID != "" {
				n++
			}
		}
		switch n {
		case 0:
			never++
		case 1:
			once++
		default:
			twice++
		}
	}
	return once, twice, never
}

// killer stands before the workspace and kills the program at each tenth message: in turn before Slack has it, before its answer has left, and
// after that. Calls that are under way then come to their end in Slack, and nobody hears of it.
type killer struct {
	next    http.Handler
	every   int
	killed  chan struct{}
	mu      sync.Mutex
	kill    func()
	dead    bool           // until the next start
	calls   map[string]int // by method
	working sync.WaitGroup
}

func (k *killer) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	method := methodOf(r.URL.Path)
	k.mu.Lock()
	if k.dead {
		k.mu.Unlock()
		panic(http.ErrAbortHandler) // what was on its way when the process was killed
	}
	k.calls[method]++
	n := k.calls[method]
	k.working.Add(1)
	every := k.every
	k.mu.Unlock()
	defer k.working.Done()
	how := n / every % 3
	if method != "chat.postMessage" || n%every != 0 {
		how = -1
	}
	switch how {
	case 0:
		k.end()
	case 1:
		k.next.ServeHTTP(httptest.NewRecorder(), r)
		k.end()
	case 2:
		k.next.ServeHTTP(rw, r)
		rw.(http.Flusher).Flush()
		k.end()
	default:
		k.next.ServeHTTP(rw, r)
	}
}

func (k *killer) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.dead {
		k.dead = true
		k.kill()
		k.killed <- struct{}{}
	}
}

// rest lets the program live.
func (k *killer) rest() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.every = 1 << 30
}

func (k *killer) called(method string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.calls[method]
}

// revive starts the program when all that the one before has asked for is done.
func (k *killer) revive(p *program) {
	k.working.Wait()
	k.mu.Lock()
	defer k.mu.Unlock()
	p.launch("HANDSLAG_TEST_PACE=alone")
	process := p.cmd.Process
	k.dead, k.kill = false, func() { process.Kill() } // it has not ended before
}

// mishaps go round: a life, one of them.
var mishaps = []workspace.Fault{
	{Method: "chat.postMessage", Times: 1, Status: 500}, {Method: "chat.postMessage", Times: 2, Reset: true}, {Method: "chat.postMessage", Times: 1, AnswerLost: true},
	{Method: "conversations.history", Times: 1, Status: 503}, {Method: "chat.postMessage", Times: 1, BrokenJSON: true}, {Method: "users.list", Times: 1, Error: "internal_error"},
	{Method: "conversations.open", Times: 1, Reset: true}, {Method: "chat.postMessage", Times: 1, Error: "service_unavailable"},
	{Method: "chat.postMessage", Times: 1, Status: 429, RetryAfter: 1},
}

// TestFourHundredManagersAreRemindedOnceEach has the program killed at each tenth message, and all else that can go wrong with a call go wrong
// too. go test ./bot -run FourHundred -v prints what happened.
func TestFourHundredManagersAreRemindedOnceEach(t *testing.T) {
	t.Parallel()
	const managers = 400
	p := dueProgram(t, managers)
	k := &killer{next: p.slack, every: 10, killed: make(chan struct{}, 1), calls: map[string]int{}}
	p.front.h = k
	lives, began := 0, time.Now()
	for never := managers; never > 0; {
		p.slack.Faults().Clear()
		p.slack.Faults().Add(mishaps[lives%len(mishaps)])
		lives++
		k.revive(p)
		never = p.untilKilledOrDone(k, managers)
	}
	k.rest()
	p.sent()
	once, twice, never := p.reminders(managers)
	t.Logf("\nmanagers                      %4d\nstarts of the program         %4d\nkilled (SIGKILL)              %4d\ncalls of chat.postMessage     %4d\n"+
		"looked for before sending     %4d\ngot one message               %4d\ngot more than one             %4d\ngot none                      %4d\nseconds                       %4.0f",
		managers, lives, lives-1, k.called("chat.postMessage"), k.called("conversations.history"), once, twice, never, time.Since(began).Seconds())
	if once != managers {
		t.Errorf("%d of %d got one message", once, managers)
	}
	p.terminate()
}

// untilKilledOrDone waits until the process has been killed or everybody has a message, and tells how many have none.
func (p *program) untilKilledOrDone(k *killer, managers int) int {
	p.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for ctx := p.limit(); ; {
		select {
		case <-k.killed:
			p.cmd.Wait() // it was killed
			_, _, never := p.reminders(managers)
			return max(never, 1) // it has to be started once more, to write down what it has sent
		case <-tick.C:
			if _, _, never := p.reminders(managers); never == 0 {
				return 0
			}
		case <-ctx.Done():
			p.Fatalf("neither killed nor done\n%s", p.log)
		}
	}
}

// TestReminderByHandBesideTheClock has the command line remind everybody twice while the running bot does so, on machines whose clocks are minutes
// ahead of the bot's.
func TestReminderByHandBesideTheClock(t *testing.T) {
	t.Parallel()
	const managers = 60
	p := dueProgram(t, managers)
	p.launch("HANDSLAG_TEST_PACE=fast")
	serving := p.cmd
	var byHand [2]*program
	for i := range byHand {
		by := *p
		by.runs = 2 + i // minutes
		by.launch("HANDSLAG_TEST_PROGRAM=remind", "HANDSLAG_TEST_PACE=fast")
		byHand[i] = &by
	}
	for _, by := range byHand {
		if err := by.cmd.Wait(); err != nil {
			t.Errorf("handslag remind: %v\n%s", err, by.log)
		}
	}
	p.cmd = serving
	p.sent()
	if once, twice, never := p.reminders(managers); once != managers {
		t.Errorf("of %d managers %d got one message, %d more and %d none", managers, once, twice, never)
	}
	p.terminate()
	if said := regexp.MustCompile(`"msg":"reminders","week":"2020-W27",.*"left":0`).FindString(p.log.String()); said == "" {
		t.Errorf("the log does not tell how the run went:\n%s", p.log)
	}
}
