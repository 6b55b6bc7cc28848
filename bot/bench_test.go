package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/handlers"
	"handslag/locales"
	"handslag/store"
)

const benchConnections = 256

// BenchmarkClaimHTTP has 256 connections on which managers claim, each request signed and with a trigger of its own, against a database of
// 10 000 slots with synchronous=FULL. The server is a process of its own, so that its CPU and memory are its own. "pool" is what it is compared
// with: the same handlers, each claim in a transaction of its own on a connection of its own, as with database/sql's default pool.
func BenchmarkClaimHTTP(b *testing.B) {
	for _, how := range []string{"pool", "serve"} {
		p := newBench(b, how)
		b.Run(how, p.claims)
		p.stop()
	}
}

// bench is a server in a process of its own with fifty managers.
type bench struct {
	*program
	people []workspace.Person
	run    int
}

func newBench(b *testing.B, how string) *bench {
	b.Helper()
	people, rows := fiftyManagers()
	p := &bench{program: newProgramWith(b, people, rows), people: people}
	var slots strings.Builder
	slots.WriteString("slot,programme,unit,type,created,discontinued\n")
	for i := range 10_000 {
		fmt.Fprintf(&slots, "%d,60-uppdraget,FSK-2-%c%c,praktik,2020-0%d-%02d,\n", i+1, 'A'+i%5, '0'+i/5%10, 1+i%5, 1+i%28)
	}
	s := p.open()
	_, err := s.Import(b.Context(), "slots", strings.NewReader(slots.String()), store.ImportOptions{})
	p.must(err)
	p.must(s.Close())
	p.start("HANDSLAG_TEST_PROGRAM=" + how)
	for _, person := range people { // known from here on
		_, err := p.post("/slack/commands", formType, command(person.ID, "/handslag", "kvot", "warm."+person.ID))
		p.must(err)
	}
	return p
}

func (p *bench) stop() {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err == nil {
		p.cmd.Wait() // the measuring is done
	}
}

// benchWarm are claims that come before those that are measured: a fresh process has its stacks, its connections and its caches to fill.
const benchWarm = 20 * benchConnections

// claims sends b.N claims and reports what they cost.
func (p *bench) claims(b *testing.B) {
	p.send(b, p.requests(benchWarm))
	requests := p.requests(b.N)
	cpu := p.metric("process_cpu_seconds_total")
	b.ResetTimer()
	took, failed := p.send(b, requests)
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N-failed)/b.Elapsed().Seconds(), "claims/s")
	b.ReportMetric(float64(failed), "failed")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric((p.metric("process_cpu_seconds_total")-cpu)*1e6/float64(b.N), "cpu-µs/claim")
	b.ReportMetric(p.resident(), "peak-MB")
}

// requests gives so many that have not been sent before.
func (p *bench) requests(n int) [][]byte {
	p.run++
	requests := make([][]byte, n)
	for i := range requests {
		requests[i] = p.request(i)
	}
	return requests
}

// send sends requests on all connections, and gives how long each took, and how many were told that something went wrong.
func (p *bench) send(b *testing.B, requests [][]byte) ([]time.Duration, int) {
	took := make([]time.Duration, len(requests))
	var next, failed atomic.Int64
	var sides sync.WaitGroup
	for range benchConnections {
		sides.Go(func() {
			if err := p.side(requests, took, &next, &failed); err != nil {
				b.Error(err)
			}
		})
	}
	sides.Wait()
	return took, int(failed.Load())
}

// side sends requests on one connection until there are none left.
func (p *bench) side(requests [][]byte, took []time.Duration, next, failed *atomic.Int64) error {
	c, err := net.Dial("tcp", p.addr)
	if err != nil {
		return err
	}
	defer c.Close()
	in := bufio.NewReader(c)
	for i := next.Add(1) - 1; i < int64(len(requests)); i = next.Add(1) - 1 {
		begin := time.Now()
		if _, err := c.Write(requests[i]); err != nil {
			return err
		}
		good, err := answered(in)
		if err != nil {
			return err
		}
		took[i] = time.Since(begin)
		if !good {
			failed.Add(1) // told that something went wrong, as by a database that is locked
		}
	}
	return nil
}

// answered reads an answer, and tells whether it is of a claim. It reads no more than it must: who asks has the same cores as who answers.
func answered(in *bufio.Reader) (good bool, err error) {
	length := 0
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return false, err
		}
		if first {
			good = bytes.HasPrefix(line, []byte("HTTP/1.1 200 "))
		}
		if len(line) == len("\r\n") {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return false, err
			}
		}
	}
	body, err := in.Peek(length)
	if err != nil {
		return false, err
	}
	good = good && bytes.Contains(body, []byte("praktik"))
	_, err = in.Discard(length)
	return good, err
}

// request is a claim in one of the few hundred wordings in which they come.
func (p *bench) request(i int) []byte {
	person := p.people[i%len(p.people)]
	text := "boka praktik"
	if week := i % 7; week > 0 {
		text += fmt.Sprintf(" v %d", 28+week+i/7%20)
	}
	if hours := i % 3; hours > 0 {
		text += fmt.Sprintf(" %d timmar", 10*hours+i/3%5)
	}
	body := command(person.ID, "/plats", text, fmt.Sprintf("%d.%d", p.run, i))
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	return fmt.Appendf(nil, "POST /slack/commands HTTP/1.1\r\nHost: handslag\r\nContent-Type: %s\r\nContent-Length: %d\r\nX-Slack-Request-Timestamp: %s\r\nX-Slack-Signature: %s\r\n\r\n%s",
		formType, len(body), stamp, workspace.Sign(p.slack.SigningSecret(), stamp, []byte(body)), body)
}

