package workspace

import (
	"encoding/json"
	"fmt"
)

// place is where a person acts: on a message, or in a form or Home.
type place struct {
	channel, ts string
	view        string
}

// Press is a person's pressing a button of a message, or choosing in a menu of it when values are given. action is the
// action_id, or the value that the button or option carries. It returns when the app has acknowledged it.
func (w *Workspace) Press(user, channel, ts, action string, values ...string) error {
	return w.pressAt(user, place{channel: channel, ts: ts}, action, values)
}

// PressView is Press in an open form or in a Home.
func (w *Workspace) PressView(user, view, action string, values ...string) error {
	return w.pressAt(user, place{view: view}, action, values)
}

func (w *Workspace) pressAt(user string, at place, action string, values []string) error {
	w.mu.Lock()
	blocks, _, _, err := w.blocksAt(user, at)
	w.mu.Unlock()
	if err != nil {
		return err
	}
	p, values, err := findAction(blocks, action, values)
	if err != nil {
		return err
	}
	given := Object{}
	if len(values) > 0 {
		given = p.fill(values...)
	}
	return w.act(user, at, p.blockID(), p.actionID(), given, nil)
}

// findAction finds an element by its action_id, the value of a button, or the value of an option.
func findAction(blocks []Object, action string, values []string) (placed, []string, error) {
	all := elementsOf(blocks)
	for _, p := range all {
		if p.actionID() == action || p.kind() == "button" && str(p.element, "value") == action {
			return p, values, nil
		}
	}
	for _, p := range all {
		for _, o := range options(p.element) {
			if str(o, "value") == action {
				return p, []string{action}, nil
			}
		}
	}
	return placed{}, nil, fmt.Errorf("there is nothing to press with the action_id or value %q", action)
}

// blocksAt finds what a person acts on. Of message and view one is set.
func (w *Workspace) blocksAt(user string, at place) ([]Object, *Message, *View, error) {
	if at.view != "" {
		v := w.openTo(user, at.view)
		if v == nil {
			return nil, nil, nil, fmt.Errorf("%s has no view %q open", user, at.view)
		}
		return v.Blocks, nil, v, nil
	}
	c, err := w.where(user, at.channel)
	if err != nil {
		return nil, nil, nil, err
	}
	m := c.find(at.ts)
	if m == nil || !m.visible(user) {
		return nil, nil, nil, fmt.Errorf("%s sees no message %q in %s", user, at.ts, at.channel)
	}
	return m.Blocks, m, nil, nil
}

// act tells the app what a person did with an element, and waits for the acknowledgement. given is the element's value as an
// action has it; state is what else is filled in where the element stands.
func (w *Workspace) act(user string, at place, blockID, actionID string, given Object, state map[string]map[string]Object) error {
	w.mu.Lock()
	payload, err := w.blockActions(user, at, blockID, actionID, given, state)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	pending := w.dispatch(delivery{kind: "interactive", name: "block_actions", payload: payload, url: w.manifest.Settings.Interactivity.URL})
	w.mu.Unlock()
	if a := <-pending; a.failure != "" {
		return w.failed(user, fmt.Sprintf("The app did not answer (%s). Try again.", a.failure), a)
	}
	return nil
}

