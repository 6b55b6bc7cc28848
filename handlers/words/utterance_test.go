package words

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// An utterance is one labelled line: text | command | arguments | remarks. A remark is ask=…, refuse=…, or=another command
// that is as good, likely where it need not be certain, or unsure where it must be no certain write whatever it is read as. An argument's value * is any.
type utterance struct {
	text, command string
	args, remarks map[string]string
	published     bool
	line          int
}

func readUtterances(t *testing.T, path string) []utterance {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []utterance
	scanner := bufio.NewScanner(f)
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		u := utterance{args: map[string]string{}, remarks: map[string]string{}, line: n}
		cols := strings.Split(line, "|")
		u.text = strings.TrimSpace(cols[0])
		if len(cols) > 1 {
			u.command = strings.TrimSpace(cols[1])
		}
		if len(cols) > 2 {
			u.args = pairs(cols[2])
		}
		if len(cols) > 3 {
			u.remarks = pairs(cols[3])
		}
		_, u.published = u.args["published"]
		delete(u.args, "published")
		out = append(out, u)
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func pairs(s string) map[string]string {
	m := map[string]string{}
	for _, p := range strings.Split(s, ",") {
		if p = strings.TrimSpace(p); p != "" {
			k, v, _ := strings.Cut(p, "=")
			m[k] = v
		}
	}
	return m
}

// said gives the arguments of a reading as the label writes them.
func said(t *testing.T, a Args) map[string]string {
	t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for k, v := range fields {
		if list, ok := v.([]any); ok {
			var parts []string
			for _, x := range list {
				parts = append(parts, fmt.Sprint(x))
			}
			out[k] = strings.Join(parts, "+")
			continue
		}
		out[k] = fmt.Sprint(v)
	}
	return out
}

// judge says whether the command and the arguments are as labelled.
func judge(t *testing.T, u utterance, r Reading) (command, args bool) {
	t.Helper()
	command = r.Command == u.command || u.remarks["or"] != "" && r.Command == u.remarks["or"]
	_, likely := u.remarks["likely"]
	if r.Refuse != u.remarks["refuse"] || r.Ask != u.remarks["ask"] && r.Ask != "command" && !likely {
		return command, false
	}
	got := said(t, r.Args)
	args = r.Args.Published == u.published
	for k, want := range u.args {
		if v, ok := got[k]; !ok || want != "*" && v != want {
			args = false
		}
		delete(got, k)
	}
	if u.command == "" {
		got = nil
	}
	return command, args && len(got) == 0
}

// writes are the commands that change something.
var writes = map[string]bool{
	"claim": true, "release": true, "trainee": true, "end": true, "extend": true, "publish": true, "target": true, "transfer": true,
	"assign": true, "remind": true, "pause": true, "resume": true, "undo": true, "language": true, "erase": true, "support": true, "statement": true,
}

// tally is how a set was read.
type tally struct{ texts, commands, args, unmeant int }

func (n tally) share(of int) float64 { return 100 * float64(of) / float64(n.texts) }

// unmeant reports a certain write that the label does not hold. A label with "unsure" holds none: the text only looks like an order.
func unmeant(u utterance, r Reading, command, args bool) bool {
	_, unsure := u.remarks["unsure"]
	return r.Certain && writes[r.Command] && (unsure || !command || !args)
}

func score(t *testing.T, path string) (n tally) {
	t.Helper()
	for _, u := range readUtterances(t, path) {
		r := testVocabulary().Read(u.text, testContext(t))
		command, args := judge(t, u, r)
		if _, unsure := u.remarks["unsure"]; unsure {
			command, args = true, true
		}
		n.texts++
		if command {
			n.commands++
		}
		if args {
			n.args++
		}
		bad := unmeant(u, r, command, args)
		if bad {
			n.unmeant++
		}
		if !command || !args || bad {
			t.Logf("%s:%d %q: want %s %v %v, got %s %v %s%s certain %v", path, u.line, u.text, u.command, u.args, u.remarks, r.Command, said(t, r.Args), r.Ask, r.Refuse, r.Certain)
		}
	}
	return n
}

// TestScores prints how the labelled texts are read: the half that the words were written with and the half kept apart.
func TestScores(t *testing.T) {
	for _, path := range []string{"testdata/utterances.txt", "testdata/heldout.txt"} {
		n := score(t, path)
		t.Logf("%s: %d texts, commands %.1f %%, arguments %.1f %%, writes that were not meant %d", path, n.texts, n.share(n.commands), n.share(n.args), n.unmeant)
		if n.share(n.commands) < 98 || n.share(n.args) < 96 {
			t.Errorf("%s: want 98 %% of commands and 96 %% of arguments", path)
		}
		if n.unmeant > 0 {
			t.Errorf("%s: %d writes that were not meant, want none", path, n.unmeant)
		}
	}
}
