package handlers

import "strings"

// support says whom to turn to when something is wrong at the workplace. Nothing of what was said is kept or passed on.
func support(t *turn) (Reply, error) {
	of, err := t.contacts()
	if err != nil {
		return Reply{}, err
	}
	lines := []string{t.say("support.head", nil), of[0]} // who is nearest
	lines = append(lines, t.say("support.danger", nil), t.say("support.private", nil))
	return t.done(strings.Join(lines, "\n"), t.nextButtons("trainees", "extend", "end")...), nil
}
