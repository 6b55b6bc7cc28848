package handlers

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// question is what somebody asked last by a slash command, a button or Home, which a message may change: "nej, förra veckan". It is remembered in
// this process at once, and written down beside its answer by Remember, which Asked tells of it: who asks never waits for the writer. What is asked in
// a message stands in the store already.
type question struct {
	id, command, args string // no command: what was asked has been followed by something else
	member            int64
	at                time.Time
	kept              bool // it has been written down
}

// keepQuestion remembers a question that has been answered, or forgets it where something else has been done since.
func (t *turn) keepQuestion(reply *Reply) {
	if t.person == nil || t.command == nil || reply.Errors != nil || reply.Result == "form" {
		return // a form that was opened has done nothing yet
	}
	if t.req.Door == Message && !t.asksMeanwhile() || t.command.writes || reply.Result != "ok" {
		t.forgetQuestion()
		return
	}
	args, err := json.Marshal(keptArgs{Args: t.args, Published: t.args.Published})
	if err == nil {
		t.h.asked.Store(t.req.User, &question{id: t.req.ID, command: t.command.name, args: string(args), member: t.person.ID, at: t.tx.Now})
		select {
		case t.h.fresh <- struct{}{}:
		default: // that is told of already
		}
	}
}

// Asked tells that there is something for Remember to write down.
func (h *Handlers) Asked() <-chan struct{} { return h.fresh }

// forgetQuestion forgets what was asked; a message has taken its place in the store too.
func (t *turn) forgetQuestion() {
	last, there := t.h.asked.Load(t.req.User)
	switch {
	case !there:
	case t.req.Door == Message:
		t.h.asked.Delete(t.req.User)
	case last.(*question).command != "":
		t.h.asked.Store(t.req.User, &question{id: last.(*question).id, member: t.person.ID, at: t.tx.Now})
	}
}

// orQuestion gives the talk, or what was asked by another door since, where the talk waits for no answer.
func (t *turn) orQuestion(talk *store.Talk) *store.Talk {
	last, there := t.h.asked.Load(t.req.User)
	if !there || talk != nil && talk.Waits != "" {
		return talk
	}
	q := last.(*question)
	switch {
	case q.command == "" && talk != nil && talk.Key == q.id:
		return nil
	case q.command == "" || !store.Recent(q.at, t.tx.Now) || q.at.After(t.tx.Now):
		return talk
	}
	return &store.Talk{Member: t.person.ID, Key: q.id, Command: q.command, Args: q.args, At: q.at}
}

// changesMeanwhile takes the message as a change of what was asked in the midst of the talk, where it says nothing of what the talk waits for.
func (t *turn) changesMeanwhile(last *words.Reading) bool {
	asked, there := t.h.asked.Load(t.req.User)
	if !there || t.reading.Command != last.Command || t.reading.Ask == "" && !reflect.DeepEqual(t.args, last.Args) {
		return false
	}
	q := asked.(*question)
	c, kept := lookup(q.command), keptArgs{}
	if c == nil || c.writes || q.at.Before(t.talk.At) || !store.Recent(q.at, t.tx.Now) || json.Unmarshal([]byte(q.args), &kept) != nil {
		return false
	}
	kept.Args.Published = kept.Published
	r := t.words.Read(t.text, words.Context{Now: t.context.Now, Language: t.context.Language, Last: &words.Reading{Command: q.command, Args: kept.Args}})
	if r.Command != q.command || r.Refuse != "" || reflect.DeepEqual(r.Args, kept.Args) {
		return false
	}
	t.means(r)
	return true
}

// Remember writes down what people asked last, and which of it something else has followed. It is to be called when Asked says so, every now and then
// in case the writer had no time, and once more when the bot ends; where there is nothing it costs nothing.
func (h *Handlers) Remember(ctx context.Context) error {
	unkept := map[string]*question{}
	h.asked.Range(func(user, last any) bool {
		if q := last.(*question); !q.kept {
			unkept[user.(string)] = q
		}
		return true
	})
	if len(unkept) == 0 {
		return nil
	}
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		for _, q := range unkept {
			if err := q.keep(tx); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for user, q := range unkept {
		done := *q
		done.kept = true
		h.asked.CompareAndSwap(user, q, &done)
	}
	return nil
}

// keep writes the question down, unless a message has been written since or the bot waits for an answer.
func (q *question) keep(tx *store.Tx) error {
	talk, err := tx.LastTalk(q.member)
	switch {
	case err != nil:
		return err
	case q.command == "" && talk != nil && talk.Key == q.id:
		return tx.EndTalk(q.member)
	case q.command == "" || talk != nil && (talk.At.After(q.at) || talk.Waits != "" && store.Recent(talk.At, tx.Now)):
		return nil
	}
	return tx.KeepTalk(store.Talk{Member: q.member, Key: q.id, Command: q.command, Args: q.args}, "", nil)
}
