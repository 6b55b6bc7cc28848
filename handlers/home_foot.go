package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// foot tells when the person is reminded next and in which language they are answered, with what changes that.
func (d *desk) foot() error {
	lines := []string{}
	paused := false
	if d.person.Has("manager", "deputy") {
		next, pause, err := d.reminded()
		if err != nil {
			return err
		}
		paused = pause
		if next != "" {
			lines = append(lines, next)
		}
	}
	lines = append(lines, d.say("home.speaks", nil))
	b := []*slack.ButtonBlockElement{button(d.label("help.title", nil), "help"), button(d.label("language.title", nil), "language")}
	change := "pause"
	if paused {
		change = "resume"
	}
	if lookup(change) != nil && d.person.Has("manager", "deputy") {
		b = append(b, button(d.titleOf(change), change))
	}
	d.put(slack.NewDividerBlock(), contextLine(strings.Join(lines, " ")), buttons(b...))
	return nil
}

// mostWeeks ahead a weekly reminder is looked for: more than a holiday and a long pause.
const mostWeeks = 60

// reminded says when the person is reminded next, of what waits or of what they have asked for; or that they have a pause. "" where it is not known.
func (d *desk) reminded() (text string, paused bool, err error) {
	wishes, err := d.tx.Wishes(d.person.ID)
	if err != nil {
		return "", false, err
	}
	rules, err := d.tx.Rules()
	if err != nil || rules == nil {
		return "", false, err
	}
	zone := inZone(d.tx.Now.In(d.h.store.Zone()), d.person.TZ).Location()
	var next store.Date
	for _, at := range rules.Next(mostWeeks, zone, d.tx.Now) {
		day := store.DateOf(at.At)
		if at.Skipped != "" || d.person.Pause.From <= day && day <= d.person.Pause.To {
			continue
		}
		stopped, err := d.tx.Stopped(at.Week.String())
		if err != nil {
			return "", false, err
		}
		if !stopped {
			next = day
			break
		}
	}
	pause := d.person.Pause
	paused = pause.To >= d.today()
	switch {
	case paused && pause.From <= d.today() && next == "":
		text = d.say("home.paused", nil)
	case paused && pause.From <= d.today():
		text = d.say("home.paused_to", Facts{"To": pause.To, "Date": next})
	case next != "":
		text = d.say("home.reminder", Facts{"Date": next, "Clock": rules.Clock})
	}
	if len(wishes) > 0 {
		text += " " + d.say("home.wish", Facts{"Date": wishes[0].DueOn})
	}
	return strings.TrimSpace(text), paused, nil
}
