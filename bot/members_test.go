package main

import (
	"testing"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

func TestWhoIsTurnedAway(t *testing.T) {
	alone := slack.AuthTestResponse{TeamID: "T0OURS"}
	grid := slack.AuthTestResponse{TeamID: "T0OURS", EnterpriseID: "E0OURS"}
	for name, c := range map[string]struct {
		self slack.AuthTestResponse
		user slack.User
		want string
	}{
		"one of us":                             {alone, slack.User{TeamID: "T0OURS"}, ""},
		"of another workspace":                  {alone, slack.User{TeamID: "T0THEIRS"}, "foreign"},
		"of another company's workspace":        {alone, slack.User{TeamID: "T0THEIRS", Enterprise: slack.EnterpriseUser{ID: "W1", EnterpriseID: "E0THEIRS"}}, "foreign"},
		"of another company, seen from a grid":  {grid, slack.User{TeamID: "T0THEIRS", Enterprise: slack.EnterpriseUser{ID: "W1", EnterpriseID: "E0THEIRS"}}, "foreign"},
		"of another workspace in the same grid": {grid, slack.User{TeamID: "T0SISTER", Enterprise: slack.EnterpriseUser{ID: "W1", EnterpriseID: "E0OURS"}}, ""},
		"unknown to the workspace":              {alone, slack.User{TeamID: "T0OURS", IsStranger: true}, "foreign"},
		"with one channel":                      {alone, slack.User{TeamID: "T0OURS", IsUltraRestricted: true}, "guest"},
		"whose account is closed":               {alone, slack.User{TeamID: "T0OURS", Deleted: true}, "deactivated"},
		"a bot":                                 {alone, slack.User{TeamID: "T0OURS", IsBot: true}, "bot"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outsider(&c.user, c.self); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestNobodyIsLetInBeforeTheBotKnowsWhereItIs: without its own workspace it could not tell who is of another.
func TestNobodyIsLetInBeforeTheBotKnowsWhereItIs(t *testing.T) {
	h := openHouse(t, options{})
	h.bot.self.mu.Lock()
	h.bot.self.who = slack.AuthTestResponse{}
	h.bot.self.mu.Unlock()
	h.slack.Faults().Add(workspace.Fault{Method: "auth.test", Times: 1, Error: "internal_error"})
	h.wants(h.says(head, "/handslag kvot"), "Slack")
	h.wants(h.says(head, "/handslag kvot"), "Kullen")
}
