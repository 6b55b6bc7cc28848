package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
)

// TestOtherWorkspacesAreTurnedAway sends requests that name another workspace to every door, rightly signed: nothing is done, and each is counted.
func TestOtherWorkspacesAreTurnedAway(t *testing.T) {
	h := openHouse(t, options{http: true})
	h.must(h.bot.greet(h.ctx()))
	slash := func(team, trigger string) (int, string) {
		return h.post(posting{path: "/slack/commands", body: command(head, "/plats", "boka praktik", trigger) + "&team_id=" + team, kind: formType})
	}
	if status, said := slash("T0OTHER", "other"); status != http.StatusOK || !strings.Contains(said, "kommunens egen arbetsyta") {
		t.Errorf("a command: %d %s", status, said)
	}
	press := `{"type":"block_actions","trigger_id":"p","team":{"id":"T0OTHER"},"user":{"id":"` + head + `"},"actions":[{"type":"button","value":"claim kind:praktik"}]}`
	form := `{"type":"view_submission","trigger_id":"f","team":{"id":"T0OTHER"},"user":{"id":"` + head + `"},"view":{"private_metadata":"claim kind:praktik unit:FSK-1-1"}}`
	for _, payload := range []string{press, form} {
		if status, said := h.post(posting{path: "/slack/interactions", body: url.Values{"payload": {payload}}.Encode(), kind: formType}); status != http.StatusOK || said != "" {
			t.Errorf("%s: %d %s", payload, status, said)
		}
	}
	event := `{"type":"event_callback","event_id":"E1","team_id":"T0OTHER","authorizations":[{"team_id":"T0OTHER"}],
		"event":{"type":"message","channel_type":"im","channel":"D1","user":"` + head + `","text":"boka praktik","ts":"1.1"}}`
	if status, _ := h.post(posting{path: "/slack/events", body: event, kind: jsonType}); status != http.StatusOK {
		t.Errorf("an event: %d", status)
	}
	if n := h.created("FSK-1-1"); n != 0 || h.depth() != 0 {
		t.Errorf("%d slots were created, %d messages wait", n, h.depth())
	}
	_, metrics := h.get("/metrics")
	for _, want := range []string{`{command="",door="slash",result="turned_away"} 1`, `{command="",door="interaction",result="turned_away"} 2`,
		`{command="",door="event",result="turned_away"} 1`} {
		if !strings.Contains(metrics, "handslag_requests_total"+want) {
			t.Errorf("%s is not counted", want)
		}
	}
	if _, said := slash(workspace.TeamID, "ours"); !strings.Contains(said, "Klart") {
		t.Errorf("our own workspace is told %s", said)
	}
}

// TestTakenOutOfSlack has the app removed, and installed again: meanwhile nothing is sent, and nothing is lost.
func TestTakenOutOfSlack(t *testing.T) {
	h := openHouse(t, options{http: true, before: func(h *house) { h.bot.lookBack = 10 * time.Millisecond }})
	h.slack.Emit("tokens_revoked", map[string]any{"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{head}}}) // of a person, not the bot's
	h.slack.Faults().Add(workspace.Fault{Method: "auth.test", Error: "account_inactive"})
	h.slack.Emit("app_uninstalled", map[string]any{"type": "app_uninstalled"})
	h.until("it has noticed", func() bool { return h.bot.removed.Load() })
	if status, said := h.get("/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(said, "taken out of Slack") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	h.send(head, "one")
	if said := h.textsOf(head); len(said) != 0 || h.depth() != 1 {
		t.Errorf("sent %q, %d wait", said, h.depth())
	}
	h.slack.Faults().Clear()
	h.settled()
	if said := h.textsOf(head); len(said) != 1 {
		t.Errorf("after it is back: %q", said)
	}
	if status, said := h.get("/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d %s", status, said)
	}
}
