package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"handslag/store"
)

var update = flag.Bool("update", false, "accept what the bot says now as what it should say")

// TestConversations plays testdata/*.txt. A file is scenes, each after a line "== what it shows", each beginning from the municipality of
// world.txt. What people do stands at the left, and after it what the bot says to them ("bot:"), the form it opens ("form:"), what is wrong at
// a form's fields ("errors:") and what it tells somebody else ("to hr:"):
//
//	preschool: /kvot                     types a slash command
//	preschool: [Logga praktikant] #4     presses a button, or chooses in a list; of several with that name, the one beside "#4"
//	preschool fills from=v 34 kind=…     submits the form that is open, with these fields changed
//	preschool writes: boka en plats      in a direct message
//	preschool mentions: boka en plats    in a channel, where others see it
//	preschool edits: boka två platser    what was written last; «preschool edits "boka": …» what is quoted
//	preschool deletes                    in the same way
//	preschool opens Home                 its buttons are answered in a window over it ("window:")
//	again                                Slack sends the last request once more
//	a week passes · 3 days pass          the clock goes on
//	the clock strikes                    what is due by the clock is done
//	the bot is restarted · the database is gone
//
// and any line of world.txt, which changes the municipality. `go test ./handlers -update` accepts a new wording.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if filepath.Base(file) == "world.txt" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file)
		})
	}
}

func playFile(t *testing.T, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var p *player
	for _, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "== "):
			p = newPlayer(t)
			p.scene = strings.TrimPrefix(line, "== ")
			out = append(out, line)
		case line == "" || strings.HasPrefix(line, "#"):
			out = append(out, line)
		case said.MatchString(line): // said anew by the line above
		case p == nil:
			t.Fatalf("%s: %q stands before the first scene", file, line)
		default:
			out = append(out, line)
			out = append(out, p.do(line)...)
		}
	}
	got := strings.Join(out, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(strings.Split(string(raw), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-expected +said):\n%s", file, diff)
	}
}

// said is a line that the bot says, not a person.
var said = regexp.MustCompile(`^(bot:|bot instead:|Home:|window:|form:|errors:|file:|nothing is said|to [a-z]+( instead)?:|      )`)

// player is one scene: a database, a clock, and what people have before them.
type player struct {
	t     *testing.T
	scene string
	file  string
	store *store.Store
	h     *Handlers
	now   time.Time
	last  Request
	count int
	shown map[string][]shown // by person, latest last
	took  string             // the programme's file
	form  map[string]view    // the form a person has open
	wrote map[string][]Request
	ids   map[string]string   // of people in Slack, and back
	slack map[string][]string // who is in Slack and has not been seen: their line, by ID and address

	refused map[string]string // to whom Slack gives nothing, and its word for why: by ID
}

var (
	types   = regexp.MustCompile(`^(\w+): /(\w+) ?(.*)$`)
	presses = regexp.MustCompile(`^(\w+): \[(.+?)\] ?(.*)$`)
	writes  = regexp.MustCompile(`^(\w+) (writes|mentions): ?(.*)$`)
	edits   = regexp.MustCompile(`^(\w+) (edits|deletes)(?: "(.+?)")?(?:: (.+))?$`)
	fills   = regexp.MustCompile(`^(\w+) fills ?(.*)$`)
	home    = regexp.MustCompile(`^(\w+) opens Home$`)
	passes  = regexp.MustCompile(`^(a|\d+) (day|week|minute)s? pass(es)?$`)
)

// do carries out one line and gives what is said.
func (p *player) do(line string) []string {
	p.t.Helper()
	if m := types.FindStringSubmatch(line); m != nil {
		noun := m[2]
		if noun == "handslag" {
			noun = ""
		}
		return p.ask(Request{User: p.id(m[1]), Door: Slash, Noun: noun, Text: expand(m[3])})
	}
	if m := presses.FindStringSubmatch(line); m != nil {
		command, where := p.button(m[1], m[2], m[3])
		if pages, ok := Turned(command); ok && where == "home" {
			return p.home(m[1], pages)
		}
		return p.ask(Request{User: p.id(m[1]), Door: Button, Text: command, Window: where != ""})
	}
	if m := writes.FindStringSubmatch(line); m != nil {
		return p.writes(m[1], m[2] == "mentions", expand(m[3]))
	}
	if m := edits.FindStringSubmatch(line); m != nil {
		return p.edit(m[1], m[2] == "deletes", m[3], m[4])
	}
	if m := fills.FindStringSubmatch(line); m != nil {
		v := p.form[m[1]]
		return p.ask(Request{User: p.id(m[1]), Door: Form, Text: v.Metadata, Values: v.filled(p.t, m[2])})
	}
	if m := home.FindStringSubmatch(line); m != nil {
		return p.home(m[1], "")
	}
	if m := passes.FindStringSubmatch(line); m != nil {
		p.pass(m[1], m[2])
		if err := p.h.Regular(context.Background()); err != nil {
			p.t.Fatal(err)
		}
		return p.delivered("")
	}
	switch line {
	case "the clock strikes":
		if _, err := p.h.Remind(context.Background(), RemindOptions{}); err != nil {
			p.t.Fatal(err)
		}
		out := p.delivered("")
		if _, err := p.h.Remind(context.Background(), RemindOptions{}); err != nil { // what can be told only now: the receipt
			p.t.Fatal(err)
		}
		if out = append(out, p.delivered("")...); len(out) == 0 {
			out = append(out, "nothing is said")
		}
		return out
	case "again":
		return p.answer(p.last)
	case "the bot is restarted":
		p.restart()
		return nil
	case "nothing has been imported":
		p.fresh()
		return nil
	case "the database is gone":
		if err := p.store.Close(); err != nil {
			p.t.Fatal(err)
		}
		return nil
	}
	p.set(line)
	return nil
}

