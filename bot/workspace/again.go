package workspace

import (
	"errors"
	"fmt"
)

// What has been sent can be sent once more: by Slack, when an acknowledgement was lost, or by somebody who has got hold of it.

// Again sends the latest delivery of a kind ("slash_commands", "interactive", "events_api") once more, as it was and in a new
// envelope: what an app gets when its acknowledgement was lost, or when it was restarted in between. It gives the app's answer,
// which nobody sees.
func (w *Workspace) Again(kind string) (string, error) {
	d, ok := w.latest.Load(kind)
	if !ok {
		return "", fmt.Errorf("nothing of the kind %q has been sent", kind)
	}
	a := <-w.dispatchOnce(d.(delivery))
	if a.failure != "" {
		return "", errors.New(a.failure)
	}
	return string(a.body), nil
}

// AgainAs sends the delivery of an entry of the traffic once more. user "" sends it as it was, as Again does. Else it is sent as if that person had
// pressed the button, which stands where they don't see it: rightly signed, with a trigger and a response_url of their own, in their conversation with
// the app.
func (w *Workspace) AgainAs(seq int, user string) (string, error) {
	d, err := w.sentAs(seq, user)
	if err != nil {
		return "", err
	}
	a := <-w.dispatchOnce(d)
	if a.failure != "" {
		return "", errors.New(a.failure)
	}
	return string(a.body), nil
}

func (w *Workspace) sentAs(seq int, user string) (d delivery, err error) {
	for _, e := range w.Traffic(seq - 1) {
		if e.Seq == seq {
			d = e.sent
		}
	}
	if d.kind == "" || user != "" && d.name != "block_actions" {
		return d, fmt.Errorf("there is nothing in entry %d of the traffic to send again so", seq)
	}
	if user == "" {
		return d, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.people[user] == nil {
		return d, fmt.Errorf("nobody here is %q", user)
	}
	payload := asObject(d.payload)
	payload["user"] = w.interaction(d.name, user)["user"]
	payload["trigger_id"] = w.newTrigger(user, "")
	if _, there := payload["response_url"]; there {
		payload["response_url"] = w.newHook(user, w.dm(user).ID, "")
	}
	d.payload = payload
	return d, nil
}
