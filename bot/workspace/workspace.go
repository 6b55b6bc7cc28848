// Package workspace is a small, strict Slack in this process, for trying an app and for testing it: the Web API, Socket Mode
// and signed HTTP requests, with people who can be played from a page at "/" or from Go. It knows nothing of the app that it
// serves but the app's manifest, keeps everything in memory, and answers on loopback only.
//
// Whatever Slack refuses is refused here too, and each refusal names the rule and where it stands (see check.go for how). Where
// Slack's documentation contradicts itself, the tighter reading holds, so that what passes here passes there.
package workspace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// The workspace's own names. They have the form of Slack's IDs (a letter and at least eight of A–Z and 0–9).
const (
	TeamID    = "T0LOCAL001"
	AppID     = "A0LOCAL001"
	BotID     = "B0LOCAL001"
	BotUserID = "U0LOCALBOT" // the app's bot user; give it as a member of the channels that it is to be in

	strangerTeamID = "T0OTHER001"
	teamName       = "Local workspace"
	teamDomain     = "local"
)

// Object is a piece of Slack's JSON.
type Object = map[string]any

// Config is what a workspace is made of. Only Manifest is required.
type Config struct {
	Manifest      []byte // the app's manifest as JSON
	People        []Person
	Channels      []Channel
	Clock         Clock  // the real time when nil
	SigningSecret string // made up when empty, as the tokens are
	BotToken      string
	AppToken      string
	URL           string  // where the workspace is reached, as "http://127.0.0.1:3000"; learnt from the first request when empty
	Scale         float64 // how many times faster than real the workspace's own timers run; 1 when 0
	Rates         float64 // how many times Slack's rate limits an app may use; 1 is as Slack, 100 when 0
	Faults        *Faults // what goes wrong; none when nil
}

// Workspace is the Slack. It is an http.Handler for both the API and the page, and safe for concurrent use.
type Workspace struct {
	config   Config
	manifest manifest
	faults   *Faults
	mux      *http.ServeMux
	started  time.Time
	ctx      context.Context
	stop     context.CancelFunc
	work     background
	sockets  sockets
	traffic  traffic
	client   *http.Client
	latest   sync.Map // kind → the latest delivery of it

	// mu guards what follows. Messages and views are never changed once stored: a change stores another.
	mu           sync.Mutex
	url          string
	people       map[string]*Person
	peopleOrder  []string
	channels     map[string]*channel
	channelOrder []string
	stacks       map[string][]*View // a person's open modals, bottom first
	homes        map[string]*View
	triggers     map[string]*trigger
	hooks        map[string]*hook
	files        map[string]*file
	rates        rates
	watches      map[*Watch]struct{}
	lastTS       int64 // microseconds of the latest ts given
	lastID       int
}

var realToken = regexp.MustCompile(`^xox[a-z]-\d+-|^xapp-\d+-`)

// New makes a workspace. It refuses a manifest that Slack would refuse, a token that looks real, and a request URL that
// leads away from this machine.
func New(config Config) (*Workspace, error) {
	for _, token := range []string{config.BotToken, config.AppToken} {
		if realToken.MatchString(token) {
			return nil, errors.New("workspace: a token that looks real does not belong in a local workspace")
		}
	}
	setDefaults(&config)
	m, err := parseManifest(config.Manifest)
	if err != nil {
		return nil, err
	}
	w := &Workspace{
		config: config, manifest: m, faults: config.Faults, url: strings.TrimSuffix(config.URL, "/"), started: time.Now(),
		people: map[string]*Person{}, channels: map[string]*channel{}, stacks: map[string][]*View{}, homes: map[string]*View{},
		triggers: map[string]*trigger{}, hooks: map[string]*hook{}, files: map[string]*file{}, rates: rates{}, watches: map[*Watch]struct{}{},
		client: &http.Client{CheckRedirect: twoRedirects},
	}
	w.ctx, w.stop = context.WithCancel(context.Background())
	if err := w.settle(); err != nil {
		return nil, err
	}
	w.mux = w.routes()
	return w, nil
}

