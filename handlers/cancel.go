package handlers

// cancel ends what the bot was asking about.
func cancel(t *turn) (Reply, error) {
	return Reply{Text: t.say("cancel.done", nil), Replace: t.req.Door == Button}, nil
}
