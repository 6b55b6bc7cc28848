package workspace

import (
	"encoding/json"
	"fmt"
	"slices"
)

// FieldErrors says what is wrong with a form, by block_id: Slack's own words where a field is empty or malformed, else the app's.
type FieldErrors map[string]string

func (e FieldErrors) Error() string {
	return fmt.Sprintf("the form has errors: %v", map[string]string(e))
}

// Submit is a person's filling in and sending the form on top. values are by block_id or action_id: text, a date, a time, the
// value or the text of an option; a []string where several can be chosen. What the form began with stays where nothing is
// given. It returns FieldErrors when the form stays open with errors.
func (w *Workspace) Submit(user, view string, values map[string]any) error {
	w.mu.Lock()
	v := w.openTo(user, view)
	w.mu.Unlock()
	if v == nil {
		return fmt.Errorf("%s has no view %q open", user, view)
	}
	state, err := v.fillIn(values)
	if err != nil {
		return err
	}
	return w.submit(user, view, state)
}

func (v *View) fillIn(values map[string]any) (map[string]map[string]Object, error) {
	state := map[string]map[string]Object{}
	all := elementsOf(v.Blocks)
	for key, value := range values {
		i := slices.IndexFunc(all, func(p placed) bool { return stateful(p.kind()) && (p.blockID() == key || p.actionID() == key) })
		if i < 0 {
			return nil, fmt.Errorf("the form has no field %q", key)
		}
		switch value := value.(type) {
		case string:
			put(state, all[i], all[i].fill(value))
		case []string:
			put(state, all[i], all[i].fill(value...))
		default:
			return nil, fmt.Errorf("the value of %q is neither a string nor a []string", key)
		}
	}
	return state, nil
}

// submit checks a form as Slack does in the person's client, sends it to the app, and does what the app answers.
func (w *Workspace) submit(user, id string, state map[string]map[string]Object) error {
	w.mu.Lock()
	v := top(w.stacks[user])
	if v == nil || v.ID != id {
		w.mu.Unlock()
		return fmt.Errorf("the form %q is not on top of what %s has open", id, user)
	}
	filled, err := v.filled(state)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	w.keep(user, filled)
	if wrong := filled.incomplete(); len(wrong) > 0 {
		w.mu.Unlock()
		return wrong
	}
	payload := w.interaction("view_submission", user)
	payload["trigger_id"], payload["view"], payload["response_urls"] = w.newTrigger(user, v.ID), filled, w.responseURLs(user, filled)
	pending := w.dispatch(delivery{kind: "interactive", name: "view_submission", payload: payload, url: w.manifest.Settings.Interactivity.URL})
	w.mu.Unlock()

	a := <-pending
	if a.failure != "" {
		return errNoticed{fmt.Sprintf("The app did not answer (%s). Try again.", a.failure)}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.submitted(user, filled, a.body); err != nil {
		if _, ok := err.(FieldErrors); ok {
			return err
		}
		w.refusedAnswer("view_submission", a, err)
		return errNoticed{fmt.Sprintf("The app's answer was refused: %v", err)}
	}
	return nil
}

// responseURLs are for the conversations chosen in selects with response_url_enabled.
func (w *Workspace) responseURLs(user string, v *View) []Object {
	out := []Object{}
	for _, p := range elementsOf(v.Blocks) {
		chosen, _ := v.State.Values[p.blockID()][p.actionID()][valueField[p.kind()]].(string)
		if p.element["response_url_enabled"] == true && chosen != "" {
			out = append(out, Object{"block_id": p.blockID(), "action_id": p.actionID(), "channel_id": chosen, "response_url": w.newHook(user, chosen, "")})
		}
	}
	return out
}

// submitted does what an app answers to a form (docs.slack.dev/surfaces/modals#close_current_view).
func (w *Workspace) submitted(user string, v *View, body []byte) error {
	const where = "docs.slack.dev/surfaces/modals#displaying_errors"
	var r struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &r); err != nil {
			return refuse("invalid_response", "the answer to a form is empty or a JSON object: %v; %s", err, where)
		}
	}
	stack := w.stacks[user]
	open := slices.IndexFunc(stack, func(o *View) bool { return o.ID == v.ID })
	switch r.Action {
	case "":
		if len(body) > 0 && string(body) != "{}" {
			return refuse("invalid_response", "an answer without response_action is empty: %s; %s", body, where)
		}
		if open >= 0 {
			w.setStack(user, slices.Clone(stack[:open]))
		}
		return nil
	case "clear":
		w.setStack(user, nil)
		return nil
	case "errors":
		return w.fieldErrors(v, r.Errors)
	case "update", "push":
		fresh, err := w.checkView(r.View, "modal")
		if err != nil {
			return err
		}
		if open < 0 {
			return refuse("not_found", "the form has been closed meanwhile; %s", where)
		}
		if r.Action == "push" {
			_, err = w.push(user, stack, fresh)
			return err
		}
		if err := w.externalIDFree(fresh.ExternalID, v.ID); err != nil {
			return err
		}
		w.replace(user, stack[open], fresh)
		return nil
	}
	return refuse("invalid_response", "response_action is errors, update, push or clear, not %q; %s", r.Action, where)
}

