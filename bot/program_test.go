package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// TestMain lets the test binary be the program, so that a test can kill it.
func TestMain(m *testing.M) {
	switch os.Getenv("HANDSLAG_TEST_PROGRAM") {
	case "serve":
		os.Args = []string{"handslag", "serve"}
		profiled()
		main()
	case "pool":
		poolMain()
	}
	os.Exit(m.Run())
}

// program is the real one, in a process of its own, in HTTP mode.
type program struct {
	testing.TB
	slack *workspace.Workspace
	db    string
	addr  string
	cmd   *exec.Cmd
	log   *bytes.Buffer
}

func newProgram(t testing.TB) *program { return newProgramWith(t, nil, "") }

// newProgramWith has more people, and more rows of the organisation.
func newProgramWith(t testing.TB, people []workspace.Person, rows string) *program {
	t.Helper()
	p := &program{TB: t, db: filepath.Join(t.TempDir(), "program.db"), addr: freeAddress(t)}
	outside := &late{}
	server := httptest.NewServer(outside)
	t.Cleanup(server.Close)
	var err error
	p.slack, err = workspace.New(workspace.Config{Manifest: manifest("http://" + p.addr), People: append(slices.Clone(housePeople), people...), URL: server.URL, Rates: 1e6})
	p.must(err)
	outside.h = p.slack
	t.Cleanup(p.slack.Close)
	s := p.open()
	_, err = s.Import(t.Context(), "organisation", strings.NewReader(houseOrganisation+rows), store.ImportOptions{})
	p.must(err)
	_, err = s.Import(t.Context(), "programme", strings.NewReader(houseProgramme), store.ImportOptions{})
	p.must(err)
	p.must(s.Close())
	return p
}

func freeAddress(t testing.TB) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return strings.TrimPrefix(s.URL, "http://")
}

func (p *program) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *program) open() *store.Store {
	p.Helper()
	now := time.Date(2020, 6, 25, 7, 0, 0, 0, time.UTC)
	s, err := store.Open(p.db, store.Options{Now: func() time.Time { return now }})
	p.must(err)
	return s
}

// created counts the slots of a unit while the program is not running.
func (p *program) created(unit string) int {
	p.Helper()
	s := p.open()
	defer s.Close()
	var n int
	p.must(s.Read(p.Context(), func(tx *store.Tx) error {
		parts, err := tx.Tallies("60-uppdraget", unit, tx.Today())
		n = store.TallyOf(parts).Created
		return err
	}))
	return n
}

// launch starts the process; start waits, too, until it is ready.
func (p *program) launch(env ...string) {
	p.Helper()
	exe, err := os.Executable()
	p.must(err)
	p.cmd = exec.Command(exe)
	p.cmd.Env = append(os.Environ(), "HANDSLAG_TEST_PROGRAM=serve", "HANDSLAG_DB="+p.db, "HANDSLAG_ADDR="+p.addr, "HANDSLAG_NOW=2020-06-25T09:00:00+02:00",
		"SLACK_BOT_TOKEN="+p.slack.BotToken(), "SLACK_SIGNING_SECRET="+p.slack.SigningSecret(), "SLACK_API_URL="+p.slack.URL()+"/api/")
	p.cmd.Env = append(p.cmd.Env, env...)
	p.log = &bytes.Buffer{}
	p.cmd.Stderr = p.log
	p.must(p.cmd.Start())
	process := p.cmd.Process
	p.Cleanup(func() { process.Kill() }) //nolint:errcheck // it may have ended
}

func (p *program) start(env ...string) {
	p.Helper()
	p.launch(env...)
	for ctx := p.limit(); ; {
		resp, err := http.Get("http://" + p.addr + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		if ctx.Err() != nil {
			p.Fatalf("the program is not ready: %v\n%s", err, p.log)
		}
	}
}

func (p *program) limit() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	p.Cleanup(cancel)
	return ctx
}

// post sends a signed request; an error says that no answer came.
func (p *program) post(path, kind, body string) (string, error) {
	r, err := http.NewRequestWithContext(p.limit(), http.MethodPost, "http://"+p.addr+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", workspace.Sign(p.slack.SigningSecret(), stamp, []byte(body)))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(resp.Body); err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%d %s", resp.StatusCode, &out)
	}
	return out.String(), nil
}

// kill ends the process as a power cut would.
func (p *program) kill() {
	p.Helper()
	p.must(p.cmd.Process.Kill())
	p.cmd.Wait() //nolint:errcheck // it was killed
}

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

func TestKilledInTheMiddleEachRequestIsDoneOnce(t *testing.T) {
	p := newProgram(t)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first"))
	p.must(err)
	enough, stop := make(chan struct{}), make(chan struct{})
	results := p.load(stop, func(n int) {
		if n == 20 {
			close(enough)
		}
	})
	<-enough
	p.kill() // with four requests in hand, each somewhere between its arrival and its answer
	close(stop)
	answers, unanswered := results()

	p.start()
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
	p.kill()
	if n, want := p.created("FSK-1-1"), len(answers)+len(unanswered); n != want {
		t.Errorf("%d requests made %d slots", want, n)
	}
}

func TestKilledBetweenCommitAndAnswerTheMessageIsAnsweredOnce(t *testing.T) {
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

// sent waits until the outbox is empty.
func (p *program) sent() {
	p.Helper()
	for ctx := p.limit(); ; {
		resp, err := http.Get("http://" + p.addr + "/metrics")
		p.must(err)
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		p.must(err)
		if bytes.Contains(body, []byte("handslag_outbox_depth 0\n")) {
			return
		}
		if ctx.Err() != nil {
			p.Fatalf("the outbox is not empty\n%s", p.log)
		}
	}
}

// terminate asks the program to end and wants exit code 0.
func (p *program) terminate() {
	p.Helper()
	p.must(p.cmd.Process.Signal(syscall.SIGTERM))
	if err := p.cmd.Wait(); err != nil {
		p.Errorf("the program ended with %v\n%s", err, p.log)
	}
}

func TestTerminatedUnderLoadNothingAcceptedIsLost(t *testing.T) {
	p := newProgram(t)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/handslag", "kvot", "first"))
	p.must(err)
	enough, stop := make(chan struct{}), make(chan struct{})
	results := p.load(stop, func(n int) {
		if n == 20 {
			close(enough)
		}
	})
	<-enough
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
