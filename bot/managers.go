package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"handslag/store"
)

const (
	managersFresh = 6 * time.Hour  // so old may be what is known of managers when they are reminded, if Slack answers
	managersKnown = 23 * time.Hour // and so old if it does not: who has left is missed within a day
)

// askManagers finds out how all who have a role are in Slack: who is away, whose account is closed, who has come there. They are read from Slack's
// list of everybody, since ten thousand cannot be asked about one by one in an hour.
func (b *bot) askManagers(ctx context.Context) error {
	r, err := b.rollOf(ctx)
	if err != nil || len(r.byEmail)+len(r.byID) == 0 {
		return err
	}
	if err := b.members.located(ctx); err != nil {
		return err
	}
	page := b.api.GetUsersPaginated() // 200 at a time
	for {
		switch page, err = page.Next(ctx); {
		case limited(err) > 0:
			if !waited(ctx, limited(err)) {
				return ctx.Err()
			}
			continue
		case page.Done(err):
			return b.askMissing(ctx, r)
		case err != nil:
			return fmt.Errorf("ask Slack who is there: %w", err)
		}
		if err = b.members.note(ctx, b.found(r, page.Users)); err != nil {
			return err
		}
	}
}

// waited tells whether so much time has passed: false where ctx ended first.
func waited(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// roll holds those with a role who have not been found in Slack's list yet.
type roll struct {
	byID    map[string]store.Member
	byEmail map[string]store.Member // who have not been met in Slack
}

func (b *bot) rollOf(ctx context.Context) (*roll, error) {
	r := &roll{byID: map[string]store.Member{}, byEmail: map[string]store.Member{}}
	return r, b.store.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.WithAnyRole()
		for _, m := range all {
			if m.SlackID != "" {
				r.byID[m.SlackID] = m
			} else {
				r.byEmail[m.Email] = m
			}
		}
		return err
	})
}

// found takes those of the roll who are among Slack's users off it, and gives what Slack says of them where that is new.
func (b *bot) found(r *roll, users []slack.User) (news []store.Member) {
	for i := range users {
		now := b.members.seen(&users[i])
		before, met := r.byID[now.SlackID]
		if !met && now.Outsider == "" { // what a guest gives as an address is no proof
			before, met = r.byEmail[strings.ToLower(now.Email)]
		}
		if !met {
			continue
		}
		delete(r.byID, now.SlackID)
		delete(r.byEmail, before.Email)
		if differ(&before, &now) {
			news = append(news, now)
		}
	}
	return news
}

// differ tells whether Slack says something else of a person than what is known.
func differ(known, now *store.Member) bool {
	email := now.Outsider == "" && now.Email != "" && !strings.EqualFold(known.Email, now.Email)
	return email || known.SlackID != now.SlackID || known.Team != now.Team || known.Locale != now.Locale || known.TZ != now.TZ ||
		known.Outsider != now.Outsider || known.Away != now.Away
}

// askMissing asks about those who were met before and are not in Slack's list any more. Of whom Slack knows nothing the account is closed.
func (b *bot) askMissing(ctx context.Context, r *roll) error {
	for id, m := range r.byID {
		err := b.members.learn(ctx, id)
		if slackError(err) == "user_not_found" || slackError(err) == "user_not_visible" {
			m.Outsider = "deactivated"
			err = b.members.note(ctx, []store.Member{m})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
