// Command handslag is a colleague in Slack who keeps count of a municipality's placement slots. This package is the program: it starts,
// connects to Slack in one of two ways, delivers what the handlers answer, and wakes up. What people can do is in handlers, what is true in
// store, what is said in locales.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line: a subcommand a file.
type commands struct {
	Demo       demoCommand       `cmd:"" help:"Try it: the bot and a small Slack of its own at http://127.0.0.1:3000, with real data, no settings needed."`
	Serve      serveCommand      `cmd:"" help:"Run the bot against Slack."`
	Import     importCommand     `cmd:"" help:"Take in a file: all of it or nothing. Running it again changes only what differs."`
	Summary    summaryCommand    `cmd:"" help:"How things stand, as HR is told."`
	Export     exportCommand     `cmd:"" help:"The figures as a workbook, CSV or a page to print."`
	Remind     remindCommand     `cmd:"" help:"Remind at once those who are to be reminded this week; with --dry-run only say who, and what they would read."`
	Understand understandCommand `cmd:"" help:"What the bot makes of a text, as JSON, one line a text. Changes nothing."`
	Assign     assignCommand     `cmd:"" help:"Give somebody a role: the first HR person, say."`
	Backup     backupCommand     `cmd:"" help:"Copy the database, checked, while a bot runs on it."`
	Restore    restoreCommand    `cmd:"" help:"Put a copy back. The bot must not be running."`
	Doctor     doctorCommand     `cmd:"" help:"What is missing or wrong in the set-up, and what it is for. Changes nothing."`
	Health     healthCommand     `cmd:"" help:"Ask a running bot whether it is alive."`
	SBOM       sbomCommand       `cmd:"" name:"sbom" help:"What the program is made of, with licences, as CycloneDX JSON."`
	Manifest   manifestCommand   `cmd:"" help:"The Slack app manifest for this version: for Socket Mode, or with --url for HTTP."`
}

// terminal is where the program reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2 // a wrong command line or an unusable setting
)

func main() {
	frugal()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], terminal{os.Stdin, os.Stdout, os.Stderr}))
}

// run is the program; it gives its exit code. It ends in order when ctx does.
func run(ctx context.Context, args []string, t terminal) (code int) {
	var cli commands
	exited := errors.New("help was shown")
	defer func() { // kong ends the program after --help, wherever it is
		if p := recover(); p != nil && p != exited { // the very value
			panic(p)
		}
	}()
	parser, err := kong.New(&cli, kong.Name("handslag"), kong.Writers(t.out, t.err), kong.Exit(func(int) { panic(exited) }),
		kong.Description("A colleague in Slack who keeps count of placement slots. Try it with: handslag demo"),
		kong.Vars{"demo_start": demoStart}, kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t))
	if err != nil {
		fmt.Fprintln(t.err, "handslag:", err)
		return exitUsage
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(t.err, "handslag: %v\n\nhandslag --help shows what there is.\n", err)
		return exitUsage
	}
	return told(t, chosen.Run())
}

// told says an error in plain words and gives the exit code.
func told(t terminal, err error) int {
	var wrong unusable
	var file fileErrors
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &file):
		fmt.Fprintln(t.err, file)
		return exitFailed
	case errors.As(err, &wrong):
		fmt.Fprintf(t.err, "handslag: %s\n", wrong)
		return exitUsage
	}
	fmt.Fprintf(t.err, "handslag: %s\n", clean(err.Error()))
	return exitFailed
}
