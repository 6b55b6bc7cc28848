package workspace

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Entry is one request in the log of the traffic: "in" came from the app, "out" went to it. Secrets are not in it.
type Entry struct {
	Seq       int       `json:"seq"`
	At        time.Time `json:"at"` // by the workspace's clock
	Direction string    `json:"direction"`
	Method    string    `json:"method,omitempty"` // of the Web API
	Kind      string    `json:"kind,omitempty"`   // what else it is: slash_commands, block_actions, an event's name, response_url, …
	Status    int       `json:"status"`
	OK        bool      `json:"ok"`
	Error     string    `json:"error,omitempty"`
	Rule      string    `json:"rule,omitempty"` // which rule an error goes back to, and where it stands
	MS        float64   `json:"ms"`             // in reality
	Request   string    `json:"request"`
	Response  string    `json:"response"`
	Again     bool      `json:"again,omitempty"`   // AgainAs can send it once more
	Pressed   bool      `json:"pressed,omitempty"` // and as what another person has pressed

	sent delivery
}

const trafficKept = 2000

type traffic struct {
	mu      sync.Mutex
	seq     int
	entries []Entry
}

// Traffic is the log after entry number after, oldest first. The latest 2 000 entries are kept.
func (w *Workspace) Traffic(after int) []Entry {
	w.traffic.mu.Lock()
	defer w.traffic.mu.Unlock()
	kept := w.traffic.entries
	skip := min(max(after-(w.traffic.seq-len(kept)), 0), len(kept))
	return append([]Entry{}, kept[skip:]...)
}

// record puts an entry into the log, with its bodies made readable and its secrets taken out.
func (w *Workspace) record(e Entry, began time.Time, request, response []byte) {
	e.At = w.now()
	e.MS = float64(time.Since(began).Microseconds()) / 1000
	e.Request, e.Response = w.readable(request), w.readable(response)
	w.traffic.mu.Lock()
	defer w.traffic.mu.Unlock()
	w.traffic.seq++
	e.Seq = w.traffic.seq
	w.traffic.entries = append(w.traffic.entries, e)
	if n := len(w.traffic.entries); n > trafficKept {
		w.traffic.entries = append([]Entry(nil), w.traffic.entries[n-trafficKept:]...)
	}
}

var tokenLike = regexp.MustCompile(`\b(xox[a-z]|xapp)-[A-Za-z0-9-]+`)

func (w *Workspace) readable(body []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, body, "", "  ") != nil {
		out.Reset()
		out.Write(body)
	}
	s := tokenLike.ReplaceAllString(out.String(), "$1-…")
	return strings.NewReplacer(w.config.SigningSecret, "…", w.verificationToken(), "…").Replace(s)
}

// formJSON is a form as JSON, with the fields that hold JSON opened.
func formJSON(form url.Values) []byte {
	out := Object{}
	for k, v := range form {
		out[k] = v[0]
		var inner any
		if s := strings.TrimSpace(v[0]); s != "" && strings.ContainsAny(s[:1], "{[") && json.Unmarshal([]byte(s), &inner) == nil {
			out[k] = inner
		}
	}
	return mustJSON(out)
}

// mustJSON encodes what is made of maps, slices and plain values, which cannot fail.
func mustJSON(v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("null")
	}
	return bytes.TrimSpace(out.Bytes())
}

// asObject is a struct as the JSON object that it stands for, a deep copy.
func asObject(v any) Object {
	var out Object
	if json.Unmarshal(mustJSON(v), &out) != nil {
		return Object{}
	}
	return out
}
