package handlers

import (
	"context"

	"github.com/slack-go/slack"

	"handslag/store"
)

// Home gives a person's App Home: how their units stand, or how the programme does, or what there is to do here. ErrUnknown as for Answer.
func (h *Handlers) Home(ctx context.Context, user string) (slack.HomeTabViewRequest, error) {
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	text := "help"
	err := h.store.Read(ctx, func(tx *store.Tx) error {
		m, err := tx.MemberBySlack(user)
		switch {
		case err != nil:
			return err
		case m == nil:
			return ErrUnknown
		case m.Has("manager", "deputy"):
			text = "quota"
		case m.Has("hr"):
			text = "summary"
		}
		return nil
	})
	if err != nil {
		return view, err
	}
	reply, err := h.Answer(ctx, Request{ID: "home:" + user, User: user, Door: Button, Text: text})
	if err != nil {
		return view, err
	}
	blocks := reply.Blocks
	if len(blocks) == 0 {
		blocks = []slack.Block{section(reply.Text)}
	}
	name(blocks)
	view.Blocks = slack.Blocks{BlockSet: blocks}
	return view, nil
}
