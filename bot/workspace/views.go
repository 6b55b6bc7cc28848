package workspace

import (
	"maps"
	"slices"
)

// View is a form (a modal) or a person's Home, as Slack gives it.
type View struct {
	ID                 string   `json:"id"`
	TeamID             string   `json:"team_id"`
	Type               string   `json:"type"`
	Title              Object   `json:"title,omitempty"`
	Submit             Object   `json:"submit"`
	Close              Object   `json:"close"`
	Blocks             []Object `json:"blocks"`
	PrivateMetadata    string   `json:"private_metadata"`
	CallbackID         string   `json:"callback_id"`
	ExternalID         string   `json:"external_id"`
	State              State    `json:"state"`
	Hash               string   `json:"hash"`
	ClearOnClose       bool     `json:"clear_on_close"`
	NotifyOnClose      bool     `json:"notify_on_close"`
	RootViewID         string   `json:"root_view_id"`
	PreviousViewID     *string  `json:"previous_view_id"`
	AppID              string   `json:"app_id"`
	BotID              string   `json:"bot_id"`
	AppInstalledTeamID string   `json:"app_installed_team_id"`
}

// State is what a person has filled in: by block_id and action_id, an object with the type of the element and its value.
type State struct {
	Values map[string]map[string]Object `json:"values"`
}

const maxStack = 3 // forms on top of each other (docs.slack.dev/surfaces/modals#view-stack)

func top(stack []*View) *View {
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// Views are a person's open forms, bottom first.
func (w *Workspace) Views(user string) []*View {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.stacks[user])
}

// TopView is the form that a person has on top, nil when none is open.
func (w *Workspace) TopView(user string) *View { return top(w.Views(user)) }

// Home is what the app has published for a person, nil when nothing.
func (w *Workspace) Home(user string) *View {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.homes[user]
}

// newView stores nothing: it gives a checked view its identity.
func (w *Workspace) newView(v View) *View {
	v.ID, v.TeamID, v.AppInstalledTeamID, v.AppID, v.BotID = w.nextID("V"), TeamID, TeamID, AppID, BotID
	v.RootViewID = v.ID
	w.refresh(&v, nil)
	return &v
}

// refresh gives a view a new hash and its state: what the elements begin with, and of an older version's state what was
// filled into elements that have kept block_id, action_id and type.
func (w *Workspace) refresh(v, old *View) {
	w.lastID++
	v.Hash = v.ID[1:] + "." + randomHex(4)
	v.State = State{initialState(v.Blocks)}
	if old == nil {
		return
	}
	for block, actions := range v.State.Values {
		for action, fresh := range actions {
			if kept := old.State.Values[block][action]; kept != nil && kept["type"] == fresh["type"] {
				actions[action] = kept
			}
		}
	}
}

// setStack puts a person's open forms in place of those before, and shows them.
func (w *Workspace) setStack(user string, stack []*View) {
	w.stacks[user] = stack
	w.tell(user, Event{Type: "view", Stack: append([]*View{}, stack...)})
}

// push puts a new form on a stack.
func (w *Workspace) push(user string, stack []*View, v View) (*View, error) {
	if len(stack) >= maxStack {
		return nil, refuse("push_limit_reached", "at most %d views are on top of each other; docs.slack.dev/surfaces/modals#view-stack", maxStack)
	}
	if err := w.externalIDFree(v.ExternalID, ""); err != nil {
		return nil, err
	}
	fresh := w.newView(v)
	if below := top(stack); below != nil {
		fresh.RootViewID, fresh.PreviousViewID = below.RootViewID, &below.ID
	}
	w.setStack(user, append(slices.Clone(stack), fresh))
	return fresh, nil
}

// replace puts another version of a view, form or Home, in place of what it was.
func (w *Workspace) replace(user string, old *View, v View) *View {
	v.ID, v.TeamID, v.AppInstalledTeamID, v.AppID, v.BotID = old.ID, TeamID, TeamID, AppID, BotID
	v.RootViewID, v.PreviousViewID = old.RootViewID, old.PreviousViewID
	w.refresh(&v, old)
	w.put(user, &v)
	return &v
}

// put stores a version of a view that is open or a Home.
func (w *Workspace) put(user string, v *View) {
	if v.Type == "home" {
		w.homes[user] = v
		w.tell(user, Event{Type: "home", View: v})
		return
	}
	stack := slices.Clone(w.stacks[user])
	i := slices.IndexFunc(stack, func(o *View) bool { return o.ID == v.ID })
	if i < 0 {
		return
	}
	stack[i] = v
	w.setStack(user, stack)
}

// findView finds an open form or a Home and whose it is.
func (w *Workspace) findView(match func(*View) bool) (user string, v *View) {
	for user, stack := range w.stacks {
		if i := slices.IndexFunc(stack, match); i >= 0 {
			return user, stack[i]
		}
	}
	for user, home := range w.homes {
		if match(home) {
			return user, home
		}
	}
	return "", nil
}

// openTo finds a view that a person has open.
func (w *Workspace) openTo(user, id string) *View {
	if home := w.homes[user]; home != nil && home.ID == id {
		return home
	}
	stack := w.stacks[user]
	if i := slices.IndexFunc(stack, func(v *View) bool { return v.ID == id }); i >= 0 {
		return stack[i]
	}
	return nil
}

func (w *Workspace) externalIDFree(id, except string) error {
	if id == "" {
		return nil
	}
	if _, v := w.findView(func(v *View) bool { return v.ExternalID == id && v.ID != except }); v != nil {
		return refuse("duplicate_external_id", "external_id %q is in use by another view; docs.slack.dev/reference/views", id)
	}
	return nil
}

// filled is a view with what a person has filled in so far.
func (v *View) filled(state map[string]map[string]Object) (*View, error) {
	values, err := stateOf(v.Blocks, state, v.State.Values)
	if err != nil {
		return nil, err
	}
	out := *v
	out.State = State{values}
	return &out, nil
}

func cloneState(s map[string]map[string]Object) map[string]map[string]Object {
	out := make(map[string]map[string]Object, len(s))
	for block, actions := range s {
		out[block] = maps.Clone(actions)
	}
	return out
}
