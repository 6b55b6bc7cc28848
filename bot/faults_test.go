package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"handslag/bot/workspace"
)

// The faults that an operator meets, each played on the real program: go test -run TestFault -v ./bot prints what came of them.

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
	t.Logf("killed 4 times: %d claims and %d quotas answered, of them %d after they were sent again", claims, len(history)-claims, again)
}

// TestFaultSlack has Slack fail in each way while a message is to be answered, and wants one answer when it is well again.
func TestFaultSlack(t *testing.T) {
	for name, fault := range map[string]workspace.Fault{
		"down":        {Method: "chat.postMessage", Reset: true, Times: 3},
		"503":         {Method: "chat.postMessage", Status: 503, Times: 3},
		"500":         {Method: "chat.postMessage", Status: 500, Times: 3},
		"429":         {Method: "chat.postMessage", Status: 429, RetryAfter: 1, Times: 2},
		"broken JSON": {Method: "chat.postMessage", BrokenJSON: true, Times: 3},
		"answer lost": {Method: "chat.postMessage", AnswerLost: true, Times: 2},
		"slow":        {Method: "chat.postMessage", Delay: 300 * time.Millisecond, Times: 2},
	} {
		t.Run(name, func(t *testing.T) {
			h := openHouse(t, options{})
			h.slack.Faults().Add(fault)
			watch := h.slack.Watch(head)
			defer watch.Close()
			h.must(h.slack.Say(head, h.slack.DM(head), "kvot"))
			h.wants(h.next(watch), "Kullen")
			h.until("the outbox is empty", func() bool { return h.depth() == 0 })
			if said := h.textsOf(head); len(said) != 1 {
				t.Errorf("answered %d times: %q", len(said), said)
			}
		})
	}
}

// TestFaultLocked has another program hold the database: nobody waits more than a second for a word, and what was asked is done when it lets go.
func TestFaultLocked(t *testing.T) {
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
	t.Logf("told to wait after %v", time.Since(begin).Round(10*time.Millisecond))
	_, err = c.ExecContext(t.Context(), "ROLLBACK")
	p.must(err)
	p.claim("after")
	p.terminate()
	if n := p.created("FSK-1-1"); n != 2 {
		t.Errorf("%d slots, want the one that waited and the one after it", n)
	}
}

// TestFaultClockJumps sets the clock a day ahead and two back: everything is still answered.
func TestFaultClockJumps(t *testing.T) {
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

const diskEnv = "HANDSLAG_TEST_DISK" // the process has file systems of its own

// onADisk runs the test again in a process that may mount, and tells whether this is that process.
func onADisk(t *testing.T) bool {
	t.Helper()
	if os.Getenv(diskEnv) != "" {
		return true
	}
	if err := exec.Command("unshare", "-rm", "true").Run(); err != nil {
		t.Skip("skipped: this machine lets nobody mount a small disk (unshare -rm)")
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), diskEnv+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if _, said, found := strings.Cut(line, "faults_test.go:"); found {
			_, said, _ = strings.Cut(said, ": ")
			t.Log(strings.TrimSpace(said))
		}
	}
	return false
}

// TestFaultFullDisk fills the disk under load: who asks is told, nothing that was answered is lost, and it goes on when there is room.
func TestFaultFullDisk(t *testing.T) {
	if !onADisk(t) {
		return
	}
	p := newProgram(t)
	disk := filepath.Join(t.TempDir(), "disk")
	p.must(os.Mkdir(disk, 0o700))
	p.must(syscall.Mount("none", disk, "tmpfs", 0, "size=16m"))
	defer syscall.Unmount(disk, 0)
	moved := filepath.Join(disk, "program.db")
	p.must(copied(p.db, moved))
	p.db = moved
	p.start()
	p.claim("before")
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	full, claimed := "", 1
	for i := 0; full == "" && i < 20_000; i++ {
		answer, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", fmt.Sprint("full.", i)))
		p.must(err)
		if strings.Contains(answer, "bokad") {
			claimed++
		} else {
			full = answer
		}
	}
	if !strings.Contains(full, "F-") || !strings.Contains(full, "Inget har ändrats") {
		t.Errorf("on a full disk it says %s", full)
	}
	p.must(os.Remove(filler))
	p.claim("room")
	p.terminate()
	if n := p.created("FSK-1-1"); n != claimed+1 {
		t.Errorf("%d slots, and %d were answered", n, claimed+1)
	}
	t.Logf("%d answered before the disk was full, 1 when there was room again, %d are there", claimed, claimed+1)
}

// fill takes what room there is.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// TestFaultReadOnlyDisk starts on a disk that cannot be written: the program does not start, and says why.
func TestFaultReadOnlyDisk(t *testing.T) {
	if !onADisk(t) {
		return
	}
	p := newProgram(t)
	dir := filepath.Dir(p.db)
	p.must(syscall.Mount(dir, dir, "", syscall.MS_BIND, ""))
	defer syscall.Unmount(dir, 0)
	p.must(syscall.Mount("none", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	p.launch()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(p.log.String(), "read-only") {
			t.Errorf("%v\n%s", err, p.log)
		}
		t.Logf("does not start: %s", strings.TrimSpace(p.log.String()))
	case <-ctx.Done():
		t.Error("it started")
	}
}
