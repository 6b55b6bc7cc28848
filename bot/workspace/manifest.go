package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// manifest is what the workspace reads of an app's manifest (docs.slack.dev/reference/app-manifest).
type manifest struct {
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"display_information"`
	Features struct {
		BotUser struct {
			DisplayName string `json:"display_name"`
		} `json:"bot_user"`
		AppHome struct {
			Home             bool `json:"home_tab_enabled"`
			Messages         bool `json:"messages_tab_enabled"`
			MessagesReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		AgentView json.RawMessage `json:"agent_view"`
		Shortcuts []shortcut      `json:"shortcuts"`
		Commands  []command       `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `json:"request_url"`
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			Enabled    bool   `json:"is_enabled"`
			URL        string `json:"request_url"`
			OptionsURL string `json:"message_menu_options_url"`
		} `json:"interactivity"`
		SocketMode bool `json:"socket_mode_enabled"`
	} `json:"settings"`
}

type shortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"` // global or message
	CallbackID  string `json:"callback_id"`
	Description string `json:"description"`
}

type command struct {
	Command     string `json:"command"`
	URL         string `json:"url,omitempty"`
	Description string `json:"description"`
	UsageHint   string `json:"usage_hint"`
	Escape      bool   `json:"should_escape,omitempty"`
}

// eventScopes are the scopes that an event is sent with; one of them is enough (docs.slack.dev/reference/events).
var eventScopes = map[string][]string{
	"app_home_opened": nil, "app_mention": {"app_mentions:read"}, "message.im": {"im:history"}, "message.channels": {"channels:history"},
	"message.groups": {"groups:history"}, "user_change": {"users:read"}, "team_join": {"users:read"}, "file_shared": {"files:read"},
	"member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
	"app_uninstalled": nil, "tokens_revoked": nil, "reaction_added": {"reactions:read"},
}

// reservedCommands are Slack's own and cannot be registered.
var reservedCommands = strings.Fields("/me /status /away /dnd /shrug /remind /msg /dm /feed /who /collapse /expand /leave /join /open /search " +
	"/topic /mute /pro /shortcuts /archive /invite /help")

var commandName = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)

// parseManifest reads a manifest and refuses all that is wrong with it at once.
func parseManifest(data []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("workspace: the manifest is not JSON: %w", err)
	}
	var wrong []error
	bad := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("workspace: manifest: "+format+" (docs.slack.dev/reference/app-manifest)", args...))
	}
	m.checkNames(bad)
	m.checkCommands(bad)
	m.checkEvents(bad)
	m.checkURLs(bad)
	return m, errors.Join(wrong...)
}

func (m manifest) checkNames(bad func(string, ...any)) {
	if n := utf8.RuneCountInString(m.Display.Name); n < 1 || n > 35 {
		bad("display_information.name has %d characters, 1–35 are allowed", n)
	}
	if n := utf8.RuneCountInString(m.Display.Description); n > 140 {
		bad("display_information.description has %d characters, 140 are allowed", n)
	}
	if n := utf8.RuneCountInString(m.Features.BotUser.DisplayName); n < 1 || n > 80 {
		bad("features.bot_user.display_name has %d characters, 1–80 are allowed", n)
	}
	if n := len(m.Features.Shortcuts); n > 10 {
		bad("%d shortcuts, 10 are allowed", n)
	}
	for _, s := range m.Features.Shortcuts {
		if n := utf8.RuneCountInString(s.Name); n < 1 || n > 24 {
			bad("the shortcut %q has %d characters, 1–24 are allowed", s.Name, n)
		}
		if n := utf8.RuneCountInString(s.Description); n < 1 || n > 150 {
			bad("the description of shortcut %q has %d characters, 1–150 are allowed", s.Name, n)
		}
		if s.Type != "global" && s.Type != "message" {
			bad("the shortcut %q is of type %q, global and message are allowed", s.Name, s.Type)
		}
		if n := utf8.RuneCountInString(s.CallbackID); n < 1 || n > 255 {
			bad("the callback_id of shortcut %q has %d characters, 1–255 are allowed", s.Name, n)
		}
	}
}

func (m manifest) checkCommands(bad func(string, ...any)) {
	if n := len(m.Features.Commands); n > 50 {
		bad("%d slash commands, 50 are allowed", n)
	}
	if len(m.Features.Commands) > 0 && !m.scope("commands") {
		bad("slash commands need the scope commands")
	}
	seen := map[string]bool{}
	for _, c := range m.Features.Commands {
		switch {
		case !commandName.MatchString(c.Command):
			bad("%q is no command: a slash and 1–31 of a–z, 0–9, - and _", c.Command)
		case slices.Contains(reservedCommands, c.Command):
			bad("%s is Slack's own command, and one such name voids the whole list", c.Command)
		case seen[c.Command]:
			bad("%s is there twice", c.Command)
		}
		seen[c.Command] = true
		if n := utf8.RuneCountInString(c.Description); n < 1 || n > 2000 {
			bad("the description of %s has %d characters, 1–2000 are allowed", c.Command, n)
		}
		if n := utf8.RuneCountInString(c.UsageHint); n > 1000 {
			bad("the usage hint of %s has %d characters, 1000 are allowed", c.Command, n)
		}
	}
}

func (m manifest) checkEvents(bad func(string, ...any)) {
	for _, event := range m.Settings.Events.Bot {
		scopes, known := eventScopes[event]
		if !known {
			bad("the local workspace does not know the event %s", event)
			continue
		}
		if len(scopes) > 0 && !slices.ContainsFunc(scopes, m.scope) {
			bad("the event %s needs the scope %s", event, strings.Join(scopes, " or "))
		}
	}
}

// checkURLs: without Socket Mode everything that is delivered needs an address, and the workspace calls this machine only.
func (m manifest) checkURLs(bad func(string, ...any)) {
	if m.Settings.SocketMode {
		return
	}
	check := func(what, address string) {
		u, err := url.Parse(address)
		switch {
		case err != nil || u.Host == "":
			bad("%s is missing or no address: %q", what, address)
		case !loopback(u.Host):
			bad("%s leads away from this machine: %q", what, address)
		}
	}
	for _, c := range m.Features.Commands {
		check("the url of "+c.Command, c.URL)
	}
	if m.Settings.Interactivity.Enabled {
		check("settings.interactivity.request_url", m.Settings.Interactivity.URL)
	}
	if len(m.Settings.Events.Bot) > 0 {
		check("settings.event_subscriptions.request_url", m.Settings.Events.URL)
	}
}

func (m manifest) scope(name string) bool       { return slices.Contains(m.OAuth.Scopes.Bot, name) }
func (m manifest) subscribed(event string) bool { return slices.Contains(m.Settings.Events.Bot, event) }

func (m manifest) botName() string { return m.Features.BotUser.DisplayName }

// canWrite tells whether people may write to the app in a direct message.
func (m manifest) canWrite() bool {
	return m.Features.AgentView != nil || m.Features.AppHome.Messages && !m.Features.AppHome.MessagesReadOnly
}

func (m manifest) command(name string) (command, bool) {
	i := slices.IndexFunc(m.Features.Commands, func(c command) bool { return c.Command == name })
	if i < 0 {
		return command{}, false
	}
	return m.Features.Commands[i], true
}
