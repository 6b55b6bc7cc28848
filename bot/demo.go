package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// demoData is the placement programme of Linköping 2019–2020, made from what the municipality has published.
//
//go:embed demo/data
var demoData embed.FS

// demoStart is the morning on which the news item was written that the figures come from.
const demoStart = "2020-06-25T09:00:00+02:00"

// demoReminder is when the weekly reminder goes out in the demo.
const demoReminder = "mon 08:00"

// demoCommand runs the bot and a workspace for it in one process.
type demoCommand struct {
	Addr string `env:"HANDSLAG_ADDR" default:"127.0.0.1:3000" placeholder:"HOST:PORT" help:"Where the page is: an address of this machine (${env})."`
	DB   string `name:"db" placeholder:"FILE" help:"Keep the data in this file; without it they are gone when the demo ends."`
	HTTP bool   `name:"http" help:"Let the workspace call the bot over HTTP rather than Socket Mode."`
	Now  string `env:"HANDSLAG_NOW" default:"${demo_start}" placeholder:"TIME" help:"The instant at which the clock starts (${env})."`
	Lang string `env:"HANDSLAG_LANG" default:"sv" placeholder:"sv|en" help:"Language where nothing says otherwise (${env})."`
	TZ   string `name:"tz" env:"HANDSLAG_TZ" default:"Europe/Stockholm" placeholder:"ZONE" help:"Time zone (${env})."`
	Log  bool   `help:"Write the log to standard error."`
}

// Run shows the demo until ctx is done.
func (c *demoCommand) Run(ctx context.Context, t terminal) error {
	settings := base{DB: c.DB, Lang: c.Lang, TZ: c.TZ, Now: c.Now}
	if c.DB == "" {
		dir, err := os.MkdirTemp("", "handslag-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		settings.DB = filepath.Join(dir, "demo.db")
	}
	if err := settings.check().err(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("%w: is another demo running? Another address: HANDSLAG_ADDR=127.0.0.1:3001", err)
	}
	log := slog.New(slog.DiscardHandler)
	if c.Log {
		log = newLog(t.err)
	}
	d, err := newDemo(ctx, settings, "http://"+l.Addr().String(), c.HTTP, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	go d.welcome(t.out, "http://"+l.Addr().String())
	return d.run(ctx, l)
}

// demo is the bot together with its workspace, in one time.
type demo struct {
	bot      *bot
	slack    *workspace.Workspace
	settings slackSettings
	mux      *http.ServeMux
}

// newDemo makes ready a workspace that is reached at url, and a bot for it with the data of Linköping.
func newDemo(ctx context.Context, settings base, url string, overHTTP bool, log *slog.Logger) (*demo, error) {
	start, err := settings.start()
	if err != nil {
		return nil, err
	}
	zone, err := settings.zone()
	if err != nil {
		return nil, err
	}
	clock := &movedClock{TickingClock: workspace.NewClock(start)}
	app := manifest("")
	if overHTTP {
		app = manifest(url)
	}
	w, err := workspace.New(workspace.Config{Manifest: app, People: demoPeople, Channels: demoChannels, Clock: clock, URL: url})
	if err != nil {
		return nil, err
	}
	b, err := open(&settings, log, clock.Now)
	if err != nil {
		return nil, err
	}
	d := &demo{bot: b, slack: w, mux: http.NewServeMux(),
		settings: slackSettings{BotToken: w.BotToken(), AppToken: w.AppToken(), APIURL: url + "/api/"}}
	if overHTTP {
		d.settings.AppToken, d.settings.SigningSecret = "", w.SigningSecret()
	}
	clock.told = b.timeMoved
	if err := b.prepareDemo(ctx, store.DateOf(start.In(zone))); err != nil {
		return nil, errors.Join(err, b.close())
	}
	b.connect(&d.settings)
	b.leaving = w.Close // the page keeps its connection open for as long as it can
	b.routes(d.mux, d.settings.SigningSecret)
	d.mux.Handle("/", w)
	return d, nil
}

// movedClock tells when somebody has moved it.
type movedClock struct {
	*workspace.TickingClock
	told func()
}

// Set moves the clock.
func (c *movedClock) Set(t time.Time) {
	c.TickingClock.Set(t)
	c.told()
}

// prepareDemo takes in the data as they were known on a day, and gives the people their roles. A database that has been used keeps what people
// did in it.
func (b *bot) prepareDemo(ctx context.Context, until store.Date) error {
	used := false
	err := b.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		used = err == nil && len(reg.Tree.Codes()) > 0
		return err
	})
	if err != nil || used {
		return err
	}
	for _, file := range []string{"organisation.csv", "programme.toml", "slots.csv", "trainees.csv"} {
		f, err := demoData.Open("demo/data/" + file)
		if err != nil {
			return err
		}
		what := file[:len(file)-len(filepath.Ext(file))]
		_, err = b.store.Import(ctx, what, f, store.ImportOptions{Until: until})
		if err != nil {
			return b.importError(file, err)
		}
	}
	return b.store.Write(ctx, func(tx *store.Tx) error {
		tx.Act(store.By{Door: "demo", Command: "assign"})
		return errors.Join(tx.AssignByEmail(demoHR, "hr", ""), tx.AssignByEmail(demoCoordinator, "coordinator", ""))
	})
}

// run serves until ctx is done.
func (d *demo) run(ctx context.Context, l net.Listener) error {
	return d.bot.serve(ctx, l, d.mux, &d.settings, d.bot.reminding(demoReminder))
}

// welcome says where the page is and what to try, as soon as the bot is connected.
func (d *demo) welcome(w io.Writer, url string) {
	fmt.Fprintf(w, welcome, url, demoDay(d.bot.store.Now().In(d.bot.store.Zone())))
}

func demoDay(t time.Time) string { return t.Format("2006-01-02 15:04") }
