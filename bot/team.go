package main

import "handslag/handlers"

// ours tells whether a request is from the workspace where the bot is, or from a sister of it in the same organisation. One that names no workspace
// is: its signature or socket is the app's, and the person is looked up by the bot's own token. So is every one before Slack has said where the bot is.
func (b *bot) ours(team, enterprise string) bool {
	self := b.self.get()
	return team == "" || self.TeamID == "" || team == self.TeamID || enterprise != "" && enterprise == self.EnterpriseID
}

// isFor is ours of an event, which in a channel that is shared between workspaces may name the other one first.
func (h *happening) isFor(b *bot) bool {
	if b.ours(h.TeamID, "") {
		return true
	}
	for _, in := range h.Installed {
		if in.Team != "" && b.ours(in.Team, in.Enterprise) || in.Enterprise != "" && in.Enterprise == b.self.get().EnterpriseID {
			return true
		}
	}
	return false
}

// foreign counts a request from another workspace. Nothing is done.
func (b *bot) foreign(door string) {
	b.log.Warn("a request from another workspace was turned away", "door", door)
	b.metrics.requests.WithLabelValues("", door, "turned_away").Inc()
}

// foreignSlash is what somebody in another workspace is told.
func (b *bot) foreignSlash() []byte {
	b.foreign(string(handlers.Slash))
	return plainMessage(b.said.Say(b.standard, "refusal.outsider_foreign", nil, nil))
}
