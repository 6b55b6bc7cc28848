package handlers

import (
	"strconv"
	"strings"
	"time"

	"handslag/store"
)

// rulesForm has what HR can change of the rules.
func (t *turn) rulesForm(r *store.Rules) Reply {
	var own []string
	for _, s := range r.Own {
		own = append(own, t.span(s))
	}
	quiet := ""
	if r.QuietFrom != 0 {
		quiet = strconv.Itoa(r.QuietFrom) + "–" + strconv.Itoa(r.QuietTo)
	}
	t.args.What = "rules"
	return t.form((&form{}).add(
		field{name: "weekday", choices: t.days(), value: strconv.Itoa(int(r.Weekday))},
		field{name: "clock", value: r.Clock, hint: t.label("reminders.clock_hint", nil)},
		field{name: "cutoff", choices: t.days(), value: strconv.Itoa(int(r.Cutoff)), hint: t.label("reminders.cutoff_hint", nil)},
		field{name: "unanswered", value: strconv.Itoa(r.Unanswered), hint: t.label("reminders.unanswered_hint", nil)},
		field{name: "quiet", value: quiet, optional: true, hint: t.label("reminders.quiet_hint", nil)},
		field{name: "bridges", choices: []choice{{"yes", t.label("reminders.bridges_yes", nil)}, {"no", t.label("reminders.bridges_no", nil)}}, radio: true, value: yesNo(r.Bridges)},
		field{name: "own", value: strings.Join(own, "\n"), lines: true, optional: true, hint: t.label("reminders.own_hint", nil)}))
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// days are the working days to choose among.
func (t *turn) days() (out []choice) {
	for d := time.Monday; d <= time.Friday; d++ {
		out = append(out, choice{strconv.Itoa(int(d)), t.label("date.long_day."+weekdays[d], nil)})
	}
	return out
}

// setRules takes the form.
func (t *turn) setRules(before *store.Rules) (Reply, error) {
	f, wrong := t.rulesFilled()
	if len(wrong) > 0 {
		return Reply{Errors: t.atFields(wrong), Result: "refused"}, nil
	}
	return t.changeRules(f)
}

func (t *turn) changeRules(f store.RuleFacts) (Reply, error) {
	if err := t.tx.SetRules(f); err != nil {
		return Reply{}, err
	}
	after, err := t.tx.Rules()
	if err != nil {
		return Reply{}, err
	}
	text := t.say("reminders.changed", nil) + "\n" + t.rulesSaid(after)
	soon, err := t.sentSoon(after)
	if err != nil {
		return Reply{}, err
	}
	if soon {
		text += "\n" + t.say("reminders.at_once", nil)
	}
	times, err := t.timings(after, t.h.store.Zone(), 1)
	if err != nil {
		return Reply{}, err
	}
	for _, next := range times {
		text += "\n" + t.say("reminders.next", nil) + "\n" + t.sendTime(after, next, next.Week)
	}
	return t.done(text, buttons(button(t.label("reminders.title", nil), "reminders"), t.undoButton())), nil
}

// sentSoon tells whether the rules make the time of this week's reminders one that has passed, so that they go out now.
func (t *turn) sentSoon(r *store.Rules) (bool, error) {
	zone := t.h.store.Zone()
	week := store.WeekOf(t.today())
	at, skipped := r.Due(week, zone, t.tx.Now)
	usual := r.Timing(week, zone).At
	if skipped != "" || at.After(t.tx.Now) || usual.Before(r.Since) {
		return false, nil
	}
	n, err := t.tx.CountUndecided(week.String(), zone.String(), store.DateOf(usual))
	return n > 0, err
}

// atFields tells what is wrong at each field.
func (t *turn) atFields(wrong []error) map[string]string {
	said := map[string]string{}
	for _, err := range wrong {
		if r := store.AsRefusal(err); r != nil {
			said[r.Field] = capital(t.label("refusal."+r.Reason, Facts(r.Facts)))
		}
	}
	return said
}

// rulesFilled reads the form, and gives a Refusal for each field that cannot be as it is.
func (t *turn) rulesFilled() (f store.RuleFacts, wrong []error) {
	value := func(name string) string { return strings.TrimSpace(t.req.Values[name]) }
	whole := func(name string) int { n, _ := strconv.Atoi(value(name)); return n }
	f = store.RuleFacts{Weekday: time.Weekday(whole("weekday")), Clock: clock(value("clock")), Cutoff: time.Weekday(whole("cutoff")),
		Unanswered: whole("unanswered"), Bridges: value("bridges") == "yes"}
	if quiet := value("quiet"); quiet != "" {
		var err error
		if f.QuietFrom, f.QuietTo, err = weeksSaid(quiet); err != nil {
			wrong = append(wrong, err)
		}
	}
	for _, line := range strings.FieldsFunc(value("own"), func(r rune) bool { return r == '\n' || r == ';' || r == ',' }) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		s, ok := t.daysSaid(line)
		if !ok {
			wrong = append(wrong, store.RefuseField("own", "rule_own", nil))
			break
		}
		f.Own = append(f.Own, s)
	}
	return f, append(wrong, f.Check()...)
}

// clock reads "8", "8.30", "kl 08:00" as "08:00"; what it cannot read it gives back.
func clock(s string) string {
	text := strings.NewReplacer(".", ":", "kl", "", " ", "").Replace(strings.ToLower(s))
	if !strings.Contains(text, ":") {
		text += ":00"
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		return s
	}
	return at.Format("15:04")
}

// weeksSaid reads "28–31", "v. 28-31" or "28".
func weeksSaid(s string) (from, to int, err error) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 1 {
		parts = append(parts, parts[0])
	}
	if len(parts) == 2 {
		from, _ = strconv.Atoi(parts[0])
		to, _ = strconv.Atoi(parts[1])
	}
	if from == 0 || to == 0 {
		return 0, 0, store.RefuseField("quiet", "rule_quiet", nil)
	}
	return from, to, nil
}

// daysSaid reads a day or a span of days.
func (t *turn) daysSaid(text string) (s store.Span, ok bool) {
	for _, dash := range []string{"–", " - ", "-"} {
		if from, to, found := strings.Cut(text, dash); found {
			a, _, _, okA := t.words.Span(from, t.reads(), false)
			_, b, _, okB := t.words.Span(to, t.reads(), false)
			if okA && okB {
				return store.Span{From: store.Date(a), To: store.Date(b)}, true
			}
		}
	}
	first, last, _, ok := t.words.Span(text, t.reads(), false)
	return store.Span{From: store.Date(first), To: store.Date(last)}, ok
}
