package handlers

import (
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// furtherNotice is the last day of somebody who is away and has not said until when.
const furtherNotice store.Date = "9999-12-31"

// Away gives the last day on which a person is away, as their status in Slack says it; "" where it does not say plainly that they are. until is when
// Slack takes the status away, in Unix seconds, 0 for never. The status itself is kept nowhere.
func Away(text, emoji string, until int64, zone *time.Location) store.Date {
	switch {
	case !words.Away(text, emoji):
		return ""
	case until == 0:
		return furtherNotice
	}
	return store.DateOf(time.Unix(until, 0).Add(-time.Second).In(zone)) // at midnight the day before was the last
}
