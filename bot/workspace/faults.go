package workspace

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Fault is something that goes wrong with calls of the app's. The zero fault does nothing.
type Fault struct {
	Method     string        // a Web API method, "upload" or "response_url"; every one when empty
	Times      int           // how many calls it strikes; all until Clear when 0
	Delay      time.Duration // real time before anything else happens
	Status     int           // answer this instead: 429, 500, 503 …
	RetryAfter int           // seconds, for a 429
	Error      string        // answer ok:false with this error
	BrokenJSON bool          // answer 200 with half a JSON object; nothing is done
	Reset      bool          // cut the connection; nothing is done
	AnswerLost bool          // do what is asked, then cut the connection
}

// Faults is what goes wrong. It is safe to change while the workspace runs.
type Faults struct {
	mu     sync.Mutex
	list   []*Fault
	repeat map[string]int
}

// Add lets something go wrong from now on. Of several faults for a call the first that was added strikes.
func (f *Faults) Add(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, &fault)
}

// Repeat lets the next n deliveries of a kind ("slash_commands", "interactive", "events_api") reach the app twice, as they
// may when an acknowledgement is lost on its way to Slack.
func (f *Faults) Repeat(kind string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.repeat == nil {
		f.repeat = map[string]int{}
	}
	f.repeat[kind] = n
}

// Clear ends all faults.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list, f.repeat = nil, nil
}

func (f *Faults) repeated(kind string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.repeat[kind] == 0 {
		return false
	}
	f.repeat[kind]--
	return true
}

// next takes the fault that strikes a call.
func (f *Faults) next(method string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		if fault.Method != "" && fault.Method != method {
			continue
		}
		if fault.Times == 1 {
			f.list = append(f.list[:i:i], f.list[i+1:]...)
		} else if fault.Times > 1 {
			fault.Times--
		}
		return *fault
	}
	return Fault{}
}

// strike does to a call what the fault says. It gives what is to be said of it in the log, "" when the call goes on.
func (f Fault) strike(rw http.ResponseWriter, r *http.Request) string {
	if f.Delay > 0 {
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	}
	switch {
	case f.Reset:
		return "connection_reset" // the caller cuts it, once that is in the log
	case f.Status != 0:
		if f.RetryAfter > 0 {
			rw.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		http.Error(rw, http.StatusText(f.Status), f.Status)
		return http.StatusText(f.Status)
	case f.BrokenJSON:
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.Write([]byte(`{"ok":true,"chan`))
		return "broken_json"
	}
	return ""
}

// struck lets the fault that is asked for strike a call, and tells whether it took the place of an answer: that is in the log then.
func (w *Workspace) struck(rw http.ResponseWriter, r *http.Request, method string, e *Entry, began time.Time, body []byte) (f Fault, instead bool) {
	f = w.faults.next(method)
	if e.Error = f.strike(rw, r); e.Error == "" {
		return f, false
	}
	e.Status, e.Rule = f.Status, "a fault that was asked for"
	w.record(*e, began, body, nil)
	if f.Reset {
		cut()
	}
	return f, true
}

// cut ends a connection without an answer.
func cut() {
	panic(http.ErrAbortHandler) // the server's own way to cut a connection; it is caught and not logged there
}
