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
// that is as good, or likely where it need not be certain. An argument's value * is any.
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

func score(t *testing.T, path string) (commands, args float64) {
	t.Helper()
	all := readUtterances(t, path)
	var c, a int
	for _, u := range all {
		r := testVocabulary().Read(u.text, testContext(t))
		okCommand, okArgs := judge(t, u, r)
		if okCommand {
			c++
		}
		if okArgs {
			a++
		}
		if !okCommand || !okArgs {
			t.Logf("%s:%d %q: want %s %v %v, got %s %v %s%s", path, u.line, u.text, u.command, u.args, u.remarks, r.Command, said(t, r.Args), r.Ask, r.Refuse)
		}
	}
	commands, args = float64(c)/float64(len(all)), float64(a)/float64(len(all))
	t.Logf("%s: %d texts, commands %.1f %%, arguments %.1f %%", path, len(all), 100*commands, 100*args)
	return commands, args
}

func TestUtterances(t *testing.T) {
	for _, path := range []string{"testdata/utterances.txt", "testdata/heldout.txt"} {
		if c, a := score(t, path); c < 0.98 || a < 0.95 {
			t.Errorf("%s: commands %.3f, arguments %.3f; want 0.98 and 0.95", path, c, a)
		}
	}
}
