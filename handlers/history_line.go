package handlers

import (
	"encoding/json"
	"time"

	"handslag/handlers/words"
	"handslag/store"
)

// scribe tells of the audit's rows in words.
type scribe struct {
	voice
	tx     *store.Tx
	zone   *time.Location
	marked bool             // with Slack's mentions; else people are told by address
	people map[int64]string // by ID
}

func (t *turn) scribe() *scribe {
	return &scribe{t.voice, t.tx, t.context.Now.Location(), true, map[int64]string{}}
}

// line is when, who and what.
func (s *scribe) line(d store.Doing) (string, error) {
	who, err := s.author(d)
	if err != nil {
		return "", err
	}
	what, err := s.what(d)
	if err != nil {
		return "", err
	}
	at, err := time.Parse(time.RFC3339, d.At)
	if err != nil {
		return "", err
	}
	at = at.In(s.zone)
	return s.say("history.line", Facts{"Day": store.DateOf(at), "Clock": at.Format("15:04"), "Who": Markup(who), "What": Markup(what)}), nil
}

// author is who did it: a person, whoever runs the program, or the program by itself.
func (s *scribe) author(d store.Doing) (string, error) {
	switch {
	case d.Member != 0:
		return s.person(d.Member)
	case d.Door == "command line" || d.Door == "settings" || d.Door == "import":
		return s.say("history.operator", nil), nil
	}
	return "Handslag", nil
}

func (s *scribe) person(id int64) (string, error) {
	if who, there := s.people[id]; there || id == 0 {
		return who, nil
	}
	m, err := s.tx.MemberByID(id)
	if err != nil {
		return "", err
	}
	switch {
	case m == nil || m.Erased():
		s.people[id] = s.say("history.nobody", nil)
	case s.marked || m.Email == "":
		s.people[id] = string(mention(m))
	default:
		s.people[id] = m.Email
	}
	return s.people[id], nil
}

// what is a row in words. One that takes another back is told by what it takes back.
func (s *scribe) what(d store.Doing) (string, error) {
	e := d.Entry
	if e.Command != "undo" {
		return s.done(e)
	}
	e.Before, e.After = e.After, e.Before
	what, err := s.done(e)
	return s.say("history.undone", Facts{"What": Markup(what)}), err
}

func (s *scribe) done(e store.Entry) (string, error) {
	switch e.Noun {
	case "slot":
		return s.slotDone(e)
	case "trainee":
		return s.traineeDone(e)
	case "role":
		return s.roleDone(e)
	case "petition":
		return s.petitionDone(e)
	case "member":
		return s.memberDone(e)
	case "import":
		return s.say("history.import_"+e.Object, nil), nil
	}
	if id := bareDoings[e.Noun]; id != "" {
		return s.say(id, nil), nil
	}
	if what, err := s.restDone(e); err != nil || what != "" {
		return what, err
	}
	name := e.Command
	if lookup(name) != nil {
		name = s.label(name+".title", nil)
	}
	return s.say("history.used", Facts{"Command": name}), nil
}

// slotThen and traineeThen are what the audit holds of them, as far as it is told.
type slotThen struct {
	Kind, Unit, Published, Created, Discontinued, Reason string
}

type traineeThen struct {
	Slot                int64
	Starts, Ends, Ended store.Date
	Restricted          store.Date
	Result, Outcome     string

	After30  string `json:"after_30"`
	After90  string `json:"after_90"`
	After365 string `json:"after_365"`
}

// then reads what was before and what is after; nil where there was or is nothing.
func then[T any](e store.Entry) (was, is *T, err error) {
	for _, side := range []struct {
		raw json.RawMessage
		to  **T
	}{{e.Before, &was}, {e.After, &is}} {
		if side.raw != nil && err == nil {
			*side.to = new(T)
			err = json.Unmarshal(side.raw, *side.to)
		}
	}
	return was, is, err
}

func (s *scribe) slotDone(e store.Entry) (string, error) {
	was, is, err := then[slotThen](e)
	if err != nil || was == nil && is == nil {
		return "", err
	}
	id, facts := "slot_changed", Facts{"Slot": Markup("#" + e.Object), "Unit": s.reg.Tree.Name(e.Unit)}
	if is != nil {
		facts["Kind"] = is.Kind
	}
	switch {
	case is == nil:
		id = "slot_gone"
	case is.Discontinued != "" && (was == nil || was.Discontinued == ""):
		id = "slot_withdrawn"
		if is.Unit != "" {
			id = "slot_released"
		}
		if is.Reason != "" {
			id += "_reason"
			facts["Reason"] = s.label("release.reason_"+is.Reason, nil)
		}
	case is.Unit == "" && was == nil:
		id = "slot_published"
	case is.Unit != "" && (was == nil || was.Unit == ""):
		id = "slot_claimed"
	}
	return s.say("history."+id, facts), nil
}

func (s *scribe) traineeDone(e store.Entry) (string, error) {
	was, is, err := then[traineeThen](e)
	if err != nil || was == nil && is == nil {
		return "", err
	}
	name := e.Called
	switch {
	case name == store.RestrictedReference:
		name = s.label("history.restricted", nil)
	case name == "" || store.Erased(name):
		name = s.label("history.erased", nil)
	}
	id, facts := "trainee_changed", Facts{"Trainee": name}
	if is != nil {
		facts["Slot"], facts["From"], facts["To"], facts["Date"] = Markup("#"+numbered(is.Slot)), is.Starts, is.Ends, is.Ended
	}
	switch {
	case is == nil:
		id = "trainee_gone"
	case was == nil:
		id = "trainee_logged"
	case is.Restricted != was.Restricted && is.Restricted != "":
		id = "trainee_restricted"
	case is.Restricted != was.Restricted:
		id = "trainee_lifted"
	case e.Command == "correct":
		id = "trainee_corrected"
	case is.Ended != "" && was.Ended == "":
		id = "trainee_" + is.Result
	case is.Ends != was.Ends:
		id = "trainee_ends"
	case is.After30 != was.After30 || is.After90 != was.After90 || is.After365 != was.After365:
		id = "trainee_followed_up"
	}
	return s.say("history."+id, facts), nil
}

func (s *scribe) roleDone(e store.Entry) (string, error) {
	g, err := e.Granted()
	if err != nil {
		return "", err
	}
	who, err := s.person(g.Member)
	if err != nil {
		return "", err
	}
	args := words.Args{Role: g.Role, Unit: g.Unit, From: string(g.Days.From), To: string(g.Days.To)}
	at, err := time.Parse(time.RFC3339, e.At)
	if err != nil {
		return "", err
	}
	id := "history.role_given"
	if e.After == nil {
		id = "history.role_taken"
	}
	return s.said(id, args, Markup(who), store.DateOf(at.In(s.zone))), nil
}

func (s *scribe) petitionDone(e store.Entry) (string, error) {
	_, is, err := then[struct{ Approved bool }](e)
	id := "history.petition"
	switch {
	case is != nil && is.Approved:
		id = "history.petition_yes"
	case is != nil:
		id = "history.petition_no"
	}
	return s.say(id, Facts{"Unit": s.reg.Tree.Name(e.Unit)}), err
}

func (s *scribe) memberDone(e store.Entry) (string, error) {
	was, is, err := then[struct{ Language string }](e)
	if err == nil && was != nil && is != nil && was.Language == is.Language {
		return s.say("history.member_pause", nil), nil
	}
	return s.say("history.member_language", nil), err
}
