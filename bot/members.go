package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"handslag/handlers"
	"handslag/store"
)

// members keeps what the store knows of people as Slack has it: who is new is asked for, and who was asked for more than a day ago is asked
// for again beside the request.
type members struct {
	b     *bot
	calls singleflight.Group
	mu    sync.Mutex
	asked map[string]time.Time // when Slack was last asked about a person, by the bot's clock
}

const knownFor = 24 * time.Hour

func newMembers(b *bot) *members { return &members{b: b, asked: map[string]time.Time{}} }

// learn asks Slack who a person is and writes it down. Several at once about the same person are one question.
func (m *members) learn(ctx context.Context, user string) error {
	_, err, _ := m.calls.Do(user, func() (any, error) { return nil, m.ask(ctx, user) })
	return err
}

// seek learns who somebody is whom a request names, by ID or by address. That Slack does not know them either is no error.
func (m *members) seek(ctx context.Context, said string) error {
	user := said
	if strings.Contains(said, "@") {
		ctx, cancel := context.WithTimeout(ctx, callTimeout)
		defer cancel()
		u, err := m.b.api.GetUserByEmailContext(ctx, said)
		if slackError(err) == "users_not_found" {
			return nil
		}
		if err != nil {
			return fmt.Errorf("ask Slack whose address it is: %w", err)
		}
		user = u.ID
	}
	err := m.learn(ctx, user)
	if code := slackError(err); code == "user_not_found" || code == "user_not_visible" {
		return nil
	}
	return err
}

func (m *members) ask(ctx context.Context, user string) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := m.located(ctx); err != nil {
		return err
	}
	u, err := m.b.api.GetUserInfoContext(ctx, user)
	if err != nil {
		return fmt.Errorf("ask Slack who it is: %w", err)
	}
	return m.note(ctx, []store.Member{m.seen(u)})
}

// located finds out where the bot is: until then nobody can be told from people of other workspaces.
func (m *members) located(ctx context.Context) error {
	if m.b.self.get().TeamID != "" {
		return nil
	}
	if err := m.b.greet(ctx); err != nil {
		return fmt.Errorf("ask Slack who the bot is: %w", err)
	}
	return nil
}

// seen is what the store keeps of somebody in Slack.
func (m *members) seen(u *slack.User) store.Member {
	return store.Member{SlackID: u.ID, Email: u.Profile.Email, Team: u.TeamID, Locale: u.Locale, TZ: u.TZ, Outsider: outsider(u, m.b.self.get()),
		Away: handlers.Away(u.Profile.StatusText, u.Profile.StatusEmoji, int64(u.Profile.StatusExpiration), m.b.store.Zone())}
}

// note writes down what Slack says of people, in one transaction.
func (m *members) note(ctx context.Context, people []store.Member) error {
	if len(people) == 0 {
		return nil
	}
	err := m.b.store.Write(ctx, func(tx *store.Tx) error {
		for _, p := range people {
			if _, err := tx.Know(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write down who it is: %w", err)
	}
	for _, p := range people {
		m.mark(p.SlackID)
	}
	return nil
}

// outsider says why a person is turned away from where the bot is, "" where they are not. The workspaces of one organisation are one.
func outsider(u *slack.User, self slack.AuthTestResponse) string {
	sister := self.EnterpriseID != "" && u.Enterprise.EnterpriseID == self.EnterpriseID
	switch {
	case u.Deleted:
		return "deactivated"
	case u.IsBot || u.IsWorkflowBot || u.IsConnectorBot:
		return "bot"
	case u.IsStranger || u.TeamID != self.TeamID && !sister:
		return "foreign"
	case u.IsRestricted || u.IsUltraRestricted:
		return "guest"
	}
	return ""
}

func (m *members) mark(user string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[user] = m.b.store.Now()
}

// due tells whether it is time to ask again, and takes the task.
func (m *members) due(user string) bool {
	now := m.b.store.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.asked[user]; ok && now.Sub(at).Abs() < knownFor {
		return false
	}
	m.asked[user] = now
	return true
}

// refresh asks anew about somebody who is known and was not asked about for a day. Nobody waits for it.
func (m *members) refresh(user string) {
	if m.due(user) {
		m.b.later(func(ctx context.Context) { m.again(ctx, user) })
	}
}

// joined asks about somebody who has come to the workspace. Who has a role already, by the address in the organisation's files, is known from now on
// and has a Home to open; nothing is written down of others until they say something.
func (m *members) joined(ctx context.Context, user string) {
	if err := m.meet(ctx, user); err != nil {
		m.b.log.Warn("a new person could not be asked about", "error", err)
	}
}

func (m *members) meet(ctx context.Context, user string) error {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := m.located(call); err != nil {
		return err
	}
	u, err := m.b.api.GetUserInfoContext(call, user)
	if err != nil {
		return fmt.Errorf("ask Slack who it is: %w", err)
	}
	seen := m.seen(u)
	var expected *store.Member
	if seen.Email != "" && seen.Outsider == "" {
		err = m.b.store.Read(ctx, func(tx *store.Tx) (err error) { expected, err = tx.MemberByEmail(seen.Email); return err })
	}
	if err != nil || expected == nil {
		return err
	}
	if err := m.note(ctx, []store.Member{seen}); err != nil {
		return err
	}
	if len(expected.Roles) > 0 {
		m.b.showHome(user, "")
	}
	return nil
}

// again asks anew about somebody who is known; others are asked about when they first say something.
func (m *members) again(ctx context.Context, user string) {
	var known *store.Member
	err := m.b.store.Read(ctx, func(tx *store.Tx) (err error) { known, err = tx.MemberBySlack(user); return err })
	if err == nil && known != nil {
		m.calls.Forget(user) // a question under way may have been answered before what has changed
		err = m.learn(ctx, user)
	}
	if err != nil {
		m.b.log.Warn("a person could not be asked about anew", "error", err)
	}
}
