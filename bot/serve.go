package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"handslag/handlers"
)

// serveCommand runs the bot against Slack.
type serveCommand struct {
	base
	slackSettings
	nightly
}

// Run serves until ctx is done.
func (c *serveCommand) Run(ctx context.Context, t terminal) error {
	wrong := append(append(c.base.check(), c.slackSettings.check()...), c.nightly.check()...)
	if err := wrong.err(); err != nil {
		return err
	}
	lock, err := hold(c.DB)
	if err != nil {
		return err
	}
	defer lock.Close() // the process ends, and lets go of it anyhow
	go handlers.Warm() // reads the words beside the opening of everything else
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("HANDSLAG_ADDR: %w", err)
	}
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	b.connect(&c.slackSettings)
	b.pace = newPace(c.Rate)
	mux := http.NewServeMux()
	b.routes(mux, c.SigningSecret)
	return b.serve(ctx, l, mux, &c.slackSettings, b.lookThrough, b.nightly(&c.nightly), b.reminding(c.Remind))
}

// How long stopping takes at most, step by step. In all less than the 10 seconds that whoever stops the process gives it.
const (
	stopRequests = 4 * time.Second
	stopOutbox   = 3 * time.Second
	stopStore    = 2 * time.Second
	lastAnswers  = 500 * time.Millisecond // for what has been answered to leave
)

// serve runs everything, and more beside it, until ctx is done or something that cannot be mended has gone wrong, then stops in order: takes nothing new, finishes
// what it has accepted, sends what is due, and closes the database.
func (b *bot) serve(ctx context.Context, l net.Listener, h http.Handler, s *slackSettings, more ...func(context.Context) error) error {
	if err := b.assignFirst(ctx, s.HR); err != nil {
		return errors.Join(fmt.Errorf("HANDSLAG_HR: %w", err), l.Close(), b.close())
	}
	running, cancel := context.WithCancel(context.Background())
	defer cancel()
	fatal := make(chan error, 4)
	var parts sync.WaitGroup
	part := func(f func(context.Context) error) {
		parts.Go(func() {
			if err := f(running); err != nil {
				fatal <- err
			}
		})
	}
	if s.AppToken != "" {
		for range socketCount {
			b.health.sockets = append(b.health.sockets, newSocket(b))
		}
	}
	server := newServer(b.counted(h))
	l = netutil.LimitListener(l, maxConnections)
	go b.outbox.run(b.ctx)
	part(func(context.Context) error { return served(server.Serve(l)) })
	part(b.hello)
	for _, socket := range b.health.sockets {
		part(socket.run)
	}
	part(b.warm)
	for _, f := range append(more, b.tidy, b.keepHomes, b.regular, b.remember) {
		part(f)
	}
	b.log.Info("handslag is running", "address", l.Addr().String(), "socket_mode", s.AppToken != "")

	var err error
	select {
	case <-ctx.Done():
	case err = <-fatal:
	}
	return errors.Join(err, b.stop(server, func() { cancel(); parts.Wait() }))
}

func served(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// stop ends in order. An error says that something accepted could not be finished in time.
func (b *bot) stop(server *http.Server, disconnect func()) error {
	b.log.Info("stopping")
	for _, s := range b.health.sockets {
		s.leaving.Store(true)
	}
	if b.leaving != nil {
		b.leaving()
	}
	err := b.finish(server)
	if len(b.health.sockets) > 0 {
		time.Sleep(lastAcks) // slack-go does not say when an acknowledgement has left
	}
	flush, done := context.WithTimeout(context.Background(), stopOutbox)
	defer done()
	b.outbox.end(flush)
	b.cancel()
	var closing error
	if !within(stopStore, func() {
		disconnect()
		<-b.outbox.ended
		closing = b.close()
	}) {
		return errors.Join(err, errors.New("the database did not close in time"))
	}
	b.log.Info("stopped")
	return errors.Join(err, closing)
}

// counted counts the requests being answered.
func (b *bot) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		b.serving.begin()
		defer b.serving.end()
		h.ServeHTTP(rw, r)
	})
}

// finish takes no more requests and ends those that have been taken. Connections on which nothing was asked are not waited for.
func (b *bot) finish(server *http.Server) error {
	close(b.stopping)
	ctx, cancel := context.WithTimeout(context.Background(), stopRequests)
	defer cancel()
	down := make(chan error, 1)
	go func() { down <- server.Shutdown(ctx) }()
	if !within(stopRequests, func() { b.serving.wait(); b.working.wait() }) {
		return errors.Join(errors.New("requests were still being answered"), server.Close())
	}
	select {
	case err := <-down:
		within(lastAnswers, b.working.wait) // what came in while the last was being answered
		return err
	case <-time.After(lastAnswers):
		return server.Close()
	}
}

// within tells whether f came to its end in time.
func within(d time.Duration, f func()) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
