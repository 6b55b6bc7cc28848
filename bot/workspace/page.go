package workspace

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed page
var pageFiles embed.FS

// order is what the page asks for, of every kind: each request uses the fields that it needs.
type order struct {
	User       string    `json:"user"`
	Channel    string    `json:"channel"`
	TS         string    `json:"ts"`
	ThreadTS   string    `json:"thread_ts"`
	Text       string    `json:"text"`
	ViewID     string    `json:"view_id"`
	Clear      bool      `json:"clear"`
	CallbackID string    `json:"callback_id"`
	BlockID    string    `json:"block_id"`
	ActionID   string    `json:"action_id"`
	Value      string    `json:"value"`
	Tab        string    `json:"tab"`
	Status     *Status   `json:"status"`
	Locale     string    `json:"locale"`
	TZ         string    `json:"tz"`
	To         time.Time `json:"to"`
	Advance    float64   `json:"advance_seconds"`
	Action     Object    `json:"action"`
	State      State     `json:"state"`
	Seq        int       `json:"seq"`
	As         string    `json:"as"`
}

func (o order) place() place { return place{channel: o.Channel, ts: o.TS, view: o.ViewID} }

// pageRoutes are the page and what it asks for.
func (w *Workspace) pageRoutes(mux *http.ServeMux) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		files = pageFiles // cannot be: the name is the one embedded
	}
	serve := http.FileServerFS(files)
	mux.Handle("GET /{$}", uncached(serve))
	mux.Handle("GET /page/", uncached(http.StripPrefix("/page/", serve)))
	mux.HandleFunc("GET /files/{id}/{name}", w.sendFile)
	mux.HandleFunc("GET /local/stream", w.stream)
	get := func(path string, answer func(*http.Request) (any, error)) {
		mux.HandleFunc("GET /local/"+path, func(rw http.ResponseWriter, r *http.Request) {
			v, err := answer(r)
			reply(rw, v, err)
		})
	}
	get("state", func(r *http.Request) (any, error) { return w.state(r.FormValue("user")) })
	get("messages", func(r *http.Request) (any, error) {
		return append([]Message{}, w.Messages(r.FormValue("user"), r.FormValue("channel"))...), nil
	})
	get("home", func(r *http.Request) (any, error) { return Object{"view": w.Home(r.FormValue("user"))}, nil })
	get("traffic", func(r *http.Request) (any, error) {
		after, _ := strconv.Atoi(r.FormValue("after")) // from the beginning when it is missing
		return w.Traffic(after), nil
	})
	for path, do := range w.orders() {
		mux.HandleFunc("POST /local/"+path, func(rw http.ResponseWriter, r *http.Request) { w.serveOrder(rw, r, do) })
	}
}

// orders are the page's requests that do something.
func (w *Workspace) orders() map[string]func(order) (any, error) {
	simple := func(do func(order) error) func(order) (any, error) {
		return func(o order) (any, error) { return nil, do(o) }
	}
	return map[string]func(order) (any, error){
		"send":   simple(func(o order) error { return w.SayIn(o.User, o.Channel, o.ThreadTS, o.Text) }),
		"edit":   simple(func(o order) error { return w.Edit(o.User, o.Channel, o.TS, o.Text) }),
		"delete": simple(func(o order) error { return w.Delete(o.User, o.Channel, o.TS) }),
		"act": simple(func(o order) error {
			return w.act(o.User, o.place(), str(o.Action, "block_id"), str(o.Action, "action_id"), o.Action, o.State.Values)
		}),
		"close":    simple(func(o order) error { return w.CloseView(o.User, o.ViewID, o.Clear) }),
		"shortcut": simple(func(o order) error { return w.Shortcut(o.User, o.CallbackID, o.Channel, o.TS) }),
		"opened":   simple(func(o order) error { return w.Opened(o.User, o.Tab) }),
		"person":   simple(w.personOrder),
		"submit":   w.submitOrder,
		"suggest":  func(o order) (any, error) { return w.suggest(o.User, o.place(), o.BlockID, o.ActionID, o.Value) },
		"again": func(o order) (any, error) {
			answer, err := w.AgainAs(o.Seq, o.As)
			return Object{"ok": err == nil, "answer": answer}, err
		},
		"clock": func(o order) (any, error) {
			return Object{"now": w.moveClock(o.To, o.Advance).Format(time.RFC3339)}, nil
		},
	}
}

func (w *Workspace) personOrder(o order) error {
	if o.Status != nil {
		if err := w.SetStatus(o.User, *o.Status); err != nil {
			return err
		}
	}
	return w.SetPerson(o.User, o.Locale, o.TZ)
}

func (w *Workspace) submitOrder(o order) (any, error) {
	err := w.submit(o.User, o.ViewID, o.State.Values)
	var fields FieldErrors
	var failed errNoticed
	switch {
	case errors.As(err, &fields):
		return Object{"ok": false, "errors": fields}, nil
	case errors.As(err, &failed):
		return Object{"ok": false, "notice": failed.failure}, nil
	}
	return nil, err
}

