package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
)

// testNumber gives one of the numbers that Skatteverket has published for testing: their birth numbers, 980–999, are given to nobody.
func testNumber(i int) string {
	day := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*397%25_000)
	number := day.Format("20060102") + fmt.Sprint(980+i%20)
	for c := '0'; ; c++ {
		if sum := 0; true {
			for n, digit := range number[2:] + string(c) {
				d := int(digit-'0') * (2 - n%2)
				sum += d/10 + d%10
			}
			if sum%10 == 0 {
				return number + string(c)
			}
		}
	}
}

// spelled are ways to write a number, each with the text that must be found nowhere afterwards.
var spelled = []func(n string) (written, trace string){
	func(n string) (string, string) { return n, n[2:] },
	func(n string) (string, string) { return n[2:8] + "-" + n[8:], n[2:8] + "-" + n[8:] },
	func(n string) (string, string) { return n[:8] + "-" + n[8:], n[2:8] + "-" + n[8:] },
	func(n string) (string, string) { return n[2:8] + "+" + n[8:], n[2:8] + "+" + n[8:] },
	func(n string) (string, string) { return n[2:8] + " " + n[8:], n[2:8] + " " + n[8:] },
	func(n string) (string, string) {
		return n[:4] + "-" + n[4:6] + "-" + n[6:8] + "-" + n[8:], n[6:8] + "-" + n[8:]
	},
	func(n string) (string, string) { return n[2:8] + "–" + n[8:], n[2:8] + "–" + n[8:] },
	func(n string) (string, string) {
		return strings.Join(strings.Split(n[2:], ""), " "), strings.Join(strings.Split(n[4:], ""), " ")
	},
	func(n string) (string, string) { return "personnummer " + n[2:], n[2:] },
	func(n string) (string, string) { return "<tel:" + n[2:] + "|" + n[2:8] + "-" + n[8:] + ">", n[2:] },
}

// TestNoPersonnummerComesIn writes test numbers in every spelling at every door. Each is refused with a word about it, and none is found in the
// databases, its log, what is logged, the metrics, or anything that the bot says.
func TestNoPersonnummerComesIn(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		var log bytes.Buffer
		o.before = func(h *house) {
			h.bot.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		}
		h := openHouse(t, o)
		h.must(h.slack.Say(care, lobby, "placeholder"))
		var traces []string
		i, refused := 0, map[string]int{}
		next := func(spell func(string) (string, string)) string {
			written, trace := spell(testNumber(i))
			i++
			traces = append(traces, trace)
			return written
		}
		wants := func(door string, m workspace.Message) {
			t.Helper()
			if !strings.Contains(strings.ToLower(m.Text), "personnummer") {
				t.Errorf("%s: %q", door, m.Text)
				return
			}
			refused[door]++
		}
		for _, spell := range spelled {
			wants("message", h.says(head, "logga praktikant "+next(spell)+" på plats 1"))
			wants("slash", h.says(head, "/praktikant ny "+next(spell)))
			wants("a slash command of its own", h.says(head, "/handslag "+next(spell)))
			wants("mention", h.afterwards(func() { h.must(h.slack.Say(head, lobby, "<@"+workspace.BotUserID+"> boka plats åt "+next(spell))) }))
			wants("file name", h.afterwards(func() {
				h.slack.Emit("message.im", workspace.Object{"type": "message", "subtype": "file_share", "channel_type": "im", "channel": h.slack.DM(head), "user": head,
					"ts": fmt.Sprintf("15930756%02d.000100", i), "text": "här", "files": []any{workspace.Object{"id": "F0TEST", "name": "intyg " + next(spell) + ".pdf", "title": ""}}})
			}))
			chosen := h.afterwards(func() {
				h.must(h.slack.Say(care, lobby, "ta "+next(spell)))
				said := h.slack.Messages(head, lobby)
				h.must(h.slack.Shortcut(head, "read_sv", lobby, said[len(said)-1].TS))
			})
			wants("message shortcut", chosen)
			h.wants(chosen, "den som skrev meddelandet")
			h.formRefuses(next, spell, refused)
			h.commandLineRefuses(next, spell, refused, &log)
		}
		h.says(head, "/plats boka praktik") // the log and the write-ahead log are written
		h.settled()
		kept := h.finds(traces, &log)
		table := ""
		for _, door := range slices.Sorted(maps.Keys(refused)) {
			table += fmt.Sprintf("\n  %-28s %3d of %d refused", door, refused[door], len(spelled))
			if refused[door] != len(spelled) {
				t.Errorf("%s: %d of %d were refused", door, refused[door], len(spelled))
			}
		}
		t.Logf("Skatteverket's test numbers in %d spellings at %d places:%s\n  %d numbers written; found afterwards in the database, its log, what is logged, the metrics and the messages: %d",
			len(spelled), len(refused), table, i, kept)
	})
}