func setDefaults(c *Config) {
	if c.Clock == nil {
		c.Clock = NewClock(time.Now())
	}
	if c.SigningSecret == "" {
		c.SigningSecret = randomHex(16)
	}
	if c.BotToken == "" {
		c.BotToken = "xoxb-local-" + randomHex(12)
	}
	if c.AppToken == "" {
		c.AppToken = "xapp-local-" + randomHex(12)
	}
	if c.Scale <= 0 {
		c.Scale = 1
	}
	if c.Rates <= 0 {
		c.Rates = 100
	}
	if c.Faults == nil {
		c.Faults = &Faults{}
	}
}

// BotToken, AppToken and SigningSecret are what the app needs to know.
func (w *Workspace) BotToken() string      { return w.config.BotToken }
func (w *Workspace) AppToken() string      { return w.config.AppToken }
func (w *Workspace) SigningSecret() string { return w.config.SigningSecret }

// Faults is what goes wrong, to be added to while the workspace runs.
func (w *Workspace) Faults() *Faults { return w.faults }

// SetURL says where the workspace is reached, for the addresses that it gives away before it has had a request.
func (w *Workspace) SetURL(url string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.url = strings.TrimSuffix(url, "/")
}

// URL is where the workspace is reached, "" before anybody has told.
func (w *Workspace) URL() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.url
}

// Close ends sockets, streams and deliveries, and waits for them.
func (w *Workspace) Close() {
	w.work.end()
	w.stop()
	w.sockets.closeAll()
	w.work.group.Wait()
}

// background is what runs beside requests: deliveries, retries, sockets. Nothing starts after the end.
type background struct {
	mu    sync.Mutex
	ended bool
	group sync.WaitGroup
}

// start runs f beside, and tells whether it does.
func (b *background) start(f func()) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.ended {
		b.group.Go(f)
	}
	return !b.ended
}

func (b *background) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
}

// ServeHTTP answers the Web API (/api/), Socket Mode (/link), response URLs (/hooks/), files and the page; from loopback only.
func (w *Workspace) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !loopback(r.RemoteAddr) || !loopback(r.Host) {
		http.Error(rw, "a local workspace answers this machine only", http.StatusForbidden)
		return
	}
	w.mux.ServeHTTP(rw, r)
}

func (w *Workspace) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveAPI)
	mux.HandleFunc("GET /link", w.serveSocket)
	mux.HandleFunc("POST /hooks/{id}", w.serveHook)
	mux.HandleFunc("POST /upload/{ticket}", w.serveUpload)
	mux.HandleFunc("GET /files-pri/{id}/{name}", w.servePrivateFile)
	w.pageRoutes(mux)
	return mux
}

// loopback tells whether a host, with or without a port, is this machine by name or by address.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// elapsed is how long the workspace has run on its own scale. Triggers, response URLs and rate limits go by it, so that
// moving the clock by a week does not spoil a form that is open.
func (w *Workspace) elapsed() time.Duration {
	return time.Duration(float64(time.Since(w.started)) * w.config.Scale)
}

// scaled is how long d of the workspace's time takes in reality.
func (w *Workspace) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) / w.config.Scale)
}

// now is the workspace's clock. Its zone is UTC.
func (w *Workspace) now() time.Time { return w.config.Clock.Now().UTC() }

// nextTS gives a ts that no message has had: later than all before it, even when the clock was set back.
func (w *Workspace) nextTS() string {
	w.lastTS = max(w.now().UnixMicro(), w.lastTS+1)
	return fmt.Sprintf("%d.%06d", w.lastTS/1e6, w.lastTS%1e6)
}

// nextID gives an ID of Slack's form that begins with prefix.
func (w *Workspace) nextID(prefix string) string {
	w.lastID++
	return fmt.Sprintf("%s0%08d", prefix, w.lastID)
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: crypto/rand
	return hex.EncodeToString(b)
}
