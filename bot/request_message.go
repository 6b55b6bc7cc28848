package main

import (
	"slices"

	"handslag/handlers"
)

// messageRequest is something written to the bot, or what became of it. False where it is not for the bot to answer: its own messages and other
// bots', what Slack tells of a conversation (a subtype), and what Slack itself changes of a message, such as the preview of a link.
func messageRequest(h *happening, self string) (handlers.Request, bool) {
	e, change := &h.Event, handlers.Change("")
	switch e.Subtype {
	case "message_changed":
		e, change = e.changed()
	case "message_deleted":
		e, change = e.Previous, handlers.Deleted
	}
	if e == nil || !e.spoken(self) {
		return handlers.Request{}, false
	}
	if e.Type == "app_mention" && e.Edited != nil { // of a changed mention nothing else is told
		change = handlers.Edited
	}
	req := handlers.Request{User: e.user(), Door: handlers.Message, Text: e.said(self), Message: h.Event.Channel + " " + e.TS,
		Files: e.fileNames(), Thread: e.ThreadTS, Change: change}
	if change != "" {
		req.Version = h.Event.EventTS
		if e.Edited != nil {
			req.Version = max(req.Version, e.Edited.TS)
		}
	}
	if e.Type == "app_mention" {
		req.Channel = e.Channel
	}
	return req, true
}

// spokenSubtypes are those of what people write: with a file, to the whole channel from a thread, by /me.
var spokenSubtypes = []string{"file_share", "thread_broadcast", "me_message"}

// spoken tells whether a person has written a message.
func (e *event) spoken(self string) bool {
	user := e.user()
	return user != "" && user != self && e.BotID == "" && (e.Subtype == "" || slices.Contains(spokenSubtypes, e.Subtype))
}

// changed is what became of a message: nil where its text is as it was. One with replies that is deleted leaves a tombstone in its place.
func (e *event) changed() (*event, handlers.Change) {
	switch {
	case e.Message == nil || e.Previous != nil && e.Message.Text == e.Previous.Text:
		return nil, ""
	case e.Message.Subtype == "tombstone":
		return e.Previous, handlers.Deleted
	case e.Message.Edited == nil:
		return nil, ""
	}
	return e.Message, handlers.Edited
}