// afterwards gives what the bot says to the head once something was done.
func (h *house) afterwards(do func()) workspace.Message {
	h.Helper()
	watch := h.slack.Watch(head)
	defer watch.Close()
	do()
	return h.next(watch)
}

// formRefuses writes a number into each free field of the form for a claim, and counts the refusals.
func (h *house) formRefuses(next func(func(string) (string, string)) string, spell func(string) (string, string), refused map[string]int) {
	h.Helper()
	for _, field := range []string{"tasks", "supervisor", "count"} {
		view := h.opens(head, func() { h.must(h.slack.Say(head, h.slack.DM(head), "/plats boka")) })
		filled := map[string]any{"kind": "praktik", "count": "1"}
		filled[field] = next(spell)
		err := h.slack.Submit(head, view.ID, filled)
		if wrong, ok := err.(workspace.FieldErrors); ok && wrong[field] != "" {
			refused["form field: "+field]++
		} else {
			h.Errorf("the field %s was answered with %v", field, err)
		}
		h.must(h.slack.CloseView(head, view.ID, true))
	}
}

// commandLineRefuses writes a number in each place of the files that hold text, where a day or a figure belongs, and in an address, and counts
// the refusals. What the program says goes to said, and so does the database that it works on.
func (h *house) commandLineRefuses(next func(func(string) (string, string)) string, spell func(string) (string, string), refused map[string]int, said *bytes.Buffer) {
	h.Helper()
	db := filepath.Join(h.dir, "line.db")
	refuses := func(door string, want int, args ...string) {
		got := line(h.T, "", append(args, "--db", db)...)
		said.WriteString(got.out + got.err)
		if n := strings.Count(got.err, "personnummer"); got.code == exitOK || n < want {
			h.Errorf("%s: %d of %d were refused, exit code %d", door, n, want, got.code)
			return
		}
		refused["command line: "+door]++
	}
	file := func(name, text string) string {
		path := filepath.Join(h.dir, name)
		h.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	number := func() string { return next(spell) }
	rows := "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email,successor\n"
	for c := range strings.Count(rows, ",") + 1 {
		cells := []string{fmt.Sprint("E", c), "", "kommun", "Kommunen", "", "0", "2018-01-01", "", "", "", ""}
		if cells[c] = number(); c == 8 || c == 9 {
			cells[c] += "@example.com"
		}
		rows += strings.Join(cells, ";") + "\n"
	}
	rows = strings.ReplaceAll(rows, ",", ";")
	refuses("organisation", 11, "import", "organisation", file("o.csv", rows))
	refuses("organisation's header", 1, "import", "organisation", file("h.csv", "code;"+number()+"\nKOM;x\n"))
	refuses("programme", 9, "import", "programme", file("p.toml", fmt.Sprintf("key = %q\nname.sv = %q\nname.en = %q\nscope = %q\nstart = %q\ntarget = %q\ntypes = [%q]\ncount = %q\n[[period]]\nname = %q\n",
		number(), number(), number(), number(), number(), number(), number(), number(), number())))
	refuses("slots", 5, "import", "slots", file("s.csv", "slot;unit;type;created;discontinued\n"+
		number()+";;praktik;2020-01-01;\n1;"+number()+";praktik;2020-01-01;\n2;KOM;"+number()+";2020-01-01;\n3;KOM;praktik;"+number()+";\n4;KOM;praktik;2020-01-01;"+number()+"\n"))
	refuses("trainees", 4, "import", "trainees", file("t.csv", "reference;slot;start;end;result\n"+
		number()+";1;2020-01-01;;\nD-2020-0001;"+number()+";2020-01-01;;\nD-2020-0002;1;"+number()+";;\nD-2020-0003;1;2020-01-01;;"+number()+"\n"))
	refuses("assign", 1, "assign", number()+"@example.com", "hr")
	refuses("assign's unit", 1, "assign", "a@example.com", "manager", "--unit", number())
	kept, err := os.ReadFile(db)
	h.must(err)
	said.Write(kept)
}

// finds looks for traces wherever the bot keeps or shows something, and counts them; there should be none.
func (h *house) finds(traces []string, log *bytes.Buffer) (found int) {
	h.Helper()
	var kept bytes.Buffer
	for _, tail := range sidecars {
		content, err := os.ReadFile(h.db() + tail)
		h.must(err)
		kept.Write(content)
	}
	_, metrics := h.get("/metrics")
	kept.WriteString(metrics)
	h.stop() // nothing is logged any more
	kept.Write(log.Bytes())
	for _, said := range append(h.textsOf(head), h.textsOf(hrPerson)...) {
		kept.WriteString(said)
	}
	for _, m := range h.slack.Messages(head, lobby) {
		if m.BotID != "" {
			kept.WriteString(m.Text)
		}
	}
	for _, trace := range traces {
		if bytes.Contains(kept.Bytes(), []byte(trace)) {
			h.Errorf("something of a number was kept: %d letters of it", len(trace))
			found++
		}
	}
	return found
}