// blockActions is the payload (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
func (w *Workspace) blockActions(user string, at place, blockID, actionID string, given Object, state map[string]map[string]Object) (Object, error) {
	blocks, m, v, err := w.blocksAt(user, at)
	if err != nil {
		return nil, err
	}
	if !w.manifest.Settings.Interactivity.Enabled {
		return nil, refuse("interactivity_off", "this app is not configured for interactive answers: settings.interactivity.is_enabled; docs.slack.dev/interactivity")
	}
	p, ok := locate(blocks, blockID, actionID)
	if !ok {
		return nil, fmt.Errorf("there is no element %q in block %q", actionID, blockID)
	}
	if p.input && p.block["dispatch_action"] != true {
		return nil, fmt.Errorf("%q is an input without dispatch_action: it tells nobody before the form is sent", actionID)
	}
	action, err := w.action(p, given)
	if err != nil {
		return nil, err
	}
	if stateful(p.kind()) {
		state = cloneState(state)
		put(state, p, given)
	}
	if v != nil {
		return w.viewAction(user, v, action, state)
	}
	values, err := stateOf(blocks, state, nil)
	if err != nil {
		return nil, err
	}
	c := w.channels[at.channel]
	payload := w.interaction("block_actions", user)
	payload["trigger_id"] = w.newTrigger(user, "")
	container := Object{"type": "message", "message_ts": m.TS, "channel_id": c.ID, "is_ephemeral": m.IsEphemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"] = container
	payload["channel"] = channelRef(c)
	if !m.IsEphemeral { // Slack does not keep those, so an app gets to know which one it was and not what it said
		payload["message"] = m
	}
	payload["state"] = State{values}
	payload["response_url"] = w.newHook(user, c.ID, m.TS)
	payload["actions"] = []any{action}
	return payload, nil
}

// viewAction is the payload of an action in a form or Home. What was filled in is kept with the view.
func (w *Workspace) viewAction(user string, v *View, action Object, state map[string]map[string]Object) (Object, error) {
	filled, err := v.filled(state)
	if err != nil {
		return nil, err
	}
	w.keep(user, filled)
	payload := w.interaction("block_actions", user)
	payload["trigger_id"] = w.newTrigger(user, v.ID)
	payload["container"] = Object{"type": "view", "view_id": v.ID}
	payload["view"] = filled
	payload["actions"] = []any{action}
	return payload, nil
}

// keep stores what a person has filled in without showing it to them again: they have just typed it.
func (w *Workspace) keep(user string, v *View) {
	if v.Type == "home" {
		w.homes[user] = v
		return
	}
	for i, o := range w.stacks[user] {
		if o.ID == v.ID {
			stack := append([]*View{}, w.stacks[user]...)
			stack[i] = v
			w.stacks[user] = stack
		}
	}
}

func locate(blocks []Object, blockID, actionID string) (placed, bool) {
	for _, p := range elementsOf(blocks) {
		if p.actionID() == actionID && (blockID == "" || p.blockID() == blockID) {
			return p, true
		}
	}
	return placed{}, false
}

// action is one of the actions of a payload: what was done, with what the element itself says.
func (w *Workspace) action(p placed, given Object) (Object, error) {
	a := Object{"type": p.kind(), "action_id": p.actionID(), "block_id": p.blockID(), "action_ts": w.nextTS()}
	switch p.kind() {
	case "button", "icon_button":
		for _, k := range []string{"text", "value", "style", "url"} {
			if v, ok := p.element[k]; ok {
				a[k] = v
			}
		}
		return a, nil
	}
	field := valueField[p.kind()]
	value, err := p.value(given)
	if err != nil {
		return nil, err
	}
	a[field] = value
	for _, k := range []string{"placeholder", initialField[field]} {
		if v, ok := p.element[k]; ok && k != "initial_value" {
			a[k] = v
		}
	}
	return a, nil
}

// interaction is what all interaction payloads have.
func (w *Workspace) interaction(kind, user string) Object {
	p := w.people[user]
	return Object{"type": kind, "user": Object{"id": user, "username": p.Name, "name": p.Name, "team_id": p.team()}, "api_app_id": AppID, "token": w.verificationToken(),
		"team": Object{"id": TeamID, "domain": teamDomain}, "enterprise": nil, "is_enterprise_install": false}
}

func channelRef(c *channel) Object {
	if c.im != "" {
		return Object{"id": c.ID, "name": "directmessage"}
	}
	return Object{"id": c.ID, "name": c.Name}
}

// suggest asks the app for the options of an external select while somebody types in it
// (docs.slack.dev/reference/interaction-payloads/block_suggestion-payload).
func (w *Workspace) suggest(user string, at place, blockID, actionID, value string) (Object, error) {
	w.mu.Lock()
	blocks, m, v, err := w.blocksAt(user, at)
	if err != nil {
		w.mu.Unlock()
		return nil, err
	}
	p, ok := locate(blocks, blockID, actionID)
	if !ok || p.kind() != "external_select" && p.kind() != "multi_external_select" {
		w.mu.Unlock()
		return nil, fmt.Errorf("there is no external select %q in block %q", actionID, blockID)
	}
	payload := w.interaction("block_suggestion", user)
	payload["action_id"], payload["block_id"], payload["value"] = p.actionID(), p.blockID(), value
	if v != nil {
		payload["view"], payload["container"] = v, Object{"type": "view", "view_id": v.ID}
	} else {
		payload["channel"] = channelRef(w.channels[at.channel])
		payload["container"] = Object{"type": "message", "message_ts": m.TS, "channel_id": at.channel, "is_ephemeral": m.IsEphemeral}
	}
	url := w.manifest.Settings.Interactivity.OptionsURL
	if url == "" {
		url = w.manifest.Settings.Interactivity.URL
	}
	pending := w.dispatch(delivery{kind: "interactive", name: "block_suggestion", payload: payload, url: url})
	w.mu.Unlock()

	a := <-pending
	if a.failure != "" {
		return nil, fmt.Errorf("the app did not answer: %s", a.failure)
	}
	var out Object
	if err := json.Unmarshal(a.body, &out); err != nil {
		err = refuse("invalid_options", "the answer is a JSON object with options or option_groups: %v; docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select", err)
		w.refusedAnswer("block_suggestion", a, err)
		return nil, err
	}
	if err := checkOptions(out); err != nil {
		w.refusedAnswer("block_suggestion", a, err)
		return nil, err
	}
	return out, nil
}
