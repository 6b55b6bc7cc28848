package workspace

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Event is something that a person sees happen. Type says what and which fields are set:
//
//	message, message_changed  Channel, Message       home    View
//	message_deleted           Channel, TS            view    Stack (the person's open forms, bottom first)
//	notice                    Text (from Slack itself, as when the app did not answer)
//	clock                     Now                    file    File
//	state                     people, channels or locale have changed
type Event struct {
	Type    string     `json:"type"`
	Channel string     `json:"channel,omitempty"`
	Message *Message   `json:"message,omitempty"`
	TS      string     `json:"ts,omitempty"`
	View    *View      `json:"view,omitempty"`
	Stack   []*View    `json:"stack,omitempty"`
	Text    string     `json:"text,omitempty"`
	Now     *time.Time `json:"now,omitempty"`
	File    Object     `json:"file,omitempty"`
}

// Watch is what one person sees, in order, from when it was begun. Nothing is lost between two calls of Next.
type Watch struct {
	w     *Workspace
	user  string
	mu    sync.Mutex
	queue []Event
	ready chan struct{}
}

// Watch begins to follow what a person sees. Close it when done.
func (w *Workspace) Watch(user string) *Watch {
	watch := &Watch{w: w, user: user, ready: make(chan struct{}, 1)}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watches[watch] = struct{}{}
	return watch
}

// Close ends the following.
func (t *Watch) Close() {
	t.w.mu.Lock()
	defer t.w.mu.Unlock()
	delete(t.w.watches, t)
}

// Next waits for the next event.
func (t *Watch) Next(ctx context.Context) (Event, error) {
	for {
		t.mu.Lock()
		if len(t.queue) > 0 {
			e := t.queue[0]
			t.queue = t.queue[1:]
			t.mu.Unlock()
			return e, nil
		}
		t.mu.Unlock()
		select {
		case <-t.ready:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		case <-t.w.ctx.Done():
			return Event{}, errors.New("the workspace is closed")
		}
	}
}

// NextMessage waits for the next message that the app writes or changes where the person sees it, and says in which channel.
func (t *Watch) NextMessage(ctx context.Context) (channel string, m Message, err error) {
	for {
		e, err := t.Next(ctx)
		if err != nil {
			return "", Message{}, err
		}
		if e.Message != nil && e.Message.BotID != "" {
			return e.Channel, *e.Message, nil
		}
	}
}

// NextView waits for the next change of the person's open forms and gives the one on top, nil when all are closed.
func (t *Watch) NextView(ctx context.Context) (*View, error) {
	for {
		e, err := t.Next(ctx)
		if err != nil {
			return nil, err
		}
		if e.Type == "view" {
			return top(e.Stack), nil
		}
	}
}

// NextHome waits until the app publishes the person's Home.
func (t *Watch) NextHome(ctx context.Context) (*View, error) {
	for {
		e, err := t.Next(ctx)
		if err != nil {
			return nil, err
		}
		if e.Type == "home" {
			return e.View, nil
		}
	}
}

// NextNotice waits until Slack itself says something to the person.
func (t *Watch) NextNotice(ctx context.Context) (string, error) {
	for {
		e, err := t.Next(ctx)
		if err != nil {
			return "", err
		}
		if e.Type == "notice" {
			return e.Text, nil
		}
	}
}

// tell lets one person see an event, or everybody when user is "". The caller holds w.mu, which makes the order everybody's.
func (w *Workspace) tell(user string, e Event) {
	for t := range w.watches {
		if user == "" || t.user == user {
			t.add(e)
		}
	}
}

// tellMembers lets those see it who see the conversation.
func (w *Workspace) tellMembers(c *channel, e Event) {
	for t := range w.watches {
		if c.has(t.user) {
			t.add(e)
		}
	}
}

func (t *Watch) add(e Event) {
	t.mu.Lock()
	t.queue = append(t.queue, e)
	t.mu.Unlock()
	select {
	case t.ready <- struct{}{}:
	default:
	}
}

// notice says something to a person in Slack's own name.
func (w *Workspace) notice(user, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell(user, Event{Type: "notice", Text: text})
}
