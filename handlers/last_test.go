package handlers

import (
	"context"
	"sync"
	"testing"

	"handslag/store"
)

// looking tells when somebody begins to wait with it.
type looking struct {
	context.Context
	once  sync.Once
	waits chan struct{}
}

func (l *looking) Done() <-chan struct{} {
	l.once.Do(func() { close(l.waits) })
	return l.Context.Done()
}

// TestWhatFollowsAQuestionWhileItIsWrittenDown has something else asked, and refused, while the question before it waits for the writer: it is not
// what a message changes afterwards.
func TestWhatFollowsAQuestionWhileItIsWrittenDown(t *testing.T) {
	p := newPlayer(t)
	p.do("care: /handslag quota")
	begun, end, kept := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	go func() {
		kept <- p.store.Write(t.Context(), func(*store.Tx) error { close(begun); <-end; return nil })
	}()
	<-begun
	ctx := &looking{Context: t.Context(), waits: make(chan struct{})}
	go func() { kept <- p.h.Remember(ctx) }()
	<-ctx.waits
	if reply, err := p.h.Answer(t.Context(), Request{ID: "refused", User: p.id("care"), Door: Slash, Text: "history"}); err != nil || reply.Result != "refused" {
		t.Fatalf("%s, %v", reply.Result, err)
	}
	close(end)
	for range 2 {
		if err := <-kept; err != nil {
			t.Fatal(err)
		}
	}
	if err := p.h.Remember(t.Context()); err != nil {
		t.Fatal(err)
	}
	if talk := p.talk("care"); talk != nil {
		t.Errorf("%+v is what a message would change", talk)
	}
}
