package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"handslag/handlers"
)

// doctorCommand says what is missing or wrong in the set-up, and what each thing is for. It changes nothing.
type doctorCommand struct {
	base
	slackSettings
	nightly
	Privacy   bool   `help:"Print the page of facts about people's data instead: purposes, legal basis, what is kept, who sees it, for how long."`
	AuditHead string `placeholder:"ROW:HASH" help:"The audit's head as the log or an earlier doctor said it: it must still be there."`
	Manifest  string `placeholder:"FILE" help:"The app's manifest as its page shows it (App Manifest, JSON): compared with the one that this version wants."`
}

// findings is what the doctor has seen, written as it is seen.
type findings struct {
	w      io.Writer
	wrong  int // that keep the bot from its work
	doubts int // that it can live with
}

func (f *findings) say(mark, what, format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\n              ")
	fmt.Fprintf(f.w, "%-5s %-9s %s\n", mark, what, clean(text))
}

func (f *findings) fine(what, format string, args ...any) { f.say("ok", what, format, args...) }

func (f *findings) bad(what, format string, args ...any) {
	f.wrong++
	f.say("WRONG", what, format, args...)
}

func (f *findings) doubt(what, format string, args ...any) {
	f.doubts++
	f.say("hm", what, format, args...)
}

// Run looks at everything, and fails where something is wrong.
func (c *doctorCommand) Run(ctx context.Context, t terminal) error {
	if c.Privacy {
		return c.people(t.out, c.Lang)
	}
	f := &findings{w: t.out}
	c.settings(f)
	c.clockAndZone(f)
	if c.base.check() == nil {
		c.database(ctx, f)
	}
	c.slack(ctx, f)
	if c.Manifest != "" {
		c.compareManifest(f)
	} else {
		f.doubt("app", "Slack does not tell a bot which tabs, events and commands its app has. To have them looked at, copy the JSON under App Manifest on the app's page\nto a file and run: handslag doctor --manifest FILE")
	}
	fmt.Fprintf(t.out, "\n%s\n", aboutData)
	if f.wrong > 0 {
		return errors.New(f.verdict())
	}
	_, err := fmt.Fprintln(t.out, f.verdict())
	return err
}

// aboutData is where a data protection officer finds the facts.
const aboutData = "What is kept about people, why and for how long: handslag doctor --privacy, which is bot/people.sv.md and bot/people.en.md."

func (f *findings) verdict() string {
	switch {
	case f.wrong > 0:
		return fmt.Sprintf("%d to mend, %d to think of.", f.wrong, f.doubts)
	case f.doubts > 0:
		return fmt.Sprintf("Nothing is wrong, %d to think of.", f.doubts)
	}
	return "All is well."
}

func (c *doctorCommand) settings(f *findings) {
	wrong := append(append(c.base.check(), c.slackSettings.check()...), c.nightly.check()...)
	for _, w := range wrong {
		f.bad("settings", "%s", w)
	}
	if len(wrong) == 0 {
		f.fine("settings", "usable")
	}
	if n, err := handlers.CheckWords(c.Words); c.Words != "" && err == nil {
		f.fine("words", "%d of your own in %s", n, c.Words)
	}
	if c.Dir == "" {
		f.doubt("backup", "HANDSLAG_BACKUP is not given: no copies are made at night")
	}
	if len(c.HR) == 0 {
		f.doubt("settings", "HANDSLAG_HR is not given: fine once somebody is HR")
	}
	if host, _, found := strings.Cut(c.Addr, ":"); found && c.SigningSecret == "" && host != "127.0.0.1" && host != "localhost" && host != "[" {
		f.doubt("address", "HANDSLAG_ADDR is %s: with Socket Mode nobody outside this machine needs to reach the bot, and /metrics has no lock", c.Addr)
	}
}

func (c *doctorCommand) clockAndZone(f *findings) {
	zone, err := c.zone()
	if err != nil {
		return // said with the settings
	}
	now := c.clock()()
	f.fine("clock", "%s in %s", now.In(zone).Format("2006-01-02 15:04"), c.TZ)
	if c.Now != "" {
		f.doubt("clock", "HANDSLAG_NOW is set: the bot does not live in the real time")
	}
}

// readable tells of a file that others on the machine can read.
func readable(info os.FileInfo) bool { return info.Mode().Perm()&0o007 != 0 }
