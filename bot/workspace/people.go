package workspace

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// Person is somebody in the workspace.
type Person struct {
	ID          string // of the form U… with at least eight characters after it
	Name        string // the handle, as "anna.berg"
	RealName    string
	Title       string
	Email       string
	Locale      string // as Slack writes it: "sv-SE", "en-US"; "sv-SE" when empty
	TZ          string // an IANA zone; "Europe/Stockholm" when empty
	Admin       bool
	Guest       bool // a multi-channel guest: is_restricted
	SingleGuest bool // a single-channel guest: is_ultra_restricted
	Bot         bool
	Deleted     bool
	Stranger    bool // from another workspace, met in a shared channel
	Status      Status
	updated     int64
}

// Status is what somebody shows beside their name.
type Status struct {
	Text  string    `json:"text"`
	Emoji string    `json:"emoji"` // ":palm_tree:"
	Until time.Time `json:"until"` // until it is taken away; zero: it is not
}

// showing is the status at an instant, with its end as Slack gives it: 0 where there is none.
func (s Status) showing(now time.Time) (text, emoji string, until int64) {
	switch {
	case s.Until.IsZero():
		return s.Text, s.Emoji, 0
	case now.Before(s.Until):
		return s.Text, s.Emoji, s.Until.Unix()
	}
	return "", "", 0
}

// Channel is a channel of the workspace. The app is in it when Members holds BotUserID.
type Channel struct {
	ID      string
	Name    string
	Private bool
	Members []string // user IDs; everybody when nil
}

// channel is a conversation with its messages, oldest first.
type channel struct {
	Channel
	im       string // in a direct message with the app: the person
	opened   bool   // conversations.open has been called for it
	created  int64
	messages []*Message
}

func (c *channel) kind() string {
	switch {
	case c.im != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// has tells whether a user is in the conversation.
func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// settle puts the people, the channels and everybody's direct message with the app in their places.
func (w *Workspace) settle() error {
	for _, p := range w.config.People {
		if err := w.addPerson(p); err != nil {
			return err
		}
	}
	for _, c := range w.config.Channels {
		if c.ID == "" {
			c.ID = w.nextID("C")
		}
		if w.channels[c.ID] != nil {
			return fmt.Errorf("workspace: two channels are called %s", c.ID)
		}
		if c.Members == nil {
			c.Members = append(slices.Clone(w.peopleOrder), BotUserID)
		}
		for _, m := range c.Members {
			if w.people[m] == nil && m != BotUserID {
				return fmt.Errorf("workspace: channel %s has a member %s who is nobody", c.Name, m)
			}
		}
		c.Members = slices.Clone(c.Members)
		w.addChannel(&channel{Channel: c})
	}
	return nil
}

func (w *Workspace) addPerson(p Person) error {
	if p.ID == "" {
		p.ID = w.nextID("U")
	}
	if p.ID == BotUserID || w.people[p.ID] != nil {
		return fmt.Errorf("workspace: two people are called %s", p.ID)
	}
	if p.Locale == "" {
		p.Locale = "sv-SE"
	}
	if p.TZ == "" {
		p.TZ = "Europe/Stockholm"
	}
	if _, err := time.LoadLocation(p.TZ); err != nil {
		return fmt.Errorf("workspace: %s: %w", p.Name, err)
	}
	p.updated = w.now().Unix()
	w.people[p.ID] = &p
	w.peopleOrder = append(w.peopleOrder, p.ID)
	if !p.Bot && !p.Stranger {
		w.addChannel(&channel{Channel: Channel{ID: "D" + strings.TrimPrefix(p.ID, "U"), Private: true, Members: []string{p.ID, BotUserID}}, im: p.ID})
	}
	return nil
}

func (w *Workspace) addChannel(c *channel) {
	c.created = w.now().Unix()
	w.channels[c.ID] = c
	w.channelOrder = append(w.channelOrder, c.ID)
}

// DM is the ID of a person's direct message with the app, "" when there can be none.
func (w *Workspace) DM(user string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.dm(user); c != nil {
		return c.ID
	}
	return ""
}

func (w *Workspace) dm(user string) *channel {
	return w.channels["D"+strings.TrimPrefix(user, "U")]
}

// user is a person as users.info gives them to an app with the scopes given.
func (w *Workspace) user(p *Person, locale, email bool) Object {
	zone, err := time.LoadLocation(p.TZ)
	if err != nil {
		zone = time.UTC
	}
	label, offset := w.now().In(zone).Zone()
	text, emoji, until := p.Status.showing(w.now())
	profile := Object{"real_name": p.RealName, "real_name_normalized": p.RealName, "display_name": p.Name, "display_name_normalized": p.Name,
		"title": p.Title, "phone": "", "skype": "", "status_text": text, "status_emoji": emoji, "status_expiration": until, "avatar_hash": "", "team": p.team()}
	if email && p.Email != "" {
		profile["email"] = p.Email
	}
	u := Object{"id": p.ID, "team_id": p.team(), "name": p.Name, "deleted": p.Deleted, "profile": profile, "is_bot": p.Bot,
		"is_app_user": false, "is_stranger": p.Stranger, "updated": p.updated, "is_email_confirmed": true, "who_can_share_contact_card": "EVERYONE"}
	if p.Deleted {
		return u
	}
	u["color"], u["real_name"] = color(p.ID), p.RealName
	u["tz"], u["tz_label"], u["tz_offset"] = p.TZ, label, offset
	u["is_admin"], u["is_owner"], u["is_primary_owner"] = p.Admin, false, false
	u["is_restricted"], u["is_ultra_restricted"] = p.Guest || p.SingleGuest, p.SingleGuest
	if locale {
		u["locale"] = p.Locale
	}
	return u
}

// bot is the app's own user.
func (w *Workspace) bot() *Person {
	return &Person{ID: BotUserID, Name: strings.ToLower(w.manifest.botName()), RealName: w.manifest.botName(), Locale: "en-US", TZ: "UTC", Bot: true}
}

// person finds somebody who can be played: known, not deactivated, not a bot.
func (w *Workspace) person(id string) (*Person, error) {
	p := w.people[id]
	switch {
	case p == nil:
		return nil, fmt.Errorf("nobody here is %q", id)
	case p.Deleted || p.Bot:
		return nil, fmt.Errorf("%s is deactivated or a bot and does nothing", p.Name)
	}
	return p, nil
}

// team is the workspace that a person belongs to.
func (p *Person) team() string {
	if p.Stranger {
		return strangerTeamID
	}
	return TeamID
}

func color(id string) string {
	palette := []string{"9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836"}
	h := fnv.New32a()
	h.Write([]byte(id))
	return palette[h.Sum32()%uint32(len(palette))]
}

func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		out = append(out, []rune(word)[0])
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return strings.ToUpper(string(out))
}
