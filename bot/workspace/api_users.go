package workspace

import "strings"

func apiTest(_ *Workspace, c *call) (Object, error) {
	if e := c.str("error"); e != "" {
		return nil, refuse(e, "as asked for; docs.slack.dev/reference/methods/api.test")
	}
	return Object{"args": c.args}, nil
}

func authTest(w *Workspace, c *call) (Object, error) {
	return Object{"url": c.origin + "/", "team": teamName, "user": w.bot().Name, "team_id": TeamID, "user_id": BotUserID, "bot_id": BotID, "is_enterprise_install": false}, nil
}

func connectionsOpen(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/apps.connections.open"
	if !w.manifest.Settings.SocketMode {
		return nil, refuse("forbidden_request", "Socket Mode is off in the manifest: settings.socket_mode_enabled; %s", where)
	}
	ticket, ok := w.sockets.ticket()
	if !ok {
		return nil, refuse("too_many_websockets", "an app has at most %d sockets; %s", maxSockets, where)
	}
	return Object{"url": "ws" + strings.TrimPrefix(c.origin, "http") + "/link?ticket=" + ticket + "&app_id=" + AppID}, nil
}

// somebody finds a person or the app's own user.
func (w *Workspace) somebody(id, where string) (*Person, error) {
	if id == BotUserID {
		return w.bot(), nil
	}
	p := w.people[id]
	if p == nil {
		return nil, refuse("user_not_found", "nobody here is %q; docs.slack.dev/reference/methods/%s", id, where)
	}
	return p, nil
}

func userInfo(w *Workspace, c *call) (Object, error) {
	p, err := w.somebody(c.str("user"), c.method)
	if err != nil {
		return nil, err
	}
	return Object{"user": w.user(p, c.flag("include_locale"), w.manifest.scope("users:read.email"))}, nil
}

func listUsers(w *Workspace, c *call) (Object, error) {
	all := []Object{}
	email := w.manifest.scope("users:read.email")
	for _, id := range w.peopleOrder {
		all = append(all, w.user(w.people[id], c.flag("include_locale"), email))
	}
	all = append(all, w.user(w.bot(), c.flag("include_locale"), email))
	page, next, err := paged(all, c, 200, 1000)
	return Object{"members": page, "cache_ts": w.now().Unix(), "response_metadata": Object{"next_cursor": next}}, err
}

func lookupByEmail(w *Workspace, c *call) (Object, error) {
	for _, id := range w.peopleOrder {
		p := w.people[id]
		if !p.Deleted && p.Email != "" && strings.EqualFold(p.Email, c.str("email")) {
			return Object{"user": w.user(p, true, true)}, nil
		}
	}
	return nil, refuse("users_not_found", "nobody active has this e-mail address; docs.slack.dev/reference/methods/users.lookupByEmail")
}

func userProfile(w *Workspace, c *call) (Object, error) {
	id := c.str("user")
	if id == "" {
		id = BotUserID
	}
	p, err := w.somebody(id, c.method)
	if err != nil {
		return nil, err
	}
	return Object{"profile": w.user(p, false, w.manifest.scope("users:read.email"))["profile"]}, nil
}

func teamInfo(_ *Workspace, c *call) (Object, error) {
	return Object{"team": Object{"id": TeamID, "name": teamName, "domain": teamDomain, "email_domain": "", "url": c.origin + "/", "icon": Object{"image_default": true}}}, nil
}

func botInfo(w *Workspace, c *call) (Object, error) {
	if id := c.str("bot"); id != "" && id != BotID {
		return nil, refuse("bot_not_found", "no bot here is %q; docs.slack.dev/reference/methods/bots.info", id)
	}
	return Object{"bot": Object{"id": BotID, "app_id": AppID, "user_id": BotUserID, "name": w.manifest.botName(), "deleted": false, "updated": w.started.Unix(), "icons": Object{}}}, nil
}
