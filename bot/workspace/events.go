package workspace

import (
	"strings"
	"time"
)

// emit sends an event to the app if the app subscribes to it, and again as Slack does if it is not acknowledged.
// It is never waited for. The caller holds w.mu, so that events leave in the order in which they happened.
func (w *Workspace) emit(name string, event Object) {
	if !w.manifest.subscribed(name) {
		return
	}
	payload := Object{
		"token": w.verificationToken(), "team_id": TeamID, "api_app_id": AppID, "event": event, "type": "event_callback",
		"event_id": w.nextID("Ev"), "event_time": w.now().Unix(), "is_ext_shared_channel": false, "context_team_id": TeamID,
		"context_enterprise_id": nil, "event_context": "4-" + randomHex(16),
		"authorizations": []any{Object{"enterprise_id": nil, "team_id": TeamID, "user_id": BotUserID, "is_bot": true, "is_enterprise_install": false}},
	}
	d := delivery{kind: "events_api", name: name, payload: payload, url: w.manifest.Settings.Events.URL}
	first := w.dispatch(d)
	w.work.start(func() { w.retry(d, first) })
}

// Emit sends the app an event that nothing here brings about by itself, such as app_uninstalled, if it subscribes to it.
func (w *Workspace) Emit(name string, event Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.emit(name, event)
}

// retryAfter are the pauses before Slack's three further tries (docs.slack.dev/apis/events-api#retries).
var retryAfter = []time.Duration{0, time.Minute, 5 * time.Minute}

// retry waits for the answer to an event and sends it again until it is acknowledged.
func (w *Workspace) retry(d delivery, pending <-chan answer) {
	a := <-pending
	for i, pause := range retryAfter {
		if a.failure == "" || a.noRetry || w.ctx.Err() != nil {
			return
		}
		timer := time.NewTimer(w.scaled(pause))
		select {
		case <-timer.C:
		case <-w.ctx.Done():
			timer.Stop()
			return
		}
		d.attempt, d.reason = i+1, a.reason
		a = <-w.dispatch(d)
	}
}

// messageEvents tells the app of a new message in a conversation that it is in.
func (w *Workspace) messageEvents(c *channel, m *Message) {
	if m.only != "" || !c.has(BotUserID) {
		return
	}
	event := messageEvent(c, m)
	event["event_ts"] = m.TS
	w.emit("message."+c.scopeKind(), event)
	w.mentionEvent(c, m, m.TS)
}

// mentionEvent tells the app of a message that names it, where others see it. It is told again, with "edited", when that is changed.
func (w *Workspace) mentionEvent(c *channel, m *Message, ts string) {
	if m.BotID != "" || c.im != "" || !strings.Contains(m.Text, "<@"+BotUserID+">") {
		return
	}
	at := messageEvent(c, m)
	delete(at, "channel_type")
	at["type"], at["event_ts"] = "app_mention", ts
	w.emit("app_mention", at)
}

func (w *Workspace) changedEvent(c *channel, old, m *Message) {
	if m.only != "" || !c.has(BotUserID) {
		return
	}
	ts := w.nextTS()
	w.emit("message."+c.scopeKind(), Object{"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": c.kind(),
		"message": asObject(m), "previous_message": asObject(old), "ts": ts, "event_ts": ts})
	if m.Edited != nil {
		w.mentionEvent(c, m, ts)
	}
}

func (w *Workspace) deletedEvent(c *channel, m *Message) {
	if m.only != "" || !c.has(BotUserID) {
		return
	}
	ts := w.nextTS()
	w.emit("message."+c.scopeKind(), Object{"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": c.kind(),
		"deleted_ts": m.TS, "previous_message": asObject(m), "ts": ts, "event_ts": ts})
}

func messageEvent(c *channel, m *Message) Object {
	event := asObject(m)
	delete(event, "metadata")
	event["channel"], event["channel_type"] = c.ID, c.kind()
	return event
}

// scopeKind is what scopes and events call conversations of this kind: im:history, message.channels.
func (c *channel) scopeKind() string {
	return map[string]string{"im": "im", "group": "groups", "channel": "channels"}[c.kind()]
}

// Opened tells the app that a person opened its Home ("home") or the direct message with it ("messages").
func (w *Workspace) Opened(user, tab string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, err := w.person(user)
	if err != nil {
		return err
	}
	c := w.dm(user)
	if tab == "home" && !w.manifest.Features.AppHome.Home {
		return refuse("not_enabled", "the manifest has no Home tab: features.app_home.home_tab_enabled; docs.slack.dev/surfaces/app-home")
	}
	if c == nil || tab != "home" && tab != "messages" {
		return refuse("invalid_tab", "%s has no tab %q with this app", p.Name, tab)
	}
	event := Object{"type": "app_home_opened", "user": user, "channel": c.ID, "tab": tab, "event_ts": w.nextTS()}
	if home := w.homes[user]; home != nil && tab == "home" {
		event["view"] = home
	}
	w.emit("app_home_opened", event)
	return nil
}

// OpenHome is a person's opening the app's Home tab.
func (w *Workspace) OpenHome(user string) error { return w.Opened(user, "home") }

// SetPerson changes a person's locale and time zone, where given, and tells the app.
func (w *Workspace) SetPerson(user, locale, tz string) error {
	if tz != "" {
		if _, err := time.LoadLocation(tz); err != nil {
			return err
		}
	}
	return w.changePerson(user, func(p *Person) {
		if locale != "" {
			p.Locale = locale
		}
		if tz != "" {
			p.TZ = tz
		}
	})
}

// SetStatus changes what a person shows beside their name, and tells the app.
func (w *Workspace) SetStatus(user string, status Status) error {
	return w.changePerson(user, func(p *Person) { p.Status = status })
}

// Deactivate is an administrator's deactivating a person's account.
func (w *Workspace) Deactivate(user string) error {
	return w.changePerson(user, func(p *Person) { p.Deleted = true })
}

// changePerson changes somebody, and tells the app.
func (w *Workspace) changePerson(user string, change func(*Person)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, err := w.person(user)
	if err != nil {
		return err
	}
	changed := *p
	change(&changed)
	w.replacePerson(changed, "user_change")
	return nil
}

// Join is a new person's joining the workspace.
func (w *Workspace) Join(p Person) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.ID == "" {
		p.ID = w.nextID("U")
	}
	if err := w.addPerson(p); err != nil {
		return err
	}
	w.replacePerson(*w.people[p.ID], "team_join")
	return nil
}

func (w *Workspace) replacePerson(p Person, event string) {
	p.updated = w.now().Unix()
	w.people[p.ID] = &p
	ts := w.nextTS()
	w.emit(event, Object{"type": event, "user": w.user(&p, true, w.manifest.scope("users:read.email")), "cache_ts": p.updated, "event_ts": ts})
	w.tell("", Event{Type: "state"})
}
