package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestDemoSaysWhatTheNewsItemSaid opens the house as a newcomer does: no settings, and the page's own requests.
func TestDemoSaysWhatTheNewsItemSaid(t *testing.T) {
	for _, args := range [][]string{{"demo"}, {"demo", "--http"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			bare(t)
			d, stop := visit(t, args...)
			stream, err := http.Get(d.url + "/local/stream?user=U0HRPERSON1") // the page is open until the end
			if err != nil {
				t.Fatal(err)
			}
			defer stream.Body.Close()
			for user, c := range map[string][3]string{
				"U0HRPERSON1": {"D0HRPERSON1", "/lage", "439"},
				"U0PRESCHOOL": {"D0PRESCHOOL", "/kvot", "Trollet"},
				"U0CAREMGR01": {"D0CAREMGR01", "/quota", "slot"},
			} {
				d.does("send", map[string]string{"user": user, "channel": c[0], "text": c[1]})
				d.waits("/local/messages?user="+user+"&channel="+c[0], c[2])
			}
			d.waits("/", "<html")
			d.does("clock", map[string]string{"to": "2020-06-29T06:00:00Z"}) // Monday 08:00
			d.waits("/local/messages?user=U0HRPERSON1&channel=D0HRPERSON1", "Påminnelserna vecka 27")
			if code := stop(); code != exitOK {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// visitor is a browser.
type visitor struct {
	*testing.T
	url string
}

// visit opens the house, and gives what closes it and tells its exit code.
func visit(t *testing.T, args ...string) (v visitor, stop func() int) {
	t.Helper()
	t.Setenv("HANDSLAG_ADDR", "127.0.0.1:0")
	ctx, end := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		code := run(ctx, args, terminal{strings.NewReader(""), in, io.Discard})
		in.Close()
		ended <- code
	}()
	lines := bufio.NewScanner(out)
	v = visitor{T: t}
	for v.url == "" && lines.Scan() {
		v.url = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text())
	}
	go io.Copy(io.Discard, out)
	v.waits("/readyz", `"slack":"ok"`)
	return v, func() int { end(); return <-ended }
}

func (v visitor) does(what string, order any) {
	v.Helper()
	body, err := json.Marshal(order)
	if err != nil {
		v.Fatal(err)
	}
	resp, err := http.Post(v.url+"/local/"+what, "application/json", bytes.NewReader(body))
	if err != nil {
		v.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, err := io.ReadAll(resp.Body); err != nil || bytes.Contains(answer, []byte(`"ok":false`)) {
		v.Fatalf("%s: %s %v", what, answer, err)
	}
}

// waits asks until the answer has a part in it.
func (v visitor) waits(path, part string) {
	v.Helper()
	for h := (&house{T: v.T}).ctx(); ; {
		resp, err := http.Get(v.url + path)
		if err != nil {
			v.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			v.Fatal(err)
		}
		if strings.Contains(string(body), part) {
			return
		}
		if h.Err() != nil {
			v.Fatalf("%s: no %s in %s", path, part, body)
		}
	}
}
