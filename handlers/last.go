package handlers

import (
	"encoding/json"
	"time"

	"handslag/store"
)

// question is what somebody asked last by a slash command, a button or Home, which a message may change: "nej, förra veckan". It is remembered in
// this process alone, since it would cost every such question a write; what is asked in a message stands in the store.
type question struct {
	id, command, args string
	at                time.Time
}

// keepQuestion remembers a question that has been answered, or forgets it where something else has been done since.
func (t *turn) keepQuestion(reply *Reply) {
	if t.person == nil || t.command == nil || reply.Errors != nil {
		return
	}
	if t.req.Door == Message || t.command.writes || reply.Result != "ok" {
		t.h.asked.Delete(t.req.User)
		return
	}
	args, err := json.Marshal(keptArgs{Args: t.args, Published: t.args.Published})
	if err == nil {
		t.h.asked.Store(t.req.User, &question{t.req.ID, t.command.name, string(args), t.tx.Now})
	}
}

// orQuestion gives the talk, or what was asked by another door since, where the talk waits for no answer.
func (t *turn) orQuestion(talk *store.Talk) *store.Talk {
	last, there := t.h.asked.Load(t.req.User)
	if !there || talk != nil && talk.Waits != "" {
		return talk
	}
	q := last.(*question)
	if !store.Recent(q.at, t.tx.Now) || q.at.After(t.tx.Now) {
		return talk
	}
	return &store.Talk{Member: t.person.ID, Key: q.id, Command: q.command, Args: q.args, At: q.at}
}
