package handlers

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"handslag/store"
)

const maxHome = 100 // blocks

// Home gives a person's App Home, their desk: how their units stand with what waits, and who is here; to HR how the programme stands; to who
// has no role what there is to do. ErrUnknown as for Answer.
func (h *Handlers) Home(ctx context.Context, user string) (slack.HomeTabViewRequest, error) {
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	var v voice
	var parts []string
	err := h.store.Read(ctx, func(tx *store.Tx) error {
		m, err := tx.MemberBySlack(user)
		if err != nil {
			return err
		}
		if m == nil {
			return ErrUnknown
		}
		v = voice{all: h.said, lang: m.Speaks(h.standard)}
		parts, err = onDesk(tx, m)
		return err
	})
	if err != nil {
		return view, err
	}
	var blocks []slack.Block
	for _, part := range parts {
		reply, err := h.Answer(ctx, Request{ID: "home:" + user, User: user, Door: Button, Text: part})
		if err != nil {
			return view, err
		}
		if len(blocks) > 0 {
			blocks = append(blocks, slack.NewDividerBlock())
		}
		if len(reply.Blocks) == 0 {
			reply.Blocks = []slack.Block{section(reply.Text)}
		}
		blocks = append(blocks, reply.Blocks...)
	}
	if parts[0] != "help" { // which has these buttons itself
		blocks = append(blocks[:min(len(blocks), maxHome-1)],
			buttons(button(v.label("help.title", nil), "help"), button(v.label("language.title", nil), "language")))
	}
	name(blocks)
	view.Blocks = slack.Blocks{BlockSet: blocks}
	return view, nil
}

// onDesk are the questions that a person's Home answers.
func onDesk(tx *store.Tx, m *store.Member) (parts []string, err error) {
	if m.Outsider == "" && m.Has("manager", "deputy") {
		parts = append(parts, "quota")
	}
	for _, unit := range m.Units() {
		here, err := tx.TraineesOf(unit, tx.Today())
		if err != nil {
			return nil, err
		}
		if len(here) > 0 && m.Outsider == "" {
			parts = append(parts, "trainees")
			break
		}
	}
	if m.Outsider == "" && m.Has("hr") {
		parts = append(parts, "summary")
	}
	if len(parts) == 0 {
		parts = append(parts, "help")
	}
	return parts, nil
}

// Concerned gives those of the people whose Home shows one of the units: their own, a branch above it, or the whole.
func (h *Handlers) Concerned(ctx context.Context, people, units []string) (out []string, err error) {
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		for _, user := range people {
			m, err := tx.MemberBySlack(user)
			if err != nil {
				return err
			}
			if m != nil && concerns(m, reg.Tree, units) {
				out = append(out, user)
			}
		}
		return nil
	})
	return out, err
}

func concerns(m *store.Member, tree *store.Tree, units []string) bool {
	return m.Has("hr") || slices.ContainsFunc(m.Units(), func(own string) bool {
		return slices.ContainsFunc(units, func(unit string) bool { return tree.Within(unit, own) })
	})
}
