package words

import "strings"

func (s *scan) fillValues(r *Reading) {
	a := &r.Args
	for _, h := range s.hits {
		name := h.p.target.field
		if to := a.fixed(name); to != nil && *to == "" && s.command != "" && s.takes(name) {
			*to = s.value(name)
			if name == "by" && *to == "created" {
				*to = s.byShare()
			}
		}
	}
	if s.command != "" && s.command != "language" {
		a.Language = s.value("answer")
	}
	if s.command == "forecast" && a.Every != "" {
		if a.Every != "week" || a.Count == nil {
			a.Every = ""
		} else {
			a.From, a.To = "", "" // "i veckan"
		}
	}
	if s.command == "summary" && a.What != "categories" {
		a.What = ""
	}
	if day := s.value("organised"); day != "" && s.takes("organised") {
		a.What = strings.Trim(a.What+"_"+day, "_")
	}
	if s.command == "outcomes" && a.What != "answers" {
		a.What = "" // "their placement" is no question about slots
	}
	if s.command == "subscribe" {
		if a.Channel = Channel(r.Text); a.Channel == "" && s.value("sent_to") != "" {
			a.Channel = AnyChannel
		}
		if a.Every == "" {
			a.Every = s.value("sent")
		}
		if s.says("sent", "stop") { // which one is chosen among those that there are
			a.Every, a.Channel = "", ""
		}
	}
	if s.command == "correct" {
		a.What = s.value("row")
	}
	if s.command == "reminders" && !s.asks() && !s.questioned() {
		a.Every = Weekly(r.Text)
	}
	if s.command == "end" && a.Result == "" && s.value("went") == "well" && a.Outcome != "unknown" {
		a.Result = "completed"
	}
	if s.command == "target" {
		a.Change = s.value("adjust")
	}
	if s.command == "assign" {
		a.Gone, a.What = a.What == "gone" && len(s.persons) == 1, "" // with two people one follows the other
	}
	a.Published = s.command == "slots" && s.value("published") != ""
	if s.command == "trainee" && a.Reason == "amc" {
		a.Unit = "" // it is who handles the slot
	} else if s.command == "trainee" {
		a.Reason = "" // why a slot is given back
	}
	if s.command == "outcomes" && a.Days != nil && a.Outcome == "employed" {
		a.Outcome = "" // who is still at work is what is asked for
	}
	if s.command == "outcomes" && a.Outcome != "" && s.onlyOfKind("outcome", a.Outcome) {
		a.Outcome = "" // the "work" of "work training"
	}
	if s.command == "outcomes" && a.Trainee != "" && a.After != "" {
		a.Outcome, a.Result = "", ""
	} else if s.command == "outcomes" && a.Trainee == "" {
		a.After = "" // it is what is asked for
	}
	if s.command == "outcomes" && a.Outcome != "" {
		a.Result = ""
	}
	if s.command == "assign" && (a.Role == "hr" || a.Role == "coordinator") {
		s.dropWeakUnits(a)
	}
	if a.Scope != "" && (a.Unit != "" || len(a.Units) > 0) && s.command != "missing" {
		a.Scope = ""
	}
}

// onlyOfKind reports a value that nothing but words of a kind of placement says.
func (s *scan) onlyOfKind(field, value string) bool {
	for k := range s.hits {
		if t := s.hits[k].p.target; t.field != field || t.value != value {
			continue
		}
		for i := range s.ts {
			if s.hits[k].words.has(i) && s.ts[i].use != usedKind {
				return false
			}
		}
	}
	return true
}

// byShare is what "most … per employee" is by: the share, where one is said beside the number.
func (s *scan) byShare() string {
	for _, h := range s.hits {
		if h.p.target.field == "by" && h.p.target.value != "created" {
			return h.p.target.value
		}
	}
	return "created"
}
