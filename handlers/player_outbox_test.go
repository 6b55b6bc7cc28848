package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"handslag/store"
)

// delivered empties the outbox.
func (p *player) delivered(who string) []string {
	var out []string
	for more := true; more; {
		var err error
		if more, err = p.h.Renew(context.Background()); err != nil && !errors.Is(err, store.ErrClosed) {
			p.t.Fatal(err)
		}
	}
	p.reconsider()
	err := p.store.Write(context.Background(), func(tx *store.Tx) error {
		waiting, err := tx.Waiting(100)
		if err != nil {
			return err
		}
		for _, o := range waiting {
			if why := p.refused[o.Channel]; why != "" && o.Updates == "" {
				out = append(out, "to "+p.ids[o.Channel]+": (Slack refuses it: "+why+")")
				if err := tx.Failed(o.ID, why); err != nil {
					return err
				}
				continue
			}
			to, name := "bot:", p.ids[p.seenBy(o)]
			if name != who {
				to = "to " + name + ":"
			}
			if o.Updates != "" {
				to = strings.TrimSuffix(to, ":") + " instead:"
				p.shown[name] = slices.DeleteFunc(p.shown[name], func(s shown) bool { return s.key == o.Updates })
			}
			if string(o.Payload) == store.WithdrawnPayload {
				out = append(out, to+" (a message is deleted)")
			} else {
				out = append(out, p.show(name, to, o.Payload)...)
			}
			p.shown[name][len(p.shown[name])-1].key = cmp.Or(o.Updates, o.Key)
			out = append(out, p.files(o)...)
			if err := tx.Sent(o.ID, o.Channel+" 1"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, store.ErrClosed) {
		p.t.Fatal(err)
	}
	return out
}

// reconsider asks of each reminder that waits whether it may go, as the outbox does.
func (p *player) reconsider() {
	var waiting []store.Outgoing
	err := p.store.Read(context.Background(), func(tx *store.Tx) (err error) { waiting, err = tx.Waiting(100); return err })
	for _, o := range waiting {
		if err != nil || !o.Bulk || o.Updates != "" {
			continue
		}
		var until time.Time
		var gone bool
		if until, gone, err = p.h.Reconsider(context.Background(), o.Key, o.Late(p.now)); err == nil && !gone && until.After(p.now) {
			p.write(func(tx *store.Tx) error { return tx.PutOff(o.ID, until) })
		}
	}
	if err != nil && !errors.Is(err, store.ErrClosed) {
		p.t.Fatal(err)
	}
}

// seenBy is the person who sees a message.
func (p *player) seenBy(o store.Outgoing) string {
	var m struct {
		To string `json:"ephemeral_to"`
	}
	if err := json.Unmarshal(o.Payload, &m); err != nil {
		p.t.Fatal(err)
	}
	return cmp.Or(m.To, strings.TrimPrefix(o.Channel, FileLane))
}
