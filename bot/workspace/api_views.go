package workspace

// readView reads the view of a call and checks it against the limits of its surface.
func (w *Workspace) readView(c *call, surface string) (View, error) {
	data := c.str("view")
	if data == "" {
		return View{}, refuse("invalid_arguments", "missing required field: view [json-pointer:/view]; docs.slack.dev/reference/methods/%s", c.method)
	}
	return w.checkView([]byte(data), surface)
}

func openView(w *Workspace, c *call) (Object, error) {
	v, err := w.readView(c, "modal")
	if err != nil {
		return nil, err
	}
	t, err := w.usable(c)
	if err != nil {
		return nil, err
	}
	fresh, err := w.push(t.user, nil, v)
	if err != nil {
		return nil, err
	}
	t.used = true
	return Object{"view": fresh}, nil
}

func pushView(w *Workspace, c *call) (Object, error) {
	v, err := w.readView(c, "modal")
	if err != nil {
		return nil, err
	}
	t, err := w.usable(c)
	if err != nil {
		return nil, err
	}
	stack := w.stacks[t.user]
	if t.view == "" || len(stack) == 0 {
		return nil, refuse("invalid_trigger_id", "views.push needs a trigger_id from an open modal; docs.slack.dev/reference/methods/views.push")
	}
	fresh, err := w.push(t.user, stack, v)
	if err != nil {
		return nil, err
	}
	t.used = true
	return Object{"view": fresh}, nil
}

func updateView(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/views.update"
	id, external := c.str("view_id"), c.str("external_id")
	if id == "" && external == "" {
		return nil, refuse("invalid_arguments", "view_id or external_id is needed; %s", where)
	}
	user, old := w.findView(func(v *View) bool { return v.ID == id || id == "" && v.ExternalID == external })
	if old == nil {
		return nil, refuse("not_found", "no such view is open; %s", where)
	}
	v, err := w.readView(c, old.Type)
	if err != nil {
		return nil, err
	}
	if err := staleHash(c, old); err != nil {
		return nil, err
	}
	if err := w.externalIDFree(v.ExternalID, old.ID); err != nil {
		return nil, err
	}
	return Object{"view": w.replace(user, old, v)}, nil
}

func staleHash(c *call, old *View) error {
	if hash := c.str("hash"); hash != "" && (old == nil || hash != old.Hash) {
		return refuse("hash_conflict", "the view has changed since hash %s; docs.slack.dev/reference/methods/%s", hash, c.method)
	}
	return nil
}

func publishView(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/views.publish"
	if !w.manifest.Features.AppHome.Home {
		return nil, refuse("not_enabled", "the Home tab is off in the manifest: features.app_home.home_tab_enabled; %s", where)
	}
	v, err := w.readView(c, "home")
	if err != nil {
		return nil, err
	}
	user := c.str("user_id")
	p := w.people[user]
	if p == nil || p.Deleted || p.Bot {
		return nil, refuse("user_not_found", "nobody here has a Home and is %q; %s", user, where)
	}
	old := w.homes[user]
	if err := staleHash(c, old); err != nil {
		return nil, err
	}
	if old != nil {
		return Object{"view": w.replace(user, old, v)}, nil
	}
	fresh := w.newView(v)
	w.put(user, fresh)
	return Object{"view": fresh}, nil
}
