package handlers

import (
	"encoding/json"
	"time"

	"handslag/handlers/words"
)

// Personnummer tells whether a text holds a personnummer, or what may be one. now decides which dates are near enough to be no births.
func Personnummer(text string, now time.Time) bool {
	found := words.Guard(text, now)
	return found.Refuse == "personnummer" || found.Ask
}

// saysOfNumber gives "yes" or "no" where the message answers whether a number in the one before is a personnummer; else "".
func (t *turn) saysOfNumber() (string, error) {
	if t.req.Door != Message || t.req.Message == "" {
		return "", nil
	}
	said, answer := plainly(t.text), ""
	switch {
	case t.yesses(said):
		answer = "yes"
	case t.oneOf(said, "confirm.typed_no"):
		answer = "no"
	default:
		return "", nil
	}
	before, err := t.heardBefore()
	if err != nil || before == nil {
		return "", err
	}
	var was sense
	if err := json.Unmarshal([]byte(before.After), &was); err != nil || was.Ask != "personnummer" {
		return "", err
	}
	return answer, nil
}

// onNumber says what to do about the number. Nothing has been kept of the message that it stood in.
func (t *turn) onNumber() Reply {
	reply := t.done(t.say("guard.number_"+t.ofBirth, nil))
	if t.ofBirth == "yes" {
		t.sayDelete(&reply)
	}
	t.sayWaits(&reply)
	return reply
}
