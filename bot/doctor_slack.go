package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// scopeUse is what each scope is for; without it that does not work.
var scopeUse = map[string]string{
	"commands":          "slash commands and shortcuts",
	"chat:write":        "answers and reminders",
	"im:write":          "writing to a person first, as a reminder does",
	"im:history":        "reading direct messages to the bot, and looking for a message before it is sent again",
	"users:read":        "who somebody is, their language and time zone, and whether they have left",
	"users:read.email":  "knowing managers by the e-mail address in the organisation's file",
	"files:write":       "sending exports",
	"app_mentions:read": "being asked in a channel",
}

// eventUse is what each event is for.
var eventUse = map[string]string{
	"message.im": "direct messages", "app_mention": "being asked in a channel", "app_home_opened": "the Home tab",
	"user_change": "noticing that somebody has left or changed language", "team_join": "knowing a manager of the organisation's files who is new in Slack",
	"app_uninstalled": "stopping when the app is removed", "tokens_revoked": "stopping when the tokens are taken back",
}

const clockDrift = 30 * time.Second // Slack and the bot each refuse what is five minutes off

// slack asks Slack who the bot is and what it may do.
func (c *doctorCommand) slack(ctx context.Context, f *findings) {
	if c.BotToken == "" {
		return // said with the settings
	}
	b := &bot{metrics: newMetrics()}
	var headers http.Header
	options := []slack.Option{slack.OptionHTTPClient(newCaller(b.metrics)), slack.OptionAppLevelToken(c.AppToken)}
	options = append(options, slack.OptionOnResponseHeaders(func(_ string, h http.Header) { headers = h }))
	if url := c.apiURL(); url != "" {
		options = append(options, slack.OptionAPIURL(url))
	}
	api := slack.New(c.BotToken, options...)
	who, err := api.AuthTestContext(ctx)
	switch code := slackError(err); {
	case refusedToken(code):
		f.bad("token", "SLACK_BOT_TOKEN is not accepted by Slack (%s): copy the Bot User OAuth Token from the app's page again", code)
		return
	case err != nil:
		f.bad("slack", "Slack cannot be reached: %v", err)
		return
	}
	f.fine("token", "the bot is %s in %s", who.User, who.Team)
	scopesMissing(f, headers)
	drift(f, headers)
	if c.AppToken != "" {
		if _, _, err := api.StartSocketModeContext(ctx); err != nil {
			f.bad("token", "%v", appTokenError(err))
		} else {
			f.fine("token", "Socket Mode is open to the bot")
		}
	}
}

func scopesMissing(f *findings, h http.Header) {
	given := strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	missing := 0
	for _, scope := range scopes {
		if !slices.Contains(given, scope) {
			missing++
			f.bad("scope", "%s is missing, for %s: add it under OAuth & Permissions on the app's page, then Reinstall to Workspace", scope, scopeUse[scope])
		}
	}
	if missing == 0 {
		f.fine("scope", "all %d are there", len(scopes))
	}
	for _, scope := range given {
		if !slices.Contains(scopes, scope) {
			f.doubt("scope", "%s is more than the bot needs: take it away", scope)
		}
	}
}

func drift(f *findings, h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return // a proxy may leave it out
	}
	if off := time.Since(at).Round(time.Second); off.Abs() > clockDrift {
		f.bad("clock", "this machine's clock is %v off from Slack's; at five minutes nothing is accepted any more: turn on NTP", off)
	}
}

// compareManifest names each thing that the app lacks.
func (c *doctorCommand) compareManifest(f *findings) {
	data, err := os.ReadFile(c.Manifest)
	if err != nil {
		f.bad("app", "%v", err)
		return
	}
	var has, want slack.Manifest
	if err := json.Unmarshal(data, &has); err != nil {
		f.bad("app", "%s is no manifest as JSON: %v", c.Manifest, err)
		return
	}
	if err := json.Unmarshal(manifest(""), &want); err != nil {
		f.bad("app", "%v", err)
		return
	}
	before := f.wrong
	appFeatures(f, has.Features, want.Features)
	c.appSettings(f, has.Settings)
	for _, scope := range want.OAuthConfig.Scopes.Bot {
		if !slices.Contains(has.OAuthConfig.Scopes.Bot, scope) {
			f.bad("app", "the scope %s is missing, for %s", scope, scopeUse[scope])
		}
	}
	if f.wrong == before {
		f.fine("app", "tabs, events, commands, shortcuts and scopes are as this version wants them")
	}
}

func appFeatures(f *findings, has, want slack.Features) {
	if !has.AppHome.HomeTabEnabled {
		f.bad("app", "the Home tab is off, for one's desk: App Home, Home Tab")
	}
	if !has.AppHome.MessagesTabEnabled || has.AppHome.MessagesTabReadOnlyEnabled {
		f.bad("app", "nobody can write to the bot: App Home, Messages Tab, and allow users to send messages from it")
	}
	for _, w := range want.SlashCommands {
		if !slices.ContainsFunc(has.SlashCommands, func(h slack.ManifestSlashCommand) bool { return h.Command == w.Command }) {
			f.bad("app", "the slash command %s is missing: Slash Commands", w.Command)
		}
	}
	for _, w := range want.Shortcuts {
		if !slices.ContainsFunc(has.Shortcuts, func(h slack.Shortcut) bool { return h.CallbackID == w.CallbackID && h.Type == w.Type }) {
			f.bad("app", "the shortcut %q (%s) is missing: Interactivity & Shortcuts", w.Name, w.CallbackID)
		}
	}
}

func (c *doctorCommand) appSettings(f *findings, has slack.Settings) {
	socket := c.AppToken != ""
	if has.SocketModeEnabled != socket {
		f.bad("app", "Socket Mode is %s on the app's page, and the bot is started for %s", onOff(has.SocketModeEnabled), map[bool]string{true: "Socket Mode", false: "HTTP"}[socket])
	}
	if has.Interactivity == nil || !has.Interactivity.IsEnabled {
		f.bad("app", "interactivity is off, for buttons and forms: Interactivity & Shortcuts")
	}
	for _, event := range events {
		if has.EventSubscriptions == nil || !slices.Contains(has.EventSubscriptions.BotEvents, event) {
			f.bad("app", "the event %s is missing, for %s: Event Subscriptions, Subscribe to bot events", event, eventUse[event])
		}
	}
}

func onOff(on bool) string { return map[bool]string{true: "on", false: "off"}[on] }