// expand writes "x*4000" out, for texts that nobody wants to read.
func expand(text string) string {
	if m := regexp.MustCompile(`^(.+)\*(\d{2,})$`).FindStringSubmatch(text); m != nil {
		n := 0
		fmt.Sscan(m[2], &n)
		return strings.Repeat(m[1], n)
	}
	return text
}

func (p *player) ask(req Request) []string {
	p.count++
	req.ID = fmt.Sprintf("%s-%d", req.Door, p.count)
	p.last = req
	return p.answer(req)
}

// writes has somebody write a message, in a channel or to the bot alone.
func (p *player) writes(who string, others bool, text string) []string {
	p.t.Helper()
	req := Request{User: p.id(who), Door: Message, Text: text, Message: fmt.Sprintf("D%s %d.%06d", p.id(who), p.now.Unix(), p.count)}
	if others {
		req.Channel = "C0CHANNEL"
		req.Message = "C0CHANNEL" + strings.TrimPrefix(req.Message, "D"+p.id(who))
	}
	p.wrote[who] = append(p.wrote[who], req)
	return p.ask(req)
}

// edit has somebody change or delete what they wrote last, or the message that says a text.
func (p *player) edit(who string, deletes bool, of, text string) []string {
	p.t.Helper()
	for i, req := range slices.Backward(p.wrote[who]) {
		if of != "" && req.Text != of {
			continue
		}
		p.wrote[who][i].Text = text
		req.Text, req.Change, req.Version = text, Edited, fmt.Sprintf("%d.%06d", p.now.Unix(), p.count)
		if deletes {
			req.Change = Deleted
		}
		return p.ask(req)
	}
	p.t.Fatalf("%s: %s has not written %q", p.scene, who, of)
	return nil
}

// answer has the request answered and gives what everybody is told because of it.
func (p *player) answer(req Request) []string {
	p.t.Helper()
	reply, err := p.h.Answer(context.Background(), req)
	var unseen *Unseen
	if errors.As(err, &unseen) {
		p.seek(unseen.Said)
		req.Sought = true
		reply, err = p.h.Answer(context.Background(), req)
	}
	if err != nil {
		p.t.Fatalf("%s: %+v: %v", p.scene, req, err)
	}
	who := p.ids[req.User]
	var out []string
	switch {
	case reply.Errors != nil:
		out = append(out, p.errors(reply.Errors)...)
	case reply.Form != nil && reply.Queued: // a window over Home; the direct message has it too
		out = append(out, p.delivered(who)...)
		out = append(out, p.open(who, reply)...)
	case reply.Form != nil:
		out = append(out, p.open(who, reply)...)
	case !reply.Queued:
		payload, err := reply.Message()
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, p.show(who, "bot:", payload)...)
	}
	out = append(out, p.delivered(who)...)
	if len(out) == 0 {
		out = append(out, "nothing is said")
	}
	return out
}

func (p *player) home(who, pages string) []string {
	v, err := p.h.Home(context.Background(), p.id(who), pages)
	if err != nil {
		p.t.Fatal(err)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.show(who, "Home:", raw)
}

func (p *player) pass(count, unit string) {
	n := 1
	if count != "a" {
		fmt.Sscan(count, &n)
	}
	switch unit {
	case "minute":
		p.now = p.now.Add(time.Duration(n) * time.Minute)
	case "week":
		p.now = p.now.AddDate(0, 0, 7*n)
	default:
		p.now = p.now.AddDate(0, 0, n)
	}
}
