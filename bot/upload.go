package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http/httptrace"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers"
	"handslag/store"
)

const (
	uploadTimeout = 10 * time.Minute // to make files and bring them to Slack
	makeTries     = 5                // before it is told that files can't be made
)

// uploads makes and sends the files that people have asked for, one order at a time.
type uploads struct {
	handlers *handlers.Handlers
	dir      string        // of this bot alone
	turn     chan struct{} // holds one while an order is being made
}

func newUploads(h *handlers.Handlers, dir string) uploads {
	return uploads{handlers: h, dir: dir, turn: make(chan struct{}, 1)}
}

// clear takes away what a bot that was killed had begun to make. One bot alone has the database, and so the directory.
func (u uploads) clear(log *slog.Logger) {
	if err := os.RemoveAll(u.dir); err != nil {
		log.Warn("files that were being made could not be taken away", "error", err)
	}
}

// deliverFile tries to send one order's files and writes down what came of it; the time is as deliver's. A file is shown in the direct message
// with the person, and nowhere else (docs.slack.dev/messaging/working-with-files#upload).
func (o *outbox) deliverFile(ctx context.Context, m *store.Outgoing, to string) time.Time {
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	channel, err := o.conversation(ctx, to)
	if err == nil && m.Posted != "" && o.doubts(m) {
		var there bool
		if there, err = o.shows(ctx, channel, m.Posted); there {
			return o.sent(m, m.Posted)
		}
	}
	if err != nil {
		return o.file(ctx, m, false, err)
	}
	reached, err := o.upload(ctx, m, channel)
	if err == nil {
		return o.sent(m, m.Posted)
	}
	return o.file(ctx, m, reached, err)
}

// file writes down what came of a try that did not succeed. Where Slack will never have the file, the person is told.
func (o *outbox) file(ctx context.Context, m *store.Outgoing, reached bool, err error) time.Time {
	code := slackError(err)
	var unmade *makingError
	var refused *store.Refusal
	switch {
	case limited(err) > 0:
		return o.later(ctx, m, false, limited(err), err)
	case code != "" && permanent(code), errors.As(err, &refused), errors.As(err, &unmade) && m.Tries+1 >= makeTries:
		o.log.Error("a file could not be sent", "message", m.ID, "error", clean(err.Error()))
		return o.failed(m, code)
	case code != "":
		reached = unclear(code)
	}
	return o.later(ctx, m, reached, 0, err)
}

// makingError is that files could not be made.
type makingError struct{ error }

func (e *makingError) Unwrap() error { return e.error }

// upload makes the files, gives them to Slack, and has it show them. The first one's ID is written down before that, so that it can be looked for.
func (o *outbox) upload(ctx context.Context, m *store.Outgoing, channel string) (reached bool, err error) {
	order, _, _ := fileOf(m)
	select {
	case o.files.turn <- struct{}{}:
		defer func() { <-o.files.turn }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if err := os.Mkdir(o.files.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, &makingError{err}
	}
	defer o.files.clear(o.log)
	made, err := o.files.handlers.Make(ctx, order.File, o.files.dir)
	if err != nil {
		return false, &makingError{err}
	}
	given := make([]slack.FileSummary, len(made))
	for i, f := range made {
		if given[i].ID, err = o.bring(ctx, f); err != nil {
			return false, err
		}
		given[i].Title = f.Title
	}
	if err := o.store.Write(ctx, func(tx *store.Tx) error { return tx.Handing(m.ID, given[0].ID) }); err != nil {
		return false, err
	}
	m.Posted = given[0].ID
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { written.Store(true) }})
	_, err = o.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: given, Channel: channel, InitialComment: order.Text})
	return written.Load(), err
}

// bring brings a file to Slack, which shows it nowhere yet.
func (o *outbox) bring(ctx context.Context, made handlers.Made) (id string, err error) {
	f, err := os.Open(made.Path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	to, err := o.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: made.Name, FileSize: int(info.Size())})
	if err != nil {
		return "", err
	}
	return to.FileID, o.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: to.UploadURL, Reader: f, Filename: made.Name})
}

// shows tells whether a file is shown in a conversation.
func (o *outbox) shows(ctx context.Context, channel, file string) (bool, error) {
	h, err := o.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 200})
	if err != nil {
		return false, err
	}
	for _, m := range h.Messages {
		for _, f := range m.Files {
			if f.ID == file {
				return true, nil
			}
		}
	}
	return false, nil
}

// fileOrder is a message that is files to be made.
type fileOrder struct {
	File handlers.Order `json:"file"`
	Text string         `json:"text"`
}

// fileOf gives the order that a message is, and whose it is; false for a message that is none.
func fileOf(m *store.Outgoing) (order fileOrder, to string, there bool) {
	if to, there = strings.CutPrefix(m.Channel, handlers.FileLane); !there {
		return order, "", false
	}
	if err := json.Unmarshal(m.Payload, &order); err != nil {
		order.File.Format = fmt.Sprintf("unreadable: %v", err) // which can't be made, and is told
	}
	return order, to, true
}
