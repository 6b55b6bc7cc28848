package main

import (
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// manager gives what is known of an address.
func (h *house) manager(email string) (m *store.Member) {
	h.Helper()
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) (err error) { m, err = tx.MemberByEmail(email); return err }))
	if m == nil {
		h.Fatalf("nobody has the address %s", email)
	}
	return m
}

func TestManagersAreKnownAsTheyAreInSlack(t *testing.T) {
	t.Parallel()
	h := openHouse(t, options{people: []workspace.Person{{ID: "U0SKOLCHEF", Name: "fsk", Email: "FSK@example.com", Locale: "sv-SE", TZ: "Europe/London"}},
		more: "OMS-1-2,OMS-1,enhet,Hemtjänst Gata,,10,2018-01-01,,gone@example.com,\nOMS-1-3,OMS-1,enhet,Hemtjänst Väg,,10,2018-01-01,,guest@example.com,\n"})
	h.says(care, "/handslag quota")
	h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
		_, err := tx.Know(store.Member{SlackID: "U0GONE0001", Email: "gone@example.com", Team: workspace.TeamID, Locale: "sv-SE"})
		return err
	}))
	h.must(h.slack.Deactivate(care))
	h.must(h.slack.SetStatus(head, workspace.Status{Text: "Semester", Emoji: ":palm_tree:", Until: h.bot.store.Now().Add(10 * 24 * time.Hour)}))
	h.slack.Faults().Add(workspace.Fault{Method: "users.list", Times: 1, Status: 429, RetryAfter: 1})
	h.must(h.bot.askManagers(h.ctx()))

	for email, want := range map[string]store.Member{
		"fsk@example.com":    {SlackID: "U0SKOLCHEF", TZ: "Europe/London"},
		"kullen@example.com": {SlackID: head, TZ: "Europe/Stockholm", Away: "2020-07-05"},
		"ryd@example.com":    {SlackID: care, Outsider: "deactivated"},
		"gone@example.com":   {SlackID: "U0GONE0001", Outsider: "deactivated"},
		"guest@example.com":  {}, // an address is no proof
	} {
		m := h.manager(email)
		if m.SlackID != want.SlackID || m.Outsider != want.Outsider || m.Away != want.Away || want.TZ != "" && m.TZ != want.TZ {
			t.Errorf("%s is %+v, want %+v", email, m, want)
		}
	}
}
