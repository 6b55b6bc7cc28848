package main

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"handslag/bot/workspace"
	"handslag/store"
)

// The people of the tests, by what they are.
const (
	head     = "U0HEAD0001" // manages Förskolan Kullen, in Swedish
	care     = "U0CARE0001" // manages Hemtjänst Ryd, in English
	hrPerson = "U0HRHR0001"
	stranger = "U0NOBODY01"
	guest    = "U0GUEST001"
	foreign  = "U0FOREIGN1"
	lobby    = "C0LOBBY001"
)

var housePeople = []workspace.Person{
	{ID: head, Name: "head", RealName: "Head", Email: "kullen@example.com", Locale: "sv-SE"},
	{ID: care, Name: "care", RealName: "Care", Email: "ryd@example.com", Locale: "en-US"},
	{ID: hrPerson, Name: "hr", RealName: "HR", Email: "hr@example.com", Locale: "sv-SE"},
	{ID: stranger, Name: "stranger", RealName: "Stranger", Email: "stranger@example.com", Locale: "sv-SE"},
	{ID: guest, Name: "guest", RealName: "Guest", Email: "guest@example.com", Guest: true},
	{ID: foreign, Name: "foreign", RealName: "Foreign", Stranger: true},
}

const houseOrganisation = `code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email
KOM,,kommun,Kommunen,,0,2018-01-01,,,
FSK,KOM,förvaltning,Utbildningsförvaltningen,,0,2018-01-01,,fsk@example.com,
FSK-1,FSK,verksamhet,Förskola,,0,2018-01-01,,,
FSK-1-1,FSK-1,enhet,Förskolan Kullen,Kullen,16,2018-01-01,,kullen@example.com,
FSK-1-2,FSK-1,enhet,Förskolan Dalen,Dalen,24,2018-01-01,,,
OMS,KOM,förvaltning,Omsorgsförvaltningen,,0,2018-01-01,,,
OMS-1,OMS,verksamhet,Hemtjänst,,0,2018-01-01,,,
OMS-1-1,OMS-1,enhet,Hemtjänst Ryd,Ryd,40,2018-01-01,,ryd@example.com,
`

const houseProgramme = `key = "60-uppdraget"
name.sv = "60-uppdraget"
name.en = "The 60 drive"
scope = "KOM"
target = 60
start = 2020-01-01
end = 2020-12-31
count = "net"
types = ["arbetsträning", "praktik", "språkpraktik"]

[[period]]
name = "2020"
start = 2020-01-01
end = 2020-12-31
target = 60
`

// house is the whole program beside a workspace, each behind a socket of its own.
type house struct {
	*testing.T
	bot    *bot
	slack  *workspace.Workspace
	web    *httptest.Server              // the bot's own HTTP server
	dir    string                        // of its database
	stop   func()                        // ends the bot in order; may be called again
	more   []func(context.Context) error // that the bot does
	result error                         // of the stop
}

// options of a house. The zero value is Socket Mode with everything in order.
type options struct {
	http     bool
	patience time.Duration // prompt where 0
	people   []workspace.Person
	more     string // of the organisation
	before   func(*house)
	reminds  bool                            // on Mondays at 08:00
	scale    float64                         // of the workspace's own timers
	rates    float64                         // Slack's own, so many times; where 0 as good as none
	around   func(http.Handler) http.Handler // of the bot's HTTP server
}

// bothWays plays a test in Socket Mode and over HTTP.
func bothWays(t *testing.T, play func(*testing.T, options)) {
	for _, http := range []bool{false, true} {
		name := "socket"
		if http {
			name = "http"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, options{http: http})
		})
	}
}

// late lets a server be known before what it serves is.
type late struct{ h http.Handler }

func (l *late) ServeHTTP(rw http.ResponseWriter, r *http.Request) { l.h.ServeHTTP(rw, r) }

// open makes a house and waits until it can be lived in.
func openHouse(t *testing.T, o options) *house {
	t.Helper()
	h := &house{T: t, dir: filepath.Dir(founded(t, o.more))}
	outside, inside := &late{}, &late{h: http.NewServeMux()}
	slackServer := httptest.NewServer(outside)
	t.Cleanup(slackServer.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	url := ""
	if o.http {
		url = "http://" + l.Addr().String()
	}
	clock := &movedClock{TickingClock: workspace.NewClock(time.Date(2020, 6, 25, 9, 0, 0, 0, time.UTC)), told: func() { h.bot.timeMoved() }}
	h.slack, err = workspace.New(workspace.Config{Manifest: manifest(url), People: append(append([]workspace.Person{}, housePeople...), o.people...),
		Channels: []workspace.Channel{{ID: lobby, Name: "lobby", Members: []string{head, care, workspace.BotUserID}}}, Clock: clock, URL: slackServer.URL, Rates: cmp.Or(o.rates, 1e6), Scale: o.scale})
	h.must(err)
	outside.h = h.slack
	t.Cleanup(h.slack.Close)

	h.bot, err = open(&base{DB: h.db(), Lang: "sv", TZ: "Europe/Stockholm"}, slog.New(slog.NewTextHandler(t.Output(), nil)), clock.Now)
	h.must(err)
	settings := slackSettings{BotToken: h.slack.BotToken(), APIURL: slackServer.URL + "/api/", HR: []string{"hr@example.com"}}
	if o.http {
		settings.SigningSecret = h.slack.SigningSecret()
	} else {
		settings.AppToken = h.slack.AppToken()
	}
	h.bot.connect(&settings)
	h.bot.outbox.perChan, h.bot.outbox.overall = rate.Inf, rate.NewLimiter(rate.Inf, 0)
	h.bot.outbox.fresh = rate.NewLimiter(rate.Inf, 0)
	h.bot.outbox.bulk, h.bot.outbox.edits = rate.NewLimiter(rate.Inf, 0), rate.NewLimiter(rate.Inf, 0)
	h.bot.outbox.backoff = func(int) time.Duration { return 10 * time.Millisecond }
	if o.patience > 0 {
		h.bot.patience = o.patience
	}
	mux := http.NewServeMux()
	h.bot.routes(mux, settings.SigningSecret)
	inside.h = mux
	if o.around != nil {
		inside.h = o.around(mux)
	}
	if o.before != nil {
		o.before(h)
	}
	if o.reminds {
		h.more = append(h.more, h.bot.reminding("mon 08:00"))
	}
	h.run(l, inside, &settings)
	return h
}

func (h *house) run(l net.Listener, handler http.Handler, settings *slackSettings) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.result = h.bot.serve(ctx, l, handler, settings, h.more...)
	}()
	h.stop = func() {
		cancel()
		<-ended
	}
	h.Cleanup(h.stop)
	h.web = &httptest.Server{URL: "http://" + l.Addr().String()}
	h.until("the bot is connected", func() bool {
		return h.bot.self.fresh(time.Hour) && (settings.AppToken == "" || h.slack.Connected() == socketCount)
	})
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) take(what, text string) {
	h.Helper()
	_, err := h.bot.store.Import(h.ctx(), what, strings.NewReader(text), store.ImportOptions{})
	h.must(err)
}

// ctx ends a test that would hang.
func (h *house) ctx() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	h.Cleanup(cancel)
	return ctx
}

// until waits for what nothing tells of.
func (h *house) until(what string, done func() bool) {
	h.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for ctx := h.ctx(); !done(); {
		select {
		case <-tick.C:
		case <-ctx.Done():
			h.Fatal("waited in vain until " + what)
		}
	}
}
