package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"handslag/bot/workspace"
	"handslag/store"
)

// TestMain lets the test binary be the program, so that a test can kill it.
func TestMain(m *testing.M) {
	if os.Getenv("HANDSLAG_TEST_PACE") != "" { // what Slack wants of a bot would make a test wait for hours
		usualTempo = tempo{rate.Inf, rate.Inf, rate.Inf, rate.Inf, func(int) time.Duration { return 50 * time.Millisecond }, sendWithin}
		if os.Getenv("HANDSLAG_TEST_PACE") == "alone" { // what another process had, that was killed, is not under way any more
			usualTempo.hold = 500 * time.Millisecond
		}
	}
	switch os.Getenv("HANDSLAG_TEST_PROGRAM") {
	case "serve", "remind":
		os.Args = []string{"handslag", os.Getenv("HANDSLAG_TEST_PROGRAM")}
		profiled()
		main()
	case "pool":
		poolMain()
	}
	code := m.Run()
	printFaults()
	os.Exit(code)
}

// program is the real one, in a process of its own, in HTTP mode or over sockets.
type program struct {
	testing.TB
	slack *workspace.Workspace
	front *late     // of the workspace's server
	day   time.Time // when the process is started the first time, by its clock
	db    string
	addr  string
	token string // of sockets; "" in HTTP mode
	cmd   *exec.Cmd
	runs  int
	log   *logged
}

// logged is what a program has written; it may be read while more comes.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newProgram(t testing.TB) *program { return newProgramWith(t, nil, "") }

// newSocketProgram has it reached over sockets.
func newSocketProgram(t testing.TB) *program {
	t.Helper()
	p := makeProgram(t, nil, "", "")
	p.token = p.slack.AppToken()
	return p
}

// newProgramWith has more people, and more rows of the organisation.
func newProgramWith(t testing.TB, people []workspace.Person, rows string) *program {
	t.Helper()
	return makeProgram(t, people, rows, freeAddress(t))
}

// makeProgram has Slack send requests to an address; "": over sockets.
func makeProgram(t testing.TB, people []workspace.Person, rows, addr string) *program {
	t.Helper()
	url := ""
	if addr != "" {
		url = "http://" + addr
	}
	p := &program{TB: t, db: founded(t, rows), addr: cmp.Or(addr, freeAddress(t)), front: &late{}, day: time.Date(2020, 6, 25, 7, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(p.front)
	t.Cleanup(server.Close)
	var err error
	p.slack, err = workspace.New(workspace.Config{Manifest: manifest(url), People: append(slices.Clone(housePeople), people...), URL: server.URL, Rates: 1e6})
	p.must(err)
	p.front.h = p.slack
	t.Cleanup(p.slack.Close)
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

// launch starts the process, a minute later by its clock than the time before; start waits, too, until it is ready.
func (p *program) launch(env ...string) {
	p.Helper()
	exe, err := os.Executable()
	p.must(err)
	p.cmd = exec.Command(cmp.Or(os.Getenv("HANDSLAG_TEST_BINARY"), exe), "serve") // one that has been built, to measure it
	now := p.day.Add(time.Duration(p.runs) * time.Minute).Format(time.RFC3339)
	p.runs++
	p.cmd.Env = append(os.Environ(), "HANDSLAG_TEST_PROGRAM=serve", "HANDSLAG_DB="+p.db, "HANDSLAG_ADDR="+p.addr, "HANDSLAG_NOW="+now, "HANDSLAG_RATE=0",
		"SLACK_BOT_TOKEN="+p.slack.BotToken(), "SLACK_API_URL="+p.slack.URL()+"/api/")
	if p.token == "" {
		p.cmd.Env = append(p.cmd.Env, "SLACK_SIGNING_SECRET="+p.slack.SigningSecret())
	} else {
		p.cmd.Env = append(p.cmd.Env, "SLACK_APP_TOKEN="+p.token)
	}
	p.cmd.Env = append(p.cmd.Env, env...)
	p.log = &logged{}
	p.cmd.Stderr = p.log
	p.must(p.cmd.Start())
	process := p.cmd.Process
	p.Cleanup(func() { process.Kill() }) // it may have ended
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

// limit is longer than anything takes on the slowest machine: it ends what hangs.
func (p *program) limit() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
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
	p.cmd.Wait() // it was killed
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
