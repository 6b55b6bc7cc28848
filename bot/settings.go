package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // so that a machine without zone files knows them too

	"handslag/handlers"
	"handslag/locales"
)

// base are the settings of every command that opens the database.
type base struct {
	DB    string `name:"db" env:"HANDSLAG_DB" default:"handslag.db" placeholder:"FILE" help:"The database file (${env})."`
	Lang  string `env:"HANDSLAG_LANG" default:"sv" placeholder:"sv|en" help:"Language where nothing says otherwise (${env})."`
	TZ    string `name:"tz" env:"HANDSLAG_TZ" default:"Europe/Stockholm" placeholder:"ZONE" help:"Time zone (${env})."`
	Words string `env:"HANDSLAG_WORDS" placeholder:"DIR" help:"A directory with words of your own, sv.toml and en.toml (${env})."`
	Now   string `env:"HANDSLAG_NOW" placeholder:"TIME" help:"An instant (RFC 3339) at which the clock starts, for trying and testing (${env})."`
}

// slackSettings are those of the command that meets Slack.
type slackSettings struct {
	responsible
	Addr          string   `env:"HANDSLAG_ADDR" default:"127.0.0.1:3000" placeholder:"HOST:PORT" help:"Address of the HTTP server: Slack's requests, health, metrics (${env})."`
	BotToken      string   `env:"SLACK_BOT_TOKEN" placeholder:"xoxb-…" help:"The bot's token (${env})."`
	AppToken      string   `env:"SLACK_APP_TOKEN" placeholder:"xapp-…" help:"With it: Socket Mode (${env})."`
	SigningSecret string   `env:"SLACK_SIGNING_SECRET" placeholder:"SECRET" help:"With it: HTTP (${env})."`
	APIURL        string   `name:"api-url" env:"SLACK_API_URL" placeholder:"URL" help:"Base of the Web API, with a slash at the end (${env})."`
	HR            []string `name:"hr" env:"HANDSLAG_HR" placeholder:"EMAIL,…" help:"E-mail addresses of the first HR people (${env})."`
	Rate          float64  `env:"HANDSLAG_RATE" default:"2" placeholder:"N" help:"Requests a second from one person, in the long run; 0 for no limit (${env})."`
	Remind        string   `env:"HANDSLAG_REMIND" default:"mon 08:00" placeholder:"DAY HH:MM" help:"When the weekly reminder goes out (${env})."`
}

// unusable is all that is wrong with the settings, said at once.
type unusable []string

func (u unusable) Error() string {
	if len(u) == 1 {
		return u[0]
	}
	return "these settings need your attention:\n  - " + strings.Join(u, "\n  - ")
}

// err gives nil where nothing is wrong.
func (u unusable) err() error {
	if len(u) == 0 {
		return nil
	}
	return u
}

func (u *unusable) add(format string, args ...any) { *u = append(*u, fmt.Sprintf(format, args...)) }

// check says what is wrong with the settings.
func (b *base) check() (wrong unusable) {
	if b.DB == "" {
		wrong.add("HANDSLAG_DB is empty: give the database file")
	}
	if !slices.Contains(locales.Languages, b.Lang) {
		wrong.add("HANDSLAG_LANG is %q: it is one of %s", b.Lang, strings.Join(locales.Languages, ", "))
	}
	if _, err := b.zone(); err != nil {
		wrong.add("HANDSLAG_TZ is %q, which is no time zone that is known; an example: Europe/Stockholm", b.TZ)
	}
	if b.Words != "" {
		if _, err := handlers.CheckWords(b.Words); err != nil {
			wrong.add("HANDSLAG_WORDS: %s", err)
		}
	}
	if _, err := b.start(); err != nil {
		wrong.add("HANDSLAG_NOW is %q: it is an instant such as 2020-06-25T09:00:00+02:00", b.Now)
	}
	return wrong
}

// zone gives the time zone. "Local" and "" would be whatever the machine has, and are none.
func (b *base) zone() (*time.Location, error) {
	if b.TZ == "" || b.TZ == "Local" {
		return nil, errors.New("no time zone")
	}
	return time.LoadLocation(b.TZ)
}

func (b *base) start() (time.Time, error) {
	if b.Now == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, b.Now)
}

// clock is the time that the bot lives in: the real one, or one that starts at HANDSLAG_NOW and ticks on from there.
func (b *base) clock() func() time.Time {
	start, err := b.start()
	if err != nil || b.Now == "" {
		return time.Now
	}
	begin := time.Now()
	return func() time.Time { return start.Add(time.Since(begin)) }
}

// exists gives an error that says what to do where the database file is not there.
func (b *base) exists() error {
	_, err := os.Stat(b.DB)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database %s: import the organisation first, or say where it is with HANDSLAG_DB", b.DB)
	}
	return err
}

// check says what is missing or wrong.
func (s *slackSettings) check() (wrong unusable) {
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		wrong.add("HANDSLAG_ADDR is %q: it is an address and a port, such as 127.0.0.1:3000", s.Addr)
	}
	s.checkDoor(&wrong)
	s.checkAPI(&wrong)
	for _, email := range s.HR {
		if strings.Count(email, "@") != 1 {
			wrong.add("HANDSLAG_HR has %q, which is no e-mail address", email)
		}
	}
	if s.Rate < 0 {
		wrong.add("HANDSLAG_RATE is %v: it is a number of requests a second, or 0 for no limit", s.Rate)
	}
	if !reminder.MatchString(s.Remind) {
		wrong.add("HANDSLAG_REMIND is %q: it is a day and a time, such as mon 08:00", s.Remind)
	}
	return wrong
}

// checkAPI wants what a call to Slack takes.
func (s *slackSettings) checkAPI(wrong *unusable) {
	switch {
	case s.BotToken == "":
		wrong.add("SLACK_BOT_TOKEN is missing: the app's Bot User OAuth Token, xoxb-…")
	case !strings.HasPrefix(s.BotToken, "xoxb-") && !strings.HasPrefix(s.BotToken, "xoxe.xoxb-"):
		wrong.add("SLACK_BOT_TOKEN is no bot token: those begin with xoxb-")
	}
	if s.APIURL != "" && !isWebAddress(s.APIURL) {
		wrong.add("SLACK_API_URL is no web address")
	}
}

// checkDoor wants one way to Slack, and one only.
func (s *slackSettings) checkDoor(wrong *unusable) {
	switch {
	case s.AppToken == "" && s.SigningSecret == "":
		wrong.add("SLACK_APP_TOKEN (for Socket Mode, xapp-…) or SLACK_SIGNING_SECRET (for HTTP) is missing: give one of them")
	case s.AppToken != "" && s.SigningSecret != "":
		wrong.add("SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: give the first for Socket Mode or the second for HTTP")
	case s.AppToken != "" && !strings.HasPrefix(s.AppToken, "xapp-"):
		wrong.add("SLACK_APP_TOKEN is no app-level token: those begin with xapp-")
	}
}

var reminder = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$`)

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// apiURL is the base of the Web API with its slash; "" is Slack's own.
func (s *slackSettings) apiURL() string {
	if s.APIURL == "" || strings.HasSuffix(s.APIURL, "/") {
		return s.APIURL
	}
	return s.APIURL + "/"
}
