package handlers

import (
	"strconv"
	"strings"
	"time"

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

// reminded says when the person is reminded next, of what waits or of what they have asked for; or that they have a pause or are away. "" where it is
// not known.
func (d *desk) reminded() (text string, paused bool, err error) {
	wishes, err := d.tx.Wishes(d.person.ID)
	if err != nil {
		return "", false, err
	}
	at, err := d.nextFor(d.person)
	if err != nil {
		return "", false, err
	}
	duties, err := d.tx.Duties(d.person)
	if err != nil {
		return "", false, err
	}
	if len(duties) == 0 { // who stands in is reminded while the manager is not there
		at = time.Time{}
	}
	next, pause := store.Date(""), d.person.Pause
	if !at.IsZero() {
		next = store.DateOf(at)
	}
	paused = pause.To >= d.today() && pause.To != ""
	switch {
	case paused && pause.From <= d.today() && next == "":
		text = d.say("home.paused", nil)
	case paused && pause.From <= d.today():
		text = d.say("home.paused_to", Facts{"To": pause.To, "Date": next})
	case next != "":
		text = d.say("home.reminder", Facts{"Date": next, "Clock": at.Format("15:04")})
	case d.person.Away >= d.today():
		text = d.say("home.away", nil)
	}
	if len(wishes) > 0 {
		id := "home.wish"
		if wishes[0].Unnamed() && wishes[0].Every == "" {
			id = "weekly.again"
		}
		text += " " + d.say(id, Facts{"Date": wishes[0].DueOn})
	}
	return strings.TrimSpace(text), paused, nil
}

// mostBeside managers are told of, of those whom a deputy stands in for.
const mostBeside = 5

// beside tells a deputy how the managers are reminded whom they stand in for, and lets them be left alone.
func (d *desk) beside(*store.Programme) error {
	managers, err := d.managersBeside()
	if err != nil || len(managers) == 0 {
		return err
	}
	d.header(d.label("home.beside", nil))
	for i := range managers[:min(len(managers), mostBeside)] {
		m := &managers[i]
		wishes, err := d.tx.Wishes(m.ID)
		if err != nil {
			return err
		}
		facts, id := Facts{"Person": mention(m)}, "home.beside_on"
		switch {
		case m.Pause.To >= d.today() && m.Pause.To != "":
			id, facts["Date"] = "home.beside_paused", m.Pause.To
			d.put(row(d.say(id, facts), button(d.label("resume.title", nil), "resume person:"+m.SlackID)))
			continue
		case len(wishes) > 0 && wishes[0].Unnamed() && wishes[0].Every == "":
			id, facts["Date"] = "home.beside_again", wishes[0].DueOn
		}
		alone := d.aloneMenu("<@" + m.SlackID + ">")
		alone.ActionID += strconv.Itoa(i)
		d.put(slack.NewSectionBlock(markup(d.say(id, facts)), nil, slack.NewAccessory(alone)))
	}
	return nil
}