// serveOrder takes one request of the page's. Pages of other sites are not obeyed.
func (w *Workspace) serveOrder(rw http.ResponseWriter, r *http.Request, do func(order) (any, error)) {
	if origin := r.Header.Get("Origin"); origin != "" && origin != originOf(r) {
		http.Error(rw, "this is for the workspace's own page", http.StatusForbidden)
		return
	}
	var o order
	if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxBody)).Decode(&o); err != nil {
		reply(rw, nil, fmt.Errorf("the request is not the JSON that was expected: %w", err))
		return
	}
	w.mu.Lock()
	if w.url == "" {
		w.url = originOf(r)
	}
	w.mu.Unlock()
	v, err := do(o)
	var noticed errNoticed
	if errors.As(err, &noticed) {
		err = nil
	}
	reply(rw, v, err)
}

// reply answers the page: ok:false and the error when there is one.
func reply(rw http.ResponseWriter, v any, err error) {
	if err != nil {
		v = Object{"ok": false, "error": err.Error()}
	} else if v == nil {
		v = Object{"ok": true}
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.Write(mustJSON(v))
}

func uncached(h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Cache-Control", "no-cache")
		h.ServeHTTP(rw, r)
	})
}

// state is what the page shows of the workspace to a person.
func (w *Workspace) state(user string) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if user == "" && len(w.peopleOrder) > 0 {
		user = w.peopleOrder[0]
	}
	if w.people[user] == nil {
		return nil, fmt.Errorf("nobody here is %q", user)
	}
	users := []Object{}
	for _, id := range append(append([]string{}, w.peopleOrder...), BotUserID) {
		p := w.people[id]
		if p == nil {
			p = w.bot()
		}
		status, _, until := p.Status.showing(w.now())
		users = append(users, Object{"id": p.ID, "name": p.Name, "real_name": p.RealName, "title": p.Title, "email": p.Email, "locale": p.Locale, "tz": p.TZ,
			"status": status, "status_until": until, "is_bot": p.Bot, "deleted": p.Deleted, "is_guest": p.Guest || p.SingleGuest, "is_stranger": p.Stranger, "initials": initials(p.RealName), "color": color(p.ID)})
	}
	channels := []Object{}
	for _, id := range w.channelOrder {
		c := w.channels[id]
		if !c.has(user) {
			continue
		}
		o := Object{"id": c.ID, "name": c.Name, "is_im": c.im != "", "is_private": c.Private, "members": c.Members}
		if c.im != "" {
			o["user"], o["name"], o["can_write"] = BotUserID, w.manifest.botName(), w.manifest.canWrite()
		}
		channels = append(channels, o)
	}
	mode := "http"
	if w.manifest.Settings.SocketMode {
		mode = "socket"
	}
	return Object{"team": Object{"id": TeamID, "name": teamName}, "now": w.now().Format(time.RFC3339), "me": user, "users": users, "channels": channels,
		"bot": Object{"user_id": BotUserID, "name": w.manifest.botName()}, "commands": append([]command{}, w.manifest.Features.Commands...),
		"shortcuts": append([]shortcut{}, w.manifest.Features.Shortcuts...), "home_enabled": w.manifest.Features.AppHome.Home,
		"views": append([]*View{}, w.stacks[user]...), "mode": mode}, nil
}

// MoveClock sets the workspace's clock and shows everybody.
func (w *Workspace) MoveClock(to time.Time) { w.moveClock(to, 0) }

func (w *Workspace) moveClock(to time.Time, advance float64) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	if to.IsZero() {
		to = w.now().Add(time.Duration(advance * float64(time.Second)))
	}
	w.config.Clock.Set(to)
	now := w.now()
	w.tell("", Event{Type: "clock", Now: &now})
	return now
}

// stream sends a person what happens, as server-sent events, until they leave.
func (w *Workspace) stream(rw http.ResponseWriter, r *http.Request) {
	watch := w.Watch(r.FormValue("user"))
	defer watch.Close()
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(rw)
	_ = out.SetWriteDeadline(time.Time{}) // the server's own is for answers that end; where there is none to lift it stays as it is
	io := func(line string) error {
		if _, err := rw.Write([]byte(line)); err != nil {
			return err
		}
		return out.Flush()
	}
	for err := io(": here\n\n"); err == nil; {
		var e Event
		ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
		e, err = watch.Next(ctx)
		cancel()
		switch {
		case err == nil:
			err = io("data: " + strings.ReplaceAll(string(mustJSON(e)), "\n", " ") + "\n\n")
		case errors.Is(err, context.DeadlineExceeded) && r.Context().Err() == nil:
			err = io(": still here\n\n") // keeps the connection, and notices when the page is gone
		}
	}
}