// metric reads a number from /metrics.
func (p *bench) metric(name string) float64 {
	resp, err := http.Get("http://" + p.addr + "/metrics")
	p.must(err)
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			n, err := strconv.ParseFloat(value, 64)
			p.must(err)
			return n
		}
	}
	p.Fatalf("no metric %s", name)
	return 0
}

// resident is the most memory that the process has had, in MB.
func (p *bench) resident() float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0 // no Linux
	}
	for _, line := range strings.Split(string(status), "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, err := strconv.ParseFloat(f[1], 64)
			p.must(err)
			return kb / 1024
		}
	}
	return 0
}

// poolMain is the baseline: as many connections to the database as there are requests in hand, each with its own prepared statements, and a
// transaction for each claim. It is better off than the default pool, which closes all but two connections whenever they are idle.
func poolMain() {
	said, err := locales.Load()
	exitOn(err)
	now := (&base{Now: os.Getenv("HANDSLAG_NOW")}).clock()
	log := slog.New(slog.DiscardHandler)
	var front *bot
	pool := make(chan *handlers.Handlers, benchConnections)
	for range benchConnections {
		s, err := store.Open(os.Getenv("HANDSLAG_DB"), store.Options{Now: now, Zone: time.UTC})
		exitOn(err)
		if front == nil {
			front = &bot{log: log, store: s, said: said, metrics: newMetrics(), patience: time.Hour, ctx: context.Background(), stopping: make(chan struct{}), large: make(chan struct{}, maxLarge)}
			front.handlers = handlers.New(s, said, "sv", log)
			front.connect(&slackSettings{BotToken: os.Getenv("SLACK_BOT_TOKEN"), APIURL: os.Getenv("SLACK_API_URL")})
		}
		pool <- handlers.New(s, said, "sv", log)
	}
	mux := http.NewServeMux()
	front.routes(mux, "")
	mux.HandleFunc("POST /slack/commands", front.verified(os.Getenv("SLACK_SIGNING_SECRET"), func(rw http.ResponseWriter, body []byte) {
		h := <-pool
		defer func() { pool <- h }()
		writeJSON(rw, poolAnswer(front, h, body))
	}))
	exitOn(http.ListenAndServe(os.Getenv("HANDSLAG_ADDR"), mux))
}

func poolAnswer(front *bot, h *handlers.Handlers, body []byte) []byte {
	r, err := http.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	exitOn(err)
	r.Header.Set("Content-Type", formType)
	exitOn(r.ParseForm())
	req := slashRequest(r.PostForm.Get("user_id"), r.PostForm.Get("command"), r.PostForm.Get("text"), "trigger:"+r.PostForm.Get("trigger_id"))
	reply, err := h.Answer(front.ctx, req)
	if err != nil {
		exitOn(front.members.learn(front.ctx, req.User))
		reply, err = h.Answer(front.ctx, req)
		exitOn(err)
	}
	answer, err := reply.Message()
	exitOn(err)
	return answer
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// BenchmarkFirstAnswer is the time from the start of a process to its first answer, with the database of the municipality there.
func BenchmarkFirstAnswer(b *testing.B) {
	p := newProgram(b)
	p.start()
	_, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", "warm"))
	p.must(err)
	p.kill()
	b.ResetTimer()
	var cpu time.Duration
	for i := range b.N {
		p.launch()
		p.first(command(head, "/plats", "boka praktik", fmt.Sprint("first.", i)))
		b.StopTimer()
		p.kill()
		cpu += p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(b.N), "cpu-ms/start")
}

// first sends a command as soon as somebody listens.
func (p *program) first(body string) {
	p.Helper()
	for ctx := p.limit(); ; {
		c, err := net.Dial("tcp", p.addr)
		if err == nil {
			c.Close()
			_, err = p.post("/slack/commands", formType, body)
			p.must(err)
			return
		}
		if ctx.Err() != nil {
			p.Fatalf("nobody listens\n%s", p.log)
		}
		time.Sleep(time.Millisecond / 2) // to ask all the time would take a core from who starts
	}
}

// BenchmarkTenThousandReminded has the real program remind ten thousand managers as fast as it can: Slack's own limits would make it about half
// an hour. Run it with -benchtime 1x.
func BenchmarkTenThousandReminded(b *testing.B) {
	const managers = 10_000
	for b.Loop() {
		p := &bench{program: dueProgram(b, managers)}
		began := time.Now()
		p.start("HANDSLAG_TEST_PACE=fast")
		once, twice, never := p.reminders(managers)
		for ; never > 0; once, twice, never = p.reminders(managers) {
			time.Sleep(2 * time.Second) // a benchmark looks at the clock anyway
		}
		if once != managers {
			b.Fatalf("%d got one message and %d more", once, twice)
		}
		b.ReportMetric(managers/time.Since(began).Seconds(), "reminded/s")
		b.ReportMetric(p.resident(), "peak-MB")
		p.stop()
	}
}
