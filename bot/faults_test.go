package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// The faults that an operator meets, each played on the real program: go test -run TestFault -v ./bot prints what came of them, as a table at the end.

var faults struct {
	mu   sync.Mutex
	rows []string
}

// cameOf tells of a fault what came of it.
func cameOf(t testing.TB, fault, format string, args ...any) {
	t.Helper()
	said := fmt.Sprintf(format, args...)
	if t.Failed() {
		said = "FAILED"
	}
	t.Log(said)
	faults.mu.Lock()
	defer faults.mu.Unlock()
	faults.rows = append(faults.rows, fmt.Sprintf("  %-34s %s\n", fault, said))
}

// printFaults prints the table once all tests have run.
func printFaults() {
	if len(faults.rows) == 0 || !testing.Verbose() || os.Getenv(diskEnv) != "" {
		return
	}
	slices.Sort(faults.rows)
	fmt.Printf("\n%d faults on the real program, and what came of each:\n\n%s\n", len(faults.rows), strings.Join(faults.rows, ""))
}

// counting is what those outside do with a unit's slots.
type counting struct {
	read bool // the quota; else a claim
}

var countingModel = porcupine.Model{
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		if input.(counting).read {
			return output.(int) == state.(int), state
		}
		return true, state.(int) + 1
	},
	Equal: func(a, b any) bool { return a == b },
}

// createdIn reads the count from an answer about the quota: "3 av 12 platser skapade", "14 platser skapade, 2 över kvoten".
var createdIn = regexp.MustCompile(`(\d+) (?:av \d+ )?plats(?:er)? skapad`)

// TestFaultKilledAtAnyPoint kills the program four times under load, starts it again each time, and sends what was not answered once more. What
// was answered about claims and quotas must be what one after the other would have given.
func TestFaultKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first")) // known from here on
	p.must(err)
	var mu sync.Mutex
	var history []porcupine.Operation
	begin := time.Now()
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	again := 0
	ask := func(op *porcupine.Operation, trigger string) bool {
		text := "boka praktik"
		if op.Input.(counting).read {
			text = "kvot"
		}
		body, err := p.post("/slack/commands", formType, command(head, "/handslag", text, trigger))
		if err != nil {
			return false
		}
		if op.Input.(counting).read {
			m := createdIn.FindStringSubmatch(body)
			if m == nil {
				t.Errorf("no count in %.200s", body)
				return true
			}
			op.Output, _ = strconv.Atoi(m[1]) // digits
		}
		op.Return = time.Since(begin).Nanoseconds()
		mu.Lock()
		history = append(history, *op)
		mu.Unlock()
		return true
	}
	for run := range 4 {
		kill := make(chan struct{})
		var once sync.Once
		var sides sync.WaitGroup
		after := int64(5 + random.IntN(40))
		type unanswered struct {
			op      porcupine.Operation
			trigger string
		}
		var left []unanswered
		var answered int64
		for side := range 5 {
			sides.Go(func() {
				for i := 0; ; i++ {
					op := porcupine.Operation{ClientId: run*5 + side, Input: counting{read: side == 4}, Call: time.Since(begin).Nanoseconds()}
					trigger := fmt.Sprintf("%d.%d.%d", run, side, i)
					if !ask(&op, trigger) {
						mu.Lock()
						left = append(left, unanswered{op, trigger})
						mu.Unlock()
						return
					}
					mu.Lock()
					if answered++; answered == after {
						once.Do(func() { close(kill) })
					}
					mu.Unlock()
				}
			})
		}
		<-kill
		p.kill()
		sides.Wait()
		p.start()
		for _, u := range left { // what nobody answered comes again, as Slack and people do
			again++
			if !ask(&u.op, u.trigger) {
				t.Fatalf("not answered after the restart\n%s", p.log)
			}
		}
	}
	p.kill()
	claims := 0
	for _, op := range history {
		if !op.Input.(counting).read {
			claims++
		}
	}
	if n := p.created("FSK-1-1"); n != claims {
		t.Errorf("%d claims were answered and there are %d slots", claims, n)
	}
	if !porcupine.CheckOperations(countingModel, history) {
		t.Errorf("seed %d: no order of one after the other gives these answers", seed)
	}
	cameOf(t, "kill -9 four times under load", "%d claims and %d quotas answered, %d of them when sent again; none lost, none twice", claims, len(history)-claims, again)
}

// TestFaultLocked has another program hold the database: nobody waits more than a second for a word, and what was asked is done when it lets go.
func TestFaultLocked(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first"))
	p.must(err)
	other, err := sql.Open("sqlite3", "file:"+p.db+"?_busy_timeout=5000")
	p.must(err)
	defer other.Close()
	c, err := other.Conn(t.Context())
	p.must(err)
	defer c.Close()
	_, err = c.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	p.must(err)
	begin := time.Now()
	answer, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", "locked"))
	p.must(err)
	if !strings.Contains(answer, "Ett ögonblick") {
		t.Errorf("answered %s", answer)
	}
	told := time.Since(begin).Round(10 * time.Millisecond)
	_, err = c.ExecContext(t.Context(), "ROLLBACK")
	p.must(err)
	p.claim("after")
	p.terminate()
	if n := p.created("FSK-1-1"); n != 2 {
		t.Errorf("%d slots, want the one that waited and the one after it", n)
	}
	cameOf(t, "file locked by another program", "told to wait after %v, done when it was let go", told)
}

// TestFaultClockJumps sets the clock a day ahead and two back, between two starts of the program and while it runs: everything is still answered.
func TestFaultClockJumps(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	for i, day := range []int{24, 25, 23, 24} {
		p.start(fmt.Sprintf("HANDSLAG_NOW=2020-06-%dT09:00:00Z", day))
		p.claim(fmt.Sprint("jump.", i))
		p.terminate()
	}
	if n := p.created("FSK-1-1"); n != 4 {
		t.Errorf("%d slots after four claims", n)
	}
	cameOf(t, "clock a day ahead, two back", "4 of 4 claims answered over 3 jumps between starts, and all while it runs")
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		for _, jump := range []time.Duration{24 * time.Hour, -48 * time.Hour, time.Hour} {
			h.slack.MoveClock(h.bot.store.Now().Add(jump))
			h.wants(h.says(head, "/plats boka praktik"), "bokad")
			watch := h.slack.Watch(head)
			h.must(h.slack.Say(head, h.slack.DM(head), "kvot"))
			h.wants(h.next(watch), "Kullen")
			watch.Close()
		}
		h.must(h.bot.store.Check(h.ctx()))
	})
}
