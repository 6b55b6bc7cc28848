package handlers

import "handslag/store"

// restDone tells of what is done by few: quotas and targets, disposal, reminders of one's own, what is sent regularly, what the programme leader says.
// "" where the noun is none of these.
func (s *scribe) restDone(e store.Entry) (string, error) {
	gone := e.After == nil
	switch e.Noun {
	case "retention", "disposal":
		return s.erased(e)
	case "quotas":
		return s.quotasDone(e), nil
	case "programme":
		return s.targetDone(e)
	case "wish":
		_, is, err := then[struct{ Due store.Date }](e)
		if err != nil || is == nil {
			return s.say("history.wish_gone", nil), err
		}
		return s.say("history.wish", Facts{"Date": is.Due}), nil
	case "subscription":
		_, is, err := then[store.Subscription](e)
		if is != nil && (is.Channel == "" || is.Personal()) {
			return s.say("history.subscription_self", nil), err
		}
		return s.say(orGone("history.subscription", gone), nil), err
	case "statement":
		return s.say(orGone("history.statement", gone), nil), nil
	}
	return "", nil
}

func orGone(id string, gone bool) string {
	if gone {
		return id + "_gone"
	}
	return id
}

// erased tells of a disposal's decision, its protocol, and that it was done.
func (s *scribe) erased(e store.Entry) (string, error) {
	was, is, err := then[struct {
		Decision     string
		Months, Rows int
	}](e)
	if is != nil {
		was = is
	}
	if err != nil || was == nil {
		return "", err
	}
	id := "history." + e.Noun
	if e.Noun == "disposal" {
		id = orGone(id, is == nil)
	}
	return s.say(id, Facts{"Decision": was.Decision, "Months": was.Months, "Rows": was.Rows}), nil
}

func (s *scribe) quotasDone(e store.Entry) string {
	moved := e.Quotas()
	switch {
	case len(moved) == 0:
		return s.say("history.quotas", nil)
	case e.Command == "transfer" && len(moved) > 1:
		return s.say("history.quotas_moved", Facts{"From": s.reg.Tree.Name(moved[0].Unit), "To": s.reg.Tree.Name(moved[1].Unit), "Many": moved[0].Before - moved[0].After})
	}
	return s.say("history.quotas_set", Facts{"Unit": s.reg.Tree.Name(moved[0].Unit), "Before": moved[0].Before, "After": moved[0].After})
}

func (s *scribe) targetDone(e store.Entry) (string, error) {
	was, is, err := then[struct{ Target *int }](e)
	if err != nil || was == nil || is == nil || was.Target == nil || is.Target == nil || *was.Target == *is.Target {
		return s.say("history.programme", nil), err
	}
	return s.say("history.programme_target", Facts{"Before": *was.Target, "After": *is.Target}), nil
}
