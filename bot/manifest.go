package main

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"
)

// manifestCommand prints the app manifest.
type manifestCommand struct {
	URL string `name:"url" placeholder:"URL" help:"Where Slack reaches the bot, for HTTP; without it the manifest is for Socket Mode."`
}

// Run prints the manifest as JSON, to be pasted where Slack asks for it.
func (c *manifestCommand) Run(_ context.Context, t terminal) error {
	if c.URL != "" && !isWebAddress(c.URL) {
		return unusable{"--url is no web address; an example: https://handslag.example.se"}
	}
	_, err := t.out.Write(manifest(c.URL))
	return err
}

// slashCommands are registered in both languages: names are ASCII and none of Slack's own. What follows them is words in either language.
var slashCommands = []slack.ManifestSlashCommand{
	{Command: "/plats", Description: "Boka, släpp eller se platser", UsageHint: "boka språkpraktik v 34 2 st · #214 · mina · utlysta"},
	{Command: "/slot", Description: "Claim, release or see slots", UsageHint: "claim language practice week 34 2 · #214 · mine · published"},
	{Command: "/praktikant", Description: "Logga, avsluta eller se praktikanter", UsageHint: "ny · avsluta D-2026-0143 · här nu"},
	{Command: "/trainee", Description: "Log, end or see trainees", UsageHint: "new · end D-2026-0143 · here now"},
	{Command: "/kvot", Description: "Hur din enhet ligger till", UsageHint: "[enhet] [datum]"},
	{Command: "/quota", Description: "How your unit stands", UsageHint: "[unit] [date]"},
	{Command: "/lage", Description: "Hur hela uppdraget ligger till", UsageHint: "[förvaltning] [datum]"},
	{Command: "/summary", Description: "How the whole programme stands", UsageHint: "[unit] [date]"},
	{Command: "/handslag", Description: "Fråga Handslag vad som helst / Ask Handslag anything", UsageHint: "hjälp · help", ShouldEscape: true}, // somebody who is named comes as <@U…>
}

// shortcuts are those of Slack's menus, in both languages. An ID begins with the command that the shortcut types; one on a message reads it.
var shortcuts = []slack.Shortcut{
	{Name: "Boka plats", CallbackID: "claim_sv", Description: "Ta på er en plats", Type: slack.GlobalShortcut},
	{Name: "Claim a slot", CallbackID: "claim_en", Description: "Commit your unit to a slot", Type: slack.GlobalShortcut},
	{Name: "Logga praktikant", CallbackID: "trainee_sv", Description: "Någon börjar hos er", Type: slack.GlobalShortcut},
	{Name: "Log a trainee", CallbackID: "trainee_en", Description: "Somebody starts with you", Type: slack.GlobalShortcut},
	{Name: "Fråga Handslag", CallbackID: "read_sv", Description: "Läs meddelandet och föreslå vad som ska göras", Type: slack.MessageShortcut},
	{Name: "Ask Handslag", CallbackID: "read_en", Description: "Read the message and suggest what to do", Type: slack.MessageShortcut},
}

// scopes are what the bot may do in Slack, no more than it needs.
var scopes = []string{"commands", "chat:write", "im:write", "im:history", "users:read", "users:read.email", "files:write", "app_mentions:read"}

// events are what Slack tells the bot of.
var events = []string{"message.im", "app_mention", "app_home_opened", "user_change", "team_join", "app_uninstalled", "tokens_revoked"}

// manifest is the app as Slack is to know it (docs.slack.dev/reference/app-manifest). With an address Slack calls it there; without one it
// speaks on the sockets that the bot opens.
func manifest(url string) []byte {
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 1},
		Display: slack.Display{Name: "Handslag", BackgroundColor: "#1f4e5f",
			Description: "Håller räkningen på kommunens platser · Keeps count of placement slots",
			LongDescription: "Handslag håller räkningen på kommunens praktikplatser. En chef bokar en plats, loggar en praktikant och ser enhetens kvot " +
				"genom att skriva till Handslag, och HR frågar hur det går. Svaren kommer på svenska eller engelska och syns bara för den som frågar.\n\n" +
				"Handslag keeps count of a municipality's placement slots. A manager claims a slot, logs a trainee and sees the unit's quota by writing to " +
				"Handslag, and HR asks how things stand. It answers in Swedish or English, to the one who asks."},
		Features: slack.Features{
			AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slack.BotUser{DisplayName: "Handslag", AlwaysOnline: true},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: scopes}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: events},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  url == "",
		},
	}
	m.Features.SlashCommands = append(m.Features.SlashCommands, slashCommands...)
	m.Features.Shortcuts = shortcuts
	if url = strings.TrimSuffix(url, "/"); url != "" {
		for i := range m.Features.SlashCommands {
			m.Features.SlashCommands[i].Url = url + "/slack/commands"
		}
		m.Settings.EventSubscriptions.RequestUrl = url + "/slack/events"
		m.Settings.Interactivity.RequestUrl = url + "/slack/interactions"
	}
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(m) != nil {
		return nil // cannot be: it is made of strings
	}
	return []byte(out.String())
}
