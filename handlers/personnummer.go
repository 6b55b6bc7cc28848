package handlers

import (
	"time"

	"handslag/handlers/words"
)

// Personnummer tells whether a text holds a personnummer, or what may be one. now decides which dates are near enough to be no births.
func Personnummer(text string, now time.Time) bool {
	found := words.Guard(text, now)
	return found.Refuse == "personnummer" || found.Ask
}