func (w *Workspace) fieldErrors(v *View, errors map[string]string) error {
	const where = "docs.slack.dev/surfaces/modals#displaying_errors"
	if len(errors) == 0 {
		return refuse("invalid_response", "response_action errors needs errors; %s", where)
	}
	for id := range errors {
		if !slices.ContainsFunc(v.Blocks, func(b Object) bool { return str(b, "block_id") == id && str(b, "type") == "input" }) {
			return refuse("invalid_response", "errors stand at input blocks, and %q is none; %s", id, where)
		}
	}
	return FieldErrors(errors)
}

// CloseView is a person's closing the form on top, or the whole stack with ✕ (clear).
func (w *Workspace) CloseView(user, id string, clear bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	stack := w.stacks[user]
	v := top(stack)
	if v == nil || v.ID != id && !clear {
		return fmt.Errorf("the form %q is not on top of what %s has open", id, user)
	}
	clear = clear || v.ClearOnClose
	told := v
	rest := slices.Clone(stack[:len(stack)-1])
	if clear {
		told, rest = stack[0], nil
	}
	w.setStack(user, rest)
	if told.NotifyOnClose {
		payload := w.interaction("view_closed", user)
		payload["view"], payload["is_cleared"] = told, clear
		w.dispatch(delivery{kind: "interactive", name: "view_closed", payload: payload, url: w.manifest.Settings.Interactivity.URL})
	}
	return nil
}

// Shortcut is a person's using a shortcut of the app's: a global one, or one on a message when channel and ts are given.
func (w *Workspace) Shortcut(user, callbackID, channel, ts string) error {
	w.mu.Lock()
	payload, err := w.shortcut(user, callbackID, channel, ts)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	pending := w.dispatch(delivery{kind: "interactive", name: str(payload, "type"), payload: payload, url: w.manifest.Settings.Interactivity.URL})
	w.mu.Unlock()
	if a := <-pending; a.failure != "" {
		return w.failed(user, fmt.Sprintf("The app did not answer (%s). Try again.", a.failure), a)
	}
	return nil
}

// shortcut is the payload (docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload).
func (w *Workspace) shortcut(user, callbackID, channel, ts string) (Object, error) {
	if _, err := w.person(user); err != nil {
		return nil, err
	}
	kind, payloadType := "global", "shortcut"
	if ts != "" {
		kind, payloadType = "message", "message_action"
	}
	if !slices.ContainsFunc(w.manifest.Features.Shortcuts, func(s shortcut) bool { return s.CallbackID == callbackID && s.Type == kind }) {
		return nil, fmt.Errorf("the app has no %s shortcut %q", kind, callbackID)
	}
	payload := w.interaction(payloadType, user)
	payload["callback_id"], payload["trigger_id"], payload["action_ts"] = callbackID, w.newTrigger(user, ""), w.nextTS()
	if kind == "global" {
		return payload, nil
	}
	c, err := w.where(user, channel)
	if err != nil {
		return nil, err
	}
	m := c.find(ts)
	if m == nil || m.IsEphemeral {
		return nil, fmt.Errorf("%s sees no message %q in %s that others see", user, ts, channel)
	}
	payload["message_ts"], payload["message"], payload["channel"], payload["response_url"] = m.TS, m, channelRef(c), w.newHook(user, c.ID, "")
	return payload, nil
}
