package main

import (
	"strings"

	"handslag/bot/workspace"
	"handslag/store"
)

// says types a text in the person's conversation with the bot and gives what the bot says next.
func (h *house) says(user, text string) workspace.Message {
	h.Helper()
	watch := h.slack.Watch(user)
	defer watch.Close()
	h.must(h.slack.Say(user, h.slack.DM(user), text))
	return h.next(watch)
}

// presses a button of a message, by a part of its value, and gives what the bot says next.
func (h *house) presses(user string, m workspace.Message, value string) workspace.Message {
	h.Helper()
	watch := h.slack.Watch(user)
	defer watch.Close()
	h.press(user, m, value)
	return h.next(watch)
}

func (h *house) press(user string, m workspace.Message, value string) {
	h.Helper()
	full := buttonOf(m.Blocks, value)
	if full == "" {
		h.Fatalf("no button %q in %q", value, m.Text)
	}
	h.must(h.slack.Press(user, h.slack.DM(user), m.TS, full))
}

// buttonOf finds the value of the first button that has part in it.
func buttonOf(blocks []workspace.Object, part string) string {
	for _, b := range blocks {
		elements, _ := b["elements"].([]any)
		if a, ok := b["accessory"]; ok {
			elements = append(elements, a)
		}
		for _, e := range elements {
			if o, ok := e.(map[string]any); ok {
				if v, _ := o["value"].(string); strings.Contains(v, part) {
					return v
				}
			}
		}
	}
	return ""
}

// next is what the bot says next, past the word that an answer is on its way: machines may be slow.
func (h *house) next(watch *workspace.Watch) workspace.Message {
	h.Helper()
	for {
		if m := h.first(watch); !strings.Contains(m.Text, "Ett ögonblick") && !strings.Contains(m.Text, "One moment") {
			return m
		}
	}
}

// first is what the bot says next, whatever it is.
func (h *house) first(watch *workspace.Watch) workspace.Message {
	h.Helper()
	_, m, err := watch.NextMessage(h.ctx())
	h.must(err)
	return m
}

// opens lets a person do something and gives the form that opens.
func (h *house) opens(user string, do func()) *workspace.View {
	h.Helper()
	watch := h.slack.Watch(user)
	defer watch.Close()
	do()
	for {
		e, err := watch.Next(h.ctx())
		h.must(err)
		switch {
		case e.Type == "view" && len(e.Stack) > 0:
			return e.Stack[len(e.Stack)-1]
		case e.Message != nil && e.Message.BotID != "":
			h.Fatalf("no form opened, and the bot said %q", e.Message.Text)
		}
	}
}

func (h *house) wants(m workspace.Message, parts ...string) {
	h.Helper()
	for _, part := range parts {
		if !strings.Contains(m.Text, part) {
			h.Errorf("the bot said %q, want %q in it", m.Text, part)
		}
	}
}

// created counts the slots of a unit.
func (h *house) created(unit string) int {
	h.Helper()
	var n int
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) error {
		parts, err := tx.Tallies("60-uppdraget", unit, tx.Today())
		n = store.TallyOf(parts).Created
		return err
	}))
	return n
}

// textsOf gives what the bot has said to a person, oldest first.
func (h *house) textsOf(user string) (out []string) {
	for _, m := range h.slack.Messages(user, h.slack.DM(user)) {
		if m.BotID != "" {
			out = append(out, m.Text)
		}
	}
	return out
}
